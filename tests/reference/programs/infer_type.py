"""By Python itself: the value that the program leaves in the variable is measured against the annotation."""

from typing import Any, get_args, get_origin


def fits(value: Any, kind: Any) -> bool:
    origin, inner = get_origin(kind), get_args(kind)
    if origin is None:
        return type(value) is kind and kind in (int, float, bool, str)
    if type(value) is not origin or not value:
        return False
    if origin is tuple:
        return len(value) == len(inner) and all(map(fits, value, inner))
    if origin is dict:
        return all(fits(key, inner[0]) and fits(item, inner[1]) for key, item in value.items())
    return all(fits(item, inner[0]) for item in value)


def right(facts: Any, answer: str) -> bool:
    names: dict[str, Any] = {}
    exec(facts["source"], names)  # noqa: S102 - rules have made it
    return fits(names[facts["variable"]], eval(answer, {}))  # noqa: S307
