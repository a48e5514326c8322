# Every command of the project, for people and for CI. `make help` lists them.
#
#   PORT=8010 make demo      another port
#   LAN=1 make demo          HTTPS on the local network, for a phone
#   PYTHON=python3.12 make   another Python (3.11 or newer)

SHELL := /bin/sh
.DEFAULT_GOAL := help
BIN := .venv/bin
export PORT MOTCUA_DATA LAN PYTHON
ifeq ($(origin PORT),undefined)
unexport PORT
endif
ifeq ($(origin MOTCUA_DATA),undefined)
unexport MOTCUA_DATA
endif

.PHONY: help setup demo demo-reset demo-prove test drills long check types form format bench released guide

help: ## list the commands
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/\1\t\2/p' Makefile | \
	  while IFS="$$(printf '\t')" read -r name text; do printf '  make %-11s %s\n' "$$name" "$$text"; done

setup: ## make .venv from the lock file; does nothing when nothing changed
	@sh .ci/setup

demo: setup ## run the made-up world on http://localhost:8000 (PORT=, LAN=1)
	@exec $(BIN)/motcua demo $(if $(filter 1,$(LAN)),--lan)

demo-reset: setup ## throw the made-up world away and run a new one
	@exec $(BIN)/motcua demo --reset $(if $(filter 1,$(LAN)),--lan)

demo-prove: setup ## file 5,000 dossiers while processes are killed, and recount
	@exec $(BIN)/motcua prove

# Compiled tests are kept, whatever the environment says: four processes read them.
test: export PYTHONDONTWRITEBYTECODE :=
test: setup ## run every test, browser journeys included
	@sh .ci/chromium
	@$(BIN)/pytest -n logical --dist worksteal -m "not drill and not browser"
	@exec $(BIN)/pytest -n logical --dist loadgroup --no-loadscope-reorder -m "browser and not drill"

drills: setup ## kill, drown and confuse a node; count what was lost, doubled, wrong
	@sh .ci/chromium
	@exec $(BIN)/pytest -n 0 -p no:randomly -m promise

long: setup ## the other long tests: a month of accounts, the whole catalogue, two nodes
	@exec $(BIN)/pytest -n 0 -m "drill and not promise"

check: setup ## lint, format, types, import contracts, templates, migrations, built assets
	@$(MAKE) --no-print-directory --jobs=2 types form

# The types take as long as all the others together.
types:
	$(BIN)/mypy

form:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/djlint src --lint
	$(BIN)/python -W ignore::RuntimeWarning -m motcua.cli manage makemigrations --check --dry-run
	$(BIN)/python .ci/vendor.py

format: setup ## put the layout of the code right
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: setup ## measure; writes a table and bench/results/latest.json
	@exec $(BIN)/python -m bench

released: setup ## note what the code of the version about to be released relies on
	@exec $(BIN)/python -m tests.upgrading.schema

guide: setup ## photograph the pages of the clerks' guide anew
	@sh .ci/chromium
	@exec $(BIN)/python -m guide
