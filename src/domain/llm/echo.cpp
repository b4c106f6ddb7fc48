#include "domain/llm/echo.hpp"

#include <algorithm>
#include <vector>

#include "base/json.hpp"
#include "base/text.hpp"

namespace proactive {

namespace {

constexpr std::size_t shortest_echo = 14;  // letters and digits: a service's own sentences share less with a prompt
constexpr std::size_t shortest_run_of_data = 8;
constexpr std::size_t shortest_value = 4;  // of the data, that is looked for as a whole
constexpr std::size_t shortest_name = 3;   // bytes

bool counts(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         static_cast<unsigned char>(c) >= 0x80;
}

// What is compared, and where it stood.
struct Skeleton {
  explicit Skeleton(std::string_view text) {
    for (std::size_t at = 0; at < text.size(); ++at) {
      // The letter of an escaped line break is none of the text's.
      bool const is_escape = text[at] == '\\' && at + 1 < text.size() && (text[at + 1] == 'n' || text[at + 1] == 't');
      if (is_escape) ++at;
      if (is_escape || !counts(text[at])) continue;
      letters += text[at] >= 'A' && text[at] <= 'Z' ? static_cast<char>(text[at] - 'A' + 'a') : text[at];
      places.push_back(at);
    }
  }

  std::string letters;
  std::vector<std::size_t> places;
};

// How many letters from here on stand in what was sent.
std::size_t echo_length(std::string_view letters, std::string_view sent, std::size_t shortest) {
  if (letters.size() < shortest) return 0;
  auto const at = sent.find(letters.substr(0, shortest));
  if (at == std::string_view::npos) return 0;
  auto const rest = sent.substr(at);
  auto const [end, other] = std::mismatch(letters.begin(), letters.end(), rest.begin(), rest.end());
  return static_cast<std::size_t>(end - letters.begin());
}

// `length` tells for letters of the words how many of them are to go.
template <typename Length>
std::string without_runs(std::string_view words, Length const& length_at) {
  Skeleton const own(words);
  std::string kept;
  std::size_t from = 0;  // of the words: what is behind the last run
  for (std::size_t i = 0; i < own.letters.size();) {
    auto const length = length_at(std::string_view{own.letters}.substr(i));
    if (length == 0) {
      ++i;
      continue;
    }
    kept += words.substr(from, own.places[i] - from);
    kept += "...";
    from = own.places[i + length - 1] + 1;
    i += length;
  }
  return kept + std::string{words.substr(from)};
}

// The letters of all texts in it; what the tool writes itself is about nobody.
void add_values(std::vector<std::string>& values, Json const& data) {
  if (data.is_string()) values.push_back(Skeleton{data.get<std::string>()}.letters);
  if (!data.is_structured()) return;
  for (auto const& [key, value] : data.items()) {
    bool const is_ours =
        key == "task" || key == "language" || key == "relationship" || key == "nonce" || key == "because";
    if (!is_ours || data.is_array()) add_values(values, value);
  }
}

}  // namespace

std::string without_echo(std::string_view words, std::string_view sent, std::size_t most_bytes) {
  Skeleton const theirs(sent);
  return without_runs(words.substr(0, most_bytes),
                      [&](std::string_view letters) { return echo_length(letters, theirs.letters, shortest_echo); });
}

std::string without_data(std::string_view words, std::string_view data, std::size_t most_bytes) {
  constexpr int deepest = 8;
  std::vector<std::string> values;
  if (auto const json = parse_bounded(data, deepest)) add_values(values, *json);
  return without_runs(words.substr(0, most_bytes), [&](std::string_view letters) {
    std::size_t longest = 0;
    for (std::string_view const value : values) {
      bool const is_whole = value.size() >= shortest_value && letters.starts_with(value);
      longest = std::max(longest, is_whole ? value.size() : echo_length(letters, value, shortest_run_of_data));
    }
    return longest;
  });
}

std::string without_name(std::string const& words, std::string const& name) {
  auto kept = words;
  for (auto const& word : words_of(name)) {
    if (word.size() < shortest_name) continue;
    auto lower = to_lower(kept);
    for (auto at = lower.find(word); at != std::string::npos; at = lower.find(word, at)) {
      kept.replace(at, word.size(), "...");
      lower.replace(at, word.size(), "...");
      at += 3;
    }
  }
  return kept;
}

}  // namespace proactive
