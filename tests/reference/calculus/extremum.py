"""By numpy: all complex roots of the derivative, and exact values around each real one."""

from typing import Any

import numpy as np


def right(facts: Any, answer: str) -> bool:
    function = np.polynomial.Polynomial(facts["coefficients"])
    roots = [round(float(root.real)) for root in function.deriv().roots() if abs(root.imag) < 1e-3]
    places = [x for x in roots if facts["low"] < x < facts["high"]] + [facts["low"], facts["high"]]
    values = [sum(c * x**power for power, c in enumerate(facts["coefficients"])) for x in places]
    return int(answer) == (max(values) if facts["kind"] == "greatest" else min(values))
