# Two commands matter: `make demo` shows the picture, `make test` proves it.

VENV := .venv
BIN := $(VENV)/bin
# Chromium and pip want a place of their own where the caller has none.
export HOME := $(or $(HOME),$(CURDIR)/$(VENV))

.PHONY: setup setup-test demo test cover check deep faults bench lock vendor

setup:
	@.ci/setup

setup-test:
	@.ci/setup test

demo: setup
	$(BIN)/mlob demo

test: setup-test
	$(BIN)/python -m pytest -m "not deep" -n 4 --dist loadfile

cover: setup-test
	$(BIN)/python -m pytest -m "not deep" --cov=mlob.formats --cov=mlob.adapters --cov=mlob.fold \
		--cov=mlob.journal --cov=mlob.state --cov-branch --cov-fail-under=95

check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

deep: setup-test
	MLOB_DEEP=1 $(BIN)/python -m pytest -o faulthandler_timeout=1800 --durations=10

faults: setup-test
	MLOB_DEEP=1 $(BIN)/python -m pytest -o faulthandler_timeout=1800 tests/faults

bench: setup
	$(BIN)/mlob bench ingest
	$(BIN)/mlob bench decode
	$(BIN)/mlob bench fanout --seconds 8
	$(BIN)/mlob bench links
	$(BIN)/mlob bench archive
	$(BIN)/mlob bench past
	$(BIN)/mlob bench advice
	$(BIN)/mlob bench snapshot

lock: setup
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--no-emit-index-url --quiet --extra dev pyproject.toml -o requirements.lock
	@! grep -nE '://|--(index-url|extra-index-url|find-links)' requirements.lock

vendor:
	.ci/vendor
