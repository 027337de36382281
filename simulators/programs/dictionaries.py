"""What dictionaries hold: counting, grouping, inverting, nesting, defaults, and the order in which keys were put in."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from simulators.checks import literals
from simulators.checks.following import follow, line_holds
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes
from simulators.grammar.following import attempted, changes, followed
from simulators.grammar.functions import WORDS

VERSION = 1
LEVELS = (
    {"parts": 1, "items": 4},
    {"parts": 2, "items": 5},
    {"parts": 3, "items": 6},
    {"parts": 4, "items": 7},
    {"parts": 5, "items": 8},
)
TRIES = 200
LONGEST = 160  # characters of an answer
COLOURS = ("red", "blue", "green", "black", "white", "pink")


class Part(NamedTuple):
    """Some lines, and how they are read by those who make a mistake."""

    lines: str
    misread: dict[str, str]


class Begin(NamedTuple):
    """How a program makes its dictionary: its name, its lines, and what its values are."""

    name: str
    part: Part
    values: str


def counted(rng: Stream, items: int) -> Begin:
    """How often each thing occurs, or adds up to."""
    things = [rng.choice(rng.sample(COLOURS, 3)) for _ in range(items)]
    k = rng.integer(2, 5)
    begin = rng.choice((0, 0, k))
    lines = f"counts = {{}}\nfor colour in {things}:\n    counts[colour] = counts.get(colour, {begin}) + 1"
    other = lines.replace(f"get(colour, {begin})", f"get(colour, {begin - 1 if begin else 1})")
    ordered = lines.replace(f"in {things}", f"in {sorted(things)}")
    return Begin("counts", Part(lines, {"default_mistaken": other, "keys_taken_for_sorted": ordered}), "int")


def letters(rng: Stream, items: int) -> Begin:
    """The letters of a word, with the place where each was seen last."""
    word = "".join(rng.sample(WORDS, 3))[: items + 2]
    form = rng.choice(("places[letter] = at", "places[letter] = places.get(letter, 0) + at"))
    lines = f'places = {{}}\nfor at, letter in enumerate("{word}"):\n    {form}'
    from_1 = lines.replace(f'enumerate("{word}")', f'enumerate("{word}", 1)')
    first = lines.replace(form, "places.setdefault(letter, at)")
    return Begin("places", Part(lines, {"places_from_1": from_1, "first_value_kept": first}), "int")


def grouped(rng: Stream, items: int) -> Begin:
    """Words by their length or their first letter, numbers by a remainder."""
    if rng.chance(1, 2):
        told, key = repr(rng.sample(range(1, 60), items)), f"item % {rng.integer(2, 4)}"
    else:
        told, key = repr(rng.sample(WORDS, items)), rng.choice(("item[-1]", "len(item)"))
    lines = f"groups = {{}}\nfor item in {told}:\n    groups.setdefault({key}, []).append(item)"
    anew = lines.replace(f"groups.setdefault({key}, []).append(item)", f"groups[{key}] = [item]")
    ordered = lines.replace(f"in {told}", f"in sorted({told})")
    return Begin("groups", Part(lines, {"group_begun_anew": anew, "keys_taken_for_sorted": ordered}), "list")


def table(rng: Stream, items: int) -> Begin:
    """A dictionary that is written down, of numbers or of dictionaries."""
    names = rng.sample(COLOURS, min(items, 5) - 1)
    data = {name: rng.integer(1, 20) for name in names}
    again, new = rng.choice(names[:2]), rng.integer(21, 40)
    lines = f'stock = {data}\nstock["{again}"] = stock.pop("{again}") + {new}\nstock["grey"] = {rng.integer(1, 9)}'
    place = lines.replace(f'stock.pop("{again}")', f'stock["{again}"]')
    return Begin("stock", Part(lines, {"popped_key_keeps_its_place": place}), "int")


def nested(rng: Stream, items: int) -> Begin:
    """Amounts by two keys, one within the other."""
    shops = rng.sample(("north", "south", "east", "west"), 3)
    pairs = [(rng.choice(shops), rng.choice(COLOURS[:3]), rng.integer(1, 9)) for _ in range(items)]
    lines = (
        "orders = [\n"
        + "".join(f"    {pair},\n" for pair in pairs)
        + "]\nsales = {}\nfor shop, colour, amount in orders:\n    inner = sales.setdefault(shop, {})\n"
        "    inner[colour] = inner.get(colour, 0) + amount"
    )
    anew = lines.replace("sales.setdefault(shop, {})", "sales[shop] = {}")
    replaced = lines.replace("inner.get(colour, 0) + ", "")
    return Begin("sales", Part(lines, {"inner_begun_anew": anew, "amounts_not_added": replaced}), "dict")


BEGINNINGS: tuple[Callable[[Stream, int], Begin], ...] = (counted, letters, grouped, table, nested)


def _inverted(_: Stream, name: str, target: str) -> Part:
    """Values become keys; of equal ones the last stays."""
    lines = f"{target} = {{value: key for key, value in {name}.items()}}"
    first = f"{target} = {{value: key for key, value in reversed(list({name}.items()))}}"
    return Part(lines, {"first_of_equals_kept": first})


def _gathered(rng: Stream, name: str, target: str) -> Part:
    """Keys by their values, in lists."""
    key = rng.choice(("value", "value % 2", "value % 3", "value // 3"))
    lines = f"{target} = {{}}\nfor key, value in {name}.items():\n    {target}.setdefault({key}, []).append(key)"
    return Part(lines, {"group_begun_anew": lines.replace(f".setdefault({key}, []).append(key)", f"[{key}] = [key]")})


def _kept(rng: Stream, name: str, target: str) -> Part:
    """Some of the entries, with other values."""
    k, m = rng.integer(2, 5), rng.integer(1, 4)
    test = rng.choice((f"value > {k}", f"value % 2 == {m % 2}", f"value != {m}", f"value <= {k + 2}"))
    form = rng.choice((f"value * {k}", f"value + {m}", "value"))
    lines = f"{target} = {{key: {form} for key, value in {name}.items() if {test}}}"
    ignored, turned = lines.replace(f" if {test}", ""), lines.replace(test, f"not {test}")
    return Part(lines, {"test_ignored": ignored, "test_turned": turned})


def _lengths(rng: Stream, name: str, target: str) -> Part:
    """Of each list or inner dictionary its size."""
    form = rng.choice(("len(group)", "len(group) * 2", "10 - len(group)"))
    return Part(
        f"{target} = {{key: {form} for key, group in {name}.items()}}",
        {"one_too_few": f"{target} = {{key: {form} - 1 for key, group in {name}.items()}}"},
    )


def _longest(rng: Stream, name: str, target: str) -> Part:
    """Entries by the size of their values, the largest first."""
    k = rng.integer(2, 3)
    lines = f"{target} = dict(sorted({name}.items(), key=lambda pair: -len(pair[1]))[:{k}])"
    cut = f"{target} = dict(list({name}.items())[:{k}])"
    return Part(lines, {"smallest_first": lines.replace("-len", "len"), "not_sorted": cut})


def _ordered(rng: Stream, name: str, target: str) -> Part:
    """Entries by their values."""
    sign = rng.choice(("", "-"))
    lines = f"{target} = dict(sorted({name}.items(), key=lambda pair: {sign}pair[1]))"
    other = lines.replace(f"{sign}pair[1]", "pair[1]" if sign else "-pair[1]")
    return Part(lines, {"order_turned": other, "not_sorted": f"{target} = dict({name})"})


def _summed(_: Stream, name: str, target: str) -> Part:
    """Inner dictionaries added up by their own keys."""
    lines = (
        f"{target} = {{}}\nfor inner in {name}.values():\n    for key, value in inner.items():\n"
        f"        {target}[key] = {target}.get(key, 0) + value"
    )
    return Part(lines, {"last_value_kept": lines.replace(f"{target}.get(key, 0) + value", "value")})


def _turned(_: Stream, name: str, target: str) -> Part:
    """The inner keys become the outer ones."""
    lines = (
        f"{target} = {{}}\nfor outer, inner in {name}.items():\n    for key, value in inner.items():\n"
        f"        {target}.setdefault(key, {{}})[outer] = value"
    )
    anew = lines.replace(f"{target}.setdefault(key, {{}})[outer] = value", f"{target}[key] = {{outer: value}}")
    return Part(lines, {"inner_begun_anew": anew})


# For each kind of value the parts that may follow, with the kind of value that they leave.
FOLLOWING: dict[str, tuple[tuple[Callable[[Stream, str, str], Part], str], ...]] = {
    "int": ((_gathered, "list"), (_kept, "int"), (_ordered, "int"), (_inverted, "any")),
    "list": ((_lengths, "int"), (_longest, "list")),
    "dict": ((_summed, "int"), (_turned, "dict"), (_lengths, "int")),
}
TARGETS = ("a", "b", "c", "d", "e")


def make(rng: Stream, *, parts: int, items: int) -> Problem:
    for _ in range(TRIES):
        begin = rng.choice(BEGINNINGS)(rng, items)
        chosen, names, kind = [begin.part], [begin.name], begin.values
        used: set[str] = set()
        for target in TARGETS[: parts - 1]:
            options = [one for one in FOLLOWING.get(kind, ()) if one[0].__name__ not in used]
            options = [one for one in options if one[1] != "any" or target == TARGETS[parts - 2]]
            if not options:
                break
            maker, kind = rng.choice(options)
            used.add(maker.__name__)
            chosen.append(maker(rng, names[-1], target))
            names.append(target)
        shown = rng.choice((names[-1], f"list({names[-1]}.items())", names[-1]))
        source = _source([part.lines for part in chosen], shown)
        answer = attempted(source)
        wrong = {kind: attempted(_source(_taken(chosen, kind), shown)) for kind in _kinds(chosen)}
        real = [text for text in wrong.values() if text not in ("", answer)]
        seen = followed(source).seen
        held = [seen[-1].names[name] for name in names]
        if len({*held}) == len(chosen) == parts and 6 < len(answer) < LONGEST and len(real) >= min(2, parts):
            break
    else:
        raise RuntimeError(f"no dictionaries that show something came up in {TRIES} tries")
    return Problem(
        facts={"source": source},
        answer=answer,
        steps=tuple(changes(source, seen)),
        mistakes=mistakes(answer, **{kind: text for kind, text in wrong.items() if text}),
    )


def _kinds(parts: list[Part]) -> list[str]:
    return list(dict.fromkeys(kind for part in parts for kind in part.misread))


def _taken(parts: list[Part], kind: str) -> list[str]:
    return [part.misread.get(kind, part.lines) for part in parts]


def _source(lines: list[str], shown: str) -> str:
    return "\n".join([*lines, f"print({shown})"]).replace("'", '"')


def check(facts: Facts, reply: str) -> Verdict:
    """By running the program on a machine for a subset of Python, which is not the interpreter that made the answer."""
    return literals.judge(reply, follow(facts["source"]).printed)


def check_step(facts: Facts, step: Step) -> bool:
    """The variables that the machine holds after that line."""
    return line_holds(facts["source"], step)
