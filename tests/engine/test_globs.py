"""Patterns of a configuration: by example, and against a slow reference."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sendcloud_lint.engine.configuration.globs import Globs, handed_down
from tests.growth import growth

COVERED = [
    ("docs", "docs", "a bare name means a file"),
    ("docs", "a/docs/b/c.py", "a bare name means a folder anywhere"),
    ("*.md", "a/b.md", "a star matches a name anywhere"),
    ("test_*", "pkg/test_x/y.py", "a star matches a folder's name"),
    ("docs/", "a/docs/b.py", "a slash at the end still means a folder anywhere"),
    ("/docs", "docs/a.py", "a slash in front ties to the configuration's folder"),
    ("./docs", "docs/a.py", "so does a dot"),
    ("a/b", "a/b/c.py", "a path means what lies below it"),
    ("a/*.py", "a/b.py", "a star in a path"),
    ("a/*", "a/b/c/d.py", "a star means a folder and all in it"),
    ("**/b.py", "b.py", "two stars span no folder"),
    ("**/b.py", "x/y/b.py", "two stars span folders"),
    ("a/**/b.py", "a/b.py", "two stars in the middle span none"),
    ("a/**/b.py", "a/x/y/b.py", "two stars in the middle span many"),
    ("a/**", "a/x/y.py", "two stars at the end mean all below"),
    ("src/**.py", "src/a/b.py", "two stars with a suffix span folders"),
    ("**", "a.py", "two stars alone mean everything"),
    ("a?c", "abc", "a question mark is one character"),
    ("[ab]c", "bc", "one of a set"),
    ("[!ab]c", "xc", "none of a set"),
    ("[^ab]c", "xc", "none of a set, as git writes it"),
    ("[a-c]x", "bx", "one of a range"),
    ("[", "[", "an open bracket that is never closed is itself"),
    ("a/*/c/**/d", "a/b/c/c/x/d/e", "several kinds of star"),
    ("ä*", "x/äöü.py", "letters beyond ASCII"),
    ("a\nb", "a\nb", "a name with a line end"),
]

NOT_COVERED = [
    ("docs", "a/docs.py", "a bare name is whole"),
    ("docs/", "a/docs", "a slash at the end asks for a folder"),
    ("/docs", "a/docs/b.py", "a slash in front ties to the configuration's folder"),
    ("a/b", "x/a/b", "a path is not found deeper"),
    ("a/*.py", "a/b/c.py", "a star stays within a name"),
    ("a/**", "a", "two stars at the end want something below"),
    ("**/", "a.py", "two stars and a slash want a folder"),
    ("a?c", "a/c", "a question mark is no slash"),
    ("*.PY", "a.py", "case counts"),
    ("[z-a]x", "bx", "a range that is the wrong way round holds nothing"),
    ("../a", "a", "nothing lies above the configuration's folder"),
    ("", "a", "an empty pattern"),
    ("/", "a", "a lone slash"),
]


@pytest.mark.parametrize(("pattern", "path"), [case[:2] for case in COVERED], ids=[case[2] for case in COVERED])
def test_covers(pattern: str, path: str) -> None:
    assert Globs([pattern]).covers(path)


@pytest.mark.parametrize(("pattern", "path"), [case[:2] for case in NOT_COVERED], ids=[case[2] for case in NOT_COVERED])
def test_does_not_cover(pattern: str, path: str) -> None:
    assert not Globs([pattern]).covers(path)


def test_no_pattern_means_nothing() -> None:
    assert not Globs([]).covers("a/b")


def test_match_looks_at_one_level_only() -> None:
    globs = Globs(["a"])
    assert globs.match("a", folder=True)
    assert not globs.match("a/b")


def test_left_drops_the_files_that_are_meant() -> None:
    assert Globs(["b.py", "c"]).left(["x/a.py", "x/b.py"]) == ["x/a.py"]
    assert Globs(["*.md"]).left(["x/a.py", "x/b.md"]) == ["x/a.py"]
    assert Globs(["/x/a.py"]).left(["x/a.py", "x/b.md"]) == ["x/b.md"]


def test_hostile_patterns_do_not_double_the_work() -> None:
    def match(size: int) -> None:
        globs = Globs(["*a" * size + "b", "/".join(["**", "a*"] * size) + "x", "**/" * size + "x"])
        assert not globs.covers("/".join(["a" * 100] * 60))

    assert growth(match, 10) < 60


def test_handed_down_reaches_any_depth() -> None:
    known = {"": 0}
    assert handed_down(known, "/".join("a" * 5_000), lambda above, _: above + 1) == 5_000
    assert known["a/a"] == 2


def _slow(pattern: str, path: str) -> bool:
    """The rules said again, as a search through every way to match."""
    folders_only = pattern.endswith("/")
    body = pattern.rstrip("/")
    parts = [part for part in body.split("/") if part not in ("", ".")]
    if "/" not in body and body != "**":
        parts = ["**", *parts] if body else []
    names = path.split("/")
    lengths = range(1, len(names) + (0 if folders_only else 1))
    return bool(parts) and any(_slow_match(parts, names[:length]) for length in lengths)


def _slow_match(parts: list[str], names: list[str]) -> bool:
    if not parts:
        return not names
    if parts == ["**"]:
        return bool(names)
    if parts[0] == "**":
        return any(_slow_match(parts[1:], names[skip:]) for skip in range(len(names) + 1))
    return bool(names) and _slow_name(parts[0], names[0]) and _slow_match(parts[1:], names[1:])


def _slow_name(part: str, name: str) -> bool:
    signs = {"*": ".*", "?": "."}
    return re.fullmatch("".join(signs.get(sign, re.escape(sign)) for sign in part), name, re.DOTALL) is not None


_PART = st.one_of(st.just("**"), st.text("ab*?", min_size=1, max_size=4).filter(lambda part: "**" not in part))
_PATTERN = st.builds(
    lambda front, parts, back: front + "/".join(parts) + back,
    st.sampled_from(["", "/"]), st.lists(_PART, min_size=1, max_size=4), st.sampled_from(["", "/"]),
)  # fmt: skip
_PATH = st.lists(st.text("ab", min_size=1, max_size=3), min_size=1, max_size=5).map("/".join)


@given(_PATTERN, _PATH)
def test_agrees_with_the_slow_reference(pattern: str, path: str) -> None:
    assert Globs([pattern]).covers(path) == _slow(pattern, path)


@given(st.lists(_PATTERN, max_size=3), st.lists(_PATH, max_size=6))
def test_several_patterns_are_any_of_them(patterns: list[str], paths: list[str]) -> None:
    together = Globs(patterns)
    for path in paths:
        assert together.covers(path) == any(Globs([pattern]).covers(path) for pattern in patterns)


@given(st.text(max_size=12), st.text(min_size=1, max_size=12))
def test_never_raises(pattern: str, path: str) -> None:
    Globs([pattern]).covers(path)
