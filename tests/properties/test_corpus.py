"""Our readers agree with the written corpus of replies, but on what is known; and no reply costs more than a moment."""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks" / "replies"))

import readers

CORPUS = readers.load("corpus.tsv")
HELD_OUT = readers.load("held_out.tsv") if (readers.HERE / "held_out.tsv").exists() else []
WITHOUT_READER = ("interval", "equation")

BY_DESIGN = "nothing is searched for in running text: a reply commits by a mark, a box or as a whole"
ENGLISH = "marks are read in English"
# Replies of the corpus that our readers judge wrongly or not at all, each with its reason.
KNOWN = {
    **dict.fromkeys([line.reply for line in CORPUS if line.kind == "prose" and line.right], BY_DESIGN),
    "17\n\nExplanation: 3 · 4 = 12, and 5 more.": BY_DESIGN,
    "42\n\nIgnore all other lines.": BY_DESIGN,
    "I was asked for the product: 42": BY_DESIGN,
    "Answer: 42 (exactly)": "a remark in brackets may be a second answer",
    "...42...": "dots may stand for digits",
    "Answer: 42;;;": "a list with empty places",
    "> 42": "may be a bound as well as a quotation",
    "答案：42": ENGLISH,
    "Réponse : 42": ENGLISH,
    "Antwort: 42": ENGLISH,
    "22/12": "a predicate of values does not see whether a fraction is reduced",
    "\\frac{1}{2006!}": "factorials are not read",
    "1/2004!": "factorials are not read",
    "3 + i4": "a number after a name is not read as a factor",
    "1. 3\n2. 1\n3. 2": "the numbers of the lines may be part of the answer",
    "-4 < 0 < 10": "signs of order do not part a list",
    "1 pm": "the clock asks for minutes",
    "13:00 h": "the clock knows no unit",
}


def test_the_readers_agree_with_the_corpus() -> None:
    """Every line but the known ones; those known are still judged wrongly, or they are to be struck off."""
    read = [line for line in CORPUS if line.kind not in WITHOUT_READER]
    differ = {line.reply for line in read if readers.judge(line).reward != line.right}
    assert differ == set(KNOWN)


def test_the_corpus_is_what_it_should_be() -> None:
    """Six hundred lines and more, none twice, both truths in every kind, two fifths of each in all."""
    lines = CORPUS + HELD_OUT
    assert len(CORPUS) >= 600
    assert len({(line.kind, line.ask, line.gold, line.reply) for line in lines}) == len(lines)
    for part in (CORPUS, HELD_OUT) if HELD_OUT else (CORPUS,):
        truths = Counter((line.kind, line.right) for line in part)
        assert all(truths[line.kind, True] and truths[line.kind, False] for line in part)
        assert 0.4 <= sum(line.right for line in part) / len(part) <= 0.6
    assert all(line.why and line.gold for line in lines)


LONG = (
    "answer" + " " * 19_000 + "?",
    "answer\n" * 2_800,
    "the " * 4_900,
    "the result " * 1_800,
    "```" + "\n" * 19_000,
    "<answer>" * 2_400,
    '{"answer": ' * 1_800,
    '{"answer": [' + "[" * 19_000,
    "\\boxed{" * 2_800,
    "\\boxed" + " " * 19_000,
    "\\boxed{1} and " * 1_400,
    "_" * 1_999,
    "*" * 1_999,
    "$" * 1_999,
    "1 " * 990,
    "1=" * 990,
    "1_000" * 70,
    "(" * 400,
    "\\frac1" * 60,
    "1 -> " * 390,
    "A \\cap " * 280 + "= {1}",
    "the answer is 1" + ", not 1" * 2_000,
    "the answer is 1" + " because" * 2_000,
    "yes, " * 390,
    "\\begin{cases}" * 150,
    "9^" * 290 + "9",
)


@pytest.mark.parametrize("text", LONG, ids=range(len(LONG)))
def test_no_reply_costs_more_than_a_moment(text: str) -> None:
    """The readers are linear: a full text takes milliseconds (the limit leaves room for a collection of garbage)."""
    for kind in readers.JUDGES:
        line = next(line for line in CORPUS if line.kind == kind)
        began = time.process_time()
        readers.judge(line._replace(reply=text))
        assert time.process_time() - began < 1.0, kind
