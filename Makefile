# demo, test, test-full, lint, bench, evaluate, train, train-teacher, clean: one word each.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SERVE ?= 1
DEVICE ?= cpu
GOLD ?= ../shared/gold
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: demo test test-full lint bench evaluate train train-teacher clean lock

$(VENV)/.done: requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	touch $@

demo: $(VENV)/.done
	$(BIN)/dragoman code examples --into demo-ledger
	$(BIN)/dragoman show --ledger demo-ledger
ifneq ($(SERVE),0)
	$(BIN)/dragoman serve demo-ledger
endif

test: $(VENV)/.done
	$(BIN)/python -m pytest -m "not slow" -n auto --dist worksteal

test-full: $(VENV)/.done
	$(BIN)/python -m pytest

lint: $(VENV)/.done
	$(BIN)/ruff check src tests
	$(BIN)/ruff format --check src tests
	$(BIN)/mypy

bench: $(VENV)/.done
	$(BIN)/python -m dragoman.bench

# The typer from corpus/: minutes on a GPU (DEVICE=cuda), about an hour and a quarter on two cores.
train: $(VENV)/.done
	$(BIN)/python -m pip install --quiet --no-build-isolation -e ".[train]"
	$(BIN)/python -m dragoman.training --taught corpus/taught.npz --device $(DEVICE)

# The teacher, and its answers in corpus/taught.npz: minutes on a GPU (DEVICE=cuda), more than a day on two cores.
train-teacher: $(VENV)/.done
	$(BIN)/python -m pip install --quiet --no-build-isolation -e ".[train,teacher]"
	$(BIN)/python -m dragoman.training.teach --device $(DEVICE)

# Every task on the gold data beside the repository, into docs/measurements.md and docs/measurements.json.
evaluate: $(VENV)/.done
	$(BIN)/python -m dragoman.measurements $(GOLD)

clean:
	rm -rf $(VENV) build dist demo-ledger .mypy_cache .ruff_cache .pytest_cache

# The lock file holds every package with its hashes; run after a change of dependencies.
lock:
	$(BIN)/python -m pip install --quiet pip-tools
	$(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url --no-emit-find-links --extra dev --output-file requirements.lock pyproject.toml
