"""By a companion matrix: the trace of its power is the sum of the powers of its eigenvalues."""

from typing import Any


def right(facts: Any, answer: str) -> bool:
    s, p = facts["sum"], facts["product"]
    a, b, c, d = 1, 0, 0, 1
    for _ in range(facts["power"]):
        a, b, c, d = a * s + b, -a * p, c * s + d, -c * p
    return int(answer) == a + d
