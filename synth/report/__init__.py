"""The page for people and the dataset card, from nothing but a run's manifest and files."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from simulators.core import TEMPLATES
from simulators.games import core as games
from synth import files, store
from synth.record import SCHEMA

PAGE = "report.html"
CARD = "README.md"
TIMINGS = "run.json"
LONGEST_GAME = 200  # plies of a game that the page draws
SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))


@lru_cache(maxsize=1)
def _environment() -> Environment:
    env = Environment(
        loader=FileSystemLoader([TEMPLATES / "report", TEMPLATES]),
        undefined=StrictUndefined,
        autoescape=lambda name: name is not None and ".html" in name,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters["thousands"] = lambda value: f"{value:,}"
    return env


def page(template: str, **values: Any) -> str:
    """A page of its own, in the report's style."""
    return _environment().get_template(template).render(**values)


def write(folder: Path, manifest: dict[str, Any], timings: dict[str, Any]) -> Path:
    """Write ``report.html`` and the dataset card; returns the page's path."""
    shared = {"manifest": manifest, "recipe": manifest["recipe"], "totals": totals(manifest)}
    page = _environment().get_template("report.html.j2")
    text = page.render(
        **shared,
        timings=timings,
        skills=skills(manifest),
        examples=_examples(folder, manifest),
        games=_games(folder, manifest),
    )
    files.write_text(folder / PAGE, text)
    records = sum(entry["rows"] for entry in _entries(manifest, "data/"))
    size = next((name for most, name in SIZES if records < most), "n>1M")
    card = _environment().get_template("card.md.j2")
    text = card.render(**shared, size=size, configs=_configs(manifest), skills=skills(manifest))
    files.write_text(folder / CARD, text)
    return folder / PAGE


def rewrite(folder: Path) -> Path:
    """Write the page and the card of a finished run again. Raises StoreError where there is none."""
    return write(folder, store.manifest(folder), files.read_json(folder / TIMINGS))


def totals(manifest: dict[str, Any]) -> dict[str, int]:
    """Rows by what they are: questions by split, released tables, positions by game."""
    found: Counter[str] = Counter()
    for entry in manifest["files"]:
        kind, _, name = entry["path"].partition("/")
        if entry["path"].endswith(".parquet") and kind in {"data", "tables", "games"}:
            what = {"data": "questions, ", "tables": "rows of table ", "games": "positions of "}[kind]
            found[what + name.removesuffix(".parquet").rsplit("-", 1)[0]] += entry["rows"]
    return dict(found)


def skills(manifest: dict[str, Any]) -> dict[str, dict[str, int]]:
    """Records by skill and level, as made from the target distribution."""
    found: dict[str, Counter[str]] = {}
    for family, levels in manifest["counts"]["cells"].items():
        found.setdefault(family.split(".", maxsplit=1)[0], Counter()).update(levels)
    return {skill: dict(sorted(levels.items())) for skill, levels in sorted(found.items())}


def _entries(manifest: dict[str, Any], start: str) -> list[dict[str, Any]]:
    return [
        entry for entry in manifest["files"] if entry["path"].startswith(start) and entry["path"].endswith(".parquet")
    ]


def _examples(folder: Path, manifest: dict[str, Any]) -> list[dict[str, Any]]:
    """One record of each skill, with its trace, its mistakes and the verdict: the first of the last shard."""
    entries = _entries(manifest, "data/")
    if not entries:
        return []
    found: dict[str, dict[str, Any]] = {}
    for batch in pq.ParquetFile(folder / entries[0]["path"]).iter_batches(1000, columns=SCHEMA.names):
        for row in batch.to_pylist():
            found.setdefault(row["family"].split(".", maxsplit=1)[0], row)
    return [found[skill] for skill in sorted(found)]


def _games(folder: Path, manifest: dict[str, Any]) -> list[dict[str, Any]]:
    """The first game of each kind, ply by ply and at its end: the board as rows of cells, who moved and where."""
    found: dict[str, dict[str, Any]] = {}
    for entry in _entries(manifest, "games/"):
        rows = pq.ParquetFile(folder / entry["path"]).read_row_group(0).slice(0, LONGEST_GAME).to_pylist()
        name, plies = rows[0]["game"], [row for row in rows if row["game_index"] == rows[0]["game_index"]]
        if name not in found:
            game = games.load(name)
            end = game.show(game.play(game.read(plies[-1]["moves"]), plies[-1]["move"]))
            boards = [_cells(board) for board in (*(row["board"] for row in plies), end)]
            found[name] = {"name": name, "plies": plies, "boards": boards, "outcome": plies[0]["outcome"]}
    return list(found.values())


def _cells(board: str) -> list[list[str]]:
    """The cells of a board in ASCII, without the line that numbers the columns."""
    lines = [line.split() for line in board.splitlines()]
    return [line for line in lines if not all(cell.isdigit() for cell in line)]


def _configs(manifest: dict[str, Any]) -> list[dict[str, Any]]:
    """The Hub's configurations: the records by split first, then each table and game."""
    splits = [entry["path"].removeprefix("data/").rsplit("-", 1)[0] for entry in _entries(manifest, "data/")]
    files = [{"split": split, "path": f"data/{split}-*.parquet"} for split in dict.fromkeys(splits)]
    configs = [{"name": "default", "files": files}] if files else []
    for kind in ("tables", "games"):
        for entry in _entries(manifest, f"{kind}/"):
            name = entry["path"].removeprefix(f"{kind}/").removesuffix(".parquet")
            configs.append({"name": name, "files": [{"split": "train", "path": entry["path"]}]})
    return configs
