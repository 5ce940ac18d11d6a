# The commands of a checkout. `make` lists them; the first run of each installs what it needs (scripts/setup.sh).

VENV ?= .venv
BIN := $(VENV)/bin
TESTS ?= tests
export VENV
# One thread per tesseract: pages run side by side, and its threads would slow each other down fourfold.
export OMP_THREAD_LIMIT := 1

.DEFAULT_GOAL := help
.PHONY: help setup demo test fuzz bench lint format golden samples readme picture wheel clean

help: ## list the commands
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 10

setup: ## install what is missing: Debian packages (tesseract, vie, Tinos) and the virtual environment
	@scripts/setup.sh system
	@scripts/setup.sh venv

demo: setup ## read the scanned sample and show what comes out
	@$(BIN)/python scripts/demo.py

test: setup ## run the tests (TESTS=tests/cli for some of them)
	@$(BIN)/python -m pytest $(TESTS) -n auto --dist loadscope -q $(PYTEST_ARGS)

fuzz: setup ## run the property tests on examples that no run has seen (FUZZ=tests/read for some of them)
	@VIEXTRACT_HYPOTHESIS=roaming $(BIN)/python -m pytest $(or $(FUZZ),tests) -m hypothesis -n auto -q

bench: setup ## measure accuracy and speed, print the table of the README and that of recovery
	@$(BIN)/python benchmarks/run.py
	@$(BIN)/python benchmarks/recovery/run.py $(RECOVERY_ARGS)

lint: setup ## ruff and mypy
	@$(BIN)/ruff check --output-format concise
	@$(BIN)/mypy

format: setup ## let ruff mend what it can
	@$(BIN)/ruff check --fix

golden: setup ## make the golden files of the tests anew: look at the difference before you commit it
	@$(BIN)/python -m pytest tests/samples tests/schema -q --regenerate

samples: setup ## make samples/ anew from their sources
	@$(BIN)/python scripts/make_samples.py

readme: setup ## write the tables of the README that the code knows better
	@$(BIN)/python scripts/readme_tables.py
	@$(BIN)/python scripts/warnings_page.py

picture: setup ## draw the picture of the README anew
	@$(BIN)/python scripts/make_picture.py

wheel: setup ## build dist/viextract-*.whl
	@$(BIN)/python -m build --wheel --no-isolation

clean: ## remove what the commands above made, the environment too
	rm -rf $(VENV) build dist out .pytest_cache .mypy_cache .ruff_cache
