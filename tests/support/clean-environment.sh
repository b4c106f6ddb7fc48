# For bash tests, to be sourced: what this shell says about the tool's settings must not matter, and PROACTIVE is an absolute path.
# shellcheck shell=bash
for variable in "${!PROACTIVE_@}" "${!SIO_@}" "${!DB_@}"; do unset "$variable"; done
unset DATABASE_URL
PROACTIVE=$(realpath "$PROACTIVE")
export PROACTIVE
