"""The relevant files of one project: read, understood, judged, and made into findings."""

from __future__ import annotations

import hashlib
import os
import re
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from importlib import import_module

from sendcloud_lint.analysis.understand import Understood, merged, understand
from sendcloud_lint.engine.catalogue import RESERVED, all_rules, url_of
from sendcloud_lint.engine.decode import decode
from sendcloud_lint.engine.discover import Given
from sendcloud_lint.engine.frames import frames
from sendcloud_lint.engine.gate import Gate, quoted_texts
from sendcloud_lint.engine.paths import shown_path
from sendcloud_lint.engine.selection import selected
from sendcloud_lint.engine.silence import Known, Silence, idle, suppressions
from sendcloud_lint.knowledge import endpoints
from sendcloud_lint.knowledge.credentials import has_shipper_marker, names_credential_of_service
from sendcloud_lint.knowledge.masks import letters
from sendcloud_lint.model.document import Comment, Document, Scalar, Section, Tree, Trouble
from sendcloud_lint.model.facts import Fact, Idle, Settings, Unreadable
from sendcloud_lint.model.finding import Excerpt, Fault, Finding, Region, Related, Step
from sendcloud_lint.model.outcome import Problem, Result
from sendcloud_lint.model.program import Program
from sendcloud_lint.model.rule import Rule
from sendcloud_lint.model.source import Place, Source, Span
from sendcloud_lint.readers import dotenv, loose
from sendcloud_lint.readers.kinds import kind_of

# libcst's parser and the walk over deep trees need more stack than a main thread has; the readers bound the depth.
STACK = 64 * 1024 * 1024
RECURSION = 20_000

Read = Callable[[str], bytes | None]
Tell = Callable[[str], None]


@dataclass(slots=True)
class _Texts:
    """What was read of a project: programs and settings, their sources and comments, and what could not be read."""

    sources: dict[str, Source] = field(default_factory=dict)
    programs: dict[str, Program] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    comments: dict[str, tuple[Comment, ...]] = field(default_factory=dict)
    python: set[str] = field(default_factory=set)
    unreadable: list[Unreadable] = field(default_factory=list)
    undecoded: set[str] = field(default_factory=set)
    shipper: set[str] = field(default_factory=set)
    api: bool = False
    named: bool = False


def judge(
    project: Given, traces: set[str], groups: list[set[str]], read: Read, *, hosts: frozenset[str], tell: Tell
) -> Result:
    """The findings for the given files of a project. `traces` hold a trace of the API; each of the `groups` holds files
    that bear on each other and on no others, and is understood for itself: so a file's findings are the same whatever
    else is given.

    `hosts` are further hosts of the API. `tell` takes what only somebody who looks for a fault of ours wants to know.
    """
    results: list[Result] = []
    errors: list[BaseException] = []

    def work() -> None:
        try:
            results.append(_judge(project, _read_all(groups, traces, read, hosts), groups, hosts, tell))
        except BaseException as error:
            errors.append(error)

    limit, size = sys.getrecursionlimit(), threading.stack_size(STACK)
    sys.setrecursionlimit(max(limit, RECURSION))
    try:
        thread = threading.Thread(target=work, name="judge", daemon=True)
        thread.start()
        thread.join()
    finally:
        threading.stack_size(size)
        sys.setrecursionlimit(limit)
    if errors:
        raise errors[0]
    return results[0]


def _judge(project: Given, texts: _Texts, groups: list[set[str]], hosts: frozenset[str], tell: Tell) -> Result:
    api = texts.api or (texts.named and not texts.shipper)
    understood = merged(
        understand(
            {path: texts.programs[path] for path in sorted(group) if path in texts.programs},
            {path: texts.documents[path] for path in sorted(group) if path in texts.documents},
            api=api,
            shipper=frozenset(texts.shipper),
            hosts=hosts,
        )
        for group in groups
    )
    return _Judgement(project, texts, understood, tell).result()


# Reading


def _read_all(groups: list[set[str]], traces: set[str], read: Read, hosts: frozenset[str]) -> _Texts:
    """What is to be judged is read by its grammar; of all others with a trace only their words count."""
    texts = _Texts()
    pattern = _host_pattern(hosts)
    judged = set().union(*groups)
    for path in sorted(judged | traces):
        data = read(path)
        if data is None:
            continue
        decoded, reason = decode(data, path)
        text = data.decode("latin-1") if decoded is None else decoded
        if path in traces:
            _note_words(texts, path, text, pattern)
        if path in judged:
            _read_one(
                texts, path, text, (reason or "can't be decoded") if decoded is None else None, is_traced=path in traces
            )
    return texts


def _host_pattern(hosts: frozenset[str]) -> re.Pattern[str]:
    names = [host.name for host in (*endpoints.api_hosts(), *endpoints.smtp_hosts())] + sorted(hosts)
    return re.compile(rf"(?<![\w.-])(?:{'|'.join(map(re.escape, names))})(?![\w-]|\.\w)", re.IGNORECASE)


def _note_words(texts: _Texts, path: str, text: str, hosts: re.Pattern[str]) -> None:
    texts.api = texts.api or hosts.search(text) is not None
    texts.named = texts.named or names_credential_of_service(text)
    if has_shipper_marker(text):
        texts.shipper.add(path)


def _read_one(texts: _Texts, path: str, text: str, reason: str | None, *, is_traced: bool) -> None:
    """`reason` says why a text is only made of its bytes, as far as they are ASCII; it is None for a sound one."""
    kind = kind_of(path, text[:200])
    if kind is None:
        return
    source = texts.sources[path] = Source(path, text)
    if reason is not None:
        texts.undecoded.add(path)
        texts.unreadable.append(Unreadable(_line_named(source, reason), reason))
        kind = _WITHOUT_GRAMMAR.get(kind, kind)
    read = _READERS.get(kind)
    if read is not None:
        read(texts, path, text)
    else:
        _read_settings(texts, path, text, kind, is_traced=is_traced)


def _line_named(source: Source, reason: str) -> Place:
    """The start of the line that a reason names: columns of what can't be decoded are nobody's."""
    line = re.search(r"line (\d+)", reason)
    start = source.line_span(min(int(line[1]), source.line_count)).start if line is not None else 0
    return source.place(start, start)


def _read_python(texts: _Texts, path: str, text: str) -> None:
    from sendcloud_lint.readers import python  # noqa: PLC0415  a project of .env files needs no libcst

    program, troubles = python.read(text)
    texts.python.add(path)
    if troubles:
        texts.documents[path] = loose.read(text)
    else:
        texts.programs[path] = program
    texts.comments[path] = program.comments
    _note_trouble(texts, path, [_whole_reason(each) for each in troubles])


def _whole_reason(trouble: Trouble) -> Trouble:
    """What the parser's guard says are bare words: "nested more than 100 deep"."""
    if trouble.reason.startswith(("is ", "has ", "can't ")):
        return trouble
    return replace(trouble, reason=f"is too complex to be read: {trouble.reason}")


def _read_dotenv(texts: _Texts, path: str, text: str) -> None:
    document = dotenv.read(text)
    texts.documents[path] = document
    texts.comments[path] = document.comments
    _note_lines(texts, path, document)


def _note_lines(texts: _Texts, path: str, document: Document) -> None:
    _note_trouble(texts, path, [replace(each, reason=f"has a line with {each.reason}") for each in document.troubles])


# Files that are most likely in another kind's grammar.
_GRAMMARS = {"conf": "ini"}


def _read_settings(texts: _Texts, path: str, text: str, kind: str, *, is_traced: bool) -> None:
    """A file of settings. One without a trace of the API was looked at for others' sake: its faults are not told, nor
    are those of a `.conf`, which may be in any of many grammars."""
    document = import_module(f"sendcloud_lint.readers.{_GRAMMARS.get(kind, kind)}").read(text)
    texts.documents[path] = document
    texts.comments[path] = document.comments
    if is_traced and kind not in _GRAMMARS:
        _note_lines(texts, path, document)
    if kind == "yaml":
        _read_scripts(texts, path, text, document)


def _read_scripts(texts: _Texts, path: str, text: str, document: Document) -> None:
    from sendcloud_lint.readers import scripts  # noqa: PLC0415  most settings hold none

    program = scripts.read(text, document)
    if program is not None:
        texts.programs[path] = program


def _read_shell(texts: _Texts, path: str, text: str) -> None:
    from sendcloud_lint.readers import shell  # noqa: PLC0415  a project without scripts needs no grammar for them

    program, troubles = shell.read(text)
    texts.programs[path] = program
    texts.comments[path] = program.comments
    # No grammar knows all that shells accept: a script of which most was read is not called broken.
    if not program.body:
        _note_trouble(texts, path, troubles)


def _read_loosely(texts: _Texts, path: str, text: str) -> None:
    from sendcloud_lint.readers.tokens import comments  # noqa: PLC0415  needed for files that no grammar reads

    texts.python.add(path)
    texts.documents[path] = loose.read(text)
    texts.comments[path] = comments(text)


_READERS: dict[str, Callable[[_Texts, str, str], None]] = {
    "python": _read_python,
    "dotenv": _read_dotenv,
    "shell": _read_shell,
    "loose": _read_loosely,
}
# Bytes in an unknown encoding still hold ASCII; what a file says in it is found without the file's grammar.
_WITHOUT_GRAMMAR = {"python": "loose"}


def _note_trouble(texts: _Texts, path: str, troubles: Sequence[Trouble]) -> None:
    """The first one: what is wrong after it may be its consequence, and one finding a file is enough to look there."""
    for trouble in troubles[:1]:
        texts.unreadable.append(Unreadable(Place(path, trouble.span), trouble.reason))


# Judging


class _Judgement:
    """One project's facts put to the rules."""

    def __init__(self, project: Given, texts: _Texts, understood: Understood, tell: Tell) -> None:
        self._project = project
        self._texts = texts
        self._understood = understood
        self._tell = tell
        self._files = frozenset(project.files)
        self._problems: dict[Problem, None] = {}
        users = [one.place for one in understood.credentials if not one.role.is_key]
        self._gate = Gate(
            understood.secrets, users, texts.sources, guarded=understood.guarded, settings=_doubtful(texts)
        )
        judged = sorted(self._files & texts.sources.keys())
        self._ran = frozenset(code for path in judged for code in self._codes(path))
        self._silences = {
            path: Silence(suppressions(texts.sources[path], texts.comments.get(path, ()), path in texts.python))
            for path in judged
        }

    def result(self) -> Result:
        facts: list[Fact] = [
            *self._understood.requests,
            *self._understood.addresses,
            *self._understood.credentials,
            *self._understood.settings,
            *self._texts.unreadable,
        ]
        found = self._faults(facts)
        told = [pair for pair in found if not self._is_held_back(*pair)]
        suppressed = len(found) - len(told)
        idle_ones = self._idle_suppressions()
        return Result(
            findings=tuple(self._findings([*found, *idle_ones], {*told, *idle_ones})),
            problems=tuple(self._problems),
            files_relevant=len(self._silences),
            suppressed=suppressed,
            requests=len({r.place for r in self._understood.requests if r.place.path in self._files}),
            credentials=self._credentials(),
        )

    def _credentials(self) -> int:
        """Credentials that requests carry, wherever they come from, and those that settings hold and nobody sends."""
        requests = [request for request in self._understood.requests if request.place.path in self._files]
        sent = {
            (sent.place, sent.name)
            for request in requests
            for sent in (*request.parameters, *request.headers, *request.cookies)
            if sent.role is not None
        }
        sent |= {(auth.place, part) for request in requests for auth in request.auth for part in ("user", "key")}
        unsent = [one for one in self._understood.credentials if not one.uses and one.place.path in self._files]
        return len(sent) + len(unsent)

    def _faults(self, facts: Iterable[Fact]) -> list[tuple[Rule, Fault]]:
        """Faults in the given files, one for each place and slot that a rule points at."""
        found: dict[tuple[str, Place, str], tuple[Rule, Fault]] = {}
        for fact in facts:
            for rule in all_rules():
                if rule.code in self._ran and isinstance(fact, rule.wants):
                    for fault in self._checked(rule, fact):
                        _merge(found, rule, fault)
        return [pair for pair in found.values() if pair[0].code in self._codes(pair[1].place.path)]

    def _codes(self, path: str) -> frozenset[str]:
        configs = self._project.configs
        return selected(configs.of(path), configs.ignored_rules(path)) if path in self._files else frozenset()

    def _checked(self, rule: Rule, fact: Fact) -> list[Fault]:
        try:
            return list(rule.check(fact))
        except Exception as error:
            path = fact.credentials[0].place.path if isinstance(fact, Settings) else fact.place.path
            if path in self._files:
                message = f"the rule {rule.code} ({rule.name}) crashed with {type(error).__name__}"
                self._problems[Problem(self._shown(path), "rule-crashed", message)] = None
                self._tell("\n".join((f"{rule.code} crashed:", *frames(error))))
            return []

    def _is_held_back(self, rule: Rule, fault: Fault) -> bool:
        source = self._texts.sources[fault.place.path]
        first = source.position(fault.place.span.start).line
        last = source.position(max(fault.place.span.start, fault.place.span.end - 1)).line
        words = frozenset({rule.code, rule.name})
        return self._silences[fault.place.path].holds_back(words, first, last, fault.place)

    def _idle_suppressions(self) -> list[tuple[Rule, Fault]]:
        """A suppression of the rule about suppressions is judged last: it may have held back what the others showed."""
        own = frozenset(rule.code for rule in all_rules() if rule.wants is Idle)
        others = self._faults(self._idle(lambda codes: codes - own, _known_rules(without=own)))
        told = [pair for pair in others if not self._is_held_back(*pair)]
        last = self._idle(lambda codes: codes & own, _known_rules(without=frozenset()))
        return told + self._faults(replace(fact, strangers=()) for fact in last if fact.codes)

    def _idle(self, judged: Callable[[frozenset[str]], frozenset[str]], known: Known) -> Iterator[Idle]:
        for path, silence in self._silences.items():
            yield from idle(silence.suppressions, judged(self._codes(path)), known)

    # Telling

    def _findings(self, pairs: list[tuple[Rule, Fault]], told: set[tuple[Rule, Fault]]) -> list[Finding]:
        """Those that are told. All are counted, so that a new suppression leaves its neighbours' fingerprints alone."""
        ordered = sorted(pairs, key=lambda pair: (pair[1].place, pair[0].code, pair[1].slot))
        counts: dict[tuple[str, ...], int] = {}
        findings = []
        for rule, fault in ordered:
            scope, slot = self._gate.text(fault.scope), self._gate.text(fault.slot)
            identity = (rule.code, self._gate.path(fault.place.path), scope, slot, fault.tag)
            counts[identity] = counts.get(identity, 0) + 1
            if (rule, fault) in told:
                findings.append(self._finding(rule, fault, fingerprint(*identity, str(counts[identity]))))
        return findings

    def _finding(self, rule: Rule, fault: Fault, mark: str) -> Finding:
        return Finding(
            code=rule.code,
            name=rule.name,
            level=rule.level,
            message=self._gate.text(fault.message),
            help=self._gate.text(fault.help),
            region=self._region(fault.place),
            fingerprint=mark,
            url=url_of(rule),
            related=tuple(self._related(step) for step in fault.related[:10] if step.place.path in self._texts.sources),
            excerpt=self._excerpt(fault.place),
        )

    def _related(self, step: Step) -> Related:
        return Related(self._region(step.place), self._gate.text(step.message), self._excerpt(step.place))

    def _excerpt(self, place: Place) -> Excerpt | None:
        """Nobody can read the lines of a file in an unknown encoding."""
        if place.path in self._texts.undecoded:
            return None
        return self._gate.excerpt(self._texts.sources[place.path], place.span)

    def _region(self, place: Place) -> Region:
        source = self._texts.sources[place.path]
        return Region(self._shown(place.path), source.position(place.span.start), source.position(place.span.end))

    def _shown(self, path: str) -> str:
        return self._gate.path(shown_path(os.path.join(self._project.root, path)))


def _doubtful(texts: _Texts) -> Iterator[Place]:
    """Settings of other services, and what nobody could read: whatever does not read like words may be a secret."""
    for path, document in texts.documents.items():
        scripts = _scripts(texts.programs.get(path))
        yield from (Place(path, scalar.span) for scalar in _scalars(document.root) if scalar.span not in scripts)
        if path in texts.python:
            yield from quoted_texts(texts.sources[path])
        yield from (Place(path, trouble.span) for trouble in document.troubles)


def _scripts(program: Program | None) -> frozenset[Span]:
    """Where scripts stand in a file of settings: those are code, whose lines are looked at word by word."""
    return frozenset(function.span for function in (program.body if program is not None else ()))


def _scalars(tree: Tree) -> Iterator[Scalar]:
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


def _known_rules(without: frozenset[str]) -> Known:
    rules = all_rules()
    words = {word: rule.code for rule in rules for word in (rule.code, rule.name)}
    return Known(words, frozenset(rule.code for rule in rules if not rule.opt_in) - without, RESERVED)


def _merge(found: dict[tuple[str, Place, str], tuple[Rule, Fault]], rule: Rule, fault: Fault) -> None:
    """The same mistake seen on several ways is one, with all of them."""
    key = (rule.code, fault.place, fault.slot)
    if key not in found:
        found[key] = (rule, fault)
        return
    _, first = found[key]
    found[key] = (rule, replace(first, related=tuple(dict.fromkeys((*first.related, *fault.related)))))


def fingerprint(*parts: str) -> str:
    """What makes a finding the same one after edits, in the letters g to z."""
    digest = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogateescape")).digest()
    return letters(int.from_bytes(digest[:12], "big"), 23)
