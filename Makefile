# One command each; `make` alone prints this list.
PYTHON ?= python3
VENV   := .venv
RUN    := $(VENV)/bin/python
unexport PYTHONDONTWRITEBYTECODE
LOCK   := $(RUN) -m uv pip compile -q --universal --generate-hashes --python-version 3.11 --no-emit-index-url --no-header

.DEFAULT_GOAL := help
.PHONY: help env demo warehouse reproduce stop clean test postgres fuzz browser lint bench docs accuracy lock

help: ## print this help
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 10

env: $(VENV)/.ready ## make the environment in .venv (uv where it can be had, pip otherwise)

$(VENV)/.ready: requirements-dev.txt local/environment.sh
	@sh local/environment.sh $(PYTHON) $(VENV)

demo: env ## inspect the invented city of 云州: two past quarters and a live round, end to end
	@$(RUN) -m demo run

warehouse: env ## start a PostgreSQL with an empty warehouse, for the command line: no Docker, no Airflow
	@$(RUN) -m demo warehouse

reproduce: env ## build the five published model bulletins again, from constructed inputs, and compare every figure
	@$(RUN) -m demo.reproduce $(if $(ONLY),--only $(ONLY))

stop: ## end everything that `make demo` started
	@if [ -x $(RUN) ]; then $(RUN) -m demo stop; fi

clean: stop ## remove .local/ and output/
	@if [ -x $(RUN) ]; then $(RUN) -m demo.reproduce --remove; $(RUN) -m demo clean; fi

test: env ## run all tests on as many processes as there are cores, each on a throw-away PostgreSQL
	@$(RUN) -m pytest -n auto --dist loadfile --no-loadscope-reorder

postgres: env ## judge, grade, count and verify on PostgreSQL 16 too, the oldest that we say works
	@$(RUN) -m uv pip install -q --require-hashes --no-deps --python-version 3.12 --target $(VENV)/postgres16 \
	  -r requirements-postgres16.txt
	@POSTGRES_WHEEL=$(CURDIR)/$(VENV)/postgres16/pgserver $(RUN) -m pytest -n auto --dist loadfile \
	  --no-loadscope-reorder tests/measure tests/judging tests/quarter tests/evidence tests/test_warehouse.py

fuzz: env ## read 10,000 mutated office files, archives and PDFs beside healthy ones (a quarter of a minute)
	@$(RUN) -m tests.cage.fuzz 10000

browser: env ## drive Airflow in a real Chromium and take the pictures; every command of the README, the slow ones too
	@$(RUN) -m pytest -m "" tests/browser tests/flow/test_readme.py

lint: env ## ruff (with Airflow's rules) and sqlfluff
	@$(RUN) -m ruff check .
	@$(RUN) -m ruff format --check .
	@$(RUN) -m sqlfluff lint --processes 2 --disable-progress-bar include/sql

bench: env ## measure, against peers and the bare limit: writes bench/results.json
	@$(RUN) -m bench

docs: env ## write the generated pages of docs/ anew
	@$(RUN) -m local.docs

accuracy: env ## measure on a strangers' town, the demo's city, real pages and planted errors: writes docs/accuracy.md (half an hour)
	@$(RUN) -m bench.accuracy

lock: env ## lock requirements.in and requirements-dev.in into the .txt beside them, with hashes
	@$(LOCK) requirements.in -o requirements.txt
	@$(LOCK) --constraints requirements.txt requirements-dev.in -o requirements-dev.txt
