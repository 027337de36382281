"""Schemas told from data: by values, with reasons, without any value of the data; awkward frames handled or refused."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synth.tabular import columns, dates, reading, schema
from synth.tabular.detect import detect
from synth.tabular.reading import TableError, typed
from synth.tabular.schema import Column, Table

N = 60
NAMES = ("Anna Berg", "Jon Cole", "Ruth Baker", "Mary Jones", "Paul Smith", "Laura Rossi")


def one(values: Any, called: str = "a") -> Column:
    """The column that values are detected as; they are then read as such, and fit."""
    frame = pd.DataFrame({called: values})
    table = detect({"t": frame}, "t").schema.only()
    rows = typed(frame, table, "t")
    assert not columns.violations(rows, table.model_copy(update={"key": ()}), "t")
    return table.columns[called]


@pytest.mark.parametrize(
    ("values", "kind", "nullable"),
    [
        pytest.param([2**60 + 7 * i for i in range(N)], "id", False, id="large integers are names"),
        pytest.param([2**70, 2**71, 5], "id", False, id="integers of more than 64 bits"),
        pytest.param([Decimal("1.25") * i for i in range(N)], "number", False, id="decimals"),
        pytest.param([Decimal(i % 7) for i in range(N)], "integer", False, id="whole decimals"),
        pytest.param([1, None] * 30, "integer", True, id="integers with gaps, as floats"),
        pytest.param(pd.Series([3, None] * 30, dtype=object), "integer", True, id="object integers with None"),
        pytest.param(pd.array([1, None] * 30, dtype="Int64"), "integer", True, id="Int64"),
        pytest.param([1.5, np.nan] * 30, "number", True, id="floats with gaps"),
        pytest.param([1, "a"] * 30, "category", False, id="mixed types"),
        pytest.param([f"1655-01-{i % 28 + 1:02}" for i in range(N)], "date", False, id="before 1678"),
        pytest.param([f"{i % 28 + 1:02}.03.2300" for i in range(N)], "date", False, id="after 2262"),
        pytest.param([date(1500, 1, 1 + i % 28) for i in range(N)], "date", False, id="date objects before 1678"),
        pytest.param([datetime(2020, 1, 1, i % 24) for i in range(N)], "datetime", False, id="datetime objects"),
        pytest.param(["12/31/2020", "01/02/2021"] * 30, "date", False, id="American dates"),
        pytest.param(["31/12/2020", None] * 30, "date", True, id="British dates with gaps"),
        pytest.param(["2020-01-01T10:00:00+02:00"] * N, "datetime", False, id="times with a zone"),
        pytest.param(["3 Mar 2020", "14 April 1999"] * 30, "date", False, id="months in words"),
        pytest.param(["2020-01-01", "2020-02-30"] * 30, "category", False, id="a day that does not exist"),
        pytest.param(pd.date_range("2020", periods=N, freq="h", tz="Asia/Tokyo"), "datetime", False, id="time zones"),
        pytest.param([True, None] * 30, "boolean", True, id="truths with gaps"),
        pytest.param(["true", "False"] * 30, "boolean", False, id="truths in words"),
        pytest.param([0, 1] * 30, "integer", False, id="0 and 1 stay numbers"),
        pytest.param([10, 20, 30] * 20, "integer", False, id="numeric codes stay numbers"),
        pytest.param(["yes", "no"] * 30, "category", False, id="words"),
        pytest.param(["x"] * N, "category", False, id="a constant"),
        pytest.param([None] * N, "text", True, id="nothing but gaps"),
        pytest.param(["", " "] * 30, "text", False, id="nothing but blanks"),
        pytest.param([f"{i},5" for i in range(N)], "number", False, id="decimal commas"),
        pytest.param([f"v{i}" for i in range(10_000)], "id", False, id="10,000 codes"),
        pytest.param([f"{chr(97 + i % 26)}{chr(97 + i // 26)}" for i in range(600)], "text", False, id="600 words"),
        pytest.param([f"The patient came at {i} and left" for i in range(N)], "text", False, id="free text"),
        pytest.param(["😀", "\x00"] * 30, "category", False, id="emoji and NUL"),
        pytest.param(
            pd.Categorical(["b", "c"] * 30, categories=["a", "b", "c"]), "category", False, id="unused category"
        ),
        pytest.param(["1" * 50, "2" * 50, "3"], "id", False, id="digits too many to count"),
        pytest.param(["1E999", "2.5"] * 30, "category", False, id="a number that no float holds"),
        pytest.param(["ask ann@example.org", "ask nobody"] * 30, "text", False, id="mail addresses in repeated texts"),
        pytest.param(["7"], "integer", False, id="one row"),
        pytest.param(["x" * 1_000_000, "y"] * 30, "category", False, id="cells of a megabyte"),
    ],
)
def test_the_kind_is_told_by_values(values: Any, kind: str, nullable: bool) -> None:
    """Each awkward column gets a kind that its own values fit."""
    found = one(values)
    assert (found.kind, found.nullable) == (kind, nullable)


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        (pd.DataFrame(), "t: expected rows and columns, got 0 rows of 0 columns"),
        (pd.DataFrame({"a": []}), "t: expected rows and columns, got 0 rows of 1 columns"),
        (pd.DataFrame([[1, 2]], columns=["a", "a"]), "t: expected columns of different names, got 'a' 2 times"),
        (pd.DataFrame({"a": [1, 2, np.inf]}), "t, column a, row 2: expected a finite number, got inf"),
        (
            pd.DataFrame({"a": [Decimal(1), Decimal("-Infinity")]}),
            "t, column a, row 1: expected a finite number, got -infinity",
        ),
        (
            pd.DataFrame({"a": [pd.Timedelta(1)]}),
            "t, column a: expected numbers, texts, dates or truths, got timedelta64",
        ),
        (pd.DataFrame({"a": [1, [2]]}), "t, column a, row 1: expected a number, a text, a date or a truth, got list"),
        (pd.DataFrame({"a": [b"x"]}), "t, column a, row 0: expected a number, a text, a date or a truth, got bytes"),
        (pd.DataFrame({"a": [1j]}), "t, column a: expected numbers, texts, dates or truths, got complex128"),
    ],
)
def test_what_no_schema_fits_is_refused_in_one_sentence(frame: pd.DataFrame, said: str) -> None:
    """The sentence names column and row."""
    with pytest.raises(TableError) as caught:
        detect({"t": frame}, "t")
    assert str(caught.value).startswith(said) and "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("column", "values", "said"),
    [
        (Column(kind="integer"), [1, "x"], "row 1: expected a whole number, got 'x'"),
        (Column(kind="integer"), [1, 2.5], "row 1: expected a whole number, got '2.5'"),
        (Column(kind="number"), ["1.5", "1.5.5"], "row 1: expected a number, got '1.5.5'"),
        (Column(kind="boolean"), [True, "maybe"], "row 1: expected true or false, got 'maybe'"),
        (Column(kind="date"), ["01.02.2020", "30.02.2020"], "row 1: expected a day, got '30.02.2020'"),
        (Column(kind="date"), ["2020-02-01", "never"], "row 1: expected a day, got 'never'"),
    ],
)
def test_values_of_another_kind_are_refused_with_their_row(column: Column, values: list[Any], said: str) -> None:
    """What a declared schema does not fit is no missing value."""
    with pytest.raises(TableError) as caught:
        typed(pd.DataFrame({"a": values}), Table(columns={"a": column}), "t")
    assert str(caught.value) == f"t, column a, {said}"


def test_dates_of_any_form_and_century_are_read_to_the_day() -> None:
    """A date that nanoseconds cannot hold is that date still."""
    for text, meant in (("24.12.1655", "1655-12-24"), ("12/31/2300", "2300-12-31"), ("1066-10-14", "1066-10-14")):
        rows = typed(pd.DataFrame({"a": [text]}), Table(columns={"a": Column(kind="date")}), "t")
        assert str(rows["a"].to_numpy()[0]) == f"{meant}T00:00:00"
    noon = typed(pd.DataFrame({"a": ["2020-01-01 12:00:00+02:00"]}), Table(columns={"a": Column(kind="datetime")}), "t")
    assert str(noon["a"].to_numpy()[0]) == "2020-01-01T10:00:00"


def test_a_doubt_about_day_and_month_is_told() -> None:
    """Where both readings fit all values, the reason says so; where one value decides, it does not."""
    said = detect({"t": pd.DataFrame({"a": ["03/04/2020"] * 9, "b": ["03/14/2020"] * 9})}, "t").reasons
    assert "day/month/year fits as well" in said["t", "a"] and "fits as well" not in said["t", "b"]


def test_nothing_of_the_data_stands_in_a_schema() -> None:
    """Neither bounds nor values: the schema of a table and of the same table with other values are one text."""
    rng = np.random.default_rng(0)
    told = set()
    for words, least in ((("red", "blue"), 100), (("left", "right"), 5_000)):
        frame = pd.DataFrame(
            {"a": rng.choice(words, 200), "n": rng.integers(least, least + 90, 200), "who": rng.choice(NAMES, 200)}
        )
        told.add(schema.dump(detect({"t": frame}, "t").schema))
    assert len(told) == 1


def shop() -> dict[str, pd.DataFrame]:
    """Three tables that hang together, and one of sequences."""
    rng = np.random.default_rng(0)
    return {
        "customers": pd.DataFrame(
            {"id": range(1, 31), "who": rng.choice(NAMES, 30), "points": rng.integers(0, 99, 30)}
        ),
        "orders": pd.DataFrame(
            {"order_no": [f"O-{i}" for i in range(60)], "customer": [i // 2 + 1 for i in range(60)]}
        ),
        "lines": pd.DataFrame({"order_no": [f"O-{i // 3}" for i in range(180)], "line": [i % 3 for i in range(180)]}),
        "visits": pd.DataFrame(
            {"patient_id": [i // 5 for i in range(100)], "day": [f"2020-01-{i % 5 + 1:02}" for i in range(100)]}
        ),
    }


def test_keys_parents_and_sequences_are_proposed() -> None:
    """Values that are contained in a key, and names that say so, make a foreign key; both are asked for."""
    found = detect(shop(), "shop")
    tables = found.schema.tables
    assert {name: table.key for name, table in tables.items()} == {
        "customers": ("id",),
        "orders": ("order_no",),
        "lines": (),
        "visits": (),
    }
    assert [(one.table, one.columns) for one in tables["orders"].parents] == [("customers", ("customer",))]
    assert [(one.table, one.columns) for one in tables["lines"].parents] == [("orders", ("order_no",))]
    assert (tables["visits"].entity, tables["visits"].order) == (("patient_id",), "day")
    assert tables["lines"].order == "line" and "points" in tables["customers"].learnt()
    assert "among customers.id" in found.reasons["orders", "customer"]


def test_a_child_without_its_parent_is_told_by_its_row() -> None:
    """One orphan: no foreign key is proposed, and the reason names the row."""
    frames = shop()
    frames["orders"].loc[7, "customer"] = 999
    found = detect(frames, "shop")
    assert not found.schema.tables["orders"].parents
    assert "row 7 has no parent" in found.reasons["orders", "customer"]


def test_every_column_has_a_reason() -> None:
    """A sentence without a value of the column."""
    frames = shop()
    found = detect(frames, "shop")
    assert set(found.reasons) == {(name, column) for name, frame in frames.items() for column in frame}
    assert not [why for why in found.reasons.values() if any(name in why for name in NAMES)]


def test_personal_data_are_told_by_values_and_by_neighbours() -> None:
    """Names, and digits with leading zeros beside streets, in columns whose names say nothing."""
    frame = pd.DataFrame(
        {
            "x1": [*NAMES, *NAMES],
            "x2": [f"Hauptstraße {i}" for i in range(12)],
            "x3": [f"0{i}" for i in range(1067, 1079)],
            "x4": range(5_000, 17_000, 1_000),
            "x5": pd.Categorical([*NAMES, *NAMES]),
        }
    )
    found = detect({"t": frame}, "t").schema.only().columns
    assert [(found[name].pii, found[name].learnt) for name in frame] == [
        ("name", False),
        ("address", False),
        ("postcode", False),
        ("", True),
        ("name", False),
    ]


cells = st.text(max_size=30) | st.none() | st.integers() | st.booleans() | st.dates() | st.decimals() | st.floats()


@settings(max_examples=80, deadline=None)
@given(st.lists(cells, min_size=1, max_size=20), st.text())
def test_hostile_columns_get_a_schema_that_they_fit_or_a_sentence(values: list[Any], called: str) -> None:
    """Whatever stands in a column and however it is called: a schema that reads it, or one sentence."""
    frame = pd.DataFrame({called: pd.Series(values, dtype=object)})
    try:
        table = detect({"t": frame}, "t").schema.only()
        rows = typed(frame, table, "t")
    except TableError:
        return
    assert not columns.violations(rows, table.model_copy(update={"key": ()}), "t")


@given(st.dates())
def test_every_day_is_read_back_from_every_form(day: date) -> None:
    """Dates from year 1 to 9999, as each form writes them."""
    writers = ("{0.year:04}-{0.month}-{0.day}", "{0.day}.{0.month}.{0.year:04}", "{0.month}/{0.day}/{0.year:04}")
    for writer, name in zip(writers, ("year-month-day", "day.month.year", "month/day/year"), strict=True):
        text = writer.format(day)
        form = next(form for form in dates.FORMS if form.name == name)
        assert dates.moments([text], form)[0] == np.datetime64(day, "s")


def test_the_same_values_as_texts_and_in_their_types_give_the_same_schema() -> None:
    """A CSV that is read as texts alone is detected as the frame that it was written from."""
    frame = pd.DataFrame(
        {
            "n": [1, 5, 7] * 20,
            "x": [1.5, 2.25, 3.0] * 20,
            "d": pd.date_range("2020", periods=60),
            "w": ["a", "b", "c"] * 20,
        }
    )
    texts = frame.assign(d=frame["d"].dt.strftime("%Y-%m-%d")).astype(str)
    told = [detect({"t": each}, "t").schema for each in (frame, texts)]
    assert told[0] == told[1]
    assert reading.typed(texts, told[1].only(), "t")["x"].tolist() == frame["x"].tolist()
