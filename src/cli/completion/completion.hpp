#pragma once

#include <string>
#include <vector>

#include "base/names.hpp"
#include "cli/completion/places.hpp"

// Completion for shells, made of what the commands declare. All scripts find the command in the words before the cursor
// in the same way, and then offer what may stand there.
namespace proactive::cli {

enum class Shell { bash, zsh, fish };

std::string bash_completion(std::vector<Place> const& places);
std::string zsh_completion(std::vector<Place> const& places);
std::string fish_completion(std::vector<Place> const& places);

// A text as one word of a shell: 'it'\''s'
std::string in_quotes(std::string_view text, std::string_view quote_inside = "'\\''");

std::string completion_script(Shell shell, std::vector<Place> const& places);

}  // namespace proactive::cli

namespace proactive {

template <>
struct Names<cli::Shell> {
  static constexpr auto table = std::to_array<Named<cli::Shell>>(
      {{cli::Shell::bash, "bash"}, {cli::Shell::zsh, "zsh"}, {cli::Shell::fish, "fish"}});
};

}  // namespace proactive
