"""The language between judge and guest: frames of JSON that carry plain Python values and nothing else.

Never pickle: what comes from a guest is data, whatever it says. A value is plain if it is built of None, bool, int,
float, complex, str, bytes, tuple, list, set, frozenset and dict, exactly these types.
"""

from __future__ import annotations

import json
import math
import os
import struct
from typing import Any

LENGTH = struct.Struct("!I")
DEEPEST = 200
MOST_KEYS = 5_000  # of a set or a dictionary: a stranger can choose keys that all collide, whose cost is quadratic
_AS_THEY_ARE = (type(None), bool, int, str)
_COLLECTIONS: dict[str, type] = {"tuple": tuple, "list": list, "set": set, "frozenset": frozenset}
_NAMES = {kind: name for name, kind in _COLLECTIONS.items()}
# What reading a stranger's frame can raise; each is the stranger's fault.
UNREADABLE = (ValueError, TypeError, LookupError, RecursionError, AttributeError, OverflowError)


def encode(value: Any, depth: int = 0) -> Any:
    """A plain value as JSON. Raises TypeError for any other, RecursionError for one nested too deeply.

    >>> encode((1, [2.5], {"a": None}))
    {'tuple': [1, {'list': [2.5]}, {'dict': [['a', None]]}]}
    """
    kind = type(value)
    if kind in _AS_THEY_ARE:
        return value
    if depth > DEEPEST:
        raise RecursionError(f"a value is nested deeper than {DEEPEST}")
    if kind is float:
        return value if math.isfinite(value) else {"float": repr(value)}
    if kind in _NAMES:
        return {_NAMES[kind]: [encode(item, depth + 1) for item in value]}
    if kind is dict:
        return {"dict": [[encode(key, depth + 1), encode(item, depth + 1)] for key, item in value.items()]}
    if kind is complex:
        return {"complex": [encode(value.real), encode(value.imag)]}
    if kind is bytes:
        return {"bytes": value.hex()}
    raise TypeError(f"{kind.__name__} is no plain value")


def decode(coded: Any) -> Any:
    """The value that was encoded. Raises one of UNREADABLE for what no value is encoded as.

    >>> decode(encode({(1, 2): {"x"}}))
    {(1, 2): {'x'}}
    """
    if not isinstance(coded, dict):
        if type(coded) is float or type(coded) in _AS_THEY_ARE:
            return coded
        raise ValueError("a bare list is no value")
    ((name, inside),) = coded.items()
    if name in ("set", "frozenset", "dict") and len(inside) > MOST_KEYS:
        raise ValueError(f"a {name} has {len(inside):,} keys; {MOST_KEYS:,} are allowed")
    if name in _COLLECTIONS:
        return _COLLECTIONS[name](map(decode, inside))
    if name == "dict":
        return {decode(key): decode(item) for key, item in inside}
    if name == "complex":
        return complex(*map(decode, inside))
    if name == "bytes":
        return bytes.fromhex(inside)
    if name == "float":
        return {"inf": math.inf, "-inf": -math.inf, "nan": math.nan}[inside]
    raise ValueError(f"{name!r} is no kind of value")


def frame(message: Any) -> bytes:
    """A message with its length before it."""
    text = json.dumps(message, separators=(",", ":")).encode("utf-8", "surrogatepass")
    return LENGTH.pack(len(text)) + text


def opened(text: bytes) -> Any:
    """The message of a frame's text. Raises one of UNREADABLE."""
    return json.loads(text.decode("utf-8", "surrogatepass"))


def send(descriptor: int, message: Any) -> None:
    """Write a message, waiting as long as it takes: for the guest's end."""
    rest = memoryview(frame(message))
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def receive(descriptor: int) -> Any:
    """Read a message, waiting as long as it takes: for the guest's end. Raises EOFError where the judge is gone."""
    (length,) = LENGTH.unpack(_exactly(descriptor, LENGTH.size))
    return opened(_exactly(descriptor, length))


def _exactly(descriptor: int, count: int) -> bytes:
    parts = []
    while count:
        part = os.read(descriptor, min(count, 1 << 16))
        if not part:
            raise EOFError("the judge is gone")
        parts.append(part)
        count -= len(part)
    return b"".join(parts)
