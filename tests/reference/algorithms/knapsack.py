"""Brute force: every subset of the things, as rows of bits (NumPy)."""

from typing import Any

import numpy as np


def right(facts: Any, answer: str) -> bool:
    count = len(facts["items"])
    subsets = (np.arange(2**count)[:, None] >> np.arange(count)) & 1
    weights = subsets @ np.array([weight for _, weight, _ in facts["items"]])
    values = subsets @ np.array([value for _, _, value in facts["items"]])
    return answer == str(values[weights <= facts["capacity"]].max())
