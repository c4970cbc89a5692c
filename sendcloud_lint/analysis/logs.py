"""Which of what people are shown is a key: by its source, its literal, or the request that it is a part of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sendcloud_lint.analysis.observed import Observed, Shown, Use
from sendcloud_lint.knowledge import credentials as c
from sendcloud_lint.model.api import Role
from sendcloud_lint.model.facts import Credential, Logged, Request
from sendcloud_lint.model.source import Place
from sendcloud_lint.model.values import Variable, leaves


def logged(
    observed: Observed, requests: Iterable[Request], uses: Iterable[Use], found: Iterable[Credential], *, api: bool
) -> Iterator[Logged]:
    """One for each place that shows a key. `api`: a name that plainly means a credential means this API's."""
    keys = _Keys(api)
    for request in requests:
        for sent in request.parameters:
            if sent.role is not None and sent.role.is_key:
                keys.entries[sent.place] = (sent.role, sent.name)
    for use in uses:
        for leaf in leaves(use.value) if use.role.is_key else ():
            if isinstance(leaf, Variable):
                keys.variables[leaf.origin] = (use.role, leaf.name or use.name)
    for credential in found:
        if credential.role.is_key and not credential.placeholder:
            keys.literals[credential.place] = (credential.role, credential.name)
    for shown in observed.shown:
        key = keys.of(shown)
        if key is not None:
            yield Logged(shown.place, shown.by, *key, shown.scope)


class _Keys:
    """Where keys are known to be, each with its role and what it is called."""

    def __init__(self, api: bool) -> None:
        self._api = api
        self.entries: dict[Place, tuple[Role, str]] = {}
        self.variables: dict[Place, tuple[Role, str]] = {}
        self.literals: dict[Place, tuple[Role, str]] = {}

    def of(self, shown: Shown) -> tuple[Role, str] | None:
        for name, origin in shown.variables:
            known = self.variables.get(origin) or self._by_name(name)
            if known is not None:
                return known
        places = ((self.literals, place) for place in shown.literals)
        entries = ((self.entries, place) for place in shown.entries)
        return next((found[place] for found, place in (*places, *entries) if place in found), None)

    def _by_name(self, name: str) -> tuple[Role, str] | None:
        role = c.role_of_variable(name)
        is_plain = role is not None and role.is_key and c.evidence_of(name) >= c.Evidence.PAIRED
        return (role, name) if role is not None and is_plain and self._api else None
