"""The command as people run it, in this process: streams, folder and arguments in, status and bytes out."""

from __future__ import annotations

import io
import json
import os
import signal
import sys
import warnings
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from sendcloud_lint import cli


@dataclass(frozen=True)
class Outcome:
    status: int
    stdout: bytes
    stderr: bytes

    @property
    def out(self) -> str:
        return self.stdout.decode("utf-8")

    @property
    def err(self) -> str:
        return self.stderr.decode("utf-8")

    @property
    def json(self) -> Any:
        return json.loads(self.stdout)

    @property
    def codes(self) -> list[str]:
        """`SCL101 path:line` of each finding of a JSON report."""
        return [f"{each['code']} {each['path']}:{each['start']['line']}" for each in self.json["findings"]]


def _stream() -> tuple[io.BytesIO, io.TextIOWrapper]:
    data = io.BytesIO()
    return data, io.TextIOWrapper(data, encoding="utf-8", errors="backslashreplace", write_through=True)


def run_program(
    *arguments: str, cwd: Path | str, stdin: bytes = b"", environment: Mapping[str, str] | None = None
) -> Outcome:
    (out, stdout), (err, stderr) = _stream(), _stream()
    before = Path.cwd()
    with ExitStack() as stack:
        stack.callback(os.chdir, before)
        os.chdir(cwd)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            stack.callback(signal.signal, number, signal.getsignal(number))
        stack.enter_context(warnings.catch_warnings())
        stack.enter_context(mock.patch.dict(os.environ, {"COLUMNS": "120", **(environment or {})}))
        stack.enter_context(mock.patch.multiple(sys, argv=["sendcloud-lint", *arguments], stdout=stdout, stderr=stderr))
        stack.enter_context(mock.patch.object(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin))))
        with pytest.raises(SystemExit) as ended:
            cli.main()
    code = ended.value.code
    assert isinstance(code, int), "the status is a number"
    return Outcome(code, out.getvalue(), err.getvalue())


@pytest.fixture(scope="session")
def program() -> Callable[..., Outcome]:
    """Run the command with these arguments: `program("check", ".", cwd=folder)`."""
    return run_program


def write_project(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return folder


@pytest.fixture
def project(tmp_path: Path) -> Callable[..., Path]:
    """Make a project of these files, `{"mailer.py": "…"}`: a folder of its own below the test's."""

    def make(files: Mapping[str, str | bytes] | None = None, name: str = "project") -> Path:
        folder = tmp_path / name
        folder.mkdir(exist_ok=True)
        return write_project(folder, files or {})

    return make
