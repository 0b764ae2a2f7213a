# What one types. `make` alone lists it.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
T ?= tests
WORKERS ?= 2

.DEFAULT_GOAL := help
.PHONY: help run codes test lint check-system unit mutations bench translations clean

help: ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

##@ use
run: $(VENV)/.run ## start everything on 127.0.0.1:8000, with a demo to try
	@$(BIN)/python -m app.development

##@ work
# The system first: on a bare Debian the environment cannot be made before apt brought python3-venv.
test: check-system ## everything: lint, types, contracts, both engines, browser
	@$(MAKE) --no-print-directory lint
	@$(BIN)/pytest -n $(WORKERS) --dist loadgroup $(T)

unit: $(VENV)/.dev ## only the rules: no server, no browser
	@$(BIN)/pytest tests/unit tests/architecture

lint: $(VENV)/.dev ## style, types and the floors of the house
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

mutations: $(VENV)/.dev ## remove each defence in a copy and see its test fail
	@$(BIN)/python -m tests.mutations.run

bench: $(VENV)/.dev ## timings with their limits
	@$(BIN)/python -m bench

translations: $(VENV)/.dev ## list texts without Dutch, and Dutch without text
	@$(BIN)/python -m translations

check-system: ## what the tests need from the system; installed by apt where that is possible
	@PYTHON="$(PYTHON)" VENV="$(VENV)" bash tests/system.sh

codes: $(VENV)/.run ## where to go and the codes of the demo, fresh ones for the phones
	@$(BIN)/flask --app wsgi demo show

clean: ## throw away the environment and everything in var/
	rm -rf $(VENV) var

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed; say PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  echo "no environment could be made; on Debian and Ubuntu: apt install python3-venv"; exit 1; }

$(VENV)/.run: requirements.txt | $(VENV)/bin/python
	@echo "installing what it needs (once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt | $(VENV)/bin/python
	@echo "installing what the tests need (once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@ $(VENV)/.run
