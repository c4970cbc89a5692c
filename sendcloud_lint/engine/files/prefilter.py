"""Which files hold a trace of the API: every file is read and searched once, in two processes where that pays.

Everything here runs before anything heavy is imported, also in runs that find nothing.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from sendcloud_lint.engine.files.discover import is_in, problem
from sendcloud_lint.engine.files.held import NOTHING_HELD, Held
from sendcloud_lint.model.progress import Progress, unwatched

if TYPE_CHECKING:
    from sendcloud_lint.model.outcome import Problem

WORKER_DIED = problem(None, "worker-died", "a worker process died; its files were read again")
# A search costs about the same for every word, so a few words that the traces share come first; only where one of
# them stands is a file searched for the traces: the service's name in any spelling (in hosts, settings, modules), a
# host that lacks it, the guide's own variables, comments that hold back a rule.
_SEPARATORS = (b"", b"_", b"-", b".", b" ", b":", b"/", b"__")
_NAMES = (*(b"send%sclou" % sign for sign in _SEPARATORS), b"smtpcloud.sohu")
_SIEVE = (
    (b"clou", _NAMES),
    (b"_api_", (b"email_api_user", b"email_api_key", b"sms_api_user", b"sms_api_key")),
    (b"noqa", tuple(b"scl%d" % digit for digit in range(10))),
)
# The exact names of parameters, which mean something as a pair only.
_PAIRS = ((b"apiuser", b"apikey"), (b"smsuser", b"smskey"))
# A cluster's secret, in which whole files stand in base64.
_SECRET = b"secret"
_KIND = rb"\bkind\W{1,8}secret\b"
# A host with one or two slips in it, where a URL is written whole. Whatever they are, they leave some part of the
# longer name as it is.
_URL = b"://api"
_SLIPPED = rb"://api[a-z0-9-]*\.(?:(?=[a-z-]{13,17}\.)[a-z-]*(?:aur|ora|sen|dcl|oud)|(?P<short>[a-z-]{7,11})\.net)"
# Of the shorter name they may leave no part; they leave its letters, but for two that went and two that came.
_SHORT = b"sendcloud"
_LETTERS_APART = 4

_BINARY = (
    "7z a apk avi avif bmp br bz2 cab class dll dmg docx dylib ear eot epub exe flac gif gz ico jar jp2 jpeg jpg lz4 "
    "lzma m4a m4v mkv mo mov mp3 mp4 mpeg mpg msi npy npz o odp ods odt ogg otf parquet pdf png pptx psd pyc pyd pyo "
    "rar rpm so sqlite sqlite3 swf tar tgz tif tiff ttf war wasm wav webm webp whl wmv woff woff2 xlsx xz zip zst"
)
BINARY_SUFFIXES = frozenset(_BINARY.split())

TOO_LARGE = "is larger than max-file-size"
BINARY = "is binary"
IRREGULAR = "is not a regular file"

LEADS_OUT = "is a link that leads out of the project"

_FORK_FROM = 300
_MANY = 1_500
# So many files are read between two words on how far it has come.
_STRIDE = 256
_DOING = "Searching files"
_SNIFFED = 8192
_FIRST = 32 * 1024
_FLAGS = os.O_RDONLY
for _name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_NOCTTY", "O_BINARY"):
    _FLAGS |= getattr(os, _name, 0)
# What the byte order marks of UTF-16 begin with.
_MARKED_WIDE = (b"\xff", b"\xfe")
_LINK_ERRORS = (errno.ELOOP, errno.EMLINK)
# What a socket, a device without a driver and a pipe that somebody holds open say: files can't.
_NOT_A_FILE = (errno.ENXIO, errno.ENODEV, errno.EOPNOTSUPP, errno.EAGAIN)


class Scan(NamedTuple):
    """What the prefilter saw: `relevant` are the files with a trace of the API, sorted.

    `scanned` counts the files that were read; `skipped` says of the others why; `absent` had vanished or were folders.
    """

    relevant: tuple[str, ...]
    scanned: int
    skipped: dict[str, str]
    absent: tuple[str, ...]
    problems: tuple[Problem, ...]


class Sought(NamedTuple):
    """What the prefilter looks for besides the traces that it knows, and where.

    `words` are further traces (a project's own hosts and variables). `named` files are read even through links that
    leave the project. `max_file_size` counts bytes and may depend on the path; no file's is below `least_limit`.
    """

    words: tuple[str, ...] = ()
    named: frozenset[str] = frozenset()
    max_file_size: int | Callable[[str], int] = 2_000_000
    least_limit: int = 0


class Traces:
    """The traces of the API, with a project's own words for it, to be looked for in so many files."""

    def __init__(self, words: Iterable[str] = (), *, in_files: int = 1) -> None:
        own = sorted({word.lower().encode("utf-8", "surrogateescape") for word in words if word})
        self._sieve = (*_SIEVE, *((word, (word,)) for word in own))
        self._may_stand_in: Callable[[bytes], bool] = bool
        if in_files >= _MANY:
            from sendcloud_lint.engine.files.glance import glance  # noqa: PLC0415  its start is worth it from many files on

            self._may_stand_in = glance(self.necessary()) or bool

    def necessary(self) -> set[bytes]:
        """Words of which every text with a trace holds one."""
        traces = {word for _, traces in self._sieve for word in traces}
        return traces | {user for user, _ in _PAIRS} | {_URL, *_coded_traces()}

    def stand_in(self, data: bytes) -> bool | None:
        """Whether a text holds a trace, whatever its encoding; None if it is binary."""
        if _is_plain(data):
            return self._may_stand_in(data) and self._stand_in(data.lower())
        low = _of_wide(data)
        return None if low is None else self._stand_in(low)

    def _stand_in(self, low: bytes) -> bool:
        for word, traces in self._sieve:
            if word in low:
                for trace in traces:
                    if trace in low:
                        return True
        for user, key in _PAIRS:
            if user in low and _is_word(low, user) and _is_word(low, key):
                return True
        if _URL in low and any(_is_slip(found["short"]) for found in re.finditer(_SLIPPED, low)):
            return True
        is_secret = _SECRET in low and re.search(_KIND, low)
        return bool(is_secret) and any(trace in low for trace in _coded_traces())


def _is_slip(short: bytes | None) -> bool:
    if short is None:
        return True
    return sum(abs(short.count(letter) - _SHORT.count(letter)) for letter in {*short, *_SHORT}) <= _LETTERS_APART


def _coded_traces() -> tuple[bytes, ...]:
    from sendcloud_lint.engine.files.coded import coded_traces  # noqa: PLC0415  most projects hold no secrets

    return coded_traces()


def _is_plain(data: bytes) -> bool:
    """Whether a text's ASCII is what its bytes say."""
    return data.find(0, 0, _SNIFFED) < 0 and data[:1] not in _MARKED_WIDE


def _of_wide(data: bytes) -> bytes | None:
    """A text in lower case in which ASCII words can be found; None if it is binary."""
    from sendcloud_lint.engine.files.wide import wide  # noqa: PLC0415  few projects hold such a text

    found = wide(data)
    if found is None:
        return data.lower() if data.find(0, 0, _SNIFFED) < 0 else None
    return data.decode(found.codec, "replace").lower().encode("utf-8", "replace")


def _is_word(low: bytes, word: bytes) -> bool:
    """Whether a word stands somewhere without a letter before it."""
    at = low.find(word)
    while at > 0 and low[at - 1 : at].isalpha():
        at = low.find(word, at + 1)
    return at >= 0


def prefilter(
    root: str,
    files: Sequence[str],
    jobs: int | None = None,
    sought: Sought | None = None,
    held: Held = NOTHING_HELD,
    progress: Progress = unwatched,
) -> Scan:
    """Reads every file once and tells which hold a trace of the API; nothing of their content is kept.

    `jobs` below 2 keeps it in one process, None takes the machine's processors; the result is the same. What is `held`
    is looked at in place of a file.
    """
    ordered = sorted(dict.fromkeys(files))
    total = len(ordered)
    traces = Traces(sought.words if sought else (), in_files=total)
    sifter = _Sifter(root, sought or Sought(), traces, held)
    if total < _FORK_FROM or not _has_helper(jobs):
        return sifter.sift(ordered, lambda done: progress(_DOING, done, total)).scan()
    return _sift_in_two(sifter, ordered, lambda done: progress(_DOING, 2 * done, total)).scan()


def _has_helper(jobs: int | None) -> bool:
    from sendcloud_lint.engine.forked import processors  # noqa: PLC0415  most runs are too small for a child

    return processors(jobs) > 1


class _Share:
    """What one process saw, in types that cross a pipe."""

    __slots__ = ("absent", "died", "relevant", "scanned", "skipped", "unreadable")

    def __init__(self) -> None:
        self.relevant: list[str] = []
        self.absent: list[str] = []
        self.skipped: dict[str, str] = {}
        self.unreadable: dict[str, str] = {}
        self.scanned = 0
        self.died = False

    def packed(self) -> tuple[Any, ...]:
        return (self.relevant, self.absent, self.skipped, self.unreadable, self.scanned)

    def add(self, packed: tuple[Any, ...]) -> None:
        relevant, absent, skipped, unreadable, scanned = packed
        self.relevant += relevant
        self.absent += absent
        self.skipped.update(skipped)
        self.unreadable.update(unreadable)
        self.scanned += scanned

    def scan(self) -> Scan:
        problems = [problem(path, "unreadable", why) for path, why in sorted(self.unreadable.items())]
        if self.died:
            problems.insert(0, WORKER_DIED)
        found, absent = tuple(sorted(self.relevant)), tuple(sorted(self.absent))
        return Scan(found, self.scanned, dict(sorted(self.skipped.items())), absent, tuple(problems))


class _Sifter:
    """Reads files and looks for traces."""

    def __init__(self, root: str, sought: Sought, traces: Traces, held: Held) -> None:
        self._top = os.path.join(root, "")
        self._sought, self._traces, self._held, self._held_paths = sought, traces, held, held.paths

    def sift(self, files: Sequence[str], done: Callable[[int], None] = lambda count: None) -> _Share:
        share = _Share()
        for start in range(0, len(files), _STRIDE):
            self._sift(files[start : start + _STRIDE], share)
            done(start + _STRIDE)
        return share

    def _sift(self, files: Sequence[str], share: _Share) -> None:
        for path in files:
            data = self._content(path, share)
            if data is None:
                continue
            has_trace = self._traces.stand_in(data)
            if has_trace is None:
                share.skipped[path] = BINARY
                continue
            share.scanned += 1
            if data and (has_trace or ("clou" in path.lower() and _is_named_so(path))):
                share.relevant.append(path)

    def _content(self, path: str, share: _Share) -> bytes | None:
        """The file's bytes; of one that is not read the reason goes into the share."""
        stem, _, suffix = path.rpartition(".")
        if stem and suffix.lower() in BINARY_SUFFIXES:
            share.skipped[path] = BINARY
            return None
        try:
            return self._read(path, self._open(path)) if path not in self._held_paths else self._held_text(path)
        except _Skipped as reason:
            share.skipped[path] = str(reason)
            return None
        except OSError as error:
            if error.errno in _NOT_A_FILE:
                share.skipped[path] = IRREGULAR
            else:
                _note_error(path, error, share)
            return None

    def _held_text(self, path: str) -> bytes:
        data = self._held.content(path)
        if data is None:
            raise _Skipped(self._held.reason(path))
        if len(data) > self._limit(path):
            raise _Skipped(TOO_LARGE)
        return data

    def _limit(self, path: str) -> int:
        limit = self._sought.max_file_size
        return limit if isinstance(limit, int) else limit(path)

    def _open(self, path: str) -> int:
        try:
            return os.open(self._top + path, _FLAGS)
        except OSError as error:
            if error.errno not in _LINK_ERRORS:
                raise
        full = self._top + path
        if path not in self._sought.named and not is_in(os.path.realpath(full), os.path.realpath(self._top)):
            raise _Skipped(LEADS_OUT)
        return os.open(full, _FLAGS & ~getattr(os, "O_NOFOLLOW", 0))

    def _read(self, path: str, handle: int) -> bytes:
        try:
            data = os.read(handle, _FIRST)
            # Most files are small: what ends before a first read is full is read, and asking the system what it is
            # would cost as much again. An empty one may be a pipe.
            if 0 < len(data) < _FIRST and len(data) <= self._sought.least_limit:
                return data
            info = os.fstat(handle)
            if not stat.S_ISREG(info.st_mode):
                raise IsADirectoryError if stat.S_ISDIR(info.st_mode) else _Skipped(IRREGULAR)
            if info.st_size > self._limit(path):
                raise _Skipped(TOO_LARGE)
            return data + _whole(handle, info.st_size - len(data))
        finally:
            os.close(handle)


def _is_named_so(path: str) -> bool:
    """Whether the service's name is the file's: settings in it need no other context."""
    name = os.fsencode(path.rpartition("/")[2]).lower()
    return any(each in name for each in _NAMES)


class _Skipped(Exception):
    """A file that is not looked into, and why: not a fault."""


def _whole(handle: int, size: int) -> bytes:
    data = os.read(handle, max(size, 0))
    while len(data) < size:
        more = os.read(handle, size - len(data))
        if not more:
            break
        data += more
    return data


def _note_error(path: str, error: OSError, share: _Share) -> None:
    """A link that leads nowhere or in a circle is as good as absent, and so is a folder in a file's place."""
    if error.errno in _LINK_ERRORS or isinstance(error, (FileNotFoundError, NotADirectoryError, IsADirectoryError)):
        share.absent.append(path)
    else:
        share.unreadable[path] = f"can't be read: {os.strerror(error.errno or 0)}"


def _sift_in_two(sifter: _Sifter, files: Sequence[str], done: Callable[[int], None]) -> _Share:
    """Every other file in a forked child."""
    import marshal  # noqa: PLC0415  most runs are too small for a child

    from sendcloud_lint.engine.forked import ended, fork  # noqa: PLC0415

    def work(pipe: BinaryIO) -> None:
        pipe.write(marshal.dumps(sifter.sift(files[1::2]).packed()))

    child = fork(work)
    if child is None:
        return sifter.sift(files)
    share = sifter.sift(files[0::2], done)
    told = child.pipe.read()
    share.died = not ended(child)
    share.add(sifter.sift(files[1::2]).packed() if share.died else marshal.loads(told))
    return share
