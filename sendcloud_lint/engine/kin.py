"""Which other files must be understood for the findings of the given ones: those that may hold one of their keys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sendcloud_lint.analysis.reuse import live_reads, read_by_production
from sendcloud_lint.analysis.shared import walk
from sendcloud_lint.analysis.understand import Understood
from sendcloud_lint.engine.forms import forms_of
from sendcloud_lint.knowledge.credentials import is_placeholder
from sendcloud_lint.model import program as p
from sendcloud_lint.model.document import Document, Scalar, Section, Tree
from sendcloud_lint.model.expressions import expression
from sendcloud_lint.model.program import Program
from sendcloud_lint.model.records import dataclass
from sendcloud_lint.model.written import Written

# What is filled in, in whatever language, has one of these before it.
_FILLED = frozenset("$%{(")
_RUN = expression(r"\w+")
_DIGIT = expression(r"\d")
# A key in pieces is not cut so short that its first or last one is nobody's.
_END = 8
# An output's run that no key can be: whatever is shorter, or a word.
_SHORTEST_PRINTED, _LONGEST_WORD = 6, 20


@dataclass(frozen=True, slots=True, repr=False)
class Sought:
    """Runs of letters, digits and underscores: whole ones, and what others begin or end with. Some are keys.

    `variables` are the names of those that live tests read."""

    whole: frozenset[str]
    starts: frozenset[str]
    ends: frozenset[str]
    variables: frozenset[str]

    def stand_in(self, text: str) -> bool:
        """Whether a text may hold a key, by work that does not grow with how many are sought."""
        return any(self._is_in(run) for run in set(_RUN.findall(text)))

    def are_named_in(self, text: str) -> bool:
        """Whether a text holds the name of such a variable, be it in a remark."""
        return not self.variables.isdisjoint(_RUN.findall(text)) if self.variables else False

    def are_read_in(self, programs: Iterable[Program], documents: Iterable[Document]) -> bool:
        """Whether code or settings may read such a variable: by a text or a name that is its own, by a reference."""
        texts = (scalar.text.reveal() for one in documents for scalar in scalars(one.root))
        return any(map(self._is_read_by, programs)) or any(map(self._refers, texts))

    def _is_read_by(self, program: Program) -> bool:
        remarks: set[int] = set()
        for node in walk(program):
            if isinstance(node, p.Evaluate):
                # A docstring is nobody's value.
                remarks.add(id(node.value))
            elif id(node) not in remarks and self._means_one(node):
                return True
        return False

    def _means_one(self, node: object) -> bool:
        if isinstance(node, p.Name | p.Attribute):
            return node.name in self.variables
        return isinstance(node, p.Constant) and isinstance(node.value, Written) and self._refers(node.value.reveal())

    def _refers(self, text: str) -> bool:
        """A text that is more than the name may be a script, or what a template fills in."""
        return text in self.variables or (not _FILLED.isdisjoint(text) and self.are_named_in(text))

    def _is_in(self, run: str) -> bool:
        if run in self.whole or run[:_END] in self.starts or run[-_END:] in self.ends:
            return True
        # A long run may be a whole file in base64.
        places = range(1, len(run) - _END) if len(run) >= _LONGEST_WORD else ()
        return any(run[at : at + _END] in self.starts for at in places)


def sought(parts: Iterable[Understood], documents: Iterable[Document]) -> Sought:
    """What ties others to these files: their keys in any form, the variables that their tests read keys from, and what
    may be another file's key in the outputs that they keep."""
    understood = list(parts)
    texts = {secret.text.reveal() for part in understood for secret in part.secrets}
    keys = [text for text in texts if not is_placeholder(text)]
    found = (_RUN.findall(form) for key in keys for form in forms_of(key))
    longest = {max(runs, key=len) for runs in found if runs}
    read = {
        one.source
        for part in understood
        for one in live_reads(part.supplies, part.mocked)
        if one.source not in read_by_production(part.supplies)
    }
    printed = (scalar.text.reveal() for one in documents if one.printed is not None for scalar in one.printed.texts)
    unknown = {run for text in printed for run in _RUN.findall(text) if _may_be_key(run)}
    long = [run for run in longest if len(run) >= _END]
    return Sought(
        whole=frozenset(longest | unknown),
        starts=frozenset(run[:_END] for run in long),
        ends=frozenset(run[-_END:] for run in long),
        variables=frozenset(read),
    )


def _may_be_key(run: str) -> bool:
    return len(run) >= _SHORTEST_PRINTED and (len(run) >= _LONGEST_WORD or _DIGIT.search(run) is not None)


def scalars(tree: Tree) -> Iterator[Scalar]:
    """All scalars of a tree, those once that several places refer to; it may be deeper than any stack."""
    seen: set[int] = set()
    waiting = [tree]
    while waiting:
        inner = waiting.pop()
        if id(inner) in seen:
            continue
        seen.add(id(inner))
        if isinstance(inner, Scalar):
            yield inner
        else:
            waiting.extend([pair.value for pair in inner.pairs] if isinstance(inner, Section) else inner.items)
