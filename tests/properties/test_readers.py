"""How grids, plans and pairs are read from replies: what people and models write, and what is no answer."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulators.checks import assignments, grids, plans
from simulators.checks.final import final_block
from simulators.language import format_conversion

GRIDS = (
    "1 2 3 / 3 1 2",
    "123/312",
    "123, 312",
    "1,2,3; 3,1,2",
    "1 2 3\n3 1 2",
    "The answer is **1 2 3 / 3 1 2**.",
    "First this, then that.\nAnswer:\n1 2 3\n3 1 2\n",
    "[[1, 2, 3], [3, 1, 2]]",
    "[1, 2, 3], [3, 1, 2]",
    r"\boxed{1 2 3 / 3 1 2}",
    "```\n1 2 3\n3 1 2\n```",
    "|1 2 3|\n|3 1 2|",
    r"\boxed{\begin{pmatrix} 1 & 2 & 3 \\ 3 & 1 & 2 \end{pmatrix}}",
    r"$\begin{bmatrix}1&2&3\\3&1&2\end{bmatrix}$",
)


@pytest.mark.parametrize("reply", GRIDS)
def test_a_grid_may_be_written_in_many_ways(reply: str) -> None:
    """Slashes, lines, commas, lists and boxes."""
    assert grids.read(reply, 2, 3) == [[1, 2, 3], [3, 1, 2]]


def test_numbers_with_signs_stand_apart() -> None:
    """Only where they are asked for; a hyphen joins nothing."""
    assert grids.read("-1 20 / 3 -4", 2, 2, signed=True) == [[-1, 20], [3, -4]]
    assert grids.read(r"\begin{pmatrix} -1 & 20 \\ 3 & -4 \end{pmatrix}", 2, 2, signed=True) == [[-1, 20], [3, -4]]
    assert grids.read("-1 20 / 3 -4", 2, 2) is grids.read("1-20 / 3-4", 2, 2, signed=True) is None


@pytest.mark.parametrize(
    "reply", ["", "1 2 3", "1 2 3 / 3 1", "1 2 3 / 3 1 2 / 1", "not 1 2 3 / 3 1 2", "[[1, 2, 3]", "١٢٣/٣١٢"]
)
def test_what_is_no_grid_of_that_size(reply: str) -> None:
    """Rows that are missing or too long, denials, foreign digits."""
    assert grids.read(reply, 2, 3) is None


@pytest.mark.parametrize(
    "reply", ["A=1, B=2", "A: 1; B: 2", "A -> 1 and B -> 2", '{"A": 1, "B": 2}', "A=1\nB=2", "A is 1, B is 2"]
)
def test_pairs(reply: str) -> None:
    """Equals signs, colons, arrows, JSON."""
    assert assignments.read(reply) == {"A": "1", "B": "2"}


@pytest.mark.parametrize("reply", ["A=1 or A=2", "A=1, A=2", "A", "A=1, perhaps B=2", "A=1, and not B=2"])
def test_what_are_no_pairs(reply: str) -> None:
    """Two values for a name, hedges, denials."""
    assert assignments.read(reply) is None


@pytest.mark.parametrize(
    "reply", ["fill A; empty B", "1. Fill A\n2. Empty B", "Answer: fill A -> empty B.", "fill a, empty b"]
)
def test_plans(reply: str) -> None:
    """Semicolons, numbered lines, arrows, commas."""
    assert plans.read(reply) == ["fill a", "empty b"]


def test_directions() -> None:
    """Letters in a row or parted, and words."""
    assert {plans.directions(reply) for reply in ("RRU", "r r u", "R, R, U", "right right up", "R->R->U")} == {"RRU"}
    assert plans.directions("RRX") is None


@given(st.lists(st.lists(st.integers(0, 99), min_size=3, max_size=3), min_size=2, max_size=5))
def test_every_grid_is_read_back(grid: list[list[int]]) -> None:
    """What :func:`grids.text` writes, :func:`grids.read` reads."""
    assert grids.read(grids.text(grid), len(grid), 3) == grid


@pytest.mark.parametrize("text", ["1 " * 9_000, "[" * 15_000, "]," * 9_000, "A=1," * 4_000, "U " * 9_000, "->" * 9_000])
def test_long_texts_are_read_in_linear_time(text: str) -> None:
    """No reply of the longest length costs more than a moment."""
    began = time.process_time()
    for reply in (text, f"answer: {text}"):
        grids.read(reply, 4, 4)
        assignments.read(reply)
        plans.read(reply)
        plans.directions(reply)
        final_block(reply)
    assert time.process_time() - began < 1.0


RECORDS = {"whole": "rooms", "row": "room", "group": "", "numbers": []}
IN_JSON = {"source": '[{"name": "Ada, Bo", "code": "07"}, {"name": "C", "code": "8"}]', "from": "json", **RECORDS}
IN_CSV = {"source": 'name,code\n"Ada, Bo",07\nC,8', "from": "csv", "to": "json", **RECORDS}


@pytest.mark.parametrize(
    ("form", "reply"),
    [
        ("csv", 'name,code;"Ada, Bo",07;C,8'),
        ("csv", 'Answer:\n"name","code"\n"Ada, Bo","07"\n"C","8"\n'),
        ("csv", '```csv\ncode,name\n07,"Ada, Bo"\n8,C\n```'),
        (
            "xml",
            "<rooms><room><name>Ada, Bo</name><code>07</code></room><room><code>8</code><name>C</name></room></rooms>",
        ),
        (
            "xml",
            'Answer:\n```xml\n<?xml version="1.0" encoding="UTF-8"?>\n<rooms>\n  <room>\n    <name>Ada, Bo</name>\n'
            "    <code>07</code>\n  </room>\n  <room><name><![CDATA[C]]></name><code>8</code></room>\n</rooms>\n```",
        ),
    ],
)
def test_records_may_be_formatted_in_many_ways(form: str, reply: str) -> None:
    """Quotes that are not needed, other orders of names, indentation, fences."""
    assert format_conversion.check({**IN_JSON, "to": form}, reply).reward == 1


@pytest.mark.parametrize(
    ("form", "reply"),
    [
        ("csv", "name,code;Ada, Bo,07;C,8"),
        ("csv", 'name,code;C,8;"Ada, Bo",07'),
        ("csv", 'name,code,code;"Ada, Bo",07,07;C,8,8'),
        ("xml", "<rooms><room name='Ada, Bo' code='07'/><room name='C' code='8'/></rooms>"),
        ("xml", '<!DOCTYPE r [<!ENTITY a "C">]><rooms><room><name>Ada, Bo</name><code>07</code></room></rooms>'),
        ("json", '[{"name": "Ada, Bo", "code": "07"}, {"name": "C", "code": "8"}]'),
    ],
)
def test_other_records(form: str, reply: str) -> None:
    """Fields that fall apart, another order, names twice, attributes, declarations, the form that was given."""
    assert format_conversion.check({**IN_JSON, "to": "csv" if form == "json" else form}, reply).reward == 0


def test_numbers_are_numbers_only_where_asked() -> None:
    """JSON tells 7 from "07"."""
    right = '[{"code": "07", "name": "Ada, Bo"}, {"name": "C", "code": "8"}]'
    facts = IN_CSV
    assert format_conversion.check(facts, f"```json\n{right}\n```").reward == 1
    assert format_conversion.check(facts, right.replace('"8"', "8")).reward == 0
    assert format_conversion.check({**facts, "numbers": ["code"]}, right).reward == 0
