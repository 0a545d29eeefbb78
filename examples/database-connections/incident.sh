#!/bin/sh
# A database runs out of connections: the second of the postmortems that this format was
# taught with. Run it with PMLOG_DB set to a file of its own.
set -eu
: "${PMLOG_DB:?set PMLOG_DB to a throw-away file, such as /tmp/example.db}"

pmlog start "Database connection pool exhausted" --tz UTC --at "August 5, 2023, 02:00 AM" --service database
