"""What becomes of an answer: whether anything ever looks at its status, or is handed it.

An answer is an object bound to the call that brought it. Printing its text is no look at its status.
"""

from __future__ import annotations

from sendcloud_lint.analysis import heap, texts
from sendcloud_lint.analysis.heap import Entry
from sendcloud_lint.analysis.machine import Machine, Passed
from sendcloud_lint.model.source import Place
from sendcloud_lint.model.values import Definition, Encoded, Known, Reference, Value, alternatives
from sendcloud_lint.model.written import Written

ANSWER = "http.answer"
TEXT = "http.text"
_REQUEST = "http.request"
# What shows an answer's body, and what tells nothing of how the request went.
_TEXTS = frozenset(("text", "content", "read", "body", "data", "iter_content", "iter_lines", "aread"))
_NEUTRAL = frozenset(
    ("elapsed", "headers", "cookies", "history", "encoding", "apparent_encoding", "close", "aclose", "release", "raw")
)
_BODIES = ("body", "form", "content", "json", "fields")


def answer(machine: Machine, layers: list[dict[str, Passed]], url: Value, place: Place) -> Reference:
    """The answer to a request of the API, with the request and the URL that it remembers."""
    sent = {slot: passed.value for layer in layers for slot, passed in layer.items()}
    query = sent.get("query")
    whole = url if query is None else texts.concat([url, Known(Written("?")), Encoded("form", query)])
    body = next((sent[slot] for slot in _BODIES if slot in sent), Known(None))
    request = machine.allocate(
        heap.Instance(
            Definition("outside", _REQUEST), {"url": Entry(whole, place), "body": Entry(Encoded("form", body), place)}
        )
    )
    entries = {"url": Entry(whole, place), "request": Entry(request, place)}
    made = machine.allocate(heap.Instance(Definition("outside", ANSWER), entries))
    machine.answers[made.number] = place
    machine.observed.answered.add(place)
    return made


def look(machine: Machine, value: Value, depth: int = 2) -> None:
    """Something looks at a value, or keeps it: an answer among it counts as looked at."""
    if not machine.answers:
        return
    for option in alternatives(value):
        if not isinstance(option, Reference):
            continue
        place = machine.answers.get(option.number)
        if place is not None:
            machine.observed.looked.add(place)
        elif depth:
            state = machine.store.object(option)
            for inner in heap.held_by(state) if state is not None else ():
                look(machine, inner, depth - 1)


def hand_back(machine: Machine, value: Value) -> None:
    """An entry point returns a value to nobody that is seen. Of an answer's text alone nobody can tell its status."""
    for option in alternatives(value):
        instance = machine.instance(option)
        if instance is None or instance.type != Definition("outside", TEXT):
            look(machine, option)


def part(machine: Machine, holder: Reference, name: str) -> Value:
    """`answer.name`."""
    if name in _TEXTS:
        text = machine.allocate(heap.Instance(Definition("outside", TEXT)))
        machine.answers[text.number] = machine.answers[holder.number]
        return text
    if name not in _NEUTRAL and not name.startswith("__"):
        look(machine, holder)
        if name == "raise_for_status":
            machine.observed.raising.add(machine.answers[holder.number])
    return Definition("method", name, holder)
