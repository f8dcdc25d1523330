# Two commands: `make demo` sets up and runs the main job, `make test` sets up and tests everything.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

# `make torture` kills, cuts the power and fills the disk, some hundred times each. Each of its pieces
# stands for itself; those that failed run again with `.venv/bin/python -m pytest -m torture --lf`.
.PHONY: demo test torture bench bench-extract bench-diff bench-peers setup setup-test lint types layers unit schemas clean

demo: setup
	@$(BIN)/microfiche demo

test: setup-test lint types layers unit

setup: $(VENV)/.installed
setup-test: $(VENV)/.installed-test

$(VENV)/.installed: pyproject.toml
	@./tools/venv $(PYTHON) $(VENV)
	@echo "Installing microfiche and what it needs (once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.installed-test: $(VENV)/.installed
	@echo "Installing what the tests need (once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --use-pep517 --editable '.[test]'
	@./tools/browser
	@./tools/interop $(BIN)/python .interop
	@touch $@

# CPU, pages a second and memory of a crawl against its peers, then the writer alone; ten minutes
bench: setup-test
	$(BIN)/python bench/crawl.py
	$(BIN)/python bench/writing.py

# The reader field by field beside its peers, on the pages of ../shared/corpora; ten minutes
bench-extract: setup-test .venv-peers/.installed
	$(BIN)/python bench/extraction.py --peers .venv-peers/bin/python

# The comparison on planted edits, and its time beside difflib, htmldiff2 and diff-match-patch; five minutes
bench-diff: setup-test .venv-diff/.installed
	$(BIN)/python bench/diff.py --peers .venv-diff/bin/python
	$(BIN)/python bench/edits.py

.venv-diff/.installed:
	@./tools/venv $(PYTHON) .venv-diff
	@.venv-diff/bin/python -m pip install --quiet htmldiff2 diff-match-patch fast-diff-match-patch
	@touch $@

.venv-peers/.installed:
	@./tools/venv $(PYTHON) .venv-peers
	@.venv-peers/bin/python -m pip install --quiet --upgrade pip
	@.venv-peers/bin/python -m pip install --quiet \
		trafilatura lxml_html_clean 'newspaper4k[all]' readability-lxml resiliparse
	@touch $@

# scrapy-webarchive asks for an older Scrapy and warcio than run today: it gets ours, on its own
bench-peers: .venv-webarchive/.installed
.venv-webarchive/.installed:
	@./tools/venv $(PYTHON) .venv-webarchive
	@.venv-webarchive/bin/python -m pip install --quiet 'scrapy==2.19.*' warcio smart-open wacz warc-knot
	@.venv-webarchive/bin/python -m pip install --quiet --no-deps 'scrapy-webarchive==0.5.3'
	@touch $@

lint:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types:
	$(BIN)/mypy

layers:
	$(BIN)/lint-imports

unit:
	$(BIN)/python -m pytest

torture: setup-test
	$(BIN)/python -m pytest -m torture --timeout 7200

schemas: setup
	$(BIN)/python -m archive.schemas
	$(BIN)/python -m archive.schemas --markdown
	$(BIN)/python -m archive.history

clean:
	rm -rf $(VENV) .interop .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
