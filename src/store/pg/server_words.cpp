#include "store/pg/server_words.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "base/text.hpp"

namespace proactive::store {

std::string without_quoted_statements(std::string_view text) {
  constexpr std::string_view context = "CONTEXT:  ";
  std::string kept;
  bool is_quoted = false;
  for (std::size_t at = 0; at < text.size();) {
    auto const end = std::min(text.find('\n', at), text.size());
    auto line = text.substr(at, end - at);
    at = end + 1;
    is_quoted = is_quoted || line.starts_with("QUERY:  ") || line.starts_with(context);
    if (line.starts_with(context)) line.remove_prefix(context.size());
    bool const is_of_function = line.starts_with("SQL function ") || line.starts_with("PL/pgSQL function ");
    bool const is_ours = line.find("function inline_code_block") != std::string_view::npos;
    if (is_quoted ? is_of_function && !is_ours : trim(line) != "^") kept += fmt::format("{}\n", line);
  }
  return kept;
}

}  // namespace proactive::store
