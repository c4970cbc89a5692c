"""XML as settings: `web.config`, Android's resources, Spring's beans, Maven's projects.

    <bean id="mailer" class="shop.Mailer">       <!-- a comment -->
      <property name="user" value="name"/>
      <property name="key"><value>text</value></property>
      <timeout unit="s">10</timeout>
    </bean>

An element is a section of its attributes, its elements and its texts. One that holds nothing but a text is that text;
elsewhere a text is named `value`, as in `timeout`. What attributes call an element (`mailer`, `shop.Mailer`, the second
`key`) are sections around its elements. Prefixes are left out, and so are the declarations of namespaces.
In a property list's `dict` each `key` names what follows it.

Entities that a document declares stay references: nothing grows by being read. Where a text is no XML, what stands
around that place is read all the same.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from sendcloud_lint.model.document import Comment, Document, Pair, Scalar, Section, Tree, Trouble
from sendcloud_lint.model.source import Span
from sendcloud_lint.model.written import Written

# No other blank is one in XML: all that is not ASCII may stand in a name.
_SPACE = r"[ \t\r\n]"
_PART = r"[A-Za-z_\x80-\U0010ffff][\w.\x80-\U0010ffff-]*"
_NAME = rf"(?P<whole>(?:{_PART}:)?(?P<name>{_PART}))"
_TAG = re.compile(rf"<(?P<end>/)?{_NAME}")
_ATTRIBUTE = re.compile(rf"{_SPACE}*{_NAME}{_SPACE}*={_SPACE}*(?P<value>\"[^\"<]*\"|'[^'<]*')")
_TAG_END = re.compile(rf"{_SPACE}*(?P<empty>/)?>")
_STRAY = re.compile(rf"{_SPACE}*(?P<what>[^ \t\r\n<>/\"']+|[^<>])")
_TEXT = re.compile(r"[^<]+")
_REST = re.compile(r"[^\r\n]*")
_REFERENCE = re.compile(r"&(?:#(?P<decimal>[0-9]{1,7})|#x(?P<code>[0-9A-Fa-f]{1,6})|(?P<name>lt|gt|amp|quot|apos));")
_BARE = re.compile(r"&(?!#[0-9]+;|#x[0-9A-Fa-f]+;|[^\W\d][\w.:-]*;)")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
_LINE_END = re.compile(r"\r\n?")
_BLANK = re.compile(r"\r\n|[\t\r\n]")
_BLANKS = " \t\r\n"
_COMMENT, _CDATA, _INSTRUCTION = "<!--", "<![CDATA[", "<?"
_ENDS = {_COMMENT: "-->", _CDATA: "]]>", _INSTRUCTION: "?>"}
_DOCTYPE = "<!DOCTYPE"
# A document's own name for a text, which is never put in its place here.
_ENTITY = re.compile(rf"<!ENTITY{_SPACE}+{_NAME}{_SPACE}+(?P<value>\"[^\"]*\"|'[^']*')")
_IN_DOCTYPE = re.compile(r"\"[^\"]*\"|'[^']*'|<!--|<\?|[\[\]>]")
_LABELS = frozenset({"id", "name", "key", "class"})
_TEMPLATE = re.compile(r"\{[{%]|<%")


def read(text: str) -> Document:
    """The settings of an XML text. The first place that fits no grammar is the one trouble; a template has none."""
    reader = _Reader(text)
    reader.run()
    troubles = () if reader.trouble is None or _TEMPLATE.search(text) else (reader.trouble,)
    pairs = (*reader.entities, *reader.root.inner)
    return Document(Section(Span(0, len(text)), pairs), tuple(reader.comments), troubles)


class _Element:
    """An element that is being read: `inner` are its elements and texts, `texts` the places of the text so far."""

    __slots__ = ("attributes", "head_end", "inner", "labels", "name", "name_span", "texts", "whole")

    def __init__(self, whole: str, name: str, name_span: Span) -> None:
        self.whole, self.name, self.name_span = whole, name, name_span
        self.head_end = name_span.end
        self.attributes: list[Pair] = []
        self.labels: list[tuple[str, Span]] = []
        self.inner: list[Pair] = []
        # Whether a place is one of CDATA.
        self.texts: list[tuple[Span, bool]] = []

    def tree(self, end: int) -> Tree:
        texts = [pair for pair in self.inner if pair.name_span.end == pair.name_span.start]
        if not self.attributes and not self.inner:
            return Scalar(Span(self.head_end, self.head_end), Written(""))
        if not self.attributes and len(self.inner) == len(texts) == 1:
            return texts[0].value
        inner = tuple(_listed(self.inner) if self.name == "dict" else self.inner)
        if len(inner) > len(texts):
            for label, span in reversed(self.labels):
                inner = (Pair(label, span, Section(Span(self.head_end - 1, end), inner)),)
        return Section(Span(self.name_span.end, end), (*self.attributes, *inner))


def _listed(inner: list[Pair]) -> Iterator[Pair]:
    """What a property list holds: each `key` names the element behind it."""
    key: Pair | None = None
    for pair in inner:
        if key is not None and isinstance(key.value, Scalar) and pair.name != "key":
            yield Pair(key.value.text.reveal(), key.value.span, pair.value)
            key = None
            continue
        if key is not None:
            yield key
        key = pair if pair.name == "key" else None
        if key is None:
            yield pair
    if key is not None:
        yield key


class _Reader:
    """Collects what it finds. Each method reads from an offset on and returns the one where it stopped."""

    def __init__(self, text: str) -> None:
        self._text = text
        # Where each sign stands last: what begins behind it has no end, and need not be looked through for one.
        self._last = {begin: text.rfind(end) for begin, end in _ENDS.items()}
        self._has_doctype = False
        self.root = _Element("", "", Span(0, 0))
        self._open = [self.root]
        self._names: Counter[str] = Counter()
        self.entities: list[Pair] = []
        self.comments: list[Comment] = []
        self.trouble: Trouble | None = None

    def run(self) -> None:
        at = int(self._text.startswith("\ufeff"))
        while at < len(self._text):
            at = self._markup(at) if self._text[at] == "<" else self._characters(at)
        if len(self._open) > 1:
            self._wrong(self._open[-1].name_span.start, "an element that is never closed")
        while len(self._open) > 1:
            self._close(len(self._text))

    def _characters(self, at: int) -> int:
        end = _end(_TEXT, self._text, at)
        if len(self._open) > 1:
            self._check_references(at, end)
            self._open[-1].texts.append((Span(at, end), False))
        elif self._text[at:end].strip():
            self._wrong(at)
        return end

    def _markup(self, at: int) -> int:
        begin = next((sign for sign in _ENDS if self._text.startswith(sign, at)), None)
        if begin is not None:
            return self._marked(begin, at)
        tag = _TAG.match(self._text, at)
        if tag is not None:
            return self._end_tag(tag) if tag["end"] else self._start_tag(tag)
        if self._text.startswith(_DOCTYPE, at) and not self._has_doctype:
            return self._doctype(at)
        self._wrong(at)
        return at + 1

    def _marked(self, begin: str, at: int) -> int:
        """A comment, an instruction or CDATA. Of one without an end what follows is read for itself."""
        end = self._marked_end(begin, at)
        if end < 0:
            self._wrong(at)
            return at + len(begin)
        if begin == _COMMENT:
            self.comments.append(Comment(Span(at, end), Written(self._text[at:end])))
        elif begin == _CDATA and len(self._open) > 1:
            self._open[-1].texts.append((Span(at, end), True))
        return end

    def _marked_end(self, begin: str, at: int) -> int:
        at += len(begin)
        return self._text.find(_ENDS[begin], at) + len(_ENDS[begin]) if at <= self._last[begin] else -1

    def _doctype(self, at: int) -> int:
        self._has_doctype = True
        inside = 0
        end = at + len(_DOCTYPE)
        while (sign := _IN_DOCTYPE.search(self._text, end)) is not None:
            end = sign.end()
            if sign[0] in _ENDS:
                end = max(end, self._marked_end(sign[0], sign.start()))
            elif sign[0] in "[]":
                inside += 1 if sign[0] == "[" else -1
            elif sign[0] == ">" and inside <= 0:
                self.entities += map(self._entity, _ENTITY.finditer(self._text, at, end))
                return end
        self._wrong(at)
        return at + len(_DOCTYPE)

    def _entity(self, found: re.Match[str]) -> Pair:
        value = Scalar(Span(*found.span("value")), Written(_decoded(found["value"][1:-1])))
        return Pair(found["name"], Span(*found.span("name")), value)

    def _start_tag(self, tag: re.Match[str]) -> int:
        if len(self._open) == 1 and self.root.inner:
            self._wrong(tag.start(), "a second element that nothing holds")
        self._end_text()
        element = _Element(tag["whole"], tag["name"], Span(*tag.span("name")))
        end = self._attributes(element, tag.end())
        self._open.append(element)
        self._names[element.whole] += 1
        if self._text.startswith("/>", end - 2):
            self._close(end)
        return end

    def _attributes(self, element: _Element, at: int) -> int:
        """Reads to the tag's end, or to what can't stand in one."""
        while (end := _TAG_END.match(self._text, at)) is None:
            attribute = _ATTRIBUTE.match(self._text, at)
            stray = None if attribute else _STRAY.match(self._text, at)
            if attribute is not None:
                self._attribute(element, attribute)
                at = attribute.end()
                continue
            self._wrong(stray.start("what") if stray else at)
            if stray is None:
                break
            at = stray.end()
        element.head_end = end.end() if end else at
        return element.head_end

    def _attribute(self, element: _Element, found: re.Match[str]) -> None:
        if found["whole"].startswith("xmlns"):
            return
        span = Span(*found.span("value"))
        self._check_references(span.start, span.end)
        value = _decoded(_BLANK.sub(" ", found["value"][1:-1]))
        element.attributes.append(Pair(found["name"], Span(*found.span("name")), Scalar(span, Written(value))))
        if found["name"] in _LABELS and value:
            element.labels.append((value, span))

    def _end_tag(self, tag: re.Match[str]) -> int:
        """Closes the innermost element of the name, and what was left open in it."""
        end = _TAG_END.match(self._text, tag.end())
        after = end.end() if end else tag.end()
        if end is None or self._open[-1].whole != tag["whole"]:
            self._wrong(tag.start())
        while self._names[tag["whole"]]:
            is_it = self._open[-1].whole == tag["whole"]
            self._close(after if is_it else tag.start())
            if is_it:
                break
        return after

    def _close(self, end: int) -> None:
        self._end_text()
        closed = self._open.pop()
        self._names[closed.whole] -= 1
        self._open[-1].inner.append(Pair(closed.name, closed.name_span, closed.tree(end)))

    def _end_text(self) -> None:
        """The text so far, comments in it left out, is one value."""
        element = self._open[-1]
        texts, element.texts = element.texts, []
        bounds = [bound for span, is_cdata in texts for bound in (span if is_cdata else self._bare(span),) if bound]
        value = "".join(self._meant(*each) for each in texts).strip(_BLANKS) if bounds else ""
        if value:
            span = Span(bounds[0].start, bounds[-1].end)
            element.inner.append(Pair("value", Span(span.start, span.start), Scalar(span, Written(value))))

    def _bare(self, span: Span) -> Span | None:
        """A text without the blanks around it."""
        text = self._text[span.start : span.end]
        bare = text.strip(_BLANKS)
        start = span.start + len(text) - len(text.lstrip(_BLANKS))
        return Span(start, start + len(bare)) if bare else None

    def _meant(self, span: Span, is_cdata: bool) -> str:
        written = _LINE_END.sub("\n", self._text[span.start : span.end])
        return written[len(_CDATA) : -len(_ENDS[_CDATA])] if is_cdata else _decoded(written)

    def _check_references(self, start: int, end: int) -> None:
        bare = _BARE.search(self._text, start, end)
        if bare is not None:
            self._wrong(bare.start())

    def _wrong(self, at: int, reason: str = "something that is no XML") -> None:
        if self.trouble is None:
            self.trouble = Trouble(Span(at, _end(_REST, self._text, at)), reason)


def _decoded(written: str) -> str:
    return _REFERENCE.sub(_character, written)


def _character(reference: re.Match[str]) -> str:
    if reference["name"]:
        return _NAMED[reference["name"]]
    code = int(reference["decimal"]) if reference["decimal"] else int(reference["code"], 16)
    return chr(code) if code < 0xD800 or 0xDFFF < code < 0x110000 else reference[0]


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    """Where a match ends that may be empty or missing."""
    match = pattern.match(text, at)
    return match.end() if match else at
