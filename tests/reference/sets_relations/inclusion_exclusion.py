"""By a system of linear equations in the regions of the Venn diagram, solved by numpy."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np


def right(facts: Any, answer: str) -> bool:
    names = facts["names"]
    regions = [dict(zip(names, ins, strict=True)) for ins in product((0, 1), repeat=len(names))]
    rows = [[1] * len(regions), *([all(r[name] for name in inside) for r in regions] for inside, _ in facts["sizes"])]
    values = [facts["total"], *(n for _, n in facts["sizes"])]
    if facts["outside"] >= 0:
        rows.append([not any(r.values()) for r in regions])
        values.append(facts["outside"])
    people = np.linalg.solve(np.array(rows, dtype=float), np.array(values, dtype=float))
    kind, found = facts["kind"], 0.0
    for region, n in zip(regions, people, strict=True):
        inside = sum(region.values())
        found += (
            n
            * {
                "none": inside == 0,
                "any": inside > 0,
                "exactly": inside == facts["number"],
                "least": inside >= 2,
                "only": inside == 1 and region.get(facts["whose"], 0) == 1,
                "all": inside == len(names),
            }[kind]
        )
    return abs(found - int(answer)) < 1e-6
