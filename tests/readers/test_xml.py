"""The reader of XML, with expat as the oracle of what is well-formed."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sendcloud_lint.model.document import Scalar, Section, Tree
from sendcloud_lint.readers.xml import read


def plain(tree: Tree) -> object:
    """A tree as pairs and texts."""
    if isinstance(tree, Scalar):
        return tree.text.reveal()
    assert isinstance(tree, Section)
    return [(pair.name, plain(pair.value)) for pair in tree.pairs]


def values(text: str) -> object:
    return plain(read(text).root)


def troubles(text: str) -> list[tuple[str, str]]:
    """What stands at each trouble, and its reason."""
    found = read(text).troubles
    return [(text[trouble.span.start : trouble.span.end], trouble.reason) for trouble in found]


WHOLE = {
    "a text": ("<a>b</a>", [("a", "b")]),
    "an empty element": ("<a/>", [("a", "")]),
    "nothing between tags": ("<a></a>", [("a", "")]),
    "attributes": ("<a b='c' d=\"e\"\n f = 'g'/>", [("a", [("b", "c"), ("d", "e"), ("f", "g")])]),
    "a text beside attributes": ("<a b='c'>d</a>", [("a", [("b", "c"), ("value", "d")])]),
    "elements of one name": ("<a><b>c</b><b/></a>", [("a", [("b", "c"), ("b", "")])]),
    "texts between elements": ("<a> b <c/> d </a>", [("a", [("value", "b"), ("c", ""), ("value", "d")])]),
    "blanks around a text": ("<a>\n  b\n</a>", [("a", "b")]),
    "blanks in an attribute": ("<a b=' c\n\td '/>", [("a", [("b", " c  d ")])]),
    "references": ("<a b='&lt;&#65;&#x42;&quot;'>&amp;&apos;&gt;</a>", [("a", [("b", '<AB"'), ("value", "&'>")])]),
    "references to no character": ("<a>&#55296;&#x110000;</a>", [("a", "&#55296;&#x110000;")]),
    "CDATA": ("<a><![CDATA[ <b>&amp;]] ]]></a>", [("a", "<b>&amp;]]")]),
    "a text in parts": ("<a>b<!-- c --><![CDATA[d]]><?e f?>g</a>", [("a", "bdg")]),
    "a comment instead of a text": ("<a><!-- b --></a>", [("a", "")]),
    "a declaration": ("<?xml version='1.0' encoding='utf-8'?>\n<a>b</a>\n", [("a", "b")]),
    "a document type": ("<!DOCTYPE a PUBLIC '>' \"[\"><a>b</a>", [("a", "b")]),
    "declarations in it": ("<!DOCTYPE a [<!ENTITY b ']>'><!-- ' ]> --><?c ]>?>]><a>d</a>", [("b", "]>"), ("a", "d")]),
    "an entity of the document's own": ("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", [("b", "c"), ("a", "&b;")]),
    "namespaces": ("<a:b xmlns:a='c' xmlns='d' a:e='f'><a:g>h</a:g></a:b>", [("b", [("e", "f"), ("g", "h")])]),
    "a byte order mark": ("\ufeff<a>b</a>", [("a", "b")]),
    "Windows line ends": ("<a\r\nb='c\r\nd'>e\r\nf</a>\r\n", [("a", [("b", "c d"), ("value", "e\nf")])]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), WHOLE.values(), ids=WHOLE.keys())
def test_a_whole_text_is_read(text: str, expected: object) -> None:
    assert values(text) == expected
    assert troubles(text) == []


LABELLED = {
    "an identifier": ("<a id='b'><c>d</c></a>", [("a", [("id", "b"), ("b", [("c", "d")])])]),
    "a name and a class": (
        "<a class='b' c='d' name='e'><f/></a>",
        [("a", [("class", "b"), ("c", "d"), ("name", "e"), ("b", [("e", [("f", "")])])])],
    ),
    "a key": ("<a key='b'><value>c</value></a>", [("a", [("key", "b"), ("b", [("value", "c")])])]),
    "a text alone": ("<a name='b'>c</a>", [("a", [("name", "b"), ("value", "c")])]),
    "an empty one": ("<a id=''><c/></a>", [("a", [("id", ""), ("c", "")])]),
    "another attribute": ("<a type='b'><c/></a>", [("a", [("type", "b"), ("c", "")])]),
}


@pytest.mark.parametrize(("text", "expected"), LABELLED.values(), ids=LABELLED.keys())
def test_what_attributes_call_an_element_is_a_section_around_its_elements(text: str, expected: object) -> None:
    assert values(text) == expected
    assert troubles(text) == []


def test_spans_cover_what_is_written() -> None:
    text = "<a>\n  <p:ä ö = 'ü&amp;' >\n ß <!-- b -->&lt; <c/></p:ä>\n</a>"
    outer = read(text).root.pairs[0].value
    assert isinstance(outer, Section)
    (element,) = outer.pairs
    assert isinstance(element.value, Section)
    assert text[element.name_span.start : element.name_span.end] == "ä"
    names = [text[pair.name_span.start : pair.name_span.end] for pair in element.value.pairs]
    written = [text[pair.value.span.start : pair.value.span.end] for pair in element.value.pairs]
    assert list(zip(names, written, strict=True)) == [("ö", "'ü&amp;'"), ("", "ß <!-- b -->&lt;"), ("c", "")]


def test_no_two_sections_that_hold_values_begin_at_one_place() -> None:
    waiting: list[Tree] = [read("<a id='b'><c d='e'/><c d='e'><f/></c><g><h/></g></a>").root.pairs[0].value]
    starts = []
    while waiting:
        tree = waiting.pop()
        if isinstance(tree, Section):
            starts.append(tree.span.start)
            waiting += [pair.value for pair in tree.pairs]
    assert len(starts) == len(set(starts)) == 5


def test_comments_are_returned() -> None:
    text = "<!-- a -->\n<b><!--c\nd--><![CDATA[<!-- e -->]]></b><!---->"
    found = read(text).comments
    assert [comment.text.reveal() for comment in found] == ["<!-- a -->", "<!--c\nd-->", "<!---->"]
    assert [text[comment.span.start : comment.span.end] for comment in found] == [
        "<!-- a -->",
        "<!--c\nd-->",
        "<!---->",
    ]


REASON = "something that is no XML"
UNCLOSED = "an element that is never closed"
BROKEN = {
    "an ampersand in an attribute": ("<a b='c&d'><e/></a>", [("a", [("b", "c&d"), ("e", "")])], REASON),
    "an ampersand in a text": ("<a>b & c</a>", [("a", "b & c")], REASON),
    "an unclosed quote": ("<a><b c='d/>\n<e f='g'/></a>", [("a", [("b", ""), ("e", [("f", "g")])])], REASON),
    "an unclosed tag": ("<a><b c='d'\n<e f='g'/></b></a>", [("a", [("b", [("c", "d"), ("e", [("f", "g")])])])], REASON),
    "an attribute without quotes": ("<a b=c d='e'/>", [("a", [("d", "e")])], REASON),
    "an attribute without a value": ("<a b c='d'/>", [("a", [("c", "d")])], REASON),
    "an unclosed element": ("<a><b c='d'><e/></a>", [("a", [("b", [("c", "d"), ("e", "")])])], REASON),
    "a text cut short": ("<a><b>c", [("a", [("b", "c")])], UNCLOSED),
    "an end too many": ("<a><b>c</b></b><d>e</d></a>", [("a", [("b", "c"), ("d", "e")])], REASON),
    "two ends exchanged": ("<a><b>c</a></b>", [("a", [("b", "c")])], REASON),
    "a sign alone": ("<a>b < c</a>", [("a", "b  c")], REASON),
    "an unclosed comment": ("<a><!-- b\n<c>d</c></a>", [("a", [("value", "b"), ("c", "d")])], REASON),
    "an unclosed document type": ("<!DOCTYPE a [<a b='c'/>", [("a", [("b", "c")])], REASON),
    "a merge that was left": (
        "<a>\n<<<<<<< b\n<c>1</c>\n=======\n<c>2</c>\n</a>",
        [("a", [("value", "b"), ("c", "1"), ("value", "======="), ("c", "2")])],
        REASON,
    ),
    "a text around it": ("b <a c='d'/>", [("a", [("c", "d")])], REASON),
    "several at once": ("<a b='c'/><d/>", [("a", [("b", "c")]), ("d", "")], "a second element that nothing holds"),
    "no XML at all": ("hello, world\n", [], REASON),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected", "reason"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_text_is_read_around_the_fault_and_is_one_trouble(text: str, expected: object, reason: str) -> None:
    assert values(text) == expected
    assert [told for _, told in troubles(text)] == [reason]


def test_a_trouble_stands_at_the_first_place_that_fits_no_grammar() -> None:
    assert troubles("<a>\n<b c=d>\n<e f=g/>\n</a>") == [("c=d>", REASON)]


@pytest.mark.parametrize("text", ["<a>{% if b < c %}<d/></a>", "<a b='<%= c %>'/>", "<a {{ b }}></a>"])
def test_a_template_is_no_trouble(text: str) -> None:
    assert troubles(text) == []


LAUGHS = "".join(f"<!ENTITY a{number} '{f'&a{number - 1};' * 10}'>" for number in range(1, 30))


def test_entities_do_not_grow() -> None:
    document = read(f"<!DOCTYPE a [<!ENTITY a0 'ha'>{LAUGHS}]><a b='&a29;'>&a29;</a>")
    found = plain(document.root)
    assert found[-1] == ("a", [("b", "&a29;"), ("value", "&a29;")])
    assert found[1] == ("a1", "&a0;" * 10)


def test_no_file_is_fetched() -> None:
    assert values("<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/hostname'>]><a>&b;</a>") == [("a", "&b;")]


PIECES = [
    "<a>",
    "</a>",
    "<b ",
    "c='d'",
    "/>",
    ">",
    "<!-- e -->",
    "<![CDATA[",
    "]]>",
    "&amp;",
    "f",
    " ",
    "<g/>",
    "<?h?>",
]


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
def test_what_the_standard_library_reads_is_no_trouble(inner: str) -> None:
    text = f"<a>{inner}</a>"
    try:
        ElementTree.fromstring(text)
    except ElementTree.ParseError:
        return
    assert troubles(text) == []


def test_neither_a_reason_nor_a_document_shows_the_text() -> None:
    for text in (
        "<a>swordfish",
        "<a b='swordfish'/>",
        "<a b=swordfish/>",
        "<a><!-- swordfish --></a>",
        "<a>&swordfish</a>",
    ):
        assert "swordfish" not in repr(read(text))


def test_a_property_list_names_each_value_before_it() -> None:
    text = "<dict><key>a</key><string>b</string><key>c</key><dict><key>d</key><integer>1</integer></dict></dict>"
    assert plain(read(text).root) == [("dict", [("a", "b"), ("c", [("d", "1")])])]


def test_names_without_a_value_and_values_without_a_name_stay() -> None:
    text = "<dict><string>a</string><key>b</key><key>c</key><string>d</string><key>e</key></dict>"
    assert plain(read(text).root) == [("dict", [("string", "a"), ("key", "b"), ("c", "d"), ("key", "e")])]
