#include "writer/template_writer.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <kainjow/mustache.hpp>

#include "base/hash.hpp"
#include "base/text.hpp"
#include "domain/engagement/types.hpp"
#include "domain/message/name/spoken_name.hpp"

namespace proactive {

namespace mustache = kainjow::mustache;

struct TemplateWriter::Compiled {
  explicit Compiled(MessageTemplate const& from) : source(from), body(from.body) {
    body.set_custom_escape([](std::string const& text) { return text; });  // messages are plain text, not HTML
  }
  MessageTemplate source;
  mustache::mustache body;
};

namespace {

// What a template may name. A name without a value is noticed, so that no message is sent with a hole in it.
class Variables : public mustache::basic_context<std::string> {
 public:
  void set(std::string const& name, std::optional<std::string> const& value) {
    if (value && !value->empty()) values_.emplace(name, mustache::data{*value});
  }

  mustache::data const* get(std::string const& name) const override {
    auto const found = values_.find(name);
    if (found != values_.end()) return &found->second;
    missing_ = true;
    return nullptr;
  }
  mustache::data const* get_partial(std::string const& name) const override { return get(name); }
  void push(mustache::data const* /*section*/) override {}
  void pop() override {}

  [[nodiscard]] bool missing() const { return missing_; }

 private:
  std::map<std::string, mustache::data> values_;
  mutable bool missing_ = false;
};

// With a final mix: texts that differ at their end get far hashes too.
std::uint64_t stable_hash(std::string const& text) {
  auto hash = fnv1a(text);
  hash ^= hash >> 33U;
  hash *= 0xff51afd7ed558ccdU;
  return hash ^ (hash >> 33U);
}

// Changes with every engagement of the pair, since the newest delivered message does.
std::string seed_of(Brief const& brief) {
  return fmt::format("{}\n{}\n{}\n{}", brief.pair.user_id, brief.pair.companion_id, name_of(brief.type),
                     brief.recent_contents.empty() ? "" : brief.recent_contents.front());
}

// A draw from (0, 1] for one item, from the seed alone.
double draw(std::string const& seed, std::string const& item) {
  return (static_cast<double>(stable_hash(seed + '\n' + item) >> 11U) + 1.0) / 9007199254740992.0;
}

// The item drawn first; nothing from an empty list. What the pair heard lately comes last.
std::optional<std::string> pick(std::vector<std::string> const& items, Brief const& brief) {
  auto const rank = [&](std::string const& item) {
    bool const heard = std::any_of(brief.recent_contents.begin(), brief.recent_contents.end(),
                                   [&](std::string const& content) { return content.find(item) != std::string::npos; });
    return draw(seed_of(brief), item) + (heard ? 1.0 : 0.0);
  };
  auto const first = std::min_element(items.begin(), items.end(),
                                      [&](auto const& left, auto const& right) { return rank(left) < rank(right); });
  if (first == items.end()) return std::nullopt;
  return *first;
}

bool names_memory(MessageTemplate const& source) { return source.body.find("{{memory}}") != std::string::npos; }

// A text that would break the message's single line or look like markup to the reader is left out.
std::vector<std::string> usable_interests(Brief const& brief) {
  std::vector<std::string> usable;
  for (auto const& interest : brief.context.interests) {
    auto const text = collapse_spaces(interest);
    if (!text.empty() && grapheme_count(text) <= 40) usable.push_back(text);
  }
  return usable;
}

struct Quotable {
  std::string phrase = {};
  std::string id = {};
};
std::vector<Quotable> usable_memories(Brief const& brief) {
  std::vector<Quotable> usable;
  for (auto const& memory : brief.context.memories) {
    if (memory.kind == "fear" || memory.kind == "emotion") continue;  // nothing to be quoted out of the blue
    auto const phrase = memory_phrase(memory.text);
    if (grapheme_count(phrase) >= 3 && phrase.find("://") == std::string::npos) usable.push_back({phrase, memory.id});
  }
  return usable;
}

Draft draft_of(std::string const& message, MessageTemplate const& source, Quotable const& memory) {
  Draft draft{message, "template", source.id};
  if (names_memory(source) && !memory.id.empty()) draft.memory_ids.push_back(memory.id);
  return draft;
}

std::optional<std::string> name_shown(std::string const& name) {
  auto const shown = collapse_spaces(name);
  if (shown.empty()) return std::nullopt;
  return shown;
}

Variables base_variables(Brief const& brief) {
  Variables variables;
  variables.set("user", spoken_name(brief.user_name));
  variables.set("companion", name_shown(brief.companion_name));
  variables.set("interest", pick(usable_interests(brief), brief));
  variables.set("time_of_day", time_of_day(brief.scheduled_for, brief.timezone));
  return variables;
}

}  // namespace

TemplateWriter::TemplateWriter(std::vector<MessageTemplate> const& templates, std::string default_language,
                               MessageLimits limits)
    : active_(templates.size()), default_language_(std::move(default_language)), limits_(limits) {
  for (auto const& source : templates) {
    auto compiled = std::make_unique<Compiled>(source);
    if (!compiled->body.is_valid()) {
      problems_.push_back(fmt::format("template {} cannot be used: correct its body or set active to false ({})",
                                      source.id, printable(compiled->body.error_message())));
      continue;
    }
    templates_[{source.type, source.language}].push_back(std::move(compiled));
  }
}

TemplateWriter::~TemplateWriter() = default;

// Weighted order without replacement (Efraimidis and Spirakis 2006): templates of the persona's tone weigh four times
// as much.
std::vector<TemplateWriter::Compiled*> TemplateWriter::in_order_of_choice(Brief const& brief) const {
  auto found = templates_.find({brief.type, brief.language});
  if (found == templates_.end())
    found = templates_.find({brief.type, brief.language.substr(0, brief.language.find('-'))});
  if (found == templates_.end()) found = templates_.find({brief.type, default_language_});
  if (found == templates_.end()) return {};

  auto const tone = name_of(preferred_tone(brief));
  auto const seed = seed_of(brief);
  std::vector<std::pair<double, Compiled*>> ranked;
  for (auto const& candidate : found->second) {
    auto const& source = candidate->source;
    double weight = source.weight;
    if (source.tone == tone) weight *= 4;
    if (source.type == EngagementType::memory_reminder && names_memory(source)) weight *= 6;
    bool const recent = std::find(brief.recent_template_ids.begin(), brief.recent_template_ids.end(), source.id) !=
                        brief.recent_template_ids.end();
    double const rank = -std::log(draw(seed, std::to_string(source.id))) / weight;
    ranked.emplace_back(recent ? rank + 1e6 : rank, candidate.get());
  }
  std::sort(ranked.begin(), ranked.end(), [](auto const& left, auto const& right) {
    return std::pair{left.first, left.second->source.id} < std::pair{right.first, right.second->source.id};
  });
  std::vector<Compiled*> order;
  order.reserve(ranked.size());
  for (auto const& [rank, candidate] : ranked) order.push_back(candidate);
  return order;
}

std::vector<Finding> TemplateWriter::check() const {
  std::vector<Finding> findings;
  for (auto const& problem : problems_) findings.push_back({FindingState::warning, "writer", problem});
  bool complete = true;
  for (auto const& rule : type_rules()) {
    if (templates_.contains({rule.type, default_language_})) continue;
    complete = false;
    findings.push_back({FindingState::failure, "writer",
                        fmt::format("no active template of type {} in language {}: add one to proactive.templates",
                                    name_of(rule.type), default_language_)});
  }
  if (complete) {
    findings.push_back({FindingState::ok, "writer", fmt::format("templates, {} active", active_)});
  }
  return findings;
}

Draft TemplateWriter::write(Brief const& brief) const {
  auto const base = base_variables(brief);
  auto memories = usable_memories(brief);
  if (memories.empty()) memories.emplace_back();  // templates without a memory still have their chance
  auto problem = fmt::format("no active template of type {} in language {} or {}: add one to proactive.templates",
                             name_of(brief.type), brief.language, default_language_);
  bool is_resting = false;
  for (auto* const candidate : in_order_of_choice(brief)) {
    if (brief.resting_template_ids.contains(candidate->source.id)) {
      is_resting = true;
      continue;
    }
    for (auto const& memory : memories) {
      auto variables = base;
      variables.set("memory", memory.phrase);
      auto const message = candidate->body.render(variables);
      if (variables.missing()) {
        problem = "no template fits: each needs a value that this pair does not have";
        continue;
      }
      if (auto const fault = form_fault(message, limits_)) {
        problem = fmt::format("no template fits: of the last one tried, {}", fault_text(*fault, message));
        continue;
      }
      bool const repeats = !brief.recent_contents.empty() && brief.recent_contents.front() == message;
      if (!repeats) return draft_of(message, candidate->source, memory);
      problem =
          "the only message that fits is the one that the pair received last: add templates to proactive.templates";
    }
  }
  Draft none{std::nullopt, "template", std::nullopt, {}, problem};
  if (is_resting) none.cancelled = Reason::resting;
  return none;
}

}  // namespace proactive
