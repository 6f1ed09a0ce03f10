# Everything a contributor types. Each target brings what it needs: `make run` and `make test`
# work in a fresh clone with Python 3.11 or later, git and make, and nothing else.

# Some machines forbid Python to keep what it compiled; then each of the hundreds of processes that
# the tests start would compile the program anew.
export PYTHONDONTWRITEBYTECODE :=

VENV ?= .venv
PICTURES ?= docs/pictures
WORKERS ?= 2
ARGUMENTS ?=

ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif
STAMP := $(VENV)/.installed
PYTEST := QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal

.DEFAULT_GOAL := help
.PHONY: help run test soak bench lint format pictures lock wheel venv clean

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 18

run: venv ## open the window; without a display, draw its pages into pictures/
	@scripts/run.sh $(BIN) $(ARGUMENTS)

test: venv ## run the tests on two cores
	@scripts/system_libraries.sh offscreen postgresql
	@$(PYTEST) $(ARGUMENTS)

soak: venv ## run the tests with the full number of examples
	@scripts/system_libraries.sh offscreen postgresql
	@$(BIN)/python -m pip install --quiet --require-hashes --requirement scripts/fuzz-requirements.txt
	@FINANCEDESK_SOAK=1 $(PYTEST) -o faulthandler_timeout=0 $(ARGUMENTS)

bench: venv ## measure the program against its floors
	@scripts/system_libraries.sh offscreen
	@QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.bench $(ARGUMENTS)

lint: venv ## check style, types and floors
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

format: venv ## lay the code out as `make lint` wants it
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .

pictures: venv ## draw the pictures of the user's guide into docs/pictures
	@scripts/system_libraries.sh offscreen
	@scripts/draw_pictures.sh $(BIN) $(PICTURES)

lock: ## renew requirements.lock from pyproject.toml
	@scripts/renew_lock.sh

wheel: venv ## build the wheel and the source archive into dist/
	@$(BIN)/python -m build --no-isolation

venv: $(STAMP) ## make .venv as the lock file says

$(STAMP): requirements.lock pyproject.toml scripts/make_venv.sh
	@scripts/make_venv.sh $(VENV) $(BIN)
	@touch $@

clean: ## remove what can be made again, except .venv
	@rm -rf build dist pictures .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	@find . -path ./$(VENV) -prune -o -name __pycache__ -type d -exec rm -rf {} +
