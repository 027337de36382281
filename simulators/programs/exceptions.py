"""What a program notes down, in which order, where errors are raised, caught and raised again."""

from __future__ import annotations

from typing import NamedTuple

from simulators.checks import literals
from simulators.checks.following import follow, line_holds
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes
from simulators.grammar.following import Followed, attempted, changes, followed

VERSION = 1
LEVELS = (
    {"depth": 1, "calls": 1},
    {"depth": 1, "calls": 2},
    {"depth": 2, "calls": 2},
    {"depth": 2, "calls": 3},
    {"depth": 3, "calls": 4},
)
TRIES = 200
LONGEST = 40  # lines of a program
SAID = 3  # mistakes that a problem tells at most
HANDLED = (
    "ValueError", "LookupError", "ZeroDivisionError", "(KeyError, ValueError)", "ArithmeticError", "RuntimeError",
    "KeyError", "IndexError", "(IndexError, ZeroDivisionError)",
)  # fmt: skip
NOTES = {
    "begin": ("start", "open", "enter"),
    "after": ("read", "got it", "loaded"),
    "caught": ("oops", "bad", "failed", "missing", "problem"),
    "else": ("fine", "ok", "good"),
    "finally": ("close", "done", "end", "leave"),
}
OUTER = (("load", "fetch", "read"), ("handle", "process", "treat"), ("run", "serve", "work"))


class Source(NamedTuple):
    """The innermost function: its data, its body, and arguments that fail or do not."""

    data: str
    parameter: str
    body: tuple[str, ...]
    given: tuple[str, ...]


class Wrapper(NamedTuple):
    """A function that calls another one within a try; parts that are "" are left out."""

    name: str
    called: str
    kinds: tuple[str, ...]  # what its handlers catch
    notes: tuple[str, ...]  # what its handlers note
    ends: tuple[str, ...]  # what its handlers do then
    begin: str
    after: str
    otherwise: str
    finally_: str
    gives: str


def _listed(rng: Stream) -> Source:
    """A place of a list, told as a text."""
    numbers = [rng.integer(2, 9) for _ in range(rng.integer(2, 4))]
    numbers.insert(rng.below(len(numbers)), 0)
    body = ("at = int(text)", f"return {rng.integer(20, 99)} // numbers[at]")
    places = [str(at) for at in range(len(numbers))]
    return Source(
        f"numbers = {numbers}", "text", body, (*places, str(numbers.index(0)), "x", "two", "", "9", str(len(numbers)))
    )


def _named(rng: Stream) -> Source:
    """A price of a thing that may be missing, no number, or zero."""
    names = rng.sample(("apple", "fig", "pear", "plum", "kiwi", "lemon"), 5)
    prices = [str(rng.integer(2, 9)), str(rng.integer(10, 20)), rng.choice(("?", "none", "")), "0"]
    data = dict(zip(names, rng.shuffled(prices), strict=False))
    body = ("price = int(prices[name])", f"return {rng.integer(20, 99)} // price")
    return Source(f"prices = {data}", "name", body, (*names, names[-1]))


def _limited(rng: Stream) -> Source:
    """An amount that must not be too large."""
    most = rng.integer(6, 12)
    error = rng.choice(("ValueError", "RuntimeError"))
    body = (
        "number = int(text)",
        f"if number > {most}:",
        f"    raise {error}('too much')",
        f"return {rng.integer(20, 99)} // number",
    )
    return Source(
        "", "text", body, ("0", "0", "ten", "-", str(most + 1), str(most + 5), str(most), str(rng.integer(2, 5)))
    )


SOURCES = (_listed, _named, _limited)


def make(rng: Stream, *, depth: int, calls: int) -> Problem:
    for _ in range(TRIES):
        inner = rng.choice(SOURCES)(rng)
        wrappers = [_wrapper(rng, level, depth) for level in range(depth)]
        given = rng.sample(sorted(set(inner.given), key=inner.given.index), calls)
        last = rng.choice(("LookupError", "ArithmeticError", "ValueError", "RuntimeError"))
        source = _written(inner, wrappers, given, last)
        if sum(map(bool, source.split("\n"))) > LONGEST:
            continue
        seen = followed(source)
        if len(seen.caught) < max(1, calls * depth // 3) or len({one.handler for one in seen.caught}) < min(depth, 2):
            continue
        answer = seen.printed.strip()
        taken = {mode: _written(inner, wrappers, given, last, mode) for mode in MISREAD}
        told = rng.shuffled([mode for mode, text in taken.items() if text != source])[:SAID]
        wrong = {mode: attempted(taken[mode]) for mode in told}
        if any(text not in ("", answer) for text in wrong.values()):
            break
    else:
        raise RuntimeError(f"no program in which errors are caught came up in {TRIES} tries")
    return Problem(
        facts={"source": source},
        answer=answer,
        steps=tuple(_steps(source, seen)),
        mistakes=mistakes(answer, **{mode: text for mode, text in wrong.items() if text}),
    )


def _wrapper(rng: Stream, level: int, depth: int) -> Wrapper:
    """A function with one or two handlers; the deeper the program, the shorter its functions."""
    count = 1 if depth == 3 or rng.chance(1, 2) else 2
    kinds = rng.sample(HANDLED if rng.chance(1, 4) else HANDLED[:4], count)
    extra = rng.sample(("begin", "after", "otherwise", "finally_"), (3, 2, 1)[depth - 1])
    again = f"raise {rng.choice(('RuntimeError', 'ValueError', 'KeyError'))}({rng.choice(NOTES['caught'])!r})"
    forms = (
        "value = 0",
        f"return {-rng.integer(1, 9)}",
        again if level + 1 < depth or rng.chance(1, 3) else "value = 1",
    )
    return Wrapper(
        rng.choice(OUTER[level]),
        "parse",
        tuple(kinds),
        tuple(rng.sample(NOTES["caught"], count)),
        tuple(rng.choice(forms) for _ in kinds),
        rng.choice(NOTES["begin"]) if "begin" in extra else "",
        rng.choice(NOTES["after"]) if "after" in extra else "",
        rng.choice(NOTES["else"]) if "otherwise" in extra else "",
        rng.choice(NOTES["finally"]) if "finally_" in extra else "",
        rng.choice(("value", f"value + {rng.integer(1, 9)}", f"value * {rng.integer(2, 5)}")),
    )


MISREAD = (
    "finally_forgotten",
    "every_handler_catches",
    "else_always_run",
    "not_raised_again",
    "finally_only_on_errors",
)


def _written(inner: Source, wrappers: list[Wrapper], given: list[str], last: str, mode: str = "") -> str:
    """The program, or what somebody takes it for who makes a mistake."""
    lines = [*([inner.data] if inner.data else []), "log = []", "", f"def parse({inner.parameter}):"]
    lines += [f"    {line}" for line in inner.body] + [""]
    called = "parse"
    for wrapper in wrappers:
        lines += [*_function(wrapper._replace(called=called), inner.parameter, mode), ""]
        called = wrapper.name
    margin, argument = ("    ", "item") if len(given) > 1 else ("", repr(given[0]))
    lines += [f"for item in [{', '.join(map(repr, given))}]:"] if margin else []
    for line in ("try:", f"    log.append({called}({argument}))"):
        lines.append(margin + line)
    for kind, text in ((last, last.lower().replace("error", " error")), ("Exception", "another error")):
        lines += [f"{margin}except {kind}:", f"{margin}    log.append({text!r})"]
    return "\n".join([*lines, "print(log)"]).replace("'", '"')


def _function(wrapper: Wrapper, parameter: str, mode: str) -> list[str]:
    def note(text: str, margin: int = 8) -> list[str]:
        return [f"{' ' * margin}log.append({text!r})"] if text else []

    always = mode == "else_always_run"
    lines = [f"def {wrapper.name}({parameter}):", *note(wrapper.begin, 4), "    try:"]
    lines += [f"        value = {wrapper.called}({parameter})", *note(wrapper.after)]
    for kinds, text, end in zip(wrapper.kinds, wrapper.notes, wrapper.ends, strict=True):
        catches = "Exception" if mode == "every_handler_catches" else kinds
        quiet = mode == "not_raised_again" and end.startswith("raise")
        lines += [f"    except {catches}:", *note(text)]
        lines += note(wrapper.finally_ if mode == "finally_only_on_errors" else "")
        lines += [*note(wrapper.otherwise if always else ""), f"        {'value = 0' if quiet else end}"]
    if wrapper.otherwise:
        lines += ["    else:", *note(wrapper.otherwise)]
    if wrapper.finally_ and not mode.startswith("finally"):
        lines += ["    finally:", *note(wrapper.finally_)]
    return [*lines, f"    return {wrapper.gives}"]


def _steps(source: str, seen: Followed) -> list[Step]:
    """Each error with its handler, and what is noted after each call, in the order in which they come."""
    lines = source.split("\n")
    told: list[tuple[int, Step]] = []
    for line, error, handler, place in seen.caught:
        texts = {"statement": lines[line - 1].strip(), "header": lines[handler - 1].strip().rstrip(":")}
        claim = {"line": line, "error": error, "handler": handler, **texts}
        told.append((place, Step("caught", claim)))
    top = seen.seen[0].frame
    for place, one in enumerate(seen.seen, 1):
        if one.frame == top and "log.append(" in lines[one.line - 1]:
            told += [(place, step) for step in changes(source, [one._replace(names={"log": one.names["log"]})])]
    return [step for _, step in sorted(told, key=lambda pair: (pair[0], pair[1].rule == "caught"))]


def check(facts: Facts, reply: str) -> Verdict:
    """By running the program on a machine for a subset of Python, which is not the interpreter that made the answer."""
    return literals.judge(reply, follow(facts["source"]).printed)


def check_step(facts: Facts, step: Step) -> bool:
    """The machine's own note of what was raised and caught where; of what a list held after a line."""
    if step.rule == "line":
        return line_holds(facts["source"], step)
    claim, lines = step.claim, facts["source"].split("\n")
    return (
        (claim["line"], claim["error"], claim["handler"]) in follow(facts["source"]).caught
        and lines[claim["line"] - 1].strip() == claim["statement"]
        and lines[claim["handler"] - 1].strip() == f"{claim['header']}:"
    )
