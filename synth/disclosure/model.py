"""``provender privacy model``: canaries are planted in texts, and a model trained on them is attacked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np

from privacy import gate
from privacy import policy as policies
from privacy.core import Risk
from privacy.text import canaries, extraction, membership, reading
from privacy.text.canaries import Exposure, Form
from privacy.text.comparison import Texts, demand_holdout
from privacy.text.language_model import LanguageModel
from simulators.core import ProvenderError
from synth import files
from synth.disclosure import text as texts
from synth.disclosure.errors import refused
from synth.disclosure.language_models import load
from synth.report import privacy as pages

SUFFIX = ".canaries.json"
SHORTEST = 50  # characters of a document that no holdout shares with its training set


class Sources(NamedTuple):
    """What a test of a model reads: planted canaries, and texts that were and were not trained on."""

    canaries: Path | None = None
    train: Path | None = None
    holdout: Path | None = None


def plant(
    text: Path, out: Path, *, repeats: Sequence[int], count: int, form: Form | None = None, field: str = "text",
    paragraphs: bool = False, seed: int = 0,
) -> dict[str, Any]:  # fmt: skip
    """Write a file of texts with canaries among them (JSON Lines), and beside it which they are.

    Raises ProvenderError where a file or a form cannot be used.
    """
    beside = out.with_name(out.name + SUFFIX)
    if text.resolve() in (out.resolve(), beside.resolve()):
        raise ProvenderError(f"expected another file than {text} to write to; the texts would be lost")
    with refused():
        rng = np.random.default_rng([seed, 0xCA])
        known, share = reading.read(text, field=field, paragraphs=paragraphs, rng=rng)
        if share < 1:
            raise ProvenderError(f"{text} is larger than {reading.MOST:,} bytes: plant canaries in a part of it")
        flock = canaries.draw(form or Form(), repeats, count, rng)
        mixed = canaries.plant(known, flock, rng)
    files.write_text(out, "".join(f"{texts.line({field: one})}\n" for one in mixed))
    files.write_json(beside, flock.json())
    planted = len(mixed) - len(known)
    sentence = f"{out}: {planted:,} lines of {len(flock.canaries):,} canaries among {len(known):,} documents; {beside}"
    return {
        "file": str(out),
        "canaries": str(beside),
        "planted": planted,
        "documents": len(known),
        "sentence": sentence,
    }


def attack(
    model: str, given: Sources, *, references: int = 1_000, calibrate: str = "", prefix: int = 50, suffix: int = 50,
    field: str = "text", paragraphs: bool = False, policy: str = gate.DEFAULT, seed: int = 0, out: Path | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Attack a language model: by canaries where they are given, by extraction and membership where texts are.

    ``calibrate`` names a model that saw neither side, for membership. Raises ProvenderError where a file, a model or
    an option cannot be used.
    """
    _demand(given)
    with refused():
        judged_by, attacked = policies.read(policy), load(model, field=field)
        rng = np.random.default_rng([seed, 0x30DE1])
        parts = []
        if given.canaries is not None:
            parts.append(_by_canaries(attacked, given.canaries, references, rng))
        if given.train is not None and given.holdout is not None:
            read = [reading.read(path, field=field, paragraphs=paragraphs, rng=rng) for path in given[1:] if path]
            compared = load(calibrate, field=field) if calibrate else None
            parts.append(_by_texts(attacked, compared, read, (prefix, suffix), rng))
        risks = [risk for part in parts for risk in part.risks]
        modules = [module for part in parts for module in part.modules]
        decided = gate.decide(risks, judged_by, {name: one.ADVICE for name, one in _methods(modules, risks).items()})
    found = decided.json()
    for part in parts:
        found |= part.found
    if out is not None:
        pages.write(out, model, _about(given), found, _methods(modules, risks))
    return found


def _about(given: Sources) -> str:
    named = ", ".join(f"{name}: {path.name}" for name, path in given._asdict().items() if path is not None)
    return f"A language model, asked about {named}."


def _methods(modules: Iterable[ModuleType], risks: Iterable[Risk]) -> dict[str, ModuleType]:
    """The module behind each risk, by its name; those of canaries tell how often they were planted."""
    known = {module.NAME: module for module in modules if hasattr(module, "NAME")}
    return {risk.name: known.get(risk.name, canaries) for risk in risks}


def _demand(given: Sources) -> None:
    """Raises ProvenderError where there is nothing to ask, or no control."""
    if (given.train is None) != (given.holdout is None):
        raise ProvenderError("expected --train and --holdout together: one is the control of the other")
    if given.canaries is None and given.train is None:
        raise ProvenderError("expected --canaries, or --train and --holdout, or all of them: there is nothing to ask")


class Part(NamedTuple):
    """What some attacks found, and the modules that hold them."""

    risks: Sequence[Risk]
    modules: Sequence[ModuleType]
    found: dict[str, Any]


def _by_canaries(attacked: LanguageModel, path: Path, references: int, rng: np.random.Generator) -> Part:
    flock = canaries.from_json(files.read_json(path), str(path))
    seen = canaries.exposures(attacked, flock, references=references, rng=rng)
    found = {"ceiling": canaries.ceiling(seen), "canaries": groups(seen), "exposures": [told(one) for one in seen]}
    return Part(canaries.risks(seen, rng=rng), [canaries], found)


def _by_texts(
    attacked: LanguageModel,
    compared: LanguageModel | None,
    read: Sequence[tuple[list[str], float]],
    sizes: tuple[int, int],
    rng: np.random.Generator,
) -> Part:
    (train, drawn), (holdout, also) = read
    demand_holdout(Texts(train, (), holdout), shortest=SHORTEST)
    risks = [
        extraction.extraction(attacked, train, holdout, rng=rng, prefix=sizes[0], suffix=sizes[1]),
        membership.membership(attacked, train, holdout, rng=rng, reference=compared),
    ]
    counts = {"training": len(train), "holdout": len(holdout)}
    return Part(risks, [extraction, membership], {"documents": counts, "drawn": {"training": drawn, "holdout": also}})


def told(one: Exposure) -> dict[str, Any]:
    """An exposure as JSON."""
    return {"name": one.canary.name, "repeats": one.canary.repeats, **dict(zip(one._fields[1:], one[1:], strict=True))}


def groups(found: Sequence[Exposure]) -> list[dict[str, Any]]:
    """Exposures by the number of repetitions, the never-planted ones first."""
    by: dict[int, list[Exposure]] = {}
    for one in found:
        by.setdefault(one.canary.repeats, []).append(one)
    return [
        {
            "repeats": repeats,
            "canaries": len(by[repeats]),
            "exposure": float(np.mean([one.bits for one in by[repeats]])),
            "least": min(one.bits for one in by[repeats]),
            "most": max(one.bits for one in by[repeats]),
            "first": sum(one.rank == 1 for one in by[repeats]),
        }
        for repeats in sorted(by)
    ]
