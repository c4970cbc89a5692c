"""YAML as PyYAML reads it, with places; templates of Helm, Jinja and the like as far as they go.

The grammar is PyYAML's own: its events come with places, and nothing of it recurses. What it can't read is made
readable character for character, so that places hold. A scalar's value is always the text as YAML decodes it:
`true` and `12` are texts too.

    base: &base            # an anchor …
      user: name
    more:
      <<: *base            # … whose pairs are `more`'s as well: the same objects
      key: {{ .Values.key }}
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple

import yaml

from sendcloud_lint.model.derived import Derived
from sendcloud_lint.model.document import Comment, Document, Pair, Scalar, Section, Sequence, Tree, Trouble
from sendcloud_lint.model.source import Span
from sendcloud_lint.model.written import Written
from sendcloud_lint.readers.yaml_scalars import BREAK, ENDS, MASK, QUOTES, REST, decoded, derived, end_of, line_at

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# The last two are for numbers that are too large and for percent-encoded bytes that are no UTF-8.
_ERRORS = (yaml.YAMLError, OverflowError, ValueError)
# Each try begins anew, so a large text gets fewer of them.
_TRIES = 20
_WORK = 5_000_000
_MERGED_IN_SECTION = 1_000
_MERGED_IN_ALL = 10_000
# Trees are walked by recursion, and the parser takes as long for each token as brackets are open.
_DEEPEST = 100
# How many values aliases may stand for, counted each time that they do: a few lines of aliases can stand for billions.
_ALIASED_IN_ALL = 100_000
# Every one is compared with all the others.
_TAG_DIRECTIVES = 100

_START = rf"(?:\A|(?<=[{ENDS}]))"
_LEAD = re.compile(r"[ \t]*")
_NOT_END = re.compile(rf"[^{ENDS}]")

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_NOT_YAML = re.compile(r"[\x80-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
# A tab after a block scalar's indentation is text, which libyaml does not know of the first line.
_TAB_IN_BLOCK = re.compile(
    rf"(?<=[:?-][ \t])((?:[&!][^ \t{ENDS}]*[ \t]+){{0,2}}"
    rf"[|>][-+0-9]*[ \t]*(?:#[^{ENDS}]*)?{BREAK}(?: *{BREAK})* +)\t"
)
_TAG_DIRECTIVE = re.compile(rf"{_START}%TAG[^{ENDS}]*")

# No template begins inside another: many that are never closed would each be looked for up to the text's end.
_TEMPLATE = (
    r"(?:\{\{[^{}~]*(?:(?:\{(?!\{)|\}(?!\}))[^{}~]*){0,100}\}\}"
    r"|\{%[^{%~]*(?:(?:\{(?!%)|%(?!\}))[^{%~]*){0,100}%\}"
    r"|\{#[^{#~]*(?:(?:\{(?!#)|#(?!\}))[^{#~]*){0,100}#\})"
)
_TEMPLATE_OVER_LINES = _TEMPLATE.replace("~", "")
_TEMPLATES = re.compile(_TEMPLATE.replace("~", ENDS))
_TEMPLATE_LINES = re.compile(rf"{_START}[ \t]*(?:{_TEMPLATE_OVER_LINES}[ \t]*)+(?=[{ENDS}]|\Z)")
_TEMPLATE_BEGINS = re.compile(r"\{[{%#]")
_TEMPLATE_FILE = re.compile(rf"{_START}[ \t]*\{{\{{|\{{%")

_TABS = re.compile(rf"{_START}\t[ \t]*")
_PROPERTY = re.compile(rf"!<[^> \t{ENDS}]*>|[&!][^ \t{ENDS},\[\]{{}}]*")
_GAP = re.compile(rf"(?:[ \t{ENDS}]+|#[^{ENDS}]*)*")
_HEADER = re.compile(r"[|>][-+0-9]*")
# YAML wants white space before a comment; the parser is content with a closing quote or a bracket.
_COMMENT = re.compile(rf"(?<![^ \t{ENDS}\"'\[\]{{}},])#[^{ENDS}]*")

_SINGLE = r"'[^'\r\n]*(?:''[^'\r\n]*)*'"
_DOUBLE = r'"[^"\\\r\n]*(?:\\[^\r\n][^"\\\r\n]*)*"'
_UNQUOTED = r"[^\s'\"#&*!|>%@`\[\]{},][^\r\n]*"
_NAMED = re.compile(
    rf"{_START}[ \t]*(?:-[ \t]+)?(?P<name>{_SINGLE}|{_DOUBLE}|[^\W\d][\w./-]*)[ \t]*:(?=[ \t\r\n]|\Z)[ \t]*"
    rf"(?P<value>(?P<quoted>{_SINGLE}|{_DOUBLE})(?=[ \t]*(?:[\r\n]|\Z)|[ \t]+\#)|{_UNQUOTED}|(?=[\r\n\#]|\Z))"
)
_COMMENT_AFTER = re.compile(r"(?<=[ \t])#")


def read(text: str) -> Document:
    """The settings of a YAML file; `root` is its mapping if it is one document and that is a mapping.

    Otherwise each document, whatever it is, stands in the root under the empty name. A text that is no YAML gives
    one trouble, for its first fault; a template that is none gives no trouble. Such a text is read without the lines
    that are at fault, and after too many of those by lines that look like a name and its value.
    """
    clean = _printable(text)
    reader = _read(text, clean, clean, stops_at_template=True)
    if reader.is_template or (reader.fault and _TEMPLATE_BEGINS.search(clean)):
        reader = _read(text, clean, _without_templates(clean))
    fault = None if _TEMPLATE_FILE.search(clean) else reader.fault
    reader = _mended(reader)
    documents = [*reader.documents, *reader.rest()]
    troubles = (Trouble(fault.span, fault.reason),) if fault else ()
    return Document(_root(text, documents), tuple(reader.comments()), troubles)


def script(text: str, scalar: Scalar) -> Derived | None:
    """The scalar's value as a text derived from the whole file's, or None if it can't be shown to be just that."""
    start, end = scalar.span.start, scalar.span.end
    clean = _printable(text[start:end])
    for readable in (clean, _without_template_lines(clean)):
        made = derived(text, scalar, readable)
        if made is not None and made.text == scalar.text.reveal():
            return made
    return None


class _Node(NamedTuple):
    """A tree where it stands: for an alias, `start` and `end` are the alias's and all the rest is its anchor's."""

    tree: Tree
    start: int
    end: int
    height: int = 1
    weight: int = 1
    is_merge: bool = False


class _Fault(NamedTuple):
    """The line that keeps a text from being YAML, and how it should be written, if that is known."""

    span: Span
    reason: str
    mended: str = ""


class _Open:
    """A collection that is being read; a mapping's names and values take turns in `nodes`."""

    __slots__ = ("anchor", "is_mapping", "nodes", "start")

    def __init__(self, start: int, is_mapping: bool, anchor: str | None) -> None:
        self.start = start
        self.is_mapping = is_mapping
        self.anchor = anchor
        self.nodes: list[_Node] = []


class _Reader:
    """Builds trees from events.

    `parsed` is what the parser sees, `clean` the same with templates, `text` the file: a character at a place in one
    stands at that place in all.
    """

    def __init__(self, text: str, clean: str, parsed: str, stops_at_template: bool) -> None:
        self.text = text
        self.clean = clean
        self.parsed = parsed
        self.documents: list[tuple[int, Tree]] = []
        self.fault: _Fault | None = None
        self.is_template = False
        self._stops_at_template = stops_at_template
        self._taken: list[tuple[int, int]] = []
        self._open: list[_Open] = []
        self._anchors: dict[str, _Node | None] = {}
        self._document = 0
        self._reached = 0
        self._to_merge = _MERGED_IN_ALL
        self._to_alias = _ALIASED_IN_ALL

    def run(self) -> None:
        """Reads to the end or to the first fault; collections that are open there end there."""
        try:
            for event in yaml.parse(self.parsed, Loader=_LOADER):
                self._event(event)
                if self.is_template or len(self._open) > _DEEPEST:
                    break
        except _ERRORS as error:
            self.fault = _fault(self.parsed, error, self._reached)
        if len(self._open) > _DEEPEST:
            self.fault = _Fault(line_at(self.parsed, self._reached), "values nested too deep")
        while self._open:
            self._close(None)

    def _event(self, event: Any) -> None:
        start, end = event.start_mark.index, event.end_mark.index
        self._reached = max(self._reached, end)
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event, start, end)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._begin(event, start)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._close(end if end > start else None)
        elif isinstance(event, yaml.AliasEvent):
            self._alias(event.anchor, start, end)
        elif isinstance(event, yaml.DocumentStartEvent):
            self._document = start
            self._anchors = {}

    def _scalar(self, event: yaml.ScalarEvent, start: int, end: int) -> None:
        start = self._after_properties(start, end)
        style = event.style or ""
        span = Span(start, max(start, end))
        if style in ("|", ">"):
            span = self._block(start, end)
        elif event.value or style:
            self._taken.append((span.start, span.end))
        else:
            span = self._nothing(span.start)
        value = Written(self._value(event.value, style, span))
        is_merge = event.value == "<<" and not style and event.tag is None
        self._add(_Node(Scalar(span, value, _local(event.tag)), span.start, span.end, is_merge=is_merge), event.anchor)

    def _after_properties(self, at: int, end: int) -> int:
        """Where a value stands behind its anchor and tag; one that is empty, right behind them."""
        while self.parsed[at : at + 1] in ("&", "!"):
            after = end_of(_PROPERTY, self.parsed, at)
            at = end_of(_GAP, self.parsed, after)
            if at >= end:
                return min(after, end)
        return at

    def _nothing(self, at: int) -> Span:
        """Right behind what comes before it."""
        while at > 0 and self.parsed[at - 1] in f" \t{ENDS}":
            at -= 1
        return Span(at, at)

    def _block(self, start: int, end: int) -> Span:
        header = end_of(_HEADER, self.parsed, start)
        body = end_of(REST, self.parsed, header)
        last = start + len(self.parsed[start:end].rstrip(f" \t{ENDS}"))
        if last <= body:
            return Span(start, header)
        span = Span(start, end_of(REST, self.parsed, last))
        self._taken.append((body, span.end))
        return span

    def _value(self, value: str, style: str, span: Span) -> str:
        """The value, with the characters that the parser was not shown."""
        if MASK not in value:
            return value
        shown = self.parsed
        if style in QUOTES:
            alone = _alone(self.clean[span.start : span.end])
            value, shown = (value, shown) if alone is None else (alone, self.clean)
        there = shown[span.start : span.end]
        hidden = [self.text[span.start + match.start()] for match in re.finditer(MASK, there)]
        each = iter(hidden)
        return re.sub(MASK, lambda _: next(each), value) if len(hidden) == value.count(MASK) else value

    def _begin(self, event: yaml.CollectionStartEvent, start: int) -> None:
        start = self._after_properties(start, len(self.parsed))
        # An anchor is known before its value is, so that an alias inside it is told from one of an earlier anchor.
        if event.anchor is not None:
            self._anchors[event.anchor] = None
        is_mapping = isinstance(event, yaml.MappingStartEvent)
        if self._stops_at_template and self.parsed.startswith("{{", start):
            self.is_template = True
        self._open.append(_Open(start, is_mapping, event.anchor))

    def _close(self, end: int | None) -> None:
        """Ends the innermost collection at its bracket or, without one, where its last value ends."""
        done = self._open.pop()
        # An anchor or a tag may belong to the first name, which is empty and so stands right behind it.
        start = min(done.start, done.nodes[0].start) if done.nodes else done.start
        last = done.nodes[-1].end if done.nodes else start
        span = Span(start, max(start, last) if end is None else end)
        height = 1 + max((node.height for node in done.nodes), default=0)
        weight = 1 + sum(node.weight for node in done.nodes)
        tree = self._section(span, done.nodes) if done.is_mapping else _sequence(span, done.nodes)
        self._add(_Node(tree, span.start, span.end, height, weight), done.anchor)

    def _alias(self, name: str | None, start: int, end: int) -> None:
        node = self._anchors.get(name or "")
        self._taken.append((start, end))
        if node is None or node.weight > self._to_alias or node.height + len(self._open) > _DEEPEST:
            node = _Node(Scalar(Span(start, start), Written("")), start, start)
        self._to_alias -= node.weight
        self._add(node._replace(start=start, end=end, is_merge=False), None)

    def _add(self, node: _Node, anchor: str | None) -> None:
        if anchor is not None:
            self._anchors[anchor] = node
        if self._open:
            self._open[-1].nodes.append(node)
        else:
            self.documents.append((self._document, node.tree))

    def _section(self, span: Span, nodes: list[_Node]) -> Section:
        pairs: list[Pair] = []
        merged: list[Section] = []
        for name, value in zip(nodes[::2], _values(nodes), strict=True):
            bases = list(_bases(value.tree)) if name.is_merge else []
            merged += bases
            if not bases:
                pairs.append(_pair(name, value))
        return Section(span, (*pairs, *self._merged(pairs, merged)))

    def _merged(self, own: list[Pair], bases: list[Section]) -> Iterator[Pair]:
        """The pairs of `bases` that are not named in the section itself; an earlier one's come before a later one's."""
        names = {pair.name for pair in own}
        room = min(_MERGED_IN_SECTION, self._to_merge)
        for base in bases:
            pairs = base.pairs[:room]
            room -= len(pairs)
            self._to_merge -= len(pairs)
            yield from (pair for pair in pairs if pair.name not in names)
            names.update(pair.name for pair in pairs)

    def rest(self) -> list[tuple[int, Tree]]:
        """What follows a fault that is left, line by line: one section, if there is anything."""
        if self.fault is None:
            return []
        start = end_of(REST, self.clean, self._reached) if self._reached else 0
        pairs = tuple(_named(self.text, self.clean, start))
        for pair in pairs:
            spans = (pair.name_span, *([pair.value.span] if isinstance(pair.value, Scalar) else []))
            self._taken.extend((span.start, span.end) for span in spans)
        return [(start, Section(Span(start, len(self.text)), pairs))] if pairs else []

    def comments(self) -> Iterator[Comment]:
        """What begins with a `#` outside of scalars."""
        at = 0
        for start, end in [*self._taken, (len(self.parsed), len(self.parsed))]:
            for match in _COMMENT.finditer(self.parsed, at, max(at, start)):
                yield Comment(Span(*match.span()), Written(self.text[match.start() : match.end()]))
            at = max(at, end)


def _read(text: str, clean: str, parsed: str, stops_at_template: bool = False) -> _Reader:
    reader = _Reader(text, clean, parsed, stops_at_template)
    reader.run()
    return reader


def _mended(reader: _Reader) -> _Reader:
    """Read again without the lines at fault, as often as it helps and not too often."""
    for _ in range(min(_TRIES, _WORK // max(len(reader.text), 1))):
        if reader.fault is None:
            break
        start, end = reader.fault.span.start, reader.fault.span.end
        mended = reader.fault.mended or f"{reader.parsed[:start]}{' ' * (end - start)}{reader.parsed[end:]}"
        if mended == reader.parsed:
            break
        reader = _read(reader.text, reader.clean, mended)
    return reader


def _root(text: str, documents: list[tuple[int, Tree]]) -> Section:
    """Documents without a value are left out."""
    full = [
        (start, tree) for start, tree in documents if not isinstance(tree, Scalar) or tree.span.end > tree.span.start
    ]
    if len(full) == 1 and isinstance(full[0][1], Section):
        return full[0][1]
    return Section(Span(0, len(text)), tuple(Pair("", Span(start, start), tree) for start, tree in full))


def _local(tag: str | None) -> str:
    """A program's own tag; those of YAML itself leave a text what it is."""
    return tag if tag is not None and tag.startswith("!") and tag != "!" else ""


def _sequence(span: Span, nodes: list[_Node]) -> Sequence:
    return Sequence(span, tuple(node.tree for node in nodes))


def _values(nodes: list[_Node]) -> Iterator[_Node]:
    """A mapping's values; the last is empty if the text broke off before it."""
    yield from nodes[1::2]
    if len(nodes) % 2:
        end = nodes[-1].end
        yield _Node(Scalar(Span(end, end), Written("")), end, end)


def _pair(name: _Node, value: _Node) -> Pair:
    """A name that is no scalar is left out, as there is no saying it."""
    if isinstance(name.tree, Scalar):
        return Pair(name.tree.text.reveal(), Span(name.start, name.end), value.tree)
    return Pair("", Span(name.start, name.start), value.tree)


def _bases(tree: Tree) -> Iterator[Section]:
    """What `<<` merges: a mapping or several."""
    items = islice(tree.items, _MERGED_IN_SECTION) if isinstance(tree, Sequence) else (tree,)
    yield from (item for item in items if isinstance(item, Section))


def _alone(written: str) -> str | None:
    """The value of a quoted scalar, or None if it is no such thing."""
    try:
        values = [event.value for event in yaml.parse(written, Loader=_LOADER) if isinstance(event, yaml.ScalarEvent)]
    except _ERRORS:
        return None
    return values[0] if len(values) == 1 else None


# What the parser is shown.


def _printable(text: str) -> str:
    """Without what the parser refuses everywhere. A byte order mark becomes a line end, as a blank would indent."""
    clean = _TAB_IN_BLOCK.sub(rf"\1{MASK}", _NOT_YAML.sub(MASK, _CONTROL.sub(" ", text)))
    if clean.startswith("\ufeff"):
        clean = f"\n{clean[1:]}"
    return _TAG_DIRECTIVE.sub(_blank, clean) if clean.count("%TAG") > _TAG_DIRECTIVES else clean


def _without_templates(clean: str) -> str:
    """Lines of nothing but templates become blank, and other templates words."""
    return _TEMPLATES.sub(lambda match: _NOT_END.sub(MASK, match[0]), _without_template_lines(clean))


def _without_template_lines(clean: str) -> str:
    return _TEMPLATE_LINES.sub(_blank, clean)


def _blank(match: re.Match[str]) -> str:
    return _NOT_END.sub(" ", match[0])


# What is at fault.


def _fault(parsed: str, error: Exception, reached: int) -> _Fault:
    problem = _mark_line(parsed, getattr(error, "problem_mark", None)) or line_at(parsed, reached)
    lead = Span(problem.start, end_of(_LEAD, parsed, problem.start))
    if "\t" in parsed[lead.start : lead.end]:
        return _Fault(problem, "a tab where blanks should stand", _without_tabs(parsed, lead))
    context = str(getattr(error, "context", "") or "")
    culprit = _culprit(parsed, context, _mark_line(parsed, getattr(error, "context_mark", None)), problem)
    if context == "while scanning a quoted scalar":
        return _Fault(culprit, "a quote that is never closed")
    is_between = context in ("while parsing a flow mapping", "while parsing a flow sequence") and culprit == problem
    return _Fault(culprit, "text that is not YAML", _with_comma(parsed, culprit) if is_between else "")


def _without_tabs(parsed: str, lead: Span) -> str:
    """A tab becomes one blank: at first in all lines that begin with one."""
    blank = _TABS.sub(_blank, parsed)
    if blank != parsed:
        return blank
    return f"{parsed[: lead.start]}{' ' * (lead.end - lead.start)}{parsed[lead.end :]}"


def _with_comma(parsed: str, line: Span) -> str:
    """A comma instead of a line: what it parts can be read."""
    return (
        f"{parsed[: line.start]},{' ' * (line.end - line.start - 1)}{parsed[line.end :]}"
        if line.end > line.start
        else ""
    )


def _culprit(parsed: str, context: str, began: Span | None, problem: Span) -> Span:
    """The line that something began in which is never ended, or else the one that the parser stopped at."""
    if began is None or began == problem or not parsed[began.start : began.end].strip():
        return problem
    if context.startswith("while scanning") or not parsed[problem.start : problem.end].strip():
        return began
    is_left = _indent(parsed, problem) <= _indent(parsed, began)
    return began if "flow" in context and is_left else problem


def _indent(parsed: str, line: Span) -> int:
    return end_of(_LEAD, parsed, line.start) - line.start


def _mark_line(parsed: str, mark: Any) -> Span | None:
    return None if mark is None else line_at(parsed, mark.index)


def _named(text: str, clean: str, at: int) -> Iterator[Pair]:
    """Lines of a name and its value, which has quotes or stands alone."""
    for match in _NAMED.finditer(clean, at):
        name, start = Span(*match.span("name")), match.start("value")
        end = match.end("value")
        if match["quoted"] is None and match["value"]:
            comment = _COMMENT_AFTER.search(clean, start, end)
            end = start + len(clean[start : comment.start() if comment else end].rstrip())
        place = Span(start, end) if end > start else Span(match.end("name") + 1, match.end("name") + 1)
        yield Pair(decoded(text, clean, name), name, Scalar(place, Written(decoded(text, clean, place))))
