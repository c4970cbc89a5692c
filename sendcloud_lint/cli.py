"""The command: options in, exit status out. The engine never prints."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

from sendcloud_lint import __version__

if TYPE_CHECKING:
    from sendcloud_lint.engine.config import Config
    from sendcloud_lint.model.finding import Result

CLEAN, FINDINGS, MISUSE, INCOMPLETE = 0, 1, 2, 3
THRESHOLDS = ("error", "warning", "info", "never")
FORMATS = ("text", "concise", "json")


class _Commands(click.Group):
    """A first word that is no command is a path to check."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        first = next((word for word in args if word != "--"), None)
        if first is not None and first not in self.commands and first not in ("--help", "-h", "--version", "-V"):
            args = ["check", *args]
        return super().parse_args(ctx, args)


def _codes(ctx: click.Context, option: click.Parameter, given: Sequence[str]) -> tuple[str, ...] | None:
    """Several options and several words in one, apart by commas, are one list."""
    words = tuple(word.strip() for text in given for word in text.split(",") if word.strip())
    return words or None


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    no_args_is_help=True,
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
@click.option("--output-format", type=click.Choice(FORMATS), default="text", show_default=True, help="How to tell it.")
@click.option("--output-file", type=click.Path(), metavar="FILE", help="Write the report to this file.")
@click.option("--force-exclude", is_flag=True, help="Leave out excluded files even if they are named.")
@click.option("--include-ignored", "--no-gitignore", is_flag=True, help="Check files that git ignores too.")
@click.option("--stdin-filename", metavar="NAME", help="The name of the text on standard input (with - as the path).")
@click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="How many processes may work.")
@click.option("--color", type=click.Choice(("auto", "always", "never")), default="auto", help="When to use colours.")
@click.option("--quiet", "-q", is_flag=True, help="Findings only.")
@click.option("--verbose", "-v", is_flag=True, help="Say more on standard error.")
def check(paths: tuple[str, ...], **options: Any) -> None:
    """Check files and folders (default: the current folder)."""
    sys.exit(_check(paths or (".",), options))


@commands.command()
@click.argument("name", required=False, metavar="[CODE|NAME]")
@click.option(
    "--output-format", type=click.Choice(("text", "json", "markdown")), default="text", help="How to tell it."
)
def rule(name: str | None, output_format: str) -> None:
    """Explain one rule, or list them all."""
    from sendcloud_lint.engine import manual  # noqa: PLC0415

    page = manual.page(name, output_format)
    if page is None:
        sys.exit(_misuse(f"{name!r} is no rule{manual.suggestion(name or '')}"))
    _write(page)


@commands.command()
@click.argument("path", default=".")
@_selection_options
@click.option("--output-format", type=click.Choice(("text", "json")), default="text", help="How to tell it.")
def config(path: str, output_format: str, **options: Any) -> None:
    """Print the settings in force for PATH, and where each came from."""
    from sendcloud_lint.engine import manual  # noqa: PLC0415
    from sendcloud_lint.engine.config import ConfigError, Configs  # noqa: PLC0415
    from sendcloud_lint.engine.discover import project_root  # noqa: PLC0415

    try:
        root = project_root(path)
        configs = Configs(root, _fixed(options), _adjust(options))
        relative = os.path.relpath(os.path.abspath(path), root).replace(os.sep, "/")
        folder = relative if os.path.isdir(path) else relative.rpartition("/")[0]
        found = configs.of_folder("" if folder == "." else folder)
        _write(manual.settings(found, output_format))
    except ConfigError as error:
        sys.exit(_misuse(str(error)))


def _check(paths: tuple[str, ...], options: dict[str, Any]) -> int:
    """Run and report; every expected failure becomes one line and a status."""
    from sendcloud_lint.engine.config import ConfigError  # noqa: PLC0415
    from sendcloud_lint.engine.discover import MissingPath  # noqa: PLC0415

    try:
        result = _run(paths, options)
        threshold = _threshold(options)
    except (ConfigError, MissingPath) as error:
        return _misuse(str(error))
    except Exception as error:
        return _crashed(error, verbose=options["verbose"])
    return _report(result, threshold, options)


def _run(paths: tuple[str, ...], options: dict[str, Any]) -> Result:
    from sendcloud_lint.engine import run  # noqa: PLC0415

    chosen = run.Options(
        fixed=_fixed(options),
        adjust=_adjust(options),
        force_exclude=options["force_exclude"],
        include_ignored=options["include_ignored"],
        jobs=options["jobs"],
    )
    if paths == ("-",):
        name = options["stdin_filename"] or "stdin.py"
        return run.run_text(sys.stdin.buffer.read(), name, chosen)
    return run.run(paths, chosen)


def _fixed(options: dict[str, Any]) -> Config | None:
    from sendcloud_lint.engine.config import Config, load_file  # noqa: PLC0415

    if options["config_file"] is not None:
        return load_file(options["config_file"])
    return Config() if options["isolated"] else None


def _adjust(options: dict[str, Any]) -> Callable[[Config], Config]:
    """The command line's word over the configuration's; `exclude` and `ignore` are added to what it says."""

    def adjust(found: Config) -> Config:
        extended = (*found.extend_exclude, *options["exclude"]) if options["exclude"] else None
        added = (*found.extend_select, *options["extend_select"]) if options["extend_select"] else None
        return found.overridden(
            select=options["select"], ignore=options["ignore"], extend_select=added, extend_exclude=extended,
            fail_on=options["fail_on"],
        )  # fmt: skip

    return adjust


def _threshold(options: dict[str, Any]) -> str:
    """`fail-on` comes from the command line, else from the configuration nearest to the current folder."""
    from sendcloud_lint.engine.config import Configs  # noqa: PLC0415
    from sendcloud_lint.engine.discover import project_root  # noqa: PLC0415

    if options["fail_on"] is not None:
        chosen: str = options["fail_on"]
        return chosen
    root = project_root(".")
    folder = os.path.relpath(os.getcwd(), root).replace(os.sep, "/")
    return Configs(root, _fixed(options)).of_folder("" if folder == "." else folder).fail_on


def _report(result: Result, threshold: str, options: dict[str, Any]) -> int:
    from sendcloud_lint.reports.formats import Options, report_for  # noqa: PLC0415
    from sendcloud_lint.reports.printable import printable  # noqa: PLC0415

    for warning in result.warnings:
        _complain("warning", printable(warning))
    for problem in result.problems:
        where = f"{problem.path}: " if problem.path is not None else ""
        _complain("incomplete", printable(f"{where}{problem.message}"))
    target = options["output_file"]
    told = Options(
        version=__version__, color=_colored(options["color"], target), width=_width(), quiet=options["quiet"]
    )
    text = report_for(options["output_format"]).render(result, options=told)
    if target is None:
        _write(text)
    elif not _write_file(target, text):
        return MISUSE
    return _status(result, threshold)


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
    try:
        with open(path, "wb") as file:
            file.write(text.encode("utf-8", "backslashreplace"))
    except OSError as error:
        _misuse(f"{path}: {error.strerror}")
        return False
    return True


def _colored(wanted: str, target: str | None) -> bool:
    if wanted != "auto":
        return wanted == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return target is None and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def _width() -> int:
    from shutil import get_terminal_size  # noqa: PLC0415

    return get_terminal_size((120, 24)).columns


def _misuse(message: str) -> int:
    from sendcloud_lint.reports.printable import printable  # noqa: PLC0415

    _complain("error", printable(message))
    return MISUSE


def _crashed(error: Exception, *, verbose: bool) -> int:
    """An error of our own. Its message may quote what was read, so only its kind and, if asked for, its frames show."""
    _complain("error", f"sendcloud-lint failed with {type(error).__name__}; --verbose shows where")
    if verbose:
        import traceback  # noqa: PLC0415

        for frame in traceback.extract_tb(error.__traceback__):
            click.echo(f"  {frame.filename}:{frame.lineno} in {frame.name}", err=True)
    return INCOMPLETE


def _complain(kind: str, message: str) -> None:
    click.echo(f"sendcloud-lint: {kind}: {message}", err=True)


def main() -> None:
    """Run the command. Misuse found by click is status 2 with one line, as everything else is."""
    try:
        status = commands.main(prog_name="sendcloud-lint", standalone_mode=False)
        sys.exit(status if isinstance(status, int) else CLEAN)
    except click.ClickException as error:
        sys.exit(_misuse(error.format_message()))
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
