"""Power and false alarms of the tests of texts and of language models, over repetitions with planted leaks.

``python benchmarks/power_text.py [--repetitions 100] [--documents 1000] [--texts FILE] [--only CASE …] [--write]``.
Each repetition draws new documents of a made-up source: words by Zipf's law, and stock sentences that many documents
share, so that common phrases are there to be mistaken for leaks. With ``--texts`` documents are drawn from a file's
instead (with blank lines between them). A leak is found where the test's own p is below 5%, and by the battery where
one is after Holm's correction. ``--write`` puts the table into benchmarks/POWER_TEXT.md.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ[name] = "1"

import numpy as np  # noqa: E402

from privacy.core import Risk  # noqa: E402
from privacy.statistics import holm  # noqa: E402
from privacy.text import canaries, reading  # noqa: E402
from privacy.text.comparison import Texts  # noqa: E402
from privacy.text.documents import characters, words  # noqa: E402
from privacy.text.extraction import extraction  # noqa: E402
from privacy.text.language_model import fit  # noqa: E402
from privacy.text.membership import membership  # noqa: E402
from privacy.text.near_duplicates import near_duplicates  # noqa: E402
from privacy.text.verbatim import verbatim  # noqa: E402

PAGE, STORE = Path(__file__).parent / "POWER_TEXT.md", Path(__file__).parent / "power_text.json"
VOCABULARY = ["".join(pair) for pair in np.random.default_rng(0).choice(canaries.SYLLABLES, (4_000, 3))]
ZIPF = 1 / np.arange(1, len(VOCABULARY) + 1)
STOCK = [" ".join(np.random.default_rng([1, i]).choice(VOCABULARY, 12)) for i in range(300)]
LEVEL = 0.05

Source = Callable[[int, np.random.Generator], list[str]]
Case = Callable[[Source, int, np.random.Generator], list[Risk]]


def invented(count: int, rng: np.random.Generator) -> list[str]:
    """Documents of 40 words by Zipf's law; every tenth has a stock sentence, common ones oftener than rare ones."""
    drawn = rng.choice(VOCABULARY, (count, 40), p=ZIPF / ZIPF.sum())
    stock = (rng.zipf(1.5, count) - 1) % len(STOCK)
    quoted = rng.random(count) < 1 / 10
    return [
        " ".join(text) + (f". {STOCK[i]}." if said else ".") for text, i, said in zip(drawn, stock, quoted, strict=True)
    ]


def of_file(known: Sequence[str], count: int, rng: np.random.Generator) -> list[str]:
    """Documents of a file, each once."""
    if count > len(known):
        raise SystemExit(f"expected {count:,} documents, the file has {len(known):,}")
    return [known[i] for i in rng.permutation(len(known))[:count]]


def texts_case(
    leak: Callable[[str, str], str], share: float, source: Source, size: int, rng: np.random.Generator
) -> list[Risk]:
    """Three equal parts of a source; a share of the synthetic one leaks a training document each."""
    drawn = source(3 * size, rng)
    train, holdout, made = drawn[:size], drawn[size : 2 * size], drawn[2 * size :]
    for i in range(round(share * size)):
        made[i] = leak(made[i], train[i])
    texts = Texts(train, made, holdout)
    sides = (characters(train), characters(made), characters(holdout))
    first, second, third = words(texts)
    return [
        verbatim("verbatim characters", sides, 50, rng=rng),
        verbatim("verbatim words", (first, second, third), 10, rng=rng),
        near_duplicates(texts, rng=rng),
    ]


def copied(made: str, real: str) -> str:
    """All of a training document instead."""
    del made
    return real


def quoted(made: str, real: str) -> str:
    """A synthetic document with a passage of 100 characters in its midst."""
    return f"{made[: len(made) // 2]} {real[20:120]} {made[len(made) // 2 :]}"


def reworded(made: str, real: str) -> str:
    """A training document with every twelfth word changed."""
    own, theirs = made.split(), real.split()
    return " ".join(own[i % len(own)] if i % 12 == 5 else word for i, word in enumerate(theirs))


def model_case(
    order: int, strength: float, seen: bool, source: Source, size: int, rng: np.random.Generator
) -> list[Risk]:
    """A model of a training set with canaries, or of other documents of the source."""
    drawn = source(3 * size, rng)
    train, holdout, other = drawn[:size], drawn[size : 2 * size], drawn[2 * size :]
    flock = canaries.draw(canaries.Form(length=3), [1, 4, 16, 64], 5, rng)
    model = fit(canaries.plant(train, flock, rng) if seen else other, order=order, strength=strength)
    found = canaries.exposures(model, flock, references=100, rng=rng)
    return [
        *canaries.risks(found, rng=rng),
        extraction(model, train, holdout, rng=rng),
        membership(model, train, holdout, rng=rng),
    ]


LEAKS = ((copied, "copied", (0.001, 0.01, 0.05)), (quoted, "quoting 100 characters", (0.01, 0.05)),
         (reworded, "copied but for each 12th word", (0.01, 0.05)))  # fmt: skip
CASES: dict[str, tuple[str, Case]] = {
    "independent documents": ("false alarms", partial(texts_case, copied, 0.0)),
    **{
        f"{share:.1%} of documents {told}": ("power", partial(texts_case, leak, share))
        for leak, told, shares in LEAKS
        for share in shares
    },
    "a model of other documents": ("false alarms", partial(model_case, 6, 1.0, False)),
    "a model that smooths much (contexts of 2, strength 500)": ("power", partial(model_case, 2, 500.0, True)),
    "a model that memorises (contexts of 16, strength 0.1)": ("power", partial(model_case, 16, 0.1, True)),
}
OF_MODELS = 60  # documents of each kind, where a model is attacked


class Found(NamedTuple):
    """How often a test of a case found something, of how many repetitions."""

    case: str
    kind: str
    test: str
    share: float
    repetitions: int
    documents: int


def measured(
    case: str, repetitions: int, *, size: int = 1_000, source: Source = invented, seed: int = 0
) -> Iterator[Found]:
    """Run a case; the battery's share comes last."""
    kind, make = CASES[case]
    size = OF_MODELS if "model" in case else size
    found: dict[str, int] = {}
    for number in range(repetitions):
        risks = make(source, size, np.random.default_rng([seed, number]))
        several = min(holm([risk.p for risk in risks]))
        for name, p in (*((risk.name, risk.p) for risk in risks), ("battery", several)):
            found[name] = found.get(name, 0) + (p < LEVEL)
    for test, count in found.items():
        yield Found(case, kind, test, count / repetitions, repetitions, size)


def table(found: Iterable[Found]) -> str:
    """The findings as Markdown."""
    lines = ["| case | documents | test | | share | repetitions |", "|---|---:|---|---|---:|---:|"]
    lines += [
        f"| {one.case} | {one.documents:,} | {one.test} | {one.kind} | {one.share:.1%} | {one.repetitions} |"
        for one in found
    ]
    return "\n".join(lines)


def main() -> None:
    """Measure all cases, or those that are named; findings of others stay in the JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repetitions", type=int, default=100)
    parser.add_argument("--documents", type=int, default=1_000)
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--only", nargs="*", default=list(CASES))
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    source: Source = invented
    if given.texts:
        known, _ = reading.read(given.texts, paragraphs=True, rng=np.random.default_rng(0))
        source = partial(of_file, list(dict.fromkeys(known)))
    for case in given.only:
        found = list(measured(case, given.repetitions, size=given.documents, source=source))
        print(table(found), flush=True)
        if given.write:
            stored = json.loads(STORE.read_text(encoding="utf-8")) if STORE.exists() else {}
            stored[case] = [one._asdict() for one in found]
            STORE.write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")
            write({name: [Found(**one) for one in stored[name]] for name in CASES if name in stored})


def write(found: Mapping[str, Sequence[Found]]) -> None:
    """The page."""
    text = (
        "# Power of the tests of texts and language models\n\n"
        f"`python benchmarks/power_text.py --write` (or `--only CASE …`, of which the rest is kept). Documents of each"
        " kind: training, synthetic and holdout. A test finds a leak where its own p is below"
        f" {LEVEL:.0%}, the battery where one is after Holm's correction. 0.1% of 1,000 documents is one, which no test"
        " can tell from chance: rates as small need 10,000 documents. A model of other documents saw neither canaries"
        " nor training documents.\n\n"
        f"{table(one for case in found.values() for one in case)}\n"
    )
    PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
