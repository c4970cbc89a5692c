"""The command: options in, exit status out. The engine never prints."""

from __future__ import annotations

import os
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

from sendcloud_lint import __version__

if TYPE_CHECKING:
    from sendcloud_lint.engine.config import Config
    from sendcloud_lint.model.outcome import Problem, Result
    from sendcloud_lint.model.page import Page
    from sendcloud_lint.reports.delivery import Target

CLEAN, FINDINGS, MISUSE, INCOMPLETE = 0, 1, 2, 3
THRESHOLDS = ("error", "warning", "info", "never")


class _Commands(click.Group):
    """A first word that is no command is a path to check."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] not in (*self.commands, "--help", "-h", "--version", "-V"):
            args = ["check", *args]
        return super().parse_args(ctx, args or ["--help"])


class _Misuse(Exception):
    """What was asked for can't be done. The message is one line."""


def _codes(ctx: click.Context, option: click.Parameter, given: Sequence[str]) -> tuple[str, ...] | None:
    """Several options and several words in one, apart by commas, are one list."""
    words = tuple(word.strip() for text in given for word in text.split(",") if word.strip())
    return words or None


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, "--version", "-V", prog_name="sendcloud-lint")
def commands() -> None:
    """Find wrong and unsafe uses of the Aurora SendCloud email and SMS API.

    `sendcloud-lint PATH` is short for `sendcloud-lint check PATH`.
    """


def _selection_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """The options that stand for keys of the configuration."""
    several: dict[str, Any] = {"multiple": True, "callback": _codes}
    options = (
        click.option("--select", **several, metavar="CODES", help="Run only these rules: codes, prefixes, names, ALL."),
        click.option("--ignore", **several, metavar="CODES", help="Do not run these rules."),
        click.option("--extend-select", **several, metavar="CODES", help="Run these rules too."),
        click.option("--fail-on", type=click.Choice(THRESHOLDS), help="The gentlest level that fails the run."),
        click.option("--exclude", **several, metavar="GLOBS", help="Leave out these files and folders too."),
        click.option("--config", "config_file", metavar="FILE", help="Take the configuration from this file."),
        click.option("--isolated", is_flag=True, help="Read no configuration file."),
    )
    for option in reversed(options):
        function = option(function)
    return function


@commands.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@_selection_options
@click.option(
    "--output-format",
    "output_formats",
    multiple=True,
    metavar="FORMAT[=FILE]",
    help="How to tell it: text (the default), concise, json, sarif, github, gitlab, gitlab-sast or junit; FORMAT=FILE "
    "writes it to a file, and several options make several reports of one run.",
)
@click.option("--output-file", type=click.Path(), metavar="FILE", help="Write the report to this file.")
@click.option("--category", metavar="NAME", default="", help="What tells this run's SARIF from others of one commit.")
@click.option("--force-exclude", is_flag=True, help="Leave out excluded files even if they are named.")
@click.option("--include-ignored", "--no-gitignore", is_flag=True, help="Check files that git ignores too.")
@click.option("--stdin-filename", metavar="NAME", help="The name of the text on standard input (with - as the path).")
@click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="How many processes may work.")
@click.option("--color", type=click.Choice(("auto", "always", "never")), default="auto", help="When to use colours.")
@click.option("--quiet", "-q", is_flag=True, help="Findings only.")
@click.option("--baseline", "baseline_file", metavar="FILE", help="Tell no finding that stands in this baseline.")
@click.option("--diff-base", metavar="REV", help="Tell only findings on lines changed since this commit.")
@click.option("--statistics", is_flag=True, help="Tell counts by rule instead of findings.")
@click.option("--add-ignores", is_flag=True, help="Write a comment that ignores it at each finding.")
@click.option("--verbose", "-v", is_flag=True, help="Say more on standard error.")
def check(paths: tuple[str, ...], **options: Any) -> None:
    """Check files and folders (default: the current folder)."""
    sys.exit(_guarded(lambda: _check(paths, options), verbose=options["verbose"]))


@commands.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--config", "config_file", metavar="FILE", help="Take the configuration from this file.")
@click.option("--isolated", is_flag=True, help="Read no configuration file.")
@click.option("--output-format", type=click.Choice(("text", "json")), default="text", help="How to tell it.")
@click.option("--color", type=click.Choice(("auto", "always", "never")), default="auto", help="When to use colours.")
@click.option("--verbose", "-v", is_flag=True, help="Say more on standard error.")
def facts(paths: tuple[str, ...], **options: Any) -> None:
    """Print what is understood of PATH: requests, credentials, addresses, and calls that could not be judged.

    Values are never shown: keys are masked, all others told by their length and their place.
    """
    sys.exit(_guarded(lambda: _facts(paths, options), verbose=options["verbose"]))


@commands.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@_selection_options
@click.option("--baseline", "baseline_file", metavar="FILE", help="Write this file.")
@click.option("--prune", is_flag=True, help="Take out what is gone, and add nothing.")
@click.option("--verbose", "-v", is_flag=True, help="Say more on standard error.")
def baseline(paths: tuple[str, ...], **options: Any) -> None:
    """Write what PATH has now into the baseline: `check` tells none of it again.

    What is new is added, what is gone is taken out, what stands elsewhere in the project is kept.
    """
    sys.exit(_guarded(lambda: _baseline(paths, options), verbose=options["verbose"]))


@commands.command()
@click.argument("name", required=False, metavar="[CODE|NAME]")
@click.option(
    "--output-format", type=click.Choice(("text", "json", "markdown")), default="text", help="How to tell it."
)
def rule(name: str | None, output_format: str) -> None:
    """Explain one rule, or list them all."""
    sys.exit(_guarded(lambda: _explain(name, output_format)))


@commands.command()
@click.argument("path", default=".")
@_selection_options
@click.option("--output-format", type=click.Choice(("text", "json")), default="text", help="How to tell it.")
@click.option("--file-types", "of_files", is_flag=True, help="Print which file is read as what instead.")
def config(path: str, output_format: str, of_files: bool, **options: Any) -> None:
    """Print the settings in force for PATH, and where each came from."""
    sys.exit(_guarded(lambda: _file_types(output_format) if of_files else _settings(path, output_format, options)))


def _guarded(work: Callable[[], int], *, verbose: bool = False) -> int:
    """Every expected failure becomes one line and a status; what an error of our own says may quote what was read."""
    from sendcloud_lint.engine.config import ConfigError  # noqa: PLC0415
    from sendcloud_lint.engine.discover import MissingPath  # noqa: PLC0415

    try:
        return work()
    except (ConfigError, MissingPath, _Misuse) as error:
        return _misuse(str(error))
    except Exception as error:
        return _crashed(error, verbose=verbose)


def _explain(name: str | None, output_format: str) -> int:
    from sendcloud_lint.engine import manual  # noqa: PLC0415

    page = manual.page(name, output_format)
    if page is None:
        raise _Misuse(f"{name!r} is no rule{manual.suggestion(name or '')}")
    _write(page)
    return CLEAN


def _facts(paths: tuple[str, ...], options: dict[str, Any]) -> int:
    from sendcloud_lint.engine import run  # noqa: PLC0415
    from sendcloud_lint.reports import account  # noqa: PLC0415

    tell = _noted if options["verbose"] else lambda line: None
    understood = run.facts(paths or (".",), run.Options(fixed=_fixed(options), tell=tell))
    if options["output_format"] == "json":
        _write(account.as_json(understood, version=__version__))
    else:
        _write(account.as_text(understood, color=_colored(options["color"], None)))
    _tell_problems(understood.problems)
    return INCOMPLETE if understood.problems else CLEAN


def _settings(path: str, output_format: str, options: dict[str, Any]) -> int:
    from sendcloud_lint.engine import manual  # noqa: PLC0415
    from sendcloud_lint.engine.config import Configs  # noqa: PLC0415
    from sendcloud_lint.engine.discover import MissingPath, project_root  # noqa: PLC0415
    from sendcloud_lint.engine.selection import check_selectors  # noqa: PLC0415

    _check_selectors(options)
    if not os.path.exists(path):
        raise MissingPath(f"{path}: no such file or folder")
    root = project_root(path)
    folder = os.path.abspath(path) if os.path.isdir(path) else os.path.dirname(os.path.abspath(path))
    relative = os.path.relpath(folder, root).replace(os.sep, "/")
    found = Configs(root, _fixed(options), _adjust(options)).of_folder("" if relative == "." else relative)
    check_selectors(found)
    _write(manual.settings(found, output_format))
    return CLEAN


def _file_types(output_format: str) -> int:
    from sendcloud_lint.engine import manual  # noqa: PLC0415

    _write(manual.which_is_what(output_format))
    return CLEAN


def _check(paths: tuple[str, ...], options: dict[str, Any]) -> int:
    from sendcloud_lint.reports.formats import FOR_PEOPLE  # noqa: PLC0415

    _check_selectors(options)
    targets = _targets(options)
    if options["statistics"] and not any(target.format in FOR_PEOPLE for target in targets):
        raise _Misuse("--statistics is for people: it goes with no machine's --output-format")
    threshold = _threshold(options)
    return _report(_run(paths, options), threshold, targets, options)


def _targets(options: dict[str, Any]) -> Sequence[Target]:
    from sendcloud_lint.reports.delivery import Undeliverable, targets  # noqa: PLC0415

    try:
        return targets(options["output_formats"], options["output_file"])
    except Undeliverable as error:
        raise _Misuse(str(error)) from None


def _baseline(paths: tuple[str, ...], options: dict[str, Any]) -> int:
    from sendcloud_lint.engine import run  # noqa: PLC0415
    from sendcloud_lint.engine.adoption import keep_baseline  # noqa: PLC0415

    _check_selectors(options)
    tell = _noted if options["verbose"] else lambda line: None
    chosen = run.Options(fixed=_fixed(options), adjust=_adjust(options), tell=tell, baseline=_baseline_file(options))
    kept = keep_baseline(paths or (".",), chosen, prune=options["prune"])
    _tell_problems(kept.problems)
    if kept.problems:
        return INCOMPLETE
    _write(f"{kept.sentence}\n")
    return CLEAN


def _baseline_file(options: dict[str, Any]) -> str | None:
    """`baseline` comes from the command line, else from the configuration nearest to the current folder."""
    if options["baseline_file"] is not None:
        chosen: str = options["baseline_file"]
        return chosen
    found = _nearest(options)
    return None if found.baseline is None else os.path.join(found.folder, found.baseline)


def _check_selectors(options: dict[str, Any]) -> None:
    """A slip on the command line is one even where there is nothing to check."""
    for name in ("select", "ignore", "extend_select"):
        if options[name]:
            from sendcloud_lint.engine.selection import unknown  # noqa: PLC0415

            wrong = unknown(options[name])
            if wrong is not None:
                raise _Misuse(f"--{name.replace('_', '-')}: {wrong}")


def _run(paths: tuple[str, ...], options: dict[str, Any]) -> Result:
    from sendcloud_lint.engine import run  # noqa: PLC0415

    chosen = run.Options(
        fixed=_fixed(options),
        adjust=_adjust(options),
        force_exclude=options["force_exclude"],
        include_ignored=options["include_ignored"],
        jobs=options["jobs"],
        tell=_noted if options["verbose"] else lambda line: None,
        baseline=_baseline_file(options),
        diff_base=options["diff_base"],
    )
    name = options["stdin_filename"]
    if paths == ("-",) or (not paths and name is not None):
        if options["diff_base"] is not None or options["add_ignores"]:
            raise _Misuse("--diff-base and --add-ignores are about files: standard input (-) is none")
        return run.run_text(sys.stdin.buffer.read(), name or "stdin.py", chosen)
    if "-" in paths or name is not None:
        raise _Misuse("standard input (-, --stdin-filename) can't be checked together with other paths")
    if options["add_ignores"]:
        _add_ignores(paths or (".",), chosen)
    return run.run(paths or (".",), chosen)


def _add_ignores(paths: Sequence[str], chosen: Any) -> None:
    """What is told after it is what is left."""
    from sendcloud_lint.engine.adoption import add_ignores  # noqa: PLC0415
    from sendcloud_lint.reports.printable import printable  # noqa: PLC0415

    added = add_ignores(paths, chosen)
    for line in added.left:
        _complain("warning", printable(line))
    _noted(added.sentence)


def _fixed(options: dict[str, Any]) -> Config | None:
    from sendcloud_lint.engine.config import Config, load_file  # noqa: PLC0415

    if options["config_file"] is not None:
        if options["isolated"]:
            raise _Misuse("--config and --isolated exclude each other")
        return load_file(options["config_file"])
    return Config() if options["isolated"] else None


def _adjust(options: dict[str, Any]) -> Callable[[Config], Config]:
    """The command line's word over the configuration's: `--select` starts afresh, the rest is added to what it says."""

    def adjust(found: Config) -> Config:
        more = options["extend_select"] or ()
        if options["select"] is None:
            ignore = (*(one for one in found.ignore if one not in more), *(options["ignore"] or ()))
            more = (*found.extend_select, *more)
        else:
            ignore = options["ignore"] or ()
        return _changed(
            found, select=options["select"] or found.select, ignore=ignore, extend_select=more,
            extend_exclude=(*found.extend_exclude, *(options["exclude"] or ())),
            fail_on=options["fail_on"] or found.fail_on,
        )  # fmt: skip

    return adjust


def _changed(found: Config, **values: object) -> Config:
    """What stays as it was keeps the place where it was written."""
    return found.overridden(**{name: value for name, value in values.items() if value != getattr(found, name)})


def _threshold(options: dict[str, Any]) -> str:
    """`fail-on` comes from the command line, else from the configuration nearest to the current folder."""
    if options["fail_on"] is not None:
        chosen: str = options["fail_on"]
        return chosen
    return _nearest(options).fail_on


def _nearest(options: dict[str, Any]) -> Config:
    """The configuration nearest to the current folder."""
    from sendcloud_lint.engine.config import Configs  # noqa: PLC0415
    from sendcloud_lint.engine.discover import project_root  # noqa: PLC0415

    root = project_root(".")
    folder = os.path.relpath(os.getcwd(), root).replace(os.sep, "/")
    return Configs(root, _fixed(options)).of_folder("" if folder == "." else folder)


def _report(result: Result, threshold: str, targets: Sequence[Target], options: dict[str, Any]) -> int:
    from sendcloud_lint.reports.printable import printable  # noqa: PLC0415

    texts = [_rendered(result, target, options) for target in targets]
    written = [_write_file(target.file, text) for target, text in zip(targets, texts, strict=True) if target.file]
    for warning in result.warnings:
        _complain("warning", printable(warning))
    _tell_problems(result.problems)
    for target, text in zip(targets, texts, strict=True):
        if target.file is None:
            _write(text)
    return _status(result, threshold) if all(written) else INCOMPLETE


def _rendered(result: Result, target: Target, options: dict[str, Any]) -> str:
    from sendcloud_lint.reports.formats import FOR_PEOPLE, Options, report_for  # noqa: PLC0415

    told = Options(
        version=__version__, color=_colored(options["color"], target.file), width=_width(), quiet=options["quiet"],
        category=options["category"], pages=_pages, now=_now(),
    )  # fmt: skip
    is_counted = options["statistics"] and target.format in FOR_PEOPLE
    return report_for("statistics" if is_counted else target.format).render(result, options=told)


def _pages() -> Sequence[Page]:
    from sendcloud_lint.engine.manual import pages  # noqa: PLC0415

    return pages()


def _now() -> float:
    """Or the time that whoever wants the same bytes again has fixed."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    return int(fixed) if fixed.isdecimal() and len(fixed) < 12 else time.time()


def _tell_problems(problems: Sequence[Problem]) -> None:
    from sendcloud_lint.reports.printable import printable  # noqa: PLC0415

    for problem in problems:
        where = f"{problem.path}: " if problem.path is not None else ""
        _complain("incomplete", printable(f"{where}{problem.message}"))


def _status(result: Result, threshold: str) -> int:
    if result.problems:
        return INCOMPLETE
    gravest = min((finding.level.rank for finding in result.findings), default=len(THRESHOLDS))
    return FINDINGS if threshold != "never" and gravest <= THRESHOLDS.index(threshold) else CLEAN


def _write(text: str) -> None:
    """To standard output as UTF-8, whatever the locale; a reader that has gone away is no fault."""
    try:
        sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _write_file(path: str, text: str) -> bool:
    """False, and a line about it, where the file can't be had: what was found is still told elsewhere."""
    from sendcloud_lint.reports.delivery import write  # noqa: PLC0415
    from sendcloud_lint.reports.printable import printable  # noqa: PLC0415

    try:
        write(path, text)
    except OSError as error:
        _complain("incomplete", printable(f"{path}: can't be written: {error.strerror}"))
        return False
    return True


def _colored(wanted: str, target: str | None) -> bool:
    if wanted != "auto":
        return wanted == "always"
    if target is not None or os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def _width() -> int:
    """COLUMNS, else the terminal's, as `shutil` tells it at ten times the import."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isdigit() and int(columns) > 0:
        return int(columns)
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or 120
    except (OSError, ValueError):
        return 120


def _misuse(message: str) -> int:
    from sendcloud_lint.reports.printable import printable  # noqa: PLC0415

    _complain("error", printable(message))
    return MISUSE


def _crashed(error: Exception, *, verbose: bool) -> int:
    """An error of our own. Its message may quote what was read, so only its kind and, if asked for, its frames show."""
    _complain(
        "error", f"sendcloud-lint failed with {type(error).__name__}" + ("" if verbose else " (--verbose: where)")
    )
    if verbose:
        from sendcloud_lint.engine.frames import frames  # noqa: PLC0415

        for frame in frames(error):
            click.echo(frame, err=True)
    return INCOMPLETE


def _noted(line: str) -> None:
    from sendcloud_lint.reports.printable import printable  # noqa: PLC0415

    for each in line.split("\n"):
        click.echo(f"sendcloud-lint: {printable(each)}", err=True)


def _complain(kind: str, message: str) -> None:
    click.echo(f"sendcloud-lint: {kind}: {message}", err=True)


def main() -> None:
    """Run the command. Misuse found by click is status 2 with one line, as everything else is."""
    if not sys.warnoptions:
        # A warning of the interpreter's about a scanned text would quote it.
        warnings.simplefilter("ignore")
    try:
        status = commands.main(prog_name="sendcloud-lint", standalone_mode=False)
        sys.exit(status if isinstance(status, int) else CLEAN)
    except click.ClickException as error:
        sys.exit(_misuse(error.format_message()))
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
