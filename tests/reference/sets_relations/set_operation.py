"""By Python's own sets: the expression is evaluated as it stands, with Python's signs."""

from __future__ import annotations

from typing import Any


def right(facts: Any, answer: str) -> bool:
    code = facts["expression"]
    for sign, python in (("∪", "|"), ("∩", "&"), ("\\", "-"), ("△", "^")):
        code = code.replace(sign, python)
    truth = eval(code, {name: set(elements) for name, elements in facts["sets"]})  # noqa: S307 - the family wrote it
    inner = answer.strip("{}")
    return truth == {int(n) for n in inner.split(", ") if n}
