"""What an editor fills a variable of a file of requests with: the environments that stand in files beside it."""

from __future__ import annotations

from collections.abc import Iterator

from sendcloud_lint.analysis import texts
from sendcloud_lint.analysis.machine import Machine
from sendcloud_lint.knowledge import endpoints as e
from sendcloud_lint.knowledge.settings_files import ENVIRONMENT_FILES
from sendcloud_lint.model.document import Document, Scalar, Section
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
    for path, document in _documents(machine, machine.frame.module.path):
        for environment in document.root.pairs:
            for pair in environment.value.pairs if isinstance(environment.value, Section) else ():
                if pair.name == name and isinstance(pair.value, Scalar):
                    yield Known(pair.value.text, (Place(path, pair.value.span),))


def _documents(machine: Machine, reader: str) -> Iterator[tuple[str, Document]]:
    """Those of the nearest folder that has any."""
    folder = reader
    while folder:
        folder = folder.rpartition("/")[0]
        paths = (f"{folder}/{name}" if folder else name for name in ENVIRONMENT_FILES)
        found = [(path, document) for path in paths if (document := machine.project.documents.get(path)) is not None]
        if found:
            yield from found
            return
