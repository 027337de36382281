"""Recipes: what a run should make, as YAML, validated with errors that name file, line and field."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from simulators import core
from simulators.core import NotFoundError, ProvenderError
from simulators.variants import KINDS as VARIANTS
from synth.files import parse_yaml

SHIPPED = resources.files("synth") / "recipes"
LARGEST_SEED = 2**63 - 1


class RecipeError(ProvenderError):
    """A recipe that cannot be run; the text names the file, the line and the field."""


class Section(BaseModel):
    """A part of a recipe: unknown fields are errors, values are not coerced, nothing changes later."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


def _skill(name: str) -> str:
    there = sorted({family.split(".", maxsplit=1)[0] for family in core.names()})
    if name not in there:
        raise ValueError(f"no skill {name!r}; there are: {', '.join(there)}")
    return name


def _family(name: str) -> str:
    if name not in core.names():
        raise ValueError(f"no family {name!r}; there are: {', '.join(core.names())}")
    return name


def _variant(name: str) -> str:
    if name not in VARIANTS:
        raise ValueError(f"no variant {name!r}; there are: {', '.join(VARIANTS)}")
    return name


def _game(name: str) -> str:
    from simulators.games import core as games  # games bring numpy, which other recipes can do without

    if name not in games.names():
        raise ValueError(f"no game {name!r}; there are: {', '.join(games.names())}")
    return name


KnownSkill = Annotated[str, AfterValidator(_skill)]
KnownFamily = Annotated[str, AfterValidator(_family)]
KnownVariant = Annotated[str, AfterValidator(_variant)]
KnownGame = Annotated[str, AfterValidator(_game)]


class Tasks(Section):
    """Verifiable questions: the target distribution over skills and levels."""

    skills: dict[KnownSkill, float] = Field(
        default_factory=dict, description="weight of each skill; empty: families alike"
    )
    families: list[KnownFamily] = Field(
        default_factory=list, description="only these families; empty: all of the skills"
    )
    levels: list[float] = Field(default=[1, 1, 1, 1, 1], min_length=1, description="weight of level 1, 2, …")

    variants: dict[KnownVariant, Annotated[float, Field(ge=0, le=1)]] = Field(
        default_factory=dict, description="share of the problems that are made harder to read, by kind"
    )
    extrapolate_from: int = Field(
        default=0, ge=0, le=99, description="levels from this one on are a split of their own; 0: none"
    )

    @field_validator("variants")
    @classmethod
    def _shares_of_variants(cls, value: dict[str, float]) -> dict[str, float]:
        if sum(value.values()) > 1:
            raise ValueError(f"expected shares that sum to 1 at most, got {value}")
        return value

    @field_validator("skills", "levels")
    @classmethod
    def _weights(cls, value: Any) -> Any:
        weights = list(value.values()) if isinstance(value, dict) else value
        if any(not 0 <= weight < 1e9 for weight in weights) or (weights and not sum(weights)):
            raise ValueError("expected weights from 0 up, at least one of them above 0")
        return value

    @model_validator(mode="after")
    def _something_left(self) -> Tasks:
        if self.skills and not any(self.skills.get(name.split(".")[0], 0) for name in self.families or core.names()):
            raise ValueError("none of the families belongs to a skill with a weight above 0")
        return self


class Table(Section):
    """Synthetic tables fitted to real ones: one table, several that hang together, or sequences."""

    data: str = Field(description="a shipped name, a file, a folder of files, or a database's URL")
    schema_file: str = Field(
        default="", alias="schema", description="its schema; empty: the one beside it, or detected"
    )
    engine: str = Field(default="auto", description="one of our own, or SDV's: sdv:gaussian_copula …")
    settings: dict[str, Any] = Field(
        default={}, description="of the engine; none: its own, more careful ones if it leaks"
    )
    people: tuple[str, ...] = Field(default=(), description="tables whose rows are people; none: guessed")
    rows: int | None = Field(
        default=None, gt=0, le=10_000_000, description="of several tables, and sequences: people; none: as were learnt"
    )
    holdout: float = Field(default=0.5, gt=0, lt=1, description="share of the people kept from the engine")
    policy: str = Field(default="partner", description="of the privacy gate: a preset's name, or a YAML file")


class SelfPlay(Section):
    """Games of an agent against itself, and questions about their positions."""

    games: dict[KnownGame, Annotated[int, Field(ge=0)]] = Field(description="how many games of each")
    simulations: int = Field(default=64, ge=1, le=100_000, description="of the search, a move")
    positions: int = Field(default=0, ge=0, description="questions about positions, at most")


class Recipe(Section):
    """A whole run: sources, target distribution, splits. Same recipe, same seed, same bytes."""

    name: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")
    summary: str = ""
    seed: int = Field(default=0, ge=0, le=LARGEST_SEED)
    date: str = Field(default="", pattern=r"^(\d{4}-\d{2}-\d{2})?$", description="written into every record")
    licence: str = "CC0-1.0"
    size: int = Field(default=1000, ge=1, le=1_000_000_000, description="number of task records")
    tasks: Tasks | None = None
    table: Table | None = None
    selfplay: SelfPlay | None = None
    splits: dict[str, float] = Field(default={"train": 0.9, "test": 0.1})

    @property
    def extrapolate_from(self) -> int:
        """The first level that is kept for the split of harder problems; 0: none is."""
        return self.tasks.extrapolate_from if self.tasks else 0

    @field_validator("splits")
    @classmethod
    def _shares(cls, value: dict[str, float]) -> dict[str, float]:
        if not value or any(share <= 0 for share in value.values()) or abs(sum(value.values()) - 1) > 1e-9:
            raise ValueError(f"expected shares above 0 that sum to 1, got {value}")
        if any(not name.isidentifier() for name in value):
            raise ValueError(f"expected split names of letters, digits and underscores, got {', '.join(value)}")
        return value

    @model_validator(mode="after")
    def _some_source(self) -> Recipe:
        if not (self.tasks or self.table or self.selfplay):
            raise ValueError("expected at least one source; there are: tasks, table, selfplay")
        return self

    def scaled(self, *, seed: int | None = None, size: int | None = None) -> Recipe:
        """The recipe under another seed or size; with the size, the other sources scale along."""
        changed = self.model_dump(by_alias=True)
        if seed is not None:
            changed["seed"] = seed
        if size is not None:
            factor = size / self.size
            changed["size"] = size
            if self.table and self.table.rows:
                changed["table"]["rows"] = max(1, round(self.table.rows * factor))
            if self.selfplay:
                games = changed["selfplay"]["games"]
                changed["selfplay"]["games"] = {n: max(1, round(count * factor)) for n, count in games.items()}
                changed["selfplay"]["positions"] = round(self.selfplay.positions * factor)
        try:
            return Recipe.model_validate(changed)
        except ValidationError as error:
            raise RecipeError("; ".join(_sentence(problem) for problem in error.errors())) from error


def shipped() -> list[str]:
    """The names of the recipes that come with the package."""
    return sorted(entry.name.removesuffix(".yaml") for entry in SHIPPED.iterdir() if entry.name.endswith(".yaml"))


def read(name: str | Path) -> Recipe:
    """The recipe of that shipped name or path.

    Raises NotFoundError where there is none, and RecipeError naming file, line and field.
    """
    path = Path(name)
    if str(name) in shipped():
        source, text = f"{name}.yaml", (SHIPPED / f"{name}.yaml").read_text(encoding="utf-8")
    elif path.is_file():
        try:
            source, text = str(path), path.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            raise RecipeError(f"{path}: expected UTF-8 text: {error}") from error
    else:
        raise NotFoundError(f"no recipe {str(name)!r}; shipped are: {', '.join(shipped())}; or give the path of a file")
    return parse(text, source)


def parse(text: str, source: str) -> Recipe:
    """The recipe in this YAML text; ``source`` is its name in errors."""
    try:
        values = parse_yaml(text)
        tree = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        raise RecipeError(f"{source}: {' '.join(str(error).split())}") from error
    if not isinstance(values, dict):
        raise RecipeError(f"{source}, line 1: expected a mapping of fields, got {type(values).__name__}")
    try:
        return Recipe.model_validate(values)
    except ValidationError as error:
        found = [f"{source}, line {_line(tree, problem['loc'])}: {_sentence(problem)}" for problem in error.errors()]
        raise RecipeError("\n".join(found)) from error


def _sentence(problem: Mapping[str, Any]) -> str:
    field = ".".join(str(part) for part in problem["loc"] if part != "[key]") or "recipe"
    if problem["type"] == "extra_forbidden":
        sections: dict[Any, type[Section]] = {"tasks": Tasks, "table": Table, "selfplay": SelfPlay}
        section = sections[problem["loc"][0]] if len(problem["loc"]) > 1 else Recipe
        fields = [info.alias or name for name, info in section.model_fields.items()]
        return f"{field}: no such field; there are: {', '.join(fields)}"
    message = problem["msg"].removeprefix("Value error, ")
    came = "" if problem["type"] in {"missing", "value_error"} else f", got {problem['input']!r}"
    return f"{field}: {message}{came}"


def _line(tree: yaml.Node | None, location: tuple[int | str, ...]) -> int:
    node = tree
    line = 1
    for part in location:
        if isinstance(node, yaml.MappingNode):
            pair = next(((key, value) for key, value in node.value if key.value == str(part)), None)
            if pair is None:
                break
            line, node = pair[0].start_mark.line + 1, pair[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line + 1
    return line
