#pragma once

#include <string>
#include <vector>

namespace proactive {

// The only line of a file that holds a secret. The log is told, once, where others of this machine may read it. Throws
// Error (configuration) that names the variable and the file when it cannot be read, or goes on behind the line.
std::string read_secret_file(std::string const& variable, std::string const& file);

// What the log was told of the files that were read until now.
std::vector<std::string> exposed_secret_files();

}  // namespace proactive
