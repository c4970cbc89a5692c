"""Which literals are credentials: those that reach a request, and those under a name that says so."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import field

from sendcloud_lint.analysis import texts
from sendcloud_lint.analysis.context import Groups, Surroundings, has_context, role_of
from sendcloud_lint.analysis.observed import Naming, Use
from sendcloud_lint.knowledge import credentials as c
from sendcloud_lint.knowledge.places import is_code
from sendcloud_lint.model.api import Role
from sendcloud_lint.model.facts import Credential, Request
from sendcloud_lint.model.finding import Step
from sendcloud_lint.model.records import dataclass
from sendcloud_lint.model.source import Place
from sendcloud_lint.model.values import Choice, Encoded, Known, Text, Value, Variable, pieces_of
from sendcloud_lint.model.written import Written

_KINDS = {
    "environment": "the environment variable", "parameter": "the parameter", "option": "the option",
    "field": "the field",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Secret:
    """The text of a key and the literals that it is made of: what no output may hold."""

    text: Written
    places: tuple[Place, ...]


@dataclass(slots=True)
class _Sighting:
    """What is known so far of one literal."""

    role: Role
    name: str
    text: Written
    places: tuple[Place, ...]
    scope: str
    default_of: str
    sent: bool
    steps: dict[tuple[Step, ...], None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Literal:
    text: str
    places: tuple[Place, ...]
    trail: tuple[Step, ...]
    default_of: str


def uses_of(request: Request) -> Iterator[Use]:
    """Every credential that a request carries, wherever in it."""
    for sent in (*request.parameters, *request.headers, *request.cookies):
        if sent.role is not None:
            steps = (Step(sent.place, f"sent as {sent.name}"), *_sending(request))
            yield Use(sent.role, sent.name, sent.value, steps, request.scope)
    family = request.endpoint.family or "email"
    for auth in request.auth:
        for value, is_key in ((auth.user, False), (auth.key, True)):
            if value is not None:
                role = c.credential(family, is_key)
                yield Use(role, role.parameter, value, _sending(request), request.scope)


def _sending(request: Request) -> tuple[Step, ...]:
    """The calls from where a set is complete to the client's own, in the order of the flow."""
    told = f"sent to {request.endpoint.host}{request.endpoint.path or ''}"
    if not request.way:
        return (Step(request.place, told, arrives=True),)
    *between, last = request.way
    return (Step(request.place, "handed on here"), *between, Step(last.place, told, arrives=True))


def credentials(
    uses: Iterable[Use], namings: Iterable[Naming], groups: Groups, around: Surroundings, salt: bytes
) -> tuple[list[Credential], list[Secret]]:
    """One credential a literal, whatever the number of its uses; and the texts that no output may hold.

    Tags are made with the `salt`.
    """
    seen: dict[tuple[Place, str], _Sighting] = {}
    for use in uses:
        for literal in _literals(use.value):
            _add(seen, literal, use.role, use.name, use.scope, sent=True, steps=(*literal.trail, *use.steps))
    for naming in namings:
        role = role_of(naming)
        if role is not None and has_context(naming, groups, around):
            for literal in _literals(naming.value, _default_of(naming)):
                stands_in = not is_code(naming.place.path) and _is_filler(literal.text, naming.name, role)
                if stands_in or _is_plausible(literal.text, role):
                    _add(seen, literal, role, naming.name, naming.scope, sent=False, steps=())
    return [_credential(sighting, salt) for sighting in seen.values()], _secrets(seen.values())


def guarded(namings: Iterable[Naming]) -> Iterator[Place]:
    """Where literals stand whose name says that they are secret, whoever's they are and whatever they look like."""
    for naming in namings:
        if c.names_secret(naming.name):
            for literal in _literals(naming.value):
                if not c.is_placeholder(literal.text, naming.name):
                    yield from literal.places


def _default_of(naming: Naming) -> str:
    return f"the field {naming.name}" if naming.is_default else ""


def _is_plausible(text: str, role: Role) -> bool:
    """Found by a name alone, a value must look like a credential; sent as one, it is one."""
    if role.is_key:
        return c.plausible_key(text)
    letters = set(text.strip())
    return bool(letters) and not letters & set(" \t\n/") and (not letters & set("${}") or c.is_reference(text))


def _literals(value: Value, default_of: str = "") -> Iterator[_Literal]:
    """The constant texts that a value may be, each with its literals."""
    if isinstance(value, Choice):
        for option in value.options:
            yield from _literals(option, default_of)
    elif isinstance(value, Variable):
        if value.default is not None:
            yield from _literals(value.default, _named(value))
    elif isinstance(value, Encoded):
        if value.encoding == "quoted":
            yield from _literals(value.content, default_of)
    elif isinstance(value, Known):
        yield from _literal(value, value.trail, default_of)
    elif isinstance(value, Text):
        defaults = (_named(piece) for piece in value.pieces if isinstance(piece, Variable))
        for way in texts.ways(value):
            yield from _literal(Text(way), value.trail, default_of or next(defaults, ""))


def _literal(value: Known | Text, trail: tuple[Step, ...], default_of: str) -> Iterator[_Literal]:
    """A constant text, if it is one and was written as text."""
    text, places = texts.text_constant(value), texts.origins(value)
    written = any(isinstance(piece, Known) and isinstance(piece.value, Written) for piece in pieces_of(value))
    if text and places and written:
        yield _Literal(text, places, trail, default_of)


def _named(variable: Variable) -> str:
    return f"{_KINDS.get(variable.kind, 'the setting')} {variable.name}".strip()


def _add(
    seen: dict[tuple[Place, str], _Sighting], literal: _Literal, role: Role, name: str, scope: str, *, sent: bool,
    steps: tuple[Step, ...],
) -> None:  # fmt: skip
    """One literal may hold several credentials (a URL with a query), and each may be sent several times."""
    place = (literal.places[0], literal.text)
    sighting = seen.get(place)
    if sighting is None:
        sighting = _Sighting(role, name, Written(literal.text), literal.places, scope, literal.default_of, sent)
        seen[place] = sighting
    elif role.is_key and not sighting.role.is_key:
        sighting.role, sighting.name = role, name
    if not literal.default_of:
        sighting.default_of = ""
    if steps:
        sighting.steps.setdefault(steps)


def _credential(sighting: _Sighting, salt: bytes) -> Credential:
    text, role = sighting.text.reveal(), sighting.role
    check = c.is_placeholder if role.is_key else c.is_placeholder_user
    return Credential(
        role=role,
        place=sighting.places[0],
        name=sighting.name,
        mask=c.mask(text, salt),
        tag=c.tag(text, salt),
        placeholder=check(text, sighting.name) or not text.strip(),
        scope=sighting.scope,
        default_of=sighting.default_of,
        uses=_ordered(sighting),
        flaws=tuple(_flaws(text)),
        filler=_is_filler(text, sighting.name, role),
    )


def _is_filler(text: str, name: str, role: Role) -> bool:
    """Whether something stands there only until somebody writes the real credential."""
    check = c.is_placeholder if role.is_key else c.is_placeholder_user
    return bool(text.strip()) and check(text, name) and not c.is_reference(text) and "${" not in text


def _flaws(text: str) -> Iterator[str]:
    """What can't be part of a credential. The value itself is never told."""
    if text != text.lstrip():
        yield "white space at its start"
    if text != text.rstrip():
        yield "a line end behind it" if text.rstrip(" \t").endswith(("\n", "\r")) else "white space at its end"
    inner = text.strip()
    if len(inner) > 1 and inner[0] == inner[-1] and inner[0] in "\"'`":
        yield "quotes of its own around it"
    if any(not sign.isprintable() for sign in inner):
        yield "a control character in it"
    elif not inner.isascii():
        yield "a letter that is not ASCII in it"


def _ordered(sighting: _Sighting) -> tuple[Step, ...]:
    """The ways one after another, by where they end, without the literal's own place."""
    ways = sorted(sighting.steps, key=lambda steps: [step.place for step in reversed(steps)])
    steps = dict.fromkeys(step for way in ways for step in way if step.place != sighting.places[0])
    return tuple(steps)


def _secrets(sightings: Iterable[_Sighting]) -> list[Secret]:
    is_key: Callable[[_Sighting], bool] = lambda sighting: sighting.role.is_key  # noqa: E731
    return [Secret(sighting.text, sighting.places) for sighting in filter(is_key, sightings)]
