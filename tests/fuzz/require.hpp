#pragma once

#include <cstdio>
#include <cstdlib>

// What must hold for every input; libFuzzer keeps the input of a run that aborts.
inline void require(bool holds, char const* what) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %s\n", what);
  std::abort();
}
