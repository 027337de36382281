"""``provender privacy text``: what a set of synthetic texts tells of the texts that its generator saw."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from privacy import gate
from privacy import policy as policies
from privacy.core import Risk
from privacy.text import near_duplicates, reading, verbatim, watch
from privacy.text.comparison import Texts, demand_holdout, hash_of
from privacy.text.documents import Documents, characters, words
from synth.disclosure.errors import refused
from synth.report import privacy as pages

BY_CHARACTERS, BY_WORDS = "verbatim characters", "verbatim words"
MODULES = {BY_CHARACTERS: verbatim, BY_WORDS: verbatim, near_duplicates.NAME: near_duplicates, watch.NAME: watch}
ADVICE = {name: module.ADVICE for name, module in MODULES.items()}


class Files(NamedTuple):
    """The files of a comparison; a watch list is optional."""

    train: Path
    synthetic: Path
    holdout: Path
    watch: Path | None = None


def compare(
    given: Files, *, window: int = verbatim.CHARACTERS, run: int = verbatim.WORDS, field: str = "text",
    paragraphs: bool = False, policy: str = gate.DEFAULT, seed: int = 0, out: Path | None = None, show: bool = False,
) -> dict[str, Any]:  # fmt: skip
    """Attack synthetic texts and judge them by a policy; writes ``privacy.json`` and a page where ``out`` is given.

    ``window`` counts characters and ``run`` words of a passage. Passages are told by place, length and keyed hash;
    with ``show``, by their text too. Raises ProvenderError where a file or an option cannot be used.
    """
    with refused():
        judged_by = policies.read(policy)
        rng = np.random.default_rng([seed, 0x7E87])
        read = {
            name: reading.read(path, field=field, paragraphs=paragraphs, rng=rng)
            for name, path in zip(Files._fields, given, strict=True)
            if path is not None
        }
        texts = Texts(*(read[name][0] for name in Texts._fields))
        demand_holdout(texts, shortest=verbatim.CHARACTERS)
        shares = {name: share for name, (_, share) in read.items()}
        found: dict[str, Any] = {"documents": {name: len(read[name][0]) for name in Texts._fields}, "drawn": shares}
        risks = _attacked(texts, window, run, rng)
        salt = rng.bytes(16)
        found["passages"] = _passages(texts, window, salt, show=show)
        if given.watch is not None:
            risk, found["watch"] = _watched(read["watch"][0], texts.synthetic, window, salt, shares["synthetic"])
            risks.append(risk)
        decided = gate.decide(risks, judged_by, ADVICE)
    found = {**decided.json(), **found}
    if out is not None:
        pages.write(
            out,
            given.synthetic.name,
            _about(found["documents"]),
            found,
            {risk.name: MODULES[risk.name] for risk in risks},
        )
    return found


def _about(counts: Mapping[str, int]) -> str:
    made, seen, unseen = (counts[name] for name in ("synthetic", "train", "holdout"))
    return f"{made:,} synthetic documents; {seen:,} that the generator saw, {unseen:,} that it did not."


def line(document: Mapping[str, str]) -> str:
    """A document as a line of JSON; what no UTF-8 holds is escaped."""
    told = json.dumps(document, ensure_ascii=False)
    return told if told.isprintable() else json.dumps(document)


def _characters(texts: Texts) -> tuple[Documents, Documents, Documents]:
    return characters(texts.train), characters(texts.synthetic), characters(texts.holdout)


def _attacked(texts: Texts, window: int, run: int, rng: np.random.Generator) -> list[Risk]:
    """What the attacks find: ``p`` on sides of equal size, the rest on all training documents."""
    level = texts.level(rng)
    all_seen = texts.train if len(texts.train) > len(level.train) else []
    train, synthetic, holdout, whole = words([*level, all_seen])
    return [
        verbatim.verbatim(BY_CHARACTERS, _characters(level), window, rng=rng, whole=characters(all_seen)),
        verbatim.verbatim(BY_WORDS, (train, synthetic, holdout), run, rng=rng, whole=whole),
        near_duplicates.near_duplicates(level, rng=rng, whole=all_seen),
    ]


def _passages(texts: Texts, window: int, salt: bytes, *, show: bool) -> dict[str, Any]:
    """What the whole training set shares with the synthetic texts and the holdout lacks.

    Documents are counted from 0 in the order read, blank ones left out.
    """
    train, synthetic, holdout = _characters(texts)
    found = verbatim.overlap(synthetic, train, holdout, window)

    def told(passage: verbatim.Passage) -> dict[str, Any]:
        text = texts.synthetic[passage.document][passage.offset : passage.offset + passage.length]
        return {**passage._asdict(), "hash": hash_of(text, salt), **({"text": text} if show else {})}

    return {
        "window": window,
        "count": found.count,
        "documents": found.documents,
        "characters": found.covered,
        "longest": told(found.longest) if found.longest else None,
        "listed": [told(passage) for passage in found.passages],
    }


def _watched(
    entries: Sequence[str], texts: Sequence[str], window: int, salt: bytes, share: float
) -> tuple[Risk, list[dict[str, Any]]]:
    hits = watch.hits(entries, texts, window)
    told = [{**hit._asdict(), "hash": hash_of(entries[hit.entry], salt)} for hit in hits[: verbatim.LISTED]]
    return watch.watch(hits, len(texts), share=share), told
