"""Forgets the names in a structure: the same shape under other names and in another order gives the same form."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import Any

Row = tuple[str, Sequence[tuple[int, Hashable]]]


def renamed(rows: Iterable[Row]) -> list[list[Any]]:
    """Rows of a tag and nodes in roles, with the nodes renamed by what surrounds them alone, sorted.

    Nodes in the same role of a row may come in any order. Colour refinement: nodes are told apart
    by the rows they are in, then by who else is in these, until no more can be told apart. The same
    shape gives the same form; two shapes rarely do.

    >>> form = renamed([("in", [(0, "a"), (1, "b")]), ("end", [(0, "b")])])
    >>> form == renamed([("end", [(0, "y")]), ("in", [(1, "y"), (0, "z")])])
    True
    >>> form == renamed([("end", [(0, "z")]), ("in", [(1, "y"), (0, "z")])])
    False
    """
    rows = list(rows)
    ranks: dict[Hashable, int] = {node: 0 for _, members in rows for _, node in members}
    kinds = 0
    while kinds < len(ranks):
        seen: dict[Hashable, list[Any]] = {node: [rank] for node, rank in ranks.items()}
        for tag, members in rows:
            around = sorted((role, ranks[node]) for role, node in members)
            for role, node in members:
                seen[node].append((role, tag, around))
        views = {node: repr((rank, sorted(others))) for node, (rank, *others) in seen.items()}
        order = {view: rank for rank, view in enumerate(sorted(set(views.values())))}
        if len(order) == kinds:
            break
        kinds = len(order)
        ranks = {node: order[view] for node, view in views.items()}
    return sorted([tag, sorted([role, ranks[node]] for role, node in members)] for tag, members in rows)
