# Two commands do all the set-up: `make run` opens acxdesk, `make test` passes its tests.
#
# Needs make, Python 3.11 or newer with venv, and a package index that pip knows. Environments are made here, in
# .venv (to run) and .venv-dev (to work on it), from the locked requirements.

# The first of these that starts, is new enough and can make environments.
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$name -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && exit; done)
RUN := .venv
DEV := .venv-dev
PIP := -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all:
# How many tests run side by side: as many as there are processors.
JOBS ?= auto

.DEFAULT_GOAL := help
.PHONY: help setup run demo test check format bench screens lock clean

help: ## show this
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

setup: $(RUN)/.made ## make the environment that runs it, alone

run: $(RUN)/.made ## open the terminal app on your own data file, made at the first start
	@$(RUN)/bin/acxdesk init --quiet >/dev/null
	@$(RUN)/bin/acxdesk

demo: $(RUN)/.made ## open it on the demonstration data, in a file of its own
	@$(RUN)/bin/acxdesk demo

test: $(DEV)/.made ## pass the tests
	@$(DEV)/bin/python -m pytest -n $(JOBS) --dist worksteal -q

check: $(DEV)/.made ## check style, types and the import rules
	@$(DEV)/bin/ruff check .
	@$(DEV)/bin/ruff format --check .
	@$(DEV)/bin/mypy
	@$(DEV)/bin/lint-imports --no-cache

format: $(DEV)/.made ## put the code in shape
	@$(DEV)/bin/ruff check --fix .
	@$(DEV)/bin/ruff format .

bench: $(DEV)/.made ## measure it, as ratios to plain baselines
	@$(DEV)/bin/python -m bench

screens: $(DEV)/.made ## draw the README's pictures from the real app
	@$(DEV)/bin/python docs/make_screens.py

lock: ## write the locked requirements anew (needs uv)
	@uv pip compile --universal --generate-hashes --no-header --no-annotate --python-version 3.11 \
		pyproject.toml --output-file requirements/run.txt
	@uv pip compile --universal --generate-hashes --no-header --no-annotate --python-version 3.11 \
		--extra dev --constraint requirements/run.txt pyproject.toml --output-file requirements/dev.txt

clean: ## remove the environments and what tools left
	@rm -rf $(RUN) $(DEV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage

# A .pth file puts src in: what is edited runs at once. The two starters are what pip would write for the project.
define made
	@test -n "$(PYTHON)" || { echo "acxdesk needs Python 3.11 or newer with venv; none was found." \
		"Install one (Debian: apt install python3-venv) or say which: make PYTHON=..." >&2; exit 1; }
	@echo "Making $(1) with $(PYTHON)..." >&2
	@rm -rf $(1)
	@"$(PYTHON)" -m venv $(1)
	@$(1)/bin/python $(PIP) --requirement requirements/$(2).txt
	@echo "$(CURDIR)/src" > "$$($(1)/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/acxdesk.pth"
	@printf '#!/bin/sh\nexec "%s" -m acxdesk "$$@"\n' "$(CURDIR)/$(1)/bin/python" > $(1)/bin/acxdesk
	@chmod +x $(1)/bin/acxdesk
	@touch $(1)/.made
endef

$(RUN)/.made: requirements/run.txt
	$(call made,$(RUN),run)

$(DEV)/.made: requirements/dev.txt
	$(call made,$(DEV),dev)
