"""readme.py NAME: the block of editors/README.md that stands below the comment <!-- NAME -->, as users copy it."""

import pathlib
import re
import sys

README = pathlib.Path(__file__).resolve().parents[2] / "editors" / "README.md"


def block(name):
    found = re.search(rf"<!-- {re.escape(name)} -->\n```\w+\n(.*?)```", README.read_text("utf-8"), re.S)
    if not found:
        sys.exit(f"editors/README.md has no block {name}")
    return found.group(1)


if __name__ == "__main__":
    sys.stdout.write(block(sys.argv[1]))
