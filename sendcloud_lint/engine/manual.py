"""What the program says of itself: a rule's page, the list of rules, the settings in force, the kinds of files."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from importlib import import_module

from sendcloud_lint.engine.catalogue import all_rules, url_of
from sendcloud_lint.engine.configuration.config import Config
from sendcloud_lint.engine.configuration.keys import KEYS
from sendcloud_lint.engine.gate import words_only
from sendcloud_lint.knowledge.guide import Section, Sentence, sections
from sendcloud_lint.model.page import Asked, Explanation, Page
from sendcloud_lint.model.rule import Rule
from sendcloud_lint.readers.kinds import FileType, file_types

_SUPPRESSION = """\
Put `# sendcloud-lint: ignore[{}]` on the line, or on a line of its own above it. In the configuration
`per-file-ignores` silences the rule for some files, `ignore` for all."""


def explanation(name: str) -> Explanation | None:
    """What is known of a rule, by its code or its name in any case; None if there is no such rule."""
    for rule in all_rules():
        if name.upper() == rule.code or name.lower() == rule.name:
            return _explained(rule)
    return None


def page(name: str, output_format: str) -> str | None:
    """A rule's page, by its code or name; None if there is no such rule."""
    found = explanation(name)
    return None if found is None else told(found, output_format)


def told(explained: Explanation, output_format: str) -> str:
    """A rule's page."""
    return json.dumps(_described(explained), indent=2) + "\n" if output_format == "json" else explained.page


def index(output_format: str) -> str:
    """The list of all rules."""
    if output_format == "json":
        rows = [_described(_explained(rule)) for rule in all_rules()]
        return json.dumps([_without(row, "documentation") for row in rows], indent=2) + "\n"
    return _table(all_rules()) if output_format == "markdown" else _list(all_rules())


def pages() -> tuple[Page, ...]:
    """What reports bring along of every rule, by code."""
    return tuple(
        Page(rule.code, rule.name, rule.level, prose(rule)[0], _help(rule), url_of(rule), rule.opt_in, rule.cwe)
        for rule in all_rules()
    )


def _help(rule: Rule) -> str:
    """The page without its example: the user's own code is one, and other scanners would take its key for real."""
    parts = re.split(r"(?m)^(?=## )", prose(rule)[1])
    kept = "".join(part for part in parts if not part.startswith("## Example\n")).strip()
    return f"{kept}\n\n## How to suppress\n\n{_SUPPRESSION.format(rule.code)}".strip()


def suggestion(name: str) -> str:
    """` (did you mean …?)` for a near miss, else nothing."""
    import difflib  # noqa: PLC0415

    words = [word for rule in all_rules() for word in (rule.code, rule.name)]
    near = difflib.get_close_matches(name.upper() if name.upper().startswith("SCL") else name, words, 1)
    return f" (did you mean {near[0]}?)" if near else ""


def prose(rule: Rule) -> tuple[str, str]:
    """A rule's documentation: the line that says the fault, and everything after it. Empty where Python dropped it."""
    text = import_module(rule.module).__doc__ or ""
    first, _, rest = text.strip().partition("\n")
    return first, rest.strip()


def _explained(rule: Rule) -> Explanation:
    first, rest = prose(rule)
    asked = tuple(Asked(section.name, sentence.says) for section, sentence in _sentences(rule))
    return Explanation(
        rule.code, rule.name, rule.level, rule.opt_in, rule.since, first, rest, asked, url_of(rule), _page(rule, asked)
    )


def _page(rule: Rule, asked: Sequence[Asked]) -> str:
    first, rest = prose(rule)
    on = "runs only where it is selected" if rule.opt_in else "on by default"
    guide = "\n".join(f"- {each.section}: {each.says}" for each in asked) or "The guide says nothing of this."
    parts = (
        f"# {rule.code} {rule.name}",
        f"{rule.level.value} · {on} · since {rule.since}",
        first,
        rest,
        f"## In the guide\n\n{guide}",
        f"## How to suppress\n\n{_SUPPRESSION.format(rule.code)}",
    )
    return "\n\n".join(part for part in parts if part) + "\n"


def _sentences(rule: Rule) -> list[tuple[Section, Sentence]]:
    """What a rule stands for, in the guide's order."""
    return [
        (section, sentence) for section in sections() for sentence in section.sentences if sentence.id in rule.guide
    ]


def _list(chosen: Sequence[Rule]) -> str:
    width = max(len(rule.name) for rule in chosen)
    rows = (f"{rule.code}  {rule.name:<{width}}  {rule.level.value:<7}  {prose(rule)[0]}" for rule in chosen)
    return "\n".join(rows) + "\n"


def _table(chosen: Sequence[Rule]) -> str:
    rows = (f"| {rule.code} | {rule.name} | {rule.level.value} | {prose(rule)[0]} |" for rule in chosen)
    return "\n".join(("| code | name | level | what |", "|---|---|---|---|", *rows)) + "\n"


def _described(explained: Explanation) -> dict[str, object]:
    return {
        "code": explained.code, "name": explained.name, "level": explained.level.value, "opt_in": explained.opt_in,
        "since": explained.since, "summary": explained.summary, "url": explained.url,
        "guide": [asked._asdict() for asked in explained.guide], "documentation": explained.documentation,
    }  # fmt: skip


def _without(row: dict[str, object], key: str) -> dict[str, object]:
    return {name: value for name, value in row.items() if name != key}


def settings(config: Config, output_format: str) -> str:
    """Every setting with its value and where the value came from."""
    rows = {key: (_shown(key, getattr(config, key.replace("-", "_"))), config.origin(key)) for key in KEYS}
    if output_format == "json":
        told = {key: {"value": value, "origin": origin} for key, (value, origin) in rows.items()}
        return json.dumps(told, indent=2, default=dict) + "\n"
    lines = (
        f"{key} = {json.dumps(value, default=dict, ensure_ascii=False)}  # {origin}"
        for key, (value, origin) in rows.items()
    )
    return "\n".join(lines) + "\n"


def _shown(key: str, value: object) -> object:
    """A setting without what may be a secret; a file's name stays what it is."""
    if isinstance(value, str):
        return value if key == "baseline" else words_only(value)
    if isinstance(value, Mapping):
        return {words_only(str(name)): _shown(key, inner) for name, inner in value.items()}
    return [_shown(key, inner) for inner in value] if isinstance(value, list | tuple) else value


def which_is_what(output_format: str) -> str:
    """The kinds of files that are read, and how one is known."""
    if output_format == "json":
        return json.dumps([kind._asdict() for kind in file_types()], indent=2, ensure_ascii=False) + "\n"
    if output_format == "markdown":
        rows = (f"| {kind.kind} | {kind.says} | {_known_by(kind, '`')} |" for kind in file_types())
        return "\n".join(("| kind | read as | known by |", "|---|---|---|", *rows)) + "\n"
    told = (f"{kind.kind}: {kind.says}\n{_indented(_known_by(kind, ''))}" for kind in file_types())
    return "\n".join(told) + "\n"


def _indented(text: str) -> str:
    import textwrap  # noqa: PLC0415

    indent = "    "
    return textwrap.fill(text, 100, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)


def _known_by(kind: FileType, quote: str) -> str:
    """What is written in names and places stands between quotes."""
    named = " ".join(f"{quote}{each}{quote}" for each in (*kind.endings, *kind.names, *kind.places))
    return "; ".join(filter(None, (named, kind.looks)))
