"""A solver: the premises with the denied conclusion, over the kinds of people that there can be (python-sat)."""

from itertools import product
from typing import Any

from pysat.solvers import Cadical153


def follows(facts: Any, conclusion: list[str]) -> bool:
    told = [*facts["premises"], *facts["conclusions"]]
    groups = sorted({group for statement in told for group in statement[1:]})
    kinds = [dict(zip(groups, inside, strict=True)) for inside in product((False, True), repeat=len(groups))]
    clauses: list[list[int]] = []

    def state(form: str, subject: str, predicate: str, truth: bool) -> None:
        """Variable k says that somebody of kind k exists."""
        exceptional = form in {"all", "some_not"}
        hit = [at for at, kind in enumerate(kinds, 1) if kind[subject] and kind[predicate] is not exceptional]
        if (form in {"all", "no"}) is truth:
            clauses.extend([-at] for at in hit)
        else:
            clauses.append(hit)

    for statement in facts["premises"]:
        state(*statement, True)
    state(*conclusion, False)
    if facts["exists"]:
        clauses.extend([at for at, kind in enumerate(kinds, 1) if kind[group]] for group in groups)
    with Cadical153(bootstrap_with=clauses) as solver:
        return not solver.solve()


def right(facts: Any, answer: str) -> bool:
    options = facts["conclusions"]
    if len(options) == 1:
        return answer == ("yes" if follows(facts, options[0]) else "no")
    return [follows(facts, option) for option in options] == [letter == answer for letter in "ABCDE"[: len(options)]]
