"""Relational schemas that make sense: a domain, some of its tables, and pools of values for their columns.

Names of people, cities, countries, jobs and companies are Faker's words, drawn by our own stream.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any, NamedTuple

from simulators.core import Stream
from simulators.grammar.domains import ADJECTIVES, DOMAINS, NOUNS, OFFICES
from simulators.vocabulary import COURSES, PEOPLE, THINGS

POOL = 7  # values of a column of text, at most
PLACES = {
    "airline": "a small airline",
    "clinic": "a clinic",
    "company": "a company",
    "garage": "a garage",
    "gym": "a gym",
    "hotel": "a chain of hotels",
    "library": "a library",
    "music": "a record label",
    "school": "a school",
    "shop": "a shop",
}
KINDS = {"number": "integer", "key": "integer", "->": "integer"}


class Column(NamedTuple):
    """A column: how its values are drawn (``key``, ``->``, ``number``, ``date`` or a pool), its label in sentences."""

    name: str
    draw: str
    settings: tuple[Any, ...]
    nullable: bool
    label: str

    @property
    def type(self) -> str:
        """Its type in SQL."""
        return KINDS.get(self.draw, "text")

    @property
    def year(self) -> bool:
        """Whether it holds years, which nobody adds up."""
        return self.draw == "number" and self.settings[0] >= 1900 and self.settings[1] < 2100

    @property
    def summed(self) -> bool:
        """Whether a total of it means something."""
        return self.draw == "number" and not self.year and self.name not in ("room", "rating", "stars")

    @property
    def measured(self) -> bool:
        """Whether more and less mean something."""
        return self.draw in ("number", "date")


class Table(NamedTuple):
    """A table, with its names for one row and for many, and the least and most of its rows."""

    one: str
    name: str
    rows: tuple[int, int]
    columns: tuple[Column, ...]

    @property
    def key(self) -> str:
        """Its primary key, which is its first column."""
        return f"{self.name}.{self.columns[0].name}"


class Schema(NamedTuple):
    """Some tables of a domain, parents first, and the values that columns of text take."""

    domain: str
    tables: tuple[Table, ...]
    pools: dict[str, list[str]]

    def table(self, name: str) -> Table:
        """The table of that name."""
        return next(table for table in self.tables if table.name == name)

    def column(self, path: str) -> Column:
        """The column that ``table.column`` names."""
        table, _, name = path.partition(".")
        return next(column for column in self.table(table).columns if column.name == name)

    def foreign(self, child: Table) -> list[tuple[Column, Table]]:
        """The foreign keys of a table with the tables that they point at."""
        return [
            (column, next(table for table in self.tables if table.one == column.settings[0]))
            for column in child.columns
            if column.draw == "->"
        ]


@cache
def domains() -> dict[str, tuple[Table, ...]]:
    """All domains, read from their text."""
    found: dict[str, tuple[Table, ...]] = {}
    for block in DOMAINS.strip().split("\n\n"):
        name, *lines = block.split("\n")
        tables: list[Table] = []
        for line in lines:
            if line.startswith("    "):
                tables[-1] = tables[-1]._replace(columns=(*tables[-1].columns, _column(line)))
            else:
                one, many, rows = line.split()
                low, _, high = rows.partition("-")
                tables.append(Table(one.replace("order_line", "order"), many, (int(low), int(high)), ()))
        found[name] = tuple(tables)
    return found


def _column(line: str) -> Column:
    told, _, label = line.partition(" : ")
    name, draw, *settings = told.split()
    nullable = settings[-1:] == ["?"]
    settings = settings[: len(settings) - nullable]
    values = tuple(int(value) if value.isdigit() else value for value in settings)
    usual = name.removesuffix("_id") if draw == "->" else name if draw == "key" else name.replace("_", " ")
    return Column(name, draw, values, nullable, label or usual)


def schema(rng: Stream, tables: int) -> Schema:
    """A schema of that many tables, each linked to another: foreign keys that point outside are left out."""
    while True:
        domain = rng.choice(sorted(domains()))
        whole = domains()[domain]
        kept = [whole[at] for at in sorted(rng.sample(range(len(whole)), min(tables, len(whole))))]
        ones = [table.one for table in kept]
        cut = [
            table._replace(
                columns=tuple(column for column in table.columns if column.draw != "->" or column.settings[0] in ones)
            )
            for table in kept
        ]
        links = sum(column.draw == "->" for table in cut for column in table.columns)
        if links >= tables - 1:
            return Schema(domain, tuple(cut), _pools(rng, cut))


def _pools(rng: Stream, tables: Iterable[Table]) -> dict[str, list[str]]:
    found = {}
    for table in tables:
        for column in table.columns:
            if column.type == "text" and column.draw != "date":
                values = column.draw.split("|") if "|" in column.draw else POOLS[column.draw]()
                found[f"{table.name}.{column.name}"] = rng.sample(values, min(POOL, len(values)))
    return found


def _plain(words: Iterable[str]) -> list[str]:
    """Words of ASCII letters alone, which need no quoting, without the names that stories share."""
    return sorted({word for word in words if word.isascii() and word.isalpha() and 2 < len(word) < 12} - set(PEOPLE))


@cache
def _surnames() -> Sequence[str]:
    from faker.providers.person.en_GB import Provider

    return _plain(Provider.last_names)


@cache
def _firsts() -> Sequence[str]:
    from faker.providers.person.en_GB import Provider

    return _plain(Provider.first_names)


@cache
def _cities() -> Sequence[str]:
    from faker.providers.address.de_DE import Provider as German
    from faker.providers.address.pt_PT import Provider as Portuguese
    from faker.providers.address.sv_SE import Provider as Swedish

    return _plain([*German.cities, *Portuguese.cities, *Swedish.cities])


@cache
def _countries() -> Sequence[str]:
    from faker.providers.address.en_US import Provider

    return _plain(Provider.countries)


@cache
def _jobs() -> Sequence[str]:
    from faker.providers.job import Provider

    return sorted({job.lower() for job in _plain(Provider.jobs)} - {"copy", "land", "make", "sub"})  # halves of names


@cache
def _companies() -> Sequence[str]:
    from faker.providers.company.en_US import Provider

    endings = [ending for ending in sorted(Provider.company_suffixes) if ending.isalpha()]
    return [f"{name} {endings[at % len(endings)]}" for at, name in enumerate(_surnames())]


@cache
def _titles() -> Sequence[str]:
    return [f"{adjective} {noun}" for adjective in ADJECTIVES for noun in NOUNS]


POOLS: dict[str, Callable[[], Sequence[str]]] = {
    "surnames": _surnames,
    "firsts": _firsts,
    "cities": _cities,
    "countries": _countries,
    "jobs": _jobs,
    "companies": _companies,
    "titles": _titles,
    "things": lambda: [one for one, _ in THINGS],
    "courses": lambda: [course[0].upper() + course[1:] for course in COURSES],
    "offices": lambda: OFFICES,
}


def specification(made: Schema) -> list[dict[str, Any]]:
    """The tables as facts hold them, for :func:`simulators.checks.sql.rows.drawn`."""
    names = {table.one: table.name for table in made.tables}
    return [
        {
            "name": table.name,
            "rows": list(table.rows),
            "columns": [
                [column.name, column.type, _drawn(f"{table.name}.{column.name}", column, names), column.nullable]
                for column in table.columns
            ],
        }
        for table in made.tables
    ]


def _drawn(path: str, column: Column, names: dict[str, str]) -> list[Any]:
    if column.draw == "->":
        return ["foreign", names[column.settings[0]]]
    return [column.draw, *column.settings] if column.draw in ("key", "number", "date") else ["pool", path]


def definitions(made: Schema) -> str:
    """The CREATE TABLE statements of a schema."""
    return "\n".join(_definition(made, table) for table in made.tables)


def _definition(made: Schema, table: Table) -> str:
    foreign = {column.name: parent for column, parent in made.foreign(table)}
    lines = []
    for column in table.columns:
        line = f"  {column.name} {column.type.upper()}"
        if column.draw == "key":
            line += " PRIMARY KEY"
        elif not column.nullable:
            line += " NOT NULL"
        if column.name in foreign:
            parent = foreign[column.name]
            line += f" REFERENCES {parent.name} ({parent.columns[0].name})"
        lines.append(line)
    return f"CREATE TABLE {table.name} (\n" + ",\n".join(lines) + "\n);"


def outline(made: Schema) -> str:
    """The tables of a schema in words, a line each."""
    return "\n".join(_outlined(made, table) for table in made.tables)


def _outlined(made: Schema, table: Table) -> str:
    foreign = {column.name: parent for column, parent in made.foreign(table)}
    parts = []
    for column in table.columns:
        note = "key" if column.draw == "key" else "date as text" if column.draw == "date" else column.type
        if column.name in foreign:
            note = f"the {column.label}: a key of {foreign[column.name].name}"
        parts.append(f"{column.name} ({note}{', may be NULL' if column.nullable else ''})")
    return f"- {table.name}: {', '.join(parts)}"


def excerpt(made: Schema, database: dict[str, list[list[Any]]], count: int = 3) -> str:
    """The first rows of every table, as a person would write them down."""
    parts = []
    for table in made.tables:
        names = " | ".join(column.name for column in table.columns)
        rows = [
            " | ".join("NULL" if value is None else str(value) for value in row) for row in database[table.name][:count]
        ]
        parts.append("\n".join([f"{table.name}:", names, *rows]))
    return "\n\n".join(parts)
