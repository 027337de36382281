"""The tape of a Turing machine after some steps, or when it halts."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from simulators.checks import shapes
from simulators.checks.final import final
from simulators.core import RIGHT, Facts, Problem, Step, Stream, Verdict, mistakes, wrong

VERSION = 1
LEVELS = (
    {"states": 2, "length": 3, "steps": 4},
    {"states": 2, "length": 4, "steps": 7},
    {"states": 3, "length": 5, "steps": 10},
    {"states": 4, "length": 6, "steps": 14},
    {"states": 5, "length": 7, "steps": 20},
)
BLANK, LETTERS, STATES = "_", "ab", "ABCDE"
MOVES = {"L": -1, "R": 1}
TRIES = 2000
MOST_STEPS = 200
_DRESS = str.maketrans("", "", " ,|[]")


def make(rng: Stream, *, states: int, length: int, steps: int) -> Problem:
    for _ in range(TRIES):
        rules = {
            (state, read): (rng.choice(LETTERS + LETTERS + BLANK), rng.choice("LR"), rng.choice(STATES[:states]))
            for state in STATES[:states]
            for read in LETTERS + BLANK
            if rng.below(10) or (state, read) == ("A", "a")  # where a rule is missing, the machine halts
        }
        tape = "".join([rng.choice(LETTERS) for _ in range(length)])
        views, tapes, places = _run(rules, tape, steps)
        turns = len(set(places)) < len(places)  # it comes back to where it was
        lively = turns and len(set(views)) == len(views) > steps // 2 + 1 and len({state for state, _ in views}) > 1
        if lively and tapes[-1] not in ("", tape):
            break
    else:
        raise RuntimeError(f"no run of {steps} steps came up in {TRIES} tries")
    halts = len(views) - 1 < steps
    answer = tapes[-1]
    return Problem(
        facts={
            "rules": [[state, read, *then] for (state, read), then in rules.items()],
            "start": "A",
            "tape": tape,
            "steps": steps,
        },
        answer=answer,
        steps=(
            *(Step("step", {"number": at, "state": s, "view": v}) for at, (s, v) in enumerate(views) if at),
            Step("tape", {"halts": halts, "tape": answer}),
        ),
        mistakes=mistakes(answer, one_step_short=tapes[-2] or BLANK, tape_unchanged=tape, read_backwards=answer[::-1]),
    )


def _run(
    rules: dict[tuple[str, str], tuple[str, str, str]], tape: str, steps: int
) -> tuple[list[tuple[str, str]], list[str], list[int]]:
    """State and tape with the head in brackets, tape alone, and the head's place: at first and after each step."""
    cells = dict(enumerate(tape))
    head, state = 0, "A"
    views, tapes, places = [], [], []
    while True:
        used = [at for at, letter in cells.items() if letter != BLANK]
        low, high = min(used, default=head), max(used, default=head)
        shown = {at: cells.get(at, BLANK) for at in range(min(low, head), max(high, head) + 1)}
        view = "".join([f"[{letter}]" if at == head else letter for at, letter in shown.items()])
        views.append((state, view))
        tapes.append("".join([cells.get(at, BLANK) for at in range(low, high + 1)]).strip(BLANK))
        places.append(head)
        then = rules.get((state, cells.get(head, BLANK)))
        if then is None or len(views) > steps:
            return views, tapes, places
        cells[head], move, state = then
        head += MOVES[move]


@lru_cache(maxsize=64)
def _history(rules: tuple[tuple[str, ...], ...], tape: str, steps: int, start: str) -> list[tuple[str, str, str]]:
    """State and what is left of the head, and under it and right of it, at first and after each step.

    The tape is two strings that grow where the head is: no cell has a number.
    """
    if steps > MOST_STEPS:
        raise ValueError(f"expected at most {MOST_STEPS} steps, got {steps}")
    program = {rule[:2]: rule[2:] for rule in rules}
    left, right, state = "", tape, start
    history = [(state, left, right)]
    for _ in range(steps):
        then = program.get((state, right[:1] or BLANK))
        if then is None:
            break
        written, move, state = then
        if move == "R":
            left, right = left + written, right[1:]
        else:
            left, right = left[:-1], (left[-1:] or BLANK) + written + right[1:]
        left, right = left.lstrip(BLANK), right.rstrip(BLANK)
        history.append((state, left, right))
    return history


def _told(facts: Facts) -> list[tuple[str, str, str]]:
    return _history(tuple(map(tuple, facts["rules"])), facts["tape"], facts["steps"], facts["start"])


def check(facts: Facts, reply: str) -> Verdict:
    text = final(reply)
    if text is None or len(text) > 2 * MOST_STEPS:
        return wrong("expected a tape as the final answer")
    _, left, right = _told(facts)[-1]
    fits = text.translate(_DRESS).replace("\\_", BLANK).lower().strip(BLANK) == (left + right).strip(BLANK)
    return RIGHT if fits else wrong(f"{text[:60]!r} does not fit the facts")


def check_step(facts: Facts, step: Step) -> bool:
    claim, history = step.claim, _told(facts)
    if step.rule == "tape":
        _, left, right = history[-1]
        return claim["halts"] is (len(history) <= facts["steps"]) and claim["tape"] == (left + right).strip(BLANK)
    number = claim["number"]
    state, left, right = history[number]
    return number > 0 and claim["state"] == state and claim["view"] == f"{left}[{right[:1] or BLANK}]{right[1:]}"


def canonical(facts: Facts) -> list[Any]:
    """States renamed by shape; the letters as they are, for a tape has them in its order."""
    rows: list[shapes.Row] = [
        (f"{read} {written} {move}", [(0, state), (1, to)]) for state, read, written, move, to in facts["rules"]
    ]
    return [shapes.renamed([*rows, ("start", [(0, facts["start"])])]), facts["tape"], facts["steps"]]


def reordered(rng: Stream, facts: Facts) -> Facts:
    return {**facts, "rules": rng.shuffled(facts["rules"])}
