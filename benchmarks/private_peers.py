"""One peer of benchmarks/private_tables.py, run by the interpreter of the environment that it is installed in.

``python private_peers.py PEER EPSILON DELTA SEED TRAIN.csv SCHEMA.json OUT.csv``: PEER is dpmm:mst, dpmm:aim,
dpmm:priv_bayes, smartnoise:mst or smartnoise:aim. Prints the
seconds of processor time of the fit and of the sample as JSON. The peers get the
declared bounds and values too, so that they spend nothing on them; other settings are their defaults.
"""

from __future__ import annotations

import json
import sys
import time
import warnings
from typing import Any

import numpy as np
import pandas as pd

BINS = 32  # of a number, where the peer asks for a count


def dpmm(model: str, epsilon: float, delta: float, seed: int, train: pd.DataFrame, schema: dict[str, Any]) -> Any:
    """A tenth of ε goes to its bins (PrivTree, its default), the rest to its model."""
    from dpmm.pipelines import AIMPipeline, MSTPipeline, PrivBayesPipeline

    kind = {"mst": MSTPipeline, "aim": AIMPipeline, "priv_bayes": PrivBayesPipeline}[model]
    settings = {} if model == "priv_bayes" else {"n_jobs": 1}
    pipeline = kind(epsilon=0.9 * epsilon, delta=delta, proc_epsilon=0.1 * epsilon, **settings)
    domain = {
        name: {"categories": column["values"]}
        if "values" in column
        else {"lower": column["low"], "upper": column["high"]}
        for name, column in schema.items()
    }
    train = train.astype({name: "category" for name, column in schema.items() if "values" in column})
    pipeline.fit(train, domain=domain, random_state=seed)
    return lambda n: pipeline.generate(n_records=n, random_state=seed)


def smartnoise(model: str, epsilon: float, delta: float, seed: int, train: pd.DataFrame, schema: dict[str, Any]) -> Any:
    """Numbers in bins of equal width between the declared bounds."""
    from snsynth import Synthesizer
    from snsynth.transform import BinTransformer, LabelTransformer, TableTransformer

    np.random.seed(seed)
    made = Synthesizer.create(model, epsilon=epsilon, delta=delta)
    parts = [
        LabelTransformer(nullable=False)
        if "values" in column
        else BinTransformer(bins=BINS, lower=column["low"], upper=column["high"])
        for column in schema.values()
    ]
    made.fit(train, transformer=TableTransformer(parts), preprocessor_eps=0.0)
    return made.sample


def main() -> None:
    """Fit, sample as many rows as were learnt from, write them."""
    warnings.simplefilter("ignore")
    peer, epsilon, delta, seed, train_file, schema_file, out = sys.argv[1:]
    library, model = peer.split(":")
    train = pd.read_csv(train_file, keep_default_na=False)
    with open(schema_file, encoding="utf-8") as stream:
        schema = json.load(stream)
    start = time.process_time()
    fit = {"dpmm": dpmm, "smartnoise": smartnoise}[library]
    sample = fit(model, float(epsilon), float(delta), int(seed), train, schema)
    fitted = time.process_time()
    rows = sample(len(train))
    done = time.process_time()
    pd.DataFrame(rows)[list(schema)].to_csv(out, index=False)
    print("\n" + json.dumps({"fit": fitted - start, "sample": done - fitted}))


if __name__ == "__main__":
    main()
