"""What strangers write instead of a query: each earns 0 with a reason, and the next reply is judged as ever.

The replies stand in ``hostile.txt``.
"""

from __future__ import annotations

import contextlib
import os
import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from simulators.checks import programs
from simulators.checks.sandbox.jobs import SandboxError
from simulators.checks.sql import engines, replies
from simulators.core import load
from simulators.examples import Example, examples

FOLDER = Path(__file__).parent
PARTS = re.split(r"^### (.*)\n", (FOLDER / "hostile.txt").read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
HOSTILE = dict(zip(PARTS[::2], PARTS[1::2], strict=True))
FAMILIES = ("select_rows", "write_view", "change_rows")
SECONDS = 3  # that the worst of them may take


@pytest.fixture(scope="module", autouse=True)
def isolated() -> Iterator[None]:
    """The engines run where nothing can be reached, or not at all."""
    try:
        programs.sandbox(engines._PACKAGES, libraries=True)
    except SandboxError as error:
        pytest.skip(f"no tight sandbox here: {error}")
    yield
    engines.forget()


def example(name: str = "select_rows") -> Example:
    return examples(f"databases.{name}", level=1, seed=3, indices=[0])[0]


def bare(answer: str) -> str:
    return answer.removeprefix("```sql\n").removesuffix(";\n```")


def judged(one: Example, reply: str) -> tuple[float | None, str]:
    verdict = one.family.check(one.problem.facts, reply)
    return verdict.reward, verdict.reason


def filled(one: Example, title: str) -> str:
    table = one.problem.facts["tables"][0]
    words = {"table": table["name"], "column": table["columns"][1][0], "right": bare(one.problem.answer), "null": "\0"}
    text = HOSTILE[title].rstrip("\n")
    for name, value in words.items():
        text = text.replace("{" + name + "}", value)
    return text


@pytest.mark.parametrize("title", HOSTILE)
@pytest.mark.parametrize("name", FAMILIES)
def test_it_earns_nothing_and_leaves_nothing(name: str, title: str) -> None:
    """Zero with a reason, soon; the right reply is right before and after it."""
    one = example(name)
    assert judged(one, one.problem.answer)[0] == 1
    began = time.monotonic()
    reward, reason = judged(one, filled(one, title))
    assert time.monotonic() - began < SECONDS
    assert reward == 0, (title, reason)
    assert len(reason) > 5
    assert judged(one, one.problem.answer) == (1.0, "right")


@pytest.fixture
def inside() -> Iterator[Any]:
    """The guest's side, in this process, for what our own tests ask of it."""
    from simulators.checks.sql.inside import Engines

    made = Engines()
    made.load([["books", [["title", "text"], ["pages", "integer"]]]], [[[["Emma", 3], ["Dune", None]]]] * 3)
    made._made(0)
    yield made
    made.close()


KEPT = {
    "a temporary table": ("CREATE TEMP TABLE kept AS SELECT 1 AS a", "SELECT a FROM kept"),
    "a table": ("CREATE TABLE kept AS SELECT 1 AS a", "SELECT a FROM kept"),
    "a view": ("CREATE VIEW kept AS SELECT 1 AS a", "SELECT a FROM kept"),
    "a macro": ("CREATE MACRO kept(a) AS a + 1", "SELECT kept(1)"),
    "a sequence": ("CREATE SEQUENCE kept", "SELECT nextval('kept')"),
    "a type": ("CREATE TYPE kept AS ENUM ('a')", "SELECT 'a'::kept"),
    "a statement prepared": ("PREPARE kept AS SELECT 1", "EXECUTE kept"),
    "a setting": ("SET default_null_order = 'nulls_first'", ""),
    "a pragma": ("PRAGMA case_sensitive_like = 1", ""),
    "a transaction": ("BEGIN", "COMMIT"),
}


@pytest.mark.parametrize("title", KEPT)
@pytest.mark.parametrize("kind", ["query", "view", "change"])
def test_no_reply_prepares_the_ground_for_the_next(inside: Any, kind: str, title: str) -> None:
    """In both engines, asked one without the other: what one reply leaves is not there for the next."""
    first, then = KEPT[title]
    before = _all(inside)
    for ask in (inside._lite, inside._duck):
        for sql in filter(None, (first, then)):
            inside.kind, inside.view = kind, "kept"
            with contextlib.suppress(Exception):  # each engine complains in its own way, or takes a view
                ask(0, sql)
        for sql in filter(None, (then,)):
            inside.kind = "query"
            with pytest.raises(Exception, match=r"."):
                ask(0, sql)
    assert _all(inside) == before


def _all(inside: Any) -> list[Any]:
    inside.kind = "query"
    sql = "SELECT * FROM books ORDER BY pages"
    return [inside._lite(0, sql), inside._duck(0, sql), inside._duck(0, "SELECT current_setting('default_null_order')")]


CHANGES = ("DELETE FROM books", "UPDATE books SET pages = 7", "INSERT INTO books VALUES ('Ulysses', 9)")


@pytest.mark.parametrize("sql", CHANGES)
def test_a_change_is_undone(inside: Any, sql: str) -> None:
    """Whatever a statement changes is seen by the judge once, and is gone for the next."""
    before = _all(inside)
    said = inside.ask("change", sql, "", [0, 1])
    assert all(isinstance(rows, list) and why == "" for _, rows, why in said)
    assert _all(inside) == before


def test_duckdb_by_itself_reaches_nothing(inside: Any) -> None:
    """Were SQLite to let a statement through, DuckDB refuses files, settings and extensions on its own."""
    for kind, sql in (
        ("query", "SELECT * FROM read_csv('/etc/passwd')"),
        ("query", "SELECT * FROM '/etc/passwd'"),
        ("query", "SELECT content FROM read_text('/etc/passwd')"),
        ("query", "SELECT * FROM glob('/*')"),
        ("query", "SELECT * FROM inside"),
        ("query", "COPY books TO '/tmp/stolen.csv'"),
        ("query", "INSTALL httpfs"),
        ("query", "ATTACH '/tmp/other.db'"),
        ("query", "SELECT 1; SELECT 2"),
        ("query", "SET threads = 8"),
        ("change", "SELECT 1"),
        ("view", "SELECT 1"),
    ):
        inside.kind = kind
        with pytest.raises(Exception, match=r"."):
            inside._duck(0, sql)
    inside.kind = "query"
    assert inside._duck(0, "SELECT 1") == [(1,)]


def test_a_query_without_an_end_is_interrupted_in_duckdb(inside: Any) -> None:
    """By the processor's time, while the connection lives on."""
    inside.kind = "query"
    endless = "WITH RECURSIVE a(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM a) SELECT COUNT(*) FROM a"
    with pytest.raises(Exception, match=r"(?i)interrupt"):
        inside._duck(0, endless)
    assert inside._duck(0, "SELECT COUNT(*) FROM books") == [(2,)]


def test_a_reply_that_kills_the_guest_does_not_hurt_the_next() -> None:
    """A guest that dies is replaced, whichever reply it dies of."""
    one = example()
    assert judged(one, one.problem.answer)[0] == 1
    guest = engines._keeper.guest
    assert guest is not None
    guest.job._calls.close()
    guest.job.close = lambda: None  # type: ignore[method-assign]
    engines._keeper.guest = None
    programs.sandbox(engines._PACKAGES, libraries=True).close()
    programs._running.pop((engines._PACKAGES, True))
    assert judged(one, one.problem.answer)[0] == 1


def test_a_sandbox_that_fails_is_no_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machinery's own failure is never a 0."""

    def failing(*_: object, **__: object) -> None:
        raise SandboxError("none today")

    monkeypatch.setattr(programs, "sandbox", failing)
    one = example()
    assert judged(one, one.problem.answer) == (None, "none today")


def test_threads_and_forks_have_their_turns() -> None:
    """Threads share the guest one after another; a forked worker has one of its own."""
    one = example()
    answers: list[float | None] = []
    threads = [threading.Thread(target=lambda: answers.append(judged(one, one.problem.answer)[0])) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [1.0] * 4
    child = os.fork()
    if not child:
        os._exit(0 if judged(one, one.problem.answer)[0] == 1 else 1)
    assert judged(one, one.problem.answer)[0] == 1
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_a_guest_is_replaced_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    """After so many statements the next has a fresh one."""
    monkeypatch.setattr(engines, "MOST_STATEMENTS", 4)
    one = example()
    guests = set()
    for _ in range(9):
        assert judged(one, one.problem.answer)[0] == 1
        guests.add(id(engines._keeper.guest))
    assert len(guests) > 1


@pytest.mark.parametrize(
    ("reply", "found"),
    [
        ("```sql\nSELECT 1;\n```", "SELECT 1"),
        ("First:\n```sql\nSELECT 1\n```\nBetter:\n```SQL\nSELECT 2 ; \n```\nThat is all.", "SELECT 2"),
        ("```\nSELECT 1\n```", "SELECT 1"),
        ("```duckdb\nSELECT 1\n```", "SELECT 1"),
        ("I think of the rows. Answer: SELECT 1;", "SELECT 1"),
        ("SELECT 1", "SELECT 1"),
        ("Do not write ```sql\nSELECT 1\n```", None),
        ("```sql\nSELECT 1\n```\nor ```sql\nSELECT 2\n```", None),
        ("", None),
        ("x" * 300_000, None),
    ],
)
def test_a_statement_is_read_from_its_reply(reply: str, found: str | None) -> None:
    """Kindly, but only one, and none that is taken back."""
    assert replies.statement(reply) == found


@pytest.mark.parametrize("engine", ["SQLite", "DuckDB"])
def test_what_one_engine_refuses_is_wrong_with_its_complaint(engine: str) -> None:
    """The reason names the engine and its error."""
    one = example()
    right = bare(one.problem.answer)
    table = one.problem.facts["tables"][0]["name"]
    sql = right.replace(f"FROM {table}", f"FROM [{table}]") if engine == "DuckDB" else f"{right} QUALIFY TRUE"
    reward, reason = judged(one, sql)
    assert reward == 0
    assert reason.startswith(f"{engine}: ")
    assert load("databases.select_rows").check(one.problem.facts, right).reward == 1


@pytest.mark.parametrize("name", ['a" (b integer); DROP TABLE x; --', "", "Ä", "x" * 100])
def test_facts_with_other_names_are_refused(name: str) -> None:
    """Names of tables and columns are put into statements, so they are looked at first."""
    one = example()
    facts = {**one.problem.facts, "tables": [{**one.problem.facts["tables"][0], "name": name}]}
    with pytest.raises(ValueError, match=r"expected names"):
        one.family.check(facts, one.problem.answer)
