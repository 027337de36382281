"""Large input is read in bounded memory and time, in processes of their own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

CHILD = """
import json, resource, sys, time
from pathlib import Path
from synth.disclosure import text
folder = Path(sys.argv[1])
start = time.process_time()
found = text.compare(text.Files(folder / "train.txt", folder / "made.txt", folder / "holdout.txt"))
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
print(json.dumps({"verdict": found["verdict"], "passages": found["passages"]["count"], "gigabytes": peak,
                  "longest": found["passages"]["longest"]["length"], "seconds": time.process_time() - start}))
"""


def lines(count: int, seed: int) -> list[str]:
    """Lines of random words, about 100 characters each."""
    rng = np.random.default_rng(seed)
    words = np.array(["".join(word) for word in np.random.default_rng(0).choice(list("abcdeilmnorstu"), (20_000, 6))])
    return [" ".join(words[row]) for row in rng.integers(0, len(words), (count, 14))]


@pytest.mark.slow
def test_a_hundred_megabytes_on_one_line_are_read(tmp_path: Path) -> None:
    """One line of 100 MB with a training passage at its end: found, in under 4 GB; a verdict on one line is none."""
    train, holdout = lines(300, 1), lines(300, 2)
    (tmp_path / "train.txt").write_text("\n".join(train), encoding="utf-8")
    (tmp_path / "holdout.txt").write_text("\n".join(holdout), encoding="utf-8")
    made = " ".join(lines(10_000, 3)) + " "
    (tmp_path / "made.txt").write_text(made * (100_000_000 // len(made)) + train[7], encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(tmp_path)], capture_output=True, text=True, check=True, timeout=200
    )
    told = json.loads(done.stdout)
    assert (told["verdict"], told["passages"]) == ("insufficient", 1), told
    assert told["longest"] >= len(train[7]) and told["gigabytes"] < 4 and told["seconds"] < 120, told
