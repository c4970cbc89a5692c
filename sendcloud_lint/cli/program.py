"""The command: options in, exit status out. The engine never prints."""

from __future__ import annotations

import gc
import os
import sys
import warnings
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

from sendcloud_lint import __version__
from sendcloud_lint.cli.status import CLEAN, INCOMPLETE, MISUSE, Misuse
from sendcloud_lint.cli.terminal import complain, give_up_writing
from sendcloud_lint.model.outcome import THRESHOLDS

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from sendcloud_lint.model.outcome import InternalError


PROGRAM = "sendcloud-lint"
ASKED_BY_A_SHELL = "_SENDCLOUD_LINT_COMPLETE"


def complete_path(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
    from sendcloud_lint.cli import completing  # noqa: PLC0415

    return completing.paths(incomplete)


# click's own type for paths, its `--help` and its `--version` look for translations, which costs every run two
# milliseconds.
FILE: dict[str, Any] = {"shell_complete": complete_path, "metavar": "FILE"}
NAME = {**FILE, "metavar": "NAME"}
PATHS: dict[str, Any] = {"shell_complete": complete_path, "nargs": -1, "metavar": "[PATH]..."}


# Of `others.COMMANDS`, which is brought in when one of them is asked for.
_OTHERS = ("baseline", "completion", "config", "facts", "rule")


class _Commands(click.Group):
    """A first word that is no command is a path to check."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] not in ("check", *_OTHERS, "--help", "-h", "--version", "-V"):
            args = ["check", *args]
        return super().parse_args(ctx, args or ["--help"])

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(("check", *_OTHERS))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _OTHERS:
            return super().get_command(ctx, cmd_name)
        from sendcloud_lint.cli import others  # noqa: PLC0415

        return others.COMMANDS[cmd_name]

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem[str]]:
        """So a first word may be a path, and an option one of `check`."""
        from sendcloud_lint.cli import completing  # noqa: PLC0415

        found = super().shell_complete(ctx, incomplete)
        if not incomplete.startswith("-"):
            return [*completing.paths(incomplete), *found]
        check = self.commands["check"]
        of_check = check.shell_complete(click.Context(check, parent=ctx, info_name="check"), incomplete)
        return [*found, *(item for item in of_check if item.value not in {own.value for own in found})]


def _complete_selectors(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
    from sendcloud_lint.cli import completing  # noqa: PLC0415

    return completing.selectors(incomplete)


def _complete_format(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
    from sendcloud_lint.cli import completing  # noqa: PLC0415

    return completing.formats(incomplete)


def _codes(ctx: click.Context, option: click.Parameter, given: Sequence[str]) -> tuple[str, ...] | None:
    """Several options and several words in one, apart by commas, are one list."""
    words = tuple(word.strip() for text in given for word in text.split(",") if word.strip())
    return words or None


def _show_help(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        click.echo(ctx.get_help(), color=ctx.color)
        ctx.exit()


def _show_version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        click.echo(f"{PROGRAM}, version {__version__}", color=ctx.color)
        ctx.exit()


_AT_ONCE: dict[str, Any] = {"is_flag": True, "expose_value": False, "is_eager": True}
help_option = click.option("-h", "--help", **_AT_ONCE, callback=_show_help, help="Show this message and exit.")
_version_option = click.option("--version", "-V", **_AT_ONCE, callback=_show_version, help="Show the version and exit.")


def selection_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """The options that stand for keys of the configuration."""
    several: dict[str, Any] = {"multiple": True, "callback": _codes}
    rules = {**several, "metavar": "CODES", "shell_complete": _complete_selectors}
    options = (
        click.option("--select", **rules, help="Run only these rules: codes, prefixes, names, ALL."),
        click.option("--ignore", **rules, help="Do not run these rules."),
        click.option("--extend-select", **rules, help="Run these rules too."),
        click.option("--fail-on", type=click.Choice(THRESHOLDS), help="The gentlest level that fails the run."),
        click.option("--exclude", **several, metavar="GLOBS", help="Leave out these files and folders too."),
        click.option("--config", "config_file", **FILE, help="Take the configuration from this file."),
        click.option("--isolated", is_flag=True, help="Read no configuration file."),
    )
    for option in reversed(options):
        function = option(function)
    return function


@click.group(cls=_Commands, context_settings={"max_content_width": 100})
@_version_option
@help_option
def commands() -> None:
    """Find wrong and unsafe uses of the Aurora SendCloud email and SMS API.

    `sendcloud-lint PATH` is short for `sendcloud-lint check PATH`.
    """


@commands.command()
@click.argument("paths", **PATHS)
@selection_options
@click.option(
    "--output-format",
    "output_formats",
    multiple=True,
    shell_complete=_complete_format,
    metavar="FORMAT[=FILE]",
    help="How to tell it: text (the default), concise, json, sarif, github, gitlab, gitlab-sast, gitlab-secrets or "
    "junit; FORMAT=FILE writes it to a file, and several options make several reports of one run.",
)
@click.option("--output-file", **FILE, help="Write the report to this file.")
@click.option("--category", metavar="NAME", default="", help="What tells this run's SARIF from others of one commit.")
@click.option("--force-exclude", is_flag=True, help="Leave out excluded files even if they are named.")
@click.option("--include-ignored", "--no-gitignore", is_flag=True, help="Check files that git ignores too.")
@click.option("--stdin-filename", **NAME, help="The name of the text on standard input (with - as the path).")
@click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="How many processes may work.")
@click.option("--color", type=click.Choice(("auto", "always", "never")), default="auto", help="When to use colours.")
@click.option("--quiet", "-q", is_flag=True, help="Findings only.")
@click.option("--baseline", "baseline_file", **FILE, help="Tell no finding that stands in this baseline.")
@click.option("--diff-base", metavar="REV", help="Tell only findings on lines changed since this commit.")
@click.option(
    "--staged", is_flag=True, help="Judge what git would commit: the staged files, or PATH, as git's index has them."
)
@click.option("--show-suppressed", is_flag=True, help="Tell what comments or the baseline hold back too, marked.")
@click.option("--statistics", is_flag=True, help="Tell counts by rule instead of findings.")
@click.option("--add-ignores", is_flag=True, help="Write a comment that ignores it at each finding.")
@click.option("--verbose", "-v", is_flag=True, help="Say more on standard error.")
@help_option
def check(paths: tuple[str, ...], **options: Any) -> None:
    """Check files and folders (default: the current folder)."""
    from sendcloud_lint.cli import checking  # noqa: PLC0415

    sys.exit(guarded(lambda: checking.check(paths, options), verbose=options["verbose"]))


def guarded(work: Callable[[], int], *, verbose: bool = False) -> int:
    """Every expected failure becomes one line and a status; what an error of our own says may quote what was read."""
    from sendcloud_lint.model.outcome import InternalError, LintError  # noqa: PLC0415

    # Modules stay: nobody need look at them again.
    gc.freeze()
    gc.enable()
    try:
        return work()
    except InternalError as error:
        return _crashed(error, verbose=verbose)
    except (LintError, Misuse) as error:
        return _misuse(str(error))
    except Exception as error:
        from sendcloud_lint.engine.frames import internal  # noqa: PLC0415

        return _crashed(internal(error), verbose=verbose)


def _misuse(message: str) -> int:
    complain("error", message)
    return MISUSE


def _crashed(error: InternalError, *, verbose: bool) -> int:
    complain("error", str(error) + ("" if verbose else " (--verbose: where)"))
    for frame in error.frames if verbose else ():
        click.echo(frame, err=True)
    return INCOMPLETE


def run() -> None:
    """Run the command. Misuse found by click is status 2 with one line, as everything else is."""
    if not sys.warnoptions:
        # A warning of the interpreter's about a scanned text would quote it.
        warnings.simplefilter("ignore")
    if ASKED_BY_A_SHELL in os.environ:
        from sendcloud_lint.cli import completing  # noqa: PLC0415

        completing.register()
    try:
        status = commands.main(prog_name=PROGRAM, complete_var=ASKED_BY_A_SHELL, standalone_mode=False)
        sys.exit(status if isinstance(status, int) else CLEAN)
    except click.ClickException as error:
        sys.exit(_misuse(error.format_message()))
    except OSError as error:
        # Of click's own words, as those of a command are written with care.
        give_up_writing(error)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
