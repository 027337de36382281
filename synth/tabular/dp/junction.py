"""Junction trees: columns that depend on each other, in overlapping groups small enough for exact sums."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

Places = tuple[int, ...]


class Link(NamedTuple):
    """A column and those that it depends on, which stand together in an earlier link."""

    column: int
    parents: Places


class Junction(NamedTuple):
    """Cliques of columns (each in rising order), parents first, so that those that hold a column hang together.

    ``links`` are the same as a chain of conditional distributions: column by column, parents first. ``above[i]`` is
    the clique that clique i hangs on, -1 for the first; ``shared[i]`` the columns that they have in common.
    """

    links: tuple[Link, ...]
    cliques: tuple[Places, ...]
    above: tuple[int, ...]
    shared: tuple[Places, ...]

    def home(self, places: Places) -> int:
        """The first clique that holds all these columns, -1 where there is none."""
        return next((at for at, clique in enumerate(self.cliques) if set(places) <= set(clique)), -1)


def links(sizes: Sequence[int], together: Iterable[Places]) -> tuple[Link, ...]:
    """A chain in which all columns of a table ``together`` stand in one clique.

    Columns are eliminated one by one, that first which leaves the smallest table (Kjærulff 1990).
    """
    near: list[set[int]] = [set() for _ in sizes]
    for places in together:
        for one, other in itertools.permutations(places, 2):
            near[one].add(other)
    weights = [math.log(size) for size in sizes]
    cost = [weights[column] + sum(weights[other] for other in near[column]) for column in range(len(sizes))]
    left = set(range(len(sizes)))
    found = []
    while left:
        column = min(left, key=lambda one: (cost[one], one))
        left.remove(column)
        around = near[column]
        found.append(Link(column, tuple(sorted(around))))
        for other in around:
            near[other] = (near[other] | around) - {column, other}
            cost[other] = weights[other] + sum(weights[one] for one in near[other])
    return tuple(reversed(found))


def cells(sizes: Sequence[int], chain: Sequence[Link]) -> int:
    """How many cells the tables of a chain have in all."""
    return sum(math.prod(sizes[place] for place in (link.column, *link.parents)) for link in chain)


def junction(chain: Sequence[Link]) -> Junction:
    """The junction tree of a chain: a column joins the clique of its parents if that holds nothing else, or opens one.

    After Blair & Peyton (1993). What depends on nothing hangs on the first clique by no column.
    """
    cliques: list[set[int]] = []
    above: list[int] = []
    shared: list[Places] = []
    home: dict[int, int] = {}
    age: dict[int, int] = {}
    for link in chain:
        upper = home[max(link.parents, key=age.__getitem__)] if link.parents else 0
        age[link.column] = len(age)
        if link.parents and cliques[upper] == set(link.parents):
            cliques[upper].add(link.column)
            home[link.column] = upper
            continue
        home[link.column] = len(cliques)
        above.append(upper if cliques else -1)
        shared.append(link.parents)
        cliques.append({link.column, *link.parents})
    return Junction(tuple(chain), tuple(tuple(sorted(one)) for one in cliques), tuple(above), tuple(shared))
