"""What a file is for, by its path: a sample that people copy, documentation, a test, or something that is deployed."""

from __future__ import annotations

from sendcloud_lint.model.expressions import expression

_SAMPLE = expression(
    r"[._-](?:example|sample|template|tmpl|tpl|dist|default|defaults)(?:\.|$)|^(?:example|sample)s?[._-]"
)
_SAMPLES = frozenset(("example", "examples", "sample", "samples", "demo", "demos", "template", "templates"))
_MANUAL = (
    ".md", ".markdown", ".mdown", ".mkd", ".mdx", ".rst", ".adoc", ".asciidoc", ".org", ".txt", ".text", ".html",
)  # fmt: skip
_MANUALS = frozenset(("doc", "docs", "documentation"))
_TEST = expression(r"^(?:test_.*|.*_tests?|conftest|tests?)\.\w+$|\.(?:test|spec)\.")
_TEST_ENVIRONMENT = expression(r"^\.env\.(?:test|testing|ci)$")
_TESTS = frozenset(("test", "tests", "testing", "spec", "specs", "__tests__", "fixtures", "testdata"))
_CODE = (".py", ".pyw", ".pyi", ".ipynb", ".sh", ".bash", ".zsh", ".ksh")


def is_sample(path: str) -> bool:
    """Whether a file is a pattern for others: `.env.example`, what lies in `samples/`."""
    *folders, name = path.lower().split("/")
    return _SAMPLE.search(name) is not None or not _SAMPLES.isdisjoint(folders)


def is_manual(path: str) -> bool:
    return is_prose(path) or not _MANUALS.isdisjoint(path.lower().split("/")[:-1])


def is_prose(path: str) -> bool:
    """Whether a file is read by people, and the code in it is there to be shown."""
    name = path.lower().rpartition("/")[2]
    return name.endswith(_MANUAL) or name == "readme"


def is_sent_by_hand(path: str) -> bool:
    """Whether a file holds requests for people to send: they see how each of them went."""
    return path.lower().endswith((".http", ".rest", ".bru"))


def is_test(path: str) -> bool:
    """Whether a file is for tests: `tests/…`, `test_mail.py`, `.env.test`."""
    *folders, name = path.lower().split("/")
    return _TEST.search(name) is not None or not _TESTS.isdisjoint(folders) or is_test_environment(name)


def is_test_environment(path: str) -> bool:
    """Whether a file sets the variables that tests read."""
    return _TEST_ENVIRONMENT.search(path.lower().rpartition("/")[2]) is not None


def is_code(path: str) -> bool:
    return path.lower().endswith(_CODE)


def is_settings(path: str) -> bool:
    """Whether a module's path is that of Django's settings: a module of that name, or in a package of it."""
    *folders, name = path.split("/")
    return name.endswith(".py") and (name.startswith("settings") or folders[-1:] == ["settings"])
