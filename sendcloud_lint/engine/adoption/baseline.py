"""The baseline: a file of findings that are known and not told again, how often each, without a key, a line or a date.

Its salt is drawn once, when the file is made, and tags are made with it: two projects' baselines can't be compared.
The bytes are the same on every system: sorted, an entry a line, `/`, LF and UTF-8.
"""

from __future__ import annotations

import json
import os
import re
import stat
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from typing import Any, NamedTuple

from sendcloud_lint.engine.configuration.errors import ConfigError, one_line
from sendcloud_lint.engine.files.paths import shown_path
from sendcloud_lint.knowledge.masks import letters
from sendcloud_lint.model.finding import Identity

DEFAULT_NAME = ".sendcloud-lint-baseline.json"
FORMAT_VERSION = 1
# Past any that somebody would look through.
LONGEST_BASELINE = 20_000_000
_SALT_LENGTH = 32
_SALT = re.compile(r"[g-z]{32}")
_TAG = re.compile(r"(?:[g-z]{6})?")
_CONFLICT = re.compile(r"(?m)^(?:<{7}|={7}|>{7}|\|{7})(?: |\r?$)")
_CURE = "take one side of it, then run `sendcloud-lint baseline`"


class Entry(NamedTuple):
    """How often a finding is known, and why it may stay, in the words of whoever wrote that into the file."""

    times: int
    reason: str = ""


class Baseline(NamedTuple):
    """What one file holds. `path` is absolute."""

    path: str
    salt: str
    entries: Mapping[Identity, Entry]

    @property
    def key(self) -> bytes:
        """What tags are made with."""
        return self.salt.encode("ascii")


class BaselineError(ConfigError):
    """A baseline that can't be used. The message is one line: file, place, what is wrong and how to mend it."""


def fresh(path: str) -> Baseline:
    """A baseline that knows nothing yet, with a salt of its own."""
    import secrets  # noqa: PLC0415  most runs make none

    return Baseline(os.path.abspath(path), letters(secrets.randbelow(20**_SALT_LENGTH), _SALT_LENGTH), {})


def load(path: str) -> Baseline:
    """The baseline in a file. Raises BaselineError."""
    full = os.path.abspath(path)
    text = _text(full)
    conflict = _CONFLICT.search(text)
    if conflict is not None:
        raise _error(full, f"has a conflict that is not settled: {_CURE}", line=_line(text, conflict.start()))
    try:
        document = json.loads(text)
    except RecursionError:
        raise _error(full, "is nested too deeply to be a baseline") from None
    except json.JSONDecodeError as error:
        raise _error(full, "is no valid JSON: mend it, or delete it and write it anew", line=error.lineno) from None
    except ValueError:
        raise _error(full, "is no valid JSON: mend it, or delete it and write it anew") from None
    return _Checked(full, document).baseline()


def dumped(baseline: Baseline) -> str:
    """The file's text."""
    entries = ",\n".join(f"    {_entry(*each)}" for each in sorted(baseline.entries.items()))
    findings = f"[\n{entries}\n  ]" if entries else "[]"
    head = f'  "baseline_version": {FORMAT_VERSION},\n  "salt": {json.dumps(baseline.salt)},\n'
    return f'{{\n{head}  "findings": {findings}\n}}\n'


def write(baseline: Baseline) -> None:
    """Write the file at once or not at all; one that says the same already is left alone.

    Raises BaselineError where the place is wrong, and OSError where the system is.
    """
    # A byte of a path that is no UTF-8 is a lone surrogate, and so becomes JSON's own escape of it.
    data = dumped(baseline).encode("utf-8", "backslashreplace")
    with suppress(OSError), open(baseline.path, "rb") as file:
        if file.read() == data:
            return
    from sendcloud_lint.engine.files.replacing import MISPLACED, replace_file  # noqa: PLC0415  most runs write none

    try:
        replace_file(baseline.path, data)
    except OSError as error:
        if error.errno not in MISPLACED:
            raise
        raise _error(baseline.path, f"can't be written: {os.strerror(error.errno or 0)}") from None


def updated(
    old: Baseline,
    found: Iterable[Identity],
    is_judged: Callable[[Identity], bool],
    moves: Mapping[Identity, Identity],
    *,
    prune: bool,
) -> Baseline:
    """What a run found in place of what was known of the same files and rules, with the reasons that were given.

    `moves` leads from where a finding was known to where it is now. `prune`: nothing that is new is taken in.
    """
    known = _moved(old.entries, moves)
    counts = Counter(found)
    entries = {identity: entry for identity, entry in known.items() if not is_judged(identity)}
    for identity, count in counts.items():
        before = known.get(identity, Entry(0))
        entries[identity] = Entry(min(count, before.times) if prune else count, before.reason)
    return old._replace(entries={identity: entry for identity, entry in entries.items() if entry.times})


def budget(entries: Mapping[Identity, Entry], moves: Mapping[Identity, Identity]) -> Counter[Identity]:
    """How often each finding is known, at the place where it is now."""
    return Counter({identity: entry.times for identity, entry in _moved(entries, moves).items()})


def reasons(entries: Mapping[Identity, Entry], moves: Mapping[Identity, Identity]) -> dict[Identity, str]:
    """Why each finding may stay, at the place where it is now."""
    return {identity: entry.reason for identity, entry in _moved(entries, moves).items()}


def _moved(entries: Mapping[Identity, Entry], moves: Mapping[Identity, Identity]) -> dict[Identity, Entry]:
    """Several that come to one place are known as often as all of them were."""
    settled: dict[Identity, Entry] = {}
    for identity, entry in sorted(entries.items()):
        place = moves.get(identity, identity)
        there = settled.get(place, Entry(0))
        settled[place] = Entry(there.times + entry.times, there.reason or entry.reason)
    return settled


def _entry(identity: Identity, entry: Entry) -> str:
    """`reason` stands last, so that one can be written by hand without a look at the rest."""
    fields = {name: value for name, value in identity._asdict().items() if value or name in ("path", "rule")}
    more = {"reason": entry.reason} if entry.reason else {}
    return json.dumps({**fields, "count": entry.times, **more}, ensure_ascii=False)


class _Checked:
    """A document that should be a baseline, looked at entry by entry."""

    def __init__(self, path: str, document: object) -> None:
        self._path, self._document = path, document

    def baseline(self) -> Baseline:
        document = self._document
        if not isinstance(document, dict) or "baseline_version" not in document:
            raise _error(self._path, "is no baseline: `sendcloud-lint baseline` writes one")
        version = document["baseline_version"]
        if type(version) is not int or version < 1:
            raise _error(self._path, "has a baseline_version that is no number")
        if version > FORMAT_VERSION:
            raise _error(self._path, f"is of a newer form ({version:,}): update sendcloud-lint")
        return Baseline(self._path, self._salt(document.get("salt")), self._entries(document.get("findings")))

    def _salt(self, salt: object) -> str:
        if not isinstance(salt, str) or _SALT.fullmatch(salt) is None:
            cure = "restore it, or delete the file and write it anew"
            raise _error(self._path, f"has no salt of 32 letters from g to z: {cure}")
        return salt

    def _entries(self, findings: object) -> dict[Identity, Entry]:
        """An entry that a merge has doubled counts once, with the greater count."""
        if not isinstance(findings, list):
            raise _error(self._path, "has no list of findings")
        entries: dict[Identity, Entry] = {}
        for number, each in enumerate(findings, start=1):
            identity, entry = self._one(number, each)
            before = entries.get(identity, Entry(0))
            entries[identity] = Entry(max(before.times, entry.times), before.reason or entry.reason)
        return entries

    def _one(self, number: int, given: object) -> tuple[Identity, Entry]:
        if not isinstance(given, dict):
            raise self._wrong(number, "is no object")
        strange = given.keys() - {*Identity._fields, "count", "reason"}
        if strange:
            raise self._wrong(number, "has an unknown field")
        texts: dict[str, Any] = {name: given.get(name, "") for name in (*Identity._fields, "reason")}
        wrong = [name for name, text in texts.items() if not isinstance(text, str)]
        if wrong:
            raise self._wrong(number, f"has a {wrong[0]} that is no text")
        count = given.get("count", 1)
        if type(count) is not int or count < 1:
            raise self._wrong(number, "has a count that is no number from 1")
        if not texts["path"] or not texts["rule"] or _TAG.fullmatch(texts["tag"]) is None:
            raise self._wrong(number, "lacks its path or its rule, or has a tag that is none")
        reason = texts.pop("reason")
        return Identity(**texts), Entry(count, reason)

    def _wrong(self, number: int, wrong: str) -> BaselineError:
        return _error(self._path, f"finding {number:,} {wrong}: mend it, or run `sendcloud-lint baseline` without it")


def _text(path: str) -> str:
    """Its line ends and a byte order mark are nobody's word: git or an editor may have changed them."""
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            raise _error(path, "is no regular file")
        with open(path, "rb") as file:
            data = file.read(LONGEST_BASELINE + 1)
    except FileNotFoundError:
        raise _error(path, "no such file: `sendcloud-lint baseline` writes it") from None
    except OSError as error:
        raise _error(path, f"can't be read: {os.strerror(error.errno or 0)}") from None
    if len(data) > LONGEST_BASELINE:
        raise _error(path, f"is longer than {LONGEST_BASELINE:,} bytes")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _error(path, "is not UTF-8: restore it, or delete it and write it anew", line=line) from None


def _line(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1


def _error(path: str, wrong: str, *, line: int | None = None) -> BaselineError:
    place = f":{line}" if line is not None else ""
    return BaselineError(f"{one_line(shown_path(path), longest=4_096)}{place}: {wrong}")
