#include "base/secret_file.hpp"

#include <fmt/core.h>

#include <fstream>

#include "base/errors.hpp"
#include "base/text.hpp"

namespace proactive {

std::string read_secret_file(std::string const& variable, std::string const& file) {
  std::ifstream in(file);
  std::string secret;
  if (!in || (!std::getline(in, secret) && !in.eof())) {
    throw configuration_error(
        fmt::format("{} {} cannot be read: check its name and permissions", variable, printable(file)));
  }
  if (secret.ends_with('\r')) secret.pop_back();
  return secret;
}

}  // namespace proactive
