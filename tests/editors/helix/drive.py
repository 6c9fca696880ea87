"""drive.py HX FOLDER: a finding is seen, a repair is made, table three is completed, and the file checks clean."""

import json
import pathlib
import subprocess
import sys
import time

from readme import block
from term import Term

hx, folder = sys.argv[1], pathlib.Path(sys.argv[2])
root = pathlib.Path(__file__).resolve().parents[3]
(folder / "helix").mkdir()
(folder / "helix/languages.toml").write_text(block("helix languages.toml"), "utf-8")
(folder / "helix/config.toml").write_text(block("helix config.toml"), "utf-8")
draft = folder / "draft.md"
began = time.time()


def seen(what):
    print(f"ok      {what}  {time.time() - began:.1f} s", flush=True)


def findings():
    result = subprocess.run(
        ["nianbao", "check", "--format", "json", draft], stdout=subprocess.PIPE, text=True, encoding="utf-8", check=False
    )
    return [finding["rule"] for finding in json.loads(result.stdout)]


def written(state):
    """Has Helix write the file until it is as it should be."""
    end = time.time() + 60
    while not state(draft.read_text("utf-8")):
        assert time.time() < end, draft.read_text("utf-8")
        term.send("\x1b:w\r")
        term.pump(0.2)


def without_table(text):
    """The text without its third section's table; and the number of the section's line."""
    start = text.index("## 三、")
    rows = text.index("\n", start)
    rest = text.index("## 四、")
    return text[:rows] + "\n\n\n\n" + text[rest:], text[:start].count("\n") + 1


def open_draft(text):
    draft.write_text(text, "utf-8")
    return Term([hx, str(draft)], {"XDG_CONFIG_HOME": str(folder), "XDG_CACHE_HOME": str(folder), "HOME": str(folder)}, folder)


# A draft with a wrong figure: the finding beside its line, and the repair.
broken = (root / "tests/drafts/broken.md").read_text("utf-8")
assert "wrong-cell" in (draft.write_text(broken, "utf-8"), findings())[1]
term = open_draft(broken)
try:
    column = broken.splitlines()[54].index("| 8 |") + 2
    term.send(f":55\rgh{column}l")
    term.wait("the finding", lambda screen: "应为7，现为8" in screen)
    seen("the finding stands on the screen")
    term.send(" a")
    term.wait("the repairs", lambda screen: "改为7" in screen)
    seen("the repair is offered")
    lines = [line for line in term.text().splitlines() if "改为7" in line and "应为7" not in line]
    assert lines, term.text()
    term.send("\x0e")
    term.pump(0.2)
    term.send("\r")
    term.wait("the figure", lambda screen: "| 7 | 2 | 0 | 0 | 1 | 0 | 10 |" in screen)
    written(lambda text: text == broken.replace("| 8 | 2 | 0 | 0 | 1 | 0 | 10 |", "| 7 | 2 | 0 | 0 | 1 | 0 | 10 |"))
    assert "wrong-cell" not in findings(), findings()
    seen("the repair is made, and nothing else is changed")
finally:
    term.close()

# A draft without its third table: the completion.
whole = (root / "tests/drafts/markdown-2021.md").read_text("utf-8")
text, line = without_table(whole)
term = open_draft(text)
try:
    term.wait("the finding", lambda screen: True)
    term.send(f":{line + 2}\ri")
    for key in "table":
        term.send(key)
    term.wait("something is offered", lambda screen: "表三政府信息公开申请情况" in screen)
    term.send("3")
    term.wait("the handle is typed", lambda screen: "table3" in screen and "表三政府信息公开申请情况" in screen)
    seen("table three is offered")
    term.send("\x0e")
    term.pump(0.2)
    term.send("\r")
    term.wait("the table", lambda screen: "结转下年度继续办理" in screen or "本年新收" in screen)
    term.send("\x1b")
    term.pump(0.2)
    written(lambda text: "一、本年新收政府信息公开申请数量" in text and "table3" not in text)
    assert findings() == [], findings()
    seen("table three is inserted, and the file checks clean")
finally:
    term.close()
