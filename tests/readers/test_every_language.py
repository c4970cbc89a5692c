"""What holds for every reader of code, wherever code stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sendcloud_lint.engine.files.decode import decode
from sendcloud_lint.model import program as p
from sendcloud_lint.model.source import Span
from sendcloud_lint.readers import python, shell
from tests.growth import growth
from tests.readers import code, flattened
from tests.readers.languages import LANGUAGES, Held, Language, Place, texts
from tests.readers.standing import differing, lie_in, strange_python, strange_script, strange_settings
from tests.thoroughness import EXAMPLES, trying

every_language = pytest.mark.parametrize("language", LANGUAGES.values(), ids=LANGUAGES)


def placed(name: str) -> dict[str, tuple[Language, Place]]:
    return {
        f"{title} {number}": (language, place)
        for title, language in LANGUAGES.items()
        for number, place in enumerate(getattr(language, name))
    }


PYTHON, SHELL = placed("python"), placed("shell")


# What code means by its own language


@trying(40)
@given(text=code.python_texts)
def test_literals_of_python_are_worth_what_python_says(text: str) -> None:
    program, troubles = python.read(text)
    assert troubles == ()
    assert [text[node.span.start : node.span.end] for node in differing(text, program)] == []
    assert code.texts_of_program(program) == code.texts_of_python(text)


@trying(120)
@given(text=code.shell_texts)
def test_words_of_a_shell_are_worth_what_bash_prints(text: str) -> None:
    """Here-strings lack the line end that a shell adds: none is written."""
    program, troubles = shell.read(text)
    assert code.printed_by_program(program) == code.printed_by_bash(text)
    assert troubles == ()


# Code in another file is the same code, and stands where it stands


@pytest.mark.parametrize(("language", "place"), PYTHON.values(), ids=PYTHON)
@trying(10)
@given(data=st.data())
def test_python_is_the_same_wherever_it_stands(language: Language, place: Place, data: st.DataObject) -> None:
    written = data.draw(place.codes)
    alone, _ = python.read(f"{written}\n")
    # The parser refuses some of what Python takes: a raw f-string with a line's end behind a backslash.
    assume(alone.body)
    held = language.read(place.write(written))
    assert held.python is not None
    assert_same(written, alone.body, held, held.python.body[: len(alone.body)], place)


@pytest.mark.parametrize(("language", "place"), SHELL.values(), ids=SHELL)
@trying(15)
@given(data=st.data())
def test_a_script_is_the_same_wherever_it_stands(language: Language, place: Place, data: st.DataObject) -> None:
    written = data.draw(place.codes)
    held = language.read(place.write(written))
    assert held.script is not None
    first = held.script.body[0]
    is_apart = isinstance(first, p.Function) and first.name.name.startswith(("script ", "recipe "))
    body = first.body if isinstance(first, p.Function) and is_apart else held.script.body
    alone, _ = shell.read(written)
    assert_same(written, alone.body, held, body, place)


def assert_same(
    written: str, alone: tuple[p.Statement, ...], held: Held, body: tuple[p.Statement, ...], place: Place
) -> None:
    assert code.shape(body) == code.shape(alone)
    if place.is_verbatim:
        there = [bare(held.text, span) for span in code.spans(body)]
        assert there == [bare(written, span) for span in code.spans(alone)]


def bare(text: str, span: Span) -> str:
    """What stands there, whatever its lines are indented by."""
    return re.sub(r"(?<=\n)[ \t]+", "", text[span.start : span.end])


# Broken files


def broken(data: st.DataObject, language: Language) -> str:
    """A text of the language with pieces cut out, put in or doubled, its end cut off or bits of its bytes turned."""
    text = data.draw(texts(language))
    for _ in range(data.draw(st.integers(0, 3))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.one_of(st.integers(start, min(len(text), start + 3)), st.just(len(text))))
        put = st.one_of(st.just(""), st.sampled_from(language.pieces), st.text(max_size=2))
        text = text[:start] + data.draw(put) + text[end:]
    if not data.draw(st.booleans()):
        return text
    raw = bytearray(text.encode("utf-8", "surrogatepass"))
    for _ in range(data.draw(st.integers(0, 3)) if raw else 0):
        raw[data.draw(st.integers(0, len(raw) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    decoded, _ = decode(bytes(raw), language.path)
    return bytes(raw).decode("latin-1") if decoded is None else decoded


@every_language
@trying(40)
@given(data=st.data())
def test_whatever_is_broken_is_read_and_stands_where_it_says(language: Language, data: st.DataObject) -> None:
    held = language.read(broken(data, language))
    assert lie_in(spans(held), held.text)
    assert list(strange(held)) == []


def spans(held: Held) -> Iterator[Span]:
    for program in (held.python, held.script):
        yield from code.spans(program) if program is not None else ()
    yield from flattened.spans(held.settings) if held.settings is not None else ()


def strange(held: Held) -> Iterator[str]:
    """Literals whose worth is none of what stands at their place."""
    if held.python is not None:
        yield from strange_python(held.text, held.python, is_escaped=held.is_escaped)
    if held.script is not None:
        yield from strange_script(held.text, held.script)
    if held.settings is not None:
        yield from strange_settings(held.text, held.settings)


# Bounds


@every_language
def test_nothing_is_read_from_an_empty_text(language: Language) -> None:
    for text in ("", "\ufeff", "\n", " \r\n\r"):
        held = language.read(text)
        assert [program for program in (held.python, held.script) if program is not None and program.body] == []


@every_language
def test_reading_grows_with_the_text_and_no_faster(language: Language) -> None:
    assert growth(lambda size: language.read(language.many(size)), 100) < 10
    assert growth(lambda size: language.read(language.wide(size)), 50_000) < 10


@every_language
def test_a_line_of_a_million_characters_is_read(language: Language) -> None:
    """Of ten millions in a long campaign."""
    held = language.read(language.wide(1_000_000 * min(EXAMPLES, 10)))
    assert lie_in(spans(held), held.text)


DEEP = {
    f"{name} {number}": (language, deep)
    for name, language in LANGUAGES.items()
    for number, deep in enumerate(language.deep)
}


@pytest.mark.parametrize(("language", "deep"), DEEP.values(), ids=DEEP)
def test_deep_nesting_is_read_and_costs_no_more_than_its_length(language: Language, deep: Callable[[int], str]) -> None:
    assert growth(lambda size: language.read(deep(size)), 250) < 10
    held = language.read(deep(10_000))
    assert lie_in(spans(held), held.text)
