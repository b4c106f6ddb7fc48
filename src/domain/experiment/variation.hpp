#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/named_values.hpp"
#include "domain/settings/settings.hpp"

// What a variant may say in the stead of the settings: how people are written to, never what protects them.
namespace proactive {

// How far it may differ from the settings of all.
enum class Variation {
  freely,
  no_higher,  // a cap; off is above all
  no_lower    // a wait; off is below all
};

// What it changes of an outreach: whether, as what and when somebody is written to, or the message and how long it is
// worth something, or that alone which a model writes.
enum class ActsOn { decision, message, message_of_llm };

struct VariedSetting {
  std::string_view name;
  ActsOn acts_on;
  Variation variation = Variation::freely;
};
std::span<VariedSetting const> varied_settings();

// Whether it changes how much is sent: a cap, a wait, or from when on a type applies.
bool changes_volume(std::string_view name);

// The settings with a variant's in their stead. What is not allowed is left out, and each a sentence.
struct VariedSettings {
  Settings settings;
  std::vector<std::string> problems;
};
VariedSettings with_values(Settings const& of_all, NamedValues const& values);

// Whether a message is another one by these settings, though it is sent to the same people at the same time.
bool differ_in_message(Settings const& one, Settings const& other);

}  // namespace proactive
