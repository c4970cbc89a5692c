"""Write the generated parts of README.md: an excerpt of the checker's output, and the table of rules.

`python docs/generate.py` writes them; with `--check` it says whether they are current, and exits with 1 if not.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from itertools import groupby
from pathlib import Path

from sendcloud_lint.engine import manual

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = "examples/shop"
SHOWN = ("SCL101 examples/shop/shop/settings.py",)
_BLOCK = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def sample_output() -> str:
    """What a check of the sample prints."""
    environment = {name: value for name, value in os.environ.items() if name not in ("FORCE_COLOR", "PYTHONOPTIMIZE")}
    done = subprocess.run(
        [sys.executable, "-m", "sendcloud_lint", "check", SAMPLE],
        cwd=ROOT, env={**environment, "COLUMNS": "120", "NO_COLOR": "1"}, capture_output=True, check=False,
    )  # fmt: skip
    return done.stdout.decode("utf-8")


def excerpt() -> str:
    """The findings that the README shows, with `…` for the others, and the closing line."""
    *findings, closing = sample_output().rstrip("\n").split("\n\n")
    shown = [finding if _title(finding) in SHOWN else "…" for finding in findings]
    text = "\n\n".join(text for text, _ in groupby((*shown, closing)))
    return f"```text\n{text}\n```\n"


def _title(finding: str) -> str:
    """Its code and its file."""
    found = re.match(r"(?P<code>\w+) .*\n *--> (?P<path>[^:]+):", finding)
    return f"{found['code']} {found['path']}" if found else ""


def rules() -> str:
    """The rules that exist."""
    return manual.page(None, "markdown") or ""


PARTS: dict[str, Callable[[], str]] = {"excerpt": excerpt, "rules": rules}


def generated(text: str) -> str:
    """The document with every generated part as it should be."""
    return _BLOCK.sub(lambda block: f"{block[1]}{PARTS[block[2]]()}{block[3]}", text)


def main(arguments: list[str]) -> int:
    """Write or check. What is stale is named on standard error."""
    readme = ROOT / "README.md"
    text = readme.read_text("utf-8")
    current = generated(text)
    if text == current:
        return 0
    if "--check" in arguments:
        print("README.md is not current: run `python docs/generate.py`", file=sys.stderr)
        return 1
    readme.write_text(current, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
