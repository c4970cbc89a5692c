"""What is known of one project, put to the rules and made into findings."""

from __future__ import annotations

import hashlib
import os
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from sendcloud_lint.engine.catalogue import RESERVED, all_rules, url_of
from sendcloud_lint.engine.configuration.selection import selected
from sendcloud_lint.engine.evidence import Evidence
from sendcloud_lint.engine.files.discover import Given
from sendcloud_lint.engine.files.paths import shown_path
from sendcloud_lint.engine.frames import frames
from sendcloud_lint.engine.regions import region_of
from sendcloud_lint.engine.silence import Known, Silence, idle, suppressions
from sendcloud_lint.knowledge.masks import letters
from sendcloud_lint.model.facts import Fact, Idle, Settings
from sendcloud_lint.model.finding import Excerpt, Fault, Finding, Held, Identity, Region, Related, Step
from sendcloud_lint.model.outcome import Problem, Result
from sendcloud_lint.model.rule import Rule
from sendcloud_lint.model.source import Place, Span

Tell = Callable[[str], None]
_MOST_RELATED = 10


class Marked(NamedTuple):
    """A fault and what makes it the same one after edits: its identity, and its count among equals.

    `suppressed`: a comment holds it back."""

    rule: Rule
    fault: Fault
    identity: Identity
    number: int
    suppressed: bool = False


class Judgement:
    """One project's facts put to the rules. `marked` are the faults in the given files, in the order of the text.

    `tell` takes what only somebody who looks for a fault of ours wants to know.
    """

    def __init__(self, project: Given, evidence: Evidence, tell: Tell) -> None:
        self._project = project
        self._texts = texts = evidence.texts
        self._understood = evidence.understood
        self._gate = evidence.gate
        self._tell = tell
        self._files = frozenset(project.files)
        self._problems: dict[Problem, None] = {}
        judged = sorted(self._files & texts.sources.keys())
        self._ran = frozenset(code for path in judged for code in self._codes(path))
        self._silences = {
            path: Silence(suppressions(texts.sources[path], texts.comments.get(path, ()), path in texts.python))
            for path in judged
        }
        self._tell_of_doubts()
        self.marked = self._marked()

    def result(self, is_told: Callable[[Marked], bool] = lambda marked: True) -> Result:
        """What is told of it, and the counts."""
        told = [marked for marked in self.marked if not marked.suppressed and is_told(marked)]
        return Result(
            findings=tuple(map(self._finding, told)),
            problems=tuple(self._problems),
            files_relevant=len(self._silences),
            suppressed=sum(marked.suppressed for marked in self.marked),
            requests=len({r.place for r in self._understood.requests if r.place.path in self._files}),
            credentials=self._credentials(),
        )

    def held(self, marked: Marked, known_for: str | None = None) -> Finding:
        """A finding that is not told: the baseline knows it for some reason, or else a comment holds it back."""
        by_comment = known_for is None
        reason = self._gate.text(known_for if known_for is not None else self._reason(marked))
        return replace(self._finding(marked), held=Held(by_comment, reason))

    def _reason(self, marked: Marked) -> str:
        place, words = marked.fault.place, frozenset({marked.rule.code, marked.rule.name})
        for span in (place.span, *self._docstrings(place)):
            for reason in self._silences[place.path].reasons(words, *self._lines(place.path, span), place):
                return reason
        return ""

    def places(self, marked: Marked) -> Iterator[Place]:
        """Where a finding is written: its own place, and those that it rests on."""
        yield from (marked.fault.place, *(step.place for step in marked.fault.related))

    def lines(self, marked: Marked) -> list[tuple[int, int]]:
        """The first and the last line of a finding, and of the docstring around it. A notebook's are no file's."""
        place = marked.fault.place
        spans = () if self._texts.sources[place.path].cells else (place.span, *self._docstrings(place))
        return [self._lines(place.path, span) for span in spans]

    def written_at(self, place: Place) -> Span:
        """The place in the file's own text, behind a byte order mark."""
        return self._texts.sources[place.path].outer(place.span)

    def _marked(self) -> list[Marked]:
        """All are counted, so that a new suppression leaves its neighbours' fingerprints alone."""
        facts: list[Fact] = [
            *self._understood.requests,
            *self._understood.addresses,
            *self._understood.near_misses,
            *self._understood.supplies,
            *self._understood.exposed,
            *self._understood.mail_logins,
            *self._understood.logged,
            *self._understood.swallowed,
            *self._understood.reused,
            *self._understood.kept,
            *self._understood.webhooks,
            *self._understood.credentials,
            *self._understood.settings,
            *self._texts.unreadable,
        ]
        found = {pair: self._is_held_back(*pair) for pair in self._faults(facts)}
        found.update(dict.fromkeys(self._idle_suppressions(), False))
        counts: Counter[Identity] = Counter()
        marked = []
        for pair in sorted(found, key=lambda pair: (pair[1].place, pair[0].code, pair[1].slot)):
            identity = self._identity(*pair)
            counts[identity] += 1
            marked.append(Marked(*pair, identity, counts[identity], found[pair]))
        return marked

    def _identity(self, rule: Rule, fault: Fault) -> Identity:
        scope, slot = self._gate.text(fault.scope), self._gate.text(fault.slot)
        return Identity(self._gate.path(fault.place.path), rule.code, scope, slot, fault.tag)

    def _tell_of_doubts(self) -> None:
        """Why a call was not judged, or only in part: what a verbose run says."""
        for call in self._understood.unjudged:
            if call.place.path in self._files:
                self._tell(f"{self._at(call.place)}: {self._gate.text(f'{call.client} was not judged: {call.reason}')}")
        for request in self._understood.requests:
            if request.gap and request.place.path in self._files:
                why = self._gate.text(f"this request may have more parameters: {request.gap}")
                self._tell(f"{self._at(request.place)}: {why}")

    def _at(self, place: Place) -> str:
        region = self._region(place)
        return f"{region.path}:{region.start.line}:{region.start.column}"

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
                self._problems[Problem(self.shown(path), "rule-crashed", message)] = None
                self._tell("\n".join((f"{rule.code} crashed:", *frames(error))))
            return []

    def _is_held_back(self, rule: Rule, fault: Fault) -> bool:
        silence, words = self._silences[fault.place.path], frozenset({rule.code, rule.name})
        spans = (fault.place.span, *self._docstrings(fault.place))
        held = [silence.holds_back(words, *self._lines(fault.place.path, span), fault.place) for span in spans]
        return any(held)

    def _lines(self, path: str, span: Span) -> tuple[int, int]:
        source = self._texts.sources[path]
        return source.position(span.start).line, source.position(max(span.start, span.end - 1)).line

    def _docstrings(self, place: Place) -> Iterator[Span]:
        """No comment can stand in a text: those around a docstring speak for what it shows."""
        samples = self._texts.samples.get(place.path, ())
        nearest = bisect_right(samples, place.span, key=lambda sample: sample.span) - 1
        return (sample.span for sample in samples[max(nearest, 0) : nearest + 1] if sample.span.holds(place.span))

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

    def _finding(self, marked: Marked) -> Finding:
        rule, fault, identity = marked.rule, marked.fault, marked.identity
        steps = [step for step in fault.related if step.place.path in self._texts.sources]
        parts = (identity.rule, identity.path, identity.scope, identity.slot, identity.tag)
        return Finding(
            code=rule.code,
            name=rule.name,
            level=rule.level,
            message=self._gate.text(fault.message),
            help=self._gate.text(fault.help),
            region=self._region(fault.place),
            fingerprint=fingerprint(*parts, str(marked.number)),
            url=url_of(rule),
            related=tuple(map(self._related, steps[:_MOST_RELATED])),
            excerpt=self._excerpt(fault.place),
            further=max(0, len(steps) - _MOST_RELATED),
        )

    def _related(self, step: Step) -> Related:
        return Related(self._region(step.place), self._gate.text(step.message), self._excerpt(step.place), step.arrives)

    def _excerpt(self, place: Place) -> Excerpt | None:
        """Nobody can read the lines of a file in an unknown encoding."""
        if place.path in self._texts.undecoded:
            return None
        return self._gate.excerpt(self._texts.sources[place.path], place.span)

    def _region(self, place: Place) -> Region:
        return region_of(self._texts.sources[place.path], self.shown(place.path), place.span)

    def shown(self, path: str) -> str:
        """A file's path as people are told it."""
        return self._gate.path(shown_path(os.path.join(self._project.root, path)))


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
