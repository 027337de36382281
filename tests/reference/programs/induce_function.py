"""By Python itself, in this process: every chain of orders, as their words are read, is held against the calls."""

import importlib.util
import re
from functools import lru_cache
from itertools import permutations, product
from pathlib import Path
from typing import Any

_SPEC = importlib.util.spec_from_file_location("candidates", Path(__file__).parent.parent / "candidates.py")
assert _SPEC is not None and _SPEC.loader is not None
candidates = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(candidates)
words = candidates.orders


@lru_cache(maxsize=4096)
def reader(says: str) -> Any:
    """What to do with a value, from the words of an order."""
    for pattern, follow in words.ORDERS:
        if found := re.fullmatch(pattern, says):
            return lambda value: follow(value, *found.groups())
    raise ValueError(f"no pattern for {says!r}")


def told(order: dict[str, Any]) -> list[str]:
    """The words of an order for each number that it may hide."""
    if len(order["constants"]) == 1:
        return [order["says"]]
    return [re.sub(r"\bk\b", str(number), order["says"]) for (number,) in order["constants"]]


def result(chain: Any, value: Any) -> str:
    for says in chain:
        value = reader(says)(value)
    return repr(value)


def right(facts: Any, answer: str) -> bool:
    names: dict[str, Any] = {}
    exec(re.sub(r"```(?:python)?", "", answer), names)  # noqa: S102 - an answer or a mistake of ours
    try:
        returned = [repr(candidates.bounded(names[facts["name"]], given)) for given, _ in facts["shown"]]
        others = [repr(candidates.bounded(names[facts["name"]], value)) for value in facts["tested"]]
    except candidates.Endless:
        return False
    if returned != [repr(value) for _, value in facts["shown"]]:
        return False
    fitting = []
    for orders in permutations(facts["orders"], facts["length"]):
        kinds = [facts["given"], *(order["gives"] for order in orders)]
        if [order["takes"] for order in orders] == kinds[:-1]:
            fitting += [
                chain
                for chain in product(*map(told, orders))
                if all(result(chain, given) == repr(value) for given, value in facts["shown"])
            ]
    return bool(fitting) and all(
        {result(chain, value) for chain in fitting} == {said}
        for value, said in zip(facts["tested"], others, strict=True)
    )
