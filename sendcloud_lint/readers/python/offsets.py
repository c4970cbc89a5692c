"""Where each node of a libcst tree stands, by counting characters while the tree writes itself out.

libcst's own position providers cost several times the parse; a code-generation state that keeps no text costs a third
of it. The tests prove it against PositionProvider.
"""

from __future__ import annotations

from collections.abc import Callable

import libcst as cst
from libcst._nodes.internal import CodegenState

from sendcloud_lint.model.document import Comment
from sendcloud_lint.model.source import Span
from sendcloud_lint.model.written import Written


class Offsets(CodegenState):
    """Starts and ends by node identity: `outer` with a node's own parentheses, `inner` without."""

    def __init__(self, module: cst.Module) -> None:
        super().__init__(module.default_indent, module.default_newline)
        self.at = 0
        self.outer: dict[int, tuple[int, int]] = {}
        self.inner: dict[int, tuple[int, int]] = {}
        self.comments: list[Comment] = []
        self._starts: list[int] = []
        self._last = 0
        # A module adds a line end where it finds that nothing was written, and nothing is kept here.
        self.tokens.append("")

    def add_indent_tokens(self) -> None:
        for token in self.indent_tokens:
            self.at += len(token)

    def add_token(self, value: str) -> None:
        self._last = len(value)
        self.at += self._last

    def pop_trailing_newline(self) -> None:
        """The module writes one line end too many, and takes its last token back."""
        self.at -= self._last

    def before_codegen(self, node: cst.CSTNode) -> None:
        self._starts.append(self.at)
        if type(node) is cst.Comment:
            self.comments.append(Comment(Span(self.at, self.at + len(node.value)), Written(node.value)))

    def after_codegen(self, node: cst.CSTNode) -> None:
        self.outer[id(node)] = (self._starts.pop(), self.at)

    def record_syntactic_position(  # type: ignore[override]  # it is used as a context, and is one
        self, node: cst.CSTNode, *, start_node: cst.CSTNode | None = None, end_node: cst.CSTNode | None = None
    ) -> _Inner:
        return _Inner(self, node, start_node, end_node)

    def edge(self, node: cst.CSTNode) -> tuple[int, int]:
        """A node without its parentheses and the white space that belongs to it."""
        return self.inner.get(id(node)) or self.outer[id(node)]


class _Inner:
    """Notes where a node without its parentheses begins and ends. A class, as there is one for most nodes of a tree: a
    generator would cost three times as much."""

    __slots__ = ("_end_node", "_node", "_offsets", "_start", "_start_node")

    def __init__(
        self, offsets: Offsets, node: cst.CSTNode, start_node: cst.CSTNode | None, end_node: cst.CSTNode | None
    ) -> None:
        self._offsets, self._node, self._start_node, self._end_node = offsets, node, start_node, end_node

    def __enter__(self) -> None:
        self._start = self._offsets.at

    def __exit__(self, *error: object) -> None:
        offsets = self._offsets
        first = self._start if self._start_node is None else offsets.edge(self._start_node)[0]
        last = offsets.at if self._end_node is None else offsets.edge(self._end_node)[1]
        offsets.inner[id(self._node)] = (first, last)


class Positions:
    """Where nodes and comments stand in the text that was read; `back` leads there from the text of the tree."""

    def __init__(self, module: cst.Module, back: Callable[[Span], Span]) -> None:
        self._offsets = Offsets(module)
        self._back = back
        module._codegen(self._offsets)
        self.length = self._offsets.at

    def edge(self, node: cst.CSTNode) -> Span:
        """A node without its parentheses and the white space that belongs to it."""
        return self._back(Span(*self._offsets.edge(node)))

    def whole(self, node: cst.CSTNode) -> Span:
        """A node with its parentheses."""
        return self._back(Span(*self._offsets.outer[id(node)]))

    def comments(self) -> tuple[Comment, ...]:
        return tuple(Comment(self._back(comment.span), comment.text) for comment in self._offsets.comments)
