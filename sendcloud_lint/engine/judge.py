"""The relevant files of one project: read, understood, judged, and made into findings."""

from __future__ import annotations

import hashlib
import os
import re
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from sendcloud_lint.analysis.understand import Understood, understand
from sendcloud_lint.engine.catalogue import RESERVED, all_rules, url_of
from sendcloud_lint.engine.decode import decode
from sendcloud_lint.engine.discover import Given
from sendcloud_lint.engine.gate import Gate
from sendcloud_lint.engine.selection import selected
from sendcloud_lint.engine.silence import idle, suppressions
from sendcloud_lint.knowledge import endpoints
from sendcloud_lint.knowledge.credentials import has_shipper_marker
from sendcloud_lint.knowledge.masks import letters
from sendcloud_lint.model.document import Comment, Document, Trouble
from sendcloud_lint.model.facts import Fact, Idle, Unreadable
from sendcloud_lint.model.finding import Fault, Finding, Problem, Region, Related, Result, Step
from sendcloud_lint.model.program import Program
from sendcloud_lint.model.rule import Rule
from sendcloud_lint.model.source import Place, Source, Span
from sendcloud_lint.readers import dotenv, loose
from sendcloud_lint.readers.kinds import kind_of

# libcst's parser and the walk over deep trees need more stack than a main thread has; the readers bound the depth.
STACK = 64 * 1024 * 1024
RECURSION = 20_000

Read = Callable[[str], bytes | None]


@dataclass(slots=True)
class _Texts:
    """What was read of a project: programs and settings, their sources and comments, and what could not be read."""

    sources: dict[str, Source] = field(default_factory=dict)
    programs: dict[str, Program] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    comments: dict[str, tuple[Comment, ...]] = field(default_factory=dict)
    python: set[str] = field(default_factory=set)
    unreadable: list[Unreadable] = field(default_factory=list)
    shipper: set[str] = field(default_factory=set)
    api: bool = False


def judge(project: Given, traces: set[str], relevant: set[str], read: Read) -> Result:
    """The findings for the given files of a project. `traces` hold a trace of the API, `relevant` bear on them."""
    results: list[Result] = []
    errors: list[BaseException] = []

    def work() -> None:
        try:
            results.append(_judge(project, traces, relevant, read))
        except BaseException as error:
            errors.append(error)

    limit, size = sys.getrecursionlimit(), threading.stack_size(STACK)
    sys.setrecursionlimit(max(limit, RECURSION))
    try:
        thread = threading.Thread(target=work, name="judge")
        thread.start()
        thread.join()
    finally:
        threading.stack_size(size)
        sys.setrecursionlimit(limit)
    if errors:
        raise errors[0]
    return results[0]


def _judge(project: Given, traces: set[str], relevant: set[str], read: Read) -> Result:
    hosts = frozenset(project.configs.of_folder("").hosts)
    texts = _read_all(sorted(relevant), traces, read, hosts)
    understood = understand(
        texts.programs, texts.documents, api=texts.api, shipper=frozenset(texts.shipper), hosts=hosts
    )
    judgement = _Judgement(project, texts, understood)
    return judgement.result()


# Reading


def _read_all(paths: list[str], traces: set[str], read: Read, hosts: frozenset[str]) -> _Texts:
    texts = _Texts()
    pattern = _host_pattern(hosts)
    for path in paths:
        data = read(path)
        if data is not None:
            _read_one(texts, path, data, pattern if path in traces else None)
    return texts


def _host_pattern(hosts: frozenset[str]) -> re.Pattern[str]:
    names = [host.name for host in (*endpoints.api_hosts(), *endpoints.smtp_hosts())] + sorted(hosts)
    return re.compile(rf"(?<![\w.-])(?:{'|'.join(map(re.escape, names))})(?![\w-]|\.\w)", re.IGNORECASE)


def _read_one(texts: _Texts, path: str, data: bytes, hosts: re.Pattern[str] | None) -> None:
    text, reason = decode(data, path)
    kind = kind_of(path, (text or "")[:200])
    if text is None:
        if kind is not None:
            texts.sources[path] = Source(path, data.decode("latin-1"))
            texts.unreadable.append(Unreadable(Place(path, Span(0, 0)), reason or "can't be decoded"))
        return
    if hosts is not None:
        texts.api = texts.api or hosts.search(text) is not None
        if has_shipper_marker(text):
            texts.shipper.add(path)
    if kind is not None:
        texts.sources[path] = Source(path, text)
        _READERS[kind](texts, path, text)


def _read_python(texts: _Texts, path: str, text: str) -> None:
    from sendcloud_lint.readers import python  # noqa: PLC0415  a project of .env files needs no libcst

    program, troubles = python.read(text)
    texts.python.add(path)
    if troubles:
        texts.documents[path] = loose.read(text)
    else:
        texts.programs[path] = program
    texts.comments[path] = program.comments
    _note_troubles(texts, path, troubles[:1])


def _read_dotenv(texts: _Texts, path: str, text: str) -> None:
    document = dotenv.read(text)
    texts.documents[path] = document
    texts.comments[path] = document.comments
    _note_troubles(texts, path, document.troubles)


_READERS: dict[str, Callable[[_Texts, str, str], None]] = {"python": _read_python, "dotenv": _read_dotenv}


def _note_troubles(texts: _Texts, path: str, troubles: Iterable[Trouble]) -> None:
    texts.unreadable += [Unreadable(Place(path, trouble.span), trouble.reason) for trouble in troubles]


# Judging


class _Judgement:
    """One project's facts put to the rules."""

    def __init__(self, project: Given, texts: _Texts, understood: Understood) -> None:
        self._project = project
        self._texts = texts
        self._understood = understood
        self._files = frozenset(project.files)
        self._problems: list[Problem] = []
        keys = [secret.text.reveal() for secret in understood.secrets]
        places = [place for secret in understood.secrets for place in secret.places if place.path in texts.sources]
        self._gate = Gate(keys, places, texts.sources)
        self._silences = {
            path: suppressions(source, texts.comments.get(path, ()), path in texts.python)
            for path, source in texts.sources.items()
            if path in self._files
        }
        self._suppressed = 0

    def result(self) -> Result:
        facts: list[Fact] = [
            *self._understood.requests,
            *self._understood.credentials,
            *self._understood.settings,
            *self._texts.unreadable,
        ]
        kept = [pair for pair in self._faults(facts) if not self._is_held_back(*pair)]
        kept += [pair for pair in self._faults(self._idle()) if not self._is_held_back(*pair)]
        findings = self._findings(kept)
        return Result(
            findings=tuple(findings),
            problems=tuple(self._problems),
            files_relevant=len(self._files & set(self._texts.sources)),
            suppressed=self._suppressed,
            requests=len({r.place for r in self._understood.requests if r.place.path in self._files}),
            credentials=self._credentials(),
        )

    def _credentials(self) -> int:
        """Credentials that requests carry or settings hold, wherever they come from."""
        sent = {
            (sent.place, sent.name)
            for request in self._understood.requests
            if request.place.path in self._files
            for sent in (*request.parameters, *request.headers, *request.cookies)
            if sent.role is not None
        }
        return len(sent | {(one.place, "") for one in self._understood.credentials if one.place.path in self._files})

    def _faults(self, facts: Iterable[Fact]) -> list[tuple[Rule, Fault]]:
        """Faults in the given files, one for each place and slot that a rule points at."""
        found: dict[tuple[str, Place, str], tuple[Rule, Fault]] = {}
        for fact in facts:
            for rule in all_rules():
                if isinstance(fact, rule.wants):
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
            path = getattr(getattr(fact, "place", None), "path", None)
            message = f"{rule.code} {rule.name} crashed with {type(error).__name__}"
            self._problems.append(Problem(path, "rule-crashed", message))
            return []

    def _is_held_back(self, rule: Rule, fault: Fault) -> bool:
        source = self._texts.sources[fault.place.path]
        first = source.position(fault.place.span.start).line
        last = source.position(max(fault.place.span.start, fault.place.span.end - 1)).line
        lines = frozenset({first, last})
        words = frozenset({rule.code, rule.name})
        held = [one.holds_back(words, lines) for one in self._silences.get(fault.place.path, ())]
        self._suppressed += any(held)
        return any(held)

    def _idle(self) -> Iterator[Idle]:
        known = {word: rule.code for rule in all_rules() for word in (rule.code, rule.name)}
        for path, found in self._silences.items():
            yield from idle(found, self._codes(path), known, RESERVED)

    # Telling

    def _findings(self, pairs: list[tuple[Rule, Fault]]) -> list[Finding]:
        ordered = sorted(pairs, key=lambda pair: (pair[1].place, pair[0].code, pair[1].slot))
        counts: dict[tuple[str, ...], int] = {}
        findings = []
        for rule, fault in ordered:
            identity = (rule.code, fault.place.path, fault.scope, fault.slot, fault.tag)
            counts[identity] = counts.get(identity, 0) + 1
            findings.append(self._finding(rule, fault, fingerprint(*identity, str(counts[identity]))))
        return findings

    def _finding(self, rule: Rule, fault: Fault, mark: str) -> Finding:
        source = self._texts.sources[fault.place.path]
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
            excerpt=self._gate.excerpt(source, fault.place.span),
        )

    def _related(self, step: Step) -> Related:
        source = self._texts.sources[step.place.path]
        return Related(
            self._region(step.place), self._gate.text(step.message), self._gate.excerpt(source, step.place.span)
        )

    def _region(self, place: Place) -> Region:
        source = self._texts.sources[place.path]
        path = shown_path(os.path.join(self._project.root, place.path))
        return Region(path, source.position(place.span.start), source.position(place.span.end))


def _merge(found: dict[tuple[str, Place, str], tuple[Rule, Fault]], rule: Rule, fault: Fault) -> None:
    """The same mistake seen on several ways is one, with all of them."""
    key = (rule.code, fault.place, fault.slot)
    if key not in found:
        found[key] = (rule, fault)
        return
    _, first = found[key]
    found[key] = (rule, replace(first, related=tuple(dict.fromkeys((*first.related, *fault.related)))))


def shown_path(path: str) -> str:
    """A path as it is told: from the current folder, with `/`; bytes that are no UTF-8 show as `\\xNN`."""
    shown = os.path.relpath(path).replace(os.sep, "/")
    return shown.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def fingerprint(*parts: str) -> str:
    """What makes a finding the same one after edits, in the letters g to z."""
    digest = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogateescape")).digest()
    return letters(int.from_bytes(digest[:12], "big"), 23)
