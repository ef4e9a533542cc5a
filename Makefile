# run | test | quick | fuzz | check | audit-versions | fix | bench | screenshots: each first brings the environment up to date.
#   make test ARGS="tests/alliances -x"     some tests
#   make test BROWSER=no                    all but the browser journeys
#   make quick                              what needs no browser and no second process, but for the sweeps

PYTHON_HERE := .venv/bin/python
ENVIRONMENT := .venv/.up-to-date node_modules/.up-to-date
CODE := $(wildcard coe_hub toolkits training alliances governance tests manage.py)
BROWSER := yes
AUDIT := .venv/audit
OLDEST_POSTGRES := $(addprefix tests/,$(addprefix architecture/test_,constraints.py checks_in_python.py queries.py \
	sorting.py) audit upgrades usage publishing lib/test_prepared.py lib/test_prepared_pages.py \
	lib/test_text_and_places.py $(addprefix reminders/test_,constraints.py due_written_once.py planning.py) \
	$(addprefix governance/test_,committee_constraints.py figures.py lists.py more_figures.py meeting_actions.py) \
	alliances/test_list.py alliances/agreements/test_states.py) $(wildcard tests/home/test_search*.py)

# What a company sets; `make check` looks at the settings as they are in production
PRODUCTION := DJANGO_SETTINGS_MODULE=coe_hub.settings HUB_URL=https://hub.example ALLOWED_HOSTS=hub.example \
	SECRET_KEY=checks-only-5fHk2vQ9sT7wXz1bNc4mLp8rJd6gYa3eUu0iOoKq HUB_DEMO=0 EMAIL_URL=smtp://mail.example:25
# For tools that read the settings and ask no database
NO_SERVERS := DATABASE_URL=postgres://nobody@127.0.0.1:1/none REDIS_URL=redis://127.0.0.1:1/0

.DEFAULT_GOAL := run
.PHONY: run test quick fuzz audit-versions test-oldest-postgres check fix bench screenshots environment browser \
	check-style check-templates check-types check-floors check-migrations check-catalogue check-deployment check-advisories

run: environment
	@exec $(PYTHON_HERE) -m coe_hub.run

test: environment $(if $(filter no,$(BROWSER)),,browser)
	@$(PYTHON_HERE) -m coe_hub.run.catalogue compile
	@exec $(PYTHON_HERE) -m coe_hub.run.testing pytest $(if $(filter no,$(BROWSER)),-m "not browser") $(ARGS)

quick: environment
	@$(PYTHON_HERE) -m coe_hub.run.catalogue compile
	@exec $(PYTHON_HERE) -m coe_hub.run.testing pytest \
		-m "not browser and not processes and not runner and not sweep" $(ARGS)

# The rooms whose SQL is their own, on the oldest Postgres we name; see docs/testing.md
test-oldest-postgres: environment
	@.ci/environment postgres-15
	@$(PYTHON_HERE) -m coe_hub.run.catalogue compile
	@HUB_TEST_POSTGRES=/usr/lib/postgresql/15/bin exec $(PYTHON_HERE) -m coe_hub.run.testing pytest \
		-m "not browser and not processes and not runner" $(OLDEST_POSTGRES) $(ARGS)

# More than ten thousand cases of hostile input, each time others; `make test` asks a few hundred. A quarter of an hour
fuzz: environment
	@$(PYTHON_HERE) -m coe_hub.run.catalogue compile
	@FUZZ_TIMES=25 exec $(PYTHON_HERE) -m coe_hub.run.testing pytest --dist=load tests/hostile $(ARGS)

# The same as `check-advisories` by others' programs; it fails where a registry does not answer: see docs/testing.md
audit-versions: environment
	@test -x $(AUDIT)/bin/pip-audit || { $(PYTHON_HERE) -m venv $(AUDIT) && \
		$(AUDIT)/bin/python -m pip install --quiet --disable-pip-version-check pip-audit==2.10.1; }
	$(AUDIT)/bin/pip-audit --strict --disable-pip --require-hashes --requirement requirements-dev.txt
	npm audit --package-lock-only

check: check-style check-templates check-types check-floors check-migrations check-catalogue check-deployment \
		check-advisories
	@echo "All checks passed."

check-style: environment
	$(PYTHON_HERE) -m ruff check $(CODE)
	$(PYTHON_HERE) -m ruff format --check $(CODE)

check-templates: environment
	$(PYTHON_HERE) -m djlint --quiet --lint templates

check-types: environment
	$(PRODUCTION) $(NO_SERVERS) $(PYTHON_HERE) -m mypy

check-floors: environment
	.venv/bin/lint-imports --no-logo

check-migrations: environment
	$(PRODUCTION) $(PYTHON_HERE) -m coe_hub.run.testing django makemigrations --check --dry-run

check-catalogue: environment
	$(PYTHON_HERE) -m coe_hub.run.catalogue check

check-deployment: environment
	$(PRODUCTION) $(PYTHON_HERE) -m coe_hub.run.testing django check --deploy --fail-level WARNING --database default

# A hole that is known fails; a registry that does not answer is said, and fails nothing
check-advisories: environment
	$(PYTHON_HERE) -m coe_hub.run.advisories

fix: environment
	$(PYTHON_HERE) -m ruff check --fix --exit-zero $(CODE)
	find $(CODE) -name '*.py' -not -path '*/migrations/*' -exec $(PYTHON_HERE) -m django_upgrade --target-version 5.2 --exit-zero-even-if-changed {} +
	$(PYTHON_HERE) -m ruff format $(CODE)
	$(PYTHON_HERE) -m coe_hub.run.catalogue update
	$(PYTHON_HERE) -m tests.licences

# Its databases stay in var/bench; make bench ARGS="--page record --alliances 1000" for less
bench: environment
	@HUB_TEST_FOLDER=var/bench $(PYTHON_HERE) -m coe_hub.run.testing tests.bench $(ARGS)

# Of a running demo hub: make screenshots ARGS="--url http://localhost:8000 --only today"
screenshots: environment browser
	@$(PYTHON_HERE) -m tests.screenshots $(ARGS)

environment: $(ENVIRONMENT)

browser:
	@.ci/environment browser

.venv/.up-to-date: requirements-dev.txt
	@.ci/environment python

node_modules/.up-to-date: package-lock.json .npmrc | .venv/.up-to-date
	@.ci/environment front-end
