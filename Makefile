# Every command there is. `make` lists them; `make check` is what CI runs.
PYTHON ?= python3
PORT ?= 8000
DATA ?= var
ASTERISK ?=
CACHE ?= $(HOME)/.cache/hotline
ASTERISK_CACHE ?= $(CACHE)/asterisk
PYTEST ?= -n 2

bin := .venv/bin
django := DJANGO_SETTINGS_MODULE=hotline.site.settings $(bin)/python -m django
unpacked := ASTERISK_TREE="$$(scripts/get-asterisk '$(ASTERISK_CACHE)')" && export ASTERISK_TREE
lazy := gettext_lazy ngettext_lazy:1,2 pgettext_lazy:1c,2 npgettext_lazy:1c,2,3
export PYTHONUNBUFFERED := 1
# Where this is set, each process compiles everything anew: seconds, for each part that starts.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo check format format-check lint types contracts migrations messages \
	translations tools asterisk test drill bench docs pictures lock clean

help:  ## list the commands
	@sed -n 's/^\([a-z-]*\):.*  ## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

demo: .venv/runtime translations  ## the sample town: PORT=8000 DATA=var ASTERISK=1 for a real switch
	@$(if $(ASTERISK),$(unpacked) &&) \
		exec $(bin)/hotline demo --port '$(PORT)' --data '$(DATA)' $(if $(ASTERISK),--asterisk)

check: format-check lint types contracts migrations translations test  ## everything CI checks

format: .venv/dev  ## lay the code out
	$(bin)/ruff format .
	$(bin)/ruff check --fix .

format-check: .venv/dev
	$(bin)/ruff format --check .

docs: .venv/dev  ## write the made pages of docs/ anew
	$(bin)/python scripts/make-docs

lint: .venv/dev  ## style and likely mistakes
	$(bin)/ruff check .

types: .venv/dev  ## mypy, strict
	$(bin)/mypy

contracts: .venv/dev  ## who may import whom
	$(bin)/lint-imports

migrations: .venv/dev  ## is there a migration for every change of a table
	$(django) makemigrations --check --dry-run

messages: .venv/runtime  ## gather what is to be translated into the .po files
	@words="$$(mktemp)" && trap 'rm -f "$$words"' EXIT && \
		$(bin)/pybabel --quiet extract -F babel.cfg $(addprefix -k ,$(lazy)) --no-location \
			--sort-output --omit-header --no-wrap -o "$$words" hotline && \
		$(bin)/pybabel --quiet update -i "$$words" -d hotline/locale -D django \
			--no-fuzzy-matching --ignore-obsolete --omit-header --no-wrap

translations: .venv/runtime  ## compile the translations
	@$(if $(wildcard hotline/locale),$(bin)/pybabel --quiet compile --use-fuzzy -d hotline/locale -D django)

test: .venv/dev translations tools  ## every test, with a real PostgreSQL, Asterisk and browser
	@$(unpacked) && $(bin)/pytest $(PYTEST)

tools:  ## what the tests need of Debian
	@scripts/get-test-tools

asterisk:  ## unpack Asterisk, without privileges
	@scripts/get-asterisk '$(ASTERISK_CACHE)'

drill: .venv/dev  ## break a running system on purpose, at length: SEED=… repeats a run
	HOTLINE_DRILL=whole HOTLINE_DRILL_SEED='$(SEED)' $(bin)/pytest tests/drills tests/calls/test_erlang.py tests/dispatch/test_modes.py -s
	HOTLINE_ABUSE=20 HOTLINE_ABUSE_TEXTS=99 $(bin)/pytest $(PYTEST) tests/abuse

bench: .venv/dev translations tools  ## the benchmarks: FIGURES="queue case.find" for some
	@$(unpacked) && $(bin)/hotline bench $(FIGURES)

pictures: .venv/dev tools  ## screenshots of the demo that runs on PORT, into docs/pictures
	$(bin)/python scripts/pictures 'http://127.0.0.1:$(PORT)' docs/pictures

lock:  ## pin the dependencies anew; UPGRADE=--upgrade for the newest
	UPGRADE='$(UPGRADE)' scripts/lock

clean:  ## forget the environment; data stays
	rm -rf .venv

.venv/runtime: requirements.lock pyproject.toml
	@echo "Installing …"
	@scripts/install '$(PYTHON)' '$(CACHE)/packages' requirements.lock .
	@touch $@

.venv/dev: requirements-dev.lock .venv/runtime
	@scripts/install '$(PYTHON)' '$(CACHE)/packages' requirements-dev.lock
	@touch $@
