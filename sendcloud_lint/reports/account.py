"""What was understood, for people who ask why, or why not, and for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sendcloud_lint.reports.document import dumped
from sendcloud_lint.reports.location import location
from sendcloud_lint.reports.pen import ADVICE, STRONG, Pen
from sendcloud_lint.reports.printable import encodable, printable

if TYPE_CHECKING:
    from sendcloud_lint.model.account import Account, Detail, Entry
    from sendcloud_lint.model.finding import Region
    from sendcloud_lint.reports.document import Json

_COUNTED = (("request", "request"), ("credential", "credential"), ("unjudged", "call that was not judged"))
_WIDEST = 24


def as_text(account: Account, *, color: bool) -> str:
    """A paragraph an entry, and a last line that counts them."""
    pen = Pen(color)
    paragraphs = ["".join(f"{line}\n" for line in _lines(entry, pen)) for entry in account.entries]
    return "\n".join([*paragraphs, f"{_summary(account)}\n"])


def _lines(entry: Entry, pen: Pen) -> list[str]:
    head = f"{pen(STRONG, location(entry.region))}: {pen(ADVICE, entry.kind)}: {printable(entry.title)}"
    width = min(max((len(detail.name) for detail in entry.details), default=0), _WIDEST)
    return [head, *(_detail(detail, width) for detail in entry.details)]


def _detail(detail: Detail, width: int) -> str:
    where = f"  ({location(detail.region)})" if detail.region is not None else ""
    return f"    {printable(detail.name).ljust(width)}  {printable(detail.value)}{where}"


def _summary(account: Account) -> str:
    counts = [(sum(entry.kind == kind for entry in account.entries), noun) for kind, noun in _COUNTED]
    told = ", ".join(f"{count:,} {noun if count == 1 else _plural(noun)}" for count, noun in counts)
    files = f"{account.files_checked:,} file{'' if account.files_checked == 1 else 's'}"
    return f"{told} in {account.files_relevant:,} of {files}."


def _plural(noun: str) -> str:
    first, space, rest = noun.partition(" ")
    return f"{first}s{space}{rest.replace('was', 'were')}"


def as_json(account: Account, *, version: str) -> str:
    """One object; lines and columns count from 1, columns in code points, ends are exclusive."""
    document: Json = {
        "schema_version": 1,
        "tool": {"name": "sendcloud-lint", "version": version},
        "facts": [_entry(entry) for entry in account.entries],
        "summary": {"files_checked": account.files_checked, "files_relevant": account.files_relevant},
    }
    return dumped(document)


def _entry(entry: Entry) -> Json:
    return {
        "kind": entry.kind,
        "title": encodable(entry.title),
        "at": _region(entry.region),
        "details": [_as_object(detail) for detail in entry.details],
    }


def _as_object(detail: Detail) -> Json:
    return {"name": encodable(detail.name), "value": encodable(detail.value), "at": _region(detail.region)}


def _region(region: Region | None) -> Json:
    if region is None:
        return None
    start = {"line": region.start.line, "column": region.start.column}
    end = {"line": region.end.line, "column": region.end.column}
    return {"path": encodable(region.path), "start": start, "end": end, "cell": region.cell}
