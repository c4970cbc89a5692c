"""The commands besides `check`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Final

import click

from sendcloud_lint.cli import program
from sendcloud_lint.cli.program import FILE, PATHS, complete_path, guarded, help_option, selection_options

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


def _complete_rule(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
    from sendcloud_lint.cli import completing  # noqa: PLC0415

    return completing.rules(incomplete)


@click.command()
@click.argument("paths", **PATHS)
@click.option("--config", "config_file", **FILE, help="Take the configuration from this file.")
@click.option("--isolated", is_flag=True, help="Read no configuration file.")
@click.option("--output-format", type=click.Choice(("text", "json")), default="text", help="How to tell it.")
@click.option("--color", type=click.Choice(("auto", "always", "never")), default="auto", help="When to use colours.")
@click.option("--verbose", "-v", is_flag=True, help="Say more on standard error.")
@help_option
def facts(paths: tuple[str, ...], **options: Any) -> None:
    """Print what is understood of PATH: requests, credentials, addresses, and calls that could not be judged.

    Values are never shown: keys are masked, all others told by their length and their place.
    """
    from sendcloud_lint.cli import understanding  # noqa: PLC0415

    sys.exit(guarded(lambda: understanding.facts(paths, options), verbose=options["verbose"]))


@click.command()
@click.argument("paths", **PATHS)
@selection_options
@click.option("--baseline", "baseline_file", **FILE, help="Write this file.")
@click.option("--prune", is_flag=True, help="Take out what is gone, and add nothing.")
@click.option("--verbose", "-v", is_flag=True, help="Say more on standard error.")
@help_option
def baseline(paths: tuple[str, ...], **options: Any) -> None:
    """Write what PATH has now into the baseline: `check` tells none of it again.

    What is new is added, what is gone is taken out, what stands elsewhere in the project is kept.
    """
    from sendcloud_lint.cli import adopting  # noqa: PLC0415

    sys.exit(guarded(lambda: adopting.baseline(paths, options), verbose=options["verbose"]))


@click.command()
@click.argument("name", required=False, shell_complete=_complete_rule, metavar="[CODE|NAME]")
@click.option(
    "--output-format", type=click.Choice(("text", "json", "markdown")), default="text", help="How to tell it."
)
@help_option
def rule(name: str | None, output_format: str) -> None:
    """Explain one rule, or list them all."""
    from sendcloud_lint.cli import explaining  # noqa: PLC0415

    sys.exit(guarded(lambda: explaining.explain(name, output_format)))


@click.command()
@click.argument("path", shell_complete=complete_path, default=".")
@selection_options
@click.option("--output-format", type=click.Choice(("text", "json")), default="text", help="How to tell it.")
@click.option("--file-types", "of_files", is_flag=True, help="Print which file is read as what instead.")
@click.option("--schema", "of_keys", is_flag=True, help="Print the JSON Schema of the configuration instead.")
@help_option
def config(path: str, output_format: str, of_files: bool, of_keys: bool, **options: Any) -> None:
    """Print the settings in force for PATH, and where each came from."""
    from sendcloud_lint.cli import explaining  # noqa: PLC0415

    if of_files:
        sys.exit(guarded(lambda: explaining.file_types(output_format)))
    if of_keys:
        sys.exit(guarded(explaining.schema))
    sys.exit(guarded(lambda: explaining.settings(path, output_format, options)))


@click.command()
@click.argument("shell", type=click.Choice(("bash", "zsh", "fish")))
@help_option
def completion(shell: str) -> None:
    """Print what makes SHELL complete this command's words."""
    from sendcloud_lint.cli import completing  # noqa: PLC0415

    sys.exit(guarded(lambda: completing.script(program.commands, shell, program.PROGRAM, program.ASKED_BY_A_SHELL)))


COMMANDS: Final = {command.name or "": command for command in (baseline, completion, config, facts, rule)}
