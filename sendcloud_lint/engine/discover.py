"""Which files there are, which of them were asked for, and which hold a trace of the API.

Everything here runs before anything heavy is imported, also in runs that find nothing: what is not needed for one
file without a trace is imported where it is used, and records are named tuples, made in a tenth of a dataclass's time.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

from sendcloud_lint.engine.globs import handed_down

if TYPE_CHECKING:
    from sendcloud_lint.engine.config import Configs
    from sendcloud_lint.model.finding import Problem

STEMS = (
    b"sendcl",
    b"send_cloud",
    b"send-cloud",
    b"smsuser",
    b"smskey",
    b"apiuser",
    b"email_api_",
    b"sms_api_",
    b"smtpcloud",
)

# Each stem holds one of these; a search costs about the same for every word, so five and a second look at what they
# find are cheaper than nine.
_SIEVE = (b"sendcl", b"cloud", b"_api_", b"sms", b"apiuser")

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

# A file without a project around it makes its folder the project. That may be somebody's home: past this many files
# only what lies beside the file is looked at.
LOOSE_FILES = 10_000

_FORK_FROM = 300
_SNIFFED = 8192
_FLAGS = os.O_RDONLY
for _name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_NOCTTY", "O_BINARY"):
    _FLAGS |= getattr(os, _name, 0)
_WIDE_MARKS = (
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_LINK_ERRORS = (errno.ELOOP, errno.EMLINK)
_NOFOLLOW = getattr(os, "O_NOFOLLOW", 0)
_GIT_OPTIONS = ("-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}", "--no-optional-locks", "--no-pager")


class MissingPath(Exception):
    """A path that was named does not exist. The message is one line."""


class Listing(NamedTuple):
    """The files of a project, relative to its root, with `/`, sorted.

    `nested` are folders below a root without git that are repositories: projects of their own.
    """

    files: tuple[str, ...]
    nested: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


class Given(NamedTuple):
    """What was asked for in one project. All paths are relative to `root` (absolute), with `/`, sorted.

    `files` are those to report on, `named` those of them that were named themselves, `project` all that may be read.
    """

    root: str
    configs: Configs
    files: tuple[str, ...]
    named: frozenset[str]
    project: tuple[str, ...]
    problems: tuple[Problem, ...] = ()


class Scan(NamedTuple):
    """What the prefilter saw: `relevant` are the files with a trace of the API, sorted.

    `scanned` counts the files that were read; `skipped` says of the others why; `absent` had vanished or were folders.
    `api_host` and `shipper` tell whether any file with a trace holds an exact API host, a mark of the parcel shipper.
    """

    relevant: tuple[str, ...]
    scanned: int
    skipped: dict[str, str]
    absent: tuple[str, ...]
    problems: tuple[Problem, ...]
    api_host: bool
    shipper: bool


def project_root(start: str) -> str:
    """The root of the project that a file or folder belongs to, as an absolute path.

    The nearest `.git` above, else the topmost folder above with a `pyproject.toml` or `setup.cfg`, else the folder.
    """
    return _root(start)[0]


def _root(start: str) -> tuple[str, bool]:
    """The root, and whether anything marks it as one."""
    full = os.path.abspath(start)
    first = full if os.path.isdir(full) else os.path.dirname(full)
    topmost, folder, above = "", first, ""
    while folder != above:
        if os.access(os.path.join(folder, ".git"), os.F_OK):
            return folder, True
        if any(os.access(os.path.join(folder, name), os.F_OK) for name in ("pyproject.toml", "setup.cfg")):
            topmost = folder
        above, folder = folder, os.path.dirname(folder)
    return topmost or first, topmost != ""


def project_files(root: str, configs: Configs, *, include_ignored: bool = False) -> Listing:
    """All files of the project that are neither ignored by git nor excluded by the configuration.

    Where git fails the tree is walked instead, and a problem says so.
    """
    if not os.access(os.path.join(root, ".git"), os.F_OK):
        return _walk_project(root, configs, include_ignored)
    listed = _git_files(root, include_ignored)
    if isinstance(listed, str):
        walked = _walk_project(root, configs, include_ignored)
        return Listing(walked.files, walked.nested, (_problem(None, "git-failed", listed),))
    return Listing(tuple(sorted(_kept(root, listed, configs))))


def given(
    paths: Sequence[str],
    configs_for: Callable[[str], Configs],
    *,
    force_exclude: bool = False,
    include_ignored: bool = False,
) -> tuple[Given, ...]:
    """What the paths that a user named mean, by project, in the order of the roots.

    A file is taken whatever the ignore rules say of it, unless `force_exclude`; a folder means the project's files
    below it. `configs_for` makes the configurations of a root. Raises MissingPath.
    """
    asked = _asked(paths)
    done: list[Given] = []
    while asked:
        root = min(asked)
        project = _Project(root, configs_for(root), asked.pop(root), include_ignored)
        done.append(project.given(force_exclude))
        for nested in project.nested:
            asked.setdefault(nested, _Asked()).folders.add("")
    return tuple(sorted(done, key=lambda each: each.root))


class _Asked:
    """What was named in one project: folders and files from its root; `is_loose` if nothing marks it as a project."""

    def __init__(self) -> None:
        self.folders: set[str] = set()
        self.files: set[str] = set()
        self.is_loose = False


def _asked(paths: Sequence[str]) -> dict[str, _Asked]:
    asked: dict[str, _Asked] = {}
    full_paths = [_existing(path) for path in paths]
    loose_folders = sorted(full for full in full_paths if os.path.isdir(full) and not _root(full)[1])
    for full in full_paths:
        root, is_marked = _root(full)
        if not is_marked:
            root = next((folder for folder in loose_folders if _is_in(full, folder)), root)
        entry = asked.setdefault(root, _Asked())
        entry.is_loose = not is_marked
        (entry.folders if os.path.isdir(full) else entry.files).add(_relative(full, root))
    return asked


def _existing(path: str) -> str:
    if os.path.exists(path):
        return os.path.abspath(path)
    from sendcloud_lint.engine.config import one_line  # noqa: PLC0415

    raise MissingPath(f"{one_line(path)}: no such file or folder")


def _relative(full: str, root: str) -> str:
    relative = os.path.relpath(full, root).replace(os.sep, "/")
    return "" if relative == "." else relative


def _is_in(path: str, folder: str) -> bool:
    return path == folder or path.startswith(os.path.join(folder, ""))


class _Project:
    """One project of those that were named, listed once."""

    def __init__(self, root: str, configs: Configs, asked: _Asked, include_ignored: bool) -> None:
        self.root, self.configs, self.asked, self.include_ignored = root, configs, asked, include_ignored
        self.nested: list[str] = []
        self._listing = self._listed()

    def given(self, force_exclude: bool) -> Given:
        listed = frozenset(self._listing.files)
        named = self.asked.files & listed if force_exclude else self.asked.files
        files = set(named)
        for folder in self.asked.folders:
            files.update(self._below(folder, force_exclude))
        return Given(
            self.root, self.configs, tuple(sorted(files)), frozenset(named), tuple(sorted(files | listed)),
            self._listing.problems,
        )  # fmt: skip

    def _listed(self) -> Listing:
        if self.asked.is_loose and not self.asked.folders:
            return Listing(tuple(sorted(_loose_files(self.root, self.configs, self.include_ignored))))
        listing = project_files(self.root, self.configs, include_ignored=self.include_ignored)
        self.nested += [os.path.join(self.root, each) for each in listing.nested if self._is_asked_for(each)]
        return listing

    def _is_asked_for(self, path: str) -> bool:
        return any(folder == "" or path.startswith(f"{folder}/") for folder in self.asked.folders)

    def _below(self, folder: str, force_exclude: bool) -> list[str]:
        """A folder that is ignored or excluded as a whole has nothing listed: being named, it is looked into."""
        found = [path for path in self._listing.files if folder == "" or path.startswith(f"{folder}/")]
        if found or folder == "" or force_exclude:
            return found
        walk = _Walk(self.root, self.configs, self.include_ignored)
        found = list(walk.files(folder))
        self.nested += [os.path.join(self.root, each) for each in walk.nested]
        return found


def _kept(root: str, files: Iterable[str], configs: Configs) -> Iterator[str]:
    folders = _Folders(root, configs)
    for folder, paths in _by_folder(files).items():
        if folders.open(folder):
            yield from configs.kept(folder, paths)


def _by_folder(files: Iterable[str]) -> dict[str, list[str]]:
    """A path with a slash at its end is a repository of its own, which git does not look into: it is left out."""
    folders: dict[str, list[str]] = {}
    for path in files:
        folder, _, name = path.rpartition("/")
        if name:
            folders.setdefault(folder, []).append(path)
    return folders


class _Folders:
    """Which folders of git's list are looked into: none that is excluded, none that has become a link since."""

    def __init__(self, root: str, configs: Configs) -> None:
        self._root, self._configs = root, configs
        self._open: dict[str, bool] = {"": True}

    def open(self, folder: str) -> bool:
        return handed_down(self._open, folder, self._is_open)

    def _is_open(self, is_open_above: bool, folder: str) -> bool:
        if not is_open_above or self._configs.excludes_name(folder, folder=True):
            return False
        return not os.path.islink(f"{self._root}/{folder}")


def _git_files(root: str, include_ignored: bool) -> set[str] | str:
    """Tracked and untracked files, or what went wrong."""
    listed: set[str] = set()
    kinds = [("-c", "-o", "--exclude-standard")]
    if include_ignored:
        kinds.append(("-o", "-i", "--exclude-standard"))
    for kind in kinds:
        output = _git(root, ("ls-files", "-z", *kind))
        if isinstance(output, str):
            return output
        listed.update(os.fsdecode(output).split("\0"))
    listed.discard("")
    return listed


def _git(root: str, arguments: Sequence[str]) -> bytes | str:
    """What git prints, or in words why it failed. Its own messages are dropped: they may quote a configuration."""
    place = ("-C", root, f"--git-dir={os.path.join(root, '.git')}", f"--work-tree={root}")
    try:
        status, output = _output(("git", *_GIT_OPTIONS, *place, *arguments), _git_environment())
    except OSError as error:
        return f"git can't be run: {os.strerror(error.errno or 0)}; files were listed without it"
    if status != 0:
        return f"git {arguments[0]} failed with exit status {status}; files were listed without it"
    return output


def _output(command: tuple[str, ...], environment: Mapping[str, str]) -> tuple[int, bytes]:
    """A program's exit status and what it prints. The system's own call spares every run the import of `subprocess`."""
    if not hasattr(os, "posix_spawnp"):
        import subprocess  # noqa: PLC0415

        done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False)
        return done.returncode, done.stdout
    source, sink = os.pipe()
    null = os.open(os.devnull, os.O_RDWR)
    streams = [(os.POSIX_SPAWN_DUP2, null, 0), (os.POSIX_SPAWN_DUP2, sink, 1), (os.POSIX_SPAWN_DUP2, null, 2)]
    try:
        child = os.posix_spawnp(command[0], command, environment, file_actions=streams)
    except OSError:
        os.close(source)
        raise
    finally:
        os.close(sink)
        os.close(null)
    with open(source, "rb") as pipe:
        output = pipe.read()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), output


def _git_environment() -> dict[str, str]:
    """Without what a calling git sets for its hooks, and without a way to fetch what a partial clone lacks.

    A transport is the one program that listing files could start by a repository's own configuration.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or _is_setting(name)}
    return {**kept, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_ALLOW_PROTOCOL": "none", "GIT_NO_LAZY_FETCH": "1"}


def _is_setting(name: str) -> bool:
    return name == "GIT_EXEC_PATH" or (name.startswith("GIT_CONFIG_") and name != "GIT_CONFIG_PARAMETERS")


def _walk_project(root: str, configs: Configs, include_ignored: bool) -> Listing:
    walk = _Walk(root, configs, include_ignored)
    files = tuple(sorted(walk.files()))
    return Listing(files, tuple(sorted(walk.nested)))


def _loose_files(root: str, configs: Configs, include_ignored: bool) -> list[str]:
    found: list[str] = []
    for path in _Walk(root, configs, include_ignored).files():
        if "/" in path and len(found) >= LOOSE_FILES:
            return [path for path in found if "/" not in path]
        found.append(path)
    return found


class _Walk:
    """A tree without git's help. Links to folders are not followed; `nested` collects repositories, unopened."""

    def __init__(self, root: str, configs: Configs, include_ignored: bool) -> None:
        self._root, self._configs = root, configs
        self._ignores = None if include_ignored else _Ignores(root)
        self.nested: list[str] = []

    def files(self, top: str = "") -> Iterator[str]:
        """The files below a folder of the project: those of the folder itself first."""
        stack = [top]
        while stack:
            folder = stack.pop()
            entries = _entries(f"{self._root}/{folder}")
            if folder != top and any(entry.name == ".git" for entry in entries):
                self.nested.append(folder)
                continue
            for entry, path in self._kept(folder, entries):
                if entry.is_dir(follow_symlinks=False):
                    stack.append(path)
                else:
                    yield path

    def _kept(self, folder: str, entries: list[os.DirEntry[str]]) -> Iterator[tuple[os.DirEntry[str], str]]:
        if self._ignores is not None:
            self._ignores.enter(folder, entries)
        for entry in entries:
            path = f"{folder}/{entry.name}" if folder else entry.name
            is_folder = entry.is_dir(follow_symlinks=False)
            is_ignored = self._ignores is not None and self._ignores.ignores(folder, path, is_folder)
            if not is_ignored and not self._configs.excludes_name(path, folder=is_folder):
                yield entry, path


def _entries(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError:
        return []


class _Ignores:
    """The `.gitignore` files on the way to each folder: the deepest that speaks of a path decides."""

    def __init__(self, root: str) -> None:
        self._root = root
        self._chains: dict[str, tuple[tuple[int, Any], ...]] = {}

    def enter(self, folder: str, entries: Iterable[os.DirEntry[str]]) -> None:
        chain = self._chains.get(folder.rpartition("/")[0], ()) if folder else ()
        if any(entry.name == ".gitignore" and entry.is_file(follow_symlinks=False) for entry in entries):
            start = len(folder) + 1 if folder else 0
            chain = ((start, _ignore_rules(f"{self._root}/{folder}/.gitignore")), *chain)
        self._chains[folder] = chain

    def ignores(self, folder: str, path: str, is_folder: bool) -> bool:
        shown = f"{path}/" if is_folder else path
        for start, rules in self._chains[folder]:
            verdict = rules.check_file(shown[start:]).include
            if verdict is not None:
                return bool(verdict)
        return False


def _ignore_rules(path: str) -> Any:
    """The rules of a `.gitignore` without those that make no sense, as git does."""
    from pathspec import GitIgnoreSpec  # noqa: PLC0415

    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            lines = file.read(1_000_000).splitlines()
    except OSError:
        lines = []
    try:
        return GitIgnoreSpec.from_lines(lines)
    except ValueError:
        return GitIgnoreSpec.from_lines([line for line in lines if _is_rule(line)])


def _is_rule(line: str) -> bool:
    from pathspec import GitIgnoreSpec  # noqa: PLC0415

    try:
        GitIgnoreSpec.from_lines([line])
    except ValueError:
        return False
    return True


class Sought(NamedTuple):
    """What the prefilter looks for besides `STEMS`, and where.

    `hosts` are all exact hosts of the API, `words` further traces (a project's own variable names). `shipper` is asked
    of the lower-case text of files with a trace. `named` files are read even through links that leave the project.
    `max_file_size` counts bytes and may depend on the path.
    """

    hosts: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    shipper: Callable[[str], bool] | None = None
    named: frozenset[str] = frozenset()
    max_file_size: int | Callable[[str], int] = 2_000_000


def prefilter(root: str, files: Sequence[str], jobs: int | None = None, sought: Sought | None = None) -> Scan:
    """Reads every file once and tells which hold a trace of the API; nothing of their content is kept.

    `jobs` below 2 keeps it in one process, None takes the machine's processors; the result is the same.
    """
    sifter = _Sifter(root, sought or Sought())
    ordered = sorted(set(files))
    if len(ordered) < _FORK_FROM or _processors(jobs) < 2 or not hasattr(os, "fork"):
        return sifter.sift(ordered).scan()
    return _sift_in_two(sifter, ordered).scan()


def _processors(jobs: int | None) -> int:
    if jobs is not None:
        return jobs
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _Share:
    """What one process saw, in types that cross a pipe."""

    __slots__ = ("absent", "api_host", "died", "relevant", "scanned", "shipper", "skipped", "unreadable")

    def __init__(self) -> None:
        self.relevant: list[str] = []
        self.absent: list[str] = []
        self.skipped: dict[str, str] = {}
        self.unreadable: dict[str, str] = {}
        self.scanned = 0
        self.api_host = self.shipper = self.died = False

    def packed(self) -> tuple[Any, ...]:
        return (self.relevant, self.absent, self.skipped, self.unreadable, self.scanned, self.api_host, self.shipper)

    def add(self, packed: tuple[Any, ...]) -> None:
        relevant, absent, skipped, unreadable, scanned, api_host, shipper = packed
        self.relevant += relevant
        self.absent += absent
        self.skipped.update(skipped)
        self.unreadable.update(unreadable)
        self.scanned += scanned
        self.api_host |= api_host
        self.shipper |= shipper

    def scan(self) -> Scan:
        problems = [_problem(path, "unreadable", why) for path, why in sorted(self.unreadable.items())]
        if self.died:
            problems.insert(0, _problem(None, "worker-died", "a worker process died; its files were read again"))
        return Scan(
            tuple(sorted(self.relevant)), self.scanned, dict(sorted(self.skipped.items())), tuple(sorted(self.absent)),
            tuple(problems), self.api_host, self.shipper,
        )  # fmt: skip


class _Sifter:
    """Reads files and looks for traces."""

    def __init__(self, root: str, sought: Sought) -> None:
        self._top = os.path.join(root, "")
        self._sought = sought
        words = [word.lower().encode("utf-8", "surrogateescape") for word in (*sought.hosts, *sought.words)]
        extra = tuple(sorted({word for word in words if word and not any(stem in word for stem in STEMS)}))
        self._sieve = tuple((word, tuple(stem for stem in STEMS if word in stem)) for word in _SIEVE)
        self._sieve += tuple((word, (word,)) for word in extra)
        self._host_pattern: Any = None

    def sift(self, files: Iterable[str]) -> _Share:
        share = _Share()
        for path in files:
            data = self._content(path, share)
            if data is not None:
                share.scanned += 1
                if data and self._has_trace(data):
                    share.relevant.append(path)
                    self._look_closer(data, share)
        return share

    def _content(self, path: str, share: _Share) -> bytes | None:
        """The file in lower case; of one that is not read the reason goes into the share."""
        stem, _, suffix = path.rpartition(".")
        if stem and suffix.lower() in BINARY_SUFFIXES:
            share.skipped[path] = BINARY
            return None
        try:
            data = self._read(path, self._open(path))
        except _Skipped as reason:
            share.skipped[path] = str(reason)
            return None
        except OSError as error:
            _note_error(path, error, share)
            return None
        if data.find(0, 0, _SNIFFED) < 0:
            return data.lower()
        wide = _lower_wide(data)
        if wide is None:
            share.skipped[path] = BINARY
        return wide

    def _open(self, path: str) -> int:
        try:
            return os.open(self._top + path, _FLAGS)
        except OSError as error:
            if error.errno not in _LINK_ERRORS:
                raise
        full = self._top + path
        if path not in self._sought.named and not _is_in(os.path.realpath(full), os.path.realpath(self._top)):
            raise _Skipped(LEADS_OUT)
        return os.open(full, _FLAGS & ~_NOFOLLOW)

    def _read(self, path: str, handle: int) -> bytes:
        try:
            info = os.fstat(handle)
            if not stat.S_ISREG(info.st_mode):
                raise IsADirectoryError if stat.S_ISDIR(info.st_mode) else _Skipped(IRREGULAR)
            limit = self._sought.max_file_size
            if info.st_size > (limit if isinstance(limit, int) else limit(path)):
                raise _Skipped(TOO_LARGE)
            return _whole(handle, info.st_size)
        finally:
            os.close(handle)

    def _has_trace(self, low: bytes) -> bool:
        for word, stems in self._sieve:  # noqa: SIM110 - once a file: a generator costs more than a short search
            if word in low and any(stem in low for stem in stems):
                return True
        return False

    def _look_closer(self, low: bytes, share: _Share) -> None:
        if self._sought.hosts and not share.api_host:
            share.api_host = self._holds_host(low)
        if self._sought.shipper is not None and not share.shipper:
            share.shipper = self._sought.shipper(low.decode("utf-8", "replace"))

    def _holds_host(self, low: bytes) -> bool:
        if self._host_pattern is None:
            import re  # noqa: PLC0415

            hosts = b"|".join(re.escape(host.lower().encode("utf-8", "surrogateescape")) for host in self._sought.hosts)
            self._host_pattern = re.compile(rb"(?<![\w.-])(?:" + hosts + rb")(?![\w-]|\.[\w-])")
        return self._host_pattern.search(low) is not None


class _Skipped(Exception):
    """A file that is not looked into, and why: not a fault."""


def _whole(handle: int, size: int) -> bytes:
    data = os.read(handle, size)
    while len(data) < size:
        more = os.read(handle, size - len(data))
        if not more:
            break
        data += more
    return data


def _lower_wide(data: bytes) -> bytes | None:
    """A text in UTF-16 or UTF-32 as lower-case UTF-8; None without a byte order mark."""
    for mark, encoding in _WIDE_MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace").lower().encode("utf-8", "replace")
    return None


def _note_error(path: str, error: OSError, share: _Share) -> None:
    """A link that leads nowhere or in a circle is as good as absent, and so is a folder in a file's place."""
    if error.errno in _LINK_ERRORS or isinstance(error, (FileNotFoundError, NotADirectoryError, IsADirectoryError)):
        share.absent.append(path)
    else:
        share.unreadable[path] = f"can't be read: {os.strerror(error.errno or 0)}"


def _sift_in_two(sifter: _Sifter, files: Sequence[str]) -> _Share:
    """Every other file in a forked child. No thread runs yet: nothing but the disk is shared."""
    worker = _fork(sifter, files[1::2])
    if worker is None:
        return sifter.sift(files)
    share = sifter.sift(files[0::2])
    other = _outcome(*worker)
    share.died = other is None
    share.add(sifter.sift(files[1::2]).packed() if other is None else other)
    return share


def _fork(sifter: _Sifter, files: Sequence[str]) -> tuple[int, int] | None:
    """The child's id and the end of its pipe to read from; None where no process can be had."""
    source, sink = os.pipe()
    try:
        child = os.fork()
    except OSError:
        os.close(source)
        os.close(sink)
        return None
    if child == 0:
        _work(sifter, files, sink)
    os.close(sink)
    return child, source


def _work(sifter: _Sifter, files: Sequence[str], sink: int) -> NoReturn:
    """Ends the process whatever happens: the parent's buffers and handlers are not the child's to run."""
    import marshal  # noqa: PLC0415

    status = 1
    try:
        with open(sink, "wb") as pipe:
            pipe.write(marshal.dumps(sifter.sift(files).packed()))
        status = 0
    finally:
        os._exit(status)


def _outcome(child: int, source: int) -> tuple[Any, ...] | None:
    """What the child found, or None if it died."""
    import marshal  # noqa: PLC0415

    with open(source, "rb") as pipe:
        data = pipe.read()
    _, status = os.waitpid(child, 0)
    if status != 0:
        return None
    packed: tuple[Any, ...] = marshal.loads(data)
    return packed


def _problem(path: str | None, kind: str, message: str) -> Problem:
    from sendcloud_lint.model.finding import Problem  # noqa: PLC0415

    return Problem(path, kind, message)
