"""Which variable a name means: names that hide others, functions that remember, what loops and comprehensions leave."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from simulators.checks import literals
from simulators.checks.following import follow, line_holds
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes
from simulators.grammar.following import attempted, changes, followed

VERSION = 1
LEVELS = (
    {"parts": 1, "deep": False},
    {"parts": 2, "deep": False},
    {"parts": 2, "deep": True},
    {"parts": 3, "deep": True},
    {"parts": 4, "deep": True},
)
TRIES = 100
LETTERS = ("a", "b", "k", "n", "x", "y")
NUMBERS = ("count", "total", "size", "value", "amount", "level")


class Part(NamedTuple):
    """Some lines about one rule of scopes, and what somebody takes them for who does not know it.

    ``@`` stands for the name that they share with the other parts; ``#`` for a name of their own.
    """

    lines: str
    mistake: str
    misread: str


def hidden(rng: Stream) -> Part:
    """A local variable hides the one of the module."""
    k, m = rng.integer(2, 9), rng.integer(10, 60)
    form = rng.choice((f"@ = # * {k}", f"@ = # + {k}", f"@ = {m} - #"))
    lines = f"def F(#):\n    {form}\n    return @ + {rng.integer(1, 9)}\n\nR = F({rng.integer(11, 30)}) + @"
    return Part(lines, "local_taken_for_global", lines.replace("def F(#):\n", "def F(#):\n    global @\n"))


def parameter(rng: Stream) -> Part:
    """A parameter hides the variable of the module, and changing it changes nothing outside."""
    form = rng.choice(("@ = @ * {k}", "@ += {k}", "@ = @ // 2 + {k}")).format(k=rng.integer(2, 9))
    lines = f"def F(@):\n    {form}\n    return @\n\nR = F({rng.integer(11, 40)}) - @"
    parts = lines.replace("def F(@):\n", "def F(#):\n    global @\n    @ = #\n")
    return Part(lines, "local_taken_for_global", parts)


def outer_read(rng: Stream) -> Part:
    """A function reads a variable of the module when it is called, not when it is defined."""
    k, m = rng.integer(2, 9), rng.integer(10, 60)
    body = rng.choice((f"# * {k} + @", f"# + @ * {k}", f"@ - # * {k}"))
    given = rng.integer(2, 12)
    lines = f"def F(#):\n    return {body}\n\n@ = @ + {m}\nR = F({given})"
    kept = lines.replace("(#)", "(#, kept=@)").replace(body, body.replace("@", "kept"))
    return Part(lines, "value_at_the_definition_kept", kept)


def default_read(rng: Stream) -> Part:
    """A default is worked out where the function is defined."""
    k, m = rng.integer(2, 9), rng.integer(10, 60)
    lines = f"def F(#, start=@):\n    return start + # * {k}\n\n@ = {m}\nR = F({rng.integer(2, 12)})"
    return Part(lines, "default_worked_out_at_the_call", lines.replace(", start=@", "").replace("start", "@"))


def after_loop(rng: Stream) -> Part:
    """The variable of a loop keeps its last value."""
    items = rng.sample(range(3, 40), rng.integer(3, 5))
    k = rng.integer(2, 9)
    begun = rng.integer(0, 9)
    if rng.chance(1, 2):
        lines = f"R = {begun}\nfor @ in {items}:\n    R += @ % {k}\nR = R * 10 + @"
        return Part(lines, "loop_variable_taken_for_local", lines.replace("for @", "for #").replace("+= @", "+= #"))
    bound = sorted(items)[len(items) // 2]
    lines = f"R = {begun}\nfor @ in {items}:\n    if @ >= {bound}:\n        break\n    R += @ * {k}\nR = R - @"
    return Part(
        lines, "loop_variable_taken_for_local",
        lines.replace("for @", "for #").replace("+= @", "+= #").replace("if @", "if #"),
    )  # fmt: skip


def comprehension(rng: Stream) -> Part:
    """The variable of a comprehension is its own."""
    items, k = rng.sample(range(2, 30), rng.integer(3, 5)), rng.integer(2, 9)
    form = rng.choice(("sum([@ * K for @ in I])", "max([@ % K for @ in I])", f"len([@ for @ in I if @ > {k + 5}])"))
    form = form.replace("K", str(k)).replace("I", str(items))
    return Part(f"R = {form} + @", "comprehension_leaves_its_variable", f"R = {form}\n@ = {items[-1]}\nR = R + @")


def made(rng: Stream) -> Part:
    """Functions that a function returns remember their own variables."""
    k, m, given = rng.integer(2, 9), rng.integer(2, 9), rng.integer(2, 9)
    form = rng.choice(("# * @ + #", "# - @", "@ * 10 + #", "# * @"))
    first, second = rng.sample(range(2, 20), 2)
    lines = (
        f"def F(@):\n    @ += {k}\n    def inner(#):\n        return {form}\n    return inner\n\n"
        f"one = F({first})\ntwo = F({second})\nR = one({given}) * {m} - two({given + 1}) + @"
    )
    return Part(lines, "variables_of_calls_shared", lines.replace(f"one = F({first})", f"one = F({second})"))


def late(rng: Stream) -> Part:
    """Functions made in a loop find its variable as it is in the end."""
    items, k = rng.sample(range(2, 20), rng.integer(3, 4)), rng.integer(2, 9)
    given = rng.integer(2, 9)
    form = rng.choice((f"# * {k} + @", f"# + @ * {k}", f"@ - # * {k}"))
    called = rng.choice(("tools[0]({g}) + tools[1]({g})", "sum([tool({g}) for tool in tools])", "tools[0]({g})"))
    if rng.chance(1, 2):
        lines = f"tools = []\nfor @ in {items}:\n    tools.append(lambda #: {form})\nR = {called.format(g=given)}"
        changed = lines.replace("lambda #", "lambda #, kept=@").replace(form, form.replace("@", "kept"))
    else:
        lines = f"tools = [lambda #: {form} for @ in {items}]\nR = {called.format(g=given)} + @"
        changed = lines.replace("lambda #", "lambda #, kept=@").replace(form, form.replace("@", "kept"))
    return Part(lines, "loop_variable_kept_by_each_function", changed)


def nested(rng: Stream) -> Part:
    """An inner function's variable is not the outer one's."""
    k, m, given = rng.integer(10, 40), rng.integer(2, 9), rng.integer(2, 9)
    lines = (
        f"def F(#):\n    @ = # * {m}\n    def inner():\n        @ = {k} + #\n        return @\n"
        f"    return inner() - @\n\nR = F({given}) + @"
    )
    return Part(lines, "inner_taken_for_outer", lines.replace("def inner():\n", "def inner():\n        nonlocal @\n"))


def shared(rng: Stream) -> Part:
    """A list of an outer function is remembered between calls."""
    k, numbers = rng.integer(2, 9), [rng.integer(2, 20) for _ in range(3)]
    lines = (
        f"def F():\n    seen = [@]\n    def inner(#):\n        seen.append(# + {k})\n"
        "        summed = sum(seen)\n        return summed\n"
        f"    return inner\n\nadd = F()\nR = add({numbers[0]}) + add({numbers[1]}) - @\n"
        f"other = F()\nR = R * 2 - other({numbers[2]})"
    )
    return Part(
        lines, "remembered_list_begins_anew",
        lines.replace("        seen.append", "        seen = [@]\n        seen.append"),
    )  # fmt: skip


PLAIN: tuple[Callable[[Stream], Part], ...] = (hidden, parameter, outer_read, after_loop, comprehension)
DEEP: tuple[Callable[[Stream], Part], ...] = (default_read, made, late, nested, shared)
FUNCTIONS = ("change", "shift", "adjust", "update", "convert")
RESULTS = ("first", "second", "third", "fourth")


def make(rng: Stream, *, parts: int, deep: bool) -> Problem:
    for _ in range(TRIES):
        makers = rng.sample(PLAIN, parts) if not deep else [rng.choice(DEEP), *rng.sample(PLAIN + DEEP, parts - 1)]
        chosen = [maker(rng) for maker in rng.shuffled(makers)]
        name, own = rng.choice(NUMBERS), rng.choice(LETTERS)
        begin = f"{name} = {rng.integer(3, 30)}"
        functions = rng.sample(FUNCTIONS, parts)
        if len({part.mistake for part in chosen}) < parts:
            continue
        source = _written(begin, [part.lines for part in chosen], name, own, functions)
        answer = attempted(source)
        wrong = {}
        for part in chosen:
            lines = [other.misread if other is part else other.lines for other in chosen]
            wrong[part.mistake] = attempted(_written(begin, lines, name, own, functions))
        if answer and source.count("\n") < 40 and all(text not in ("", answer) for text in wrong.values()):
            break
    else:
        raise RuntimeError(f"no program that a mistake changes came up in {TRIES} tries")
    kept = f"{answer.rpartition(' ')[0]} {begin.rpartition(' ')[2]}"
    return Problem(
        facts={"source": source},
        answer=answer,
        steps=tuple(changes(source, followed(source).seen)),
        mistakes=mistakes(answer, **wrong, first_value_never_changed=kept),
    )


def _written(begin: str, parts: list[str], name: str, own: str, functions: list[str]) -> str:
    lines = [begin]
    for part, function, target in zip(parts, functions, RESULTS, strict=False):
        text = part.replace("@", name).replace("#", own).replace("F(", f"{function}(")
        lines.append(text.replace("R ", f"{target} ").replace("R,", f"{target},"))
    shown = ", ".join([*RESULTS[: len(parts)], name])
    text = "\n".join([*lines, f"print({shown})"])
    return text.replace("\ndef ", "\n\ndef ").replace("\n\n\n", "\n\n")


def check(facts: Facts, reply: str) -> Verdict:
    """By running the program on a machine for a subset of Python, which is not the interpreter that made the answer."""
    return literals.judge(reply, follow(facts["source"]).printed)


def check_step(facts: Facts, step: Step) -> bool:
    """The variables that the machine holds after that line."""
    return line_holds(facts["source"], step)
