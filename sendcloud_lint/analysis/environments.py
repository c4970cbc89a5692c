"""What an editor fills a variable of a file of requests with: the environments that stand in files beside it."""

from __future__ import annotations

from collections.abc import Iterator

from sendcloud_lint.analysis import texts
from sendcloud_lint.analysis.machine import Machine
from sendcloud_lint.knowledge import endpoints as e
from sendcloud_lint.knowledge.settings_files import ENVIRONMENT_FILES
from sendcloud_lint.model.document import Pair, Scalar, Section
from sendcloud_lint.model.source import Place
from sendcloud_lint.model.values import Known, Value, choose


def given(machine: Machine, name: str) -> Value | None:
    """What the environments have under a name, None without any. Where one of them leads to the API, requests of
    another one are no reason to say nothing."""
    values = tuple(_values(machine, name))
    ours = tuple(value for value in values if _is_ours(machine, value))
    return choose(ours or values) if values else None


def _is_ours(machine: Machine, value: Known) -> bool:
    text = texts.text_constant(value)
    return text is not None and e.endpoint_of(text, machine.hosts) is not None


def _values(machine: Machine, name: str) -> Iterator[Known]:
    for path, environments in _nearest(machine, machine.frame.module.path):
        for environment in environments:
            for pair in environment.value.pairs if isinstance(environment.value, Section) else ():
                if pair.name == name and isinstance(pair.value, Scalar):
                    yield Known(pair.value.text, (Place(path, pair.value.span),))


def _nearest(machine: Machine, reader: str) -> Iterator[tuple[str, tuple[Pair, ...]]]:
    """The environments of the nearest folder that has any, by the file that they stand in."""
    folder = reader
    while folder:
        folder = folder.rpartition("/")[0]
        found = [
            (path, environments)
            for name, setting in ENVIRONMENT_FILES.items()
            if (environments := _environments(machine, path := f"{folder}/{name}".lstrip("/"), setting))
        ]
        if found:
            yield from found
            return


def _environments(machine: Machine, path: str, setting: str) -> tuple[Pair, ...]:
    document = machine.project.documents.get(path)
    pairs = document.root.pairs if document is not None else ()
    if not setting:
        return pairs
    return tuple(
        inner
        for pair in pairs
        if pair.name == setting and isinstance(pair.value, Section)
        for inner in pair.value.pairs
    )
