"""What a value says that is one slot, in the words of each template."""

from __future__ import annotations

import pytest

from sendcloud_lint.analysis.slots import FallBack, fall_back


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("${MAIL_KEY:-k7}", ("MAIL_KEY", "environment", "k7")),
        ("${MAIL_KEY-k7}", ("MAIL_KEY", "environment", "k7")),
        ("${MAIL_KEY-k7-k8=k9}", ("MAIL_KEY", "environment", "k7-k8=k9")),
        ("${mail-key:-k7-k8}", ("mail-key", "environment", "k7-k8")),
        ("${mail.key:k7}", ("mail.key", "setting", "k7")),
        ("${oc.env:MAIL_KEY,k7}", ("MAIL_KEY", "environment", "k7")),
        ("${env:MAIL_KEY, 'k7'}", ("MAIL_KEY", "environment", "k7")),
        ("${opt:key, self:custom.key, 'k7'}", ("key", "setting", "k7")),
        ("${{ secrets.MAIL_KEY || 'k7' }}", ("MAIL_KEY", "environment", "k7")),
        ("{{ mail_key | default('k7') }}", ("mail_key", "setting", "k7")),
        ("{{ mail_key|d('k7', true) }}", ("mail_key", "setting", "k7")),
        ("{{ lookup('env', 'MAIL_KEY') | default('k7', true) }}", ("MAIL_KEY", "environment", "k7")),
        ("{{ mail_key or 'k7' }}", ("mail_key", "setting", "k7")),
        ("{{ a if b else 'k7' }}", ("b", "setting", "k7")),
        ('{{ .Values.mail.key | default "k7" | quote }}', ("key", "setting", "k7")),
        ('{{- default "k7" .Values.mail.key | quote -}}', ("key", "setting", "k7")),
        ('{{ coalesce .Values.a .Values.b "k7" }}', ("b", "setting", "k7")),
        ('{{ "k7" | b64enc | quote }}', ("", "", "k7")),
        ('<%= ENV["MAIL_KEY"] || "k7" %>', ("MAIL_KEY", "environment", "k7")),
        ("<%= ENV.fetch('MAIL_KEY', 'k7') %>", ("MAIL_KEY", "environment", "k7")),
        ("<%= ENV.fetch('MAIL_KEY') { 'k7' } %>", ("MAIL_KEY", "environment", "k7")),
        ('${coalesce(var.key, "k7")}', ("key", "setting", "k7")),
        ('${coalesce(one(var.keys), "k7")}', ("keys", "setting", "k7")),
        ('${var.key != "" ? var.key : "k7"}', ("key", "setting", "k7")),
        ('${get_env("MAIL_KEY", "k7")}', ("MAIL_KEY", "environment", "k7")),
    ],
)
def test_what_stands_there_where_nothing_else_is_given(text: str, expected: tuple[str, str, str]) -> None:
    assert fall_back(text) == FallBack(*expected)


@pytest.mark.parametrize(
    "text",
    [
        "k7", "${MAIL_KEY}", "${MAIL_KEY:-}", "${MAIL_KEY:?k7}", "${MAIL_KEY:+k7}", "{{ mail_key }}", "{{ }}",
        "{{ lookup('env', 'MAIL_KEY') }}", "{{ lookup('vault', 'k7') }}", '{{ key "mail/k7" }}', "${ssm:/mail/k7}",
        "${env:MAIL_KEY, ''}", "in {{ mail_key | default('k7') }}", "{{ 'k7' + mail_key }}", "<% 'k7' %>",
        '{{ "k7" | vault }}',
        '${data.vault.mail["k7"]}', '${lookup(var.keys, "k7")}', "{{ " + " " * 500 + "| default('k7') }}",
    ],
)  # fmt: skip
def test_what_says_nothing_of_that(text: str) -> None:
    assert fall_back(text) is None
