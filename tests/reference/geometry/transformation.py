"""By complex numbers: every move is z -> u * z + v or u * conjugate(z) + v."""

from __future__ import annotations

from typing import Any


def right(facts: Any, answer: str) -> bool:
    z = complex(*facts["start"])
    for kind, *amounts in facts["moves"]:
        if kind == "translate":
            z += complex(*amounts)
        elif kind == "turn":
            centre = complex(*amounts[:2])
            z = centre + 1j ** amounts[2] * (z - centre)
        elif kind == "mirror_vertical":
            z = 2 * amounts[0] - z.conjugate()
        elif kind == "mirror_horizontal":
            z = z.conjugate() + 2j * amounts[0]
        else:
            z = (1j if kind == "mirror_rising" else -1j) * z.conjugate()
    return z == complex(*map(int, answer.split(", ")))
