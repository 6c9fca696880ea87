"""drive.py HX FOLDER: a finding is seen, a repair is made, table three is completed, and the file checks clean."""

import json
import pathlib
import re
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
        assert time.time() < end, term.text()
        term.send("\x1b")
        term.pump(0.3)  # at once, the next key would be taken for Alt with it
        term.send(":w\r")
        term.pump(0.3)


def without_table(text):
    """The text without its third section's table; and the number of the section's line."""
    start = text.index("## 三、")
    rows = text.index("\n", start)
    rest = text.index("## 四、")
    return text[:rows] + "\n\n\n\n" + text[rest:], text[:start].count("\n") + 1


def open_draft(text):
    draft.write_text(text, "utf-8")
    return Term([hx, str(draft)], {"XDG_CONFIG_HOME": str(folder), "XDG_CACHE_HOME": str(folder), "HOME": str(folder)}, folder)


def go(line):
    """Waits until Helix shows the file, and goes to a line."""
    term.wait("the file", " NOR ")
    term.wait("the server", "●")
    term.send(f":{line}\r")
    term.wait("the cursor on its line", f" {line}:1")


# A draft with a wrong figure: the finding beside its line, and the repair.
broken = (root / "tests/drafts/broken.md").read_text("utf-8")
assert "wrong-cell" in (draft.write_text(broken, "utf-8"), findings())[1]
term = open_draft(broken)
try:
    go(55)
    term.wait("the finding", "应为7，现为8")
    seen("the finding stands on the screen")
    column = broken.splitlines()[54].index("| 8 |") + 2
    term.send(f"{column}l")
    term.wait("the cursor on the figure", f" 55:{column + 1}")
    term.send(" a")
    # The message of the finding says it too, with more words around it.
    term.wait("the repairs", lambda screen: re.search("(?<!：)改为7(?!后)", screen))
    seen("the repair is offered")
    term.send("\r")  # the first one is selected
    term.wait("the list is closed", lambda screen: not re.search("(?<!：)改为7(?!后)", screen))
    written(lambda text: text == broken.replace("| 8 | 2 | 0 | 0 | 1 | 0 | 10 |", "| 7 | 2 | 0 | 0 | 1 | 0 | 10 |"))
    assert "wrong-cell" not in findings(), findings()
    seen("the repair is made, and nothing else is changed")
finally:
    term.close()

# A draft without its third table, and with no application in its sentences: the completion.
whole = (root / "tests/drafts/markdown-2021.md").read_text("utf-8")
said = "新收政府信息公开申请57件，上年结转6件，办结57件，结转下年度继续办理6件"
assert said in whole
whole = whole.replace(said, "新收政府信息公开申请0件，上年结转0件，办结0件，结转下年度继续办理0件")
text, line = without_table(whole)
term = open_draft(text)
try:
    go(line + 2)
    term.send("i")
    term.wait("insert mode", " INS ")
    term.send("table")
    term.wait("something is offered", "表三政府信息公开申请情况")
    term.send("3")
    term.wait("the handle is typed", lambda screen: "table3" in screen and "表三政府信息公开申请情况" in screen)
    seen("table three is offered")
    term.send("\x0e")
    term.pump(0.2)
    term.send("\r")
    term.wait("the table", "一、本年新收")
    term.send("\x1b")
    term.pump(0.2)
    written(lambda text: "一、本年新收政府信息公开申请数量" in text and "table3" not in text)
    assert findings() == [], findings()
    seen("table three is inserted, and the file checks clean")
finally:
    term.close()
