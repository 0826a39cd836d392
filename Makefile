# make demo           set up and run the whole way on the bundled corpus
# make test           set up what the tests need and run them all
# make lint           style, types, and the direction of imports
# make bench          timings, as ratios in one run
# make bench-quality  quality of suggestions on the bundled corpus and the sets in the folder QES_BENCH
# make docs           renew docs/commands.md and docs/settings.md
# make pictures       renew the pictures in docs/ (needs Chromium)
# make lock           renew constraints.txt from what the index offers today

PYTHON ?= python3
# A process for each core, as far as memory reaches; `make test PARALLEL=` runs one test after the other.
PARALLEL ?= -n auto --maxprocesses 4 --dist worksteal
VENV := .venv
QES := $(VENV)/bin/qes

.PHONY: demo test lint bench bench-quality docs pictures lock clean
.DEFAULT_GOAL := demo

demo: $(VENV)/.ready
	@$(QES) demo

test: $(VENV)/.ready-dev
	@$(MAKE) --no-print-directory lint
	@$(VENV)/bin/python -m pytest $(PARALLEL)

lint: $(VENV)/.ready-dev
	@$(VENV)/bin/ruff check
	@$(VENV)/bin/ruff format --check --quiet || { echo "run: $(VENV)/bin/ruff format"; exit 1; }
	@$(VENV)/bin/mypy
	@$(VENV)/bin/lint-imports --no-logo

bench: $(VENV)/.ready-dev
	@for file in benchmarks/bench_*.py; do $(VENV)/bin/python $$file || exit 1; done

bench-quality: $(VENV)/.ready-dev
	@$(VENV)/bin/python benchmarks/bench_quality.py

docs: $(VENV)/.ready-dev
	@$(VENV)/bin/python scripts/docs.py

pictures: $(VENV)/.ready-dev
	@$(VENV)/bin/python scripts/pictures.py

lock:
	@TORCH=$(TORCH) $(PYTHON) scripts/lock.py

clean:
	rm -rf $(VENV) .qes outputs/*

$(VENV)/.ready: pyproject.toml constraints.txt scripts/setup.py
	@$(PYTHON) scripts/setup.py $(VENV)

$(VENV)/.ready-dev: pyproject.toml constraints.txt scripts/setup.py
	@$(PYTHON) scripts/setup.py $(VENV) dev
