#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/names.hpp"
#include "domain/llm/service_error.hpp"
#include "domain/settings/groups.hpp"

// What an LLM's service understands of a request, and how that is found out. Pure.
namespace proactive {

// How a message is asked for, from the surest to the weakest. The names are stored, and frozen.
enum class AnswerForm {
  bounded_schema,  // a schema with bounds and this request's nonce: servers that compile it into a grammar need not
                   // guess
  json_schema,     // a schema that is the same for every message: services compile and keep it
  json_object,
  json_asked_for,  // by the prompt alone
  message_alone    // no JSON at all: neither a nonce nor memories come back
};
template <>
struct Names<AnswerForm> {
  static constexpr auto table = std::to_array<Named<AnswerForm>>({{AnswerForm::bounded_schema, "bounded_schema"},
                                                                  {AnswerForm::json_schema, "json_schema"},
                                                                  {AnswerForm::json_object, "json_object"},
                                                                  {AnswerForm::json_asked_for, "json_asked_for"},
                                                                  {AnswerForm::message_alone, "message_alone"}});
};

struct ServiceProfile {
  AnswerForm form = AnswerForm::json_schema;
  bool system_role = true;             // else the instructions stand in the user's message
  bool max_completion_tokens = false;  // instead of max_tokens
  bool temperature = true;

  bool operator==(ServiceProfile const&) const = default;
};

// What a run found out of a service, for the next one.
struct LearnedService {
  ServiceProfile profile;
  int at_once = 0;  // calls at the same time, at the end
};
// By model; nothing of one that no run has found out anything of.
using LearnedModels = std::map<std::string, std::optional<LearnedService>>;

// What a run begins with where nothing is remembered. A server on this machine is asked with bounds, which it compiles
// for itself; OpenAI's models that think (o1, gpt-5 and later) take max_completion_tokens only.
ServiceProfile first_profile(std::string_view model, bool is_on_this_machine, AnswerChoice choice);

// "json_schema, system role, max_tokens, temperature": for people.
std::string profile_text(ServiceProfile const& profile);

// The profile without what the service's words say that it does not take; nothing where they say nothing of it.
std::optional<ServiceProfile> without_refused(ServiceProfile const& profile, ServiceError const& error);

// The next profile to try where a service gives no reason. Nothing where there is no weaker one.
std::optional<ServiceProfile> weaker(ServiceProfile const& profile, AnswerChoice choice);

// Finds a profile step by step. It is adopted only after a success: until then one call at a time tries the next one.
// One that was found without reasons is adopted when the first one fails once more: the service may have been down.
class ProfileSearch {
 public:
  // `first`: what is remembered, or the same as `origin`, where the search begins anew when all that is weaker failed.
  ProfileSearch(ServiceProfile first, ServiceProfile origin, AnswerChoice choice)
      : first_(first), origin_(origin), current_(first), choice_(choice) {}
  ProfileSearch(ServiceProfile first, AnswerChoice choice) : ProfileSearch(first, first, choice) {}

  // For the next call.
  [[nodiscard]] ServiceProfile const& current() const { return current_; }
  [[nodiscard]] bool is_proven() const { return is_proven_; }
  // One profile failed, and the next has not succeeded yet.
  [[nodiscard]] bool is_trying() const { return !is_proven_ && current_ != first_; }

  // A call with this profile brought an answer in the form that it asked for.
  void succeeded(ServiceProfile const& used);

  // The service objected to a call with this profile. What to repeat that call with; nothing where that cannot help.
  // What the service explains is followed at any time, what it does not only before the first success, and once.
  std::optional<ServiceProfile> objected(ServiceProfile const& used, ServiceError const& error);

  // An answer was in another form than this profile asks for. What to repeat the call with after the second one in a
  // row, before the first success; else nothing.
  std::optional<ServiceProfile> unreadable(ServiceProfile const& used);

 private:
  std::optional<ServiceProfile> adopt_guess();
  std::optional<ServiceProfile> step(std::optional<ServiceProfile> const& next);

  ServiceProfile first_;
  ServiceProfile origin_;
  ServiceProfile current_;
  AnswerChoice choice_;
  bool is_proven_ = false;
  bool is_exhausted_ = false;  // all were tried in vain
  bool is_guess_ = false;      // a step was taken without a reason
  std::optional<ServiceProfile>
      guessed_;         // it has succeeded, and the first one is tried once more before it is adopted
  int unreadable_ = 0;  // in a row
  int deviations_ = 0;  // successes of a weaker profile than the adopted one
};

}  // namespace proactive
