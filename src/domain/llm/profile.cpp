#include "domain/llm/profile.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "base/text.hpp"

namespace proactive {

namespace {

constexpr int answers_in_vain = 2;    // in another form, before the next form is tried
constexpr int enough_deviations = 3;  // a gateway has changed the service behind it

bool is_about_form(ServiceError const& error) {
  return error.speaks_of_any({"response_format", "json_schema", "json_object", "json mode", "json_mode", "grammar",
                              "structured output", "guided_json", "schema"});
}

// Gemma's template, llama-cpp-python's, Mistral's.
bool is_about_roles(ServiceError const& error) {
  return error.speaks_of_any({"system role", "system message", "system prompt", "role 'system'", "role: system",
                              "\"system\"", "roles must alternate", "only user and assistant", "developer instruction",
                              "unexpected role", "invalid role", "unknown role"});
}

AnswerForm next_form(AnswerForm form) { return static_cast<AnswerForm>(static_cast<int>(form) + 1); }

bool is_weakest(AnswerForm form, AnswerChoice choice) {
  return form == (choice == AnswerChoice::json ? AnswerForm::json_asked_for : AnswerForm::message_alone);
}

// gpt-4o and older take both parameters.
bool thinks(std::string_view model) {
  auto const name = to_lower(model.substr(model.rfind('/') + 1));
  auto const number_behind = [&](std::string_view prefix, char lowest) {
    return name.starts_with(prefix) && name.size() > prefix.size() && name[prefix.size()] >= lowest &&
           name[prefix.size()] <= '9';
  };
  return number_behind("o", '1') || number_behind("gpt-", '5');
}

}  // namespace

ServiceProfile first_profile(std::string_view model, bool is_on_this_machine, AnswerChoice choice) {
  ServiceProfile profile;
  profile.max_completion_tokens = thinks(model);
  if (is_on_this_machine) profile.form = AnswerForm::bounded_schema;
  if (choice == AnswerChoice::text) profile.form = AnswerForm::message_alone;
  return profile;
}

std::string profile_text(ServiceProfile const& profile) {
  return fmt::format("{}, {}, {}, {}", name_of(profile.form), profile.system_role ? "system role" : "no system role",
                     profile.max_completion_tokens ? "max_completion_tokens" : "max_tokens",
                     profile.temperature ? "temperature" : "no temperature");
}

std::optional<ServiceProfile> without_refused(ServiceProfile const& profile, ServiceError const& error) {
  auto next = profile;
  bool const has_form = profile.form < AnswerForm::json_asked_for;
  if (!profile.max_completion_tokens && error.speaks_of("max_completion_tokens")) {
    next.max_completion_tokens = true;
  } else if (profile.max_completion_tokens && error.speaks_of("max_completion_tokens")) {
    next.max_completion_tokens = false;  // an older server knows max_tokens only
  } else if (profile.temperature && error.speaks_of("temperature")) {
    next.temperature = false;
  } else if (profile.system_role && is_about_roles(error)) {
    next.system_role = false;
  } else if (has_form && is_about_form(error)) {
    next.form = next_form(profile.form);
  } else {
    return std::nullopt;
  }
  return next;
}

std::optional<ServiceProfile> weaker(ServiceProfile const& profile, AnswerChoice choice) {
  auto next = profile;
  bool const has_all_json = profile.form < AnswerForm::json_asked_for;
  bool const has_more = profile.system_role || profile.max_completion_tokens || profile.temperature;
  bool const is_last = choice == AnswerChoice::text || is_weakest(profile.form, choice);
  if (has_all_json || (!has_more && !is_last)) {
    next.form = next_form(profile.form);
  } else if (profile.system_role) {
    next.system_role = false;
  } else if (profile.max_completion_tokens) {
    next.max_completion_tokens = false;
  } else if (profile.temperature) {
    next.temperature = false;
  } else {
    return std::nullopt;
  }
  return next;
}

void ProfileSearch::succeeded(ServiceProfile const& used) {
  unreadable_ = 0;
  if (!is_proven_ && is_guess_ && !guessed_ && used != first_) {
    guessed_ = used;
    current_ = first_;
  } else if (is_proven_ && used == current_) {
    deviations_ = 0;
  } else if (!is_proven_ || ++deviations_ >= enough_deviations) {
    current_ = used;
    is_proven_ = true;
    deviations_ = 0;
  }
}

std::optional<ServiceProfile> ProfileSearch::objected(ServiceProfile const& used, ServiceError const& error) {
  auto const explained = without_refused(used, error);
  bool const is_late = is_proven_ && guessed_ && used == first_;  // begun while the first one was tried once more
  if (is_late && !explained) return current_;
  if (is_proven_) return explained;
  if (used != current_) return current_;  // another call has found that out already
  if (guessed_) return adopt_guess();
  if (explained) return step(explained);
  is_guess_ = true;
  return is_exhausted_ ? std::nullopt : step(weaker(used, choice_));
}

std::optional<ServiceProfile> ProfileSearch::adopt_guess() {
  current_ = *guessed_;
  is_proven_ = true;
  return current_;
}

std::optional<ServiceProfile> ProfileSearch::unreadable(ServiceProfile const& used) {
  if (is_proven_ || is_exhausted_ || used != current_) return std::nullopt;
  if (++unreadable_ < answers_in_vain) return used;
  unreadable_ = 0;
  if (guessed_) return adopt_guess();
  auto next = used;
  if (is_weakest(used.form, choice_) || choice_ == AnswerChoice::text) return step(std::nullopt);
  next.form = next_form(used.form);
  return step(next);
}

std::optional<ServiceProfile> ProfileSearch::step(std::optional<ServiceProfile> const& next) {
  if (next) {
    current_ = *next;
    return next;
  }
  bool const is_stale = first_ != origin_;  // what was remembered is refused: the service has changed
  is_exhausted_ = !is_stale;
  first_ = origin_;
  current_ = origin_;
  return is_stale ? std::optional{origin_} : std::nullopt;
}

}  // namespace proactive
