"""How replies are read: pairs of a reply and what it says, in replies.txt, and hostile texts."""

from __future__ import annotations

import time
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulators.checks import formulas, numbers, words
from simulators.checks.final import final
from simulators.checks.identities import agree

LINES = (Path(__file__).parent / "replies.txt").read_text(encoding="utf-8").splitlines()
PAIRS = [line.rsplit(" => ", 1) for line in LINES if " => " in line]


@pytest.mark.parametrize(("reply", "expected"), PAIRS)
def test_a_reply_says_what_the_table_says(reply: str, expected: str) -> None:
    """Each line of replies.txt."""
    value = numbers.read(reply.replace("\\n", "\n"), unknown="x", units=("cm", "%", "$"))
    assert value == (None if expected == "none" else Fraction(expected))


@given(st.fractions())
def test_every_fraction_is_read_back(value: Fraction) -> None:
    """Python's own text of a fraction, bare or in LaTeX, is read exactly."""
    sign = "-" if value < 0 else ""
    latex = rf"{sign}\frac{{{abs(value.numerator)}}}{{{value.denominator}}}"
    assert numbers.read(str(value)) == numbers.read(latex) == value


@given(st.integers(-(10**20), 10**20))
def test_thousands_separators_change_nothing(value: int) -> None:
    """12,345 is 12345, however long."""
    assert numbers.read(f"{value:,}") == value


@given(st.text(max_size=200))
def test_denying_a_number_is_not_giving_it(text: str) -> None:
    """Whatever follows "the answer is not 7" on its line, 7 is not what was answered."""
    line = text.replace("\n", " ").replace("\\boxed", "").replace("#", "")
    if "answer" not in line.lower():
        assert numbers.read(f"The answer is not 7 {line}") != 7


@pytest.mark.parametrize(
    "text",
    [
        "(" * 20_000,
        "1," * 10_000,
        "\\frac{" * 3000,
        "-" * 20_000,
        "9" * 20_000,
        "$" * 20_000,
        "the " * 5_000,
        "answer " * 2_800,
    ],
)
@pytest.mark.parametrize("read", [final, numbers.read, words.read_list, words.read_integers])
def test_long_texts_are_read_in_linear_time(read: object, text: str) -> None:
    """No reply of the longest length costs more than a moment: nothing backtracks."""
    began = time.process_time()
    read(text)  # type: ignore[operator]
    assert time.process_time() - began < 1.0


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("5 + 2^61 - 31", "5", False),
        ("x + 2305843009213693921", "x", False),
        ("x + 2^61 - 31", "x", False),
        ("2305843009213693922 x", "x", False),
        ("2^100", "1267650600228229401496703205376", True),
        ("2^100", "1267650600228229401496703205377", False),
        (r"\sqrt[3]{8x^3}", "2x", True),
        (r"\sqrt[3]{2}", r"3\sqrt{2}", False),
        ("sqrt[4]", "2", True),
    ],
)
def test_large_numbers_and_roots_are_what_they_are(first: str, second: str, same: bool) -> None:
    """A multiple of the field's prime is not 0; the index of a root is no factor."""
    assert agree(formulas.parse(first, "x"), formulas.parse(second, "x"), "x") == same


def test_words_and_lists() -> None:
    """Case and dress do not matter; a second answer does."""
    assert words.yes_or_no("Yes.", truth=True).reward == 1
    assert words.yes_or_no("false", truth=False).reward == 1
    assert words.yes_or_no("yes and no", truth=True).reward == 0
    assert words.judge("The answer is Friday", "friday").reward == 1
    assert words.read_list("[A, B and C]") == ["A", "B", "C"]
    assert words.read_integers("1; 2; ٣") is None
