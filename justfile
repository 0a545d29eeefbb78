# What is done to this tree, by name: https://just.systems. Each line can be typed as it is.

python := ".venv/bin/python"

# List the recipes.
default:
    @just --list

# Make .venv, with all that the tests need.
setup:
    python3 -m venv .venv
    {{python}} -m pip install --quiet --editable '.[test]'

# Run the tests, or those that WORDS name.
test *words:
    {{python}} -m pytest {{words}}

# Run the tests of one file in one process: just one tests/test_run.py -k signal
one file *words:
    {{python}} -m pytest -n 0 {{file}} {{words}}

# Check style and types.
lint:
    .venv/bin/ruff format --check .
    .venv/bin/ruff check .
    .venv/bin/mypy

# Format the code, and mend what ruff can.
format:
    .venv/bin/ruff format .
    .venv/bin/ruff check --fix .

# Store golden files anew; read the difference before you commit it.
golden:
    {{python}} -m pytest -q tests/test_examples.py tests/test_manual.py tests/test_docs.py tests/test_completion.py --update-golden
    git diff --stat

# Test what is written: README, the manual, the man page.
docs:
    {{python}} -m pytest -q tests/test_docs.py tests/test_manual.py
    {{python}} -m pmlog help --man | man -l -

# Measure what pmlog costs; --quick for a first look.
bench *words:
    {{python}} -m tests.bench {{words}}

# Measure how right `pmlog check` is about what is missing.
precision:
    {{python}} -m tests.precision

# Run the suite with branch coverage, that of started processes among it; what may be
# loaded is another matter while coverage itself is.
coverage:
    {{python}} -m pytest --cov --cov-report=term-missing:skip-covered -k 'not budget and not loads'

# Run the exhaustive form of the durability tests.
long:
    {{python}} -m pytest -m long tests/durability

# Do what CI does on a fresh clone.
ci:
    .ci/run
