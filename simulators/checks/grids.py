r"""Reads a grid of numbers from a reply.

Accepted: rows parted by slashes, semicolons, bars or lines, their cells by blanks or commas, or by nothing where each
is one digit (``1 2 / 2 1``, ``12;21``, ``1,2\n2,1``); rows of digits parted by commas (``12, 21``); nested lists
(``[[1, 2], [2, 1]]``); a LaTeX matrix; all of these in the wrappings that :mod:`simulators.checks.final` knows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from simulators.checks.final import final_block
from simulators.core import RIGHT, Verdict, wrong

Grid = list[list[int]]

LONGEST_CELL, LONGEST_SIGNED = 4, 18
_ALLOWED = re.compile(r"[-0-9 ,;/|\n\r\t\[\]]*", re.ASCII)
_SIGNED = re.compile(rf"-?[0-9]{{1,{LONGEST_SIGNED}}}", re.ASCII)
_PLAIN = re.compile(rf"[0-9]{{1,{LONGEST_CELL}}}(?: (?:/ )?[0-9]{{1,{LONGEST_CELL}}}){{1,2000}}", re.ASCII)
_MATRIX = re.compile(r"\\(?:begin|end) ?\{[bpvBV]?matrix\}")
_SEPARATOR = re.compile(r"[/;|\n]")
_INNER = re.compile(r"\[([^\[\]]*)\]")


def judge(reply: str, rows: int, columns: int, holds: Callable[[Grid], bool], *, signed: bool = False) -> Verdict:
    """Judge a reply that should be a grid of that size: right if ``holds`` says so of its rows.

    Where ``signed``, its numbers may be negative and long; each then stands apart.

    >>> judge("The answer is 12 / 21.", 2, 2, lambda grid: grid == [[1, 2], [2, 1]]).reward
    1.0
    """
    grid = read(reply, rows, columns, signed=signed)
    if grid is None:
        return wrong(f"expected {rows} rows of {columns} numbers as the final answer")
    return RIGHT if holds(grid) else wrong(f"{text(grid)[:80]} does not fit the facts")


def read(reply: str, rows: int, columns: int, *, signed: bool = False) -> Grid | None:
    """The grid that a reply commits to, or None where it does not commit to one of that size.

    >>> read("[[1, 2], [2, 1]]", 2, 2), read("12, 21", 2, 2), read("1 2 / 2", 2, 2)
    ([[1, 2], [2, 1]], [[1, 2], [2, 1]], None)
    """
    return _plain(reply, rows, columns) or _dressed(reply, rows, columns, signed)


def _plain(reply: str, rows: int, columns: int) -> Grid | None:
    """The grid as gold answers write it."""
    if not _PLAIN.fullmatch(reply):
        return None
    grid = [list(map(int, line.split(" "))) for line in reply.split(" / ")]
    return grid if len(grid) == rows and {*map(len, grid)} == {columns} else None


def _dressed(reply: str, rows: int, columns: int, signed: bool) -> Grid | None:
    said = final_block(reply)
    if said is None:
        return None
    if "\\" in said:
        said = re.sub(r"\\+", "/", _MATRIX.sub("", said).replace("&", " "))
    if (not signed and "-" in said) or not _ALLOWED.fullmatch(said):
        return None
    if said.startswith("|") and said.endswith("|"):  # a table: bars part cells, lines part rows
        said = said.replace("|", " ")
    if "[" in said:
        if _INNER.sub("", said).strip("[], \n\r\t"):
            return None
        lines = _INNER.findall(said)
    else:
        lines = [line for line in map(str.strip, _SEPARATOR.split(said)) if line]
        if len(lines) == 1 < rows:
            lines = said.replace(",", " ").split()
    if len(lines) != rows:
        return None
    grid = [_signed(line) if signed else _cells(line, columns) for line in lines]
    return grid if all(len(cells) == columns for cells in grid) else None


def _cells(line: str, columns: int) -> list[int]:
    items = line.replace(",", " ").split()
    if len(items) == 1 < columns:
        items = list(items[0])
    return (
        [int(item) for item in items] if all(item.isdecimal() and len(item) <= LONGEST_CELL for item in items) else []
    )


def _signed(line: str) -> list[int]:
    items = line.replace(",", " ").split()
    return list(map(int, items)) if all(map(_SIGNED.fullmatch, items)) else []


def text(grid: Sequence[Sequence[int]]) -> str:
    """The grid on one line, as answers state it.

    >>> text([[1, 2], [2, 1]])
    '1 2 / 2 1'
    """
    return " / ".join([" ".join(map(str, row)) for row in grid])
