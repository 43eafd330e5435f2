# make compare    the main result        make test   all tests        make bench   speed, as ratios
# make serve      the pages              make test-fast   all but those that need a browser
# The first of them makes .venv with everything pinned by hash; nothing outside this folder is touched.

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	$$p -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null && echo $$p && break; done)

.PHONY: compare serve test test-fast lint types contracts fuzz bench evidence requirements clean docs

compare: $(READY)
	@$(BIN)/openh1b compare --report out/compare.html
	@echo "The same with charts: out/compare.html"

# All claims as one dated page with charts, and a card and a CSV file each.
evidence: $(READY)
	@rm -rf out/evidence
	@$(BIN)/openh1b claims page --out out/evidence

# The pages in the browser, on this machine only; Ctrl-C ends it.
serve: $(READY)
	@$(BIN)/openh1b serve

test: $(READY)
	$(BIN)/python -m pytest -n auto

# Without the tests that need a browser.
test-fast: $(READY)
	$(BIN)/python -m pytest -n auto -m "not browser"

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)
	$(BIN)/mypy

# Mutated official files into a store: no traceback, no partial table. 300 of them are in make test.
fuzz: $(READY)
	$(BIN)/python -m tests.data.fuzz 10000

contracts: $(READY)
	$(BIN)/lint-imports

docs: $(READY)
	$(BIN)/zensical build
	@echo "The documentation: out/docs/index.html"

bench: $(READY)
	$(BIN)/python -m benchmarks

# Compiled at set-up, and the law read once (docs/decisions/0018), since an interpreter told not to write bytecode would
# compile 600 modules at every start.
$(READY): requirements.txt requirements-uv.txt pyproject.toml
	@test -n "$(PYTHON)" || { echo "OpenH1B needs Python 3.11 to 3.13 with venv; name one with make PYTHON=/path/to/python" >&2; exit 2; }
	@echo "Setting up $(VENV) with $(PYTHON) (once)"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-uv.txt
	@VIRTUAL_ENV=$(CURDIR)/$(VENV) $(BIN)/uv pip install --quiet --compile-bytecode --require-hashes -r requirements.txt
	@VIRTUAL_ENV=$(CURDIR)/$(VENV) $(BIN)/uv pip install --quiet --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q src
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -c "import openh1b.season.mixes as m, openh1b.sponsors.aliases as a; m.load_mixes(); a.load_aliases()"
	@touch $@

# Pins for every platform and Python that is supported; hashes, but no addresses.
requirements: $(READY)
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --no-emit-index-url \
		--python-version 3.11 --group dev pyproject.toml -o requirements.txt
	echo "uv" | $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --no-emit-index-url \
		--python-version 3.11 - -o requirements-uv.txt

clean:
	rm -rf $(VENV) out .pytest_cache .mypy_cache .ruff_cache .hypothesis
