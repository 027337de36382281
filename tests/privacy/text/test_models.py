"""Attacks on language models: what was memorised is found, what was not is not."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import combine_pvalues, rankdata
from sklearn.metrics import roc_auc_score

from privacy.core import INSUFFICIENT, PrivacyError
from privacy.text import canaries
from privacy.text.canaries import CHANCE, Canary, Exposure, Flock, Form
from privacy.text.extraction import agreed, extraction
from privacy.text.language_model import fit
from privacy.text.membership import doubled_ranks, membership

WORDS = [a + b + c for a in ("ba", "ke", "lo", "mi") for b in ("ran", "ston", "vel", "dur") for c in ("", "s", "ing")]


def documents(count: int, seed: int) -> list[str]:
    rng = np.random.default_rng(seed)
    return [" ".join(rng.choice(WORDS, 40)) for _ in range(count)]


TRAIN, HOLDOUT = documents(200, 1), documents(200, 2)
FORM = Form(length=3)


class Uniform:
    """A model that knows nothing: scores are noise."""

    def logprob(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """The same noise for as many texts."""
        return np.random.default_rng(len(texts)).normal(size=len(texts))

    def generate(self, prompts: Sequence[str], *, most: int, rng: np.random.Generator) -> list[str]:  # noqa: ARG002
        """Nothing that stands in a text."""
        return ["x" * most] * len(prompts)


def test_canaries_are_planted_as_often_as_said() -> None:
    """Each stands as a line of its own, and the texts keep their order."""
    rng = np.random.default_rng(0)
    flock = canaries.draw(FORM, [4, 1, 4], 3, rng)
    assert sorted(one.repeats for one in flock.canaries) == [0] * 3 + [1] * 3 + [4] * 3
    assert len({one.name for one in flock.canaries}) == 9
    mixed = canaries.plant(TRAIN, flock, rng)
    assert [text for text in mixed if text in set(TRAIN)] == TRAIN
    assert all(mixed.count(flock.text(one)) == one.repeats for one in flock.canaries)
    assert canaries.from_json(flock.json(), "file") == flock


@pytest.mark.parametrize("form", [Form(length=4), Form("{name}: {secret}!", "words", 3)])
def test_secrets_are_all_different(form: Form) -> None:
    """A number has one secret, and secrets of a form have one length."""
    secrets = {form.secret(number) for number in range(0, form.space(), max(1, form.space() // 997))}
    assert len(secrets) == len(range(0, form.space(), max(1, form.space() // 997)))
    assert len({len(secret) for secret in secrets}) == 1


def test_memory_is_measured_in_bits() -> None:
    """Planted 64 times: within a tenth of the most there is to see; never planted: under 3 bits above chance."""
    rng = np.random.default_rng(3)
    flock = canaries.draw(FORM, [1, 64], 8, rng)
    mixed = canaries.plant(TRAIN, flock, rng)
    for order, strength, memory in ((8, 0.5, True), (1, 500.0, False)):
        found = canaries.exposures(fit(mixed, order=order, strength=strength), flock, references=999, rng=rng)
        means = {k: np.mean([one.bits for one in found if one.canary.repeats == k]) for k in (0, 1, 64)}
        assert canaries.ceiling(found) == math.log2(1000) and means[0] < CHANCE + 3
        by_repeats = {risk.name: risk for risk in canaries.risks(found, rng=rng)}
        once, often = by_repeats["canaries planted 1 time"], by_repeats["canaries planted 64 times"]
        if memory:
            assert means[64] > 0.9 * math.log2(1000) and often.value > 0.9 and often.p < 1e-9
        else:
            assert once.p > 0.05 and once.value < 0.2


def test_ranks_are_exact_in_a_small_space_and_have_an_interval_in_a_large_one() -> None:
    """All others are scored where they are few; else the share's interval holds the exact exposure."""

    class Ordered(Uniform):
        """Finds a secret the likelier the smaller its number."""

        def logprob(self, texts: Sequence[str]) -> NDArray[np.float64]:
            return np.array([-float(text.rsplit(" ", 1)[1].rstrip(".")) for text in texts])

    for number in (0, 7, 499, 999):
        flock = Flock(FORM, (Canary("Ann", number, 1),))
        (exact,) = canaries.exposures(Ordered(), flock, references=999, rng=np.random.default_rng(0))
        assert exact.rank == number + 1 and exact.bits == exact.low == exact.high == math.log2(1000 / (number + 1))
        (drawn,) = canaries.exposures(Ordered(), flock, references=300, rng=np.random.default_rng(number))
        assert drawn.low <= exact.bits <= drawn.high <= math.log2(1000)


def test_exposure_of_a_model_that_knows_nothing_is_that_of_chance() -> None:
    """Ranks are uniform: the mean exposure is 1.44 bits and few p are small."""

    class Noise(Uniform):
        def __init__(self) -> None:
            self.rng = np.random.default_rng(0)

        def logprob(self, texts: Sequence[str]) -> NDArray[np.float64]:
            return self.rng.normal(size=len(texts))

    flock = canaries.draw(FORM, [1], 200, np.random.default_rng(1))
    found = canaries.exposures(Noise(), flock, references=999, rng=np.random.default_rng(2))
    assert np.mean([one.bits for one in found]) == pytest.approx(CHANCE, abs=0.25)
    small = [canaries.combined(found[i : i + 5]) < 0.05 for i in range(0, 400, 5)]
    assert sum(small) <= 9  # of 80 at 5%: P(more) = 1.3%; the seeds are fixed


def test_combined_p_is_fishers() -> None:
    """As another library combines them."""
    canary = Canary("Ann", 1, 1)
    found = [Exposure(canary, 0, 0, 0, rank, 999) for rank in (3, 400, 77)]
    assert canaries.combined(found) == pytest.approx(combine_pvalues([0.003, 0.4, 0.077]).pvalue)


def test_many_canaries_have_a_combined_p() -> None:
    """A thousand ranks that are uniform are no finding; a thousand first ranks are; neither overflows."""
    ranks = np.random.default_rng(0).integers(1, 1_002, 1_000)

    def found(rank: int) -> Exposure:
        return Exposure(Canary("A", 0, 1), 0.0, 0.0, 0.0, rank, 1_000)

    told = canaries.combined([found(int(rank)) for rank in ranks])
    assert told == pytest.approx(combine_pvalues(ranks / 1_001, method="fisher").pvalue, rel=1e-6) and told > 0.05
    assert canaries.combined([found(1)] * 1_000) < 1e-100 and canaries.combined([found(1_001)] * 9) == 1.0


class Broken:
    """A model that says something else than it was asked for."""

    def logprob(self, texts: Sequence[str]) -> object:
        """Words."""
        return ["likely"] * len(texts)

    def generate(self, prompts: Sequence[str], *, most: int, rng: np.random.Generator) -> list[str]:  # noqa: ARG002
        """One text too few."""
        return [""] * (len(prompts) - 1)


def test_a_model_that_says_something_else_is_refused() -> None:
    """A sentence of what was asked for, from either question."""
    for attack, said in ((extraction, "expected a text of the model"), (membership, "expected 400 log-probabilities")):
        with pytest.raises(PrivacyError, match=said):
            attack(Broken(), TRAIN, HOLDOUT, rng=np.random.default_rng(0))  # type: ignore[operator]


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: Form(kind="colours"), "no canaries of 'colours'; there are: digits, words"),
        (lambda: Form("The code is {secret}."), "expected one line with {name} and {secret}"),
        (lambda: Form(length=1), "100 possible secrets or more"),
        (lambda: canaries.draw(FORM, [0], 1, np.random.default_rng(0)), "from 1 up, got [0] and 1"),
        (lambda: canaries.from_json({"canaries": []}, "f.json"), "f.json: expected canaries as"),
        (lambda: canaries.from_json({"form": {}, "canaries": []}, "f.json"), "f.json: expected canaries, got none"),
        (lambda: canaries.from_json([1], "f.json"), "f.json: expected canaries as"),
        (lambda: canaries.exposures(Uniform(), Flock(FORM, ()), references=5, rng=np.random.default_rng(0)), "got 5"),
    ],
)
def test_canaries_that_cannot_be_are_refused(make: object, said: str) -> None:
    """The sentence says what was expected and what came."""
    with pytest.raises(PrivacyError) as error:
        make()  # type: ignore[operator]
    assert said in str(error.value)


def test_few_canaries_are_not_enough() -> None:
    """Four of a kind say nothing."""
    flock = canaries.draw(FORM, [1], 4, np.random.default_rng(0))
    found = canaries.exposures(Uniform(), flock, references=100, rng=np.random.default_rng(0))
    assert [risk.verdict for risk in canaries.risks(found, rng=np.random.default_rng(0))] == [INSUFFICIENT]


def test_a_model_that_learnt_by_heart_is_found_by_all_attacks() -> None:
    """Long contexts and little smoothing give training documents away, word for word and by their likelihood."""
    seen, rng = TRAIN[:50], np.random.default_rng(0)
    model = fit(seen, order=40, strength=0.1)
    taken = extraction(model, seen[:30], HOLDOUT, rng=rng)
    assert taken.rate > 0.95 and taken.control == 0 and taken.p < 0.001 and taken.low > 0.8
    known = membership(model, seen, HOLDOUT, rng=rng)
    assert known.rate > 0.99 and known.p < 0.001


def test_a_model_that_learnt_how_words_look_gives_nothing_away() -> None:
    """Short contexts and much smoothing: no document is known, so nothing is found."""
    model, rng = fit(TRAIN, order=1, strength=200.0), np.random.default_rng(0)
    assert extraction(model, TRAIN, HOLDOUT, rng=rng).rate == 0
    assert membership(model, TRAIN, HOLDOUT, rng=rng).p > 0.05


def test_a_reference_model_takes_away_what_is_merely_easy() -> None:
    """Easy training texts look known to the ratio by zlib or not; the difference to a model of both sides is fair."""
    easy = ["ba ba ba ba " * 10 + str(i) for i in range(60)]
    hard = documents(60, 9)
    model, reference = fit(documents(100, 7), order=2), fit(documents(100, 8), order=2)
    biased = membership(model, easy, hard, rng=np.random.default_rng(0))
    fair = membership(model, easy, hard, rng=np.random.default_rng(0), reference=reference)
    assert abs(biased.rate - 0.5) > 0.4 > abs(fair.rate - 0.5)


def test_the_area_is_that_of_another_library() -> None:
    """Ranks with ties, and the area under the curve of the scores."""
    values = np.round(np.random.default_rng(0).normal(size=100), 1)
    assert (doubled_ranks(values) == 2 * rankdata(values)).all()
    model = fit(TRAIN[:100], order=3, strength=5.0)
    risk = membership(model, TRAIN[:100], HOLDOUT[:100], rng=np.random.default_rng(0), reference=Uniform())
    texts = [
        side[i]
        for rng in [np.random.default_rng(0)]
        for side in (TRAIN[:100], HOLDOUT[:100])
        for i in rng.permutation(100)
    ]
    score = model.logprob(texts) - Uniform().logprob(texts)
    assert risk.rate == pytest.approx(roc_auc_score([1] * 100 + [0] * 100, score))


def test_short_documents_are_not_enough() -> None:
    """Documents below prefix and suffix can't be asked for; fifty documents a side are the least for membership."""
    assert extraction(Uniform(), ["short"] * 100, HOLDOUT, rng=np.random.default_rng(0)).verdict == INSUFFICIENT
    assert membership(Uniform(), TRAIN[:49], HOLDOUT, rng=np.random.default_rng(0)).verdict == INSUFFICIENT
    assert agreed("abc", "abcd") == 3 and agreed("", "a") == 0
