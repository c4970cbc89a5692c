"""The rules that exist. The list is found, not kept: every module of the package that makes a rule has one."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from sendcloud_lint import rules
from sendcloud_lint.model.page import HOME
from sendcloud_lint.model.rule import Rule

# Codes that the catalogue has fixed, with a rule or without one yet. A suppression that names one is no slip.
_FIXED = "104 105 106 203 204 205 206 207 304 305 403 404 405 406 407 501 502 503 504 601 602 603 604 605 606 701 702"
RESERVED = frozenset(f"SCL{number}" for number in _FIXED.split())


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule, by code."""
    modules = (import_module(f"{rules.__name__}.{found.name}") for found in iter_modules(rules.__path__))
    made = [value for module in modules for value in vars(module).values() if isinstance(value, Rule)]
    return tuple(sorted(made, key=lambda rule: rule.code))


def url_of(rule: Rule) -> str:
    """Where a rule's documentation stands."""
    return f"{HOME}/rules/{rule.name}"
