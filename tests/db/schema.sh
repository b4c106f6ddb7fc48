#!/usr/bin/env bash
# The schema proactive that the migrations make, and the wrappers and functions of the seed's adapter in it, is the one in
# sql/schema.golden.sql, which is reviewed like code.
# tests/db/schema.sh --update rewrites it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

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
if diff -u sql/schema.golden.sql "$actual"; then
  echo "ok - the schema is sql/schema.golden.sql"
  echo "1 passed, 0 failed"
else
  echo "not ok - the schema differs: correct the migration, or run scripts/with-postgres tests/db/schema.sh --update and review"
  echo "0 passed, 1 failed"
  exit 1
fi
