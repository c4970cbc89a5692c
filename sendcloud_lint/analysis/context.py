"""Whose name is it? What ties a credential's name to this API, and what says that it is somebody else's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field

from sendcloud_lint.analysis import texts
from sendcloud_lint.analysis.observed import Naming
from sendcloud_lint.knowledge import credentials as c
from sendcloud_lint.knowledge import endpoints as e
from sendcloud_lint.model.api import Role
from sendcloud_lint.model.records import dataclass
from sendcloud_lint.model.source import Place
from sendcloud_lint.model.values import Value, alternatives, likely
from sendcloud_lint.readers.kinds import kind_of

Group = tuple[str, int]
_GUIDE_NAMES = frozenset(role.variable for role in Role)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is known of the project as a whole: `api` whether an exact host of the API, or a name with the service in
    it, stands anywhere; `shipper` the files with a marker of the parcel company, `foreign` those that call other
    services and never the API, `elsewhere` the names and literals that another service is sent."""

    api: bool = False
    shipper: frozenset[str] = frozenset()
    foreign: frozenset[str] = frozenset()
    elsewhere: frozenset[Place] = frozenset()


@dataclass(slots=True)
class Groups:
    """Names that stand together, by group: which credentials they mean, and whether a URL of the API is among them."""

    roles: dict[Group, set[Role]] = field(default_factory=dict)
    exact: dict[Group, set[Role]] = field(default_factory=dict)
    hosts: set[Group] = field(default_factory=set)


def grouped(namings: Iterable[Naming], hosts: frozenset[str]) -> Groups:
    groups = Groups()
    for naming in namings:
        role = role_of(naming)
        if role is not None:
            groups.roles.setdefault(naming.group, set()).add(role)
            if c.evidence_of(naming.name) >= c.Evidence.PAIRED:
                groups.exact.setdefault(naming.group, set()).add(role)
        elif _is_url(naming.value, hosts):
            groups.hosts.add(naming.group)
    return groups


def _is_url(value: Value, hosts: frozenset[str]) -> bool:
    texts_of = (texts.text_constant(likely(option)) for option in alternatives(likely(value)))
    return any(text is not None and "//" in text and e.endpoint_of_parts(text, hosts) is not None for text in texts_of)


def role_of(naming: Naming) -> Role | None:
    """The credential that a name means, by itself or by the sections that it stands in."""
    return c.role_of_variable(naming.name) or _by_sections(naming)


def _by_sections(naming: Naming) -> Role | None:
    if not any(c.has_service_word(section) for section in naming.sections):
        return None
    return c.role_of_variable(".".join((*naming.sections, naming.name)))


def has_context(naming: Naming, groups: Groups, around: Surroundings) -> bool:
    """Whether a name that means a credential means one of this API's."""
    path = naming.group[0]
    role = role_of(naming)
    if role is None or _vetoed(path, around):
        return False
    if c.has_service_word(naming.name) or any(c.has_service_word(section) for section in naming.sections):
        return True
    if c.has_service_word(_stem(path)) and c.evidence_of(naming.name) >= c.Evidence.GENERIC:
        return True
    pair = {role, role.partner}
    is_exact = c.evidence_of(naming.name) >= c.Evidence.PAIRED and not _goes_elsewhere(naming, around)
    if is_exact and path not in around.foreign and pair <= groups.exact.get(naming.group, set()):
        return True
    if naming.group in groups.hosts and (pair <= groups.roles.get(naming.group, set()) or _stands_alone(naming, path)):
        return True
    return naming.name in _GUIDE_NAMES and around.api


def _stands_alone(naming: Naming, path: str) -> bool:
    """Whether a key's own name is enough beside the API's host: where no grammar can tell what belongs together."""
    return c.evidence_of(naming.name) >= c.Evidence.PAIRED and kind_of(path, "") == "code"


def _goes_elsewhere(naming: Naming, around: Surroundings) -> bool:
    return naming.place in around.elsewhere or not around.elsewhere.isdisjoint(texts.origins(naming.value))


def _vetoed(path: str, around: Surroundings) -> bool:
    """The parcel company's code is never ours: not beside its markers, nor in a project that knows only it."""
    return path in around.shipper or (bool(around.shipper) and not around.api)


def _stem(path: str) -> str:
    return path.rpartition("/")[2].partition(".")[0]


def mixed(roles: Mapping[Role, object]) -> bool:
    """Half a pair of each family, and nothing else."""
    return set(roles) in ({Role.EMAIL_USER, Role.SMS_KEY}, {Role.SMS_USER, Role.EMAIL_KEY})
