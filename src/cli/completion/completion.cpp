#include "cli/completion/completion.hpp"

#include "base/text.hpp"

namespace proactive::cli {

std::string in_quotes(std::string_view text, std::string_view quote_inside) {
  std::string quoted{text};
  replace_all(quoted, "'", quote_inside);
  return "'" + quoted + "'";
}

std::string completion_script(Shell shell, std::vector<Place> const& places) {
  switch (shell) {
    case Shell::bash:
      return bash_completion(places);
    case Shell::zsh:
      return zsh_completion(places);
    default:
      return fish_completion(places);
  }
}

}  // namespace proactive::cli
