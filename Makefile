# The two commands of the README, and the ones a contributor needs. Everything runs in .venv.
PYTHON ?= python3
BIN := .venv/bin
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.DEFAULT_GOAL := help
.PHONY: help demo install dev test lint types imports check eval bench pictures offline clean

help:  ## list the targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile

demo: .venv/installed  ## print who said what in the example article
	@$(BIN)/quoteattr show quoteattr/examples/moscow-talks.txt

install: .venv/installed  ## install the package into .venv

dev: .venv/installed-dev  ## install the package and the development tools into .venv

test: .venv/installed-dev  ## run the tests
	$(BIN)/python -m pytest

lint: .venv/installed-dev  ## style and formatting
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/installed-dev  ## static types
	$(BIN)/mypy --strict quoteattr

imports: .venv/installed-dev  ## the layers of the house
	$(BIN)/lint-imports

check: lint types imports test  ## everything that must hold before a commit

eval: .venv/installed-dev  ## measure on the corpora in ../shared/data
	$(BIN)/python -m bench.check_scorer
	$(BIN)/python -m bench.eval

bench: .venv/installed  ## measure import, load and reading times, and memory
	@$(BIN)/python -m bench.speed

pictures: .venv/installed-bench  ## draw the pictures in docs from their figures
	$(BIN)/python -m bench.pictures

offline: .venv/installed  ## show that nothing needs the network (Linux)
	@$(BIN)/python -m bench.offline

clean:  ## remove .venv and all caches
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# A stamp is as new as the last complete installation; a change of the requirements makes it stale.
.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/installed: pyproject.toml constraints.txt | .venv/bin/python
	$(PIP_INSTALL) --editable .
	@touch $@

.venv/installed-dev: pyproject.toml constraints.txt | .venv/bin/python
	$(PIP_INSTALL) --editable '.[dev]'
	@touch $@ .venv/installed

.venv/installed-bench: pyproject.toml constraints.txt | .venv/bin/python
	$(PIP_INSTALL) --editable '.[bench]'
	@touch $@ .venv/installed
