"""The commands that take a while, for people: an estimate first, progress with a heartbeat, a summary."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.progress import TimeRemainingColumn as Remaining
from rich.table import Table

from synth import pipeline, report, store
from synth import recipe as recipes
from synth import workers as pool
from synth.estimate import estimate
from synth.proof import prove
from synth.recipe import Recipe
from synth.sources import tasks
from synth.tabular import sdv
from synth.tabular.choice import Choice

# Progress goes to standard error, so that --json stays clean and a pipe gets results only.
talk = Console(stderr=True, highlight=False, markup=False)
SHOWN = 5  # warnings of one kind, before they are only counted


@contextmanager
def bar(what: str) -> Iterator[tuple[Progress, Any]]:
    """A progress bar with elapsed and remaining time; the spinner is the heartbeat."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
        TextColumn("left:"),
        Remaining(compact=True),
    )
    with Progress(*columns, console=talk, transient=talk.is_terminal) as progress:
        yield progress, progress.add_task(what, total=None)


def run(name: str, *, out: Path | None, seed: int | None, size: int | None, workers: int | None, as_json: bool) -> bool:
    """Make a recipe and say what came of it; returns whether every gate passed."""
    wanted = recipes.read(name).scaled(seed=seed, size=size)
    folder = out or Path("runs") / wanted.name
    count = workers or pool.default_count()
    expected = estimate(wanted, worker_count=count)
    for sentence in warnings(wanted):
        talk.print(f"warning: {sentence}", soft_wrap=True)
    talk.print(f"{wanted.name}: {expected.sentence()}, with {count} worker{'s' * (count > 1)}")
    with bar(wanted.name) as (progress, task):

        def watch(state: pipeline.Progress) -> None:
            progress.update(task, total=state.total, completed=state.done, description=state.last or wanted.name)

        try:
            manifest = pipeline.run(wanted, folder, worker_count=count, watch=watch)
        except KeyboardInterrupt:
            talk.print(f"stopped; what is finished is kept in {folder}, and the same command goes on from there")
            raise
    passed = bool(manifest["notes"].get("privacy", {}).get("released", True))
    outcome = {
        "folder": str(folder),
        "report": str(folder / report.PAGE),
        "gate": gate_verdict(manifest),
        "counts": {key: manifest["counts"][key] for key in ("made", "kept", "short", "capped")},
        "rejected": manifest["rejected"],
        "files": manifest["files"],
    }
    if as_json:
        sys.stdout.write(json.dumps(outcome) + "\n")
    else:
        summary(manifest, folder)
    return passed


@contextmanager
def fitting(made_by: Choice) -> Iterator[None]:
    """Around a fit to a table: what it will take, and the epochs of a network."""
    if made_by.warning:
        talk.print(f"warning: {made_by.warning}", soft_wrap=True)
    elif made_by.effort is not None:
        talk.print(f"{made_by.engine}: {made_by.effort.sentence()}", soft_wrap=True)
    if made_by.effort is None or not made_by.effort.epochs:
        yield
        return
    with (
        bar(made_by.engine) as (progress, task),
        sdv.epochs_told(lambda done, total: progress.update(task, completed=done, total=total)),
    ):
        yield


def warnings(recipe: Recipe) -> list[str]:
    """What a recipe asks for that cannot be had: cells with too few different problems, and a total that is missed."""
    capped = tasks.capped(recipe)
    said = [
        f"{cell} has few different problems: {given:,} instead of {asked:,}"
        for cell, (asked, given) in list(capped.items())[:SHOWN]
    ]
    if len(capped) > SHOWN:
        said.append(f"{len(capped) - SHOWN} more families and levels have too few; the manifest lists them")
    if capped:
        lacking = recipe.size - sum(tasks.targets(recipe).values())
        said.append(f"{lacking:,} records fewer than asked for" if lacking else "the others make up for them")
    return said


def gate_verdict(manifest: dict[str, Any]) -> str:
    """The privacy gate's verdict on a run: pass, fail, insufficient, or "none" where nothing is gated."""
    return str(manifest["notes"].get("privacy", {}).get("verdict", "none"))


def summary(manifest: dict[str, Any], folder: Path) -> None:
    """Print what was made, what was rejected and why, the gate's verdict and where the report lies."""
    out = Console(highlight=False, markup=False, soft_wrap=True)
    made = Table(box=None, pad_edge=False)
    made.add_column("made")
    made.add_column("rows", justify="right")
    for path, rows in report.totals(manifest).items():
        made.add_row(path, f"{rows:,}")
    out.print(made)
    rejected = [(step, reason, n) for step, reasons in manifest["rejected"].items() for reason, n in reasons.items()]
    out.print(f"rejected: {sum(n for *_, n in rejected):,} of {manifest['counts']['made']:,} made")
    for step, reason, n in rejected:
        out.print(f"  {n:,} by {step}: {reason}")
    for cell, lacking in manifest["counts"]["short"].items():
        out.print(f"  {cell} is {lacking:,} short: it has no more different problems")
    if "privacy" in manifest["notes"]:
        out.print(f"privacy gate: {manifest['notes']['privacy']['verdict'].upper()}")
        for risk in manifest["notes"]["privacy"]["risks"]:
            out.print(f"  {risk['verdict']:14} {risk['sentence']}")
        for reason in manifest["notes"]["privacy"]["reasons"]:
            out.print(f"- {reason}")
        if not manifest["notes"]["privacy"]["released"]:
            out.print(f"nothing of it is released: the tables stand in {folder / store.QUARANTINE}")
    out.print(f"report: {folder / report.PAGE}")


def verify(folder: Path, *, as_json: bool) -> bool:
    """Prove a run again and say so; returns whether nothing failed."""
    with bar("verify") as (progress, task):
        proof = prove(folder, lambda done, total: progress.update(task, total=total, completed=done))
    if as_json:
        sys.stdout.write(json.dumps(proof.json()) + "\n")
        return not proof.failed
    out = Console(highlight=False, markup=False, soft_wrap=True)
    out.print(
        f"{proof.records:,} records, {proof.proven:,} proven, {proof.rows:,} rows of tables, {proof.failed:,} failures"
    )
    for failure in proof.failures[:50]:
        where = f" row {failure['row']}" if "row" in failure else ""
        record = f" record {failure['id']}" if failure.get("id") else ""
        out.print(f"  {failure['file']}{where}{record}: {failure['reason']}")
    if proof.failed > 50:
        out.print(f"  … and {proof.failed - 50:,} more (all with --json)")
    return not proof.failed
