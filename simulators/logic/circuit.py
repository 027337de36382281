"""All inputs for which the output of a circuit of logic gates is 1."""

from __future__ import annotations

from functools import lru_cache
from itertools import product
from typing import Any

from simulators.checks import words
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
LEVELS = (
    {"inputs": 3, "gates": 4, "most": 4},
    {"inputs": 3, "gates": 6, "most": 4},
    {"inputs": 4, "gates": 7, "most": 6},
    {"inputs": 4, "gates": 10, "most": 6},
    {"inputs": 5, "gates": 13, "most": 8},
)
KINDS = {"and": 4, "or": 4, "xor": 3, "nand": 2, "nor": 2, "not": 3}
MIXED_UP = {"and": "or", "or": "and", "xor": "or", "nand": "nor", "nor": "nand", "not": "not"}
# How many of its two inputs are 1 where a gate gives 1.
ONES = {"and": (2,), "nand": (0, 1), "or": (1, 2), "nor": (0,), "xor": (1,)}
TRIES = 500
MOST_INPUTS = 8

Gate = tuple[str, str, list[str]]  # its name, what it does, and where its inputs come from


def make(rng: Stream, *, inputs: int, gates: int, most: int) -> Problem:
    names = list("abcdefgh"[:inputs])
    for _ in range(TRIES):
        circuit = _drawn(rng, names, gates)
        columns = _columns(names, circuit)
        output = columns[circuit[-1][0]]
        if 0 < output.count("1") <= most:
            break
    else:
        raise ValueError(f"no circuit with at most {most} rows came up in {TRIES} tries")
    rows = ["".join(row) for row in product("01", repeat=inputs)]
    right = [row for row, bit in zip(rows, output, strict=True) if bit == "1"]
    name, kind, sources = circuit[-1]
    confused = _columns(names, [*circuit[:-1], (name, MIXED_UP[kind], sources)])[name]
    mixed = [row for row, bit in zip(rows, confused, strict=True) if bit == "1"]
    answer = ", ".join(right)
    return Problem(
        facts={"inputs": names, "gates": rng.shuffled(circuit), "output": name},
        answer=answer,
        steps=(
            *(Step("gate", {"gate": gate, "column": columns[gate]}) for gate, *_ in circuit),
            Step("rows", {"rows": right}),
        ),
        mistakes=mistakes(
            answer,
            last_gate_confused=", ".join(mixed) if 0 < len(mixed) <= 2 * most else answer,
            zeros_listed=", ".join([row for row in rows if row not in right]),
            one_row_missed=", ".join(right[:-1]) or answer,
            inputs_backwards=", ".join(sorted(row[::-1] for row in right)),
        ),
    )


def _drawn(rng: Stream, names: list[str], gates: int) -> list[Gate]:
    """Gates in an order in which each knows its inputs; everything leads to the last of them."""
    unused, known, circuit = rng.shuffled(names), list(names), list[Gate]()
    labels = rng.shuffled([f"G{number}" for number in range(1, gates + 1)])
    for left, label in zip(range(gates, 0, -1), labels, strict=True):
        joins = len(unused) > 1 and (len(unused) > left or rng.chance(1, 2))
        kind = rng.weighted(KINDS)
        if joins and kind == "not":
            kind = "and"
        first = unused.pop(rng.below(len(unused)))
        sources = [first]
        if joins:
            sources.append(unused.pop(rng.below(len(unused))))
        elif kind != "not":
            sources.append(rng.choice([name for name in known if name != first]))
        unused = [name for name in unused if name not in sources]
        circuit.append((label, kind, rng.shuffled(sources)))
        unused.append(label)
        known.append(label)
    return circuit


def _columns(names: list[str], circuit: list[Gate]) -> dict[str, str]:
    """The truth table by columns: each signal's as the bits of one number, the row of zeros first."""
    rows = 1 << len(names)
    every = (1 << rows) - 1
    table = {}
    for at, name in enumerate(names):
        run = 1 << len(names) - 1 - at  # so many zeros, then so many ones, and again
        table[name] = every // ((1 << run) + 1)
    for label, kind, sources in circuit:
        value = table[sources[0]]
        for source in sources[1:]:
            other = table[source]
            value = value ^ other if kind == "xor" else value & other if kind.endswith("and") else value | other
        table[label] = every ^ value if kind in ("not", "nand", "nor") else value
    return {label: f"{table[label]:0{rows}b}" for label, *_ in circuit}


def check(facts: Facts, reply: str) -> Verdict:
    """Row by row, each gate from what comes in."""
    right = _rows(facts)
    return words.judge_list(reply, lambda items: sorted(items) == right)


def _rows(facts: Facts) -> list[str]:
    cases = _cases(facts)
    return sorted("".join([str(case[name]) for name in facts["inputs"]]) for case in cases if case[facts["output"]])


def _cases(facts: Facts) -> list[dict[str, int]]:
    gates = tuple((name, kind, tuple(sources)) for name, kind, sources in facts["gates"])
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
    cases = []
    for row in product((0, 1), repeat=len(inputs)):
        case = dict(zip(inputs, row, strict=True))
        for name in order:
            kind, sources = gates[name]
            case[name] = _gate(kind, [case[source] for source in sources])
        cases.append(case)
    return cases


def _gate(kind: str, given: list[int]) -> int:
    if kind == "not":
        return 1 - given[0]
    return int(sum(given) in ONES[kind])


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
