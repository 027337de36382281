"""By scipy's expected counts, and the rules written down as a chain of questions."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.stats.contingency import expected_freq


def right(facts: Any, answer: str) -> bool:
    limits, groups = facts["limits"], facts["groups"]
    if facts["design"] == "changes":
        found = "McNemar test" if sum(groups[0]) >= limits["changed"] else "binomial test"
    elif facts["design"] == "counts":
        # A whole limit that is met exactly must not be missed by rounding.
        least = expected_freq(np.array(groups)).min() + 1e-9
        found = "chi-squared test" if least >= limits["expected"] else "Fisher test"
    else:
        table = np.array(groups)
        fit = (table[:, 0] >= limits["members"]) | (np.abs(table[:, 1]) <= limits["skewness"])
        parametric, by_rank = {
            "one": ("one-sample t-test", "sign test"),
            "two": ("two-sample t-test", "Mann-Whitney test"),
            "pairs": ("paired t-test", "Wilcoxon test"),
            "several": ("analysis of variance", "Kruskal-Wallis test"),
            "repeated": ("repeated-measures analysis of variance", "Friedman test"),
        }[facts["design"]]
        found = parametric if fit.all() else by_rank
    return answer == found
