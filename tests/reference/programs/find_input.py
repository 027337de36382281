"""By Python itself, in this process: the function is called with the argument, which must be what was asked for."""

import ast
import string
from typing import Any


def allowed(kind: str, value: Any) -> bool:
    if kind == "int":
        return isinstance(value, int) and value in range(10, 1000)
    if kind == "text":
        return isinstance(value, str) and len(value) <= 60 and set(value) <= {*string.ascii_lowercase, " "}
    if not isinstance(value, list) or not value:
        return False
    if kind == "ints":
        return len(value) <= 8 and all(isinstance(one, int) and one in range(1, 51) for one in value)
    return len(value) <= 5 and all(isinstance(one, str) and one.isalpha() and one.islower() for one in value)


def right(facts: Any, answer: str) -> bool:
    value = ast.literal_eval(answer)
    if not allowed(facts["given"], value):
        return False
    names: dict[str, Any] = {}
    exec(facts["source"], names)  # noqa: S102 - made by rules
    return repr(names[facts["name"]](value)) == repr(facts["output"])
