"""Data classes that cost little to define and to make.

A frozen data class of the standard library takes 3.5 million instructions to define, as each method is compiled from a
text, and makes its objects slowly, as each field is set past a guard. There are well over a hundred of them here, and
most runs make each for a handful of objects or for none. These classes are to type checkers what
`dataclasses.dataclass` makes, to `fields`, `replace` and `match` too. Who sets a field of a frozen one is told by the
type checker and not by the class; a `sealed` one refuses at run time as well, and makes its objects more slowly.
"""

from __future__ import annotations

import dataclasses
from operator import attrgetter, ge, gt, le, lt
from typing import TYPE_CHECKING, Any

__all__ = ["dataclass", "sealed"]

if TYPE_CHECKING:
    from dataclasses import dataclass
    from dataclasses import dataclass as sealed
else:

    def dataclass(cls=None, /, *, frozen=False, eq=True, repr=True, order=False, **options):
        """As `dataclasses.dataclass`; of its options those that are used here. Each field can be given."""

        def made(cls):
            methods = {
                **({"__eq__": _equals, "__hash__": _hashed if frozen else None} if eq else {}),
                **({"__repr__": _shown} if repr else {}),
                **(_ORDER if order else {}),
            }
            for name, method in methods.items():
                if name not in cls.__dict__:
                    setattr(cls, name, method)
            # Else the library words one, from the class's signature.
            cls.__doc__ = cls.__doc__ or cls.__name__
            cls = dataclasses.dataclass(init=False, eq=False, repr=False, **options)(cls)
            names = [field.name for field in dataclasses.fields(cls)]
            if "__init__" not in cls.__dict__:
                cls.__init__ = _deferred_init(cls)
            cls._values = attrgetter(*names) if names else type
            plain = len(names) > 1 and not options.get("kw_only")
            cls.__reduce__ = _reduced if plain else _reduced_by_name
            return cls

        return made if cls is None else made(cls)

    def sealed(cls=None, /, **options):
        """As `dataclass`; nobody can set or delete a field once an object is made."""

        def made(cls):
            cls.__setattr__, cls.__delattr__ = _refuse_to_set, _refuse_to_delete
            return dataclass(cls, **options)

        return made if cls is None else made(cls)


def _deferred_init(cls: Any) -> Any:
    """Compiles a class's `__init__` when it makes its first object: many never do, and compiling is what is dear."""

    def first(one: Any, /, *values: Any, **named: Any) -> None:
        init = cls.__init__ = _compiled_init(cls)
        init(one, *values, **named)

    return first


def _compiled_init(cls: Any) -> Any:
    """Sets each field to what is given for it or to its default."""
    sets = "_set(self, {0!r}, {1})" if cls.__setattr__ is _refuse_to_set else "self.{0} = {1}"
    known: dict[str, Any] = {"_set": object.__setattr__, "_made": object()}
    head, by_name, body = ["self"], ["*"], ["pass"]
    for field in dataclasses.fields(cls):
        name, taken, default = field.name, field.name, ""
        if field.default_factory is not dataclasses.MISSING:
            known[f"_make_{name}"] = field.default_factory
            taken, default = f"_make_{name}() if {name} is _made else {name}", "=_made"
        elif field.default is not dataclasses.MISSING:
            known[f"_default_{name}"] = field.default
            default = f"=_default_{name}"
        (by_name if field.kw_only else head).append(name + default)
        body.append(sets.format(name, taken))
    parameters = ", ".join(head + by_name if by_name[1:] else head)
    exec(f"def __init__({parameters}):\n " + "\n ".join(body), known)
    return known["__init__"]


def _refuse_to_set(one: Any, name: str, value: Any) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(one: Any, name: str) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


def _equals(one: Any, other: Any) -> Any:
    return one._values(one) == one._values(other) if one.__class__ is other.__class__ else NotImplemented


def _compared(by: Any) -> Any:
    def compare(one: Any, other: Any) -> Any:
        return by(one._values(one), other._values(other)) if one.__class__ is other.__class__ else NotImplemented

    return compare


_ORDER = {f"__{by.__name__}__": _compared(by) for by in (lt, le, gt, ge)}


def _reduced(one: Any) -> Any:
    """To be made again from its values: a program crosses to another process in half the time that its state takes."""
    return one.__class__, one._values(one)


def _reduced_by_name(one: Any) -> Any:
    """Where values without names make none, or their getter gives no tuple."""
    return _made, (one.__class__, {name: getattr(one, name) for name in one.__dataclass_fields__})


def _made(cls: Any, values: dict[str, Any]) -> Any:
    return cls(**values)


def _hashed(one: Any) -> int:
    return hash(one._values(one))


def _shown(one: Any) -> str:
    shown = (field.name for field in one.__dataclass_fields__.values() if field.repr)
    told = ", ".join(f"{name}={getattr(one, name)!r}" for name in shown)
    return f"{one.__class__.__qualname__}({told})"
