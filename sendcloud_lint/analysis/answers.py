"""The methods of an answer and of its text."""

from __future__ import annotations

from sendcloud_lint.analysis.machine import Arguments, Machine
from sendcloud_lint.analysis.models import METHODS
from sendcloud_lint.analysis.responses import ANSWER, TEXT, look
from sendcloud_lint.model.source import Place
from sendcloud_lint.model.values import Reference, Unknown, Value

_KEPT = frozenset(("decode", "strip", "encode", "__call__", "lower", "upper"))


def _method_of_answer(machine: Machine, holder: Reference, arguments: Arguments, place: Place) -> Value:
    return Unknown("a part of an answer")


def _itself(machine: Machine, holder: Reference, arguments: Arguments, place: Place) -> Value:
    return holder


def _method_of_text(machine: Machine, holder: Reference, arguments: Arguments, place: Place) -> Value:
    look(machine, holder)
    return Unknown("a part of an answer")


METHODS[(ANSWER, "*")] = _method_of_answer
METHODS[(TEXT, "*")] = _method_of_text
for _name in ("__enter__", "__aenter__", "result", "send"):
    METHODS[(ANSWER, _name)] = _itself
for _name in _KEPT:
    METHODS[(TEXT, _name)] = _itself
