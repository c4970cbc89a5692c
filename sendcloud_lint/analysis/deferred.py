"""Functions that others call later: threads, processes, executors."""

from __future__ import annotations

from sendcloud_lint.analysis import calls, names
from sendcloud_lint.analysis.machine import Arguments, Machine, Passed
from sendcloud_lint.analysis.models import NOTHING, model
from sendcloud_lint.analysis.tables import entries_of
from sendcloud_lint.model.source import Place
from sendcloud_lint.model.values import Unknown, Value


@model("threading.Thread", "multiprocessing.Process", "threading.Timer", "gevent.Greenlet")
def _thread(machine: Machine, arguments: Arguments, place: Place) -> Value:
    function = arguments.value(None, "target") or arguments.value(1, "function") or NOTHING
    given = arguments.get(None, "args") or arguments.get(3, "args")
    named = arguments.get(None, "kwargs")
    inner = _spread(machine, given, named)
    calls.apply(machine, function, inner, place)
    return Unknown("a thread")


def _spread(machine: Machine, given: Passed | None, named: Passed | None) -> Arguments:
    elements, is_open = names.elements(machine, given.value) if given is not None else ((), False)
    positional = tuple(Passed(one, given.place, given.at) for one in elements or () if given is not None)
    entries, more = entries_of(machine, named.value) if named is not None else ({}, False)
    keywords = {name: Passed(entry.value, entry.place, entry.place, entry.certain) for name, entry in entries.items()}
    return Arguments(positional, keywords, is_open or more or (given is not None and elements is None))


@model("asyncio.to_thread", "anyio.to_thread.run_sync", "trio.to_thread.run_sync",
       "starlette.concurrency.run_in_threadpool", "fastapi.concurrency.run_in_threadpool",
       "gevent.spawn", "eventlet.spawn", "_thread.start_new_thread",
       "retrying.call", "atexit.register", "django.db.transaction.on_commit")  # fmt: skip
def _later(machine: Machine, arguments: Arguments, place: Place) -> Value:
    return calls.handed_on(machine, arguments, place) or Unknown("what is called later")
