# The project's commands; `make` alone lists them. Each does all the set-up it needs:
# scripts/set-up keeps .venv in step with requirements/ and asks apt-get for the rest.
#
#   make PYTHON=/path/to/python3 …     with a Python of your own (3.11 or newer)

SET_UP = PYTHON='$(PYTHON)' sh scripts/set-up
BIN = .venv/bin

# Where HOME cannot be written to, caches go into the checkout.
CACHE := $(shell d="$${XDG_CACHE_HOME:-$${HOME:-/nonexistent}/.cache}"; mkdir -p "$$d" 2>/dev/null; test -w "$$d" || echo here)
ifeq ($(CACHE),here)
export XDG_CACHE_HOME := $(CURDIR)/.cache
endif

.PHONY: help briefing check test lint conformance bench pictures lock clean distclean \
	set-up set-up-dev set-up-conformance

help: ## print this list
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/make \1|\2/p' Makefile | \
		while IFS='|' read -r name what; do printf '  %-18s %s\n' "$$name" "$$what"; done

briefing: set-up ## build the briefing's PDF and EPUB into build/
	$(BIN)/briefing build

check: set-up ## say what is wrong with the briefing's manuscript
	$(BIN)/briefing check

test: lint ## lint, types and all tests but those of `make conformance`
	$(BIN)/python -m pytest

lint: set-up-dev ## only the linter, the formatter and the types
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

conformance: set-up-conformance ## build the briefing and ask outside validators about it
	$(BIN)/briefing build
	$(BIN)/python -m pytest -m conformance

bench: set-up-dev ## measure speed and memory
	$(BIN)/python benchmarks/run.py

pictures: briefing ## take the README's pictures of pages from the built PDF (needs pdftoppm)
	pdftoppm -r 70 -f 7 -l 7 -singlefile -png build/*.pdf docs/judgements
	pdftoppm -r 70 -f 29 -l 29 -singlefile -png build/*.pdf docs/page

lock: set-up ## write requirements/ from pyproject.toml (UPGRADE=--upgrade for newer versions)
	$(BIN)/python scripts/lock.py $(UPGRADE)

clean: ## remove what was built, and caches
	rm -rf build dist .cache .hypothesis .mypy_cache .pytest_cache .ruff_cache

distclean: clean ## remove .venv too
	rm -rf .venv .venv.lock

set-up:
	@$(SET_UP) runtime

set-up-dev:
	@$(SET_UP) dev

set-up-conformance:
	@$(SET_UP) conformance
