#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/operator/configure.hpp"
#include "app/session.hpp"
#include "base/finding.hpp"
#include "domain/message/brief.hpp"

// The operator's commands on templates. Each connects by itself. They throw Error (usage) for an id that is not there,
// and for a body that could not be used, and then change nothing.
namespace proactive::app {

// Of this type, language and set, or all.
std::vector<MessageTemplate> list_templates(Invocation const& invocation, std::optional<EngagementType> type,
                                            std::optional<std::string> const& language,
                                            std::optional<std::string> const& set);

struct TemplateReport {
  MessageTemplate shown;
  std::vector<std::string> faults;   // of the body, each as the end of a sentence: "it has a line break"
  std::optional<std::string> doubt;  // what would not keep it from being used
};
TemplateReport show_template(Invocation const& invocation, long id);

// Returns the new id; that of `added` is not looked at.
long add_template(Invocation const& invocation, MessageTemplate const& added);

// Sets all of the pairs of a field and a value, or none.
std::vector<Change> change_template(Invocation const& invocation, long id,
                                    std::vector<std::string> const& fields_and_values);

void remove_template(Invocation const& invocation, long id);

// What is wrong with these bodies in `language` (empty: the default language); a finding for each.
std::vector<Finding> check_bodies(Invocation const& invocation, std::vector<std::string> const& bodies,
                                  std::string const& language);

// What is wrong with those that are stored: a finding for each that cannot be used, one at least.
std::vector<Finding> check_stored_templates(Invocation const& invocation);

// Values for a template, as the app would hold them; empty: none.
struct SampleValues {
  std::string user;
  std::string companion;
  std::string memory;
  std::string interest;
  std::optional<Instant> at;  // the delivery, on the clock of default_timezone; nothing: now
};
// The message that these make of a template. Throws Error (usage) where they make none.
std::string preview_template(Invocation const& invocation, long id, SampleValues const& values);

}  // namespace proactive::app
