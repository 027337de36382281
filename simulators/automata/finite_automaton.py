"""Whether a finite automaton accepts a word, or the states in which it can be after reading it."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from simulators.checks import shapes, words
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
LEVELS = (
    {"states": 3, "letters": "ab", "length": 5, "choices": 1},
    {"states": 5, "letters": "ab", "length": 8, "choices": 1},
    {"states": 4, "letters": "ab", "length": 6, "choices": 2},
    {"states": 5, "letters": "ab", "length": 9, "choices": 2},
    {"states": 7, "letters": "abc", "length": 14, "choices": 2},
)
TRIES = 500


def make(rng: Stream, *, states: int, letters: str, length: int, choices: int) -> Problem:
    """With one choice the automaton is deterministic; with two a state may have up to two moves on a letter."""
    names = [f"q{number}" for number in range(states)]
    for _ in range(TRIES):
        moves = {
            (state, letter): rng.sample(names, 1 if choices == 1 else rng.weighted({0: 1, 1: 4, 2: 3}))
            for state in names
            for letter in letters
        }
        word = "".join(rng.choice(letters) for _ in range(length))
        reached = _reached(moves, word)
        # As often accepted as not, however many states are reached.
        chosen = reached[-1] if rng.chance(1, 2) else [state for state in names if state not in reached[-1]]
        if reached[-1] and chosen and len(set(map(tuple, reached))) > 2:
            accepting = rng.sample(chosen, rng.integer(1, min(2, len(chosen))))
            if chosen is reached[-1] and rng.chance(1, 2):
                accepting.append(rng.choice([state for state in names if state not in accepting]))
            return _problem(moves, word, sorted(accepting), reached, rng.chance(1, 2))
    raise RuntimeError(f"no run over {length} letters came up in {TRIES} tries")


def _reached(moves: dict[tuple[str, str], list[str]], word: str) -> list[list[str]]:
    """The states in which the automaton can be before the first letter, and after each."""
    reached = [["q0"]]
    for letter in word:
        reached.append(sorted({to for state in reached[-1] for to in moves[state, letter]}))
    return reached


def _problem(
    moves: dict[tuple[str, str], list[str]], word: str, accepting: list[str], reached: list[list[str]], whole: bool
) -> Problem:
    accepts = not set(accepting).isdisjoint(reached[-1])
    steps = [Step("read", {"prefix": word[:at], "states": some}) for at, some in enumerate(reached) if at]
    if whole:
        first = "q0"
        for letter in word:
            first = next(iter(moves[first, letter]), first)
        answer = ", ".join(reached[-1])
        wrong = {
            "one_letter_short": ", ".join(reached[-2]),
            "only_first_moves": first,
            "accepting_states_listed": ", ".join(accepting),
            "never_left": "q0",
        }
    else:
        answer = "yes" if accepts else "no"
        wrong = {"accepting_state_missed": "no"} if accepts else {"accepting_state_imagined": "yes"}
        steps.append(Step("verdict", {"accepts": accepts}))
    return Problem(
        facts={
            "moves": [[state, letter, sorted(some)] for (state, letter), some in moves.items()],
            "start": "q0",
            "accepting": accepting,
            "word": word,
            "asked": "states" if whole else "accepts",
        },
        answer=answer,
        steps=tuple(steps),
        mistakes=mistakes(answer, **wrong),
    )


Moves = tuple[tuple[str, str, tuple[str, ...]], ...]


@lru_cache(maxsize=256)
def _ends(moves: Moves, start: str, word: str) -> set[str]:
    """Where the word can lead: found from its end, as where each state leads with ever more of its last letters."""
    states = sorted({state for state, _, _ in moves})
    ends = {state: 1 << at for at, state in enumerate(states)}
    by_letter: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for state, letter, some in moves:
        by_letter.setdefault(letter, []).append((state, some))
    for letter in reversed(word):
        further = {}
        for state, some in by_letter[letter]:
            reached = 0
            for to in some:
                reached |= ends[to]
            further[state] = reached
        ends = further
    return {state for at, state in enumerate(states) if ends[start] >> at & 1}


def _after(facts: Facts, word: str) -> set[str]:
    return _ends(tuple([(state, letter, tuple(some)) for state, letter, some in facts["moves"]]), facts["start"], word)


def _accepts(facts: Facts) -> bool:
    return not _after(facts, facts["word"]).isdisjoint(facts["accepting"])


def check(facts: Facts, reply: str) -> Verdict:
    if facts["asked"] == "accepts":
        return words.yes_or_no(reply, _accepts(facts))
    states = _after(facts, facts["word"])
    return words.judge_list(reply, lambda given: {state.lower().replace("_", "") for state in given} == states)


def check_step(facts: Facts, step: Step) -> bool:
    if step.rule == "verdict":
        return step.claim["accepts"] is _accepts(facts)
    prefix = step.claim["prefix"]
    return facts["word"].startswith(prefix) and set(step.claim["states"]) == _after(facts, prefix)


def canonical(facts: Facts) -> list[Any]:
    """The automaton with its states renamed by shape; letters in the order in which the word has them first."""
    letters = {letter: str(at) for at, letter in enumerate(dict.fromkeys(facts["word"]))}
    rows: list[shapes.Row] = [
        (letters.get(letter, letter), [(0, state), (1, to)]) for state, letter, some in facts["moves"] for to in some
    ]
    rows += [("accepting", [(0, state)]) for state in facts["accepting"]]
    word = "".join(letters[letter] for letter in facts["word"])
    return [shapes.renamed([*rows, ("start", [(0, facts["start"])])]), word, facts["asked"]]


def reordered(rng: Stream, facts: Facts) -> Facts:
    return {**facts, "moves": rng.shuffled(facts["moves"]), "accepting": rng.shuffled(facts["accepting"])}
