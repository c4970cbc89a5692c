"""Trees of settings, and a mail account's settings, to namings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sendcloud_lint.analysis import texts
from sendcloud_lint.analysis.observed import Naming
from sendcloud_lint.knowledge import endpoints as e
from sendcloud_lint.model.document import Document, Pair, Scalar, Section, Tree
from sendcloud_lint.model.source import Place
from sendcloud_lint.model.values import Known, Value, likely

_ACCOUNT = {
    "EMAIL_HOST": ("EMAIL_HOST_USER", "EMAIL_HOST_PASSWORD"),
    "MAIL_SERVER": ("MAIL_USERNAME", "MAIL_PASSWORD"),
    "SMTP_HOST": ("SMTP_USER", "SMTP_PASSWORD"),
    "SMTP_SERVER": ("SMTP_USER", "SMTP_PASSWORD"),
}


def namings(path: str, document: Document) -> Iterator[Naming]:
    """Every named scalar of a document."""
    yield from _section(path, document.root, ())


def _section(path: str, section: Section, sections: tuple[str, ...]) -> Iterator[Naming]:
    for pair in section.pairs:
        yield from _pair(path, section, pair, sections)


def _pair(path: str, section: Section, pair: Pair, sections: tuple[str, ...]) -> Iterator[Naming]:
    if isinstance(pair.value, Scalar):
        place = Place(path, pair.name_span)
        value = Known(pair.value.text, (Place(path, pair.value.span),))
        scope = ".".join(sections)
        yield Naming(pair.name, sections, (path, section.span.start), value, place, scope)
    else:
        yield from _tree(path, pair.value, (*sections, pair.name))


def _tree(path: str, tree: Tree, sections: tuple[str, ...]) -> Iterator[Naming]:
    if isinstance(tree, Section):
        yield from _section(path, tree, sections)
    elif not isinstance(tree, Scalar):
        for item in tree.items:
            yield from _tree(path, item, sections)


def mail_accounts(namings: Iterable[Naming]) -> Iterator[Naming]:
    """A mail account on an SMTP host of the API: its login and password by the names of what they are there."""
    by_group: dict[tuple[str, int], dict[str, Naming]] = {}
    for naming in namings:
        by_group.setdefault(naming.group, {})[naming.name.upper()] = naming
    for group in by_group.values():
        for host, (user, password) in _ACCOUNT.items():
            if host in group and _is_smtp(group[host].value):
                yield from _renamed(group.get(user), "SENDCLOUD_API_USER")
                yield from _renamed(group.get(password), "SENDCLOUD_API_KEY")


def _is_smtp(value: Value) -> bool:
    text = texts.text_constant(likely(value))
    return text is not None and e.smtp_host(text)


def _renamed(naming: Naming | None, name: str) -> Iterator[Naming]:
    if naming is not None:
        yield Naming(name, (), naming.group, naming.value, naming.place, naming.scope, naming.is_default)
