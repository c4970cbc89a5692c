"""Processes that work along: each is forked, does its share and tells what came of it."""

from __future__ import annotations

import pickle
import struct
import threading
from collections.abc import Iterator, Sequence
from queue import SimpleQueue
from typing import BinaryIO

from sendcloud_lint.engine.deep import deep
from sendcloud_lint.engine.forked import ended, fork
from sendcloud_lint.engine.parts import Part, Work

_LENGTH = struct.Struct("=Q")


class Worker:
    """Works on its groups from now on. What it can't tell, as it died or could not be started, is done here."""

    def __init__(self, groups: Sequence[int], work: Work) -> None:
        self.has_died = False
        self._groups = groups
        self._work = work
        self._child = fork(lambda pipe: deep(lambda: self._tell(pipe)))
        self._told: SimpleQueue[bytes | None] = SimpleQueue()
        self._listener = threading.Thread(target=self._listen, daemon=True)

    def listen(self) -> None:
        """Take what it tells, so that it never waits for this process. None can be started from then until `parts`."""
        self._listener.start()

    def _listen(self) -> None:
        if self._child is not None:
            _take(self._child.pipe, self._told)
        self._told.put(None)

    def _tell(self, pipe: BinaryIO) -> None:
        for number in self._groups:
            _send(pipe, _light(self._work.part(number)))

    def parts(self) -> Iterator[tuple[int, Part]]:
        """The groups that it has understood, by number. Once only, and last."""
        for number in self._groups:
            told = self._next()
            yield number, told if isinstance(told, Part) else self._work.part(number)
        self._listener.join()
        if self._child is not None and not ended(self._child):
            self.has_died = True

    def _next(self) -> object:
        """What it tells next, None if it tells no more."""
        told = self._told.get()
        if told is None:
            self._told.put(None)
        return pickle.loads(told) if told is not None else None


def _send(pipe: BinaryIO, told: object) -> None:
    """Of what nests too deep to be written, that there is nothing to tell: who asked does it for itself."""
    try:
        data = pickle.dumps(told, pickle.HIGHEST_PROTOCOL)
    except RecursionError:
        data = pickle.dumps(None)
    pipe.write(_LENGTH.pack(len(data)))
    pipe.write(data)
    pipe.flush()


def _take(pipe: BinaryIO, told: SimpleQueue[bytes | None]) -> None:
    """Whatever is told whole."""
    while len(head := pipe.read(_LENGTH.size)) == _LENGTH.size:
        (length,) = _LENGTH.unpack(head)
        data = pipe.read(length)
        if len(data) < length:
            break
        told.put(data)


def _light(part: Part) -> Part:
    """Of programs only those are looked at again that stand in settings."""
    texts = part.texts
    texts.programs = {path: program for path, program in texts.programs.items() if path in texts.documents}
    return part
