# `make` or `make help` lists what there is.
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null && echo $$p && break; done)
INSTALLED := $(VENV)/.installed
INSTALLED_SPARK := $(VENV)/.installed-spark
# The tests build a warehouse of their own beside yours.
TEST_FOLDER := target/test
TEST_WAREHOUSE := $(CURDIR)/$(TEST_FOLDER)/warehouse.duckdb
PYTEST := -rfEs --durations=60 -n 2 --dist loadfile --no-loadscope-reorder

# Each of the many processes would compile all modules anew.
unexport PYTHONDONTWRITEBYTECODE

# Whose settings `make experiments` tries.
SEGMENTATION ?= mall

.DEFAULT_GOAL := help
.PHONY: help demo build dashboard show test test-all test-warehouse test-python lint clients engines questions picture sample settings-page lock demo-spark test-spark test-spark-long bench bench-scale bench-spark bench-quality experiments sbom clean

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-15s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: build dashboard show ## from a fresh clone to segments and a site, on the sample data
	@echo
	@echo "The site: $(CURDIR)/dashboards/_site/index.html"

build: $(INSTALLED) ## build the warehouse and run its tests: dbt build, a line a stage
	@$(BIN)/python -m segmentation.cli.build

dashboard: $(INSTALLED) ## render the dashboard site from the warehouse
	@$(BIN)/segments dashboard

show: $(INSTALLED) ## print a short table of the segments
	@$(BIN)/segments show

test: $(INSTALLED) ## linters, strict parse, a build of the sample with its tests, pytest, the site in a browser
	@mkdir -p $(TEST_FOLDER) && rm -f $(TEST_WAREHOUSE)
	@$(MAKE) --no-print-directory --jobs 3 --output-sync=line test-warehouse test-python lint

test-all: test ## the same, and what builds many warehouses, reads real files, sees every page in every way or installs clients
	SEGMENTS_TEST_THOROUGHLY=1 SEGMENTS_TEST_WAREHOUSE=$(TEST_WAREHOUSE) \
		$(BIN)/python -m pytest -m "long or hypothesis" $(PYTEST)
	SEGMENTS_TEST_WAREHOUSE=$(TEST_WAREHOUSE) $(BIN)/python -m pytest -m long -rfEs --durations=15 tests/clients

# What needs the sample comes last, and waits where it is still being built.
test-python: $(INSTALLED)
	@SEGMENTS_TEST_WAREHOUSE=$(TEST_WAREHOUSE) $(BIN)/python -m pytest -m "not long" $(PYTEST)

test-warehouse: $(INSTALLED)
	@SEGMENTS_WAREHOUSE=$(TEST_WAREHOUSE) $(BIN)/python tests/strict_build.py $(TEST_FOLDER)

clients: $(INSTALLED) ## print which clients read the warehouse, each in an environment of its own
	@$(BIN)/python tests/clients $(or $(SEGMENTS_WAREHOUSE),warehouse.duckdb)

demo-spark: $(INSTALLED_SPARK) ## build the sample on Apache Spark in this machine (needs Java 17)
	@$(BIN)/dbt build --target spark --profiles-dir tests/spark

test-spark: $(INSTALLED_SPARK) ## the same, and compare every table with DuckDB's (needs Java 17)
	@test -f "$(TEST_WAREHOUSE)" || { mkdir -p $(TEST_FOLDER); SEGMENTS_WAREHOUSE=$(TEST_WAREHOUSE) $(BIN)/dbt build; }
	SEGMENTS_TEST_WAREHOUSE=$(TEST_WAREHOUSE) $(BIN)/python -m pytest -m "not long" tests/spark -rfEs --durations=5

test-spark-long: $(INSTALLED_SPARK) ## a month later, by Spark Connect too, and on a cluster that loses a worker (needs Java 17)
	$(BIN)/python -m pytest -m long tests/spark -rfEs --durations=5

engines: $(INSTALLED) ## build the sample under the lowest and the highest DuckDB, print the hash of each public table
	@$(BIN)/python tests/clients/engines.py

questions: $(INSTALLED) ## write docs/questions.md from the warehouse
	$(BIN)/python docs/questions.py

picture: $(INSTALLED) ## take the picture of the overview in the README from the warehouse
	$(BIN)/python docs/picture.py

lint: $(INSTALLED) ## ruff and sqlfluff
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/python tests/linter lint models analyses tests/dbt --disable-progress-bar

sample: $(INSTALLED) ## make the sample data again, byte for byte
	$(BIN)/python -m segmentation.sample

bench: $(INSTALLED) ## time the steps against their floors, as ratios
	$(BIN)/python -m bench
	$(BIN)/python -m bench.placing
	$(BIN)/python -m bench.lookup

bench-scale: $(INSTALLED) ## build made-up shops of ten thousand, a hundred thousand and a million customers, write docs/scale.md
	$(BIN)/python -m bench.scale --json target/scale.json
	$(BIN)/python -m bench.scale_page target/scale.json

bench-spark: $(INSTALLED_SPARK) ## build the same shops on DuckDB and on Apache Spark, write docs/spark.md (needs Java 17)
	$(BIN)/python -m bench.spark --json target/spark.json
	$(BIN)/python -m bench.spark_page target/spark.json

bench-quality: $(INSTALLED) ## how often the number of segments is right, on generated sets
	$(BIN)/python -m bench.quality

experiments: $(INSTALLED) ## try the settings of the published study on a built warehouse (SEGMENTATION=mall)
	$(BIN)/dbt build --select segmentation_settings experiment_results classifier_experiments --vars '{experiments: [$(SEGMENTATION)], publish_part: true}'

sbom: $(INSTALLED) ## print what the project stands on: packages, hashes and licences, as CycloneDX
	@$(BIN)/python -m segmentation.cli.bill

clean: ## remove what builds leave behind, the warehouse included
	rm -rf target logs dashboards/_site published warehouse.duckdb warehouse.duckdb.wal

settings-page: $(INSTALLED) ## write docs/settings.md anew, after a change of the schema of settings
	$(BIN)/python -m segmentation.cli.settings_page

lock: ## resolve requirements.lock anew (needs uv on the PATH)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-strip-extras \
		--no-emit-index-url --no-annotate --no-header --extra dev pyproject.toml -o requirements.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-strip-extras \
		--no-emit-index-url --no-annotate --no-header --extra spark --constraint requirements.lock \
		$$(sed -n 's/^\([a-z][a-z0-9-]*\).*==.*/--no-emit-package \1/p' requirements.lock) pyproject.toml -o requirements-spark.lock
	for engine in lowest highest; do sed -n 's/^    "\(duckdb[<>=].*\)",$$/\1/p' pyproject.toml | \
		uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-deps --resolution $$engine \
		--no-config --no-emit-index-url --no-annotate --no-header - -o segmentation/warehouse/engines/$$engine.txt; done

$(INSTALLED): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "No Python from 3.11 to 3.13 was found: install one, or name it by make PYTHON=..."; exit 1; }
	@echo "Installing the locked packages into $(VENV): once, one to three minutes."
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

# What Spark needs over the rest.
$(INSTALLED_SPARK): $(INSTALLED) requirements-spark.lock
	@java -version 2>&1 | grep -Eq 'version "(17|21)' || \
		{ echo "Spark needs Java 17 (or 21) as 'java' on the PATH, such as Debian's openjdk-17-jre-headless: install it first."; exit 1; }
	$(BIN)/python -m pip install --disable-pip-version-check --require-hashes --no-deps -r requirements-spark.lock
	@touch $@
