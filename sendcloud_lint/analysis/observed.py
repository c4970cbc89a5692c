"""What an interpretation saw: requests, and values under names."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import field
from typing import NamedTuple

from sendcloud_lint.analysis.heap import Entry
from sendcloud_lint.model.api import Endpoint, Role
from sendcloud_lint.model.facts import MailLogin, Request, Swallowed, Unjudged
from sendcloud_lint.model.finding import Step
from sendcloud_lint.model.records import dataclass
from sendcloud_lint.model.source import Place
from sendcloud_lint.model.values import Lifetime, Value


@dataclass(frozen=True, slots=True)
class Naming:
    """A value was given a name: a constant, an attribute, a dict's entry, a keyword, a setting.

    `sections` are the names of what holds it, outermost first (classes, dicts, config sections); `group` tells which
    names stand together; `is_default`: the value stands there only while nothing else was given.
    """

    name: str
    sections: tuple[str, ...]
    group: tuple[str, int]
    value: Value
    place: Place
    scope: str
    is_default: bool = False


@dataclass(frozen=True, slots=True)
class Use:
    """A credential's value reached something that sends it; what it is called there decides what it is."""

    role: Role
    name: str
    value: Value
    steps: tuple[Step, ...]
    scope: str


@dataclass(frozen=True, slots=True)
class Sighting:
    """A URL of the API where something was given it, by the literal in which its scheme stands."""

    place: Place
    endpoint: Endpoint
    scope: str
    by: str = ""
    sent: Step | None = None


class Url(NamedTuple):
    """Where a literal URL stands, and the request that goes there, if one is seen."""

    place: Place
    scope: str
    sent: Step | None = None


class Shown(NamedTuple):
    """What reached something that people read: `by` is what shows it, then what of it may be a key: variables by name
    and origin, literals, and the names of tables' entries."""

    place: Place
    by: str
    scope: str
    variables: tuple[tuple[str, Place], ...]
    literals: tuple[Place, ...]
    entries: tuple[Place, ...]


class Hook(NamedTuple):
    """Where a signed event is read or its signature compared: the names around, and what is wrong, if anything is."""

    path: str
    names: tuple[str, ...]
    flaw: str


class Record(NamedTuple):
    """A request as one run saw it; `bare` if nothing called the function that sends it."""

    request: Request
    bare: bool
    run: int

    @property
    def at_import(self) -> bool:
        """Whether a module sends it while it is imported, or run as a script."""
        return self.run == 0


@dataclass(slots=True)
class Observed:
    """`requests` by the client's call and the call that the set was built for; `foreign` are the files that call other
    services, `elsewhere` the names and literals that those are sent, `strangers` their URLs where these are nearly the
    API's; `undecided` are literals of URLs that may be reached by one scheme or another; `patches` what code puts in
    the place of outside names; `unjudged` are calls whose URL was unknown, `decided` those where it was known at least
    once; `shown` is what people read; `handlers` read signed events,
    `comparisons` compare their signatures unsafely; `answered` are the calls
    that brought an answer, `looked` those whose answer something looked at, `raising` those that raise on a refusal,
    `swallowed` where one is dropped; `put_away` are secrets that a cache keeps, by where they are read; `plain_logins`
    are those to mail servers that go unencrypted.
    """

    requests: dict[tuple[Place, Place], list[Record]] = field(default_factory=dict)
    namings: dict[tuple[Place, str], Naming] = field(default_factory=dict)
    uses: list[Use] = field(default_factory=list)
    foreign: set[str] = field(default_factory=set)
    elsewhere: set[Place] = field(default_factory=set)
    strangers: dict[Url, str] = field(default_factory=dict)
    sightings: dict[Sighting, None] = field(default_factory=dict)
    undecided: set[Place] = field(default_factory=set)
    patches: dict[str, Entry] = field(default_factory=dict)
    unjudged: dict[Place, Unjudged] = field(default_factory=dict)
    decided: set[Place] = field(default_factory=set)
    shown: dict[Shown, None] = field(default_factory=dict)
    handlers: dict[Place, Hook] = field(default_factory=dict)
    comparisons: dict[Place, Hook] = field(default_factory=dict)
    answered: set[Place] = field(default_factory=set)
    looked: set[Place] = field(default_factory=set)
    raising: set[Place] = field(default_factory=set)
    swallowed: dict[Place, Swallowed] = field(default_factory=dict)
    plain_logins: dict[Place, MailLogin] = field(default_factory=dict)
    put_away: dict[Place, Lifetime] = field(default_factory=dict)

    def add_request(self, call: Place, record: Record) -> None:
        self.requests.setdefault((call, record.request.place), []).append(record)

    def forget(self, runs: Set[int]) -> None:
        """Drop what these runs saw of requests: others, that knew more, have seen them again."""
        for records in self.requests.values():
            records[:] = [record for record in records if record.run not in runs]

    def add_naming(self, naming: Naming) -> None:
        self.namings[(naming.place, naming.name)] = naming
