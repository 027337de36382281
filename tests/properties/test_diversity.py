"""Measures of diversity against values worked out by hand and against the definition."""

from __future__ import annotations

import math
import random
import zlib

from synth import diversity


def test_distinct_by_hand() -> None:
    """a b a b has the bigrams ab, ba, ab: two different ones of three."""
    assert diversity.distinct(["a b a b"], 1) == 2 / 4
    assert diversity.distinct(["a b a b"], 2) == 2 / 3
    assert diversity.distinct(["a b", "a c"], 2) == 1
    assert diversity.distinct(["a"], 2) == 0


def test_compression_by_hand() -> None:
    """Bytes before over bytes after."""
    text = "abc " * 50
    assert diversity.compression_ratio([text]) == 200 / len(zlib.compress(text.encode(), 9))
    assert diversity.compression_ratio([]) == 0


def test_self_bleu_by_hand() -> None:
    """Against a b c d f, a b c d e has 4 of 5, 3 of 4, 2 of 3 and 1 of 2 n-grams, and no penalty."""
    expected = (4 / 5 * 3 / 4 * 2 / 3 * 1 / 2) ** 0.25
    assert math.isclose(diversity.self_bleu(["a b c d e", "a b c d f"]), expected)
    assert diversity.self_bleu(["one text alone"]) == 0


def test_a_count_is_clipped_and_a_short_text_pays() -> None:
    """Of the the the the, two are in the x the y z; nothing longer is, which counts 0.1; 4 words against 5."""
    long, short = "the x the y z", "the the the the"
    first = math.exp(1 - 5 / 4) * (2 / 4 * 0.1 / 3 * 0.1 / 2 * 0.1 / 1) ** 0.25
    second = (2 / 5 * 0.1 / 4 * 0.1 / 3 * 0.1 / 2) ** 0.25
    assert math.isclose(diversity.self_bleu([short, long]), (first + second) / 2)


def naive(texts: list[str]) -> float:
    """By the definition, every text against every other."""
    scores = []
    for place, text in enumerate(texts):
        own, others = diversity.tokens(text), [diversity.tokens(other) for at, other in enumerate(texts) if at != place]
        product = 1.0
        for size in range(1, 5):
            counts = diversity.grams(own, size)
            matched = sum(
                min(count, max(diversity.grams(other, size)[gram] for other in others))
                for gram, count in counts.items()
            )
            product *= (matched or 0.1) / max(1, counts.total())
        closest = min(map(len, others), key=lambda length: (abs(length - len(own)), length))
        scores.append(product**0.25 * min(1.0, math.exp(1 - closest / len(own))))
    return sum(scores) / len(scores)


def test_self_bleu_is_what_its_definition_says() -> None:
    """The two highest counts of each n-gram are enough."""
    rng = random.Random(3)
    for _ in range(20):
        texts = [" ".join(rng.choices("abcde", k=rng.randint(4, 12))) for _ in range(rng.randint(2, 7))]
        assert math.isclose(diversity.self_bleu(texts), naive(texts))
