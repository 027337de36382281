"""All inputs for which the output of a circuit of logic gates is 1."""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import product
from typing import Any

from simulators.checks import words
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 2
LEVELS = (
    {"inputs": 3, "gates": 4, "most": 4},
    {"inputs": 3, "gates": 6, "most": 4},
    {"inputs": 4, "gates": 7, "most": 6},
    {"inputs": 4, "gates": 10, "most": 6},
    {"inputs": 5, "gates": 13, "most": 8},
)
KINDS = ("and",) * 4 + ("or",) * 4 + ("xor",) * 3 + ("nand",) * 2 + ("nor",) * 2 + ("not",) * 3
MIXED_UP = {"and": "or", "or": "and", "xor": "or", "nand": "nor", "nor": "nand", "not": "not"}
# What a gate gives by how many of its inputs are 1.
GIVES = {"and": (0, 0, 1), "nand": (1, 1, 0), "or": (0, 1, 1), "nor": (1, 0, 0), "xor": (0, 1, 0), "not": (1, 0)}
TRIES = 500
MOST_INPUTS = 8

Gate = tuple[str, list[int]]  # what it does, and which signals it takes


def make(rng: Stream, *, inputs: int, gates: int, most: int) -> Problem:
    for _ in range(TRIES):
        circuit, columns = _drawn(rng, inputs, gates)
        if 0 < columns[-1].bit_count() <= most:
            break
    else:
        raise ValueError(f"no circuit with at most {most} rows came up in {TRIES} tries")
    width, rows = 1 << inputs, _rows_of(inputs)
    right = [rows[at] for at, bit in enumerate(f"{columns[-1]:0{width}b}") if bit == "1"]
    kind, sources = circuit[-1]
    confused = _output(MIXED_UP[kind], [columns[source] for source in sources], (1 << width) - 1)
    mixed = [rows[at] for at, bit in enumerate(f"{confused:0{width}b}") if bit == "1"]
    names = list("abcdefgh"[:inputs])
    labels = [*names, *rng.shuffled([f"G{number}" for number in range(1, gates + 1)])]
    told = [
        (label, kind, [labels[source] for source in sources])
        for label, (kind, sources) in zip(labels[inputs:], circuit, strict=True)
    ]
    answer = ", ".join(right)
    return Problem(
        facts={"inputs": names, "gates": rng.shuffled(told), "output": labels[-1]},
        answer=answer,
        steps=(
            *[
                Step("gate", {"gate": label, "column": f"{column:0{width}b}"})
                for label, column in zip(labels[inputs:], columns[inputs:], strict=True)
            ],
            Step("rows", {"rows": right}),
        ),
        mistakes=mistakes(
            answer,
            last_gate_confused=", ".join(mixed) if 0 < len(mixed) <= 2 * most else answer,
            zeros_listed=", ".join([row for row in rows if row not in right]),
            one_row_missed=", ".join(right[:-1]) or answer,
            inputs_backwards=", ".join(sorted([row[::-1] for row in right])),
        ),
    )


@cache
def _rows_of(inputs: int) -> list[str]:
    return ["".join(row) for row in product("01", repeat=inputs)]


def _drawn(rng: Stream, inputs: int, gates: int) -> tuple[list[Gate], list[int]]:
    """Gates in an order in which each knows its inputs, and the columns of all signals; everything leads to the last.

    A column of the truth table is the bits of one number, the row of zeros first.
    """
    every = (1 << (1 << inputs)) - 1
    # So many zeros, then so many ones, and again.
    columns = [every // ((1 << (1 << inputs - 1 - at)) + 1) for at in range(inputs)]
    unused, circuit = list(range(inputs)), list[Gate]()
    for left in range(gates, 0, -1):
        joins = len(unused) > 1 and (len(unused) > left or rng.chance(1, 2))
        kind = rng.choice(KINDS)
        if joins and kind == "not":
            kind = "and"
        sources = [unused.pop(rng.below(len(unused)))]
        if joins:
            sources.append(unused.pop(rng.below(len(unused))))
        elif kind != "not":
            other = rng.below(len(columns) - 1)
            other += other >= sources[0]  # any but the first
            sources.append(other)
            unused = [signal for signal in unused if signal != other]
        if len(sources) == 2 and rng.chance(1, 2):
            sources.reverse()
        circuit.append((kind, sources))
        unused.append(len(columns))
        columns.append(_output(kind, [columns[source] for source in sources], every))
    return circuit, columns


def _output(kind: str, given: list[int], every: int) -> int:
    if kind == "not":
        return every ^ given[0]
    one, other = given
    value = one ^ other if kind == "xor" else one & other if kind.endswith("and") else one | other
    return every ^ value if kind in ("nand", "nor") else value


def check(facts: Facts, reply: str) -> Verdict:
    """Row by row, each gate from what comes in."""
    right = _rows(facts)
    return words.judge_list(reply, lambda items: sorted(items) == right)


def _rows(facts: Facts) -> list[str]:
    cases = _cases(facts)
    inputs, output = facts["inputs"], facts["output"]
    return sorted(["".join([str(case[name]) for name in inputs]) for case in cases if case[output]])


def _cases(facts: Facts) -> list[dict[str, int]]:
    gates = tuple([(name, kind, tuple(sources)) for name, kind, sources in facts["gates"]])
    return _run(tuple(facts["inputs"]), gates)


@lru_cache(maxsize=16)
def _run(inputs: tuple[str, ...], circuit: tuple[tuple[str, str, tuple[str, ...]], ...]) -> list[dict[str, int]]:
    """For every row of inputs what is on each wire."""
    if len(inputs) > MOST_INPUTS:
        raise ValueError(f"expected at most {MOST_INPUTS} inputs")
    gates = {name: (kind, sources) for name, kind, sources in circuit}
    order: list[str] = []

    def visit(name: str) -> None:
        if name in gates and name not in order:
            for source in gates[name][1]:
                visit(source)
            order.append(name)

    for name in gates:
        visit(name)
    plan = []
    for name in order:
        kind, sources = gates[name]
        if len(sources) != len(GIVES[kind]) - 1:
            raise ValueError(f"{kind} of {len(sources)} inputs")
        plan.append((name, GIVES[kind], sources[0], sources[-1], kind == "not"))
    cases = []
    for row in product((0, 1), repeat=len(inputs)):
        case = dict(zip(inputs, row, strict=True))
        for name, gives, one, other, alone in plan:
            case[name] = gives[case[one] if alone else case[one] + case[other]]
        cases.append(case)
    return cases


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    if step.rule == "rows":
        return claim["rows"] == _rows(facts)
    return claim["column"] == "".join([str(case[claim["gate"]]) for case in _cases(facts)])


def reordered(rng: Stream, facts: Facts) -> Facts:
    return {**facts, "gates": rng.shuffled(facts["gates"])}


def canonical(facts: Facts) -> Any:
    """The formula of the output, the operands of each gate in any order: the names of gates do not matter."""
    gates = {name: (kind, sources) for name, kind, sources in facts["gates"]}

    def formula(name: str) -> str:
        if name not in gates:
            return name
        kind, sources = gates[name]
        return f"{kind}({','.join(sorted(map(formula, sources)))})"

    return [len(facts["inputs"]), formula(facts["output"])]
