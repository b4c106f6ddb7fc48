#include "base/secret_file.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <mutex>
#include <set>
#include <string_view>

#include "base/errors.hpp"
#include "base/file.hpp"
#include "base/log.hpp"
#include "base/text.hpp"

namespace proactive {

namespace {

constexpr std::size_t longest_secret_file = 1024UL * 1024;

struct Told {
  std::mutex mutex;
  std::set<std::string> sentences;
};

Told& told() {
  static Told told;
  return told;
}

// Once a run, though each connection reads the password.
void warn_once(std::string const& sentence) {
  std::lock_guard const lock(told().mutex);
  if (told().sentences.insert(sentence).second) log::warn("file_exposed", {{"message", sentence}});
}

}  // namespace

std::string read_secret_file(std::string const& variable, std::string const& file) {
  auto const [text, is_exposed] = read_named_file(variable, file, longest_secret_file, ReadUntil::end_of_line);
  if (is_exposed) warn_once(exposed_sentence(variable, file));
  auto const end = std::min(text.find('\n'), text.size());
  if (!trim(std::string_view{text}.substr(end)).empty()) {
    throw configuration_error(fmt::format(
        "{} {} has more than one line, and the first alone would count: remove the others", variable, printable(file)));
  }
  auto secret = text.substr(0, end);
  if (secret.ends_with('\r')) secret.pop_back();
  return secret;
}

std::vector<std::string> exposed_secret_files() {
  std::lock_guard const lock(told().mutex);
  return {told().sentences.begin(), told().sentences.end()};
}

}  // namespace proactive
