r"""How much the texts of a set repeat one another: distinct n-grams, compression, self-BLEU.

- *distinct-n*: different n-grams over all n-grams (Li et al., *A Diversity-Promoting Objective Function for Neural
  Conversation Models*, NAACL 2016). It falls as a set grows, so only sets of one size compare.
- *compression ratio*: bytes before over bytes after compression (Shaib et al., *Standardizing the Measurement of
  Text Diversity*, 2024), here by zlib, whose window of 32 KiB sees what is near.
- *self-BLEU-4*: the mean over texts of BLEU-4 against all others as references (Zhu et al., *Texygen*, SIGIR 2018;
  BLEU: Papineni et al., ACL 2002, with the closest length for the brevity penalty and the first smoothing of Chen and
  Cherry). 0 for texts that share nothing, 1 for texts that are all the same.

>>> distinct(["a b a b"], 2), round(self_bleu(["the cat sat on the mat"] * 2), 3)
(0.6666666666666666, 1.0)
"""

from __future__ import annotations

import math
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

ORDER = 4  # n-grams up to this length count for BLEU
MOST = 1_000  # texts that a text is held against
_EPSILON = 0.1
_TOKEN = re.compile(r"\w+|[^\w\s]")

Gram = tuple[str, ...]


class Measures(NamedTuple):
    """What is measured of a set of texts."""

    distinct_1: float
    distinct_2: float
    distinct_3: float
    compression: float
    self_bleu: float


def tokens(text: str) -> list[str]:
    """Words and signs, in small letters.

    >>> tokens("It's 3 + 4.")
    ['it', "'", 's', '3', '+', '4', '.']
    """
    return _TOKEN.findall(text.lower())


def grams(words: Sequence[str], size: int) -> Counter[Gram]:
    """How often each n-gram occurs."""
    return Counter(zip(*(words[start:] for start in range(size)), strict=False))


def distinct(texts: Sequence[str], size: int) -> float:
    """Different n-grams over all n-grams of the set; 0 where there is none."""
    counted: Counter[Gram] = Counter()
    for text in texts:
        counted.update(grams(tokens(text), size))
    total = counted.total()
    return len(counted) / total if total else 0.0


def compression_ratio(texts: Sequence[str]) -> float:
    """Bytes of the texts, line by line, over their bytes compressed by zlib at its strongest.

    >>> compression_ratio(["the same again"] * 1000) > 100
    True
    """
    whole = "\n".join(texts).encode()
    return len(whole) / len(zlib.compress(whole, 9)) if whole else 0.0


def self_bleu(texts: Sequence[str]) -> float:
    """The mean BLEU-4 of the first texts (1,000 at most), each against all the others of them; 0 for fewer than two."""
    counted = [[grams(words, size) for size in range(1, ORDER + 1)] for words in map(tokens, texts[:MOST])]
    if len(counted) < 2:
        return 0.0
    highest = [_two_highest([each[size] for each in counted]) for size in range(ORDER)]
    lengths = [each[0].total() for each in counted]
    scores = [_bleu(each, place, highest, lengths) for place, each in enumerate(counted)]
    return math.fsum(scores) / len(scores)


def _two_highest(counted: Sequence[Counter[Gram]]) -> dict[Gram, tuple[int, int, int]]:
    """For each n-gram its highest count in one text, which text that is, and the highest count in any other."""
    found: defaultdict[Gram, tuple[int, int, int]] = defaultdict(lambda: (0, -1, 0))
    for place, counts in enumerate(counted):
        for gram, count in counts.items():
            first, owner, second = found[gram]
            if count > first:
                found[gram] = count, place, first
            elif count > second:
                found[gram] = first, owner, count
    return found


def _bleu(
    counted: Sequence[Counter[Gram]],
    place: int,
    highest: Sequence[dict[Gram, tuple[int, int, int]]],
    lengths: Sequence[int],
) -> float:
    """BLEU-4 of a text against all others: counts are clipped by the most that any other text has."""
    own = lengths[place]
    if not own:
        return 0.0
    logs = 0.0
    for counts, tops in zip(counted, highest, strict=True):
        matched = 0
        for gram, count in counts.items():
            first, owner, second = tops[gram]
            matched += min(count, second if owner == place else first)
        logs += math.log((matched or _EPSILON) / max(1, counts.total())) / ORDER
    others = (length for at, length in enumerate(lengths) if at != place)
    closest = min(others, key=lambda length: (abs(length - own), length))
    penalty = 1.0 if own >= closest else math.exp(1 - closest / own)
    return penalty * math.exp(logs)


def measured(texts: Sequence[str]) -> Measures:
    """All measures of the set."""
    return Measures(
        distinct(texts, 1), distinct(texts, 2), distinct(texts, 3), compression_ratio(texts), self_bleu(texts)
    )
