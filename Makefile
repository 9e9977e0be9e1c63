# `make help` lists what there is. Nothing but make and a Python from 3.11 on is needed.

SHELL := /bin/bash
VENV := .venv
BIN := $(VENV)/bin
LOW := .venv-lowest
OUT = out/action-for-action.png
JOBS ?= auto
ARGS ?=

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1

# The newest Python that really starts, is recent enough and can make virtual environments.
define find_python
for python in $(PYTHON) python3.14 python3.13 python3.12 python3.11 python3 python; do \
	"$$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && break; \
	python=; \
done; \
test -n "$$python" || { echo "make: no Python from 3.11 on (with venv) was found; name one with PYTHON=..." >&2; exit 1; }
endef

# Make or mend a virtual environment, and install what a lock names: $(call set_up,<lock>,<environment>)
define set_up
@set -e; \
"$(2)/bin/python" -c 'import sys, pip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 || \
	{ $(find_python); "$$python" -m venv --clear $(2); }; \
"$(2)/bin/python" -m pip install -qq --require-hashes --no-deps --requirement $(1); \
"$(2)/bin/python" -m pip install -qq --no-index --no-deps --no-build-isolation --editable .; \
"$(2)/bin/python" -m compileall -q sim
@touch $@
endef

# All targets share an environment; two set-ups at once would ruin it.
.NOTPARALLEL:

.PHONY: help run test test-lowest fuzz soak lint types format bench golden docs site-check dist lock clean

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(VENV)/.run-ready ## solve a scenario, tell its story and draw it
	@"$(BIN)/detente" run action-for-action
	@mkdir -p "$(dir $(OUT))"
	@"$(BIN)/detente" plot action-for-action --out "$(OUT)" $(if $(filter file,$(origin OUT)),--force)
	@echo "Next: '. $(VENV)/bin/activate', and then 'detente new my.yaml' for a scenario of your own"

test: $(VENV)/.dev-ready ## run all tests (ARGS="-k name" picks some)
	@"$(BIN)/python" -m pytest -n $(JOBS) --dist worksteal $(ARGS)

# Peers, browsers, pages and notebooks need more than that; what is left is what a program is used for.
LOWEST = tests/test_package.py tests/scenario tests/textbook tests/api tests/cli tests/study

test-lowest: $(LOW)/.lowest-ready ## run most tests with the oldest versions that are allowed
	@"$(LOW)/bin/python" -m pytest -n $(JOBS) --dist worksteal $(or $(ARGS),$(LOWEST))

fuzz: $(VENV)/.dev-ready ## try 20,000 spoilt files and command lines (MUTANTS=number)
	@MUTANTS=$(or $(MUTANTS),20000) "$(BIN)/python" -m pytest -n $(JOBS) --dist worksteal tests/test_fuzz.py $(ARGS)

soak: $(VENV)/.dev-ready ## spoil, draw, kill and compare at random (MINUTES=number)
	@"$(BIN)/python" -m tests.soak --minutes $(or $(MINUTES),10) $(ARGS)

lint: $(VENV)/.dev-ready ## check style and formatting
	@"$(BIN)/ruff" check --quiet .
	@"$(BIN)/ruff" format --quiet --check .

types: $(VENV)/.dev-ready ## check types
	@"$(BIN)/mypy" --no-error-summary

format: $(VENV)/.dev-ready ## put the code in the house's format
	@"$(BIN)/ruff" check --quiet --fix .
	@"$(BIN)/ruff" format --quiet .

bench: $(VENV)/.dev-ready ## measure against peers
	@"$(BIN)/python" -m benchmarks

golden: $(VENV)/.dev-ready ## compare what users see with an earlier commit (BASE=commit)
	@"$(BIN)/python" tests/golden/compare.py $(or $(BASE),HEAD) $(ARGS)

docs: $(VENV)/.dev-ready ## build the documentation as a site into out/site
	@"$(BIN)/python" -m sphinx -W --keep-going -n -q -d out/.site docs out/site
	@echo "out/site/index.html"

site-check: $(VENV)/.dev-ready ## look at every page of the site in Chromium, at three widths
	@SITE=all "$(BIN)/python" -m pytest tests/test_site.py $(ARGS)

dist: $(VENV)/.dev-ready ## build the source archive and the wheel into dist/
	@"$(BIN)/hatchling" build

COMPILE = "$(BIN)/uv" pip compile --quiet --upgrade --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-header --no-annotate pyproject.toml

lock: $(VENV)/.dev-ready ## refresh the locked versions in requirements/
	@$(COMPILE) --group dev --output-file requirements/dev.lock
	@$(COMPILE) --group build --constraint requirements/dev.lock --output-file requirements/run.lock
	@$(COMPILE) --group test --resolution lowest-direct --no-build --output-file requirements/lowest.lock

clean: ## remove everything that make has made
	@rm -rf $(VENV) $(LOW) dist out .pytest_cache .hypothesis .mypy_cache .ruff_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.run-ready: requirements/run.lock pyproject.toml
	@echo "Setting up $(VENV) (about a minute the first time) ..." >&2
	$(call set_up,requirements/run.lock,$(VENV))

$(VENV)/.dev-ready: requirements/dev.lock pyproject.toml
	@echo "Setting up $(VENV) for development (about a minute the first time) ..." >&2
	$(call set_up,requirements/dev.lock,$(VENV))
	@touch $(VENV)/.run-ready

# The oldest versions have wheels for the oldest Python alone.
$(LOW)/.lowest-ready: PYTHON := python3.11 python3.12
$(LOW)/.lowest-ready: requirements/lowest.lock pyproject.toml
	@echo "Setting up $(LOW) with the oldest versions that are allowed (about a minute the first time) ..." >&2
	$(call set_up,requirements/lowest.lock,$(LOW))
