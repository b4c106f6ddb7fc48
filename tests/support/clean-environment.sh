# For bash tests, to be sourced: what this shell says about the tool's settings must not matter, and PROACTIVE is an absolute path.
# shellcheck shell=bash
for variable in "${!PROACTIVE_@}" "${!OPENAI_@}" "${!SIO_@}" "${!DB_@}"; do unset "$variable"; done
unset DATABASE_URL http_proxy https_proxy all_proxy HTTPS_PROXY ALL_PROXY
PROACTIVE=$(realpath "$PROACTIVE")
export PROACTIVE
# shellcheck source=tests/support/without-care.sh
. "$(dirname "${BASH_SOURCE[0]}")/without-care.sh"
