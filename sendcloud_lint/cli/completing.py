"""`completion`, and what a shell that has its script asks on each press of the key: what may stand here."""

from __future__ import annotations

from collections.abc import Iterable

from click import Command
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    ShellComplete,
    ZshComplete,
    add_completion_class,
    get_completion_class,
)

from sendcloud_lint.cli.status import CLEAN
from sendcloud_lint.cli.terminal import write


class _Joined(ShellComplete):
    """An option and its value in one word, `--select=SCL1`: click finds what may follow, and forgets the option."""

    _before = ""

    def get_completion_args(self) -> tuple[list[str], str]:
        args, incomplete = super().get_completion_args()
        name, sign, value = incomplete.partition("=")
        if not sign or not name.startswith("--"):
            return args, incomplete
        self._before = f"{name}="
        return [*args, name], value

    def format_completion(self, item: CompletionItem[str]) -> str:
        if item.type == "plain":
            item.value = f"{self._before}{item.value}"
        return super().format_completion(item)


class _Bash(_Joined, BashComplete):
    """Bash hands `--select=SCL1` over as three words, of which click understands the first two."""

    def get_completion_args(self) -> tuple[list[str], str]:
        args, incomplete = super().get_completion_args()
        is_parted = args[-1:] == ["="] and "".join(args[-2:]).startswith("--")
        return (args[:-1] if is_parted else args), incomplete


class _Zsh(_Joined, ZshComplete):
    pass


class _Fish(_Joined, FishComplete):
    """A value may hold commas itself."""

    source_template = FishComplete.source_template.replace('string split ","', 'string split --max 1 ","')


def register() -> None:
    """Let click use these where a shell asks."""
    add_completion_class(_Bash, "bash")
    add_completion_class(_Zsh, "zsh")
    add_completion_class(_Fish, "fish")


def script(commands: Command, shell: str, program: str, variable: str) -> int:
    """The status. What is printed is for the shell to read when it starts; it asks by setting the variable."""
    register()
    chosen = get_completion_class(shell)
    # The class's own would ask the shell for its version first, which need not be here.
    write("" if chosen is None else ShellComplete.source(chosen(commands, {}, program, variable)))
    return CLEAN


def paths(incomplete: str) -> list[CompletionItem[str]]:
    """The shell knows them."""
    return [CompletionItem(incomplete, type="file")]


def rules(incomplete: str) -> list[CompletionItem[str]]:
    """Codes and names that begin so."""
    return [CompletionItem(word, help=says) for word, says in _words() if _begins(word, incomplete)]


def selectors(incomplete: str) -> list[CompletionItem[str]]:
    """The same for a list, of which the last word is open: no word comes twice."""
    before, comma, last = incomplete.rpartition(",")
    given = {word.strip() for word in before.split(",")}
    words = (("ALL", "every rule"), *_words())
    return [
        CompletionItem(f"{before}{comma}{word}", help=says)
        for word, says in words
        if _begins(word, last) and word not in given
    ]


def formats(incomplete: str) -> list[CompletionItem[str]]:
    """The formats, or the file that one of them goes to."""
    from sendcloud_lint.reports.formats import FORMATS  # noqa: PLC0415

    _, is_file, file = incomplete.partition("=")
    return paths(file) if is_file else [CompletionItem(name) for name in FORMATS if name.startswith(incomplete)]


def _words() -> Iterable[tuple[str, str]]:
    from sendcloud_lint.engine.catalogue import all_rules  # noqa: PLC0415

    yield from ((rule.code, rule.name) for rule in all_rules())
    yield from ((rule.name, rule.code) for rule in all_rules())


def _begins(word: str, incomplete: str) -> bool:
    return word.startswith((incomplete, incomplete.upper()))
