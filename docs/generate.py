"""Write what is generated: two parts of README.md (an excerpt of the output, the table of rules), docs/rules,
docs/file-types.md, the schema of the configuration and docs/configuration.md.

`python docs/generate.py` writes it; with `--check` it names each file that is not as it should be, and exits with 1.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

from sendcloud_lint.engine import manual
from sendcloud_lint.engine.catalogue import all_rules
from sendcloud_lint.engine.configuration import schema
from sendcloud_lint.engine.configuration.keys import KEYS
from sendcloud_lint.knowledge.guide import Section, Sentence, sections
from sendcloud_lint.model.rule import Rule

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = "examples/shop"
SHOWN = ("SCL101 examples/shop/shop/settings.py",)
PAGES = "docs/rules"
FILE_TYPES = "docs/file-types.md"
SCHEMA = "sendcloud_lint/schema.json"
CONFIGURATION = "docs/configuration.md"
_BACK = "[All rules, and what the guide asks](README.md)\n"
_HEAD = """\
<!-- Written by docs/generate.py from sendcloud_lint/knowledge/guide.toml and the rules. -->

# Rules, and what the guide asks

Each sentence of the vendor's guide to authentication that a program can check, with the rules that stand for it. The
words and the numbers are ours, the order is the guide's. What cannot be seen in a repository is named in brackets.
"""
_BEYOND = """\
## Beyond the guide

Of these the guide says nothing: what the checker has to say of its own work, and what the vendor's other documents or
plain caution ask for.
"""
_FILES = """\
<!-- Written by docs/generate.py from sendcloud_lint/readers/kinds.py. -->

# Which file is what

The first row that fits wins: by the file's name, whatever its case, also without the `.example`, `-dist`, `.old` or the
like of a sample or a copy; then by what the text looks like; then by where the file lies.
`sendcloud-lint config --file-types` prints the same.

"""
_CONFIGURATION = """\
<!-- Written by docs/generate.py from sendcloud_lint/schema.json. -->

# Configuration

The keys stand in `pyproject.toml` below `[tool.sendcloud-lint]`, or at the top of `sendcloud-lint.toml` or
`.sendcloud-lint.toml`. For each file the nearest configuration at or above it in the project counts, and nothing is
merged; in one folder `.sendcloud-lint.toml` wins over `sendcloud-lint.toml` over `pyproject.toml`, and a
`pyproject.toml` without the table does not count. `--config FILE` stands for all of them, `--isolated` reads none. An
unknown key or a bad value is an error that names the file, the line and the key.

`sendcloud-lint config` prints what is in force, and where each value comes from.

A pattern without a slash means a file or folder of that name anywhere, one with a slash a path from the configuration's
folder; `*` and `?` stay within a name, `**` spans folders.

## In an editor

The schema comes with the package as `sendcloud_lint/schema.json`, a JSON Schema of 2020-12, and describes the file as
well as the table in `pyproject.toml`. Where an editor reads TOML with Taplo (Even Better TOML), write it beside the
configuration and name it in the first line:

    sendcloud-lint config --schema > sendcloud-lint.schema.json

```toml
#:schema ./sendcloud-lint.schema.json
select = ["SCL1"]
```

Three things only the loader knows: that a whole number may not be written `1.0`, that `baseline` may not lead out of
the project, and that no key stands twice.

## All keys

"""
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
    return _table(f"{PAGES}/")


def _table(folder: str) -> str:
    """The rules that exist, each with a link to its page, which stands in `folder`."""
    return re.sub(r"(?m)^\| (SCL\d+) \| (\S+) ", rf"| [\1]({folder}\2.md) | \2 ", manual.index("markdown"))


PARTS: dict[str, Callable[[], str]] = {"excerpt": excerpt, "rules": rules}


def generated(text: str) -> str:
    """The document with every generated part as it should be."""
    return _BLOCK.sub(lambda block: f"{block[1]}{PARTS[block[2]]()}{block[3]}", text)


def pages() -> dict[str, str]:
    """The generated files by their paths from the root: one for each rule, their index, and the kinds of files."""
    whole = {f"{PAGES}/README.md": _index(), FILE_TYPES: _FILES + manual.which_is_what("markdown")}
    whole |= {SCHEMA: schema.text(), CONFIGURATION: _configuration(schema.schema())}
    return {f"{PAGES}/{rule.name}.md": _page(rule) for rule in all_rules()} | whole


def _page(rule: Rule) -> str:
    source = f"{rule.module.replace('.', '/')}.py"
    return f"<!-- Written by docs/generate.py from {source}. -->\n\n{manual.page(rule.code, 'markdown')}\n{_BACK}"


def _configuration(made: Mapping[str, Any]) -> str:
    """The page of all keys, from the schema."""
    keys = made["properties"]
    rows = (
        f"| [`{name}`](#{name}) | {_type(key)} | {_default(key)} | {_option(name)} |\n" for name, key in keys.items()
    )
    head = "| key | type | default | command line |\n|---|---|---|---|\n"
    return _CONFIGURATION + head + "".join(rows) + "".join(_key(name, key) for name, key in keys.items())


def _key(name: str, key: Mapping[str, Any]) -> str:
    words = textwrap.fill(key["description"], 120, break_long_words=False, break_on_hyphens=False)
    return f"\n### {name}\n\n{words}\n\n```toml\n{_toml(name, key['examples'][0])}```\n"


def _option(name: str) -> str:
    return f"`{KEYS[name].option}`" if KEYS[name].option else ""


def _default(key: Mapping[str, Any]) -> str:
    return f"`{json.dumps(key['default'])}`" if "default" in key else "none"


def _type(key: Mapping[str, Any]) -> str:
    """In words, as TOML has it."""
    if "enum" in key:
        return " or ".join(f"`{word}`" for word in key["enum"])
    if "anyOf" in key:
        return "a position, a name or a list of these"
    if key["type"] == "array":
        return f"list of {'selectors' if '$ref' in key['items'] else 'strings'}"
    if key["type"] == "object":
        inner = key.get("additionalProperties") or next(iter(key["properties"].values()))
        names = f" ({', '.join(key['properties'])})" if "properties" in key else ""
        return f"table{names}, each {_type(inner)}"
    return {"string": "string", "integer": "integer from 1"}[key["type"]]


def _toml(name: str, value: Any, above: str = "") -> str:
    """A key with its value. No table of ours has values beside tables."""
    if not isinstance(value, Mapping):
        return f"{_bare(name)} = {json.dumps(value)}\n"
    path = f"{above}{_bare(name)}"
    inner = "".join(_toml(each, below, f"{path}.") for each, below in value.items())
    return inner if all(isinstance(below, Mapping) for below in value.values()) else f"[{path}]\n{inner}"


def _bare(name: str) -> str:
    return name if re.fullmatch(r"[\w-]+", name) else json.dumps(name)


def _index() -> str:
    """What stands for each sentence of the guide, section by section; then the rules beyond it, then all of them."""
    asked = (_asked(part, list(of_part)) for part, of_part in groupby(sections(), key=_part))
    beyond = (
        f"- [{rule.code}]({rule.name}.md) {rule.name}: {manual.prose(rule)[0]}\n"
        for rule in all_rules()
        if not rule.guide
    )
    return "\n".join((_HEAD, *asked, _BEYOND, "".join(beyond), "## All rules\n", _table("")))


def _part(section: Section) -> str:
    return f"{section.number.partition('.')[0]} {section.part}"


def _asked(part: str, of_part: list[Section]) -> str:
    rows = "\n".join(row for section in of_part for row in _rows(section))
    return f"## {part}\n\n| section | what it asks | rules |\n|---|---|---|\n{rows}\n"


def _rows(section: Section) -> Iterator[str]:
    for sentence in section.sentences:
        yield f"| {section.name} | {sentence.says} | {_standing_for(sentence)} |"
    if section.left:
        yield f"| {section.name} | ({section.left}) | |"


def _standing_for(sentence: Sentence) -> str:
    links = ", ".join(f"[{rule.code}]({rule.name}.md)" for rule in all_rules() if sentence.id in rule.guide)
    return "; ".join(filter(None, [links, sentence.unchecked]))


def differences(root: Path, wanted: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with each file that is not as it should be: "missing", "stale" or "superfluous" in docs/rules."""
    there = {path.relative_to(root).as_posix() for path in (root / PAGES).glob("*")}
    found = dict.fromkeys(there - wanted.keys(), "superfluous")
    for name, text in wanted.items():
        path = root / name
        if not path.exists():
            found[name] = "missing"
        elif path.read_text("utf-8") != text:
            found[name] = "stale"
    return dict(sorted(found.items()))


def _settle(path: Path, text: str | None) -> None:
    """Write a file, or remove it where it is to have no text."""
    if text is None:
        path.unlink()
    else:
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")


def main(arguments: list[str]) -> int:
    """Write or check. What is not as it should be is named on standard error."""
    wanted = {"README.md": generated((ROOT / "README.md").read_text("utf-8")), **pages()}
    found = differences(ROOT, wanted)
    if "--check" not in arguments:
        for name in found:
            _settle(ROOT / name, wanted.get(name))
        return 0
    for name, wrong in found.items():
        print(f"{name} is {wrong}: run `python docs/generate.py`", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
