"""The project's Python modules, and which one a name in an import means."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field

from sendcloud_lint.knowledge.places import is_settings
from sendcloud_lint.model.document import Document
from sendcloud_lint.model.program import Program
from sendcloud_lint.model.records import dataclass
from sendcloud_lint.model.source import Place


@dataclass(slots=True, eq=False)
class Module:
    """A file's program with the number of its scope. `state` goes from "new" over "running" to "run".

    `traced` is where a script turns the trace on that it leaves on: whoever sources it is traced as well.
    """

    path: str
    program: Program
    scope: int = 0
    state: str = "new"
    traced: Place | None = None

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2].removesuffix(".py")


@dataclass(slots=True, eq=False)
class Project:
    """Modules by path, found by dotted name from the root, from `src/`, from the importing file's folder, or by the
    only path that ends so; and documents by path."""

    modules: Mapping[str, Module]
    documents: Mapping[str, Document] = field(default_factory=dict)
    _endings: dict[str, list[str]] = field(default_factory=dict)
    _settings: list[Module] | None = None
    _folders: set[str] | None = None

    def find(self, name: str, importer: str) -> Module | None:
        """The module that an absolute import means in the file `importer`, or None if it is not the project's."""
        below = name.replace(".", "/")
        folder = importer.rpartition("/")[0]
        for prefix in dict.fromkeys(("", "src/", f"{folder}/" if folder else "")):
            found = self._at(prefix + below)
            if found is not None:
                return found
        return self._by_ending(below) if "." in name else None

    def find_relative(self, name: str, level: int, importer: str) -> Module | None:
        folder = importer.rpartition("/")[0]
        for _ in range(level - 1):
            folder = folder.rpartition("/")[0]
        below = name.replace(".", "/")
        return self._at("/".join(part for part in (folder, below) if part))

    def submodule(self, package: Module, name: str) -> Module | None:
        folder, _, file = package.path.rpartition("/")
        return self._at(f"{folder}/{name}" if folder else name) if file == "__init__.py" else None

    def settings(self) -> list[Module]:
        """Django's settings: modules of that name, or in a package of it."""
        if self._settings is None:
            self._settings = [module for path, module in sorted(self.modules.items()) if is_settings(path)]
        return self._settings

    def is_folder(self, dotted: str) -> bool:
        """Whether a dotted name begins with a folder of the project that holds modules."""
        if self._folders is None:
            self._folders = {part for path in self.modules for part in path.split("/")[:-1]}
        return dotted.partition(".")[0] in self._folders

    def file(self, written: str, reader: str) -> str | None:
        """The file of the project that code in the file `reader` means by a path as it is written there: below its own
        folder, below the root, or the only one whose path ends so."""
        parts = [part for part in written.replace("\\", "/").split("/") if part not in ("", ".")]
        below = "/".join(part for part in parts if part != "..")
        folder = reader.rpartition("/")[0]
        near = posixpath.normpath(posixpath.join(folder, "/".join(parts)))
        paths = [*self.documents, *self.modules]
        for path in (near, below):
            if path in self.documents or path in self.modules:
                return path
        ends = [path for path in paths if path.endswith(f"/{below}")] if below else []
        return ends[0] if len(ends) == 1 else None

    def _at(self, path: str) -> Module | None:
        candidates = (f"{path}.py", f"{path}/__init__.py") if path else ("__init__.py",)
        return next((self.modules[file] for file in candidates if file in self.modules), None)

    def _by_ending(self, below: str) -> Module | None:
        if not self._endings:
            self._index()
        paths = self._endings.get(below, [])
        return self.modules[paths[0]] if len(paths) == 1 else None

    def _index(self) -> None:
        for path in self.modules:
            stem = path.removesuffix("/__init__.py").removesuffix(".py")
            parts = stem.split("/")
            for start in range(len(parts)):
                self._endings.setdefault("/".join(parts[start:]), []).append(path)


def project_of(programs: Iterable[tuple[str, Program]], documents: Mapping[str, Document]) -> Project:
    """A program beside another one or in it is a module under a name that nothing can import."""
    modules: dict[str, Module] = {}
    for path, program in programs:
        modules[path] = Module(path, program)
        modules.update((f"{path}#{number}", Module(path, one)) for number, one in enumerate(_others(program)))
    return Project(modules, documents)


def _others(program: Program) -> Iterator[Program]:
    for one in (*program.inner, *(() if program.script is None else (program.script,))):
        yield one
        yield from _others(one)
