"""What the families of graphs share: drawing a connected network, and forgetting its names."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from string import ascii_uppercase
from typing import TypeVar

from simulators.core import Stream

Pair = tuple[str, str]
Edge = tuple[str, str, int]
Node = TypeVar("Node", bound=Hashable)


def network(rng: Stream, nodes: int, extra: int) -> list[Pair]:
    """The links of a connected network on the first letters of the alphabet: a tree and up to ``extra`` more."""
    names = rng.shuffled(ascii_uppercase[:nodes])
    links = {(names[rng.below(i)], names[i]) for i in range(1, nodes)}
    for _ in range(extra):
        i, j = rng.below(nodes), rng.below(nodes)
        if i < j:
            links.add((names[i], names[j]))
        elif j < i:
            links.add((names[j], names[i]))
    return rng.shuffled([(min(pair), max(pair)) for pair in sorted(links)])


def renamed(
    edges: Iterable[tuple[Node, Node, int]], marks: Mapping[Node, int] | None = None, *, directed: bool = False
) -> list[list[int]]:
    """The edges with names that depend on the shape alone, sorted; marked nodes get the last names.

    Colour refinement: nodes are told apart by their mark, then by what surrounds them, until no more
    can be told apart. The same shape gives the same list; two shapes rarely do.

    >>> renamed([("A", "B", 2), ("B", "C", 5)]) == renamed([("Y", "Z", 5), ("X", "Y", 2)])
    True
    """
    around: dict[Node, list[tuple[int, int, Node]]] = {}
    edges = list(edges)
    for start, end, weight in edges:
        around.setdefault(start, []).append((0, weight, end))
        around.setdefault(end, []).append((int(directed), weight, start))
    ranks: dict[Node, int] = {node: marks[node] if marks else 0 for node in around}
    kinds = 0
    while kinds < len(around):
        seen = {
            node: (ranks[node], *sorted((side, weight, ranks[other]) for side, weight, other in links))
            for node, links in around.items()
        }
        order = {view: rank for rank, view in enumerate(sorted(set(seen.values())))}
        if len(order) == kinds:
            break
        kinds = len(order)
        ranks = {node: order[view] for node, view in seen.items()}
    pairs = ((ranks[start], ranks[end], weight) for start, end, weight in edges)
    return sorted(
        [start, end, weight] if directed else [min(start, end), max(start, end), weight] for start, end, weight in pairs
    )
