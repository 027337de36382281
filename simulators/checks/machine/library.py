"""What programs of the machine may name: functions, methods and errors, each with the sizes that it may reach.

A program that asks for more is refused (:class:`Refused`), which says nothing of its answer.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable
from typing import Any

LARGEST = 10**600  # of an integer
LONGEST = 20_000  # of a text or a collection


class Refused(BaseException):
    """The program leaves the subset of the language, or the sizes that the machine allows. No program can catch it."""


def sized(value: Any) -> Any:
    """The value, unless it is larger than a value may be."""
    if type(value) is int:
        if not -LARGEST < value < LARGEST:
            raise Refused("an integer is too large")
    elif type(value) in (str, list, tuple) and len(value) > LONGEST:
        raise Refused("a value is too long")
    return value


def _times(left: Any, right: Any) -> Any:
    for text, count in ((left, right), (right, left)):
        if isinstance(text, (str, list, tuple)) and isinstance(count, int) and len(text) * count > LONGEST:
            raise Refused("a value is too long")
    return left * right


def _power(left: Any, right: Any) -> Any:
    if isinstance(left, int) and isinstance(right, int) and abs(right) * max(1, left.bit_length()) > 250:
        raise Refused("a power is too large")
    return left**right


def _shift(left: Any, right: Any) -> Any:
    if isinstance(right, int) and right > 200:
        raise Refused("a shift is too far")
    return left << right


def _remainder(left: Any, right: Any) -> Any:
    if isinstance(left, str):
        raise Refused("formatting by % is not in the subset")
    return left % right


BINARY: dict[str, Callable[[Any, Any], Any]] = {
    "Add": operator.add,
    "Sub": operator.sub,
    "Mult": _times,
    "Div": operator.truediv,
    "FloorDiv": operator.floordiv,
    "Mod": _remainder,
    "Pow": _power,
    "LShift": _shift,
    "RShift": operator.rshift,
    "BitAnd": operator.and_,
    "BitOr": operator.or_,
    "BitXor": operator.xor,
}
UNARY: dict[str, Callable[[Any], Any]] = {
    "USub": operator.neg,
    "UAdd": operator.pos,
    "Not": operator.not_,
    "Invert": operator.invert,
}
COMPARISONS: dict[str, Callable[[Any, Any], Any]] = {
    "Eq": operator.eq,
    "NotEq": operator.ne,
    "Lt": operator.lt,
    "LtE": operator.le,
    "Gt": operator.gt,
    "GtE": operator.ge,
    "Is": operator.is_,
    "IsNot": operator.is_not,
    "In": lambda item, items: item in items,
    "NotIn": lambda item, items: item not in items,
}


def _range(*bounds: int) -> range:
    if len(made := range(*bounds)) > LONGEST:
        raise Refused("a range is too long")
    return made


def _list(items: Iterable[Any] = ()) -> list[Any]:
    return sized(list(items))


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "abs": abs,
    "all": all,
    "any": any,
    "bin": bin,
    "bool": bool,
    "chr": chr,
    "dict": dict,
    "divmod": divmod,
    "enumerate": enumerate,
    "filter": filter,
    "float": float,
    "frozenset": frozenset,
    "hex": hex,
    "int": int,
    "isinstance": isinstance,
    "len": len,
    "list": _list,
    "map": map,
    "max": max,
    "min": min,
    "next": next,
    "iter": iter,
    "ord": ord,
    "range": _range,
    "repr": repr,
    "reversed": reversed,
    "round": round,
    "set": set,
    "sorted": sorted,
    "str": str,
    "sum": sum,
    "tuple": tuple,
    "zip": zip,
}
ERRORS: dict[str, type[Exception]] = {
    error.__name__: error
    for error in (
        ArithmeticError, AssertionError, AttributeError, Exception, IndexError, KeyError, LookupError,
        NotImplementedError, OverflowError, RuntimeError, StopIteration, TypeError, ValueError, ZeroDivisionError,
    )
}  # fmt: skip
METHODS: dict[type, frozenset[str]] = {
    str: frozenset({
        "capitalize", "count", "endswith", "find", "index", "isalnum", "isalpha", "isdigit", "islower", "isspace",
        "istitle", "isupper", "join", "lower", "lstrip", "partition", "removeprefix", "removesuffix", "replace",
        "rfind", "rindex", "rpartition", "rstrip", "split", "splitlines", "startswith", "strip", "swapcase", "title",
        "upper",
    }),
    list: frozenset({
        "append", "clear", "copy", "count", "extend", "index", "insert", "pop", "remove", "reverse", "sort",
    }),
    dict: frozenset({"clear", "copy", "get", "items", "keys", "pop", "popitem", "setdefault", "update", "values"}),
    set: frozenset({
        "add", "clear", "copy", "difference", "discard", "intersection", "isdisjoint", "issubset", "issuperset",
        "remove", "symmetric_difference", "union", "update",
    }),
    frozenset: frozenset({"difference", "intersection", "isdisjoint", "issubset", "issuperset", "union"}),
    tuple: frozenset({"count", "index"}),
}  # fmt: skip
_GROWING = frozenset({"join", "replace", "append", "extend", "insert", "update"})


def method(owner: Any, name: str) -> Callable[..., Any]:
    """A method of a plain value. Raises Refused for one that is not in the subset."""
    if name not in METHODS.get(type(owner), ()):
        raise Refused(f"{type(owner).__name__}.{name} is not in the subset")
    found: Callable[..., Any] = getattr(owner, name)
    if name not in _GROWING:
        return found

    def growing(*arguments: Any, **named: Any) -> Any:
        if name == "replace" and len(owner) * max(1, len(arguments[1])) > 10 * LONGEST:
            raise Refused("a value is too long")
        result = found(*arguments, **named)
        sized(owner)
        return sized(result)

    return growing
