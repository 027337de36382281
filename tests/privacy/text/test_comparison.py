"""Texts against their training set: a copy scores worst, fresh texts nothing, and the control is sound."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.core import INSUFFICIENT, PrivacyError, Risk
from privacy.statistics import holm
from privacy.text.comparison import Texts, demand_holdout, hash_of
from privacy.text.documents import characters, words
from privacy.text.near_duplicates import candidates, near_duplicates, nearest, shingled
from privacy.text.verbatim import verbatim

WORDS = [a + b + c for a in ("ba", "ke", "lo", "mi") for b in ("ran", "ston", "vel", "dur") for c in ("", "s", "ing")]


def documents(count: int, seed: int, size: int = 30) -> list[str]:
    """Documents of random words: two of them share no passage but by chance."""
    rng = np.random.default_rng(seed)
    return [" ".join(rng.choice(WORDS, size)) + f" {number}" for number in range(count)]


def attacks(texts: Texts) -> list[Risk]:
    level = texts.level(np.random.default_rng(0))
    by_characters = (characters(level.train), characters(level.synthetic), characters(level.holdout))
    train, synthetic, holdout, whole = words([*level, texts.train])
    rng = partial(np.random.default_rng, 1)
    return [
        verbatim("verbatim characters", by_characters, 50, rng=rng(), whole=characters(texts.train)),
        verbatim("verbatim words", (train, synthetic, holdout), 10, rng=rng(), whole=whole),
        near_duplicates(level, rng=rng(), whole=texts.train),
    ]


TRAIN, HOLDOUT, FRESH = documents(120, 1), documents(120, 2), documents(120, 3)


def test_a_plain_copy_scores_worst_and_fresh_texts_nothing() -> None:
    """All of a copied set is found, with the smallest p there is; of independent texts nothing is."""
    for risk in attacks(Texts(TRAIN, TRAIN, HOLDOUT)):
        assert (risk.value, risk.rate, risk.control, risk.p) == (1.0, 1.0, 0.0, 1 / 5000), risk
    for risk in attacks(Texts(TRAIN, FRESH, HOLDOUT)):
        assert risk.value == 0 and risk.p > 0.3, risk


def test_a_copy_of_the_holdout_is_no_leak() -> None:
    """The test is one-sided: who copies what was never seen has not memorised."""
    assert all(risk.value == 0 and risk.p == 1 for risk in attacks(Texts(TRAIN, HOLDOUT, HOLDOUT)))


def test_one_document_copied_often_is_one_finding() -> None:
    """Forty copies of one training document are one coincidence, not forty trials."""
    risks = attacks(Texts(TRAIN, [TRAIN[0]] * 40 + FRESH[40:], HOLDOUT))
    assert all(risk.p > 0.3 and abs(risk.rate - 1 / 3) < 0.01 for risk in risks)


def test_few_copies_are_found() -> None:
    """One document in ten, each copied once, is found by every test, with any words around a passage."""
    made = [f"{FRESH[i]} {TRAIN[i]}" if i < 12 else FRESH[i] for i in range(120)]
    by_characters, by_words, _ = attacks(Texts(TRAIN, made, HOLDOUT))
    assert max(by_characters.p, by_words.p) < 0.001 and by_characters.rate == by_words.rate == 0.1
    changed = [TRAIN[i].replace("ing", "ed", 1) if i < 12 else FRESH[i] for i in range(120)]
    assert attacks(Texts(TRAIN, changed, HOLDOUT))[2].p < 0.001


def test_common_phrases_count_to_neither_side() -> None:
    """A sentence that all documents of the source hold is nobody's; what chance adds to it falls on both sides."""
    sign = "Yours faithfully, the undersigned, of the firm of Marley and Scrooge in the city of London."
    sides = [[f"{text}\n{seed}{sign}" for text in side] for seed, side in enumerate((TRAIN, FRESH, HOLDOUT))]
    for risk in attacks(Texts(*sides))[:2]:
        assert risk.rate == risk.control == 0 and risk.p == 1
    sides = [[text + sign for text in side] for side in (TRAIN, FRESH, HOLDOUT)]
    for risk in attacks(Texts(*sides))[:2]:
        assert 0 < risk.rate < 0.25 and risk.p > 0.3  # "7Yours faithfully…", after a word that another has there, too


def test_sets_of_unequal_size_are_made_level() -> None:
    """Four times as much training text gives no finding by itself: texts of one source share names and phrases."""
    rng = np.random.default_rng(0)
    phrases = documents(400, 9, size=8)
    sides = [
        [f"{text} {phrases[i]}" for text, i in zip(documents(size, seed), rng.integers(0, 400, size), strict=True)]
        for size, seed in ((800, 5), (200, 6), (200, 7))
    ]
    found = attacks(Texts(*sides))[0]
    assert found.rate > 0.1 and found.p > 0.05  # the same phrases stand in some training or holdout documents alone


def test_a_small_holdout_hides_no_copy() -> None:
    """Nine times as much training text, all of it copied: what is told is of all that was seen."""
    train = documents(900, 21)
    for risk in attacks(Texts(train, train, documents(100, 22))):
        assert risk.value >= 0.95 and risk.rate == 1 and risk.p < 0.001, risk
        assert "900 of 900 documents" in risk.sentence and "9 times as many documents" in risk.sentence
    made = [*train[:90], *documents(810, 23)]
    for risk in attacks(Texts(train, made, documents(100, 22))):
        assert abs(risk.rate - 0.1) < 0.002 and risk.low <= risk.value == risk.rate, risk


def test_common_phrases_of_a_small_holdout_hide_no_copy() -> None:
    """Where many documents share phrases with a side alone, the control of all training documents is large."""
    rng = np.random.default_rng(4)
    phrases = documents(60, 31, size=8)

    def quoting(count: int, seed: int) -> list[str]:
        drawn = zip(documents(count, seed), rng.integers(0, 60, count), strict=True)
        return [f"{text} {phrases[i]}" for text, i in drawn]

    train, holdout, fresh = quoting(900, 32), quoting(100, 33), quoting(200, 34)
    safe, leaky = (attacks(Texts(train, made, holdout))[0] for made in (fresh, train))
    assert safe.control > 0.5 and safe.value < 0.2 and safe.high < 1, safe
    assert leaky.value == 1.0 and leaky.p < 0.001, leaky


@pytest.mark.slow
def test_independent_texts_are_rarely_called_a_leak_and_copies_always() -> None:
    """Thirty times three parts of a source, with phrases that they share: few findings at 5%, and 5% of copies show."""
    phrases = documents(60, 9, size=8)
    alarms = found = 0
    for seed in range(30):
        rng = np.random.default_rng(seed)
        sides = [
            [
                f"{text} {phrases[rng.integers(60)]}" if rng.random() < 0.2 else text
                for text in documents(200, 10 * seed + i)
            ]
            for i in range(3)
        ]
        alarms += min(holm([risk.p for risk in attacks(Texts(*sides))])) < 0.05
        leaky = [sides[0][i] if i < 10 else text for i, text in enumerate(sides[1])]
        found += min(holm([risk.p for risk in attacks(Texts(sides[0], leaky, sides[2]))])) < 0.05
    assert alarms <= 4 and found >= 29  # P(more than 4 of 30 at 5%) = 1.6%; the seeds are fixed


def test_few_documents_are_not_enough() -> None:
    """Below a hundred documents of a kind nothing is said, and it is no pass."""
    risks = attacks(Texts(TRAIN[:99], FRESH, HOLDOUT))
    assert {risk.verdict for risk in risks} == {INSUFFICIENT}
    assert "99 of the pool's sides, expected 100 of each" in risks[0].sentence


def test_a_holdout_that_was_seen_is_refused() -> None:
    """Training documents in the holdout are named by number; short ones that coincide by chance are none."""
    with pytest.raises(PrivacyError, match="12 of 120 holdout documents stand in the training set"):
        demand_holdout(Texts(TRAIN, (), HOLDOUT[:108] + TRAIN[:12]), shortest=50)
    demand_holdout(Texts([*TRAIN, *["Yes."] * 50], (), [*HOLDOUT, *["Yes."] * 50]), shortest=50)


def test_documents_that_the_source_repeats_are_no_overlap() -> None:
    """A source that holds every document twice, dealt at random, has many on both sides."""
    rng = np.random.default_rng(0)
    dealt = [text for text in documents(300, 11) for _ in range(2)]
    order = rng.permutation(len(dealt))
    demand_holdout(Texts([dealt[i] for i in order[:300]], (), [dealt[i] for i in order[300:]]), shortest=50)


def test_a_seed_gives_the_same_findings() -> None:
    """Two runs are alike, word for word."""
    texts = Texts(TRAIN, TRAIN[:10] + FRESH[10:], documents(200, 4))
    assert attacks(texts) == attacks(texts)


def jaccard(one: str, other: str) -> float:
    """The similarity of two texts by the definition."""
    sets = [{text[i : i + 9] for i in range(max(1, len(text) - 8))} for text in (one, other)]
    return len(sets[0] & sets[1]) / len(sets[0] | sets[1])


@given(st.lists(st.text(alphabet="ab ", min_size=1, max_size=25), min_size=2, max_size=8))
def test_near_duplicates_are_verified(texts: list[str]) -> None:
    """Each pair that is told has the similarity by the definition; no document is told twice or with a tie."""
    half = len(texts) // 2
    pool = [" ".join(text.split()) for text in texts]
    pairs = nearest(shingled(texts[:3]), shingled(texts), half, np.random.default_rng(0))
    for made, other in pairs:
        sides = [[jaccard(pool[made], text) for text in side] for side in (pool[:half], pool[half:])]
        best = [max(side, default=0) for side in sides]
        assert jaccard(pool[made], pool[other]) == max(best) >= 0.6 and best[0] != best[1]
    assert len(set(pairs[:, 0].tolist())) == len(pairs)


def test_bands_find_nearly_all_pairs_that_are_alike() -> None:
    """At the threshold of 0.6 the bands find 99 pairs in 100 (1 - (1 - 0.6³)²⁰), and few of unlike texts."""
    rng = np.random.default_rng(3)
    letters = "abcdefghijklmnopqrstuvwxyz"
    texts = ["".join(rng.choice(list(letters), 400)) for _ in range(500)]
    # One letter in 29 changed: nine shingles each.
    changed = ["".join("_" if i % 36 == 0 else c for i, c in enumerate(text)) for text in texts]
    similar = np.array([jaccard(*pair) for pair in zip(texts, changed, strict=True)])
    assert 0.58 < similar.mean() < 0.64
    found = {tuple(pair) for pair in candidates(shingled(changed), shingled(texts), 250, rng).tolist()}
    assert sum((i, i) in found for i in range(500)) >= 485 and len(found) < 550


def test_hashes_name_a_passage_without_telling_it() -> None:
    """Another key gives another hash, so a list of guesses is of no use without it."""
    assert hash_of("a", b"1") != hash_of("a", b"2") != hash_of("b", b"2") and len(hash_of("\ud800")) == 16
