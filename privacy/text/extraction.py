"""Extraction by prefix: a model that is given the beginning of a training document and goes on word for word.

Threat: whoever knows a few words of a text gets the rest of it from the model (Carlini et al. 2021, 2023). Null
hypothesis: the model continues training documents truly no more often than documents that it never saw, so the labels
of both are exchangeable.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from privacy.core import PASS, Risk, silent
from privacy.statistics import corrected, permutation_p
from privacy.text.language_model import LanguageModel, continuations

NAME = "extraction by prefix"
BLIND = "What other prompts, or more tries, would bring out; memories that come out changed."
ADVICE = "Drop repeated texts from the training set, train for fewer epochs, or with differential privacy."
FEWEST = 30  # documents of each side that are long enough
MOST = 200  # documents of each side that are tried


def extraction(
    model: LanguageModel, train: Sequence[str], holdout: Sequence[str], *, rng: np.random.Generator,
    prefix: int = 50, suffix: int = 50,
) -> Risk:  # fmt: skip
    """The share of training documents of which ``suffix`` characters come back after ``prefix`` ones, against holdout.

    Equally many documents of both sides are tried, at a random place each. Details: the mean share of the suffix that
    was right from its start.
    """
    long = [[text for text in side if len(text) >= prefix + suffix] for side in (train, holdout)]
    size = min(MOST, *map(len, long))
    if size < FEWEST:
        return silent(NAME, f"{size} documents of {prefix + suffix} or more characters on a side, expected {FEWEST}")
    chosen = [side[i] for side in long for i in rng.permutation(len(side))[:size]]
    starts = [int(rng.integers(0, len(text) - prefix - suffix + 1)) for text in chosen]
    prompts = [text[start : start + prefix] for text, start in zip(chosen, starts, strict=True)]
    truths = [text[start + prefix : start + prefix + suffix] for text, start in zip(chosen, starts, strict=True)]
    replies = continuations(model, prompts, suffix, rng)
    right = np.array([agreed(reply, truth) for reply, truth in zip(replies, truths, strict=True)])
    hits = (right == suffix).astype(np.int64)
    found, control = int(hits[:size].sum()), int(hits[size:].sum())
    p = permutation_p(hits, np.arange(2 * size) < size, rng)[0] if found else 1.0
    value, low, high = corrected(found, control, size, size)
    sentence = f"{NAME}: {found} of {size} training documents go on word for word, {control} of {size} of the holdout"
    found_risk = Risk(NAME, value, low, high, control / size, p, PASS, sentence, rate=found / size, naive=0.0)
    means = {"right, train": right[:size].mean() / suffix, "right, holdout": right[size:].mean() / suffix}
    return replace(found_risk, details={"prefix": prefix, "suffix": suffix, **{k: float(v) for k, v in means.items()}})


def agreed(reply: str, truth: str) -> int:
    """How many characters of the truth a reply has right from its start.

    >>> agreed("abcd", "abxd")
    2
    """
    return next(
        (i for i, pair in enumerate(zip(reply, truth, strict=False)) if pair[0] != pair[1]),
        min(map(len, (reply, truth))),
    )
