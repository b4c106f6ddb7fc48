#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace proactive {

// The text of an env file. What is read here, a POSIX shell (set -a; . FILE) and systemd (EnvironmentFile=) read the
// same: NAME=VALUE lines whose value is empty, of plain characters, in single quotes, or in double quotes with \", \\,
// \$, \` and a backslash at a line's end; lines that begin with #; empty lines. All else is refused, also where only a
// variable of others is meant, since it may change what the lines behind it mean.
struct EnvAssignment {
  std::string name;
  std::string value;
  int line;  // from 1, where it begins
};

struct EnvText {
  std::vector<EnvAssignment> assignments;  // in their order; of two with one name the later one holds
  std::string problem;                     // the end of a sentence that says how to write it; empty: there is none
  int problem_line = 0;
};

// Never quotes what stands in the file: it may be a secret.
EnvText read_env_text(std::string_view text);

}  // namespace proactive
