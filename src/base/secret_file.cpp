#include "base/secret_file.hpp"

#include <mutex>
#include <set>

#include "base/file.hpp"
#include "base/log.hpp"

namespace proactive {

namespace {

constexpr std::size_t longest_secret_file = 1024UL * 1024;

// Once a run, though each connection reads the password.
void warn_once(std::string const& sentence) {
  static std::mutex mutex;
  static std::set<std::string> told;
  std::lock_guard const lock(mutex);
  if (told.insert(sentence).second) log::warn("file_exposed", {{"message", sentence}});
}

}  // namespace

std::string read_secret_file(std::string const& variable, std::string const& file) {
  auto const [text, is_exposed] = read_named_file(variable, file, longest_secret_file, ReadUntil::end_of_line);
  if (is_exposed) warn_once(exposed_sentence(variable, file));
  auto secret = text.substr(0, text.find('\n'));
  if (secret.ends_with('\r')) secret.pop_back();
  return secret;
}

}  // namespace proactive
