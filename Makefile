# Two commands do everything on a machine that has Python 3.11+ and pip: `make run` and `make test`.
# Both can be repeated, and interrupted, at any moment.

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help setup run test check lint types unit browser systems docs others bench lock clean

BIN := .venv/bin
SYSTEMS := $(notdir $(patsubst %/serve.py,%,$(wildcard systems/*/serve.py)))
OTHER_PYTHONS := 3.12 3.13
heading = @printf '\n== %s\n' "$(1)"

help: ## Say what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' Makefile

setup: ## Make .venv as requirements.lock says (run and test do it themselves)
	@sh .ci/setup .venv

run: setup ## Optimise a real grocery database and write the report
	@$(BIN)/python -m benchmarks.grocery

test: check ## Run every check, and every test on each Python that is here
	$(call heading,tests on $$($(BIN)/python --version))
	@$(BIN)/python -m pytest
	@$(MAKE) --no-print-directory systems
	@$(MAKE) --no-print-directory others

check: lint types ## Run every check that is not a test

lint: setup ## Style, imports, spelling, lock
	$(call heading,style (ruff check))
	@$(BIN)/ruff check
	$(call heading,layout (ruff format))
	@$(BIN)/ruff format --check
	$(call heading,floors (lint-imports))
	@$(BIN)/lint-imports --no-logo
	$(call heading,spelling (codespell))
	@$(BIN)/codespell && echo "no misspellings"
	$(call heading,lock)
	@$(BIN)/python -m tests.lock
	$(call heading,generated pages)
	@$(BIN)/python docs/generate.py --check
	$(call heading,translations)
	@$(BIN)/python -m systems.translations --check

types: setup ## Types, strictly
	$(call heading,types (mypy --strict))
	@$(BIN)/mypy

unit: setup ## The quick tests only
	@$(BIN)/python -m pytest tests/unit

browser: setup ## The tests that open a page in Chromium
	@$(BIN)/python -m pytest -m browser

systems: setup ## The tests of the four systems, each in a process of its own
	@set -e; for system in $(SYSTEMS); do \
	    printf '\n== tests of %s\n' "$$system"; \
	    $(BIN)/python -m pytest -p no:cacheprovider "systems/$$system"; \
	done

others: setup ## The unit tests on the other Pythons that are here
	@set -e; for version in $(OTHER_PYTHONS); do \
	    printf '\n== unit tests on Python %s\n' "$$version"; \
	    python=$$(sh .ci/find-python "$$version" 2>/dev/null) || { echo "not on this machine: left out"; continue; }; \
	    sh .ci/setup ".venv-$$version" "$$python"; \
	    ".venv-$$version/bin/python" -m pytest -p no:cacheprovider tests/unit; \
	done

$(SYSTEMS): setup ## (the name of a system) Fill it with its data and serve it
	@$(BIN)/python -m systems.$@.seed
	@$(BIN)/python -m systems.$@.serve

bench: setup ## Measure every claim against its peers (minutes)
	@$(BIN)/python -m benchmarks.run_all

docs: setup ## Write the generated reference pages
	@$(BIN)/python docs/generate.py

lock: setup ## Resolve every dependency anew
	@$(BIN)/python -m tests.lock --write

clean: ## Remove environments, caches and what make run wrote
	rm -rf .venv .venv-* .venv.lock build dist var .tenfold
	rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
