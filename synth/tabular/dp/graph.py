"""A fitted distribution as a tree of conditional ones, from which rows are drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from synth.tabular.dp.cells import Numbers
from synth.tabular.dp.entropy import Fitted
from synth.tabular.dp.junction import Link, Places
from synth.tabular.dp.noise import Whole

_NEVER = 1e-9  # share of a column's own distribution in each conditional one: whatever is asked for has a probability


class Tree(NamedTuple):
    """A distribution over rows of cells.

    ``links`` come parents first, beginning with a column without parents. ``tables[i]`` holds, for each combination
    of groups of i's parents (the last parent's group runs fastest), the probability of each of i's groups;
    ``groups[i]`` the group of each of i's cells; ``cells[i]`` the probability of each cell within its group.
    """

    links: tuple[Link, ...]
    tables: tuple[Numbers, ...]
    groups: tuple[Whole, ...]
    cells: tuple[Numbers, ...]

    def sizes(self) -> list[int]:
        """How many groups each column has."""
        return [table.shape[1] for table in self.tables]


def index(codes: Mapping[int, Whole], places: Places, sizes: Sequence[int]) -> Whole:
    """The combination of groups of some columns as one number, the last column's running fastest."""
    found = codes[places[0]]
    for place in places[1:]:
        found = found * sizes[place] + codes[place]
    return found


def tree(
    fitted: Fitted, margins: Sequence[Numbers], groups: Sequence[Whole] = (), counts: Sequence[Numbers] = ()
) -> Tree:
    """The tree of a fitted distribution, whose columns have these ``margins``.

    ``groups`` tell the group of each cell, ``counts`` what the cells hold, for those who want more than groups.
    """
    tables: dict[int, Numbers] = {}
    for link in fitted.junction.links:
        around = tuple(sorted((link.column, *link.parents)))
        table = np.moveaxis(fitted.expected(around), around.index(link.column), -1)
        own = margins[link.column]
        smooth = table.reshape(-1, len(own)) + _NEVER * (own + _NEVER * own.sum())
        tables[link.column] = smooth / smooth.sum(axis=1, keepdims=True)
    within = tuple(_within(count, group) for count, group in zip(counts, groups, strict=True))
    return Tree(fitted.junction.links, tuple(tables[place] for place in range(len(margins))), tuple(groups), within)


def _within(counts: Numbers, groups: Whole) -> Numbers:
    """The share of each cell in its group; alike where a group holds nothing."""
    sums = np.bincount(groups, counts)[groups]
    return np.where(sums > 0, counts / np.where(sums > 0, sums, 1.0), 1 / np.bincount(groups)[groups])


def arrays(tree: Tree) -> dict[str, NDArray[Any]]:
    """A tree as the arrays of a model; a link is a row: the column, then its parents, -1 where there is none."""
    most = max(len(link.parents) for link in tree.links)
    links = [[link.column, *link.parents, *[-1] * (most - len(link.parents))] for link in tree.links]
    parts = {"table": tree.tables, "group": tree.groups, "cell": tree.cells}
    return {
        "links": np.array(links, np.int64),
        **{f"{part}.{place}": array for part, found in parts.items() for place, array in enumerate(found)},
    }


def tree_of(found: Mapping[str, NDArray[Any]]) -> Tree:
    """The tree in a model's arrays."""
    links = tuple(Link(row[0], tuple(one for one in row[1:] if one >= 0)) for row in found["links"].tolist())
    tables, groups, cells = (
        tuple(found[f"{part}.{place}"] for place in range(len(links))) for part in ("table", "group", "cell")
    )
    return Tree(links, tables, groups, cells)
