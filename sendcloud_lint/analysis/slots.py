"""What a setting says that is filled in later: the variable that it is read from, and what stands there without it.

${NAME:-default}   ${NAME:default}   ${env:NAME, 'default'}   ${{ secrets.NAME || 'default' }}
{{ name | default('default') }}   {{ .Values.name | default "default" | quote }}   {{ "text" | b64enc }}
${coalesce(var.name, "default")}   <%= ENV.fetch("NAME", "default") %>
"""

from __future__ import annotations

import re
from typing import NamedTuple

from sendcloud_lint.model.expressions import expression

# What Serverless and others look a name up in, as in `${ssm:/name}`.
_RESOLVERS = "env|opt|self|ssm|cf|s3|file|param|aws|sls|vault|secrets?|sm|secretsmanager"
# `${NAME:-default}` of shells and compose files (a name with a dash ends at a colon only), `${NAME:default}` of Spring,
# `${oc.env:NAME,default}` of OmegaConf.
_SHORT = (
    (
        expression(r"\$\{([A-Za-z_]\w{0,200}(?:[.-][\w.-]{0,200}(?=:))?):?[-=](?=[^}])([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}"),
        "environment",
    ),
    (expression(r"\$\{oc\.env:([A-Za-z_]\w*),\s*([^{}'\"\s][^{}]*)\}"), "environment"),
    (expression(rf"\$\{{(?!(?:{_RESOLVERS}):)([A-Za-z_][\w.-]*):([^{{}}?+,=-][^{{}},]*)\}}"), "setting"),
)
# No slot that is longer is looked into.
_LONGEST = 500
_SLOTS = (
    expression(r"\$?\{\{-?(?P<inner>[^{}]*)\}\}"),
    expression(r"\$\{(?P<inner>[^{}]*)\}"),
    expression(r"<%=-?(?P<inner>[^<>%]*)-?%>"),
)
_TEXT = expression(r"(?P<mark>[\"'`])(?P<text>[^\"'`\r\n]*)(?P=mark)")
# What stands before a text that is taken where nothing else is given. Helm names the function first, and may do so with
# the text before the variable.
_BEFORE = expression(
    r"""(?x)
    (?: \|\s*(?:default|d)\s*[(:]? | \b(?:default|or|else|coalesce\s[^|()]*) | \|\| | \?[^?]*:
      | \b(?:coalesce|try|fetch|env|get_?env)\s*\([^()]*(?:\([^()]*\)[^()]*)*, | \bfetch\s*\([^()]*\)\s*\{
      | \A\s*(?:RESOLVERS)\b[^"'`]*,
    ) \s* \Z
    """.replace("RESOLVERS", _RESOLVERS)
)
# What a text may be put through and stay one that was written there: another function may look it up.
_FILTERS = expression(r"\s*(?:\|\s*(?:b64enc(?:ode)?|s?quote|trim|string|toString|to_?[jJ]son)\s*)*\Z")
_NAME = expression(r"[A-Za-z_][\w-]*")
_WORDS = frozenset({"default", "d", "or", "else", "quote"})
_ENVIRONMENT = expression(r"(?i)\benv\b|getenv|get_env|\bsecrets\.")


class FallBack(NamedTuple):
    """`name` is the variable that would be taken instead, empty if there is none; `kind` says whose it is."""

    name: str
    kind: str
    text: str


def fall_back(text: str) -> FallBack | None:
    """What a value that is nothing but one slot gives where its variable is not set."""
    for pattern, kind in _SHORT:
        match = pattern.fullmatch(text)
        if match is not None:
            return FallBack(match[1], kind, match[2])
    if len(text) > _LONGEST:
        return None
    slots = (slot.fullmatch(text.strip()) for slot in _SLOTS)
    inner = next((slot["inner"] for slot in slots if slot is not None), None)
    return None if inner is None else _in_slot(inner)


def _in_slot(inner: str) -> FallBack | None:
    for found in filter(_is_filled, _TEXT.finditer(inner)):
        before, after = inner[: found.start()], inner[found.end() :]
        if not before.strip() and _FILTERS.match(after):
            return FallBack("", "", found["text"])
        if _BEFORE.search(before):
            kind = "environment" if _ENVIRONMENT.search(inner) else "setting"
            return FallBack(_name(before) or _name(after), kind, found["text"])
    return None


def _is_filled(found: re.Match[str]) -> bool:
    return found["text"] != ""


def _name(part: str) -> str:
    """The last name in a part of an expression."""
    names = [name for name in _NAME.findall(part) if name.lower() not in _WORDS]
    return names[-1] if names else ""
