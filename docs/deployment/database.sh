#!/bin/sh
# Run once by the Postgres image, when its volume is empty: the two roles and the database.
# The owner migrates; the application role cannot change or delete what the audit trail holds.
set -eu
psql --no-psqlrc --quiet --username "${POSTGRES_USER:-postgres}" --dbname postgres --set ON_ERROR_STOP=1 \
    --set owner_password="$HUB_OWNER_PASSWORD" --set app_password="$HUB_APP_PASSWORD" <<'SQL'
CREATE ROLE hub_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE hub_app LOGIN PASSWORD :'app_password';
-- Of a statement that fails neither its text nor its values are written to the log: journal entries stand in them.
ALTER ROLE hub_owner SET log_min_error_statement = panic;
ALTER ROLE hub_owner SET log_error_verbosity = terse;
ALTER ROLE hub_owner SET log_parameter_max_length_on_error = 0;
ALTER ROLE hub_app SET log_min_error_statement = panic;
ALTER ROLE hub_app SET log_error_verbosity = terse;
ALTER ROLE hub_app SET log_parameter_max_length_on_error = 0;
CREATE DATABASE hub OWNER hub_owner TEMPLATE template0
    ENCODING 'UTF8' LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C';
SQL
