"""The state of one interpretation: memory, code by key, the stack of frames, and what was observed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import field, replace
from typing import TypeAlias

from sendcloud_lint.analysis import heap, shared
from sendcloud_lint.analysis.effects import Effects, keep
from sendcloud_lint.analysis.heap import Entry, Store
from sendcloud_lint.analysis.modules import Module, Project
from sendcloud_lint.analysis.observed import Hook, Observed
from sendcloud_lint.knowledge.clients import Clients
from sendcloud_lint.model import program as p
from sendcloud_lint.model.records import dataclass
from sendcloud_lint.model.source import Place, Span
from sendcloud_lint.model.values import Definition, Known, Lifetime, Reference, Value, alternatives

# Bounds of one entry point. Whatever lies beyond is Unknown, with the bound as its reason.
MAX_DEPTH = 16
MAX_STEPS_IN_CALLS = 20_000
# Together they may take this many steps more than these of their own, so that a project costs what its size does: code
# that calls itself in many ways would take all it may at each entry point.
OWN_STEPS = 500
SHARED_STEPS = 20_000
SHARED_STEPS_BY_FUNCTION = 10
MAX_CONTEXTS = 40
MAX_ELEMENTS = heap.MAX_ELEMENTS
MAX_ROUNDS = 150
UNROLLED = 12
# The attribute that says so of a client.
TOUCHED = "what others changed"

# A project's own wrappers: for each function's qualified name the arguments, by position or name, of each slot.
OwnClients: TypeAlias = Mapping[str, Mapping[str, tuple[int | str, ...]]]
Delta: TypeAlias = Mapping[heap.Key, heap.Cell]


@dataclass(slots=True, eq=False)
class Code:
    """A function as a value: where its free names live, the class it belongs to, its parameters' defaults, how long
    what it returns is kept."""

    key: str
    node: p.Function | p.Lambda
    module: Module
    scopes: tuple[int, ...]
    name: str
    owner: str | None = None
    defaults: Mapping[str, Value] = field(default_factory=dict)
    decorators: tuple[Value, ...] = ()
    yields: bool = False
    options: dict[str, Value] = field(default_factory=dict)
    lifetime: Lifetime | None = None


@dataclass(slots=True, eq=False)
class ClassCode:
    """A class as a value; its attributes are the variables of its scope."""

    key: str
    node: p.Class
    module: Module
    scope: int
    name: str
    bases: tuple[Value, ...]
    decorators: tuple[Value, ...]


@dataclass(slots=True, eq=False)
class Frame:
    """One body being walked. `base` is the store it began with, `call` the call that led here, `handed` the places of
    the table entries that came with it; `group` tells which names stand together in it; `doubts` counts the branches
    around, and `yields_maybe` says that what is yielded may be less or more; `comprehending` counts the comprehensions
    around, and `empty` are the names that the branches around found empty."""

    module: Module
    scope: int
    scopes: tuple[int, ...]
    name: str
    base: Store
    code: Code | None = None
    call: Place | None = None
    owner: str | None = None
    outer: frozenset[str] = frozenset()
    nonlocals: frozenset[str] = frozenset()
    bare: bool = False
    group: int = 0
    is_class: bool = False
    defined: list[str] = field(default_factory=list)
    handed: frozenset[Place] = frozenset()
    yielded: list[Value] = field(default_factory=list)
    around: list[p.Loop | p.Try] = field(default_factory=list)
    yields_maybe: bool = False
    fields: set[str] = field(default_factory=set)
    verified: Hook | None = None
    doubts: int = 0
    comprehending: int = 0
    empty: tuple[str, ...] = ()
    returned: list[Value] = field(default_factory=list)
    left: list[Delta] = field(default_factory=list)
    loops: list[tuple[Store, list[Delta]]] = field(default_factory=list)
    rounds: list[tuple[Store, list[Delta]]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Passed:
    """An argument: `place` is its keyword's, or its own where it has none; `at` is the value's own."""

    value: Value
    place: Place
    at: Place
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Arguments:
    """A call's arguments, stars spread out. `open` when a star held something unknown."""

    positional: tuple[Passed, ...] = ()
    keywords: Mapping[str, Passed] = field(default_factory=dict)
    open: bool = False

    def get(self, index: int | None, keyword: str | None) -> Passed | None:
        if keyword is not None and keyword in self.keywords:
            return self.keywords[keyword]
        if index is not None and index < len(self.positional):
            return self.positional[index]
        return None

    def value(self, index: int | None, keyword: str | None) -> Value | None:
        passed = self.get(index, keyword)
        return passed.value if passed is not None else None

    def all(self) -> Iterator[Value]:
        for passed in (*self.positional, *self.keywords.values()):
            yield passed.value


@dataclass(slots=True, eq=False)
class Machine:
    """What the functions of this package work on together. `perform` runs a function's body, `enter` a module's.

    `inexact` stands for any object of its class's kind, `makers` are the functions that have made it.
    `watermark` is the first object number made since the entry point began: what is older may have been changed by
    code that is not on the stack.
    """

    project: Project
    clients: Clients
    shared: shared.Shared
    hosts: frozenset[str]
    perform: Callable[[Machine, Code, Arguments, Place, Reference | None], Value]
    enter: Callable[[Machine, Module], None]
    evaluate: Callable[[Machine, p.Expression], Value]
    own_clients: OwnClients = field(default_factory=dict)
    observed: Observed = field(default_factory=Observed)
    store: Store = field(default_factory=Store)
    frames: list[Frame] = field(default_factory=list)
    code: dict[str, Code] = field(default_factory=dict)
    classes: dict[str, ClassCode] = field(default_factory=dict)
    overridden: set[tuple[str, str]] = field(default_factory=set)
    relatives: dict[str, list[str]] = field(default_factory=dict)
    effects: Effects = field(default_factory=Effects)
    inexact: Reference | None = None
    makers: frozenset[str] = frozenset()
    constructed: dict[str, list[Reference]] = field(default_factory=dict)
    opener_touched: bool = False
    default_timeout: bool = False
    traced: Place | None = None
    retried: set[str] = field(default_factory=set)
    answers: dict[int, Place] = field(default_factory=dict)
    keepers: dict[str, Lifetime] = field(default_factory=dict)
    partials: dict[str, tuple[Value, Arguments]] = field(default_factory=dict)
    records: dict[str, tuple[str, ...]] = field(default_factory=dict)
    performed: dict[str, int] = field(default_factory=dict)
    stars: dict[str, str] = field(default_factory=dict)
    no_arguments: Arguments = field(default_factory=Arguments)
    watermark: int = 0
    steps: int = 0
    spent: int = 0
    rounds: int = 1
    named: list[str] = field(default_factory=list)
    _opened: dict[int, tuple[heap.Object, int]] = field(default_factory=dict)
    _numbers: int = 0

    @property
    def frame(self) -> Frame:
        return self.frames[-1]

    @property
    def in_function(self) -> bool:
        """Whether the code being walked runs after its module's body, which finds what it has just set itself."""
        return bool(self.frames) and self.frames[0].code is not None

    @property
    def on_stack(self) -> set[str]:
        """The functions being walked, as `shared.code_key` names them."""
        return {shared.code_key(f.module.path, f.code.node.span.start) for f in self.frames if f.code is not None}

    def open_shared(self, value: Value) -> None:
        """Mark what existed before this entry point as changed by others; what it made itself is its own."""
        for option in alternatives(value):
            if isinstance(option, Reference) and option.number < self.watermark and not self._is_opened(option):
                self.open(option, depth=0)
                self._put_left(option)
                self._opened[option.number] = self.store.state(option), self.effects.count(option)

    def _is_opened(self, reference: Reference) -> bool:
        """Whether nothing has become of an object since it was marked: a read must not cost what the object holds."""
        state, count = self._opened.get(reference.number, (None, 0))
        is_same = state is not None and state is self.store.object(reference)
        return is_same and count == self.effects.count(reference)

    def _put_left(self, table: Reference) -> None:
        """What others may have put into a table, in it."""
        state, left = self.store.state(table), self.effects.entries(table)
        if isinstance(state, heap.Table) and left:
            self.store.put(table, heap.weakened_by(state, left))

    def number(self) -> int:
        self._numbers += 1
        return self._numbers

    def allocate(self, state: heap.Object) -> Reference:
        reference = Reference(self.number())
        self.store.put(reference, state)
        return reference

    def place(self, span: Span) -> Place:
        return Place(self.frame.module.path, span)

    def table(self, value: Value) -> heap.Table | None:
        """The state of a value that is one known table."""
        state = self.store.state(value) if isinstance(value, Reference) else None
        return state if isinstance(state, heap.Table) else None

    def items(self, value: Value) -> heap.Items | None:
        state = self.store.state(value) if isinstance(value, Reference) else None
        return state if isinstance(state, heap.Items) else None

    def instance(self, value: Value) -> heap.Instance | None:
        state = self.store.state(value) if isinstance(value, Reference) else None
        return state if isinstance(state, heap.Instance) else None

    def set_entry(self, target: Value, name: str, entry: Entry) -> None:
        """`target[name] = value`: certain where the target is one known table, else a possibility for each."""
        options = alternatives(target)
        for option in options:
            table = self.table(option)
            if table is not None and isinstance(option, Reference):
                store = heap.with_entry if len(options) == 1 else heap.weakened
                self.store.put(option, store(table, name, entry))
                if self.in_function and option.number < self.watermark:
                    self.effects.leave_entry(option, name, entry.value, entry.place)

    def set_attribute(self, target: Value, name: str, entry: Entry) -> None:
        options = alternatives(target)
        for option in options:
            instance = self.instance(option)
            if instance is not None and isinstance(option, Reference):
                strong = entry if len(options) == 1 else replace(entry, certain=False)
                self.store.put(option, replace(instance, attributes={**instance.attributes, name: strong}))

    def open(self, value: Value, depth: int = 3) -> None:
        """Something that can't be seen got its hands on this value: its tables may hold anything from now on."""
        for option in alternatives(value):
            if isinstance(option, Definition):
                self._open_closure(option)
            if not isinstance(option, Reference):
                continue
            if option.number in self.answers:
                self.observed.looked.add(self.answers[option.number])
            state = self.store.state(option)
            if isinstance(state, heap.Instance) and self.is_client(state):
                self.touch(option)
                continue
            if not isinstance(state, heap.Instance) or heap.is_outside(state):
                self.store.put(option, heap.opened(state))
            if depth:
                for inner in heap.held_by(state):
                    self.open(inner, depth - 1)

    def _open_closure(self, function: Definition) -> None:
        """Whoever has a function may call it, and so change what it sees of the functions around it."""
        code = self.code.get(function.key)
        if code is None or isinstance(code.node, p.Lambda):
            return
        inner = [scope for scope in code.scopes if scope != code.module.scope]
        for name in shared.mentioned_names([code.node.body]) if inner else ():
            for scope in inner:
                value = self.store.variable(scope, name)
                # A function among them may see itself.
                for option in alternatives(value) if value is not None else ():
                    if not isinstance(option, Definition):
                        self.open(option, depth=0)

    def touch(self, client: Reference) -> None:
        """Something that can't be seen may have changed what a client sends."""
        state = self.store.state(client)
        if isinstance(state, heap.Instance) and TOUCHED not in state.attributes:
            entry = Entry(Known(value=True), Place("", Span(0, 0)))
            self.store.put(client, replace(state, attributes={**state.attributes, TOUCHED: entry}))

    def is_client(self, state: heap.Instance) -> bool:
        return isinstance(state.type, Definition) and self.clients.is_class(state.type.key)

    def named_value(self, name: str | None, node: p.Expression) -> Value:
        """The value of an expression that will be known by `name`, if it will have one."""
        if name is None:
            return self.evaluate(self, node)
        self.named.append(name)
        try:
            return self.evaluate(self, node)
        finally:
            self.named.pop()

    @contextmanager
    def repeated(self, times: int) -> Iterator[None]:
        """While a body is walked several times: nested loops must not multiply without end."""
        before, self.rounds = self.rounds, self.rounds * max(times, 1)
        try:
            yield
        finally:
            self.rounds = before

    @property
    def is_spent(self) -> bool:
        """Whether the present entry point has taken all the steps in calls that it may."""
        shared = SHARED_STEPS + SHARED_STEPS_BY_FUNCTION * len(self.code) - self.spent
        return self.steps > min(MAX_STEPS_IN_CALLS, OWN_STEPS + max(0, shared))

    @contextmanager
    def entry_point(self) -> Iterator[None]:
        """One run from outside: its writes reach the next one as possibilities only, and its bounds start anew, but
        for the steps that all of them share."""
        kept, watermark = self.store, self.watermark
        self.store, self.watermark, self.steps = kept.branch(), self._numbers + 1, 0
        self.effects.begin()
        self._opened.clear()
        try:
            yield
            keep(self.effects, self.store, kept)
        finally:
            self.spent += max(0, self.steps - OWN_STEPS)
            self.store, self.watermark = kept, watermark
