"""Which windows of a text also stand in another text: exact, in time that grows with the sum of both lengths.

Windows are compared by rolling hashes (Karp & Rabin 1987), and every hit symbol by symbol, so there is no false hit.
A window of k symbols in a source holds one of the blocks of (k + 1) // 2 symbols that stand there at every
k // 2 + 1st place; a Bloom filter (1970) of these blocks spares most windows the look into the table.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from privacy.compiling import compiled, read_only
from privacy.text.documents import Documents

PIECE = 1 << 24  # windows a time: bounds memory; the source is read once for each piece
FACTOR = np.uint64(0x9E3779B97F4A7C15)  # odd: 2^64 over the golden ratio (Knuth 1998, 6.4)
ONE, TWO, BITS, ZERO = np.uint64(1), np.uint64(29), np.uint64(63), np.uint64(0)
NOWHERE = np.int64(-1)  # no window; the one behind it is none either
SIX, HALF, LOWER = np.uint64(6), np.uint64(32), np.uint64(0xFFFFFFFF)


class Shared(NamedTuple):
    """Windows that stand in a source too: where each begins (``at``, ascending), its first place there (``where``)."""

    at: NDArray[np.int64]
    where: NDArray[np.int64]


def shared(made: Documents, source: Documents, window: int, *, compare: int | None = None) -> Shared:
    """All windows of ``made`` that lie in one document of it and stand in one document of ``source``.

    ``compare`` bounds how many symbols of a window are compared beside its hash: whoever leaves out some must
    verify what is found. Raises ValueError where a window has fewer than 2 symbols.
    """
    if window < 2:
        raise ValueError(f"expected a window of at least 2 symbols, got {window}")
    width, stride = (window + 1) // 2, window // 2 + 1
    blocks = int(np.maximum(0, (np.diff(source.starts) - width) // stride + 1).sum())
    bloom = np.zeros(max(1, 1 << (2 * blocks).bit_length()), np.uint64)  # 128 bits a block or more
    _sow(read_only(source.symbols), source.starts, width, stride, bloom)
    found = [
        _of_piece(made, start, source, (window, compare or window), bloom)
        for start in range(0, len(made.symbols), PIECE)
    ]
    if not found:
        return Shared(np.empty(0, np.int64), np.empty(0, np.int64))
    return Shared(*(np.concatenate(parts) for parts in zip(*found, strict=True)))


def _of_piece(
    made: Documents, start: int, source: Documents, sizes: tuple[int, int], bloom: NDArray[np.uint64]
) -> Shared:
    """The windows that begin in one piece of ``made``; ``sizes`` are a window's and what is compared of it."""
    window, compare = sizes
    end = min(start + PIECE + window - 1, len(made.symbols))
    first, last = np.searchsorted(made.starts, [start, end], side="right")
    starts = np.concatenate([[start], made.starts[first:last], [end]]) - start
    symbols, sought = read_only(made.symbols[start:end]), read_only(source.symbols)
    at = np.flatnonzero(_reap(symbols, starts, window, bloom)).astype(np.int32)
    table = np.zeros(1 << max(4, len(at).bit_length() + 1), np.uint64)
    twin = _file(symbols, at, window, compare, table)
    where = np.full(len(at), -1, np.int64)
    if len(at):
        _find(sought, source.starts, window, compare, symbols, at, twin, table, where)
    where = where[twin]
    return Shared(at[where >= 0].astype(np.int64) + start, where[where >= 0])


@compiled
def _place(value: np.uint64, size: int) -> np.int64:
    """A place in a table whose size is a power of two."""
    value = (value ^ (value >> TWO)) * FACTOR
    return np.int64((value ^ (value >> TWO)) & np.uint64(size - 1))


@compiled
def _power(count: int) -> np.uint64:
    """What the oldest of ``count`` symbols is multiplied by in a rolling hash."""
    value = ONE
    for _ in range(count - 1):
        value *= FACTOR
    return value


@compiled
def _mark(value: np.uint64) -> np.uint64:
    """Two of 64 bits, for the Bloom filter."""
    value = (value * FACTOR) >> np.uint64(52)
    return (ONE << (value & BITS)) | (ONE << (value >> SIX))


@compiled
def _sow(
    symbols: NDArray[np.uint32], starts: NDArray[np.int64], width: int, stride: int, bloom: NDArray[np.uint64]
) -> None:
    """Put the blocks of a source into the Bloom filter."""
    for d in range(len(starts) - 1):
        for place in range(starts[d], starts[d + 1] - width + 1, stride):
            value = ZERO
            for i in range(place, place + width):
                value = value * FACTOR + np.uint64(symbols[i]) + ONE
            bloom[_place(value, len(bloom))] |= _mark(value)


@compiled
def _reap(
    symbols: NDArray[np.uint32], starts: NDArray[np.int64], window: int, bloom: NDArray[np.uint64]
) -> NDArray[np.bool_]:
    """Where windows begin that hold a block of the Bloom filter."""
    width = (window + 1) // 2
    found = np.zeros(len(symbols), np.bool_)
    power = _power(width)
    for d in range(len(starts) - 1):
        if starts[d + 1] - starts[d] < window:
            continue
        value, done = ZERO, starts[d]
        for end in range(starts[d], starts[d + 1]):
            if end - starts[d] >= width:
                value -= (np.uint64(symbols[end - width]) + ONE) * power
            value = value * FACTOR + np.uint64(symbols[end]) + ONE
            block = end - width + 1
            if block < starts[d]:
                continue
            mark = _mark(value)
            if bloom[_place(value, len(bloom))] & mark == mark:
                last = min(block, starts[d + 1] - window)
                done = max(done, end - window + 1)
                while done <= last:
                    found[done] = True
                    done += 1
    return found


@compiled
def _equal(one: NDArray[np.uint32], at: int, other: NDArray[np.uint32], place: int, count: int) -> bool:
    for i in range(count):  # noqa: SIM110  compiled
        if one[at + i] != other[place + i]:
            return False
    return True


@compiled
def _file(
    symbols: NDArray[np.uint32], at: NDArray[np.int32], window: int, compare: int, table: NDArray[np.uint64]
) -> NDArray[np.int32]:
    """Put windows into a hash table (open addressing), each once; returns the first window that equals each.

    A slot holds the upper half of the hash and the number of the window, from 1 on.
    """
    twin = np.arange(len(at)).astype(np.int32)
    power = _power(window)
    value, before = ZERO, np.int32(-2)
    for i in range(len(at)):
        if at[i] == before + 1:
            value -= (np.uint64(symbols[before]) + ONE) * power
            value = value * FACTOR + np.uint64(symbols[at[i] + window - 1]) + ONE
        else:
            value = ZERO
            for j in range(at[i], at[i] + window):
                value = value * FACTOR + np.uint64(symbols[j]) + ONE
        before = at[i]
        slot = _place(value, len(table))
        while table[slot]:
            other = np.int64(table[slot] & LOWER) - 1
            if table[slot] >> HALF == value >> HALF and _equal(symbols, at[other], symbols, at[i], compare):
                twin[i] = other
                break
            slot = (slot + 1) & (len(table) - 1)
        if not table[slot]:
            table[slot] = (value >> HALF << HALF) | np.uint64(i + 1)
    return twin


@compiled
def _look(
    value: np.uint64,
    symbols: NDArray[np.uint32],
    place: int,
    made: NDArray[np.uint32],
    at: NDArray[np.int32],
    compare: int,
    table: NDArray[np.uint64],
) -> np.int64:
    """The window of the table that equals the one at a place, or NOWHERE."""
    slot = _place(value, len(table))
    while table[slot]:
        other = np.int64(table[slot] & LOWER) - 1
        if table[slot] >> HALF == value >> HALF and _equal(symbols, place, made, at[other], compare):
            return other
        slot = (slot + 1) & (len(table) - 1)
    return NOWHERE


@compiled
def _find(
    symbols: NDArray[np.uint32],
    starts: NDArray[np.int64],
    window: int,
    compare: int,
    made: NDArray[np.uint32],
    at: NDArray[np.int32],
    twin: NDArray[np.int32],
    table: NDArray[np.uint64],
    where: NDArray[np.int64],
) -> None:
    """Look every window of a source up in the table, and note the first place of each."""
    power = _power(window)
    for d in range(len(starts) - 1):
        value, other = ZERO, NOWHERE
        for end in range(starts[d], starts[d + 1]):
            if end - starts[d] >= window:
                value -= (np.uint64(symbols[end - window]) + ONE) * power
            value = value * FACTOR + np.uint64(symbols[end]) + ONE
            place = end - window + 1
            if place < starts[d]:
                continue
            # A window behind one that was found needs one more symbol to be found, and no look into the table.
            other += 1
            if not (
                0 < other < len(at) and at[other] == at[other - 1] + 1 and made[at[other] + window - 1] == symbols[end]
            ):
                other = _look(value, symbols, place, made, at, compare, table)
            if other >= 0 and where[twin[other]] < 0:
                where[twin[other]] = place
