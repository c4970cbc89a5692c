"""A run from paths to a result: find the files, see which matter, and only then bring in what is heavy."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sendcloud_lint.engine.config import Config, Configs
from sendcloud_lint.engine.discover import Given, given
from sendcloud_lint.engine.prefilter import BINARY, TOO_LARGE, Scan, Sought, Traces, prefilter
from sendcloud_lint.model.finding import Problem, Result


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the command line says about a run. `fixed` stands for every configuration, `adjust` changes each.

    `stdin` is a text that stands for the file at `stdin_path`.
    """

    fixed: Config | None = None
    adjust: Callable[[Config], Config] = lambda config: config
    force_exclude: bool = False
    include_ignored: bool = False
    jobs: int | None = None
    stdin: bytes | None = None
    stdin_path: str | None = None


def run(paths: Sequence[str], options: Options) -> Result:
    """Check what the paths mean. Raises ConfigError and MissingPath, before anything is checked."""
    projects = given(
        paths,
        lambda root: Configs(root, options.fixed, options.adjust),
        force_exclude=options.force_exclude,
        include_ignored=options.include_ignored,
    )
    return merged([_checked(project, options) for project in projects])


def run_text(data: bytes, name: str, options: Options) -> Result:
    """Check a text as if it were the file `name`, which need not exist."""
    from sendcloud_lint.engine.discover import project_files, project_root  # noqa: PLC0415

    root = project_root(name)
    configs = Configs(root, options.fixed, options.adjust)
    path = os.path.relpath(os.path.abspath(name), root).replace(os.sep, "/")
    if options.force_exclude and configs.excludes(path):
        return Result(files_skipped=1)
    listing = project_files(root, configs)
    files = tuple(sorted({*listing.files, path}))
    project = Given(root, configs, (path,), frozenset({path}), files, listing.problems)
    return _checked(project, Options(jobs=options.jobs, stdin=data, stdin_path=path))


def _checked(project: Given, options: Options) -> Result:
    _validate(project)
    sought = Sought(
        words=_words(project.configs),
        named=project.named,
        max_file_size=lambda path: project.configs.of(path).max_file_size,
    )
    scan = prefilter(project.root, sorted({*project.project, *project.files}), options.jobs, sought)
    files, read = set(project.files), _reader(project.root, options)
    traces = set(scan.relevant)
    if options.stdin_path is not None:
        traces = _with_stdin(traces, options.stdin_path, options.stdin or b"", sought)
    readable = {*project.project, *project.files} - scan.skipped.keys() - set(scan.absent)
    relevant = _relevant(project.root, readable, traces, read)
    skipped = sum(path in files for path in scan.skipped)
    absent = sum(path in files for path in scan.absent)
    base = Result(
        problems=(*project.problems, *(problem for problem in scan.problems if _concerns(problem, files))),
        warnings=_warnings(scan, project.named),
        files_checked=len(files) - skipped - absent - _unread(scan, files),
        files_skipped=skipped,
    )
    if not files & relevant:
        return base
    from sendcloud_lint.engine.judge import judge  # noqa: PLC0415

    return merged([base, judge(project, traces, relevant, read)])


def _with_stdin(traces: set[str], path: str, data: bytes, sought: Sought) -> set[str]:
    """The file's own content does not count where another text stands for it."""
    return traces | {path} if Traces(sought.words).stand_in(data.lower()) else traces - {path}


def _validate(project: Given) -> None:
    """Selectors can only be wrong where somebody wrote some; then the rules are worth their import."""
    configs = {id(config): config for config in map(project.configs.of, project.files)}
    chosen = [
        config
        for config in configs.values()
        if config.select is not None or config.ignore or config.extend_select or config.per_file_ignores
    ]
    if chosen:
        from sendcloud_lint.engine.selection import check_selectors  # noqa: PLC0415

        for config in chosen:
            check_selectors(config)


def _words(configs: Configs) -> tuple[str, ...]:
    config = configs.of_folder("")
    return (*config.hosts, *(name for names in config.variables.values() for name in names))


def _relevant(root: str, files: set[str], traces: set[str], read: Callable[[str], bytes | None]) -> set[str]:
    from sendcloud_lint.engine.closure import closure  # noqa: PLC0415

    return closure(root, files, traces, read)


def _reader(root: str, options: Options) -> Callable[[str], bytes | None]:
    """Reads a project's file again, as the prefilter did: regular files only, without ever waiting for one."""

    def read(path: str) -> bytes | None:
        if path == options.stdin_path:
            return options.stdin
        try:
            handle = os.open(os.path.join(root, path), os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
            with open(handle, "rb") as file:
                return file.read() if stat.S_ISREG(os.fstat(handle).st_mode) else None
        except OSError:
            return None

    return read


def _concerns(problem: Problem, files: set[str]) -> bool:
    return problem.path is None or problem.path in files


def _unread(scan: Scan, files: set[str]) -> int:
    return sum(problem.path in files for problem in scan.problems if problem.path is not None)


def _warnings(scan: Scan, named: frozenset[str]) -> tuple[str, ...]:
    return tuple(
        f"{path} {why} and was skipped"
        for path, why in scan.skipped.items()
        if path in named and why in (BINARY, TOO_LARGE)
    )


def merged(results: Sequence[Result]) -> Result:
    """Several results as one, in the order in which findings are told."""
    counts = ("files_checked", "files_relevant", "files_skipped", "suppressed", "baselined", "requests", "credentials")
    return Result(
        findings=tuple(sorted((f for r in results for f in r.findings), key=lambda finding: finding.sort_key)),
        problems=tuple(problem for result in results for problem in result.problems),
        warnings=tuple(warning for result in results for warning in result.warnings),
        **{name: sum(getattr(result, name) for result in results) for name in counts},
    )
