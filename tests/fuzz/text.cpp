// Counting, measuring and neutralising of text, and the tables that show it.
#include <fuzzer/FuzzedDataProvider.h>

#include <sstream>

#include "base/terminal_text.hpp"
#include "base/text.hpp"
#include "cli/render/csv.hpp"
#include "cli/render/table.hpp"
#include "domain/message/name/spoken_name.hpp"
#include "domain/message/review.hpp"
#include "domain/message/similarity.hpp"
#include "tests/fuzz/require.hpp"

using namespace proactive;

namespace {

bool has_control(std::string const& text) {
  return std::any_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; });
}

void check_tables(std::string const& text) {
  cli::Sheet const sheet{{}, {{"name", "name"}, {"value", "value"}}, {{text, "1"}, {"other", text}}, {}, {}};
  std::ostringstream table;
  cli::print_table(table, sheet);
  auto const shown = table.str();
  require(std::count(shown.begin(), shown.end(), '\n') == 3, "a table has a line for each row");
  require(is_storable(shown), "a table is valid text");
  std::ostringstream csv;
  cli::print_csv(csv, sheet);
  auto const written = csv.str();
  require(is_storable(written), "CSV is valid text");
  auto const header_end = written.find('\n');
  require(header_end != std::string::npos, "CSV has a header");
  auto const first = written[header_end + 1] == '"' ? written[header_end + 2] : written[header_end + 1];
  require(std::string_view{"=@\t"}.find(first) == std::string_view::npos, "a cell is no formula");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  std::string const text(reinterpret_cast<char const*>(data), size);
  require(grapheme_count(text) <= text.size(), "there are no more characters than bytes");
  auto const safe = printable(text);
  require(is_storable(safe) && !has_control(safe), "printable text is valid and without control characters");
  require(printable(safe) == safe, "printable text stays as it is");
  auto const line = collapse_spaces(text);
  require(line.find("  ") == std::string::npos && line.find('\n') == std::string::npos, "spaces are collapsed");
  require(collapse_spaces(line) == line, "collapsed text stays as it is");
  require(trim(trim(text)) == trim(text), "trimmed text stays as it is");
  require(to_lower(to_lower(text)) == to_lower(text), "text in lower case stays as it is");
  if (is_storable(text)) require(terminal_width(pad_right(text, 40)) >= 40, "padded text is wide enough");
  if (review(text, Brief{}, {20, 100}, {}).empty()) {
    require(is_storable(text) && grapheme_count(text) >= 20 && grapheme_count(text) <= 100, "an accepted message fits");
    require(text.find('\n') == std::string::npos, "an accepted message is one line");
  }
  auto const folded = normalized(text);
  require(normalized(folded) == folded, "normalized text stays as it is");
  auto const alike = similarity(trigrams_of(text), trigrams_of(folded));
  require(alike == 0 || alike == 1, "text is as similar to its normalized form as to itself");
  if (auto const said = spoken_name(text)) {
    require(is_storable(*said) && printable(*said) == *said, "a name that is said is valid text");
    require(spoken_name(*said).value_or(*said) == *said, "a name that is said stays as it is");
  }
  check_tables(text);
  return 0;
}
