"""What holds for every reader of settings: values, names and spans agree with the format's own library."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sendcloud_lint.model.document import Scalar, Section
from tests.growth import growth
from tests.readers.flattened import children, named_spans, nodes, of_document, spans
from tests.readers.formats import FORMATS, Format, characters, of_data, word
from tests.thoroughness import EXAMPLES, trying

every_format = pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS.keys())
generated = trying(60)


@every_format
@generated
@given(data=st.data())
def test_values_agree_with_the_formats_own_library(form: Format, data: st.DataObject) -> None:
    text = data.draw(form.texts)
    document = form.read(text)
    assert of_document(document) == of_data(form.load(text))
    assert document.troubles == ()


@every_format
@generated
@given(data=st.data())
def test_what_stands_at_a_span_is_what_was_written_there(form: Format, data: st.DataObject) -> None:
    text = data.draw(form.texts)
    document = form.read(text)
    for _, tree in nodes(document):
        written = text[tree.span.start : tree.span.end]
        if isinstance(tree, Scalar) and form.is_alone(written):
            assert word(form.value(written)) == tree.text.reveal()
    for name, span in named_spans(document):
        written = text[span.start : span.end]
        if name and form.is_alone(written):
            assert form.name(written) == name


@every_format
@generated
@given(data=st.data())
def test_a_byte_order_mark_moves_everything_by_one(form: Format, data: st.DataObject) -> None:
    text = data.draw(form.texts.filter(lambda text: not text.startswith("\ufeff")))
    plain, marked = form.read(text), form.read(f"\ufeff{text}")
    assert of_document(marked) == of_document(plain)
    assert [(span.start + 1, span.end + 1) for span in list(spans(plain))[1:]] == [
        (span.start, span.end) for span in list(spans(marked))[1:]
    ]


def mutated(data: st.DataObject, text: str) -> str:
    """The text with pieces cut out, put in or exchanged, or its end cut off."""
    pieces = st.one_of(st.sampled_from(list("[]{}\"'=:,#;\\\n\r \0/.")), st.text(max_size=2), st.just("\\u12"))
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.one_of(st.integers(start, min(len(text), start + 2)), st.just(len(text))))
        text = text[:start] + data.draw(st.one_of(st.just(""), pieces)) + text[end:]
    return text


@every_format
@generated
@given(data=st.data())
def test_a_broken_document_is_read_and_all_its_spans_lie_in_it(form: Format, data: st.DataObject) -> None:
    text = mutated(data, data.draw(form.texts))
    document = form.read(text)
    for span in spans(document):
        assert 0 <= span.start <= span.end <= len(text)


@every_format
@generated
@given(data=st.data())
def test_what_a_span_covers_lies_in_what_covers_it(form: Format, data: st.DataObject) -> None:
    """And values and their names come in the order of the text where they stand in one place."""
    document = form.read(mutated(data, data.draw(form.texts)))
    for _, tree in nodes(document):
        inner = children(tree)
        assert all(tree.span.holds(each.span) for each in inner)
        assert sorted(each.span.start for each in inner) == [each.span.start for each in inner]
        if isinstance(tree, Section):
            assert all(pair.name_span.end <= pair.value.span.start for pair in tree.pairs)


@every_format
@generated
@given(text=st.text(characters, max_size=60))
def test_any_text_is_read(form: Format, text: str) -> None:
    for span in spans(form.read(text)):
        assert 0 <= span.start <= span.end <= len(text)


@every_format
def test_nothing_is_read_from_an_empty_text(form: Format) -> None:
    for text in ("", "\ufeff", "\n", " \r\n\r"):
        document = form.read(text)
        assert (document.root.pairs, document.comments, document.troubles) == ((), (), ())


@every_format
def test_reading_grows_with_the_text_and_no_faster(form: Format) -> None:
    assert growth(lambda size: form.read(form.many(size)), 500) < 10
    assert growth(lambda size: form.read(form.wide(size)), 100_000) < 10


@every_format
def test_a_long_value_is_read_whole(form: Format) -> None:
    """Of a million characters on one line; of ten millions in a long campaign."""
    text = form.wide(1_000_000 * min(EXAMPLES, 10))
    document = form.read(text)
    assert of_document(document) == of_data(form.load(text))


DEEP = {f"{name} {number}": (form, deep) for name, form in FORMATS.items() for number, deep in enumerate(form.deep)}


@pytest.mark.parametrize(("form", "deep"), DEEP.values(), ids=DEEP.keys())
def test_deep_nesting_is_read_and_costs_no_more_than_its_length(form: Format, deep: Callable[[int], str]) -> None:
    assert growth(lambda size: form.read(deep(size)), 1_000) < 10
    text = deep(10_000)
    assert all(0 <= span.start <= span.end <= len(text) for span in spans(form.read(text)))
