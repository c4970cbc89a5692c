"""Derived texts: what an edit leaves alone keeps its place, and nothing changes its order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sendcloud_lint.model.derived import Derived, Edit, derive
from sendcloud_lint.model.source import Span

PARENT = "print 10L, x"


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, list[Edit]]:
    """A parent whose characters are all different, and edits of it, in any order, that do not overlap."""
    parent = "".join(map(chr, range(0x100, 0x100 + draw(st.integers(0, 30)))))
    cuts = sorted(draw(st.lists(st.integers(0, len(parent)), max_size=12)))
    pairs = zip(cuts[::2], cuts[1::2], strict=False)
    edits = [Edit(start, end, draw(st.text("xyz", max_size=4))) for start, end in pairs]
    return parent, draw(st.permutations(edits))


def derived(case: tuple[str, list[Edit]]) -> Derived:
    return derive(*case)


@given(edited())
def test_unchanged_characters_map_to_themselves(case: tuple[str, list[Edit]]) -> None:
    parent, edits = case
    result = derive(parent, edits)
    kept = [at for at in range(len(parent)) if not any(edit.start <= at < edit.end for edit in edits)]
    found = [at for at, character in enumerate(result.text) if character not in "xyz"]
    assert [result.back(at) for at in found] == kept
    assert [result.back_span(Span(at, at + 1)) for at in found] == [Span(at, at + 1) for at in kept]


@given(edited())
def test_offsets_stay_in_order_and_in_the_parent(case: tuple[str, list[Edit]]) -> None:
    result = derived(case)
    offsets = [result.back(at) for at in range(len(result.text) + 1)]
    assert offsets == sorted(offsets)
    assert all(0 <= offset <= len(case[0]) for offset in offsets)


@given(edited(), st.data())
def test_a_span_within_another_stays_within_it(case: tuple[str, list[Edit]], data: st.DataObject) -> None:
    result = derived(case)
    places = st.lists(st.integers(0, len(result.text)), min_size=4, max_size=4).map(sorted)
    outer_start, start, end, outer_end = data.draw(places)
    inner, outer = result.back_span(Span(start, end)), result.back_span(Span(outer_start, outer_end))
    assert inner.start <= inner.end
    assert start == end or outer.holds(inner)


@given(edited(), st.data())
def test_a_span_between_unchanged_characters_reaches_from_the_one_to_the_other(
    case: tuple[str, list[Edit]], data: st.DataObject
) -> None:
    parent, _ = case
    result = derived(case)
    first, last = sorted(data.draw(st.integers(0, len(result.text))) for _ in range(2))
    text = result.text[first:last].strip("xyz")
    if text:
        start = result.text.index(text)
        span = result.back_span(Span(start, start + len(text)))
        assert span == Span(parent.index(text[0]), parent.index(text[-1]) + 1)


@pytest.mark.parametrize(
    ("edits", "text", "piece", "written"),
    [
        pytest.param([], "print 10L, x", "10L", "10L", id="no edit"),
        pytest.param([Edit(8, 9, "")], "print 10, x", "x", "x", id="after a deletion"),
        pytest.param([Edit(8, 9, "")], "print 10, x", "10", "10", id="a deletion at the end is not part of it"),
        pytest.param([Edit(7, 9, "0")], "print 10, x", "10", "10L", id="a replacement is part of it"),
        pytest.param([Edit(6, 9, "ten")], "print ten, x", "en", "10L", id="a part of a replacement is all of it"),
        pytest.param([Edit(5, 5, "("), Edit(12, 12, ")")], "print( 10L, x)", "x", "x", id="before an insertion"),
        pytest.param([Edit(6, 6, "(")], "print (10L, x", "10L", "10L", id="after an insertion"),
        pytest.param([Edit(6, 6, "(")], "print (10L, x", "(", "", id="an insertion is nothing that was written"),
        pytest.param([Edit(0, 5, "say")], "say 10L, x", "say 10L", "print 10L", id="from a replacement on"),
    ],
)
def test_a_span_covers_what_was_written_for_it(edits: list[Edit], text: str, piece: str, written: str) -> None:
    result = derive(PARENT, edits)
    assert result.text == text
    start = text.index(piece)
    span = result.back_span(Span(start, start + len(piece)))
    assert PARENT[span.start : span.end] == written


def test_an_empty_span_stays_empty() -> None:
    result = derive("abc", [Edit(1, 2, "")])
    assert result.back_span(Span(1, 1)) == Span(2, 2)


def test_insertions_at_one_place_keep_their_order() -> None:
    assert derive("ab", [Edit(1, 1, "x"), Edit(1, 1, "y"), Edit(1, 2, "z")]).text == "axyz"


@pytest.mark.parametrize(
    "edits",
    [
        pytest.param([Edit(0, 2, ""), Edit(1, 3, "")], id="overlap"),
        pytest.param([Edit(0, 2, ""), Edit(1, 1, "x")], id="insertion within a deletion"),
        pytest.param([Edit(0, 1, ""), Edit(0, 1, "")], id="twice the same"),
    ],
)
def test_edits_that_overlap_are_refused(edits: list[Edit]) -> None:
    with pytest.raises(ValueError, match="overlap"):
        derive("abc", edits)


@pytest.mark.parametrize("edit", [Edit(2, 4, ""), Edit(-1, 1, ""), Edit(2, 1, "")], ids=["after", "before", "reversed"])
def test_edits_that_leave_the_text_are_refused(edit: Edit) -> None:
    with pytest.raises(ValueError, match="leaves"):
        derive("abc", [edit])


def test_no_text_is_shown() -> None:
    edit = Edit(0, 0, "secret")
    assert "secret" not in f"{edit!r} {derive('secret', [edit])!r}"
