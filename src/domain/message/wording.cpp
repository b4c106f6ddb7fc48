#include "domain/message/wording.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace proactive {

namespace {

constexpr std::size_t longest_prompt = 500;  // user-perceived characters

}  // namespace

Wording wording_of(Settings const& settings) {
  auto const& message = settings.message;
  return {uses_llm(settings),   settings.llm.openai_model, message.message_temperature, message.prompt,
          message.template_set, limits_of(message),        settings.experiment.bandit};
}

bool use_bandit(std::vector<Wording> const& wordings) {
  return std::any_of(wordings.begin(), wordings.end(),
                     [](Wording const& wording) { return wording.bandit != BanditMode::off; });
}

// One line: what stands below it in a prompt cannot be made to look like the tool's own words.
bool is_prompt(std::string const& text) {
  bool const is_one_line = !text.empty() && collapse_spaces(text) == text && printable(text) == text;
  return is_one_line && grapheme_count(text) <= longest_prompt;
}

}  // namespace proactive
