# The commands of a checkout. `make` lists them; the first run of each installs what it needs (scripts/setup.sh).

VENV ?= .venv
BIN := $(VENV)/bin
TESTS ?= tests
CODE := viextract tests benchmarks scripts
export VENV
# One thread per tesseract: pages run side by side, and its threads would slow each other down fourfold.
export OMP_THREAD_LIMIT := 1

.DEFAULT_GOAL := help
.PHONY: help setup demo test fast versions fuzz mutants bench lint format golden samples readme picture wheel clean

help: ## list the commands
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 10

setup: ## install what is missing: Debian packages (tesseract, vie, Tinos) and the virtual environment
	@scripts/setup.sh system
	@scripts/setup.sh venv

demo: setup ## read the scanned sample and show what comes out
	@$(BIN)/python scripts/demo.py

test: setup ## run the tests (TESTS=tests/cli for some of them)
	@$(BIN)/python -m pytest $(TESTS) -n auto --dist loadscope -q $(PYTEST_ARGS)

# What most changes touch: the language, the rules and dictionaries of parsing, exports, messages, pages. Left out are
# OCR, batches, the browser and what is marked slow or draws examples at random: `make test` runs those before a change lands.
FAST := tests/language tests/parse tests/tables tests/export tests/schema tests/diagnostics tests/cli/test_language.py
FAST_MARKS := not slow and not tesseract and not accuracy and not hypothesis

fast: setup ## run the quick tests, under a minute: rules, dictionaries, exports, messages, pages (no OCR, no batches)
	@$(BIN)/python -m pytest $(FAST) $(wildcard tests/test_*.py) -m "$(FAST_MARKS)" -n auto --dist loadscope -q $(PYTEST_ARGS)

versions: setup ## run the quick tests with each other Python that pyproject.toml names and this machine has (3.12, 3.13)
	@FAST="$(FAST) $(wildcard tests/test_*.py)" FAST_MARKS="$(FAST_MARKS)" scripts/versions.sh

fuzz: setup ## run the property tests on examples that no run has seen (FUZZ=tests/read for some of them), and hostile strings (STRINGS=1000000)
	@VIEXTRACT_HYPOTHESIS=roaming $(BIN)/python -m pytest $(or $(FUZZ),tests) -m hypothesis -n auto -q
	@$(BIN)/python -m benchmarks.hostile.fuzz --count $(or $(STRINGS),20000) --seed $$$$

mutants: setup ## change the numeric constants of FILES a little, name those that no test notices (FILES="viextract/parse/grade.py")
	@$(BIN)/python scripts/mutants.py $(FILES) $(MUTANTS_ARGS)

bench: setup ## measure accuracy and speed, print the tables of figures
	@$(BIN)/python benchmarks/run.py
	@$(BIN)/python benchmarks/recovery/run.py $(RECOVERY_ARGS)

lint: setup ## ruff, and mypy over code, tests, scripts and benchmarks
	@$(BIN)/ruff format --check --quiet $(CODE)
	@$(BIN)/ruff check --output-format concise
	@$(BIN)/mypy

format: setup ## let ruff mend what it can
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format --quiet $(CODE)

golden: setup ## make the golden files of the tests anew: look at the difference before you commit it
	@$(BIN)/python -m pytest tests/samples tests/schema -q --regenerate

samples: setup ## make samples/ anew from their sources
	@$(BIN)/python scripts/make_samples.py

readme: setup ## write the tables of pages that the code knows better: errors, limits, warnings, imports
	@$(BIN)/python scripts/readme_tables.py
	@$(BIN)/python scripts/warnings_page.py
	@$(BIN)/python scripts/imports_page.py

picture: setup ## draw the picture of the README anew
	@$(BIN)/python scripts/make_picture.py

wheel: setup ## build dist/viextract-*.whl
	@$(BIN)/python -m build --wheel --no-isolation

clean: ## remove what the commands above made, the environment too
	rm -rf $(VENV) build dist out .pytest_cache .mypy_cache .ruff_cache
