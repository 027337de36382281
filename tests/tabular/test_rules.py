"""Rules of a schema: what enforces them and what audits them are two engines, which must agree."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from synth.tabular import columns, schema, shaping
from synth.tabular.audit import audit
from synth.tabular.schema import SchemaError

SHOP = """
name: shop
tables:
  customers:
    key: [id]
    columns:
      id: {kind: id}
      born: {kind: date, low: 1900-01-01, high: 2020-12-31}
      member: {kind: boolean}
      guest: {kind: boolean}
    rules:
      - {kind: one_hot, columns: [member, guest]}
  orders:
    key: [number]
    parents: [{table: customers, columns: [customer]}]
    columns:
      number: {kind: id, unique: true}
      customer: {kind: id}
      day: {kind: date}
      sent: {kind: date, nullable: true}
      count: {kind: integer, low: 1, high: 9}
      price: {kind: number, low: 0, decimals: 2}
      total: {kind: number, decimals: 2}
      first: {kind: integer}
      second: {kind: integer}
      city: {kind: category, values: [Bergen, Cork]}
      country: {kind: category, values: [Norway, Ireland]}
      state: {kind: category, values: [open, sent]}
      code: {kind: text, pattern: "[A-Z]{2}-[0-9]+"}
      returned: {kind: boolean}
      back: {kind: date, nullable: true}
    rules:
      - {kind: order, columns: [day, sent]}
      - {kind: order, columns: [customers.born, day], strict: true}
      - {kind: formula, column: total, expression: "round(count * price, 2)", tolerance: 0.005}
      - {kind: formula, column: first, expression: "years(customers.born, day)"}
      - {kind: sum, columns: [first, second], total: 100}
      - {kind: combinations, columns: [city, country], allowed: [[Bergen, Norway], [Cork, Ireland]]}
      - {kind: required, column: sent, when: state, values: [sent], otherwise: empty}
      - {kind: required, column: back, when: returned, values: [true], otherwise: empty}
      - {kind: combinations, columns: [state, returned], allowed: [[open, false], [sent, false], [sent, true]]}
"""
KNOWN = schema.parse(SHOP, "shop.yaml")


def shop() -> dict[str, pd.DataFrame]:
    """Two tables that keep every rule."""
    customers = pd.DataFrame({
        "id": ["a", "b"], "born": pd.to_datetime(["1980-02-29", "2000-12-31"]), "member": [True, False],
        "guest": [False, True],
    })  # fmt: skip
    orders = pd.DataFrame({
        "number": ["1", "2", "3"], "customer": ["a", "a", "b"],
        "day": pd.to_datetime(["2021-02-28", "2024-02-29", "2024-12-30"]),
        "sent": pd.to_datetime(["2021-03-01", None, "2024-12-30"]), "count": [1, 2, 9], "price": [2.5, 0.335, 1.0],
        "total": [2.5, 0.67, 9.0], "first": [40, 44, 23], "second": [60, 56, 77],
        "city": ["Bergen", "Cork", "Cork"], "country": ["Norway", "Ireland", "Ireland"],
        "state": ["sent", "open", "sent"], "code": ["AB-1", "CD-22", "EF-3"],
        "returned": [True, False, False], "back": pd.to_datetime(["2021-04-01", None, None]),
    })  # fmt: skip
    return {"customers": customers, "orders": orders}


def test_rows_that_keep_all_rules_pass_the_audit() -> None:
    """Every query of the audit gives 0."""
    assert audit(shop(), KNOWN) == {}


FAULTS: list[tuple[str, str, int, Any, str]] = [
    ("customers", "id", 1, "a", "customers: the key id is unique"),
    ("customers", "born", 0, pd.Timestamp("1850-01-01"), "customers.born is at least 1900-01-01"),
    ("customers", "guest", 0, True, "customers: just one of member, guest"),
    ("orders", "customer", 0, "z", "orders: customer names a row of customers"),
    ("orders", "number", 1, "1", "orders.number is unique"),
    ("orders", "sent", 0, pd.Timestamp("2021-02-27"), "orders: day <= sent"),
    ("orders", "sent", 0, None, "orders: sent is filled where state is sent"),
    ("orders", "sent", 1, pd.Timestamp("2024-03-01"), "orders: sent is filled where state is sent"),
    ("orders", "day", 1, pd.Timestamp("1980-02-29"), "orders: customers.born < day"),
    ("orders", "count", 1, 10, "orders.count is at most 9"),
    ("orders", "count", 1, 2.5, "orders.count is a whole number"),
    ("orders", "total", 2, 9.01, "orders: total = round(count * price, 2)"),
    ("orders", "first", 2, 24, "orders: first = years(customers.born, day)"),
    ("orders", "second", 2, 76, "orders: first + second = 100.0"),
    ("orders", "country", 0, "Ireland", "orders: city, country stand together as allowed"),
    ("orders", "city", 0, "Rome", "orders.city is one of its values"),
    ("orders", "city", 0, None, "orders.city is never empty"),
    ("orders", "code", 2, "ef-3", "orders.code matches its pattern"),
    ("orders", "back", 0, None, "orders: back is filled where returned is True"),
    ("orders", "returned", 2, True, "orders: back is filled where returned is True"),
    ("orders", "returned", 1, True, "orders: state, returned stand together as allowed"),
]


@pytest.mark.parametrize(("table", "column", "row", "value", "said"), FAULTS, ids=[fault[-1] for fault in FAULTS])
def test_each_planted_fault_is_found_by_both(table: str, column: str, row: int, value: Any, said: str) -> None:
    """DuckDB counts it under its sentence, and what enforces rules names the row."""
    tables = shop()
    changed = tables[table].astype({column: object}) if isinstance(value, float) else tables[table].copy()
    changed.loc[row, column] = value
    tables[table] = changed
    assert said in audit(tables, KNOWN)
    if "customers." not in said and "names a row" not in said:
        assert row in {found for found, _ in columns.violations(changed, KNOWN.tables[table], table)}


@pytest.mark.parametrize(("when", "value"), [("returned", "yes"), ("state", "paid")])
def test_a_rule_that_no_row_could_wake_is_refused(when: str, value: str) -> None:
    """A value that the column never holds is a slip of the pen, and not a rule that all rows keep."""
    text = SHOP.replace("when: state, values: [sent]", f"when: {when}, values: [{value!r}]")
    with pytest.raises(schema.SchemaError, match=f"{when} is never {value}; it is one of: "):
        schema.parse(text, "shop.yaml")


def test_the_audit_reads_parquet_files(tmp_path: Path) -> None:
    """A released file, by its path."""
    tables = shop()
    tables["orders"].loc[0, "city"] = "Cork"
    for name, frame in tables.items():
        frame.to_parquet(tmp_path / f"{name}.parquet")
    found = audit({name: tmp_path / f"{name}.parquet" for name in tables}, KNOWN)
    assert found == {"orders: city, country stand together as allowed": 1}


numbers = st.lists(st.integers(-50, 50), min_size=3, max_size=30)


@given(numbers, st.data())
def test_what_was_shaped_comes_back(values: list[int], data: st.DataObject) -> None:
    """Rows put down and back are the same; rows in which an engine draws anything else keep the rules all the same."""
    known = schema.parse(
        """
name: t
columns:
  a: {kind: integer}
  b: {kind: integer}
  c: {kind: integer}
  twice: {kind: integer}
  all: {kind: integer}
  x: {kind: boolean}
  y: {kind: boolean}
  city: {kind: category, values: [p, q]}
  country: {kind: category, values: [r, s], nullable: true}
rules:
  - {kind: order, columns: [a, b, c]}
  - {kind: formula, column: twice, expression: 2 * a + b}
  - {kind: sum, columns: [a, twice], total: all}
  - {kind: one_hot, columns: [x, y]}
  - {kind: combinations, columns: [city, country], allowed: [[p, r], [q, null], [q, s]]}
""",
        "t.yaml",
    )
    size = len(values)
    a = np.array(values)
    b, c = a + data.draw(st.integers(0, 5)), a + 7
    x = np.array(data.draw(st.lists(st.booleans(), min_size=size, max_size=size)))
    pairs = data.draw(st.lists(st.sampled_from([("p", "r"), ("q", None), ("q", "s")]), min_size=size, max_size=size))
    frame = pd.DataFrame({
        "a": a, "b": b, "c": c, "twice": 2 * a + b, "all": 3 * a + b, "x": x, "y": ~x,
        "city": [one for one, _ in pairs], "country": pd.Series([other for _, other in pairs], dtype=object),
    })  # fmt: skip
    seen, found = shaping.shape(frame, known.only())
    assert len(found.kept) == 5
    assert len(seen.columns) == 5
    pd.testing.assert_frame_equal(shaping.unshape(seen, found.kept, known.only()), frame, check_dtype=False)
    order = data.draw(st.permutations(range(size)))
    mixed = seen.assign(**{name: seen[name].to_numpy()[order] for name in list(seen)[::2]})
    back = shaping.unshape(mixed, found.kept, known.only())
    assert columns.violations(back, known.only(), "t") == []
    assert audit({"t": back}, known) == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "name: t\ncolumns: {a: {kind: integer, lo: 3}}",
            "table t, column a, lo: no such field; there are: kind, role",
        ),
        ("name: t\ncolumns: {a: {kind: integer}}\nkey: [b]", "table t: no column 'b'; there are: a"),
        ("name: t\ncolumns: {}", "table t: expected columns, got none"),
        ("columns: {a: {kind: integer}}", "expected the fields name and columns"),
        ("name: t\ncolumns: {a: {kind: integer}}\nrules: [{kind: sum, columns: [a, z], total: 1}]", "no column 'z'"),
        (
            "name: t\ncolumns: {a: {kind: integer}}\nrules: [{kind: formula, column: a, expression: 'a.b.c'}]",
            "got 'a.b.c'",
        ),
        ("name: t\ncolumns: {a: {kind: integer}}\nrules: [{kind: formula, column: a, expression: 'open(1)'}]", "open"),
        ("name: d\ntables: {t: {columns: {a: {kind: id}}, parents: [{table: u, columns: [a]}]}}", "no table 'u'"),
        (
            "name: d\ntables: {t: {key: [a], columns: {a: {kind: id}}, parents: [{table: t, columns: [a]}]}}",
            "point at each other in a circle",
        ),
    ],
)
def test_a_schema_that_cannot_be_read_is_one_sentence(text: str, said: str) -> None:
    """It names the file, the table, the column or field, and what there is."""
    with pytest.raises(SchemaError, match=said):
        schema.parse(text, "t.yaml")


def test_a_schema_comes_back_from_its_text() -> None:
    """All tables, keys, parents and rules."""
    assert schema.parse(schema.dump(KNOWN), "again.yaml") == KNOWN


def test_a_text_with_a_nul_is_not_the_text_before_it() -> None:
    """In joint categories too, where values are looked up; an empty text is not a missing one."""
    known = schema.parse(
        "name: t\ncolumns: {a: {kind: category, values: [x, y]}, b: {kind: category, nullable: true}}\n"
        "rules: [{kind: combinations, columns: [a, b]}]",
        "t.yaml",
    )
    texts = ["common", "common\x00rare", "", None, "common\x00"]
    values = tuple(text for text in texts if text is not None)
    table = known.only()
    column = table.columns["b"].model_copy(update={"values": values})
    table = table.model_copy(update={"columns": {**table.columns, "b": column}})
    frame = pd.DataFrame({"a": ["x", "y", "x", "y", "x"], "b": pd.Series(texts, dtype=object)})
    seen, found = shaping.shape(frame, table)
    back = shaping.unshape(seen, found.kept, table)
    assert [None if pd.isna(value) else value for value in back["b"]] == texts
    assert back["a"].tolist() == frame["a"].tolist()
    assert columns.encode(frame["b"], column).tolist()[:3] == [0.0, 1.0, 2.0]
