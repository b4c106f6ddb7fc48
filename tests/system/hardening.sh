#!/usr/bin/env bash
# Optimised builds are hardened, and none with a sanitizer: PROACTIVE=... scripts/with-postgres tests/system/hardening.sh
# Configures the presets and reads how they would compile and link; then what the linker makes of that, also of PROACTIVE.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
: "${PROACTIVE:?set it to the binary, such as build/release/proactive}"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# shellcheck source=tests/support/checks.sh
. tests/support/checks.sh

compiling=(_GLIBCXX_ASSERTIONS _FORTIFY_SOURCE=2 -fstack-protector-strong -fstack-clash-protection -fPIE)
sources() { # preset, condition on a compiler's command, flag: those of src/ that meet it
  jq -r --arg flag "${3:-}" ".[] | select(.file | contains(\"/src/\")) | select(.command | $2) | .file" "$work/$1/compile_commands.json"
}
compiled_with() { [ "$(sources "$1" 'contains($flag) | not' "$2" | tee /dev/stderr | wc -l)" = 0 ]; }
compiled_without() { [ "$(sources "$1" 'contains($flag)' "$2" | tee /dev/stderr | wc -l)" = 0 ]; }
link_flags() { # preset: those of the program, but for the file into which newer versions of CMake let the linker write what it reads
  awk '/^build proactive: / { inside = 1 } inside && /^  LINK_FLAGS = / { sub(/.* = /, ""); print; exit }' "$work/$1/build.ninja" |
    sed -E 's/-Wl,--dependency-file=[^ ]*//'
}
bound_at_start() { # program: whether all that the loader writes is read-only when main begins, at an address that nobody knows
  readelf -lW "$1" >"$work/segments" && readelf -dW "$1" >"$work/dynamic"
  grep -q GNU_RELRO "$work/segments" && grep -q 'FLAGS.*BIND_NOW' "$work/dynamic" && grep -q 'FLAGS_1.*NOW.*PIE' "$work/dynamic"
}

for preset in release asan; do
  cmake --preset "$preset" -B "$work/$preset" >"$work/log" 2>&1 || true
  check "$preset is configured" test "$(sources "$preset" true | wc -l)" -gt 0
done
for flag in "${compiling[@]}"; do check "release is compiled with $flag" compiled_with release "$flag"; done
check "asan has the assertions" compiled_with asan _GLIBCXX_ASSERTIONS
check "asan has no _FORTIFY_SOURCE, which hides errors from it" compiled_without asan _FORTIFY_SOURCE

read -ra flags < <(link_flags release) || true
echo 'int main() { return 0; }' >"$work/main.cpp"
check "release is linked with ${flags[*]}" c++ "${flags[@]}" -fPIE "$work/main.cpp" -o "$work/program"
check "which binds all symbols at start" bound_at_start "$work/program"

cache=$(dirname "$PROACTIVE")/CMakeCache.txt
if grep -qs '^CMAKE_BUILD_TYPE:.*=Rel' "$cache" && grep -qs '^PROACTIVE_SANITIZE:.*=$' "$cache"; then
  check "$PROACTIVE binds all symbols at start" bound_at_start "$PROACTIVE"
  check "$PROACTIVE guards its stack" grep -q __stack_chk_fail "$PROACTIVE"
else
  echo "not tried: $PROACTIVE, which is no optimised build without sanitizers"
fi
finish
