"""What a reader made of requests that are data, in words for tests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from sendcloud_lint.analysis.shared import walk
from sendcloud_lint.model import program as p
from sendcloud_lint.model.source import Span
from sendcloud_lint.model.written import Written


@dataclass(frozen=True)
class Request:
    """`slots` are its parts as texts, `fields` those of them that have names; what is not known is `<?>`."""

    title: str
    method: str
    url: str
    at: str
    slots: dict[str, str] = field(default_factory=dict)
    fields: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    login: tuple[str, str, str] | None = None
    open: bool = False


def requests_of(program: p.Program | None, text: str) -> list[Request]:
    statements = program.body if program is not None else ()
    return [_request(one, text) for one in statements if isinstance(one, p.Function) and program.language == "requests"]  # type: ignore[union-attr]


def _request(function: p.Function, text: str) -> Request:
    (statement,) = function.body
    assert isinstance(statement, p.Evaluate)
    call = statement.value
    assert isinstance(call, p.Call)
    method, url, *others = call.arguments
    named = {one.keyword: one.value for one in others if one.keyword is not None}
    login = named.pop("auth", None)
    return Request(
        function.name.name.removeprefix("request "),
        shown(method.value),
        shown(url.value),
        text[call.span.start : call.span.end],
        {slot: shown(value) for slot, value in named.items()},
        {slot: list(rows(value)) for slot, value in named.items() if isinstance(value, p.Table | p.Items)},
        _login(login) if isinstance(login, p.Call) else None,
        any(one.star for one in others),
    )


def _login(call: p.Call) -> tuple[str, str, str]:
    user, password = (shown(one.value) for one in call.arguments)
    return shown(call.function)[2:-2], user, password


def rows(value: p.Table | p.Items) -> Iterator[tuple[str, str]]:
    if isinstance(value, p.Table):
        yield from ((shown(one.key), shown(one.value)) for one in value.entries if one.key is not None)
    else:
        for pair in value.elements:
            assert isinstance(pair, p.Items)
            name, content = pair.elements
            yield shown(name), shown(content)


def shown(node: p.Expression) -> str:
    if isinstance(node, p.Constant):
        return node.value.reveal() if isinstance(node.value, Written) else str(node.value)
    if isinstance(node, p.Name):
        return f"{{{{{node.name}}}}}"
    if isinstance(node, p.Formatted):
        return "".join(map(shown, node.pieces))
    if isinstance(node, p.Call):
        return shown(node.arguments[0].value)
    if isinstance(node, p.Table | p.Items):
        return "{" + ", ".join(f"{name}: {content}" for name, content in rows(node)) + "}"
    return "<?>"


def variables_of(program: p.Program | None) -> list[tuple[str, str]]:
    return [
        (one.targets[0].name, shown(one.value))
        for one in (program.body if program is not None else ())
        if isinstance(one, p.Assign) and isinstance(one.targets[0], p.Name) and one.value is not None
    ]


def nodes(program: p.Program | None) -> Iterator[object]:
    for node in walk(program.body if program is not None else ()):
        if getattr(node, "span", None) is not None:
            yield node


def spans_of(program: p.Program | None) -> list[Span]:
    """Every place of a program, and of the script beside it."""
    if program is None:
        return []
    found = [node.span for node in nodes(program)]  # type: ignore[attr-defined]
    return [*found, *(one.span for one in program.comments), *spans_of(program.script)]
