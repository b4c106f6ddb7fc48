#!/usr/bin/env bash
# Completion offers what the program takes, in bash, and in fish and zsh where they are installed: PROACTIVE=... tests/cli/completion.sh
set -euo pipefail
PROACTIVE=$(realpath "${PROACTIVE:?set it to the binary, such as build/release/proactive}")
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=tests/support/checks.sh
. tests/support/checks.sh
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for shell in bash zsh fish; do "$PROACTIVE" config completion "$shell" >"$work/$shell"; done
touch "$work/a-file"

# What a shell offers behind these words; the last is what was begun. An option and its value are one word with =.
offered_by_bash() {
  (
    cd "$work"
    # shellcheck source=/dev/null
    . ./bash
    # As bash makes words of a command line.
    mapfile -t COMP_WORDS < <(printf '%s\n' proactive "${@//=/$'\n=\n'}")
    [[ ${*: -1} != *= ]] || unset 'COMP_WORDS[-1]'
    COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
    _proactive
    printf '%s\n' "${COMPREPLY[@]}"
  )
}
offered_by_fish() { (cd "$work" && fish --no-config -c "source fish; complete -C 'proactive $*'" | sed -e 's/\t.*//' -e 's/^--[a-z-]*=//'); }

offers() { # words that must be offered, in any order and among others, -- and the words of the command line
  local expected=()
  while [ "$1" != -- ]; do
    expected+=("$1")
    shift
  done
  shift
  "offered_by_$shell" "$@" | sort -u >"$work/offered"
  printf '%s\n' "${expected[@]}" | sort -u | comm -23 - "$work/offered" >"$work/missing"
  if [ -s "$work/missing" ]; then
    echo "not offered behind proactive $*:" && cat "$work/missing"
    echo "but" && cat "$work/offered"
    return 1
  fi
}
offers_nothing() { # behind these words
  "offered_by_$shell" "$@" | grep -v '^$' >"$work/offered" || return 0
  cat "$work/offered" && return 1
}
help_of() { # what: options or commands, then the words of a command
  COLUMNS=1000 "$PROACTIVE" "${@:2}" --help | case $1 in
    options) sed -nE 's/^ +(-h,)?(--[a-z-]+).*/\2/p' ;;
    commands) awk '/^Subcommands:/ { inside = 1; next } /^$/ { inside = 0 } inside { print $1 }' ;;
  esac
}
offers_all_below() { # words of a command: its options and commands, and those of the commands below
  local name names options above=("$@")
  [ "$*" != 'config user' ] || above+=(42)
  mapfile -t options < <(help_of options "$@")
  offers "${options[@]}" -- "${above[@]}" -- || return 1
  mapfile -t names < <(help_of commands "$@")
  [ ${#names[@]} -gt 0 ] || return 0
  offers "${names[@]}" -- "${above[@]}" '' || return 1
  for name in "${names[@]}"; do offers_all_below "${above[@]}" "$name" || return 1; done
}

try() { # a shell
  shell=$1
  check "$shell: all commands and options of the help" offers_all_below
  check "$shell: the values of an option" offers type stage template policy day -- stats --by ''
  check "$shell: those of a setting" offers debug info warn error off -- schedule --log-level ''
  check "$shell: behind =" offers table json -- schedule --format=
  check "$shell: and begun" offers table -- schedule --format=ta
  check "$shell: none where anything goes" offers_nothing stats --since ''
  check "$shell: names of files" offers a-file -- --env-file ''
  check "$shell: names of files, or a word" offers a-file seed -- config adapter check ''
  check "$shell: names of settings" offers min_interval_hours max_deliveries -- config set ''
  check "$shell: presets" offers conservative seed -- config preset ''
  check "$shell: policies" offers eu-ai-act us-ny -- config policy show ''
  check "$shell: preferences, behind an option and a user" offers quiet_hours timezone -- --env-file a-file config user 42 set ''
  check "$shell: no command in the place of a user" offers_nothing config user ''
  check "$shell: itself" offers bash zsh fish -- config completion ''
}
try bash
check "bash: nothing that it would expand" sh -c "! grep -nE '[\`]|\\\$\\(' '$work/bash' | grep -v 'mapfile'"
if command -v fish >/dev/null; then try fish; else echo "not tried: fish is not installed"; fi
if command -v zsh >/dev/null; then check "zsh: it can be read" zsh -n "$work/zsh"; else echo "not tried: zsh is not installed"; fi
if command -v shellcheck >/dev/null; then check "bash: shellcheck finds nothing" shellcheck --shell=bash --severity=warning "$work/bash"; fi
finish
