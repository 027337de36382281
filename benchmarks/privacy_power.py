"""Who guards the guard: how often the privacy gate finds leaks that were planted, and how often it cries for nothing.

``python benchmarks/privacy_power.py [--data adult.csv] [--case NAME …] [--repetitions 100] [--workers 2] [--write]``;
without ``--data`` the shipped sample, which is smaller than what the targets speak of. A repetition deals the table
anew into training, holdout and fresh rows, a third each, 10,000 at most in the cases that targets speak of, else 5,000;
the release is what the case says. All attacks
of the gate are asked; the battery finds a leak where any has p < 5% after Holm's correction; policies say what is more
than they bear. Findings stay in benchmarks/privacy_power.json, so that a run that was stopped goes on.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from typing import Any

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ[name] = "1"

import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402
from privacy_cases import CASES, case  # noqa: E402

from privacy import gate, policy  # noqa: E402
from privacy.core import NOT_APPLICABLE, Column, plain_columns  # noqa: E402
from privacy.statistics import wilson  # noqa: E402

HERE = Path(__file__).parent
PAGE, FOUND = HERE / "PRIVACY_POWER.md", HERE / "privacy_power.json"
SHIPPED = HERE.parent / "synth" / "tables" / "adult.csv.gz"
QUASI = ("age", "workclass", "education", "marital_status", "occupation", "race", "sex", "native_country")
SENSITIVE = ("income", "capital_gain", "capital_loss")
MOST, MIDDLE, SMALL, LEVEL = 10_000, 5_000, 500, 0.05
MODELS: dict[tuple[str, int], Any] = {}  # the last fit of this process
POLICIES = ("public", "partner", "internal")
Rows = pd.DataFrame

# name: engine, its settings, rows a side, and how many releases are drawn from one fit, each judged by another holdout
ENGINES: dict[str, tuple[str, dict[str, Any], int, int]] = {
    "trees as shipped": ("cart", {}, MIDDLE, 1),
    "trees, most careful": ("cart", {"strength": 16.0}, MIDDLE, 1),
    "overfitted trees (leaves of 5, no smoothing)": ("cart", {"leaf": 5, "strength": 0.0}, MIDDLE, 1),
    "differential privacy, ε = 1": ("dp_tree", {"epsilon": 1.0}, MIDDLE, 1),
    "overfitted CTGAN (500 rows, 10,000 steps; 20 releases a fit)": (
        "sdv:ctgan",
        {"epochs": 1000, "batch_size": 50},
        SMALL,
        20,
    ),
}
LEARNT = "one sensitive column of everybody"
LARGE = ("independent draws", "1% copied", "1% copied, the most isolated")  # of which targets speak
NAMES = [*CASES, LEARNT, *ENGINES]


def columns_of(rows: Rows) -> dict[str, Column]:
    """What attackers are told: what neighbours know of each other, and money."""
    roles = {**dict.fromkeys(QUASI, "quasi"), **dict.fromkeys(SENSITIVE, "sensitive")}
    return {name: Column(one.kind, roles.get(name, "plain")) for name, one in plain_columns(rows).items()}


def sides(name: str, rows: Rows, seed: int) -> tuple[Rows, Rows, Rows]:
    """Training, synthetic and holdout rows of a case."""
    rng = np.random.default_rng([seed, NAMES.index(name)])
    if name in CASES:
        return case(name, rows, rng, MOST if name in LARGE else MIDDLE)
    _, _, most, releases = ENGINES.get(name, ("", {}, MIDDLE, 1))
    size = min(most, len(rows) // 3)
    chosen = np.random.default_rng([seed // releases, NAMES.index(name)]).permutation(len(rows))[:size]
    train = rows.iloc[chosen].reset_index(drop=True)
    others = rows.drop(index=chosen).iloc[rng.permutation(len(rows) - size)].reset_index(drop=True)
    holdout, fresh = others[:size], others[size : 2 * size].reset_index(drop=True)
    if name == LEARNT:
        return train, told(train, fresh, rng), holdout
    return train, made(name, seed // releases, train, seed), holdout


def told(train: Rows, fresh: Rows, rng: np.random.Generator) -> Rows:
    """Who people are and one secret of theirs; all else is of other people, shuffled column by column."""
    keep = [*QUASI, "income"]
    shuffled = {name: rng.permutation(fresh[name].to_numpy()) for name in fresh if name not in keep}
    return train.assign(**shuffled).sample(frac=1, random_state=int(rng.integers(2**31))).reset_index(drop=True)


def made(name: str, fit: int, train: Rows, seed: int) -> Rows:
    """As many rows as there were, by an engine of the product."""
    from synth.tabular import choice, fitting, real, schema

    engine, settings, *_ = ENGINES[name]
    if (name, fit) not in MODELS:
        declared = schema.read(HERE.parent / "synth" / "tables" / "adult.schema.yaml")
        (table,) = declared.tables
        typed = real.typed(train, declared.tables[table], table)
        MODELS.clear()
        MODELS[name, fit] = choice.fit(engine, {table: typed}, declared, seed=fit, **settings)
    drawn = fitting.sample(MODELS[name, fit], len(train), seed=seed).rows
    kinds = {name: "float64" if pd.api.types.is_numeric_dtype(train[name]) else "object" for name in train}
    return drawn[list(train)].astype(kinds).fillna({name: "" for name, kind in kinds.items() if kind == "object"})


def measure(name: str, data: str, seed: int) -> dict[str, Any]:
    """The findings of one repetition: p-values before correction, values, and the verdicts of policies."""
    rows = pd.read_csv(data or SHIPPED, keep_default_na=False)
    began = time.perf_counter()
    train, synthetic, holdout = sides(name, rows, seed)
    fitted = time.perf_counter()
    columns, rng = columns_of(train), np.random.default_rng([seed, 1])
    risks = [
        getattr(module, attack.replace(" ", "_"))(train, synthetic, holdout, columns=columns, rng=rng)
        for attack, module in gate.attacks().items()
    ]
    risks = [risk for risk in risks if risk.verdict != NOT_APPLICABLE]
    judged = gate.decide(risks, policy.read("public"))
    return {
        "p": {risk.name: risk.p for risk in risks},
        "value": {risk.name: risk.value for risk in risks},
        "battery": min(risk.p for risk in judged.risks),
        "rows": len(train),
        "verdicts": {one: gate.decide(risks, policy.read(one)).verdict for one in POLICIES},
        "seconds": [round(fitted - began, 2), round(time.perf_counter() - fitted, 2)],
    }


def measured(name: str, data: str, seeds: list[int]) -> dict[int, dict[str, Any]]:
    """The findings of the repetitions that share a fit."""
    return {seed: measure(name, data, seed) for seed in seeds}


def share(hits: int, runs: int) -> str:
    """A rate with its interval."""
    low, high = wilson(hits, runs)
    return f"**{hits / runs:.2f}** ({low:.2f}–{high:.2f})"


def page(found: dict[str, list[dict[str, Any]]]) -> str:
    """Two tables: what the gate says, and what each attack by itself finds."""
    known = [name for name in NAMES if found.get(name)]
    attacks = list(found[known[0]][0]["p"])
    lines = [
        f"| the release | rows a side | runs | a leak is found | {' | '.join(f'fails as {one}' for one in POLICIES)} |"
        " unsure as public |",
        "|---" + "|---:" * 7 + "|",
    ]
    for name in known:
        runs = found[name]
        fails = [sum(run["verdicts"][one] == "fail" for run in runs) / len(runs) for one in POLICIES]
        unsure = sum(run["verdicts"]["public"] == "insufficient" for run in runs) / len(runs)
        hit = share(sum(run["battery"] < LEVEL for run in runs), len(runs))
        cells = [name, f"{runs[0]['rows']:,}", str(len(runs)), hit, *(f"{rate:.2f}" for rate in (*fails, unsure))]
        lines.append(f"| {' | '.join(cells)} |")
    if missing := [name for name in NAMES if name not in known]:
        lines += ["", f"Not measured yet: {', '.join(missing)}."]
    lines += ["", "By itself, without correction, each attack has p < 5% in this share of runs:", ""]
    lines += [f"| the release | {' | '.join(attacks)} |", "|---" * (len(attacks) + 1) + "|"]
    for name in known:
        rates = [np.mean([run["p"].get(attack, 1.0) < LEVEL for run in found[name]]) for attack in attacks]
        lines.append(f"| {name} | {' | '.join(f'{rate:.2f}' for rate in rates)} |")
    lines += ["", "The median risk:", "", f"| the release | {' | '.join(attacks)} |", "|---" * (len(attacks) + 1) + "|"]
    for name in known:
        values = [np.median([run["value"].get(attack, 0.0) for run in found[name]]) for attack in attacks]
        lines.append(f"| {name} | {' | '.join(f'{value:.3f}' for value in values)} |")
    return "\n".join(lines)


def main() -> None:
    """Measure what is asked for, print the page, or write it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", default="")
    parser.add_argument("--case", nargs="*", choices=NAMES, default=NAMES)
    parser.add_argument("--repetitions", type=int, default=100)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--results", type=Path, default=FOUND)
    parser.add_argument("--write", action="store_true")
    wanted = parser.parse_args()
    found = json.loads(wanted.results.read_text(encoding="utf-8")) if wanted.results.is_file() else {}
    with ProcessPoolExecutor(wanted.workers) as pool:
        for name in wanted.case:
            runs = found.setdefault(name, [])
            todo = range(len(runs), wanted.repetitions)
            together = ENGINES.get(name, ("", {}, 0, 1))[3]
            groups = [[seed for seed in todo if seed // together == one] for one in {seed // together for seed in todo}]
            done = [pool.submit(measured, name, wanted.data, group) for group in groups]
            new = {seed: run for one in as_completed(done) for seed, run in one.result().items()}
            runs += [new[seed] for seed in sorted(new)]
            part = wanted.results.with_suffix(".part")
            part.write_text(json.dumps(found), encoding="utf-8")
            part.replace(wanted.results)
            print(name, len(runs), flush=True)
    named = f" --data {Path(wanted.data).name}" if wanted.data else ""
    text = (
        f"# The power of the privacy gate, and its false alarms\n\n`python benchmarks/privacy_power.py{named} --write`,"
        f" Python {platform.python_version()}. A leak is found where any attack has p < {LEVEL:.0%} after Holm's"
        " correction (with its 95% interval, Wilson); a policy fails a release that leaks more than it bears.\n\n"
        f"{page(found)}\n"
    )
    print(text)
    if wanted.write:
        PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
