"""The command line. Exit codes: 0 done, 1 the data failed its checks, 2 the input was bad, 130 Ctrl-C."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from simulators.core import ProvenderError

app = typer.Typer(
    name="provender",
    help="Proven feed for models: synthetic data in which every example carries a proof that anyone can re-run.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
Seed = Annotated[int, typer.Option(help="Everything made is a function of it.")]


def say(text: str = "") -> None:
    """Print a line of the result."""
    sys.stdout.write(f"{text}\n")


def say_json(value: Any) -> None:
    """Print a value as one line of JSON."""
    say(json.dumps(value, ensure_ascii=False))


@app.command()
def families(as_json: AsJson = False) -> None:
    """List the task families with their levels."""
    import synth  # each command imports what it needs: --help answers at once

    found = synth.families()
    if as_json:
        say(json.dumps(found, ensure_ascii=False, indent=1))
        return
    for family in found:
        say(f"{family['name']:32} {len(family['levels'])} levels  {family['summary']}")


@app.command()
def sample(
    family: Annotated[str, typer.Argument(help="A family's name, as `provender families` lists it.")],
    level: Annotated[int, typer.Option(help="Difficulty, from 1 up.")] = 1,
    seed: Seed = 0,
    n: Annotated[int, typer.Option("-n", min=0, help="How many examples.")] = 3,
    as_json: AsJson = False,
) -> None:
    """Print examples of a family, each proven before it is printed."""
    from simulators.examples import examples, fault

    for start in range(0, n, 1000):
        for example in examples(family, level=level, seed=seed, indices=range(start, min(n, start + 1000))):
            if found := fault(example):
                raise ProvenderError(f"{family} made an example that its checker refuses (a bug): {found}")
            if as_json:
                say_json(example.row())
            else:
                say(f"{example.prompt}\n\n{example.reply()}\n\n{'─' * 60}")


@app.command()
def check(
    family: Annotated[str, typer.Argument(help="A family's name.")],
    facts: Annotated[str, typer.Option(help="The problem's facts, as JSON.")],
    reply: Annotated[str, typer.Option(help="The reply to judge.")],
    as_json: AsJson = False,
) -> None:
    """Judge a reply from the facts of its problem."""
    import synth.verbs

    verdict = synth.verbs.verdict({"family": family, "facts": facts}, reply)
    if verdict.reward is None:
        raise ProvenderError(verdict.reason)
    say_json(verdict._asdict()) if as_json else say(f"{verdict.reward:g}  {verdict.reason}")


@app.command()
def run(
    recipe: Annotated[str, typer.Argument(help="A recipe's path, or a shipped name such as quickstart.")],
    out: Annotated[Path | None, typer.Option(help="The run's folder. [default: runs/NAME]")] = None,
    seed: Annotated[int | None, typer.Option(help="Instead of the recipe's seed.")] = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes. [default: one a core]")] = None,
    size: Annotated[int | None, typer.Option(min=1, help="Task records; other sources scale along.")] = None,
    as_json: AsJson = False,
) -> None:
    """Make a proven dataset from a recipe; the same command goes on after an interruption."""
    from synth import console

    passed = console.run(recipe, out=out, seed=seed, size=size, workers=workers, as_json=as_json)
    if not passed:
        raise typer.Exit(1)


@app.command()
def verify(folder: Path, as_json: AsJson = False) -> None:
    """Judge every stored record again from its facts, and every file by its hash."""
    from synth import console

    if not console.verify(folder, as_json=as_json):
        raise typer.Exit(1)


@app.command()
def export(
    folder: Path,
    to: Annotated[str, typer.Option(help="sft, sft-answer, dpo, grpo, openai or parquet.")],
    out: Annotated[Path | None, typer.Option(help="A folder or a file. [default: exports/FORMAT in the run]")] = None,
    as_json: AsJson = False,
) -> None:
    """Write a run's records in the form that a trainer reads."""
    import synth

    written = [str(path) for path in synth.export(folder, to, out)]
    say_json({"files": written}) if as_json else say("\n".join(written))


@app.command()
def report(folder: Path, as_json: AsJson = False) -> None:
    """Write a finished run's report.html and dataset card again."""
    from synth import report as reports

    page = reports.rewrite(folder)
    say_json({"report": str(page)}) if as_json else say(str(page))


@app.command()
def doctor(as_json: AsJson = False) -> None:
    """Say what is installed, what is missing and how to get it."""
    from synth import doctor as doctors

    found = doctors.examine()
    if as_json:
        say_json(found)
    else:
        say(f"Python {found['python']}")
        for name, number in found["core"].items():
            say(f"  {name:12} {number or 'missing'}")
        for extra, state in found["extras"].items():
            say(f"{extra}: {'ready' if state['ready'] else 'missing'}, for {state['for']}")
            for name, number in state["packages"].items():
                say(f"  {name:12} {number or 'missing'}")
            if not state["ready"]:
                say(f"  to get it: {state['install']}")
    if not found["ready"]:
        raise typer.Exit(1)


def main() -> None:
    """Run the command line; errors that the user can mend become one sentence and exit code 2."""
    try:
        app()
    except ProvenderError as error:
        sys.stderr.write(f"provender: {error}\n")
        raise SystemExit(2) from None
    except BrokenPipeError:
        sys.stderr.close()
        raise SystemExit(0) from None


if __name__ == "__main__":
    main()
