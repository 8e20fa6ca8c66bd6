# Everything runs in .venv, which is made and filled when it is needed.

PYTHON ?= python3
BIN := .venv/bin
SOURCES := pyproject.toml

.PHONY: help maps pages test test-fast robustness check format docs playground site bench changelog clean

help:  ## list what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

maps: .venv/.run  ## check every map in maps/ and draw it into output/
	$(BIN)/argmap check maps
	$(BIN)/argmap render maps --output output --format svg --format html --format outline
	$(BIN)/argmap render maps --output output --overview

# Not in `maps`: the bytes of a PDF depend on the version of typst.
pages: .venv/.test  ## draw the map of the paper on A4 pages, as a PDF in output/
	$(BIN)/argmap render maps/turkiye-russia/map.argmap --output output/turkiye-russia --page a4 --format pdf

# Tests start hundreds of processes: without byte code, each compiles everything anew.
PYTEST := env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m pytest
# One process more than there are processors: many tests wait for another program.
PROCESSES ?= $(shell expr `getconf _NPROCESSORS_ONLN` + 1)

test: .venv/.test  ## run all tests
	$(PYTEST) -n $(PROCESSES)

test-fast: .venv/.test  ## run unit and property tests, without real parts or processes: for every save
	HYPOTHESIS_PROFILE=fast $(PYTEST) -n $(PROCESSES) --fast

robustness: .venv/.robustness  ## look for inputs that break something, for fourteen minutes
	@status=0; for name in fixes incremental merges verdicts imports growth mutation; do \
	  $(BIN)/python tests/robustness/$$name.py || status=1; \
	done; exit $$status

check: .venv/.check  ## format, lint, types, layers, spelling
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/codespell README.md CONTRIBUTING.md CHANGELOG.md changelog.d docs editors grammar maps src

format: .venv/.check  ## put the code into its house style
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: .venv/.test  ## make the pages of docs/ that are made from the code
	$(BIN)/python -m argmap.workspace.rule_docs docs
	$(BIN)/python -m tests.api.reference
	$(BIN)/python -m tests.cli.command_reference
	$(BIN)/python -m tests.documentation

# Needs npm. Other programs can build it elsewhere: `node docs/playground/build.mjs FOLDER PYTHON`.
playground: .venv/.run docs/playground/node_modules/.made  ## build the playground, argmap in the browser, into site/playground
	node docs/playground/build.mjs site/playground $(abspath $(BIN)/python)

# MkDocs empties its folder, so the playground follows.
site: .venv/.test docs/playground/node_modules/.made  ## build the documentation site into site/, with warnings as errors
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict
	node docs/playground/build.mjs site/playground $(abspath $(BIN)/python)

bench: .venv/.test  ## measure speed, as ratios against a baseline of the same run
	$(BIN)/python tests/benchmarks/bench.py
	$(BIN)/python tests/benchmarks/bench_diff.py
	$(BIN)/python tests/benchmarks/bench_evaluate.py
	$(BIN)/python tests/benchmarks/bench_exchange.py
	$(BIN)/python tests/benchmarks/bench_large.py
	$(BIN)/python tests/benchmarks/bench_lsp.py
	$(BIN)/python tests/benchmarks/bench_merge.py
	$(BIN)/python tests/benchmarks/bench_page.py
	$(BIN)/python tests/benchmarks/bench_pictures.py
	$(BIN)/python tests/benchmarks/bench_playground.py
	$(BIN)/python tests/benchmarks/bench_review.py

changelog: .venv/.check  ## show what the next release would say of itself
	$(BIN)/towncrier build --draft --version next

clean:  ## remove what was made, the environment too
	rm -rf .venv dist build site .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

docs/playground/node_modules/.made: docs/playground/package-lock.json
	npm ci --ignore-scripts --prefix docs/playground
	@touch $@

.venv/.made:
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	@touch $@

.venv/.run: .venv/.made $(SOURCES)
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

.venv/.test: .venv/.run
	$(BIN)/python -m pip install --quiet --group test
	@touch $@

# Other programs' readers of what argmap exports; not in `test`, whose tests skip without them.
.venv/.judges: .venv/.test
	$(BIN)/python -m pip install --quiet --group judges
	@touch $@

.venv/.robustness: .venv/.test
	$(BIN)/python -m pip install --quiet --group robustness
	@touch $@

.venv/.check: .venv/.run
	$(BIN)/python -m pip install --quiet --group check
	@touch $@
