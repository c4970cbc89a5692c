"""Which files matter besides those with a trace of the API: what these import or load, and what imports or loads them.

Import statements are found in the bytes, line by line, without a parser, and loaded files by their names wherever those
stand: too many are harmless, none may be missing.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from functools import cached_property
from typing import NamedTuple

from sendcloud_lint.knowledge.places import is_settings
from sendcloud_lint.knowledge.settings_files import DYNACONF_FILES, ENVIRONMENT_FILES
from sendcloud_lint.model.expressions import expression

_MODULE = (".py", ".pyw")
_IMPORTER = (".py", ".pyw", ".pyi", ".ipynb")
_FOLDER = expression(rb"[\w\x80-\xff-]+")
_LONGEST = 8_000
_FURTHEST_BACK = 500
_NAME = rb"[\w.\x80-\xff]+"
_SETTINGS = (
    ".json", ".jsonc", ".json5", ".yaml", ".yml", ".toml", ".ini", ".cfg", ".conf", ".properties", ".sh",
    ".bash", ".env", ".mk", ".curl",
)  # fmt: skip
_REQUESTS = (".http", ".rest")
_LOADER = (*_IMPORTER, ".sh", ".bash", ".mk", "Makefile", "makefile", "justfile", "Jenkinsfile", *_REQUESTS)
# A settings file's or a script's name, wherever it stands: how its path is put together is not asked here.
_FILE = expression(
    rb"(?<![\w.-])\.?[\w@-][\w.@-]{0,80}\.(?:json5?|jsonc|ya?ml|toml|ini|cfg|conf|properties|sh|bash|env|mk|curl)\b|\.(?:env\b[\w.-]{0,40}|curlrc\b)"
)

# Bodies in files of their own, and a key in one: what is sent, printed or read as a whole.
_SENDABLE = (".txt", ".form", ".urlencoded", ".body", ".data", ".post", ".key", ".secret")
_SENT = expression(
    rb"(?:[@<]|(?<![\w.-])cat[ \t]|--(?:post|body)-file[= \t])[ \t]*[\"']?(?:[^\s\"'<>|;&@]{0,200}/)?([\w.-]{1,80})"
)

# What may stand before a statement on its line; a notebook's lines are strings in JSON, a doctest's follow a prompt.
_BEFORE = rb"(?:^|[;:\"'>])[ \t\f]*"
_FROM = expression(_BEFORE + rb"from[ \t]*(" + _NAME + rb")[ \t]*import\b[ \t]*(?:\(([^)]*)|([^;\"'\\\n]*))")
_IMPORT = expression(_BEFORE + rb"import[ \t]+([^;\"'\\\n]+)")
_CALL = expression(
    rb"(?:import_module|__import__|import_string|from_object)[ \t]*\([ \t\n]*[\"'](" + _NAME + rb")[\"']"
)
# What a notebook runs as if it stood in it.
_RUN = expression(rb"%run[ \t]+(?:-[a-z][ \t]+)*[\"'\\]*(?:\./)*((?:\.\./)*)([\w/]+)(?:\.py)?(?=[\s\"'\\]|$)")
# Django's settings are the project's own modules of that name; a loader of `.env` files need not name the file.
_DJANGO = ("django", "conf")
# What finds the application that another file makes; who makes one imports this.
_FOUND, _APPLICATIONS = frozenset({"current_app"}), ("Flask", "Quart")
_DOTENV = expression(rb"dotenv|read_env")
_DYNACONF = expression(rb"\bdynaconf\b")
_JOINED = expression(rb"\\\r?\n|#[^\n]*")
_WORD = expression(_NAME)

Read = Callable[[str], bytes | None]


class Import(NamedTuple):
    """One imported module in its parts, the dots before it, and the names taken from it, which may be modules too."""

    level: int
    module: tuple[str, ...]
    names: tuple[str, ...]


def closure(root: str, files: Iterable[str], relevant: Iterable[str], read: Read) -> list[set[str]]:
    """The relevant files and the files of the project that bear on them, in groups that know nothing of each other.

    All paths are relative to `root`. What bears on a file: code that loads a relevant file of settings, what imports a
    relevant module, directly or through others, and whatever any of these imports or loads. `read` gives a file's
    bytes, or None if it can't be read. What merely imports the same settings as a relevant module does not bear on it.
    Code is read twice at most, and not at all without a relevant file that code could import or load.
    """
    found = set(relevant)
    if not any(_is_loaded(path) or path.endswith(_LOADER) for path in found):
        return [{path} for path in sorted(found)]
    everything = sorted(set(files) | found)
    graph = _Graph(everything, read)
    code = {path for path in found if path.endswith(_LOADER)}
    above = graph.importers(code | graph.loaders(found))
    code = above | graph.imported(above)
    loaded = _loaded(everything, code, read)
    whole = found | code | {one for ones in loaded.values() for one in ones}
    return _joined_up(whole, {path: graph.targets(path) | loaded.get(path, set()) for path in code})


def _joined_up(files: Set[str], edges: Mapping[str, Set[str]]) -> list[set[str]]:
    """The files in groups that edges connect, in whichever direction, each group by its first file."""
    beside: dict[str, set[str]] = {path: set() for path in files}
    for path, targets in edges.items():
        for target in targets & files:
            beside[path].add(target)
            beside[target].add(path)
    groups: list[set[str]] = []
    seen: set[str] = set()
    for path in sorted(files):
        if path not in seen:
            group, waiting = {path}, [path]
            while waiting:
                new = beside[waiting.pop()] - group
                group |= new
                waiting.extend(new)
            seen |= group
            groups.append(group)
    return groups


def _is_loaded(path: str) -> bool:
    name = path.rpartition("/")[2]
    return path.endswith((*_SETTINGS, *_SENDABLE)) or name.startswith((".env", ".curlrc")) or "." not in name


def _loaded(files: Sequence[str], code: Set[str], read: Read) -> dict[str, set[str]]:
    """For each file of code the settings and scripts that it names."""
    by_name = _by_file_name(path for path in files if _is_loaded(path))
    return {path: _mentioned(read(path) or b"", path, by_name) for path in code} if by_name else {}


def _by_file_name(paths: Iterable[str]) -> dict[str, list[str]]:
    by_name: dict[str, list[str]] = {}
    for path in paths:
        by_name.setdefault(path.rpartition("/")[2], []).append(path)
    return by_name


def _mentioned(data: bytes, reader: str, by_name: Mapping[str, list[str]]) -> set[str]:
    """The files that a text may name: those in its own folder or one above it, else those whose folder it names too."""
    named = {_text(match[0]) for match in _FILE.finditer(data)}
    named |= {_text(match[1]) for match in _SENT.finditer(data)}
    named = (named | _unnamed(data, reader)) & by_name.keys()
    words = {_text(word) for word in _FOLDER.findall(data)} if named else set()
    found: set[str] = set()
    for name in named:
        near = {path for path in by_name[name] if reader.startswith(_folder(path, reader))}
        far = () if name.startswith(".") else by_name[name]
        found |= near or {path for path in far if path.rpartition("/")[0].rpartition("/")[2] in words}
    return found


def _folder(path: str, reader: str) -> str:
    """The folder that a file is for; an editor's settings are for the one around their own."""
    known = ENVIRONMENT_FILES if reader.endswith(_REQUESTS) else ()
    return path.removesuffix(next((one for one in known if f"/{path}".endswith(f"/{one}")), _base(path)))


def _base(path: str) -> str:
    return path.rpartition("/")[2]


def _unnamed(data: bytes, reader: str) -> set[str]:
    """The names of files that libraries in use here load without being told."""
    names = {".env"} if _DOTENV.search(data) else set()
    names |= {_base(path) for path in ENVIRONMENT_FILES} if reader.endswith(_REQUESTS) else set()
    return names | ({_base(path) for path in DYNACONF_FILES} if _DYNACONF.search(data) else set())


def imports_in(data: bytes) -> Iterator[Import]:
    """The import statements that a text may hold, in whatever statement or string they stand."""
    end = 0
    while (at := data.find(b"import", end)) >= 0:
        start, end = _statement(data, at)
        yield from _parsed(data[start:end])
    if b"from_object" in data:
        yield from (_import(found[1], ()) for found in _CALL.finditer(data))
    if b"%run" in data:
        for found in _RUN.finditer(data):
            yield Import(1 + found[1].count(b"/"), tuple(_text(found[2]).strip("/").split("/")), ())


class _Graph:
    """Who imports whom, as far as it was asked."""

    def __init__(self, files: Sequence[str], read: Read) -> None:
        self._code = [path for path in files if path.endswith(_LOADER)]
        self._modules = Modules(files)
        self._python = [path for path in files if path.endswith(_IMPORTER)]
        self._read = read
        self._statements: dict[str, tuple[Import, ...]] = {}

    def loaders(self, relevant: Set[str]) -> set[str]:
        """Code that names a relevant file of settings. What was read for that is looked through for imports as well."""
        by_name = _by_file_name(path for path in relevant if _is_loaded(path))
        names = [name.encode("utf-8", "surrogateescape") for name in by_name]
        found: set[str] = set()
        for path in self._code if names else ():
            data = self._read(path) or b""
            self._note(path, data)
            is_named = any(name in data for name in names) or bool(_unnamed(data, path))
            if is_named and _mentioned(data, path, by_name):
                found.add(path)
        return found

    def importers(self, wanted: set[str]) -> set[str]:
        """`wanted` and every file that imports one of them, directly or through others."""
        by_name = self._files_by_name
        found, fresh = set(wanted), sorted(wanted)
        while fresh:
            path = fresh.pop()
            names = [_last_name(path), *(["settings"] if is_settings(path) else [])]
            for candidate in [one for name in names for one in by_name.get(name, ())]:
                if candidate not in found and path in self.targets(candidate):
                    found.add(candidate)
                    fresh.append(candidate)
        return found

    def imported(self, start: set[str]) -> set[str]:
        """Everything that these files import, directly or through others."""
        found: set[str] = set()
        fresh = sorted(start)
        while fresh:
            new = self.targets(fresh.pop()) - found
            found |= new
            fresh += sorted(new - start)
        return found

    @cached_property
    def _files_by_name(self) -> dict[str, list[str]]:
        """For each word of an import statement, the files that have it there."""
        files: dict[str, list[str]] = {}
        for path in self._python:
            for word in {word for each in self._imports(path) for word in _words(each, path)}:
                files.setdefault(word, []).append(path)
        return files

    def targets(self, path: str) -> set[str]:
        imports = self._imports(path)
        found = {target for each in imports for target in self._modules.resolve(each, path)}
        return found | self._applications() if any(not _FOUND.isdisjoint(each.names) for each in imports) else found

    def _applications(self) -> set[str]:
        """The files that make a web application, whose settings all others find."""
        by_name = self._files_by_name
        return {path for name in _APPLICATIONS for path in by_name.get(name, ())}

    def _imports(self, path: str) -> tuple[Import, ...]:
        if path not in self._statements:
            self._note(path, (self._read(path) or b"") if path.endswith(_IMPORTER) else b"")
        return self._statements[path]

    def _note(self, path: str, data: bytes) -> None:
        self._statements[path] = tuple(dict.fromkeys(imports_in(data))) if path.endswith(_IMPORTER) else ()


class Modules:
    """Which file a module name means: from the root, from `src/`, from the importing file's folder, or by its end."""

    def __init__(self, files: Iterable[str]) -> None:
        self._paths: dict[str, str] = {}
        self._by_name: dict[str, list[str]] = {}
        self._settings: set[str] = set()
        for path in sorted(files):
            if path.endswith(_MODULE):
                self._settings |= {path} if is_settings(path) else set()
                module = _module(path)
                self._paths.setdefault(module, path)
                self._by_name.setdefault(module.rpartition("/")[2], []).append(module)

    def resolve(self, wanted: Import, importer: str) -> set[str]:
        """The files that running the statement may load: the module, the packages above it, the names if modules."""
        folder = importer.rpartition("/")[0]
        if wanted.module[:2] == _DJANGO:
            return set(self._settings)
        if wanted.level:
            base = _climbed(folder, wanted.level - 1)
            return set() if base is None else self._above(base, wanted) | self._exact(base, wanted)
        bases = tuple(dict.fromkeys(("", "src", folder)))
        exact = {path for base in bases for path in self._exact(base, wanted)} or self._by_end(wanted)
        return exact.union(*(self._above(base, wanted) for base in bases))

    def _exact(self, base: str, wanted: Import) -> set[str]:
        keys = [_joined(base, *wanted.module), *(_joined(base, *wanted.module, name) for name in wanted.names)]
        return {self._paths[key] for key in keys if key in self._paths}

    def _above(self, base: str, wanted: Import) -> set[str]:
        keys = [_joined(base, *wanted.module[:end]) for end in range(1, len(wanted.module))]
        return {self._paths[key] for key in keys if key in self._paths}

    def _by_end(self, wanted: Import) -> set[str]:
        if not wanted.module or wanted.module[0] in sys.stdlib_module_names:
            return set()
        found: set[str] = set()
        # One word alone is more often a package from elsewhere than a file somewhere in the project.
        several = [parts for parts in (wanted.module, *((*wanted.module, name) for name in wanted.names)) if parts[1:]]
        for parts in several:
            ending = "/" + "/".join(parts)
            candidates = [each for each in self._by_name.get(parts[-1], ()) if f"/{each}".endswith(ending)]
            if len(candidates) == 1:
                found.add(self._paths[candidates[0]])
        return found


def _module(path: str) -> str:
    """`a/b.py` and `a/b/__init__.py` are both `a/b`; the root's own `__init__.py` is ``."""
    stem = path.rpartition(".")[0]
    return stem.removesuffix("__init__").rstrip("/") if stem.rpartition("/")[2] == "__init__" else stem


def _joined(*parts: str) -> str:
    return "/".join(part for part in parts if part)


def _last_name(path: str) -> str:
    return _module(path).rpartition("/")[2]


def _climbed(folder: str, steps: int) -> str | None:
    for _ in range(steps):
        if not folder:
            return None
        folder = folder.rpartition("/")[0]
    return folder


def _words(wanted: Import, importer: str) -> Iterator[str]:
    """The names by which a module may be called here; `from . import x` names its own package by no word."""
    yield from wanted.module
    yield from wanted.names
    if wanted.level and not wanted.module:
        base = _climbed(importer.rpartition("/")[0], wanted.level - 1)
        yield (base or "").rpartition("/")[2]


def _statement(data: bytes, at: int) -> tuple[int, int]:
    """Where the logical line around an `import` begins and ends, as far as brackets and backslashes tell."""
    start = data.rfind(b"\n", 0, at) + 1
    while start > at - _FURTHEST_BACK and data[max(start - 3, 0) : start].rstrip(b"\r\n").endswith(b"\\"):
        start = data.rfind(b"\n", 0, start - 1) + 1
    return max(start, at - _FURTHEST_BACK), min(_end(data, at), at + _LONGEST)


def _end(data: bytes, at: int) -> int:
    end = _line_end(data, at)
    while end < min(at + _LONGEST, len(data)) and data[end - 2 : end].rstrip(b"\r").endswith(b"\\"):
        end = _line_end(data, end + 1)
    opened = data.find(b"(", at, end)
    if opened < 0 or data.find(b")", opened, end) >= 0:
        return end
    closed = data.find(b")", end, at + _LONGEST)
    return end if closed < 0 else closed


def _line_end(data: bytes, at: int) -> int:
    end = data.find(b"\n", at)
    return len(data) if end < 0 else end


def _parsed(statement: bytes) -> Iterator[Import]:
    text = _JOINED.sub(b" ", statement)
    for found in _FROM.finditer(text):
        names = _WORD.findall(found[2] or found[3] or b"")
        yield _import(found[1], tuple(_text(name) for name in names if name != b"as"))
    for found in _IMPORT.finditer(text):
        for each in found[1].split(b","):
            name = _WORD.match(each.strip())
            if name:
                yield _import(name[0], ())
    for found in _CALL.finditer(text):
        yield _import(found[1], ())


def _import(dotted: bytes, names: tuple[str, ...]) -> Import:
    module = dotted.lstrip(b".")
    return Import(len(dotted) - len(module), tuple(part for part in _text(module).split(".") if part), names)


def _text(name: bytes) -> str:
    return name.decode("utf-8", "surrogateescape")
