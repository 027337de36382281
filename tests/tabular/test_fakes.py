"""Fakes: people who do not exist, in the formats of those who do, the same in every process."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from faker import Faker
from hypothesis import given, settings
from hypothesis import strategies as st

from privacy.text.pii import checksums
from privacy.text.pii.lots import Lot
from synth.tabular import pii
from synth.tabular.pii import patterns
from synth.tabular.pii.people import latin
from synth.tabular.pii.styles import forms, guessed, restored, stored
from synth.tabular.schema import Column, Parent, SchemaError, Table


def people(n: int = 300, locale: str = "de_DE") -> tuple[pd.DataFrame, Table]:
    """A table of people as a hospital has it."""
    fake = Faker(locale)
    fake.seed_instance(7)
    frame = pd.DataFrame(
        {
            "id": range(1000, 1000 + n),
            "x1": [fake.name() for _ in range(n)],
            "x2": [f"+49 {fake.random_int(100, 999)} {fake.random_int(100000, 999999)}" for _ in range(n)],
            "x3": [fake.unique.email() for _ in range(n)],
            "x4": [fake.iban() for _ in range(n)],
            "x5": [fake.street_address() for _ in range(n)],
            "x6": [f"F-{fake.random_int(100, 999)}/{fake.random_int(10, 99)}" for _ in range(n)],
            "x7": [fake.user_name() for _ in range(n)],
            "note": [fake.sentence() for _ in range(n)],
        }
    )
    kinds = {"x1": "name", "x2": "phone", "x3": "email", "x4": "iban", "x5": "address", "x7": "user_name"}
    known = {name: Column(kind="text", pii=kinds.get(name, "")) for name in frame}
    known |= {"id": Column(kind="id", unique=True), "x6": Column(kind="id")}
    return frame, Table(columns=known, key=("id",))


def made(n: int = 2_000, seed: int = 0) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The real table and fakes for it."""
    frame, table = people()
    rng = np.random.default_rng(seed)
    real = pii.filters({"people": frame}, {"people": table}, rng=rng)
    found = pii.fakes(table, pd.DataFrame(index=range(n)), rng=rng, styles=pii.styles(frame, table), real=real)
    return frame, pd.DataFrame(found.columns)


def test_no_real_value_is_made_and_every_fake_has_the_real_format() -> None:
    """2,000 fakes of 300 people: no value of any column is real, phones, ids and accounts look as the real ones do."""
    frame, rows = made()
    assert list(rows) == list(frame) and len(rows) == 2_000
    for name in frame:
        assert not set(rows[name].astype(str)) & set(frame[name].astype(str)), name
    assert rows["x2"].str.fullmatch(r"\+49 \d{3} \d{6}").all()
    assert rows["x6"].str.fullmatch(r"F-\d{3}/\d{2}").mean() > 0.9  # the rest grew longer: 90,000 would do
    assert all(checksums.iban(value) for value in rows["x4"])
    assert all(re.search(r"@example\.(com|org|net)$", value) for value in rows["x3"])
    assert {name: pii.recognise(list(rows[name]), "y")[0] for name in ("x1", "x2", "x3", "x4", "x5")} == {
        "x1": "name",
        "x2": "phone",
        "x3": "email",
        "x4": "iban",
        "x5": "address",
    }


def test_real_values_would_be_made_without_the_check() -> None:
    """The check can fail: of ids with 900 forms and 800 real ones, most fakes are real when nobody looks."""
    column, frame = Column(kind="id"), pd.DataFrame({"a": [f"K{n}" for n in range(100, 900)]})
    table = Table(columns={"a": column, "b": Column(kind="integer")})
    style, rows, rng = pii.styles(frame, table), pd.DataFrame({"b": range(60)}), np.random.default_rng(0)
    blind = pii.fakes(table, rows, rng=rng, styles=style).columns["a"]
    seen = pii.fakes(table, rows, rng=rng, styles=style, real={"a": set(frame["a"])}).columns["a"]
    assert len(set(blind) & set(frame["a"])) > 40 and not set(seen) & set(frame["a"])


def test_unique_columns_stay_unique_and_a_row_is_one_person() -> None:
    """Keys and mail addresses never repeat; a row's mail and user name are made of its name."""
    _, rows = made()
    assert rows["id"].is_unique and rows["x3"].is_unique
    for name, mail, user in zip(rows["x1"], rows["x3"], rows["x7"], strict=True):
        last = latin(name.split()[-1])
        assert last in mail and last in user


def test_the_same_person_is_the_same_in_every_row_and_table() -> None:
    """Two tables with the same keys and secret hold the same fakes; with another secret they do not."""
    visits = Table(columns={"who": Column(kind="id"), "name": Column(kind="text", pii="name")}, entity=("who",))
    bills = Table(columns={"whose": Column(kind="id"), "payer": Column(kind="text", pii="name")}, entity=("whose",))
    keys = [5, 9, 5, 7]
    rng = np.random.default_rng(1)
    first = pii.fakes(visits, pd.DataFrame({"who": keys}), rng=rng, person="who", secret=b"s").columns["name"]
    other = pii.fakes(bills, pd.DataFrame({"whose": keys[::-1]}), rng=rng, person="whose", secret=b"s").columns["payer"]
    again = pii.fakes(visits, pd.DataFrame({"who": keys}), rng=rng, person="who", secret=b"t").columns["name"]
    assert first[0] == first[2] and first[0] != first[1]
    assert list(first) == list(other)[::-1] and list(first) != list(again)


def test_a_child_table_repeats_the_people_of_its_parents() -> None:
    """The parent's keys are fakes themselves; who they name is the same where a child points at them."""
    parents = Table(columns={"id": Column(kind="id"), "who": Column(kind="text", pii="name")}, key=("id",))
    columns = {"customer": Column(kind="id"), "payer": Column(kind="text", pii="name")}
    children = Table(columns=columns, parents=(Parent(table="parents", columns=("customer",)),))
    rng = np.random.default_rng(2)
    known = pii.fakes(parents, pd.DataFrame(index=range(5)), rng=rng, person="id", secret=b"s").columns
    pointing = pd.DataFrame({"customer": [known["id"][n] for n in (4, 0, 4)]})
    payers = pii.fakes(children, pointing, rng=rng, person="customer", secret=b"s").columns["payer"]
    assert list(payers) == [known["who"][n] for n in (4, 0, 4)]


def test_the_same_seed_gives_the_same_fakes_in_another_process() -> None:
    """A hash of Python's or a Faker of its own seed would differ there."""
    code = (
        "import numpy as np, pandas as pd; from synth.tabular import pii; from synth.tabular.schema import *\n"
        "table = Table(columns={'n': Column(kind='text', pii='name'), 'a': Column(kind='text', pii='address')})\n"
        "found = pii.fakes(table, pd.DataFrame(index=range(9)), rng=np.random.default_rng(4), locale='fr_FR').columns\n"
        "print([list(found[name]) for name in found])"
    )
    told = {
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env).stdout
        for env in ({"PYTHONPATH": ".", "PYTHONHASHSEED": seed} for seed in ("1", "2"))
    }
    assert len(told) == 1 and "[['" in told.pop()


def test_addresses_of_both_protocols_and_of_several_lines_keep_their_form() -> None:
    """IPv6 stays IPv6, in the range for documents; an address of two lines has two."""
    places = [f"Main Street {n}\nBonn" for n in range(1, 40)]
    frame = pd.DataFrame({"a": [f"fe80::{n:x}" for n in range(1, 40)], "b": places})
    table = Table(columns={"a": Column(kind="text", pii="ip"), "b": Column(kind="text", pii="address")})
    made = pii.fakes(table, frame[[]], rng=np.random.default_rng(0), styles=pii.styles(frame, table)).columns
    assert all(value.startswith("2001:db8:") for value in made["a"]) and all("\n" in value for value in made["b"])


def test_a_filter_of_real_values_holds_them_all_and_proves_little() -> None:
    """Every real value is known again, in capitals too; of strangers a fifth is taken for real."""
    known = pii.seen([f"Person {n}" for n in range(5_000)], rng=np.random.default_rng(0))
    assert all(f"PERSON {n}" in known for n in range(5_000))
    assert 0.15 < np.mean([f"stranger {n}" in known for n in range(5_000)]) < 0.3


def test_a_column_of_people_that_is_not_there_is_refused() -> None:
    """A misspelt name would make a new person of every row."""
    table = Table(columns={"n": Column(kind="text", pii="name")})
    with pytest.raises(pii.FakeError, match="expected a column 'who'"):
        pii.fakes(table, pd.DataFrame(index=range(2)), rng=np.random.default_rng(0), person="who")


def test_too_few_fakes_are_told_by_the_column() -> None:
    """A declared pattern of ten texts cannot be unique in twenty rows."""
    table = Table(columns={"code": Column(kind="text", pattern="[0-9]", unique=True)})
    with pytest.raises(pii.FakeError, match="column code: expected more different fakes"):
        pii.fakes(table, pd.DataFrame(index=range(20)), rng=np.random.default_rng(0))


def test_styles_hold_no_value_and_are_json() -> None:
    """What is saved of personal columns is read back as it was, and no real value stands in it."""
    frame, table = people()
    styles = pii.styles(frame, table)
    text = json.dumps(stored(styles), ensure_ascii=False)
    assert restored(json.loads(text)) == styles
    assert not [value for name in frame for value in frame[name].astype(str) if len(value) > 5 and value in text]
    assert styles["x1"].locale == "de_DE" and styles["x2"].forms[0][0].startswith(r"\+49\ ")


def test_a_form_is_told_only_if_k_values_share_it() -> None:
    """One order number of its own form among fifty leaves no trace."""
    told = forms([*(f"A-{n}" for n in range(10, 60)), "SECRET-1"], 10)
    assert told == ((r"A\-[1-9][0-9]", 1.0),)
    assert forms(["X1", "X2"], 10) == ()


@pytest.mark.parametrize(
    ("names", "locale"),
    [
        (["Jürgen Müller", "Ingeborg Schäfer"], "de_DE"),
        (["Grażyna Wójcik", "Zbigniew Lewandowski"], "pl_PL"),
        (["木村 陽一", "渡辺 直樹"], "ja_JP"),
        (["Мишин Радим", "Устинова Евфросиния"], "ru_RU"),
        ([], "en_US"),
    ],
)
def test_the_locale_is_guessed_from_names(names: list[str], locale: str) -> None:
    """Fakes speak the language of the data."""
    assert guessed(names) == locale


@pytest.mark.parametrize(
    "pattern", ["[A-Z]{2}-[0-9]+", r"\d{3}(-\d{2})?", "(ab|cd)*x", r"a.b\.c", "[^0-9]{4}", "^Z?$", "[]a]"]
)
def test_texts_of_a_pattern_match_it(pattern: str) -> None:
    """A hundred texts each, judged by Python's own engine."""
    assert all(re.fullmatch(pattern, patterns.draw(pattern, Lot(b"", str(index)))) for index in range(100))


@pytest.mark.parametrize("pattern", [r"(?=a)b", r"a\b", r"(a)\1", "a+?", "[", "a{2}{3}", r"\p"])
def test_patterns_that_are_not_simple_are_refused(pattern: str) -> None:
    """A text that only nearly matches would break the schema."""
    with pytest.raises(SchemaError, match=r"pattern|regular expression"):
        patterns.draw(pattern, Lot(b"", ""))


hostile = st.text(st.characters(), max_size=40) | st.sampled_from(
    [
        "\x00",
        "😀" * 9,
        "\u202eabc",
        "x" * 1_000_000,
        "1" * 1_000_000,
        " ",
        "(" * 5_000,
        "a@" * 3_000,
        "-" * 70,
        "0" * 60,
    ]
)


@settings(max_examples=40, deadline=None)
@given(st.lists(hostile, min_size=1, max_size=30), st.text(max_size=20))
def test_hostile_texts_are_judged_and_replaced(values: list[str], called: str) -> None:
    """NUL, emoji, cells of a megabyte and text from right to left do not stop the search, and none comes out."""
    found = pii.recognise(values, called)
    table = Table(columns={"a": Column(kind="text", pii=found[0] if found else "name"), "b": Column(kind="integer")})
    frame = pd.DataFrame({"a": values, "b": 0})
    rows = pii.fakes(
        table,
        frame[["b"]],
        rng=np.random.default_rng(0),
        styles=pii.styles(frame, table),
        real={"a": set(values)},
    ).columns["a"]
    few = pii.KINDS[table.columns["a"].pii].few
    assert len(rows) == len(values) and (few or not set(rows) & set(values))
