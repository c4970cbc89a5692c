"""git, asked so that no configuration of the repository can make it run anything."""

from __future__ import annotations

import errno
import os
import signal
import time
from collections.abc import Mapping, Sequence

# Seconds, many times what the largest repositories need. git waits for ever for a pipe in the place of a file.
PATIENCE = 120
_OPTIONS = ("-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}", "--no-optional-locks", "--no-pager")


def git(
    root: str, arguments: Sequence[str], settings: Sequence[str] = (), *, index: str | None = None, given: bytes = b""
) -> bytes | str:
    """What git prints, or in words why it failed. Its own messages are dropped: they may quote a configuration.

    `index` is the file to take for the repository's index, `given` what git is told on standard input.
    """
    place = ("-C", root, f"--git-dir={os.path.join(root, '.git')}", f"--work-tree={root}")
    told = [word for setting in settings for word in ("-c", setting)]
    command = ("git", *_OPTIONS, *told, *place, *arguments)
    environment = _environment() | ({} if index is None else {"GIT_INDEX_FILE": index})
    try:
        status, output = _answer(command, environment, given) if given else _output(command, environment)
    except TimeoutError:
        return f"git {arguments[0]} gave no answer in {PATIENCE} seconds"
    except OSError as error:
        return f"git can't be run: {os.strerror(error.errno or 0)}"
    return output if status == 0 else f"git {arguments[0]} failed with exit status {status}"


def head(root: str) -> str:
    """The commit that is checked out, in full; "" where there is none."""
    if not os.access(os.path.join(root, ".git"), os.F_OK):
        return ""
    told = git(root, ("rev-parse", "--verify", "--quiet", "HEAD^{commit}"))
    return told.decode("ascii").strip() if isinstance(told, bytes) else ""


def paths(output: bytes) -> list[str]:
    """The words of an output that parts them by NUL."""
    return [os.fsdecode(each) for each in output.split(b"\0") if each]


def without_filters(root: str) -> list[str] | str:
    """Settings that take every filter away: git would run one on what it compares, and a repository may name it."""
    names = git(root, ("config", "-z", "--name-only", "--list"))
    if isinstance(names, str):
        return names
    found = {name.rpartition(".")[0] for name in paths(names) if name.startswith("filter.") and name.count(".") > 1}
    if any("=" in name for name in found):
        return "git has a filter with a name that can't be told it"
    return [f"{name}.{what}" for name in sorted(found) for what in ("clean=", "process=", "smudge=", "required=false")]


def _answer(command: tuple[str, ...], environment: Mapping[str, str], given: bytes) -> tuple[int, bytes]:
    """As `_output` says it, of a program that is given something to read."""
    import subprocess  # noqa: PLC0415  few runs ask so

    if not hasattr(os, "posix_spawnp"):
        command = (_on_path(command[0]), *command[1:])
    try:
        done = subprocess.run(
            command, env=environment, input=given, capture_output=True, check=False, timeout=PATIENCE
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise TimeoutError from None
    return done.returncode, done.stdout


def _on_path(program: str) -> str:
    """Where PATH has a program. Windows by itself looks into the current folder first, which may be a scanned one."""
    for folder in os.get_exec_path():
        for full in (os.path.join(folder, name) for name in (program, f"{program}.exe")):
            if os.path.isabs(full) and os.path.isfile(full):
                return full
    raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))


def _output(command: tuple[str, ...], environment: Mapping[str, str]) -> tuple[int, bytes]:
    """A program's exit status and what it prints. The system's own call spares every run the import of `subprocess`.

    Raises TimeoutError if it takes longer than anybody waits.
    """
    if not hasattr(os, "posix_spawnp"):
        return _answer(command, environment, b"")
    source, sink = os.pipe()
    null = os.open(os.devnull, os.O_RDWR)
    streams = [(os.POSIX_SPAWN_DUP2, null, 0), (os.POSIX_SPAWN_DUP2, sink, 1), (os.POSIX_SPAWN_DUP2, null, 2)]
    try:
        child = os.posix_spawnp(command[0], command, environment, file_actions=streams)
    except OSError:
        os.close(source)
        raise
    finally:
        os.close(sink)
        os.close(null)
    try:
        output = _read(source, time.monotonic() + PATIENCE)
    except TimeoutError:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        raise
    finally:
        os.close(source)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), output


def _read(source: int, until: float) -> bytes:
    import select  # noqa: PLC0415  only where there is git to wait for

    ready = select.poll()
    ready.register(source, select.POLLIN)
    pieces: list[bytes] = []
    while ready.poll(max(0, until - time.monotonic()) * 1000):
        piece = os.read(source, 1 << 20)
        if not piece:
            return b"".join(pieces)
        pieces.append(piece)
    raise TimeoutError


def _environment() -> dict[str, str]:
    """Without what a calling git sets for its hooks, and without a way to fetch what a partial clone lacks.

    A transport is the one program that listing files could start by a repository's own configuration.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or _is_setting(name)}
    return {**kept, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_ALLOW_PROTOCOL": "none", "GIT_NO_LAZY_FETCH": "1"}


def _is_setting(name: str) -> bool:
    return name == "GIT_EXEC_PATH" or (name.startswith("GIT_CONFIG_") and name != "GIT_CONFIG_PARAMETERS")
