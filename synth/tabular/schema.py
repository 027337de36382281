"""A schema: the tables of a data set, what each column may hold, how tables hang together, the rules that rows keep.

It is declared by a person who knows the domain, or detected and shown for correction (:mod:`.detect`). Bounds and
values that it names are public knowledge; bounds from data would be somebody's values.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from simulators.core import ProvenderError
from synth.files import parse_yaml
from synth.tabular.rules import Required, Rule

Kind = Literal["integer", "number", "category", "boolean", "date", "datetime", "text", "id"]
Role = Literal["plain", "quasi", "sensitive"]
Bound = float | date | datetime | None
NUMERIC: frozenset[Kind] = frozenset({"integer", "number", "date", "datetime"})


class SchemaError(ProvenderError):
    """A schema that cannot be read, or that does not fit the table; the text names file, table and column."""


class Section(BaseModel):
    """A part of a schema: unknown fields are errors, nothing changes later."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Column(Section):
    """One column.

    ``quasi`` (a quasi-identifier) is what others may know of a person; ``sensitive`` is what they should not learn. A
    column with a ``pii`` kind (a name, an address …) or of the kind ``id`` or ``text`` is never learnt from data.
    """

    kind: Kind
    role: Role = "plain"
    pii: str = Field(default="", description="kind of personal data that stands here; see synth.tabular.pii.KINDS")
    low: Bound = None
    high: Bound = None
    values: tuple[str, ...] = Field(default=(), description="of a category; empty: those of the data")
    decimals: int | None = Field(default=None, ge=0, le=15, description="of a number")
    pattern: str = Field(default="", description="a regular expression that every text matches as a whole")
    nullable: bool = False
    unique: bool = False
    distribution: dict[str, Any] = Field(
        default={}, description="how the engine declared draws it, see synth.tabular.engines.declared"
    )

    @property
    def learnt(self) -> bool:
        """Whether an engine may see the column's values."""
        return not self.pii and self.kind not in ("id", "text")


class Parent(Section):
    """A foreign key: these columns name a row of that table by its key."""

    table: str
    columns: tuple[str, ...] = Field(min_length=1)


class Table(Section):
    """One table: columns in order, the key, the tables that it points at, rules.

    The first parent leads: a row belongs to the person whose row that is. Rows of a ``public`` table (places, products)
    are known to all, and released as they are. With ``order`` it holds sequences: the rows of one parent (of one
    ``entity``, where there is no parent), in the order of that column.
    """

    columns: dict[str, Column]
    key: tuple[str, ...] = ()
    parents: tuple[Parent, ...] = ()
    entity: tuple[str, ...] = Field(default=(), description="columns that name whose sequence a row belongs to")
    order: str = Field(default="", description="column that orders a sequence")
    public: bool = Field(default=False, description="rows are public knowledge, and released as they are")
    rules: tuple[Annotated[Rule, Field(discriminator="kind")], ...] = ()

    @model_validator(mode="after")
    def _names_are_known(self) -> Table:
        named = {*self.key, *self.entity, *((self.order,) if self.order else ())}
        named |= {name for parent in self.parents for name in parent.columns}
        named |= {name for rule in self.rules for name in rule.named() if "." not in name}
        if unknown := sorted(named - set(self.columns)):
            raise ValueError(f"no column {unknown[0]!r}; there are: {', '.join(self.columns)}")
        for rule in self.rules:
            if isinstance(rule, Required) and rule.when in self.columns:
                column = self.columns[rule.when]
                held = ("True", "False") if column.kind == "boolean" else column.values
                if held and not set(rule.values) <= set(held):
                    wanted = " or ".join(rule.values)
                    raise ValueError(f"{rule.when} is never {wanted}; it is one of: {', '.join(held)}")
        return self

    def learnt(self) -> dict[str, Column]:
        """The columns that an engine may see: neither personal, nor free text, nor keys."""
        keys = {*self.key, *(name for parent in self.parents for name in parent.columns), *self.entity}
        return {name: column for name, column in self.columns.items() if column.learnt and name not in keys}


class Schema(Section):
    """A data set: its tables by name, and where its real rows come from under which licence."""

    name: str
    tables: dict[str, Table] = Field(min_length=1)
    source: str = ""
    licence: str = ""

    @model_validator(mode="after")
    def _parents_are_there(self) -> Schema:
        for name, table in self.tables.items():
            for parent in table.parents:
                if parent.table not in self.tables:
                    raise ValueError(f"{name}: no table {parent.table!r}; there are: {', '.join(self.tables)}")
                key = self.tables[parent.table].key
                if len(key) != len(parent.columns):
                    raise ValueError(
                        f"{name}: {', '.join(parent.columns)} should name the key of {parent.table}: {key}"
                    )
            open_ = [self.tables[parent.table].public for parent in table.parents]
            if table.public and not all(open_):
                raise ValueError(f"{name}: a public table cannot hang on one that is not")
            if open_[:1] == [True] and not all(open_):
                raise ValueError(f"{name}: its first parent is public; name the one first whose rows are people's")
        self.ordered()
        return self

    def ordered(self) -> list[str]:
        """The tables, parents before children. Raises ValueError where tables point at each other in a circle."""
        found: list[str] = []
        left = dict(self.tables)
        while left:
            ready = [name for name, table in left.items() if all(one.table in found for one in table.parents)]
            if not ready:
                raise ValueError(f"the tables {', '.join(left)} point at each other in a circle")
            found += ready
            left = {name: table for name, table in left.items() if name not in ready}
        return found

    def only(self) -> Table:
        """The single table. Raises SchemaError where there are several."""
        if len(self.tables) != 1:
            raise SchemaError(f"{self.name}: expected one table, got {', '.join(self.tables)}")
        return next(iter(self.tables.values()))


def single(name: str, columns: Mapping[str, Column], **fields: Any) -> Schema:
    """The schema of a data set of one table."""
    return Schema(name=name, tables={name: Table(columns=dict(columns), **fields)})


def read(path: Path) -> Schema:
    """The schema in a YAML file. Raises SchemaError naming file, table and column."""
    if path.exists() and not path.is_file():
        raise SchemaError(f"cannot read the schema {path}: it is {'a folder' if path.is_dir() else 'no file'}")
    try:
        return parse(path.read_text(encoding="utf-8"), str(path))
    except OSError as error:
        raise SchemaError(f"cannot read the schema {path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise SchemaError(f"{path}: expected UTF-8 text: {error}") from error


def parse(text: str, source: str) -> Schema:
    """The schema in this YAML text, whose name in errors is ``source``.

    One table may be written without ``tables``: its columns, key and rules stand beside the name.

    >>> parse("name: t\\ncolumns: {n: {kind: integer, low: 0}}", "t.yaml").only().columns["n"].low
    0.0
    """
    try:
        found = parse_yaml(text)
    except yaml.YAMLError as error:
        raise SchemaError(f"{source}: {' '.join(str(error).split())}") from error
    if not isinstance(found, dict) or not ({"columns", "tables"} & set(found)) or "name" not in found:
        raise SchemaError(f"{source}: expected the fields name and columns, or name and tables")
    if "columns" in found:
        table = {key: found.pop(key) for key in Table.model_fields if key in found}
        found["tables"] = {str(found["name"]): table}
    try:
        known = Schema.model_validate(found)
    except ValidationError as error:
        raise SchemaError("\n".join(f"{source}{_sentence(problem)}" for problem in error.errors())) from error
    for name, declared in known.tables.items():
        if not declared.columns:
            raise SchemaError(f"{source}, table {name}: expected columns, got none")
    return known


def _sentence(problem: Mapping[str, Any]) -> str:
    """An error of pydantic's as table, column, field and what is wrong."""
    place = [str(part) for part in problem["loc"]]
    told = ""
    if place[:1] == ["tables"]:
        told = f", table {place[1]}" if len(place) > 1 else ""
        place = place[2:]
    if place[:1] == ["columns"] and len(place) > 1:
        told, place = f"{told}, column {place[1]}", place[2:]
    if place:
        told = f"{told}, {'.'.join(place)}"
    if problem["type"] == "extra_forbidden":
        section = Column if ", column " in told else Table if ", table " in told else Schema
        there = "" if "rules" in place else f"; there are: {', '.join(section.model_fields)}"
        return f"{told}: no such field{there}"
    message = problem["msg"].removeprefix("Value error, ")
    came = "" if problem["type"] in {"missing", "value_error"} else f", got {problem['input']!r}"
    return f"{told}: {message}{came}"


def dump(schema: Schema) -> str:
    """The schema as YAML; :func:`parse` gives it back."""
    told = schema.model_dump(mode="python", exclude_defaults=True)
    tables = {name: _plain(table) for name, table in told.pop("tables").items()}
    head = {"name": told.pop("name"), **told}
    if list(tables) == [schema.name]:
        head |= tables[schema.name]
    else:
        head["tables"] = tables
    return str(yaml.safe_dump(head, sort_keys=False, allow_unicode=True, width=120))


def _plain(value: Any) -> Any:
    """What YAML can write: no tuples, and whole numbers without a point."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value
