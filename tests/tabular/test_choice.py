"""Which engine is chosen, what it will take, and that open engines are all that is imported where that is asked for."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from synth.tabular import choice, effort, fitting
from synth.tabular.effort import Effort
from synth.tabular.fitting import FittingError
from synth.tabular.schema import Column, Schema, Table, single

ROOT = Path(__file__).parent.parent.parent
ONE = single("t", {"n": Column(kind="integer")})
SEVERAL = Schema(name="s", tables={name: Table(columns={"n": Column(kind="integer")}) for name in "ab"})
STEPS = single("s", {"who": Column(kind="id"), "n": Column(kind="integer")}, entity=("who",), order="n")


def test_the_choice_says_why() -> None:
    """By the tables and by what is asked for."""
    assert choice.chosen("auto", ONE).engine == "cart"
    assert choice.chosen("auto", ONE, epsilon=1.0).engine == "dp_tree"
    assert choice.chosen("auto", SEVERAL)[:2] == ("relational", "there are several tables, or sequences")
    assert choice.chosen("auto", STEPS).engine == "relational"
    assert choice.chosen("sdv:par", STEPS).engine == "sdv:par"
    with pytest.raises(FittingError, match="are made by relational, sdv:hma, sdv:par; got cart"):
        choice.chosen("cart", SEVERAL)


def test_what_takes_too_much_is_refused_unless_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """More than an hour, or more memory than there is."""
    rows = {"t": 100_000_000}
    monkeypatch.setattr(effort, "memory", lambda: 10_000.0)
    assert choice.chosen("auto", ONE, rows).effort == effort.estimate("cart", ONE, rows)
    monkeypatch.setattr(effort, "MOST_SECONDS", 60.0)
    with pytest.raises(
        FittingError, match=r"cart would take about 171 s, .*: more than an hour; to run it all the same"
    ):
        choice.chosen("auto", ONE, rows)
    monkeypatch.setattr(effort, "memory", lambda: 1_000.0)
    with pytest.raises(FittingError, match=r"more memory than the 1,000 MB that there are"):
        choice.chosen("auto", ONE, rows)
    assert "more memory" in choice.chosen("cart", ONE, rows).warning


def test_every_engine_has_an_estimate() -> None:
    """Of one table, of several and of sequences; for a network it hangs on the epochs."""
    named = [*fitting.engines(), *(f"sdv:{kind}" for kind in ("gaussian_copula", "ctgan", "tvae", "copula_gan"))]
    for name in [*named, "relational", "sdv:hma", "sdv:par"]:
        small, large = (effort.estimate(name, ONE, {"t": rows}) for rows in (1_000, 1_000_000))
        assert small is not None and large is not None
        assert small.seconds < large.seconds and small.megabytes < large.megabytes
    assert effort.estimate("mine", ONE, {"t": 1}) is None
    one, ten = (effort.estimate("sdv:ctgan", ONE, {"t": 10_000}, epochs) for epochs in (1, 10))
    assert isinstance(one, Effort) and isinstance(ten, Effort) and one.seconds < ten.seconds


def test_closed_engines_are_refused_where_only_open_ones_may_be_used() -> None:
    """With the licence."""
    with pytest.raises(FittingError, match=r"sdv:tvae may not be used: .* Business Source License 1.1"):
        choice.chosen("sdv:tvae", ONE, engines="open")
    with pytest.raises(FittingError, match="expected the engines all or open, got 'free'"):
        choice.chosen("auto", ONE, engines="free")


CODE = """
import sys
sys.path[:0] = ['.']
from pathlib import Path
import numpy as np, pandas as pd
from synth import tables
place, rng = Path(sys.argv[1]), np.random.default_rng(0)
one = pd.DataFrame({'age': rng.integers(20, 60, 60), 'sex': rng.choice(['f', 'm'], 60)})
one.to_csv(place / 'one.csv', index=False)
steps = pd.DataFrame({'patient': [f'p{n:03}' for n in np.repeat(np.arange(30), 4)], 'visit': np.tile(np.arange(4), 30),
                      'rate': rng.integers(60, 90, 120)})
steps.to_csv(place / 'steps.csv', index=False)
(place / 'several').mkdir()
names = np.array([f'c{n:03}' for n in range(40)])
for name, frame in {
    'a': pd.DataFrame({'id': names, 'age': rng.integers(20, 60, 40)}),
    'b': pd.DataFrame({'a_id': rng.choice(names, 90), 'sum': rng.integers(0, 9, 90)}),
}.items():
    frame.to_csv(place / f'several/{name}.csv', index=False)
chosen = []
for name in ('one.csv', 'steps.csv', 'several'):
    chosen.append(tables.fit(str(place / name), place / f'{name}.model', schema=None, engines='open')['engine'])
    tables.sample(place / f'{name}.model', place / ('out.csv' if name == 'one.csv' else f'{name}.out'), None)
print(*chosen, [name for name in ('sdv', 'copulas', 'ctgan', 'rdt', 'deepecho', 'torch') if name in sys.modules])
"""


def test_open_engines_import_nothing_of_sdvs(tmp_path: Path) -> None:
    """One table, sequences and several, fitted and drawn in a process of their own."""
    done = subprocess.run(
        [sys.executable, "-c", CODE, str(tmp_path)], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.split("\n")[0] == "cart relational relational []"


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["cart", "sdv:gaussian_copula"])
def test_estimates_are_near_the_truth(engine: str) -> None:
    """Within a factor of 3, seconds and memory, on a small table and on one fifty times as large."""
    command = [sys.executable, str(ROOT / "benchmarks/effort.py"), "--measure", engine]
    subprocess.run([*command, "500", "15", "0"], check=True, capture_output=True)  # compiled
    for rows in ("2000", "100000"):
        done = subprocess.run([*command, rows, "15", "0"], check=True, capture_output=True, text=True)
        found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        for name in ("seconds", "memory"):
            assert 1 / 3 < found[name] / found[f"expected {name}"] < 3, (rows, found)
