"""A run from paths to a result: find the files, see which matter, and only then bring in what is heavy."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from sendcloud_lint.engine.configuration.config import Config, Configs
from sendcloud_lint.engine.files.discover import Given, given, project_root
from sendcloud_lint.engine.files.held import Held
from sendcloud_lint.engine.files.paths import shown_path
from sendcloud_lint.engine.files.prefilter import WORKER_DIED, Scan, Sought, prefilter
from sendcloud_lint.model.outcome import Problem, Result
from sendcloud_lint.model.progress import Progress, unwatched

if TYPE_CHECKING:
    from sendcloud_lint.engine.adoption.baseline import Baseline
    from sendcloud_lint.engine.adoption.screen import Screen, Standing
    from sendcloud_lint.engine.evidence import Evidence
    from sendcloud_lint.engine.gate import Gate
    from sendcloud_lint.engine.judge import Judgement, Marked
    from sendcloud_lint.model.account import Account


_UNCHANGED: Mapping[str, bytes] = {}


class Options(NamedTuple):
    """What the command line says about a run. `fixed` stands for every configuration, `adjust` changes each.

    `tell` takes what only a verbose run says. `baseline` is the file whose findings are not told again, `diff_base` the
    commit since which a line must have been changed. `staged` judges git's index in place of the working tree.
    `show_suppressed` brings what comments or the baseline hold back. `progress` is told how far it has come.
    """

    fixed: Config | None = None
    adjust: Callable[[Config], Config] = lambda config: config
    force_exclude: bool = False
    include_ignored: bool = False
    jobs: int | None = None
    tell: Callable[[str], None] = lambda line: None
    baseline: str | None = None
    diff_base: str | None = None
    staged: bool = False
    show_suppressed: bool = False
    progress: Progress = unwatched


def run(paths: Sequence[str], options: Options) -> Result:
    """Check what the paths mean; none mean what is staged, where the index is judged.

    Raises ConfigError and MissingPath, before anything is checked.
    """
    projects = _projects(paths, options)
    known = _known(options, projects)
    return merged([_checked(project, options, known.get(project.root)) for project in projects])


def standing(paths: Sequence[str], options: Options, known: Baseline) -> tuple[Given, Standing]:
    """What stands in a project's files, whatever a baseline knows of it. Raises as `run` does, and for several."""
    from sendcloud_lint.engine.adoption.baseline import BaselineError  # noqa: PLC0415

    projects = _projects(paths, options)
    if len(projects) != 1:
        roots = ", ".join(shown_path(project.root) for project in projects)
        raise BaselineError(f"a baseline is one project's, and these are several: {roots}")
    project = _without_file_of(known, projects[0])
    return projects[0], _screened(project, _found(project, options), options, known)


def _known(options: Options, projects: Sequence[Given]) -> dict[str, Baseline]:
    """The baseline by the root of the project whose it is: that in which it lies, if there are several."""
    if options.baseline is None:
        return {}
    from sendcloud_lint.engine.adoption.baseline import BaselineError, load  # noqa: PLC0415

    known = load(options.baseline)
    roots = [project.root for project in projects]
    root = roots[0] if len(roots) == 1 else project_root(known.path)
    if root not in roots:
        raise BaselineError(f"{shown_path(known.path)}: lies in none of the projects that are checked")
    return {root: known}


def facts(paths: Sequence[str], options: Options) -> Account:
    """What is understood of what the paths mean. Raises as `run` does."""
    from sendcloud_lint.model.account import Account  # noqa: PLC0415

    accounts = [_understood(project, options) for project in _projects(paths, options)]
    return Account(
        entries=tuple(sorted((e for a in accounts for e in a.entries), key=lambda entry: entry.sort_key)),
        problems=tuple(problem for account in accounts for problem in account.problems),
        files_checked=sum(account.files_checked for account in accounts),
        files_relevant=sum(account.files_relevant for account in accounts),
    )


def _projects(paths: Sequence[str], options: Options) -> Sequence[Given]:
    def configs_for(root: str) -> Configs:
        return Configs(root, options.fixed, options.adjust)

    if options.staged:
        from sendcloud_lint.engine.files.staged import given_staged  # noqa: PLC0415  only where the index is judged

        return given_staged(paths, configs_for, force_exclude=options.force_exclude)
    return given(paths, configs_for, force_exclude=options.force_exclude, include_ignored=options.include_ignored)


def run_text(data: bytes, name: str, options: Options) -> Result:
    """Check a text as if it were the file `name`, which need not exist."""
    from sendcloud_lint.engine.files.discover import project_files  # noqa: PLC0415

    root = project_root(name)
    configs = Configs(root, options.fixed, options.adjust)
    path = os.path.relpath(os.path.abspath(name), root).replace(os.sep, "/")
    if options.force_exclude and configs.excludes(path):
        return Result(files_skipped=1)
    listing = project_files(root, configs)
    files = tuple(sorted({*listing.files, path}))
    told = tuple(problem for problem in listing.problems if problem.path is None)
    project = Given(root, configs, (path,), frozenset({path}), files, told, Held({path: data}))
    known = _known(options, (project,))
    return _checked(project, options, known.get(root))


class _Found(NamedTuple):
    """What a project's relevant files are, in groups, and how to read them; `base` is what can be said already."""

    base: Result
    groups: list[set[str]]
    traces: set[str]
    read: Callable[[str], bytes | None]
    hosts: frozenset[str]
    clients: Mapping[str, Mapping[str, tuple[int | str, ...]]]
    variables: frozenset[str]
    skipped: frozenset[str]
    progress: Progress
    said: tuple[str, ...]


def _checked(project: Given, options: Options, known: Baseline | None) -> Result:
    project = _without_file_of(known, project)
    found = _found(project, options)
    if known is None and options.diff_base is None and not found.groups:
        return found.base
    return _screened(project, found, options, known).result


def _screened(project: Given, found: _Found, options: Options, known: Baseline | None) -> Standing:
    from sendcloud_lint.engine.adoption.screen import Screen, changes_in  # noqa: PLC0415  most runs have nothing to tell

    changed, problems = changes_in(project, options.diff_base)
    found = found._replace(base=found.base._replace(problems=(*found.base.problems, *problems)))
    screen = Screen(project, known, changed, found.skipped, found.read)
    if not found.groups:
        nothing = screen.of_nothing()
        return nothing._replace(result=merged([found.base, nothing.result]))
    from sendcloud_lint.engine.deep import deep  # noqa: PLC0415

    evidence = _evidence(project, found, known, options.jobs)
    return deep(lambda: _judged(project, found, evidence, screen, known, options))


def _without_file_of(known: Baseline | None, project: Given) -> Given:
    """A baseline that a run heeds is not among what it checks."""
    if known is None:
        return project
    path = os.path.relpath(os.path.realpath(known.path), os.path.realpath(project.root)).replace(os.sep, "/")
    files, others = (tuple(each for each in paths if each != path) for paths in (project.files, project.project))
    return project._replace(files=files, named=project.named - {path}, project=others)


def _judged(
    project: Given, found: _Found, evidence: Evidence, screen: Screen, known: Baseline | None, options: Options
) -> Standing:
    from sendcloud_lint.engine.judge import Judgement  # noqa: PLC0415

    wide = project._replace(files=project.project)
    base = _gated(_with_crashes(project, found, evidence), evidence.gate, options.tell)
    judgement = Judgement(project, evidence, options.tell)

    def whole() -> Judgement:
        return Judgement(wide, _evidence(wide, found, known), lambda line: None)

    standing = screen.of(judgement, whole)
    standing = standing._replace(result=merged([base, standing.result]))
    if not options.show_suppressed:
        return standing
    return standing._replace(result=standing.result._replace(held=tuple(screen.held(judgement, whole))))


def _with_crashes(project: Given, found: _Found, evidence: Evidence) -> _Found:
    problems = [_located(project.root, Problem(each.path, each.kind, each.said)) for each in evidence.crashes]
    said = ("\n".join((f"{each.path}: {each.said}", *each.frames)) for each in evidence.crashes)
    died = (WORKER_DIED,) if evidence.died else ()
    base = found.base._replace(problems=(*found.base.problems, *died, *problems))
    return found._replace(base=base, said=(*found.said, *said))


def _gated(found: _Found, gate: Gate, tell: Callable[[str], None]) -> Result:
    """What could be said before any key was known, told now: a file's name may hold one."""
    for line in found.said:
        tell(gate.line(line))
    problems = (
        each._replace(path=each.path and gate.line(each.path), message=gate.line(each.message))
        for each in found.base.problems
    )
    return found.base._replace(problems=tuple(problems), warnings=tuple(map(gate.line, found.base.warnings)))


class Trials:
    """One project, judged again and again as if some of its files had other content."""

    def __init__(self, project: Given, options: Options, known: Baseline | None) -> None:
        from sendcloud_lint.engine.adoption.screen import Screen, changes_in  # noqa: PLC0415

        project = _without_file_of(known, project)
        self._found = _found(project, options)
        self._project, self._known = project, known
        changed, problems = changes_in(project, options.diff_base)
        self._screen = Screen(project, known, changed, self._found.skipped, self._found.read)
        # Where git can't tell what was changed, nothing is what somebody asked to change.
        self.is_open = bool(self._found.groups) and not problems

    def judged(self, contents: Mapping[str, bytes] = _UNCHANGED) -> Judgement:
        """The judgement of the given files."""
        return self._judged(self._project, contents)

    def told(self, judgement: Judgement) -> list[Marked]:
        """What a run would tell of it."""
        wide = self._project._replace(files=self._project.project)
        return self._screen.told(judgement, lambda: self._judged(wide, _UNCHANGED))

    def content(self, path: str) -> bytes | None:
        """A file's content now."""
        return self._found.read(path)

    def _judged(self, project: Given, contents: Mapping[str, bytes]) -> Judgement:
        from sendcloud_lint.engine.deep import deep  # noqa: PLC0415
        from sendcloud_lint.engine.judge import Judgement  # noqa: PLC0415

        read = self._found.read
        found = self._found._replace(read=lambda path: contents[path] if path in contents else read(path))
        evidence = _evidence(project, found, self._known)
        return deep(lambda: Judgement(project, evidence, lambda line: None))


def trials(paths: Sequence[str], options: Options) -> list[tuple[Given, Trials]]:
    """What can be tried in the projects of the paths. Raises as `run` does."""
    projects = _projects(paths, options)
    known = _known(options, projects)
    return [(project, Trials(project, options, known.get(project.root))) for project in projects]


def _understood(project: Given, options: Options) -> Account:
    from sendcloud_lint.model.account import Account  # noqa: PLC0415

    found = _found(project, options)
    base = Account(problems=found.base.problems, files_checked=found.base.files_checked)
    if not found.groups:
        return base
    from sendcloud_lint.engine.account import entries  # noqa: PLC0415
    from sendcloud_lint.engine.deep import deep  # noqa: PLC0415

    evidence = _evidence(project, found, None, options.jobs)
    problems = _gated(_with_crashes(project, found, evidence), evidence.gate, options.tell).problems
    told = deep(lambda: entries(project, evidence))
    relevant = set().union(*found.groups) & set(project.files)
    return Account(told, problems, base.files_checked, len(relevant))


def _evidence(project: Given, found: _Found, known: Baseline | None, jobs: int | None = 1) -> Evidence:
    """As many processes as `jobs` may work, where no thread runs."""
    from sendcloud_lint.engine.evidence import gather  # noqa: PLC0415
    from sendcloud_lint.engine.parts import Files  # noqa: PLC0415
    from sendcloud_lint.knowledge.masks import BUILT_IN_SALT  # noqa: PLC0415

    salt = BUILT_IN_SALT if known is None else known.key
    files = Files(found.groups, frozenset(project.files), found.traces, found.read)
    return gather(
        files,
        found.hosts,
        found.clients,
        found.variables,
        salt=salt,
        progress=found.progress,
        tested=project.configs.is_test,
        jobs=jobs,
    )


def _found(project: Given, options: Options) -> _Found:
    _validate(project)
    configs = _all_configs(project)
    scan = _scanned(project, configs, options)
    files, read = set(project.files), _reader(project)
    readable = {*project.project, *files} - scan.skipped.keys() - set(scan.absent)
    groups = _relevant(project.root, readable, set(scan.relevant), read) if scan.relevant else []
    hosts = frozenset(host for config in configs for host in config.hosts)
    clients = {name: places for config in configs for name, places in config.clients.items()}
    # Who else uses a key may stand in any of them.
    wanted = groups if any(group & files for group in groups) else []
    variables = frozenset(name for config in configs for names in config.variables.values() for name in names)
    said = tuple(_said(project, scan))
    for line in () if wanted else said:
        options.tell(line)
    return _Found(
        _summed(project, scan), wanted, set(scan.relevant), read, hosts, clients, variables, frozenset(scan.skipped),
        options.progress, said,
    )  # fmt: skip


def _scanned(project: Given, configs: Sequence[Config], options: Options) -> Scan:
    sought = Sought(
        words=_words(configs),
        named=project.named,
        max_file_size=lambda path: project.configs.of(path).max_file_size,
        least_limit=min(config.max_file_size for config in configs),
    )
    files = (*project.project, *project.files)
    return prefilter(project.root, files, options.jobs, sought, project.held, options.progress)


def _summed(project: Given, scan: Scan) -> Result:
    """What can be said before any file is judged."""
    files = set(project.files)
    problems = [each for each in scan.problems if each.path is None or each.path in files]
    skipped, absent = (sum(path in files for path in left) for left in (scan.skipped, scan.absent))
    return Result(
        problems=tuple(_located(project.root, each) for each in (*project.problems, *problems)),
        warnings=_warnings(project, scan),
        files_checked=len(files) - skipped - absent - sum(each.path is not None for each in problems),
        files_skipped=skipped,
    )


def _located(root: str, problem: Problem) -> Problem:
    return problem if problem.path is None else problem._replace(path=shown_path(os.path.join(root, problem.path)))


def _warnings(project: Given, scan: Scan) -> tuple[str, ...]:
    return tuple(
        f"{shown_path(os.path.join(project.root, path))} {why} and was skipped"
        for path, why in scan.skipped.items()
        if path in project.named
    )


def _said(project: Given, scan: Scan) -> Iterator[str]:
    """What a verbose run says of a search."""
    count = f"{len(scan.relevant):,} of {len(project.project):,} files"
    yield f"{shown_path(project.root)}: {count} hold a trace of the API"
    for path, why in scan.skipped.items():
        yield f"{shown_path(os.path.join(project.root, path))} {why} and was skipped"


def _validate(project: Given) -> None:
    """Selectors can only be wrong where somebody wrote some; then the rules are worth their import."""
    chosen = [
        config
        for config in _configs_of(project, project.files)
        if config.select is not None or config.ignore or config.extend_select or config.per_file_ignores
    ]
    if chosen:
        from sendcloud_lint.engine.configuration.selection import check_selectors  # noqa: PLC0415

        for config in chosen:
            check_selectors(config)


def _all_configs(project: Given) -> list[Config]:
    """Every configuration in the project: what a file means may depend on what another's says of hosts and names."""
    return _configs_of(project, (*project.project, ""))


def _configs_of(project: Given, files: Iterable[str]) -> list[Config]:
    folders = {path.rpartition("/")[0] for path in files}
    return list({id(config): config for config in map(project.configs.of_folder, sorted(folders))}.values())


def _words(configs: Sequence[Config]) -> tuple[str, ...]:
    names = (name for config in configs for given in config.variables.values() for name in given)
    return (*(host for config in configs for host in config.hosts), *names)


def _relevant(root: str, files: set[str], traces: set[str], read: Callable[[str], bytes | None]) -> list[set[str]]:
    from sendcloud_lint.engine.files.closure import closure  # noqa: PLC0415

    return closure(root, files, traces, read)


def _reader(project: Given) -> Callable[[str], bytes | None]:
    """Reads a project's file again, as the prefilter did: regular files only, without ever waiting for one."""

    def read(path: str) -> bytes | None:
        if path in project.held.paths:
            return project.held.content(path)
        try:
            handle = os.open(os.path.join(project.root, path), os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
            with open(handle, "rb") as file:
                return file.read() if stat.S_ISREG(os.fstat(handle).st_mode) else None
        except OSError:
            return None

    return read


def merged(results: Sequence[Result]) -> Result:
    """Several results as one, in the order in which findings are told."""
    counts = ("files_checked", "files_relevant", "files_skipped", "suppressed", "baselined", "requests", "credentials")
    return Result(
        findings=tuple(sorted((f for r in results for f in r.findings), key=lambda finding: finding.sort_key)),
        problems=tuple(problem for result in results for problem in result.problems),
        warnings=tuple(warning for result in results for warning in result.warnings),
        held=tuple(finding for result in results for finding in result.held),
        **{name: sum(getattr(result, name) for result in results) for name in counts},
    )
