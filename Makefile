# Everything a person needs. PYTHON may name another interpreter; nothing outside .venv is changed.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo test test-slow check format golden gallery bench clean help

help:
	@echo "make demo | test | test-slow | check | format | golden | gallery | bench | clean"

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[all,dev]'
	@touch $(READY)

demo: $(READY)
	$(BIN)/provender run quickstart --out runs/quickstart

test: $(READY)
	$(BIN)/python -m pytest -n 2 -m 'not slow'

test-slow: $(READY)
	$(BIN)/python -m pytest -n 2 -m slow

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python docs/gallery.py --check
	$(BIN)/python docs/privacy.py --check

format: $(READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# Rewrites the golden texts of families whose VERSION was raised (or that are new).
golden: $(READY)
	PROVENDER_GOLDEN=write $(BIN)/python -m pytest tests/contract/test_golden.py

# Rewrites docs/GALLERY.md and its pages; families that changed are measured first.
gallery: $(READY)
	$(BIN)/python benchmarks/cards.py --write
	$(BIN)/python docs/gallery.py
	$(BIN)/python docs/privacy.py

bench: $(READY)
	$(BIN)/python benchmarks/bench.py --write
	$(BIN)/python benchmarks/execution.py --write

clean:
	rm -rf $(VENV) build dist
