"""Trees of settings, and a mail account's settings, to namings."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Iterator
from dataclasses import replace

from sendcloud_lint.analysis import descriptions
from sendcloud_lint.analysis.observed import Naming
from sendcloud_lint.analysis.slots import fall_back
from sendcloud_lint.knowledge import credentials as c
from sendcloud_lint.model.document import Document, Pair, Scalar, Section, Sequence, Tree
from sendcloud_lint.model.expressions import expression
from sendcloud_lint.model.records import dataclass
from sendcloud_lint.model.source import Place, Span
from sendcloud_lint.model.values import Known, Unknown, Value, Variable
from sendcloud_lint.model.written import Written

# A part that several others refer to is seen below each of them, up to as many times.
MAX_VISITS = 8
# Of the sections that a setting stands in, the innermost ones say what it is: each is asked about for each setting.
MAX_SECTIONS = 40

_ASSIGNMENT = expression(r"(?:^|(?<=\s))(?:export\s+)?([A-Za-z_][\w.-]*)=")
# A user and a key in a section of this name belong to what stands beside it, as to a host.
_ACCOUNTS = ("auth", "authentication", "credentials")
# What stands in sections of this name is encrypted.
_ENCRYPTED = ("encryptedData",)
# What is only told under these names is told to people.
_TOLD = ("description", "help", "message", "title", "summary", "comment", "note", "usage", "example", "doc", "text")
# Parameters of a request are no variables.
_QUERY = expression(r"&[\w.-]+=")
# A command with variables before it, or a line of a file of such: what follows a value's blank is no part of it.
_BEFORE_COMMAND = expression(
    r"(?:(?:cross-env|env|export|exec)\s+)*(?:[A-Z][A-Z0-9_]*=(?:\"[^\"\s]*\"|'[^'\s]*'|[^\s\"'&]*)(?:\s+|\Z))+"
)
_WORD = expression(r"\S*")
# What a section calls the name that it gives, the name's value, and the value while nothing else is given.
_NAMES = (
    "name", "key", "secret_name", "variable_name", "param-name", "env-entry-name", "parameterkey", "option_name",
    "optionname",
)  # fmt: skip
_VALUES = (
    "value", "plaintext_value", "secret_string", "secret_data", "param-value", "env-entry-value", "parametervalue",
)  # fmt: skip
# What a section calls the service that it is for.
_DRIVERS = frozenset(("driver", "provider", "service", "backend", "vendor", "mailer", "transport", "engine", "gateway"))
_SERVICE = expression(r"(?i)(?:aurora[-_ ]?)?send[-_ ]?cloud")
_STAND_INS = ("default", "defaultvalue", "default_value")


@dataclass(frozen=True, slots=True)
class _Below:
    """A tree with the names of what holds it, and the start of what it stands together with."""

    tree: Tree
    sections: tuple[str, ...]
    group: int


def namings(path: str, document: Document) -> Iterator[Naming]:
    """Every named scalar of a document, however the name is given to it."""
    found = _once((*_namings(path, document.root), *descriptions.examples(path, document)))
    yield from map(descriptions.as_read, found) if descriptions.is_one(document) else found


def printed(path: str, document: Document) -> Iterator[Naming]:
    """Every named scalar in what programs printed."""
    for section in document.printed.named if document.printed is not None else ():
        yield from _once(_namings(path, section))


def _once(several: Iterable[Naming]) -> Iterable[Naming]:
    """Of those with one place and name the last, unless an earlier one stands in the service's own section."""
    found: dict[tuple[Place, str], Naming] = {}
    for naming in several:
        known = found.get((naming.place, naming.name))
        if known is None or not any(map(c.has_service_word, known.sections)):
            found[(naming.place, naming.name)] = naming
    return found.values()


def _namings(path: str, root: Section) -> Iterator[Naming]:
    waiting = [_Below(root, (), root.span.start)]
    visits: dict[int, int] = {}
    while waiting:
        below = waiting.pop()
        visits[id(below.tree)] = visits.get(id(below.tree), 0) + 1
        if visits[id(below.tree)] <= MAX_VISITS:
            below = replace(below, sections=(*below.sections, *_services(below.tree))[-MAX_SECTIONS:])
            yield from _named(path, below)
            waiting.extend(reversed(list(_inner(below))))


def _services(tree: Tree) -> Iterator[str]:
    """The service that a section says it is for, which is as good as its name: `driver: sendcloud`."""
    for pair in tree.pairs if isinstance(tree, Section) else ():
        if (
            pair.name.lower() in _DRIVERS
            and isinstance(pair.value, Scalar)
            and _SERVICE.fullmatch(pair.value.text.reveal())
        ):
            yield pair.value.text.reveal()


def _inner(below: _Below) -> Iterator[_Below]:
    tree = below.tree
    if isinstance(tree, Section):
        is_secret = _is_secret(tree)
        for pair in tree.pairs:
            if not isinstance(pair.value, Scalar) and not (is_secret and pair.name == "data"):
                sections = (*below.sections, pair.name) if pair.name else below.sections
                is_beside = pair.name.lower() in _ACCOUNTS
                yield _Below(pair.value, sections, below.group if is_beside else _group(pair.value, below))
    elif isinstance(tree, Sequence):
        for item in tree.items:
            if not isinstance(item, Scalar):
                yield _Below(item, below.sections, _group(item, below))


def _group(tree: Tree, below: _Below) -> int:
    """What gives its own name to a value stands together with what stands beside it."""
    return below.group if _is_one_variable(tree) else tree.span.start


def _named(path: str, below: _Below) -> Iterator[Naming]:
    """What a section's pairs, or a list's `NAME=value` items, name directly."""
    tree = below.tree
    if isinstance(tree, Sequence):
        for item in tree.items:
            if isinstance(item, Scalar):
                yield from _before_command(path, item, below) or _assigned(path, item, below)
    elif isinstance(tree, Section):
        is_secret = _is_secret(tree)
        given = _given_name(tree)
        for pair in tree.pairs:
            if given is None or pair.value is not given[0]:
                yield from _pair(path, pair, below)
            if isinstance(pair.value, Scalar) and pair.name.lower() not in _TOLD:
                yield from _before_command(path, pair.value, below)
            if is_secret and pair.name == "data" and isinstance(pair.value, Section):
                yield from _decoded(path, pair.value, below)
        if given is not None:
            name, value, is_default = given
            yield _naming(path, below, name.text.reveal(), name.span, value, is_default=is_default)
        yield from _from_elsewhere(path, below)


def _is_one_variable(item: Tree) -> bool:
    return _given_name(item) is not None or _kept_name(item) is not None


def _kept_name(tree: Tree) -> Scalar | None:
    """The name in `{name: X, valueFrom: …}`, whose value a cluster keeps."""
    pairs = {pair.name: pair.value for pair in tree.pairs} if isinstance(tree, Section) else {}
    name = pairs.get("name")
    return name if isinstance(name, Scalar) and "valueFrom" in pairs else None


def _from_elsewhere(path: str, below: _Below) -> Iterator[Naming]:
    name = _kept_name(below.tree)
    if name is not None:
        at = Place(path, name.span)
        value = Unknown("kept elsewhere")
        yield Naming(name.text.reveal(), below.sections, (path, below.group), value, at, ".".join(below.sections))


def _pair(path: str, pair: Pair, below: _Below) -> Iterator[Naming]:
    if isinstance(pair.value, Scalar):
        is_default = pair.name.lower() in _STAND_INS
        yield _naming(path, below, pair.name, pair.name_span, pair.value, is_default=is_default)
    elif isinstance(pair.value, Section):
        for inner in pair.value.pairs:
            if inner.name.lower() in (*_VALUES, *_STAND_INS) and isinstance(inner.value, Scalar):
                is_default = inner.name.lower() in _STAND_INS
                yield _naming(path, below, pair.name, pair.name_span, inner.value, is_default=is_default)


def _naming(path: str, below: _Below, name: str, span: Span, value: Scalar, *, is_default: bool = False) -> Naming:
    scope = ".".join(below.sections)
    is_readable = not any(section in _ENCRYPTED for section in below.sections)
    given = _value(path, value) if is_readable else Unknown("encrypted")
    return Naming(name, below.sections, (path, below.group), given, Place(path, span), scope, is_default)


def _value(path: str, scalar: Scalar) -> Value:
    """A setting's value: its text, or a variable with the default that is written behind its name. What a program
    makes of a tagged text is not that text, unless the tag says so."""
    text, place = scalar.text.reveal(), Place(path, scalar.span)
    if scalar.tag and not c.is_literal_tag(scalar.tag):
        return Known(Written(f"{scalar.tag} {text}"), (place,))
    given = fall_back(text)
    if given is None:
        return Known(scalar.text, (place,))
    inner = _value(path, Scalar(scalar.span, Written(given.text)))
    return Variable(given.name, given.kind, inner, place) if given.name else inner


def _given_name(tree: Tree) -> tuple[Scalar, Scalar, bool] | None:
    """What a section's own entries tell as a name and its value or default, as in `{name: X, value: y}`."""
    if not isinstance(tree, Section):
        return None
    scalars = {pair.name.lower(): pair.value for pair in tree.pairs if isinstance(pair.value, Scalar)}
    name = next((scalars[word] for word in _NAMES if word in scalars), None)
    for word in (*_VALUES, *_STAND_INS):
        if name is not None and word in scalars:
            return name, scalars[word], word in _STAND_INS
    return None


def _before_command(path: str, value: Scalar, below: _Below) -> list[Naming]:
    """The variables that a command is given, where its text stands as it is."""
    text = value.text.reveal()
    variables = _BEFORE_COMMAND.match(text) if "=" in text and "\n" not in text else None
    margin = value.span.end - value.span.start - len(text)
    if variables is None or margin not in (0, 2):
        return []
    start = value.span.start + margin // 2
    found = []
    for match in _ASSIGNMENT.finditer(variables[0]):
        word = _WORD.match(text, match.end())
        bare = word[0].strip("\"'") if word else ""
        at = start + text.index(bare, match.end())
        name = Span(start + match.start(1), start + match.end(1))
        found.append(_naming(path, below, match[1], name, Scalar(Span(at, at + len(bare)), Written(bare))))
    return found


def _assigned(path: str, item: Scalar, below: _Below) -> Iterator[Naming]:
    """`NAME=value` in one text, as a list of variables holds them; several of them stand one after another."""
    text = item.text.reveal()
    matches = list(_ASSIGNMENT.finditer(text))
    if not matches or matches[0].start() != 0:
        return
    margin = (item.span.end - item.span.start - len(text)) / 2
    for index, match in enumerate(matches):
        end = matches[index + 1].start() if index + 1 < len(matches) else len(text)
        value = text[match.end() : end].strip()
        if _QUERY.search(value):
            continue
        start = match.end() + int(margin) + item.span.start
        is_verbatim = margin in (0, 1) and "\n" not in text
        span = Span(start, start + len(value)) if is_verbatim else item.span
        bare = value.strip("\"'")
        name_start = match.start(1) + int(margin) + item.span.start
        name_span = Span(name_start, name_start + len(match[1])) if is_verbatim else item.span
        yield _naming(path, below, match[1], name_span, Scalar(span, Written(bare)))


def _is_secret(section: Section) -> bool:
    """Whether a section is a Kubernetes secret, whose data is in base64."""
    kinds = (pair.value for pair in section.pairs if pair.name == "kind")
    return any(isinstance(kind, Scalar) and kind.text.reveal() == "Secret" for kind in kinds)


def _decoded(path: str, data: Section, below: _Below) -> Iterator[Naming]:
    for pair in data.pairs:
        if isinstance(pair.value, Scalar):
            text = pair.value.text.reveal()
            try:
                text = text if "{{" in text else base64.b64decode(text, validate=True).decode()
            except (binascii.Error, ValueError):
                continue
            yield _naming(path, below, pair.name, pair.name_span, Scalar(pair.value.span, Written(text)))
