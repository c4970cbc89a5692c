"""Lines of a command, a name and its value, as web servers and other shells than sh set variables.

SetEnv NAME value                         # Apache
fastcgi_param NAME "value";               # nginx
setenv NAME value    set -x NAME value    # csh, fish
set "NAME=value"     setx NAME "value"    # Windows
[Environment]::SetEnvironmentVariable("NAME", "value", "User")
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sendcloud_lint.model.document import Pair, Scalar
from sendcloud_lint.model.source import Span
from sendcloud_lint.model.written import Written

_NAME = r"(?P<name>[A-Za-z_][\w.-]{2,60})"
_VALUE = r"""(?P<value>"(?P<double>[^"\r\n]*)"|'(?P<single>[^'\r\n]*)'|[^\s;"'#][^\s;"']*)"""
_COMMANDS = (
    # A name, a blank and a value.
    rf"(?i:setenv|setx|(?:fastcgi|uwsgi|scgi)_param|set(?:[ \t]+-[\w-]+)*)[ \t]+\$?{_NAME}[ \t]+(?:=[ \t]+)?{_VALUE}",
    # A name and a value in one word, or in one pair of quotes that goes around both.
    rf"(?i:set|env)[ \t]+{_NAME}={_VALUE}",
    r"""(?i:set)[ \t]+"(?P<name>[A-Za-z_][\w.-]{2,60})=(?P<value>[^"\r\n]*)\"""",
)
_END = r"(?=[ \t]*(?:;|\#|/[A-Za-z]\b|&|\r|\n|\Z))"
_PATTERNS = tuple(re.compile(rf"(?m)^[ \t]*@?{command}{_END}") for command in _COMMANDS)
_CALL = re.compile(rf"""\bSetEnvironmentVariable\(\s*["']{_NAME}["']\s*,\s*(?P<value>["'][^"'\r\n]*["'])\s*[,)]""")


def pairs(text: str) -> Iterator[Pair]:
    """The variables that these lines set, pattern by pattern."""
    for pattern in (*_PATTERNS, _CALL):
        for match in pattern.finditer(text):
            value = match["value"]
            bare = value[1:-1] if value[:1] in ("'", '"') else value
            yield Pair(match["name"], Span(*match.span("name")), Scalar(Span(*match.span("value")), Written(bare)))
