"""SDV's engines behind our interface: the same rows for the same seed, no training rows in a kept model."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from simulators.core import NotFoundError
from synth.tabular import columns, fitting, models, real, sdv
from synth.tabular.models import Model
from synth.tabular.schema import Column, Schema, single

pytest.importorskip("sdv", reason="the extra 'tabular' is not installed")
cloudpickle = pytest.importorskip("cloudpickle")

QUICK: dict[str, dict[str, Any]] = {
    "gaussian_copula": {},
    "ctgan": {"epochs": 1},
    "tvae": {"epochs": 1},
    "copula_gan": {"epochs": 1},
}
each_kind = pytest.mark.parametrize(
    "kind", [pytest.param(kind, marks=() if kind == "gaussian_copula" else pytest.mark.slow) for kind in QUICK]
)


def model(kind: str, seed: int = 1) -> Model:
    known = real.read("adult")
    return fitting.fit(known.frame.head(400), known.schema, using=f"sdv:{kind}", seed=seed, **QUICK[kind])


@each_kind
def test_the_same_seed_gives_the_same_rows(kind: str) -> None:
    """Fitted again and drawn again; another seed gives others; all keep the schema."""
    one, again = (fitting.sample(model(kind), 60, seed=2).rows for _ in range(2))
    pd.testing.assert_frame_equal(one, again)
    assert not one.equals(fitting.sample(model(kind), 60, seed=3).rows)
    assert columns.violations(one, real.read("adult").schema.only(), "adult") == []


@pytest.mark.slow
def test_another_process_gives_the_same_rows() -> None:
    """With another hash seed."""
    code = (
        "import sys; sys.path[:0] = ['.']\n"
        "from synth.tabular import fitting, real\n"
        "known = real.read('adult')\n"
        "model = fitting.fit(known.frame.head(400), known.schema, using='sdv:ctgan', seed=1, epochs=1)\n"
        "print(fitting.sample(model, 60, seed=2).rows.to_csv(index=False))"
    )
    root = Path(__file__).parent.parent.parent
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root)
    assert done.stdout.strip() == fitting.sample(model("ctgan"), 60, seed=2).rows.to_csv(index=False).strip()


def test_global_randomness_is_left_alone() -> None:
    """SDV's seeds do not reach whoever uses numpy's global generator."""
    np.random.seed(5)
    before = np.random.get_state()[1].tolist()  # type: ignore[union-attr, index]
    fitting.sample(model("gaussian_copula"), 20, seed=2)
    assert np.random.get_state()[1].tolist() == before  # type: ignore[union-attr, index]


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["ctgan", "copula_gan"])
def test_which_training_row_holds_what_is_not_kept(kind: str) -> None:
    """Plain SDV keeps the list of rows for each category, from which all categories of all rows can be rebuilt."""
    import sdv.single_table as synthesizers

    known = real.read("adult")
    frame = known.frame.head(400)
    plain = getattr(synthesizers, sdv.KINDS[kind])(_detected(frame), epochs=1)
    plain.fit({"table": frame})
    rows = plain._model._data_sampler._rid_by_cat_cols
    assert sum(len(row) for column in rows for row in column) == 400 * len(rows) > 0
    kept = sdv.pickles._loaded[model(kind).notes["fit"]["pickle"]]
    assert kept._model._data_sampler._rid_by_cat_cols == []


def _detected(frame: pd.DataFrame) -> Any:
    from sdv.metadata import Metadata

    return Metadata.detect_from_dataframes({"table": frame})


def test_a_distribution_that_is_the_training_column_is_refused() -> None:
    """SDV's gaussian_kde keeps every value as it came, and its encoders keep rare categories."""
    import sdv.single_table as synthesizers

    frame = real.read("adult").frame.head(400)[["age", "native_country"]]
    rare = frame["native_country"].value_counts().idxmin()
    plain = synthesizers.GaussianCopulaSynthesizer(_detected(frame), numerical_distributions={"age": "gaussian_kde"})
    plain.fit({"table": frame})
    kept = plain._model.univariates[0].to_dict()["dataset"]
    assert np.allclose(np.sort(kept), np.sort(frame["age"]), atol=1)
    assert rare.encode() in cloudpickle.dumps(plain)
    with pytest.raises(fitting.FittingError, match="gaussian_kde keeps every training value"):
        fitting.fit(frame, _narrow(), using="sdv:gaussian_copula", seed=1, default_distribution="gaussian_kde")
    ours = fitting.fit(frame, _narrow(), using="sdv:gaussian_copula", seed=1)
    assert rare.encode() not in ours.arrays["pickle"].tobytes()
    assert rare not in str(ours.notes) and rare not in str(ours.schema)


def _narrow() -> Schema:
    return single("adult", {"age": Column(kind="integer"), "native_country": Column(kind="category")})


def test_a_saved_pickle_is_not_run_untrusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Loading says so with its hash; once trusted it draws the same rows; a changed pickle is refused."""
    made = model("gaussian_copula")
    rows = fitting.sample(made, 30, seed=2).rows
    models.save(made, tmp_path / "model")
    monkeypatch.setattr(sdv.pickles, "_loaded", {})
    loaded = models.load(tmp_path / "model")
    with pytest.raises(sdv.TrustError, match=loaded.notes["fit"]["pickle"][:16]):
        fitting.sample(loaded, 30, seed=2)
    changed = {"pickle": loaded.arrays["pickle"][::-1]}
    with pytest.raises(sdv.TrustError, match="expected a pickle with the hash"):
        sdv.trust(loaded.notes["fit"], changed)
    sdv.trust(loaded.notes["fit"], loaded.arrays)
    pd.testing.assert_frame_equal(fitting.sample(loaded, 30, seed=2).rows, rows)


def test_given_columns_are_kept() -> None:
    """Rows have what was asked for."""
    given = pd.DataFrame({"sex": ["Female"] * 20})
    found = fitting.sample(model("gaussian_copula"), 20, seed=2, given=given).rows
    assert set(found["sex"]) == {"Female"}


def test_an_unknown_engine_lists_what_there_is() -> None:
    """Ours and SDV's."""
    with pytest.raises(NotFoundError, match=r"no engine 'sdv:gan'; there are: sdv:gaussian_copula, sdv:ctgan"):
        fitting.engine("sdv:gan")
    with pytest.raises(NotFoundError, match=r"no engine 'tree'; there are: .*cart"):
        fitting.engine("tree")
