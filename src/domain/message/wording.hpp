#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "domain/settings/settings.hpp"

namespace proactive {

// In user-perceived characters.
struct MessageLimits {
  int min_length = 1;
  int max_length = 4000;

  bool operator==(MessageLimits const&) const = default;
};
inline MessageLimits limits_of(MessageSettings const& settings) {
  return {settings.min_message_length, settings.max_message_length};
}

// Whose templates are used where a set has none that makes a message.
inline constexpr std::string_view default_template_set{"default"};

// How somebody is written to: by whom, and in which words. What a message must never be is not decided here.
struct Wording {
  bool by_llm = false;  // where false, no model is asked
  std::string model = {};
  double temperature = 0;
  std::string prompt = {};  // the operator's words on tone, beside the rules
  std::string template_set{default_template_set};
  MessageLimits limits = {};
  BanditMode bandit = BanditMode::off;

  bool operator==(Wording const&) const = default;
};

Wording wording_of(Settings const& settings);

// Whether any of them goes by what a bandit has learned, or would have.
bool use_bandit(std::vector<Wording> const& wordings);

// Reads the setting `prompt`: one line of at most 500 characters, none of which is hidden.
bool is_prompt(std::string const& text);

}  // namespace proactive
