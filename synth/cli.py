"""The command line. Exit codes: 0 done, 1 the data failed its checks, 2 the input was bad, 130 Ctrl-C."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from simulators.core import NotFoundError, ProvenderError
from synth.cli_privacy import privacy
from synth.cli_table import table

app = typer.Typer(
    name="provender",
    help="Proven feed for models: synthetic data in which every example carries a proof that anyone can re-run.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(table, name="table")
app.add_typer(privacy, name="privacy")

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
    to: Annotated[str, typer.Option(help="sft, sft-answer, dpo, grpo, openai, bfcl or parquet.")],
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
def sandbox(
    program: Annotated[Path, typer.Argument(help="A Python program; nothing of it is trusted.")],
    tests: Annotated[Path | None, typer.Option(help="A trusted file that defines check(candidate).")] = None,
    entry: Annotated[str | None, typer.Option(help="The program's function that the tests call.")] = None,
    stdin: Annotated[Path | None, typer.Option(help="What the program reads.")] = None,
    seconds: Annotated[float, typer.Option(min=0.01, help="Time for all of it.")] = 5.0,
    memory_mb: Annotated[int, typer.Option(min=1, help="Megabytes of memory.")] = 256,
    as_json: AsJson = False,
) -> None:
    """Run a program of a stranger where it can reach nothing, and say how it ended."""
    import synth

    source, given, entered = map(text_of, (program, tests, stdin))
    outcome = synth.sandbox(
        source or "", tests=given, entry=entry, stdin=entered or "", seconds=seconds, memory_mb=memory_mb
    )
    if outcome["status"] == "none":
        raise ProvenderError(f"no verdict: {outcome['reason']}")
    if as_json:
        say_json(outcome)
    else:
        sys.stdout.write(outcome["stdout"])
        say(f"{outcome['status']}  {outcome['reason']}".rstrip())
    if outcome["status"] != "passed":
        raise typer.Exit(1)


def text_of(path: Path | None) -> str | None:
    """A file's text; bytes that are no UTF-8 are kept as what no program may hold. Raises NotFoundError without one."""
    if path is None:
        return None
    try:
        return path.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError as error:
        raise NotFoundError(f"cannot read {path}: {error.strerror}") from error


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
        say(f"sandbox: {'ready' if found['sandbox']['ready'] else 'not tight'}, for programs of strangers")
        for layer, why in found["sandbox"]["layers"].items():
            say(f"  {layer:12} {why or 'holds'}")
        if found["sandbox"]["open_to"]:
            say(f"  a program here {', '.join(found['sandbox']['open_to'])}: only trusted ones are run")
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
