"""The checker for other programs. Nothing is printed, nobody's process is ended, and calls may come from any thread.

What is raised is a `LintError`: ConfigError, MissingPath and UnknownRule say what to mend, InternalError is a fault of
the checker's own. An argument that is nonsense by itself is a ValueError.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from sendcloud_lint.engine import run
from sendcloud_lint.engine.configuration.config import Config, from_mapping, load_file
from sendcloud_lint.engine.configuration.overrides import Overrides, baseline_file
from sendcloud_lint.model.outcome import LintError, Result, UnknownRule
from sendcloud_lint.model.progress import unwatched

if TYPE_CHECKING:
    from sendcloud_lint.model.page import Explanation

__all__ = ["check_paths", "check_text", "explain"]

Path = str | os.PathLike[str]
_MARK = b"\xef\xbb\xbf"
_Done = TypeVar("_Done")


def check_paths(  # noqa: PLR0913  it has what the command has
    paths: Path | Iterable[Path] = ".",
    *,
    config: Path | Mapping[str, Any] | None = None,
    isolated: bool = False,
    select: Iterable[str] | None = None,
    ignore: Iterable[str] = (),
    extend_select: Iterable[str] = (),
    exclude: Iterable[str] = (),
    baseline: Path | None = None,
    diff_base: str | None = None,
    staged: bool = False,
    show_suppressed: bool = False,
    force_exclude: bool = False,
    include_ignored: bool = False,
    jobs: int | None = None,
    tell: Callable[[str], None] | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> Result:
    """Check files and folders, as `sendcloud-lint check` does. Raises LintError and ValueError.

    With `staged` no paths mean what is staged. `config` is a file, or what would stand in one; `isolated` reads none.
    `tell` takes each line that only `--verbose` prints, `progress` what is being done, how much of it, and of how much.
    The other arguments are the options of the same name; without `jobs` other processes work along only where no
    other thread runs.
    """
    given = (os.fspath(paths),) if isinstance(paths, str | os.PathLike) else tuple(os.fspath(path) for path in paths)
    options = run_options(
        config=config, isolated=isolated, select=select, ignore=ignore, extend_select=extend_select, exclude=exclude,
        baseline=baseline, diff_base=diff_base, staged=staged, show_suppressed=show_suppressed,
        force_exclude=force_exclude, include_ignored=include_ignored, jobs=jobs, tell=tell,
        progress=progress,
    )  # fmt: skip
    return _guarded(lambda: run.run(given, options))


def check_text(  # noqa: PLR0913  it has what the command has
    text: str | bytes,
    *,
    filename: Path = "stdin.py",
    config: Path | Mapping[str, Any] | None = None,
    isolated: bool = False,
    select: Iterable[str] | None = None,
    ignore: Iterable[str] = (),
    extend_select: Iterable[str] = (),
    exclude: Iterable[str] = (),
    baseline: Path | None = None,
    show_suppressed: bool = False,
    force_exclude: bool = False,
    jobs: int | None = None,
    tell: Callable[[str], None] | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> Result:
    """Check a text as if it were the file `filename`, which need not exist. Raises LintError and ValueError.

    The rest of the project that `filename` lies in is read as in `check_paths`. A `str` is taken as it is, whatever
    encoding it declares; `bytes` are decoded as a file's would be.
    """
    data = text if isinstance(text, bytes) else _MARK + text.removeprefix("\ufeff").encode("utf-8", "surrogatepass")
    options = run_options(
        config=config, isolated=isolated, select=select, ignore=ignore, extend_select=extend_select, exclude=exclude,
        baseline=baseline, show_suppressed=show_suppressed, force_exclude=force_exclude, jobs=jobs, tell=tell,
        progress=progress,
    )  # fmt: skip
    return _guarded(lambda: run.run_text(data, os.fspath(filename), options))


def explain(rule: str) -> Explanation:
    """What the manual says of a rule, by its code or its name. Raises UnknownRule."""
    return _guarded(lambda: _explained(rule))


def run_options(  # noqa: PLR0913  it has what the command has
    *,
    config: Path | Mapping[str, Any] | None = None,
    isolated: bool = False,
    select: Iterable[str] | None = None,
    ignore: Iterable[str] = (),
    extend_select: Iterable[str] = (),
    exclude: Iterable[str] = (),
    baseline: Path | None = None,
    diff_base: str | None = None,
    staged: bool = False,
    show_suppressed: bool = False,
    force_exclude: bool = False,
    include_ignored: bool = False,
    jobs: int | None = None,
    tell: Callable[[str], None] | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> run.Options:
    """What a run is told: for the commands that do more than check. Raises ConfigError, UnknownRule and ValueError."""
    if isolated and config is not None:
        raise ValueError("config and isolated exclude each other")
    if jobs is not None and jobs < 1:
        raise ValueError("jobs must be at least 1")
    select, ignore, extend_select = None if select is None else _words(select), _words(ignore), _words(extend_select)
    over = Overrides(select, ignore, extend_select, _words(exclude))
    options = run.Options(
        adjust=over.over, force_exclude=force_exclude, include_ignored=include_ignored, jobs=_processes(jobs),
        tell=tell or _unheard, baseline=None if baseline is None else os.fspath(baseline), diff_base=diff_base,
        staged=staged, show_suppressed=show_suppressed, progress=progress or unwatched,
    )  # fmt: skip
    return _guarded(lambda: _settled(options, over, Config() if isolated else config))


def _settled(options: run.Options, over: Overrides, config: Config | Path | Mapping[str, Any] | None) -> run.Options:
    for argument in ("select", "ignore", "extend_select"):
        _check(argument, getattr(over, argument) or ())
    fixed = _fixed(config)
    return options._replace(fixed=fixed, baseline=baseline_file(options.baseline, fixed))


def _fixed(config: Config | Path | Mapping[str, Any] | None) -> Config | None:
    if config is None or isinstance(config, Config):
        return config
    return from_mapping(config) if isinstance(config, Mapping) else load_file(os.fspath(config))


def _check(argument: str, selectors: tuple[str, ...]) -> None:
    """A slip is one even where there is nothing to check."""
    if selectors:
        from sendcloud_lint.engine.configuration.selection import unknown  # noqa: PLC0415

        wrong = unknown(selectors)
        if wrong is not None:
            raise UnknownRule(f"{argument}: {wrong}")


def _words(given: Iterable[str]) -> tuple[str, ...]:
    """One word alone is a list of one."""
    return (given,) if isinstance(given, str) else tuple(given)


def _processes(jobs: int | None) -> int | None:
    """A process with threads is not forked unless that is asked for: what they hold would stay held in the child."""
    threading = sys.modules.get("threading")
    return 1 if jobs is None and threading is not None and threading.active_count() > 1 else jobs


def _unheard(line: str) -> None:
    """Nobody asked."""


def _explained(rule: str) -> Explanation:
    from sendcloud_lint.engine import manual  # noqa: PLC0415

    found = manual.explanation(rule)
    if found is None:
        raise UnknownRule(f"{rule!r} is no rule{manual.suggestion(rule)}")
    return found


def _guarded(work: Callable[[], _Done]) -> _Done:
    """Errors leave alone: what an error was raised from, and the frames that it went through, hold what was read."""
    error: LintError
    try:
        return work()
    except LintError as known:
        error = known
    except Exception as unknown:
        from sendcloud_lint.engine.frames import internal  # noqa: PLC0415

        error = internal(unknown)
    error.__context__ = error.__cause__ = None
    raise error.with_traceback(None)
