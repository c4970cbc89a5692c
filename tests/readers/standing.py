"""What stands at the places that readers name, whatever they read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sendcloud_lint.model import program as p
from sendcloud_lint.model.document import Document, Scalar
from sendcloud_lint.model.source import Span
from sendcloud_lint.model.written import Written
from tests.readers import code, flattened

# What means itself in every format, alone or in quotes.
PLAIN = re.compile(r"[\w./:=@,+-]+|'[\w ./:=@,+-]*'")


def differing(text: str, program: p.Program) -> list[p.Constant | p.Formatted]:
    """Literals of Python that are worth something else than Python says."""
    return [node for node in code.whole_values(program.body) if code.differs_from_python(text, node)]


def strange_python(text: str, program: p.Program, *, is_escaped: bool = False) -> Iterator[str]:
    """Literals whose worth is none of what stands at their place. `is_escaped`: they are read through another
    language's quotes and backslashes."""
    for node in differing(text, program):
        # `%env A 'b'` sets all that stands there, quotes too; lines of an indented block lack their indentation.
        is_set = re.search(r"%(?:set_)?env[^\n]*\Z", text[: node.span.start]) is not None
        written = text[node.span.start : node.span.end]
        is_doubled = is_escaped and re.search(r"[\\$\"']", written[1:-1]) is not None
        # Python 2 knows these in its Unicode texts only.
        is_named = re.search(r"\\[NuU]", written) is not None
        if not is_set and not is_doubled and not is_named and re.search(r"[\r\n][ \t>]", written) is None:
            yield written


def strange_script(text: str, script: p.Program) -> Iterator[str]:
    """The same of a shell's words, as far as they mean themselves."""
    for node in code.nodes(script.body):
        if isinstance(node, p.Constant) and isinstance(node.value, Written):
            written = text[node.span.start : node.span.end]
            if PLAIN.fullmatch(written) and written.strip("'") != node.value.reveal().strip("'"):
                yield written


def strange_settings(text: str, settings: Document) -> Iterator[str]:
    """The same of the values of settings."""
    for path, tree in flattened.nodes(settings):
        if isinstance(tree, Scalar) and path:
            written = text[tree.span.start : tree.span.end]
            # What HCL refers to is a template.
            meant = tree.text.reveal().removeprefix("${").removesuffix("}")
            if PLAIN.fullmatch(written) and written.strip("'") != meant.strip("'"):
                yield written


def lie_in(spans: Iterator[Span], text: str) -> bool:
    return all(0 <= span.start <= span.end <= len(text) for span in spans)
