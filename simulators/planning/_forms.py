"""The form of a problem without its names."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence


def unnamed(statements: Iterable[Sequence[Hashable]]) -> list[list[int | str]]:
    """Statements (a kind, then names) with numbers for the names, which depend on the structure alone; sorted.

    Names are told apart by where they stand in the statements, then by what stands beside them there, until no more
    can be told apart. The same structure gives the same list; two structures rarely do.

    >>> unnamed([("road", "A", "B"), ("road", "B", "C")]) == unnamed([("road", "Y", "Z"), ("road", "X", "Y")])
    True
    """
    said = [(str(kind), names) for kind, *names in statements]
    ranks: dict[Hashable, int] = {name: 0 for _, names in said for name in names}
    kinds = 0
    while kinds < len(ranks):
        views: dict[Hashable, list[tuple[str, int, list[int]]]] = {name: [] for name in ranks}
        for kind, names in said:
            around = [ranks[name] for name in names]
            for place, name in enumerate(names):
                views[name].append((kind, place, around))
        seen = {name: (ranks[name], sorted(view)) for name, view in views.items()}
        order: list[tuple[int, list[tuple[str, int, list[int]]]]] = []
        for view in sorted(seen.values()):
            if not order or order[-1] != view:
                order.append(view)
        ranks = {name: order.index(view) for name, view in seen.items()}
        if len(order) == kinds:
            break
        kinds = len(order)
    return sorted([kind, *(ranks[name] for name in names)] for kind, names in said)
