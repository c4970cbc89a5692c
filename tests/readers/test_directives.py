"""Lines of a command, a name and its value."""

from __future__ import annotations

import pytest

from sendcloud_lint.model.document import Scalar
from sendcloud_lint.readers import conf, directives


def found(text: str) -> list[tuple[str, str, str]]:
    """Name, value, and what stands at the value's span."""
    pairs = sorted(directives.pairs(text), key=lambda pair: pair.name_span)
    assert [text[one.name_span.start : one.name_span.end] for one in pairs] == [one.name for one in pairs]
    values = [pair.value for pair in pairs]
    assert all(isinstance(value, Scalar) for value in values)
    return [
        (pair.name, pair.value.text.reveal(), text[pair.value.span.start : pair.value.span.end])
        for pair in pairs
        if isinstance(pair.value, Scalar)
    ]


@pytest.mark.parametrize(
    ("line", "value", "written"),
    [
        ("SetEnv MAIL_KEY k7", "k7", "k7"),
        ('\tSetEnv MAIL_KEY "k7 k8"', "k7 k8", '"k7 k8"'),
        ("    fastcgi_param MAIL_KEY 'k7';", "k7", "'k7'"),
        ("uwsgi_param   MAIL_KEY\tk7; # k8", "k7", "k7"),
        ("setenv MAIL_KEY k7", "k7", "k7"),
        ("set -gx MAIL_KEY k7", "k7", "k7"),
        ("set -g -x MAIL_KEY k7 # k8", "k7", "k7"),
        ("set MAIL_KEY = k7", "k7", "k7"),
        ("set $MAIL_KEY k7;", "k7", "k7"),
        ("env MAIL_KEY=k7;", "k7", "k7"),
        ("set MAIL_KEY=k7", "k7", "k7"),
        ("@SET MAIL_KEY=k7\r", "k7", "k7"),
        ('set "MAIL_KEY=k7 k8"', "k7 k8", "k7 k8"),
        ('setx MAIL_KEY "k7" /M', "k7", '"k7"'),
        ('[Environment]::SetEnvironmentVariable("MAIL_KEY", "k7", "User")', "k7", '"k7"'),
        ("$x = [System.Environment]::SetEnvironmentVariable('MAIL_KEY', 'k7')", "k7", "'k7'"),
    ],
)
def test_a_variable_is_set(line: str, value: str, written: str) -> None:
    assert found(f"{line}\nlisten 80;\n") == [("MAIL_KEY", value, written)]


@pytest.mark.parametrize(
    "text",
    ["env MAIL_KEY;", "PassEnv MAIL_KEY", "set -x", "set MAIL_KEY", "a set MAIL_KEY k7", "unset MAIL_KEY k7",
     "set the key to it", "SetEnvIf MAIL_KEY k7", "set -x MAIL_KEY (pass mail)"],
)  # fmt: skip
def test_what_sets_no_variable(text: str) -> None:
    assert found(text) == []


def test_a_conf_file_is_ini_and_what_it_says_besides() -> None:
    text = "[a]\nb = c\nSetEnv MAIL_KEY k7\n"
    names = [pair.name for pair in conf.read(text).root.pairs]
    assert names == ["a", ""]
