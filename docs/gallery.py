"""Writes the gallery: ``docs/GALLERY.md``, a page for each skill with a card for every family, and the cross-checks.

``python docs/gallery.py`` writes, ``--check`` says what is out of date and ends with 1. What a card says of a family
comes from its code, its examples, the reference in the tests, and the figures in ``docs/measures.json``.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import inspect
import json
import os
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from simulators import core  # noqa: E402 - found through the line above
from simulators.core import Family  # noqa: E402
from simulators.examples import examples  # noqa: E402

DOCS = ROOT / "docs"
SEED = 11
TIMED, DISTINCT_OF = 1000, 10_000  # examples a level, as benchmarks/cards.py measures most of them
SEARCHED = 40  # examples of each level in which named mistakes are looked for
SLOWEST = 10


def judged(name: str) -> str:
    """How a family's checker judges, in its own words: of ``check``, or of the routines that it reaches.

    >>> judged("puzzles.sudoku")
    'Every row, column and box holds every digit, and the given ones stand where they stood.'
    """
    module = importlib.import_module(f"simulators.{name}")
    routines = {
        node.name: node for node in ast.parse(inspect.getsource(module)).body if isinstance(node, ast.FunctionDef)
    }
    told = [ast.get_docstring(routines[routine]) for routine in reached(routines, "check")]
    sentences = [" ".join(text.split("\n\n")[0].split()) for text in told if text]
    own = ast.get_docstring(routines["check"])
    return sentences[0] if own else " ".join(sentences)


def reached(routines: dict[str, ast.FunctionDef], first: str) -> list[str]:
    """The routines of a module that one of them reaches, itself the first, nearer ones before farther ones."""
    found = [first]
    for routine in found:
        called = [node.id for node in ast.walk(routines[routine]) if isinstance(node, ast.Name)]
        found += [name for name in dict.fromkeys(called) if name in routines and name not in found]
    return found


def third_way(name: str) -> dict[str, Any]:
    """The first paragraph of the family's reference in the tests, and the packages that it rests on."""
    path = ROOT / "tests" / "reference" / f"{name.replace('.', '/')}.py"
    tree = ast.parse(path.read_text(encoding="utf-8"))
    text = " ".join((ast.get_docstring(tree) or "").split("\n\n")[0].split())
    imported = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    imported += [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    packages = {module.split(".")[0] for module in imported} - sys.stdlib_module_names
    return {"told": text, "packages": sorted(packages)}


def card(family: Family, measured: dict[str, Any]) -> dict[str, Any]:
    """All that a family's card says. Raises ValueError where its figures are old, or nothing says how it judges."""
    if measured.get("version") != family.version:
        raise ValueError(
            f"{family.name}, version {family.version}, is not measured: python benchmarks/cards.py --write"
        )
    how = judged(family.name)
    if not how:
        raise ValueError(f"{family.name}: check, or a routine that it reaches, should say in a docstring how it judges")
    module = importlib.import_module(f"simulators.{family.name}")
    levels = []
    mistakes: dict[str, None] = {}
    for level, settings in enumerate(family.levels, 1):
        made = examples(family.name, level=level, seed=SEED, indices=range(SEARCHED))
        mistakes |= {mistake.name.replace("_", " "): None for example in made for mistake in example.problem.mistakes}
        told = ", ".join(f"{key}: {spelled(value)}" for key, value in settings.items())
        first = {"prompt": made[0].prompt, "answer": made[0].problem.answer, "settings": told}
        levels.append({"of": DISTINCT_OF, **measured["levels"][level - 1], **first})
    return {
        "name": family.name,
        "anchor": family.name.replace(".", ""),
        "skill": family.skill,
        "summary": family.summary,
        "more": " ".join("".join(inspect.cleandoc(module.__doc__ or "").split("\n\n", 1)[1:]).split()),
        "judged": how,
        "third_way": third_way(family.name) | measured["third_way"],
        "mistakes": sorted(mistakes),
        "checker": measured["checker"],
        "levels": levels,
        "slowest": max(level["slowest_ms"] for level in measured["levels"]),
        "worked": examples(family.name, level=2, seed=SEED, indices=range(1))[0],
    }


def spelled(value: Any) -> str:
    """A setting as people write it.

    >>> spelled(("sum", "product")), spelled((2, 3)), spelled(True)
    ('sum and product', '2 and 3', 'yes')
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (tuple, list)):
        return " and ".join(", ".join(map(spelled, value)).rsplit(", ", 1)) if value else "none"
    return f"{value:,}" if isinstance(value, int) and abs(value) >= 10_000 else str(value)


def rate(value: float) -> str:
    """A figure to three digits.

    >>> rate(66170.0), rate(0.7321), rate(12.34), rate(5.0)
    ('66,200', '0.73', '12.3', '5.0')
    """
    if value < 1:
        return f"{value:.2f}"
    if value < 100:
        return f"{value:.1f}"
    unit: int = 10 ** max(0, len(str(int(value))) - 3)
    return f"{round(value / unit) * unit:,}"


def cell(text: str) -> str:
    """Text that may stand in a cell of a Markdown table."""
    return text.replace("|", "\\|")


def pages() -> Iterator[tuple[Path, str]]:
    """Every page of the gallery with its text."""
    measures = json.loads((DOCS / "measures.json").read_text(encoding="utf-8"))
    cards = [card(core.load(name), measures.get(name, {})) for name in core.names()]
    skills = [{"name": skill, "cards": list(own)} for skill, own in groupby(cards, key=lambda each: each["skill"])]
    environment = Environment(loader=FileSystemLoader(DOCS), undefined=StrictUndefined, keep_trailing_newline=True)
    environment.filters |= {"rate": rate, "cell": cell, "spoken": lambda name: name.replace("_", " ")}
    total = {key: sum(card["checker"][key] for card in cards) for key in ("right", "refused", "wrong", "accepted")}
    slowest = sorted(cards, key=lambda each: -each["slowest"])[:SLOWEST]
    index = environment.get_template("index.md.j2")
    yield (
        DOCS / "GALLERY.md",
        index.render(families=cards, skills=skills, total=total, slowest=slowest, timed=f"{TIMED:,}"),
    )
    ways = Counter(", ".join(card["third_way"]["packages"]) for card in cards)
    crossed = {
        key: sum(card["third_way"][key] for card in cards) for key in ("answers", "denied", "mistakes", "passed")
    }
    text = environment.get_template("cross_checks.md.j2").render(families=cards, ways=ways.most_common(), total=crossed)
    yield DOCS / "CROSS_CHECKS.md", text
    for skill in skills:
        text = environment.get_template("skill.md.j2").render(skill=skill)
        yield DOCS / "gallery" / f"{skill['name']}.md", text.rstrip() + "\n"


def write(path: Path, text: str) -> None:
    """Write a page to a temporary name and rename it."""
    path.parent.mkdir(exist_ok=True)
    draft = path.with_suffix(".tmp")
    draft.write_text(text, encoding="utf-8")
    os.replace(draft, path)


def main() -> int:
    """Write the pages, or compare them with what is there."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; end with 1 where a page is out of date")
    checking = parser.parse_args().check
    try:
        wanted = dict(pages())
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    left = [path for path in DOCS.glob("gallery/*.md") if path not in wanted]
    stale = [path for path, text in wanted.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    for path in stale + left if checking else ():
        print(f"{path.relative_to(ROOT)} is out of date: make gallery", file=sys.stderr)
    if not checking:
        for path in stale:
            write(path, wanted[path])
        for path in left:
            path.unlink()
    return int(checking and bool(stale + left))


if __name__ == "__main__":
    sys.exit(main())
