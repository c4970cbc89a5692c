"""Everything that can be said of a project's relevant files: programs and settings in, facts out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

from sendcloud_lint.analysis import keeping, mail, settings, shared, texts
from sendcloud_lint.analysis.addresses import addresses, near_misses
from sendcloud_lint.analysis.context import Groups, Surroundings, grouped, has_context, mixed, role_of
from sendcloud_lint.analysis.credentials import Secret, credentials, guarded, uses_of
from sendcloud_lint.analysis.entries import interpret
from sendcloud_lint.analysis.logs import logged
from sendcloud_lint.analysis.machine import OwnClients
from sendcloud_lint.analysis.modules import project_of
from sendcloud_lint.analysis.observed import Naming, Observed, Use
from sendcloud_lint.analysis.printed import known_keys, named_keys
from sendcloud_lint.analysis.queries import queries
from sendcloud_lint.analysis.reuse import reused
from sendcloud_lint.analysis.supplies import supplies
from sendcloud_lint.analysis.webhooks import webhooks
from sendcloud_lint.knowledge import credentials as c
from sendcloud_lint.knowledge.places import is_prose, is_sent_by_hand, is_test
from sendcloud_lint.model import program as p
from sendcloud_lint.model.api import Role
from sendcloud_lint.model.document import Document
from sendcloud_lint.model.facts import (
    SAMPLE,
    Address,
    Credential,
    Exposed,
    Kept,
    Logged,
    MailLogin,
    Named,
    NearMiss,
    Request,
    Reused,
    Sent,
    Settings,
    Supply,
    Swallowed,
    Unjudged,
    Webhook,
)
from sendcloud_lint.model.program import Program
from sendcloud_lint.model.progress import Progress, unwatched
from sendcloud_lint.model.records import dataclass
from sendcloud_lint.model.source import Place
from sendcloud_lint.model.values import Known, leaves

_NONE: OwnClients = {}
_Owned = TypeVar("_Owned", Credential, Supply)


@dataclass(frozen=True, slots=True)
class Understood:
    """Facts, and for the gate the keys' texts, and where literals stand whose names alone say that they are secret."""

    requests: tuple[Request, ...]
    addresses: tuple[Address, ...]
    credentials: tuple[Credential, ...]
    settings: tuple[Settings, ...]
    secrets: tuple[Secret, ...]
    guarded: tuple[Place, ...]
    unjudged: tuple[Unjudged, ...] = ()
    near_misses: tuple[NearMiss, ...] = ()
    supplies: tuple[Supply, ...] = ()
    exposed: tuple[Exposed, ...] = ()
    mail_logins: tuple[MailLogin, ...] = ()
    logged: tuple[Logged, ...] = ()
    swallowed: tuple[Swallowed, ...] = ()
    reused: tuple[Reused, ...] = ()
    kept: tuple[Kept, ...] = ()
    webhooks: tuple[Webhook, ...] = ()
    mocked: frozenset[str] = frozenset()
    is_sample: bool = False


def understand(  # noqa: PLR0913  what is known of the project beside its files has many sides
    programs: Mapping[str, Program],
    documents: Mapping[str, Document],
    *,
    api: bool,
    shipper: frozenset[str],
    hosts: frozenset[str] = frozenset(),
    clients: OwnClients = _NONE,
    variables: frozenset[str] = frozenset(),
    salt: bytes = c.BUILT_IN_SALT,
    progress: Progress = unwatched,
    tested: Callable[[str], bool] = is_test,
) -> Understood:
    """Facts of all files together, by path from the project's root. Of what was printed the keys alone are told.

    `api`: an exact host of the API, or a credential's name with the service in it, stands somewhere in the project;
    `shipper`: the files with the parcel company's
    markers; `hosts`: further hosts of the API; `clients`: the project's own wrappers, by qualified
    name; `variables`: further names that credentials may be read by; `salt`: what tags are made with;
    `progress` is told how far it has come; `tested` says which files are for tests.
    """
    is_shown = _shown(documents)
    observed = interpret(project_of(programs.items(), documents), hosts, clients, progress)
    of_settings = [naming for path, document in documents.items() for naming in settings.namings(path, document)]
    written = list(queries(of_settings, hosts))
    for naming in (*of_settings, *(naming for _, parameters in written for naming in parameters)):
        observed.add_naming(naming)
    requests = _requests(observed, is_shown)
    namings = list(observed.namings.values())
    in_outputs = [naming for path, document in documents.items() for naming in settings.printed(path, document)]
    around = _surroundings(observed, requests, api, shipper)
    groups = grouped([*namings, *in_outputs], hosts)
    uses = [*observed.uses, *(use for request in _every(observed) for use in uses_of(request))]
    found, secrets = credentials([*uses, *mail.accounts_used(namings)], namings, groups, around, salt)
    named, named_secrets = named_keys(in_outputs, groups, around, salt)
    return Understood(
        requests=(*requests, *(request for request, _ in written)),
        addresses=tuple(addresses(observed, namings, hosts)),
        credentials=tuple(_tested(one, tested) for one in (*(_placed(one, is_shown) for one in found), *named)),
        settings=tuple(_mixed(requests, namings, groups, around)),
        secrets=(*secrets, *named_secrets),
        guarded=tuple(guarded([*namings, *in_outputs])),
        unjudged=tuple(one for place, one in observed.unjudged.items() if place not in observed.decided),
        near_misses=tuple(near_misses(observed, namings, hosts)),
        supplies=tuple(_tested(one, tested) for one in supplies(requests, namings, groups, around, variables)),
        exposed=tuple(_exposed(namings, groups, around, programs)),
        mail_logins=(*observed.plain_logins.values(), *mail.accounts(namings)),
        logged=tuple(logged(observed, requests, uses, found, api=api)),
        swallowed=tuple(one for one in observed.swallowed.values() if not is_shown(one.place)),
        reused=tuple(_for_both(uses, found)),
        kept=tuple(keeping.kept(observed)),
        webhooks=tuple(webhooks(observed.handlers.items(), observed.comparisons.items(), shipper)),
        mocked=frozenset(path for path, program in programs.items() if tested(path) and _is_mocked(program)),
    )


def as_sample(understood: Understood) -> Understood:
    """What was understood of code that people read and nobody runs."""
    return replace(
        understood,
        requests=tuple(dict.fromkeys(map(_as_shown, understood.requests))),
        credentials=tuple(replace(one, filler=False) for one in understood.credentials),
        swallowed=(),
        kept=(),
        is_sample=True,
    )


def merged(parts: Iterable[Understood], documents: Mapping[str, Document]) -> Understood:
    """What was understood of several groups of files, as one. A key that is known of one may be printed in another."""
    several = list(parts)
    mocked = frozenset(path for part in several for path in part.mocked)
    credentials_ = [one for part in several for one in part.credentials]
    in_force = [part for part in several if not part.is_sample]
    used = [one for part in in_force for one in part.credentials]
    both = [one for part in several for one in part.reused]
    secrets = tuple(one for part in several for one in part.secrets)
    printed, printed_secrets = known_keys(documents, credentials_, secrets)
    return Understood(
        reused=(*both, *reused(used, [part.supplies for part in in_force], mocked)),
        mocked=mocked,
        requests=tuple(one for part in several for one in part.requests),
        addresses=tuple(one for part in several for one in part.addresses),
        credentials=(*credentials_, *printed),
        settings=tuple(one for part in several for one in part.settings),
        secrets=(*secrets, *printed_secrets),
        guarded=tuple(one for part in several for one in part.guarded),
        unjudged=tuple(one for part in several for one in part.unjudged),
        near_misses=tuple(one for part in several for one in part.near_misses),
        supplies=tuple(one for part in several for one in part.supplies),
        exposed=tuple(one for part in several for one in part.exposed),
        mail_logins=tuple(one for part in several for one in part.mail_logins),
        logged=tuple(one for part in several for one in part.logged),
        swallowed=tuple(one for part in several for one in part.swallowed),
        kept=tuple(one for part in several for one in part.kept),
        webhooks=tuple(one for part in several for one in part.webhooks),
    )


def _exposed(
    namings: Iterable[Naming], groups: Groups, around: Surroundings, programs: Mapping[str, Program]
) -> Iterator[Exposed]:
    """Keys under names that front-end builds publish, in settings and scripts: what reads such a name gives it none."""
    for naming in namings:
        role = role_of(naming)
        program = programs.get(naming.place.path)
        is_set = program is None or program.language == "shell"
        is_published = is_set and c.browser_prefix(naming.name) is not None
        if role is not None and role.is_key and is_published and has_context(naming, groups, around):
            yield Exposed(naming.place, naming.name, role, naming.scope)


# Whatever is called so keeps requests from being sent.
_MOCKS = frozenset(
    (
        "responses", "requests_mock", "respx", "respx_mock", "httpretty", "vcr", "aioresponses", "httpx_mock", "mock",
        "mocker", "patch", "MagicMock", "monkeypatch",
    )
)  # fmt: skip


def _is_mocked(program: Program) -> bool:
    names = {node.name for node in shared.walk(program.body) if isinstance(node, p.Name | p.Attribute | p.Parameter)}
    return not names.isdisjoint(_MOCKS)


def _for_both(uses: Iterable[Use], found: Iterable[Credential]) -> Iterator[Reused]:
    """One literal that is sent as the key of both families, under a name that is neither's."""
    families: dict[Place, set[Role]] = {}
    for use in uses:
        for leaf in leaves(use.value) if use.role.is_key else ():
            for place in leaf.origins if isinstance(leaf, Known) else ():
                families.setdefault(place, set()).add(use.role)
    for one in found:
        is_named = one.role.is_key and not one.placeholder
        if is_named and len(families.get(one.place, ())) > 1:
            yield Reused(one.place, one.role, one.name, "families", one.place, one.scope, one.tag)


def _shown(documents: Mapping[str, Document]) -> Callable[[Place], bool]:
    """Whether a place is read by people, and the code there is one to be shown."""
    samples = {path: document.samples for path, document in documents.items()}
    return lambda place: is_prose(place.path) or any(one.holds(place.span) for one in samples.get(place.path, ()))


def _placed(one: Credential, is_shown: Callable[[Place], bool]) -> Credential:
    return replace(one, shown_in=SAMPLE) if is_shown(one.place) else one


def _tested(one: _Owned, tested: Callable[[str], bool]) -> _Owned:
    return replace(one, in_tests=True) if tested(one.place.path) else one


def _requests(observed: Observed, is_shown: Callable[[Place], bool]) -> list[Request]:
    """What a call showed of a request replaces what the bare entry into its function showed."""
    seen = {call for (call, _), records in observed.requests.items() if any(not record.bare for record in records)}
    chosen: dict[Request, None] = {}
    for (call, _), records in observed.requests.items():
        ignored = call in observed.answered and call not in observed.looked
        for record in records:
            if not record.bare or call not in seen:
                request = replace(record.request, ignored=ignored)
                chosen.setdefault(_as_read(request, is_shown))
    return list(chosen)


def _as_read(request: Request, is_shown: Callable[[Place], bool]) -> Request:
    """How a sample for people to read, or a request that they send, would fare is no code's concern."""
    if is_shown(request.place):
        return _as_shown(request)
    return _unasked(request) if is_sent_by_hand(request.place.path) else request


def _as_shown(request: Request) -> Request:
    """A sample for people to read: with placeholders it sends nothing."""
    return _unasked(replace(request, raw=request.raw if any(map(_is_real, request.parameters)) else ()))


def _unasked(request: Request) -> Request:
    """A request of which nobody asks how it fares."""
    return replace(request, ignored=False, waits=False, retried=True)


def _is_real(sent: Sent) -> bool:
    text = texts.text_constant(sent.value) if sent.role is not None else None
    return text is not None and not c.is_placeholder(text, sent.name)


def _every(observed: Observed) -> Iterator[Request]:
    """All records, the replaced ones too: a default that no seen call leaves standing is still a default."""
    for records in observed.requests.values():
        yield from (record.request for record in records)


def _surroundings(observed: Observed, requests: Iterable[Request], api: bool, shipper: frozenset[str]) -> Surroundings:
    ours = {request.place.path for request in requests}
    return Surroundings(api, shipper, frozenset(observed.foreign - ours), frozenset(observed.elsewhere))


def _mixed(
    requests: Iterable[Request], namings: Iterable[Naming], groups: Groups, around: Surroundings
) -> Iterable[Settings]:
    """Half a pair of each family, in a request whose endpoint does not tell, or in settings that no request judges."""
    judged: set[Place] = set()
    for request in requests:
        named = {sent.role: Named(sent.name, sent.role, sent.place) for sent in request.parameters if sent.role}
        judged.update(one.place for one in named.values())
        if request.endpoint.family is None and mixed(named):
            yield Settings(tuple(sorted(named.values(), key=lambda one: one.place)), request.scope)
    by_group: dict[tuple[str, int], dict[Role, Naming]] = {}
    for naming in namings:
        role = role_of(naming)
        if role is not None:
            by_group.setdefault(naming.group, {})[role] = naming
    for group in by_group.values():
        if mixed(group) and _speaks(group, groups, around) and not judged & {one.place for one in group.values()}:
            ordered = sorted(group.items(), key=lambda item: item[1].place)
            yield Settings(tuple(Named(one.name, role, one.place) for role, one in ordered), ordered[0][1].scope)


def _speaks(group: Mapping[Role, Naming], groups: Groups, around: Surroundings) -> bool:
    """Whether the group is this API's: a name or section says so, or both are exact names where the API is used."""
    if any(has_context(naming, groups, around) for naming in group.values()):
        return True
    return around.api and all(c.role_of_parameter(naming.name) is not None for naming in group.values())
