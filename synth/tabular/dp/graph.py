"""A tree of cliques over the columns: chosen privately, measured, and made one distribution.

As in MST (McKenna, Miklau & Sheldon 2021) each further column is tied to those that are there by a draw
of the exponential mechanism. It may be tied to two at once, if these were counted together: PrivBayes' networks
(Zhang et al. 2017), kept so narrow that inference is exact. Which tables are worth their noise is told
by the score of AIM (McKenna, Mullins, Sheldon & Miklau 2022).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from synth.tabular.dp import marginals, mechanisms
from synth.tabular.dp.cells import Numbers
from synth.tabular.dp.ledger import Ledger
from synth.tabular.dp.mechanisms import Measured
from synth.tabular.dp.noise import Whole

Places = tuple[int, ...]
MOST_AT_HUB = 8  # groups of a column that every table may hold besides
NOISE_LEFT = 0.2  # of a table's noise, after it was fitted to its margins and above zero; chosen on Adult
MOST_PARENTS = 3
MOST_CELLS = 20_000  # of a table that is counted
_NEVER = 1e-9  # share of a column's own distribution in each conditional one: whatever is asked for has a probability


class Link(NamedTuple):
    """A column that is tied to one or two others, which stand together in an earlier link."""

    column: int
    parents: Places


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


class Grown(NamedTuple):
    """Links in the order in which they were chosen, each with the noisy counts of its parents (rows) and column."""

    links: tuple[Link, ...]
    measured: tuple[Measured, ...]


def index(
    codes: Sequence[Whole] | Mapping[int, Whole], places: Places, sizes: Sequence[int] | Mapping[int, int]
) -> Whole:
    """The combination of groups of some columns as one number, the last column's running fastest."""
    found = codes[places[0]]
    for place in places[1:]:
        found = found * sizes[place] + codes[place]
    return found


def grown(
    codes: Sequence[Whole], margins: Sequence[Numbers], names: Sequence[str], hub: int | None,
    choice: Fraction, counts: Fraction, ledger: Ledger, *, rng: np.random.Generator,
) -> Grown:  # fmt: skip
    """Links that tie all columns together: in each round one is chosen with ρ ``choice`` and counted with ρ ``counts``.

    A link's score is how far its exact counts are from what is believed so far, in which its column depends on
    nothing, less the noise that the table would get. What is believed is rounded, so that scores are whole numbers
    and one row changes each by at most 1. With a ``hub``, that column is a parent in every link (Friedman, Geiger &
    Goldszmidt 1997).
    """
    sizes = [len(margin) for margin in margins]
    believed: dict[Places, Numbers] = {(place,): margin for place, margin in enumerate(margins)}
    scores: dict[Link, int] = {}
    links: list[Link] = []
    found: list[Measured] = []
    while len(links) < len(codes) - 1:
        offered = list(_offered(links, believed, sizes, hub))
        for link in offered:
            if link not in scores:
                scores[link] = _score(codes, link, believed[link.parents], margins[link.column], counts)
        values = np.array([scores[link] for link in offered], np.int64)
        link = offered[mechanisms.choose(values, choice, ledger, f"choice of table {len(links) + 1}", rng=rng)]
        what = " and ".join(names[place] for place in (*link.parents, link.column))
        measured = mechanisms.measure(_counted(codes, link, sizes), counts, ledger, f"counts of {what}", rng=rng)
        links.append(link)
        found.append(measured)
        joint = marginals.with_margins(measured.counts, believed[link.parents].ravel(), margins[link.column])
        _believe(believed, link, joint, sizes)
    return Grown(tuple(links), tuple(found))


def hub(
    codes: Sequence[Whole], margins: Sequence[Numbers], choice: Fraction, counts: Fraction, ledger: Ledger,
    *, rng: np.random.Generator,
) -> int | None:  # fmt: skip
    """The column of few groups on which the others depend most; None where each has more than ``MOST_AT_HUB``.

    Its score is the mean of those of its pairs, rounded down, so that one row changes it by at most 1.
    """
    narrow = [place for place, margin in enumerate(margins) if len(margin) <= MOST_AT_HUB]
    if not narrow:
        return None
    sums = [
        sum(_score(codes, Link(j, (i,)), margins[i], margins[j], counts) for j in range(len(codes)) if j != i)
        for i in narrow
    ]
    values = np.array(sums, np.int64) // (len(codes) - 1)
    return narrow[mechanisms.choose(values, choice, ledger, "choice of the hub", rng=rng)]


def _score(codes: Sequence[Whole], link: Link, above: Numbers, own: Numbers, counts: Fraction) -> int:
    """How far a link's exact counts are from those of a column that does not depend on its parents, less noise."""
    places = (*link.parents, link.column)
    exact = _counted(codes, link, dict(zip(places, (*above.shape, own.size), strict=True)))
    alone = np.round(np.outer(above, own) / own.sum()).astype(np.int64)
    noise = math.sqrt(2 / math.pi) / math.sqrt(2 * counts)
    return int(np.abs(exact - alone).sum()) - round(NOISE_LEFT * noise * exact.size)


def _counted(codes: Sequence[Whole], link: Link, sizes: Sequence[int] | Mapping[int, int]) -> Whole:
    """How many rows hold each combination of the parents' groups (rows) and each of the column's."""
    places = (*link.parents, link.column)
    shape = (math.prod(sizes[place] for place in link.parents), sizes[link.column])
    return np.bincount(index(codes, places, sizes), minlength=math.prod(shape)).reshape(shape)


def _offered(
    links: Sequence[Link], believed: Mapping[Places, Numbers], sizes: Sequence[int], hub: int | None
) -> Iterator[Link]:
    """The links that may come next: at first any pair, then a new column with what stands together."""
    if not links:
        for i in range(len(sizes)) if hub is None else [hub]:
            yield from (Link(j, (i,)) for j in range(i + 1 if hub is None else 0, len(sizes)) if j != i)
        return
    there = {place for link in links for place in (*link.parents, link.column)}
    for column in sorted(set(range(len(sizes))) - there):
        for parents in believed:
            cells = sizes[column] * math.prod(sizes[place] for place in parents)
            known = there.issuperset(parents) and (hub is None or hub in parents)
            if known and (len(parents) == 1 or cells <= MOST_CELLS):
                yield Link(column, parents)


def _believe(believed: dict[Places, Numbers], link: Link, joint: Numbers, sizes: Sequence[int]) -> None:
    """Enter what a new link's table tells of its column together with some of the parents."""
    places = (*link.parents, link.column)
    table = joint.reshape([sizes[place] for place in places])
    for count in range(1, MOST_PARENTS):
        for above in itertools.combinations(link.parents, count):
            believed[(*above, link.column)] = onto(table, places, (*above, link.column))


def onto(table: Numbers, places: Places, wanted: Places) -> Numbers:
    """The sums of a table, whose axes are the columns ``places``, for some of them in their order."""
    axes = [places.index(place) for place in wanted]
    summed = table.sum(axis=tuple(axis for axis in range(len(places)) if axis not in axes))
    turned: Numbers = summed.transpose(np.argsort(np.argsort(axes)))
    return turned


def built(
    grown: Grown,
    margins: Sequence[tuple[Numbers, Numbers]],
    groups: Sequence[Whole],
    counts: Sequence[Numbers],
    total: float,
) -> Tree:
    """The distribution that noisy counts of links and of single columns (with their variances) speak for."""
    sizes = [len(margin) for margin, _ in margins]
    known = [_margin(place, margin, grown, sizes, total) for place, margin in enumerate(margins)]
    root = grown.links[0].parents[0] if grown.links else 0
    believed: dict[Places, Numbers] = {(place,): margin for place, margin in enumerate(known)}
    tables: dict[int, Numbers] = {root: known[root][None, :]}
    for number, link in enumerate(grown.links):
        tables[link.column] = marginals.with_margins(
            _improved(number, grown, sizes), believed[link.parents].ravel(), known[link.column]
        )
        _believe(believed, link, tables[link.column], sizes)
    conditional = []
    for place, own in enumerate(known):
        smooth = tables[place] + _NEVER * (own + _NEVER * total)
        conditional.append(smooth / smooth.sum(axis=1, keepdims=True))
    within = tuple(_within(count, group) for count, group in zip(counts, groups, strict=True))
    return Tree((Link(root, ()), *grown.links), tuple(conditional), tuple(groups), within)


def _improved(number: int, grown: Grown, sizes: Sequence[int]) -> Numbers:
    """A link's noisy counts, with what other tables say of those of its columns that stand together there too."""
    link, measured = grown.links[number], grown.measured[number]
    places = (*link.parents, link.column)
    table = measured.counts.reshape([sizes[place] for place in places])
    shared = {one.parents for one in grown.links if len(one.parents) > 1 and link.column in one.parents}
    for common in sorted(shared):
        if not set(common) <= set(places):
            continue
        own = onto(table, places, common)
        sums, precisions = own * (own.size / table.size), own.size / table.size
        for other, (one, counts) in enumerate(zip(*grown, strict=True)):
            around = (*one.parents, one.column)
            if other != number and set(common) <= set(around):
                weight = own.size / counts.counts.size
                sums = sums + weight * onto(counts.counts.reshape([sizes[place] for place in around]), around, common)
                precisions += weight
        change = (sums / precisions - own) * (own.size / table.size)
        axes = [places.index(place) for place in common]
        turned = change.transpose(np.argsort(axes))
        table = table + turned.reshape([sizes[place] if place in common else 1 for place in places])
    return table.reshape(measured.counts.shape)


def _margin(place: int, own: tuple[Numbers, Numbers], grown: Grown, sizes: Sequence[int], total: float) -> Numbers:
    """A column's groups by what was measured of itself and by all tables that it is in."""
    found: list[tuple[Numbers, Numbers | float]] = [own]
    for link, measured in zip(*grown, strict=True):
        places = (*link.parents, link.column)
        if place in places:
            axis = places.index(place)
            table = measured.counts.reshape([sizes[one] for one in places])
            others = tuple(one for one in range(len(places)) if one != axis)
            found.append((table.sum(axis=others), measured.variance * table.size / sizes[place]))
    return marginals.combined(found, total)


def _within(counts: Numbers, groups: Whole) -> Numbers:
    """The share of each cell in its group; alike where a group holds nothing."""
    sums = np.bincount(groups, counts)[groups]
    return np.where(sums > 0, counts / np.where(sums > 0, sums, 1.0), 1 / np.bincount(groups)[groups])


def arrays(tree: Tree) -> dict[str, NDArray[Any]]:
    """A tree as the arrays of a model; a link is a row: the column, then its parents, -1 where there is none."""
    links = [[link.column, *link.parents, *[-1] * (MOST_PARENTS - len(link.parents))] for link in tree.links]
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
