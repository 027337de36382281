"""The n-gram model is the one of its formula, and what other models say is checked."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.core import PrivacyError
from privacy.text.language_model import fit, scores


def by_hand(texts: list[str], text: str, order: int, strength: float) -> float:
    """The log-probability of a text by the formula, with strings and loops."""
    padded = ["\0" * order + one for one in texts]
    letters = set("".join(texts))
    total = 0.0
    for at, letter in enumerate(text):
        p = 1 / (len(letters) + 1)
        for m in range(order + 1):
            context = ("\0" * order + text)[at + order - m : at + order]
            after = [one[i] for one in padded for i in range(order, len(one)) if one[i - m : i] == context]
            p = (after.count(letter) + strength * p) / (len(after) + strength)
        total += math.log(p)
    return total


@given(
    st.lists(st.text(alphabet="abé", max_size=8), min_size=1, max_size=4).filter(any),
    st.text(alphabet="abéx", max_size=6),
    st.integers(0, 3),
    st.sampled_from([0.1, 5.0]),
)
def test_probabilities_are_those_of_the_formula(texts: list[str], text: str, order: int, strength: float) -> None:
    """Counts of contexts and of characters after them, interpolated; unknown characters have a share too."""
    model = fit(texts, order=order, strength=strength)
    expected = [by_hand(texts, one, order, strength) for one in (text, "", text[::-1])]
    assert model.logprob([text, "", text[::-1]]) == pytest.approx(expected)


def test_probabilities_sum_to_one() -> None:
    """Over all texts of two letters of the alphabet and one unknown one."""
    model = fit(["abracadabra"], order=3, strength=0.5)
    pairs = ["".join(pair) for pair in itertools.product("abrcd?", repeat=2)]
    assert np.exp(model.logprob(pairs)).sum() == pytest.approx(1)


def test_the_likeliest_continuation_is_generated() -> None:
    """Each character is the likeliest after those before it; with a temperature it is drawn, by the generator."""
    model = fit(["the cat sat on the mat"] * 3, order=5, strength=0.1)
    rng = np.random.default_rng(0)
    assert model.generate(["the cat", "sat on t"], most=7, rng=rng) == [
        " sat on",
        "he mat" + model.generate(["he mat"], most=1, rng=rng)[0],
    ]
    warm = fit(["ab", "ac"], order=1, strength=0.1, temperature=1.0)
    drawn = warm.generate(["a"] * 400, most=1, rng=np.random.default_rng(1))
    assert drawn == warm.generate(["a"] * 400, most=1, rng=np.random.default_rng(1))
    assert 150 < drawn.count("b") < 250


def test_models_that_tell_no_numbers_are_refused() -> None:
    """A number a text, and finite: else the sentence says what came."""

    class Odd:
        def __init__(self, told: list[float]) -> None:
            self.told = told

        def logprob(self, texts: object) -> list[float]:  # noqa: ARG002
            return self.told

    for told, said in (([0.0], "expected 2 log-probabilities"), ([0.0, float("nan")], "got nan for text 1")):
        with pytest.raises(PrivacyError, match=said):
            scores(Odd(told), ["a", "b"])  # type: ignore[arg-type]
    with pytest.raises(PrivacyError, match="none with a character"):
        fit(["", ""])
