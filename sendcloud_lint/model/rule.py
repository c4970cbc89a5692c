"""What a rule is: a check of one kind of fact, with the code, name and level that it is known by."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, get_args, get_type_hints

from sendcloud_lint.model.facts import Fact
from sendcloud_lint.model.finding import Fault
from sendcloud_lint.model.outcome import Level
from sendcloud_lint.model.records import dataclass

Check = Callable[[Any], Iterator[Fault]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """`wants` is the class of facts that `check` takes; `opt_in` rules run only where they are selected.

    `guide` are the ids of the guide's sentences that the rule stands for; empty where the guide says nothing of it.
    `cwe` is the number of the weakness (CWE) that the fault is; 0 where it endangers nobody.
    """

    code: str
    name: str
    level: Level
    since: str
    wants: type
    check: Check
    module: str
    opt_in: bool = False
    guide: tuple[str, ...] = ()
    cwe: int = 0


def rule(
    *, code: str, name: str, level: Level, since: str, opt_in: bool = False, guide: tuple[str, ...] = (), cwe: int = 0
) -> Callable[[Check], Rule]:
    """Make a rule of a check, which must have one parameter, annotated with the class of facts that it wants.

    Raises TypeError, naming file and line, for a check that does not.
    """

    def make(check: Check) -> Rule:
        return Rule(
            code=code, name=name, level=level, since=since, wants=_wanted(check), check=check, module=check.__module__,
            opt_in=opt_in, guide=guide, cwe=cwe,
        )  # fmt: skip

    return make


def _wanted(check: Check) -> type:
    """The class of facts in a check's annotation."""
    count = check.__code__.co_argcount
    try:
        hints = get_type_hints(check)
    except NameError:
        hints = {}
    wanted = hints.get(check.__code__.co_varnames[0]) if count == 1 else None
    if not isinstance(wanted, type) or not issubclass(wanted, get_args(Fact)):
        at = f"{check.__code__.co_filename}:{check.__code__.co_firstlineno}"
        raise TypeError(f"{at}: a check takes one parameter, annotated with a class of facts")
    return wanted
