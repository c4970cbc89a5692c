"""What is fuzzed: functions of bytes, each of which must return, in a bounded time, and find nothing wrong.

There is one for each kind of file, by the reader that its files get; for the analysis of Python; for a whole check of a
file of any kind; for comments that suppress, read and written; for configurations, baselines and encodings.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from importlib import import_module
from itertools import chain

from fuzz import seeds
from sendcloud_lint.engine.adoption import baseline, keep
from sendcloud_lint.engine.catalogue import RESERVED, all_rules
from sendcloud_lint.engine.configuration import file
from sendcloud_lint.engine.configuration.errors import ConfigError
from sendcloud_lint.engine.files.decode import decode
from sendcloud_lint.engine.reading import Texts, module_of, read_into
from sendcloud_lint.engine.run import run, run_text
from sendcloud_lint.engine.silence import Known, Silence, idle, suppressions
from sendcloud_lint.model.program import Program
from sendcloud_lint.model.source import Source, Span
from sendcloud_lint.readers import tokens
from sendcloud_lint.readers.kinds import kind_of
from tests.readers import code, flattened
from tests.readers.standing import lie_in, strange_python, strange_script, strange_settings
from tests.told import OPTIONS, assert_stands_there

Check = Callable[[bytes], None]
# Processor time that any input may take, and what it may take more for each KB; instrumented code is slow.
FREE_SECONDS, SECONDS_A_KB = 2.0, 0.2


class TooSlowError(AssertionError):
    """An input took longer than its length allows."""


@dataclass(frozen=True)
class Target:
    """`seeds` are texts to begin with."""

    name: str
    check: Check
    seeds: tuple[str, ...]

    def __call__(self, data: bytes) -> None:
        start = time.process_time()
        self.check(data)
        seconds = time.process_time() - start
        allowed = FREE_SECONDS + SECONDS_A_KB * len(data) / 1_000
        if seconds > allowed:
            raise TooSlowError(f"{seconds:.1f} s for {len(data):,} bytes")


# Readers


def _is_read(path: str, data: bytes) -> None:
    """All places lie in the text, and literals stand where they are said to stand."""
    texts = Texts()
    read_into(texts, (path,), {path}, lambda _: data)
    text = texts.sources[path].text
    assert lie_in(_spans(texts, path), text), "a place beyond the text"
    if path not in texts.undecoded:
        assert list(_strange(texts, path, text)) == []


def _spans(texts: Texts, path: str) -> Iterator[Span]:
    for program in _programs(texts, path):
        yield from code.spans(program)
    if path in texts.documents:
        yield from flattened.spans(texts.documents[path])
    for sample in texts.samples.get(path, ()):
        yield sample.span
        yield from flattened.spans(sample.shown.settings)
        yield from (span for one in (sample.shown.python, sample.shown.script) if one for span in code.spans(one))
    yield from (comment.span for comment in texts.comments.get(path, ()))
    yield from (one.place.span for one in texts.unreadable)


def _programs(texts: Texts, path: str) -> Iterator[Program]:
    waiting = [texts.programs.get(path)]
    while waiting:
        program = waiting.pop()
        if program is not None:
            yield program
            waiting.extend((program.script, *program.inner))


def _strange(texts: Texts, path: str, text: str) -> Iterator[str]:
    """A file's own code and settings, not what stands in them in another language's quotes, or encoded."""
    program = texts.programs.get(path)
    if program is not None and program.language == "python":
        yield from strange_python(text, program)
    kind = kind_of(path, text)
    if program is not None and kind == "shell":
        # The number of a stream stands for it, not for a text.
        yield from (written for written in strange_script(text, program) if not written.isdigit())
    if kind in _SETTINGS:
        # Nothing is as good as an empty text.
        document = import_module(module_of(kind)).read(text)
        yield from (written for written in strange_settings(text, document) if written not in ("null", "~"))


_SETTINGS = ("dotenv", "yaml", "json", "toml", "hcl", "xml", "ini", "properties", "netrc", "curlrc")


# The whole


@cache
def _folder() -> str:
    return tempfile.mkdtemp(prefix="fuzz-")


def _is_checked(path: str, data: bytes) -> None:
    """The whole check ends in order, and tells of places in the file."""
    full = os.path.join(_folder(), path)
    before = os.getcwd()
    os.chdir(_folder())
    try:
        result = run_text(data, full, OPTIONS)
    finally:
        os.chdir(before)
    assert [each for each in result.problems if each.kind.endswith("-crashed")] == []
    assert_stands_there(result, data, path)


def _is_checked_as_any(data: bytes) -> None:
    path, content = _named(data)
    _is_checked(path, content)


def _named(data: bytes) -> tuple[str, bytes]:
    """The first line is a kind of file, or stands for one: a file's name, and what is in it."""
    head, _, content = data.partition(b"\n")
    named = head.decode("latin-1")
    kind = named if named in seeds.KINDS else seeds.KINDS[sum(head) % len(seeds.KINDS)]
    return seeds.path_of(kind), content


def _any_seeds() -> tuple[str, ...]:
    kinds = seeds.of_kinds()
    return tuple(f"{kind}\n{text}" for kind in seeds.KINDS for text in kinds[kind][:8])


# Suppressions


def _is_heeded(data: bytes) -> None:
    """Comments of any text are read for what they suppress, and each is asked about every line."""
    text = data.decode("utf-8", "replace")
    source = Source("a.py", text)
    found = suppressions(source, tokens.comments(text), is_python=True)
    silence = Silence(found)
    words = frozenset({"SCL101", "hardcoded-key"})
    for one in found:
        assert 0 <= one.place.span.start <= one.place.span.end <= len(text)
        line = one.line or 1
        assert 1 <= line <= source.line_count
        silence.holds_back(words, line, line, source.place(0, 0))
        assert all("\n" not in reason for reason in silence.reasons(words, line, line, source.place(0, 0)))
    rules = all_rules()
    known = {word: rule.code for rule in rules for word in (rule.code, rule.name)}
    idle(found, frozenset(rule.code for rule in rules), Known(known, frozenset(known.values()), RESERVED))


def _is_silenced(data: bytes) -> None:
    """Comments are added for findings: then only those are told for which there was no place."""
    name, content = _named(data)
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, name)
        _write(path, content)
        before = run([path], OPTIONS)
        added = keep.add_ignores([path], OPTIONS)
        after = run([path], OPTIONS)
        assert len(after.findings) <= len(before.findings)
        assert added.left or not after.findings, "a finding without a comment and without a word"


def _write(path: str, data: bytes) -> None:
    with open(path, "wb") as opened:
        opened.write(data)


# Configuration and baseline

_CHECKED = f"import requests\nrequests.post('{seeds.URL}', data={{'apiKey': '{seeds.KEY}'}})\n"


def _is_configured(data: bytes) -> None:
    """A run under any configuration ends, or one line says what is wrong with it."""
    with tempfile.TemporaryDirectory() as folder:
        _write(os.path.join(folder, "mailer.py"), _CHECKED.encode())
        for name in ("sendcloud-lint.toml", "pyproject.toml"):
            path = os.path.join(folder, name)
            _write(path, data)
            try:
                file.in_found(path, is_shared=name == file.SHARED)
                result = run([folder], OPTIONS._replace(fixed=None))
                assert result.problems == ()
            except ConfigError as error:
                _is_one_line(str(error))
            os.remove(path)


def _is_one_line(message: str) -> None:
    assert message.isprintable(), "a message of several lines, or with control characters"


def _is_known(data: bytes) -> None:
    """A baseline is loaded, and written as it was; or one line says what is wrong with it."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "baseline.json")
        _write(path, data)
        try:
            loaded = baseline.load(path)
        except baseline.BaselineError as error:
            _is_one_line(str(error))
            return
        baseline.write(loaded)
        again = baseline.load(path)
        assert again == loaded, "what was written is not what was known"
        _write(os.path.join(folder, "mailer.py"), _CHECKED.encode())
        assert run([folder], OPTIONS._replace(baseline=path)).problems == ()


# Bytes


def _is_decoded(data: bytes) -> None:
    """Bytes become a text, or there is a reason why not; what is sound UTF-8 is read as that."""
    for path in ("mailer.py", "notes.txt", "mailer.xml"):
        text, reason = decode(data, path)
        assert (text is None) == (reason is not None)
        assert reason is None or reason.isprintable()


def _encoded_seeds() -> tuple[str, ...]:
    names = ("utf-8", "latin-1", "utf-16", "cp1252", "gbk", "utf-7", "rot13", "hex", "idna", "undefined")
    others = (f"<?xml version='1.0' encoding='gbk'?><a>{seeds.KEY}</a>", "\ufeffa = 1\n", "a\0b\0", "# vim: fenc=a :")
    return (*(f"# -*- coding: {name} -*-\na = '\xe9'\n" for name in names), *others)


def targets() -> dict[str, Target]:
    """All of them, by name."""
    kinds = seeds.of_kinds()
    python = kinds["python"]
    ones: Iterator[Target] = chain(
        (Target(kind, partial(_is_read, seeds.path_of(kind)), kinds[kind]) for kind in seeds.KINDS),
        (
            Target("analysis", partial(_is_checked, "mailer.py"), python),
            Target("any-file", _is_checked_as_any, _any_seeds()),
            Target("suppressions", _is_heeded, tuple(text for text in python if "noqa" in text or "ignore" in text)),
            Target("add-ignores", _is_silenced, _any_seeds()),
            Target("configuration", _is_configured, seeds.configurations()),
            Target("baseline", _is_known, seeds.baselines()),
            Target("encodings", _is_decoded, _encoded_seeds()),
        ),
    )
    return {one.name: one for one in ones}
