"""The local pool: worker processes that do units of work and store what they make in the run's folder.

Units go to a worker as JSON lines and come back as JSON lines; the data itself never travels, it lies
in the folder. A worker is ``python -m synth.workers FOLDER``: it imports nothing of the caller's
program, and ends by itself when the caller is gone.
"""

from __future__ import annotations

import gc
import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from simulators.core import ProvenderError
from synth import store
from synth.sources import source
from synth.units import Unit


class WorkerError(ProvenderError):
    """A unit that could not be done; the text names the unit and the cause."""


def default_count() -> int:
    """One worker a core that this process may use."""
    return len(os.sched_getaffinity(0))


def do(folder: Path, unit: Unit) -> None:
    """Do one unit and store its part."""
    began = time.perf_counter()
    # A unit's many small objects hold no cycles: looking for some among them costs a tenth of the time.
    collecting = gc.isenabled()
    gc.disable()
    try:
        part = source(unit.source).produce(**unit.arguments)
    finally:
        if collecting:
            gc.enable()
    store.store_unit(folder, unit.name, part, seconds=time.perf_counter() - began)


def done(folder: Path, units: Sequence[Unit], *, worker_count: int) -> Iterator[Unit]:
    """Do the units that the folder does not hold yet; yields each as it ends, in no fixed order.

    Raises WorkerError when one fails; what the others have finished is stored.
    """
    left = [unit for unit in units if not store.has_unit(folder, unit.name)]
    if worker_count <= 1 or len(left) <= 1:
        for unit in left:
            do(folder, unit)
            yield unit
    else:
        yield from _done_by_pool(folder, left, min(worker_count, len(left)))


def _done_by_pool(folder: Path, units: Sequence[Unit], workers: int) -> Iterator[Unit]:
    waiting = iter(units)
    answers: queue.Queue[tuple[Unit, dict[str, Any]]] = queue.Queue()
    command = [sys.executable, "-m", "synth.workers", str(folder)]
    processes = [_start(command) for _ in range(workers)]
    lock = threading.Lock()
    threads = [
        threading.Thread(target=_feed, args=(process, waiting, lock, answers), daemon=True) for process in processes
    ]
    try:
        for thread in threads:
            thread.start()
        for _ in units:
            unit, answer = answers.get()
            if not answer["done"]:
                raise WorkerError(f"{unit.name}: {answer['error']}")
            yield unit
    finally:
        for process in processes:
            _end(process)


def _start(command: list[str]) -> subprocess.Popen[str]:
    # Parent and worker must agree on the packages: the worker gets this process's import path.
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    return subprocess.Popen(  # noqa: S603 - our own interpreter and module
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=environment,
        start_new_session=True,  # Ctrl-C is for the parent, which ends its workers itself
    )


def _feed(
    process: subprocess.Popen[str],
    waiting: Iterator[Unit],
    lock: threading.Lock,
    answers: queue.Queue[tuple[Unit, dict[str, Any]]],
) -> None:
    """Give one worker a unit at a time until none is left."""
    while True:
        with lock:
            unit = next(waiting, None)
        if unit is None or process.stdin is None or process.stdout is None:
            return
        try:
            process.stdin.write(json.dumps(unit.json()) + "\n")
            process.stdin.flush()
            line = process.stdout.readline()
        except (OSError, ValueError):
            line = ""
        if not line:
            why = f"the worker ended with exit code {process.wait()}; its last words are above"
            answers.put((unit, {"done": False, "error": why}))
            return
        answers.put((unit, json.loads(line)))


def _end(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe:
            pipe.close()


def main(folder: Path) -> None:
    """Serve units from standard input until it closes."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # libraries that print must not disturb the answers
    for line in sys.stdin:
        unit = Unit(**json.loads(line))
        answer: dict[str, Any] = {"done": True}
        try:
            do(folder, unit)
        except ProvenderError as error:
            answer = {"done": False, "error": str(error)}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
