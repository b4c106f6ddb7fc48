#!/usr/bin/env bash
# The schema proactive that the migrations make, and the wrappers and functions of the seed's adapter in it, is the one in
# sql/schema.golden.sql, which is reviewed like code.
# Run: scripts/with-postgres tests/db/schema.sh; with --update it rewrites the file.
# shellcheck source=tests/support/db-script.sh
. "$(dirname "${BASH_SOURCE[0]}")/../support/db-script.sh"

database=schema_$$
actual=$(mktemp)
trap 'rm -f "$actual"; dropdb --if-exists "$database"' EXIT
tests/support/new-database "$database"
# Without what differs between versions of pg_dump: comments, settings of the session, restrict lines.
pg_dump --schema-only --no-owner --no-privileges -n proactive "$database" |
  sed -E '/^(--|SET |SELECT pg_catalog\.set_config|\\(un)?restrict)/d' | cat -s >"$actual"

if [ "${1:-}" = --update ]; then
  cp "$actual" sql/schema.golden.sql
  exit
fi
check "the schema is sql/schema.golden.sql: else correct the migration, or run this with --update and review" \
  diff -u sql/schema.golden.sql "$actual"
finish
