"""Which rules run on a file, by code, prefix or name."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from sendcloud_lint.engine.catalogue import all_rules
from sendcloud_lint.engine.configuration.config import Config
from sendcloud_lint.engine.configuration.errors import shown_name
from sendcloud_lint.model.rule import Rule

_EXACT = 100
# A beginning of codes has as many characters, or more.
SHORTEST = 3


def check_selectors(config: Config) -> None:
    """Raises ConfigError for a selector that means no rule, with the nearest one that does."""
    lists = {"select": config.select or (), "ignore": config.ignore, "extend-select": config.extend_select}
    for key, selectors in lists.items():
        for selector in selectors:
            _check(config, key, selector)
    for pattern, selectors in config.per_file_ignores.items():
        for selector in selectors:
            _check(config, f"per-file-ignores.{pattern}", selector)


def unknown(selectors: Iterable[str]) -> str | None:
    """What is wrong with the first selector that means no rule, if there is one."""
    for selector in selectors:
        if not _means_any(selector):
            near = _near(selector)
            return f"{_shown(selector)!r} is no rule" + (f' (did you mean "{near[0]}"?)' if near else "")
    return None


def _check(config: Config, key: str, selector: str) -> None:
    if not _means_any(selector):
        raise config.error(key, f"{_shown(selector)!r} is no rule", near=selector, known=_words())


def _shown(selector: str) -> str:
    """What is nearly a rule is one with a slip in it, and no secret."""
    return selector if _near(selector) else shown_name(selector)


def _near(selector: str) -> list[str]:
    from difflib import get_close_matches  # noqa: PLC0415  slips are rare

    return get_close_matches(selector.upper(), _words(), 1) or get_close_matches(selector.lower(), _words(), 1)


def _means_any(selector: str) -> bool:
    return any(_specificity(selector, rule) for rule in all_rules())


def _words() -> list[str]:
    return ["ALL", *(text for rule in all_rules() for text in (rule.code, rule.name))]


def selected(config: Config, ignored_here: Iterable[str] = ()) -> frozenset[str]:
    """The codes that run under a configuration, without those that `per-file-ignores` silences in a file."""
    return _selected(config.select, config.extend_select, config.ignore, tuple(ignored_here))


@lru_cache(maxsize=256)
def _selected(
    select: tuple[str, ...] | None, extend: tuple[str, ...], ignore: tuple[str, ...], ignored_here: tuple[str, ...]
) -> frozenset[str]:
    return frozenset(rule.code for rule in all_rules() if _runs(rule, select, extend, ignore, ignored_here))


def _runs(
    rule: Rule, select: tuple[str, ...] | None, extend: tuple[str, ...], ignore: tuple[str, ...],
    ignored_here: tuple[str, ...],
) -> bool:  # fmt: skip
    """The more specific word wins, as anyone expects of `--select SCL1 --ignore SCL102`; `ignore` wins ties."""
    if any(_specificity(selector, rule) for selector in ignored_here):
        return False
    chosen = max((_specificity(selector, rule) for selector in (*(select or ()), *extend)), default=0)
    if select is None and not rule.opt_in:
        chosen = max(chosen, 1)
    return chosen > max((_specificity(selector, rule) for selector in ignore), default=0)


def _specificity(selector: str, rule: Rule) -> int:
    """0 where a selector does not mean a rule; otherwise more for a longer word."""
    if selector == "ALL":
        return 1
    if selector in (rule.code, rule.name):
        return _EXACT
    return len(selector) + 1 if len(selector) >= SHORTEST and rule.code.startswith(selector) else 0
