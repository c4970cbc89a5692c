"""Our data classes beside those of the standard library: the same to whoever uses them."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sendcloud_lint.model.records import dataclass, sealed
from tests.thoroughness import trying


class _Fields:
    start: int
    text: str
    hidden: str = dataclasses.field(default="", repr=False)


def _made(decorator: Any, **options: Any) -> Any:
    body = {"__annotations__": dict(_Fields.__annotations__), "hidden": dataclasses.field(default="", repr=False)}
    return decorator(slots=True, **options)(type("Made", (), {**body, "__qualname__": "Made", "__module__": __name__}))


OURS, THEIRS = (_made(decorator, frozen=True, order=True) for decorator in (dataclass, dataclasses.dataclass))
# As the library's own pickling finds the class by its name.
Made = OURS
values = st.tuples(st.integers(0, 2), st.sampled_from(("", "a", "b")), st.sampled_from(("", "x")))


@trying(60)
@given(one=values, other=values)
def test_they_are_equal_hashed_and_shown_alike(one: tuple[int, str, str], other: tuple[int, str, str]) -> None:
    ours, theirs = OURS(*one), THEIRS(*one)
    assert repr(ours) == repr(theirs)
    assert (ours == OURS(*other)) == (theirs == THEIRS(*other)) == (one == other)
    assert hash(ours) == hash(OURS(*one))
    assert ours != theirs
    assert (ours < OURS(*other), ours >= OURS(*other)) == (theirs < THEIRS(*other), theirs >= THEIRS(*other))
    assert (ours <= OURS(*other), ours > OURS(*other)) == (theirs <= THEIRS(*other), theirs > THEIRS(*other))


def test_they_are_replaced_listed_and_matched_alike() -> None:
    ours = OURS(1, "a")
    assert dataclasses.replace(ours, text="b") == OURS(1, "b")
    assert [field.name for field in dataclasses.fields(OURS)] == [field.name for field in dataclasses.fields(THEIRS)]
    assert OURS.__match_args__ == THEIRS.__match_args__
    assert not hasattr(ours, "__dict__")


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_they_are_pickled_alike(protocol: int) -> None:
    assert pickle.loads(pickle.dumps(OURS(1, "a", "x"), protocol)) == OURS(1, "a", "x")


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    text: str
    hidden: tuple[str, ...] = ()


@dataclass(slots=True)
class Single:
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Nothing:
    pass


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize("one", [Named(text="a", hidden=("b",)), Single(("a", "b")), Single(()), Nothing()], ids=repr)
def test_those_of_other_shapes_are_pickled(one: object, protocol: int) -> None:
    again = pickle.loads(pickle.dumps(one, protocol))
    assert (again, type(again)) == (one, type(one))


@pytest.mark.parametrize("options", [{"frozen": False}, {"frozen": True, "eq": False}])
def test_what_can_change_has_no_hash_of_its_values(options: dict[str, bool]) -> None:
    ours, theirs = (_made(decorator, **options) for decorator in (dataclass, dataclasses.dataclass))
    assert (ours.__hash__ is None) == (theirs.__hash__ is None)
    assert (ours(1, "a") == ours(1, "a")) == (theirs(1, "a") == theirs(1, "a"))


def test_what_a_class_has_of_its_own_stays() -> None:
    def shown(self: object) -> str:
        return "closed"

    for decorator in (dataclass, dataclasses.dataclass):
        own = type("Own", (), {"__annotations__": {"text": str}, "__repr__": shown, "__hash__": lambda self: 7})
        made = decorator(frozen=True, slots=True)(own)("secret")
        assert (repr(made), hash(made)) == ("closed", 7)


def _with_defaults(decorator: Any) -> Any:
    fields = {"last": dataclasses.field(default="z", kw_only=True), "many": dataclasses.field(default_factory=list)}
    annotations = {"start": int, "last": str, "many": list[int], "text": str}
    body = {"__annotations__": annotations, **fields, "text": "a", "__qualname__": "Made", "__module__": __name__}
    return decorator(frozen=True, slots=True)(type("Made", (), body))


@pytest.mark.parametrize("ours", [_with_defaults(dataclass), _with_defaults(sealed)], ids=["dataclass", "sealed"])
@pytest.mark.parametrize(
    ("values", "named"),
    [((1,), {}), ((1, [2]), {}), ((1, [2], "b"), {"last": "y"}), ((), {"start": 1, "text": "b"}), ((1,), {"many": []})],
)
def test_they_take_values_and_defaults_alike(ours: Any, values: tuple[object, ...], named: dict[str, object]) -> None:
    assert repr(ours(*values, **named)) == repr(_with_defaults(dataclasses.dataclass)(*values, **named))
    assert ours(1).many is not ours(1).many


@pytest.mark.parametrize(
    ("values", "named"), [((), {}), ((1, [], "a", "z"), {}), ((1,), {"start": 1}), ((1,), {"x": 1})]
)
def test_they_refuse_what_is_no_field(values: tuple[object, ...], named: dict[str, object]) -> None:
    for decorator in (dataclass, sealed, dataclasses.dataclass):
        made = _with_defaults(decorator)
        for _ in range(2):
            with pytest.raises(TypeError):
                made(*values, **named)


def test_a_class_under_another_makes_its_own_objects() -> None:
    base = dataclass(slots=True)(type("Base", (), {"__annotations__": {"start": int}}))
    under = dataclass(slots=True)(type("Under", (base,), {"__annotations__": {"text": str}}))
    assert (under(1, "a").start, under(1, "a").text, base(2).start) == (1, "a", 2)


def test_sealed_objects_refuse_a_change_at_run_time() -> None:
    one = _made(sealed, frozen=True)(1, "a")
    with pytest.raises(dataclasses.FrozenInstanceError):
        one.text = "b"
    with pytest.raises(dataclasses.FrozenInstanceError):
        del one.text
    assert dataclasses.replace(one, text="b").text == "b"
    assert copy.deepcopy(one) == one
