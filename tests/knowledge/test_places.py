"""What a file is for, by its path."""

from __future__ import annotations

import pytest

from sendcloud_lint.knowledge.places import is_code, is_manual, is_sample, is_sent_by_hand, is_settings, is_test


@pytest.mark.parametrize(
    "path",
    [
        ".env.example", "config/settings.sample.yaml", ".env.dist", "app-default.toml", "config.template", "a.tmpl",
        "example.env", "sample_settings.py", "Examples/mailer.py", "deep/demo/src/app.py",
    ],
)  # fmt: skip
def test_samples(path: str) -> None:
    assert is_sample(path)


@pytest.mark.parametrize(
    "path", [".env", "src/mailer.py", "counterexamples.py", "distribution.yaml", "my_examples/app.py"]
)
def test_no_samples(path: str) -> None:
    assert not is_sample(path)


@pytest.mark.parametrize(
    "path",
    ["README.md", "guide/index.RST", "docs/conf.py", "a/documentation/b/send.sh", "README", "notes.txt", "a.org"],
)
def test_manuals(path: str) -> None:
    assert is_manual(path)


@pytest.mark.parametrize("path", ["src/mailer.py", "docs.py", "my_docs/send.sh", "INSTALL"])
def test_no_manuals(path: str) -> None:
    assert not is_manual(path)


@pytest.mark.parametrize(
    "path",
    [
        "test_mail.py", "src/mail_test.py", "mail_tests.py", "conftest.py", "Tests.py", "mail.test.js", "a.spec.ts",
        ".env.test", ".env.ci", "tests/data/settings.yaml", "app/__tests__/a.js", "Fixtures/key.json",
    ],
)  # fmt: skip
def test_tests(path: str) -> None:
    assert is_test(path)


@pytest.mark.parametrize("path", ["src/mailer.py", "contest.py", "latest/mailer.py", ".env.production", "attest.py"])
def test_no_tests(path: str) -> None:
    assert not is_test(path)


@pytest.mark.parametrize(("path", "code"), [("a/SEND.PY", True), ("send.sh", True), ("py", False), (".env", False)])
def test_code(path: str, code: bool) -> None:
    assert is_code(path) == code


@pytest.mark.parametrize(
    ("path", "settings"),
    [
        ("settings.py", True),
        ("settings/base.py", True),
        ("shop/settings_production.py", True),
        ("shop/settings/base.py", True),
        ("settings/shop/base.py", False),
        ("shop/settings/base.yaml", False),
        ("shop/settings.yaml", False),
        ("shop/mailer.py", False),
    ],
)
def test_djangos_settings(path: str, settings: bool) -> None:
    assert is_settings(path) == settings


@pytest.mark.parametrize(
    ("path", "sent"), [("a/send.http", True), ("SEND.REST", True), ("a.bru", True), ("use.rst", False), ("http", False)]
)
def test_what_people_send(path: str, sent: bool) -> None:
    assert is_sent_by_hand(path) == sent
