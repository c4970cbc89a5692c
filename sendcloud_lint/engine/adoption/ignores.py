"""Suppression comments, written in each file's own syntax where they hold back what they should and nothing else.

Where one may stand is not known beforehand: places are tried, in memory, until the readers see a comment there that
holds its finding back, and everything else as it was.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from sendcloud_lint.engine.judge import Judgement, Marked
from sendcloud_lint.model.finding import Identity
from sendcloud_lint.readers.kinds import kind_of

END, ABOVE = "end", "above"


class Marker(NamedTuple):
    """What a comment begins and ends with."""

    opens: str
    closes: str = ""

    def around(self, text: str) -> bytes:
        return f"{self.opens} {text}{self.closes and ' '}{self.closes}".encode("ascii")


class Spot(NamedTuple):
    """A comment's place: behind a line, counted from 1, or on one of its own above it."""

    path: str
    line: int
    mode: str
    marker: Marker


_HASH, _SLASHES, _SEMICOLON, _DASHES, _ANGLES = (
    Marker("#"), Marker("//"), Marker(";"), Marker("--"), Marker("<!--", "-->")
)  # fmt: skip
# Behind a setting some programs take a comment for a part of its value: there it stands above.
_BEHIND, _OVER = (END, ABOVE), (ABOVE,)
_SYNTAX: Mapping[str, tuple[tuple[Marker, ...], tuple[str, ...]]] = {
    "python": ((_HASH,), _BEHIND),
    "shell": ((_HASH,), (ABOVE, END)),
    "justfile": ((_HASH,), (ABOVE, END)),
    "makefile": ((_HASH,), _OVER),
    "dockerfile": ((_HASH,), (ABOVE, END)),
    "yaml": ((_HASH,), (ABOVE, END)),
    "toml": ((_HASH,), (ABOVE, END)),
    "hcl": ((_HASH,), (ABOVE, END)),
    "xml": ((_ANGLES,), (ABOVE, END)),
    "markdown": ((_HASH, _SLASHES, _ANGLES), (END, ABOVE)),
    "dotenv": ((_HASH,), _OVER),
    "ini": ((_HASH, _SEMICOLON), _OVER),
    "conf": ((_HASH, _SEMICOLON), _OVER),
    "properties": ((_HASH,), _OVER),
    "netrc": ((_HASH,), _OVER),
    "msmtprc": ((_HASH,), _OVER),
    "sasl_passwd": ((_HASH,), _OVER),
    "groovy": ((_SLASHES, _HASH), (ABOVE, END)),
    "curlrc": ((_HASH,), _OVER),
    "crontab": ((_HASH,), _OVER),
    "http_files": ((_HASH, _SLASHES), _OVER),
    "json5": ((_SLASHES,), _BEHIND),
    "text": ((_HASH,), _OVER),
}
_OF_CODE = {
    ending: marker
    for marker, endings in (
        (_SLASHES, "php phtml js jsx ts tsx cjs cts mjs mts java kt kts scala gradle go cs rs swift dart c cc "
         "cpp h hp hpp m mm vue svelte"),
        (_HASH, "rb rake pl pm r ps1 ex exs fish csh tcsh htaccess"),
        (_DASHES, "lua"),
        (_ANGLES, "erb jsp asp aspx"),
    )
    for ending in endings.split()
}  # fmt: skip
_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_OWN = re.compile(rb"(sendcloud-lint:\s*ignore\s*\[[^\]\r\n]*?)(\s*\])")
# What must stay the first thing in its file.
_FIRST = re.compile(rb"#!|<\?|%YAML|<!DOCTYPE|(?:[^#\r\n]*#[^\r\n]*coding[:=])")
_MARK = b"\xef\xbb\xbf"
# Texts over several lines, and the end of code in a page, in languages that nobody parses here.
_LONG_TEXTS = (b"`", b'"""', b"'''")
_END_OF_CODE = re.compile(rb"\?>|%>|</script")

Trial = Callable[[Mapping[str, bytes]], Judgement]
_Key = tuple[Identity, int]


class Written(NamedTuple):
    """New content by path, how many comments that takes, and the findings for which there is no place."""

    contents: Mapping[str, bytes]
    comments: int
    left: tuple[Marked, ...]

    def __repr__(self) -> str:
        return f"Written({len(self.contents)} files)"


def written(judgement: Judgement, told: Sequence[Marked], contents: Mapping[str, bytes], trial: Trial) -> Written:
    """Comments for what is told. `trial` judges the files of a project again as if they had other content."""
    return _Search(judgement, told, contents, trial).result()


class _Search:
    """For each finding the place that is tried next; those of a file that is hard are tried in ever fewer at once."""

    def __init__(
        self, judgement: Judgement, told: Sequence[Marked], contents: Mapping[str, bytes], trial: Trial
    ) -> None:
        self._contents, self._trial = contents, trial
        self._before = _Seen(judgement.marked)
        sheets = {path: _Sheet.of(path, data) for path, data in contents.items()}
        self._places = {marked: list(_places(judgement, marked, sheets)) for marked in told}
        self._settled: dict[Marked, Spot] = {}

    def result(self) -> Written:
        waiting = [marked for marked, places in self._places.items() if places]
        for round_ in range(max((len(places) for places in self._places.values()), default=0)):
            waiting = self._round(waiting, round_)
        for path in self._hard_paths():
            self._settle_anew(path)
        places = set(self._settled.values())
        changed = self._changed(self._settled)
        return Written(changed, len(places), tuple(one for one in self._places if one not in self._settled))

    def _round(self, waiting: list[Marked], round_: int) -> list[Marked]:
        """Try all that wait at once. Those that hold are settled, of the others some have a next place."""
        tried = {marked: self._places[marked][round_] for marked in waiting if round_ < len(self._places[marked])}
        if not tried:
            return []
        seen = self._seen({**self._settled, **tried})
        held = {
            marked: place
            for marked, place in tried.items()
            if seen.holds(marked) and seen.same(self._before, place.path)
        }
        self._settled.update(held)
        return [marked for marked in tried if marked not in held]

    def _hard_paths(self) -> list[str]:
        """Files in which something is left, or in which comments together do not what each of them did."""
        left = {marked.fault.place.path for marked, places in self._places.items() if places} & {
            marked.fault.place.path for marked in self._places if marked not in self._settled
        }
        if self._settled:
            seen = self._seen(self._settled)
            left |= {
                place.path
                for marked, place in self._settled.items()
                if not (seen.holds(marked) and seen.quiet(self._before, place.path))
            }
        return sorted(left)

    def _settle_anew(self, path: str) -> None:
        mine = [marked for marked, places in self._places.items() if places and marked.fault.place.path == path]
        for marked in mine:
            self._settled.pop(marked, None)
        settled: dict[Marked, Spot] = {}
        # Halves of what does not go together, so that few that are hard cost few judgements.
        waiting = [mine] if mine else []
        while waiting:
            several = waiting.pop()
            added = self._added(several, settled, path)
            settled = added or settled
            if added is None and len(several) > 1:
                half = len(several) // 2
                waiting += [several[half:], several[:half]]
        self._settled.update(settled)

    def _added(self, several: Sequence[Marked], settled: Mapping[Marked, Spot], path: str) -> dict[Marked, Spot] | None:
        """What is settled and all of these, each at its first place, else at its second …; None if none will do."""
        for round_ in range(max(len(self._places[marked]) for marked in several)):
            places = {marked: self._places[marked] for marked in several}
            tried = {**settled, **{marked: own[min(round_, len(own) - 1)] for marked, own in places.items()}}
            seen = self._seen(tried)
            if all(map(seen.holds, tried)) and seen.quiet(self._before, path):
                return tried
        return None

    def _seen(self, places: Mapping[Marked, Spot]) -> _Seen:
        return _Seen(self._trial(self._changed(places)).marked)

    def _changed(self, places: Mapping[Marked, Spot]) -> dict[str, bytes]:
        """The files with their comments; one comment speaks for all findings that have their place in common."""
        codes: dict[str, dict[Spot, set[str]]] = {}
        for marked, place in places.items():
            codes.setdefault(place.path, {}).setdefault(place, set()).add(marked.rule.code)
        return {path: _with_comments(self._contents[path], of_file) for path, of_file in codes.items()}


class _Seen:
    """What a judgement came to: the findings, which of them are held back, and idle suppressions."""

    def __init__(self, marked: Iterable[Marked]) -> None:
        self._suppressed: dict[_Key, bool] = {}
        self._idle: Counter[str] = Counter()
        for one in marked:
            if one.rule.code == "SCL002":
                self._idle[one.identity.path] += not one.suppressed
            else:
                self._suppressed[one.identity, one.number] = one.suppressed
        self._of_path: dict[str, set[_Key]] = {}
        for key in self._suppressed:
            self._of_path.setdefault(key[0].path, set()).add(key)

    def holds(self, marked: Marked) -> bool:
        return self._suppressed.get((marked.identity, marked.number), False)

    def same(self, before: _Seen, path: str) -> bool:
        """Whether the same findings are in a file, held back or not."""
        return self._of_path.get(path) == before._of_path.get(path)

    def quiet(self, before: _Seen, path: str) -> bool:
        """Whether moreover no comment there is idle that was not before."""
        return self.same(before, path) and self._idle[path] <= before._idle[path]


class _Sheet(NamedTuple):
    """A file's lines and the language it is written in; no lines where no comment of ours can be written.

    `is_within` says of each line whether a text over several lines, in a language that nobody parses here, is open
    where it begins, and at last of the end.
    """

    kind: str
    lines: tuple[bytes, ...]
    is_within: tuple[bool, ...]

    def __repr__(self) -> str:
        return f"_Sheet({self.kind!r}, {len(self.lines)} lines)"

    @classmethod
    def of(cls, path: str, data: bytes) -> _Sheet:
        # Other encodings than ASCII's relatives are nobody's who writes bytes.
        lines = () if b"\0" in data else tuple(_LINE.findall(data))
        kind = kind_of(path, data.decode("utf-8", "replace"))
        return cls(kind, lines, tuple(_within(lines)) if kind == "code" else ())


def _within(lines: Sequence[bytes]) -> Iterator[bool]:
    counts = [0] * len(_LONG_TEXTS)
    yield False
    for line in lines:
        counts = [count + line.count(sign) for count, sign in zip(counts, _LONG_TEXTS, strict=True)]
        yield any(count % 2 for count in counts)


def _places(judgement: Judgement, marked: Marked, sheets: Mapping[str, _Sheet]) -> Iterator[Spot]:
    """Where a comment for a finding may stand, the likeliest place first."""
    path = marked.fault.place.path
    sheet = sheets.get(path)
    if marked.rule.code == "SCL002" or sheet is None:
        return
    markers, modes = _syntax(path, sheet.kind)
    for first, last in judgement.lines(marked):
        for marker in markers:
            for mode in modes:
                for line in dict.fromkeys((first, last) if mode == END else (first,)):
                    if _is_open(sheet, line, mode):
                        yield Spot(path, line, mode, marker)


def _syntax(path: str, kind: str) -> tuple[tuple[Marker, ...], tuple[str, ...]]:
    ending = path.rpartition(".")[2].lower()
    if kind == "json":
        return ((_SLASHES,), _BEHIND) if ending == "jsonc" else ((), ())
    if kind == "code":
        marker = _OF_CODE.get(ending)
        return ((marker,), _BEHIND) if marker is not None else ((), ())
    return _SYNTAX.get(kind, ((), ()))


def _is_open(sheet: _Sheet, line: int, mode: str) -> bool:
    """Whether a comment may be put there at all, as far as no reader is needed to tell."""
    lines = sheet.lines
    if not 1 <= line <= len(lines):
        return False
    if sheet.kind == "code" and not _is_open_in_code(sheet, line, mode):
        return False
    if mode == END:
        return not lines[line - 1].rstrip(b"\r\n").endswith(b"\\")
    first = [each.removeprefix(_MARK) for each in lines[line - 1 : 2]]
    if line <= 2 and any(map(_FIRST.match, first)):
        return False
    # In a Dockerfile comments may stand between the lines of an instruction.
    return sheet.kind == "dockerfile" or line == 1 or not lines[line - 2].rstrip(b"\r\n").endswith(b"\\")


def _is_open_in_code(sheet: _Sheet, line: int, mode: str) -> bool:
    """Neither within a text over several lines nor behind the code of a page."""
    if sheet.is_within[line if mode == END else line - 1]:
        return False
    return mode != END or _END_OF_CODE.search(sheet.lines[line - 1]) is None


def _with_comments(data: bytes, codes: Mapping[Spot, set[str]]) -> bytes:
    lines = _LINE.findall(data)
    for place in sorted(codes, key=lambda place: (-place.line, place.mode == ABOVE)):
        put = _behind if place.mode == END else _above
        put(lines, place, ",".join(sorted(codes[place])))
    return b"".join(lines)


def _behind(lines: list[bytes], place: Spot, codes: str) -> None:
    """A comment of our own that is there already takes the codes in."""
    line = lines[place.line - 1]
    own = _OWN.search(line)
    if own is not None:
        lines[place.line - 1] = line[: own.end(1)] + b", " + codes.encode("ascii") + line[own.end(1) :]
        return
    text = line.rstrip(b"\r\n")
    comment = place.marker.around(f"sendcloud-lint: ignore[{codes}]")
    lines[place.line - 1] = text + b"  " + comment + line[len(text) :]


def _above(lines: list[bytes], place: Spot, codes: str) -> None:
    line = lines[place.line - 1]
    mark = _MARK if place.line == 1 and line.startswith(_MARK) else b""
    bare = line[len(mark) :]
    indent = bare[: len(bare) - len(bare.lstrip(b" \t"))]
    comment = place.marker.around(f"sendcloud-lint: ignore[{codes}]")
    lines[place.line - 1] = mark + indent + comment + _line_end(lines) + bare


def _line_end(lines: Sequence[bytes]) -> bytes:
    """The file's own: that of its first line."""
    return lines[0][len(lines[0].rstrip(b"\r\n")) :] or b"\n"
