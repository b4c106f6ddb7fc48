#include "writer/template_writer.hpp"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdint>
#include <tuple>

#include "base/hash.hpp"
#include "base/language.hpp"
#include "base/text.hpp"
#include "domain/engagement/types.hpp"
#include "domain/message/name/east_asian.hpp"
#include "domain/message/name/spoken_name.hpp"
#include "domain/message/part_of_day.hpp"
#include "domain/message/quotable.hpp"
#include "domain/message/template_body.hpp"
#include "domain/message/template_fit.hpp"
#include "domain/statistics/race.hpp"

namespace proactive {

struct TemplateWriter::Compiled {
  MessageTemplate source;
  TemplateBody body;
};

struct TemplateWriter::Quotable {
  std::string phrase = {};
  std::string id = {};
};

// One that may be taken for a brief.
struct TemplateWriter::Candidate {
  Compiled const* compiled;
  double weight;   // above 0
  bool is_recent;  // one of the pair's last outreaches: only where no other is
};

// Draws from (0, 1] for a brief, one for each item: the same for the same brief, and others for every engagement of the
// pair, since its newest delivered message is another then.
class TemplateWriter::Draws {
 public:
  explicit Draws(Brief const& brief) {
    add(brief.pair.user_id);
    add(brief.pair.companion_id);
    add(name_of(brief.type));
    add(brief.recent_contents.empty() ? "" : brief.recent_contents.front());
  }

  // With a final mix: texts that differ at their end get far hashes too.
  [[nodiscard]] double of(std::string_view item) const {
    auto hash = fnv1a(item, hash_);
    hash ^= hash >> 33U;
    hash *= 0xff51afd7ed558ccdU;
    return statistics::unit_draw(hash ^ (hash >> 33U));
  }

 private:
  void add(std::string_view text) { hash_ = fnv1a("\n", fnv1a(text, hash_)); }

  std::uint64_t hash_ = fnv1a("");
};

namespace {

using Draws = TemplateWriter::Draws;
using Quotable = TemplateWriter::Quotable;

// Users who are not well and minors are no test.
bool is_learned_from(Brief const& brief) {
  return brief.wording.bandit != BanditMode::off && !brief.is_safe && !brief.is_minor;
}

// The item drawn first; nothing from an empty list. What the pair heard lately comes last.
std::string pick(std::vector<std::string> const& items, Brief const& brief, Draws const& draws) {
  auto const was_heard = [&](std::string const& item) {
    return std::any_of(brief.recent_contents.begin(), brief.recent_contents.end(),
                       [&](std::string const& content) { return content.find(item) != std::string::npos; });
  };
  std::string picked;
  double least = 2;
  for (auto const& item : items) {
    auto const rank = draws.of(item) + (was_heard(item) ? 1.0 : 0.0);
    if (rank >= least && !picked.empty()) continue;
    picked = item;
    least = rank;
  }
  return picked;
}

// What could not stand in a message is passed over.
std::vector<std::string> usable_interests(Brief const& brief, ReviewMemo& memo) {
  std::vector<std::string> usable;
  for (auto const& interest : brief.context.interests) {
    auto const text = collapse_spaces(interest);
    if (!text.empty() && grapheme_count(text) <= 40 && memo.is_sayable(text, brief.language)) usable.push_back(text);
  }
  return usable;
}

Draft draft_of(FilledBody const& filled, MessageTemplate const& source, Quotable const& memory) {
  Draft draft{filled.text, "template", source.id, source.set};
  draft.asks_approval = source.approval;
  if (filled.said.contains(Variable::memory) && !memory.id.empty()) draft.memory_ids.push_back(memory.id);
  return draft;
}

std::string name_shown(Brief const& brief, ReviewMemo& memo) {
  auto name = collapse_spaces(brief.companion_name);
  return memo.is_sayable(name, brief.language) ? name : "";
}

// What goes by neither the template nor the language.
TemplateValues base_values(Brief const& brief, ReviewMemo& memo) {
  return {{Variable::user, spoken_name(brief.user_name).value_or("")}, {Variable::companion, name_shown(brief, memo)}};
}

std::string part_of_day_for(Brief const& brief, std::string const& language) {
  auto const words = day_words(language);
  if (!words || !brief.zone_known) return {};
  return std::string{words->at(local_hour(brief.scheduled_for, brief.timezone))};
}

std::vector<std::string> sets_tried(Wording const& wording) {
  std::vector<std::string> sets{wording.template_set};
  if (wording.template_set != default_template_set) sets.emplace_back(default_template_set);
  return sets;
}

}  // namespace

// Those of a brief's memories that can be said, in its order. Each is judged when it is first asked for, since the
// first of them is mostly taken.
class TemplateWriter::QuotableMemories {
 public:
  QuotableMemories(Brief const& brief, RefusedPhrases const& phrases) : brief_(brief), phrases_(phrases) {}

  // Counted from 0; nothing after the last one.
  Quotable const* at(std::size_t number) {
    auto const& memories = brief_.context.memories;
    while (found_.size() <= number && judged_ < memories.size()) {
      auto const& memory = memories[judged_++];
      if (is_quotable(memory, brief_, phrases_)) found_.push_back({memory_phrase(memory.text), memory.id});
    }
    return number < found_.size() ? &found_[number] : nullptr;
  }

 private:
  Brief const& brief_;
  RefusedPhrases const& phrases_;
  std::size_t judged_ = 0;
  std::vector<Quotable> found_;
};

// What templates are filled with for a brief.
struct TemplateWriter::Filling {
  Filling(Brief const& of, ReviewMemo& memo, RefusedPhrases const& phrases)
      : brief(of), draws(of), values(base_values(of, memo)), memories(of, phrases) {}

  Brief const& brief;
  Draws draws;
  TemplateValues values;  // the interest's once a template asks for it
  QuotableMemories memories;
};

TemplateWriter::TemplateWriter(std::vector<MessageTemplate> const& templates, std::string const& default_language,
                               Wording of_all, RefusedPhrases phrases, TemplateScores scores)
    : active_(templates.size()),
      default_language_(language_tag(default_language).value_or("en")),
      of_all_(std::move(of_all)),
      phrases_(std::move(phrases)),
      memo_(std::make_unique<ReviewMemo>(phrases_)),
      scores_(std::move(scores)) {
  for (auto const& source : templates) {
    auto compiled = std::make_unique<Compiled>(Compiled{source, TemplateBody(source.body)});
    if (!compiled->body.faults().empty()) {
      problems_.push_back(fmt::format("template {} cannot be used: correct its body or set active to false ({})",
                                      source.id, compiled->body.faults().front()));
      continue;
    }
    auto const language = language_tag(source.language).value_or(source.language);
    templates_[{source.set, source.type, language}].push_back(std::move(compiled));
  }
}

TemplateWriter::~TemplateWriter() = default;

std::vector<std::string> TemplateWriter::languages_for(std::string const& user) const {
  std::vector<std::string> languages;
  for (auto const& wanted : {user, default_language_, std::string{"en"}}) {
    for (auto const& language : languages_read(wanted)) {
      if (std::find(languages.begin(), languages.end(), language) == languages.end()) languages.push_back(language);
    }
  }
  return languages;
}

// Templates of the persona's tone weigh four times as much.
std::vector<TemplateWriter::Candidate> TemplateWriter::candidates(Brief const& brief, std::string const& set,
                                                                  std::string const& language) const {
  auto const found = templates_.find({set, brief.type, language});
  if (found == templates_.end()) return {};
  auto const tone = name_of(preferred_tone(brief));
  auto const& recent = brief.recent_template_ids;
  std::vector<Candidate> candidates;
  for (auto const& candidate : found->second) {
    auto const& source = candidate->source;
    if (brief.is_safe && !source.safe) continue;
    double weight = source.weight;
    if (source.tone == tone) weight *= 4;
    if (source.type == EngagementType::memory_reminder && candidate->body.says(Variable::memory)) weight *= 6;
    candidates.push_back({candidate.get(), weight, std::find(recent.begin(), recent.end(), source.id) != recent.end()});
  }
  return candidates;
}

std::vector<Finding> TemplateWriter::check(CheckDepth /*depth*/) const {
  std::vector<Finding> findings;
  for (auto const& problem : problems_) findings.push_back({FindingState::warning, "writer", problem});
  if (auto const never = check_fits()) findings.push_back(*never);
  bool complete = true;
  for (auto const& rule : type_rules()) {
    auto const read = languages_read(default_language_);
    if (std::any_of(read.begin(), read.end(),
                    [&](std::string const& language) { return has_any(rule.type, language); }))
      continue;
    complete = false;
    findings.push_back(
        {FindingState::failure, "writer",
         fmt::format("no active template of type {} in language {}: add one with proactive config template add",
                     name_of(rule.type), default_language_)});
  }
  if (complete) {
    findings.push_back({FindingState::ok, "writer", fmt::format("templates, {} active", active_)});
  }
  return findings;
}

bool TemplateWriter::has_any(EngagementType type, std::string const& language) const {
  auto const sets = sets_tried(of_all_);
  return std::any_of(sets.begin(), sets.end(), [&](std::string const& set) {
    return templates_.contains({set, type, language});
  });
}

// A warning about those of which a message can never be used, or not with all values.
std::optional<Finding> TemplateWriter::check_fits() const {
  constexpr std::size_t most_named = 10;
  std::vector<long> ids;
  for (auto const& [key, candidates] : templates_) {
    for (auto const& candidate : candidates) {
      if (!review_body(candidate->source.body, candidate->source.language, of_all_.limits, phrases_).faults.empty())
        ids.push_back(candidate->source.id);
    }
  }
  if (ids.empty()) return std::nullopt;
  std::sort(ids.begin(), ids.end());
  auto const count = ids.size();
  ids.resize(std::min(count, most_named));
  return Finding{FindingState::warning, "writer",
                 fmt::format("{} messages that have the wrong length or would be refused: {}{}; proactive config "
                             "template check says why",
                             counted_noun(static_cast<long>(count), "template makes", "templates make"),
                             fmt::join(ids, ", "), count > most_named ? ", ..." : "")};
}

// With the first memory that makes it a message, or without one where it can do without; else why it makes none.
Draft TemplateWriter::fill(Compiled const& candidate, Filling& filling) const {
  Draft draft{std::nullopt, "template"};
  draft.problem = "no template fits: each needs a value that this pair does not have";
  auto const makes_message = [&](Quotable const& memory) {
    if (auto made = fill(candidate, filling, memory)) draft = std::move(*made);
    return draft.content.has_value();
  };
  if (candidate.body.says(Variable::memory)) {
    for (std::size_t i = 0;; ++i) {
      auto const* memory = filling.memories.at(i);
      if (memory == nullptr) break;
      if (makes_message(*memory)) return draft;
    }
  }
  makes_message({});
  return draft;
}

// Nothing where it lacks a value.
std::optional<Draft> TemplateWriter::fill(Compiled const& candidate, Filling& filling, Quotable const& memory) const {
  auto const& brief = filling.brief;
  auto& values = filling.values;
  if (candidate.body.mentions(Variable::interest) && !values.contains(Variable::interest))
    values[Variable::interest] = pick(usable_interests(brief, *memo_), brief, filling.draws);
  values[Variable::time_of_day] = part_of_day_for(brief, candidate.source.language);
  values[Variable::memory] = memory.phrase;
  auto filled = candidate.body.filled(values);
  if (!filled) return std::nullopt;
  filled->text = spoken::with_one_honorific(std::move(filled->text), values.at(Variable::user));
  Draft none{std::nullopt, "template"};
  if (auto const faults = memo_->review(filled->text, brief, brief.wording.limits); !faults.empty()) {
    none.problem = fmt::format("no template fits: of the last one tried, {}", fault_text(faults.front(), filled->text));
  } else if (!brief.recent_contents.empty() && brief.recent_contents.front() == filled->text) {
    none.problem =
        "the only message that fits is the one that the pair received last: add templates to proactive.templates";
  } else {
    return draft_of(*filled, candidate.source, memory);
  }
  return none;
}

// In a weighted order, of which the first is what a bandit in shadow takes.
Draft TemplateWriter::first_that_fits(std::vector<Candidate> const& candidates, Filling& filling) const {
  using Rank = std::tuple<bool, double, long>;
  std::vector<std::pair<Rank, Candidate const*>> ranked;
  ranked.reserve(candidates.size());
  for (auto const& candidate : candidates) {
    auto const id = candidate.compiled->source.id;
    ranked.push_back(
        {{candidate.is_recent, statistics::arrival(filling.draws.of(std::to_string(id)), candidate.weight), id},
         &candidate});
  }
  std::sort(ranked.begin(), ranked.end(), [](auto const& left, auto const& right) { return left.first < right.first; });
  Draft draft{std::nullopt, "template"};
  for (auto const& [rank, candidate] : ranked) {
    draft = fill(*candidate->compiled, filling);
    if (draft.content) break;
  }
  return draft;
}

// One of all that make a message, so that the probability of each is known.
Draft TemplateWriter::drawn(std::vector<Candidate> const& candidates, Filling& filling) const {
  auto const& brief = filling.brief;
  std::vector<EligibleArm> arms;
  std::vector<Draft> drafts;
  Draft none{std::nullopt, "template"};
  auto const add = [&](Candidate const& candidate) {
    auto draft = fill(*candidate.compiled, filling);
    if (!draft.content) {
      none = std::move(draft);
      return;
    }
    auto const id = candidate.compiled->source.id;
    auto const last = brief.days_since_templates.find(id);
    bool const is_known = last != brief.days_since_templates.end();
    arms.push_back({id, candidate.weight, is_known ? std::optional{last->second} : std::nullopt});
    drafts.push_back(std::move(draft));
  };
  for (auto const& candidate : candidates) {
    if (!candidate.is_recent) add(candidate);
  }
  if (arms.empty()) std::for_each(candidates.begin(), candidates.end(), add);
  if (arms.empty()) return none;
  auto const scores = scores_.find(brief.type);
  auto [choice, index] =
      choose_arm(arms, weight_propensities(arms), scores == scores_.end() ? ArmScores{} : scores->second,
                 brief.wording.bandit, [draws = filling.draws](long id) { return draws.of(std::to_string(id)); });
  auto draft = std::move(drafts[index]);
  draft.choice = std::move(choice);
  return draft;
}

// Of the first language all sets, then of the second.
Draft TemplateWriter::write(Brief const& brief) const {
  auto const languages = languages_for(brief.language);
  auto const sets = sets_tried(brief.wording);
  Filling filling(brief, *memo_, phrases_);
  Draft none{std::nullopt, "template"};
  for (auto const& language : languages) {
    for (auto const& set : sets) {
      auto fitting = candidates(brief, set, language);
      auto const resting = std::erase_if(fitting, [&](Candidate const& candidate) {
        return brief.resting_template_ids.contains(candidate.compiled->source.id);
      });
      if (resting > 0) none.cancelled = Reason::resting;
      auto draft = is_learned_from(brief) ? drawn(fitting, filling) : first_that_fits(fitting, filling);
      if (draft.content) return draft;
      if (!draft.problem.empty()) none.problem = draft.problem;
    }
  }
  if (none.problem.empty()) {
    none.problem =
        fmt::format("no active template of type {} in language {}: add one with proactive config template add",
                    name_of(brief.type), join(languages, " or "));
  }
  return none;
}

}  // namespace proactive
