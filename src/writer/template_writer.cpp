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

namespace {

using Quotable = TemplateWriter::Quotable;

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
  return statistics::unit_draw(stable_hash(seed + '\n' + item));
}

// Users who are not well and minors are no test.
bool is_learned_from(Brief const& brief) {
  return brief.wording.bandit != BanditMode::off && !brief.is_safe && !brief.is_minor;
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

// Without the memory and the part of the day, which go by the template.
TemplateValues base_values(Brief const& brief, ReviewMemo& memo) {
  return {{Variable::user, spoken_name(brief.user_name).value_or("")},
          {Variable::companion, name_shown(brief, memo)},
          {Variable::interest, pick(usable_interests(brief, memo), brief).value_or("")}};
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

// Of the first language all sets, then of the second.
std::vector<std::pair<std::string, std::string>> pairs_of(std::vector<std::string> const& languages,
                                                          std::vector<std::string> const& sets) {
  std::vector<std::pair<std::string, std::string>> pairs;
  pairs.reserve(languages.size() * sets.size());
  for (auto const& language : languages) {
    for (auto const& set : sets) pairs.emplace_back(language, set);
  }
  return pairs;
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
  Brief const& brief;
  TemplateValues values;
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
std::optional<Draft> TemplateWriter::fill(Compiled const& candidate, Filling const& filling,
                                          Quotable const& memory) const {
  auto const& brief = filling.brief;
  auto values = filling.values;
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
  auto const seed = seed_of(filling.brief);
  using Rank = std::tuple<bool, double, long>;
  std::vector<std::pair<Rank, Candidate const*>> ranked;
  ranked.reserve(candidates.size());
  for (auto const& candidate : candidates) {
    auto const id = candidate.compiled->source.id;
    ranked.push_back(
        {{candidate.is_recent, statistics::arrival(draw(seed, std::to_string(id)), candidate.weight), id}, &candidate});
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
                 brief.wording.bandit, [seed = seed_of(brief)](long id) { return draw(seed, std::to_string(id)); });
  auto draft = std::move(drafts[index]);
  draft.choice = std::move(choice);
  return draft;
}

Draft TemplateWriter::write(Brief const& brief) const {
  auto const languages = languages_for(brief.language);
  Filling filling{brief, base_values(brief, *memo_), {brief, phrases_}};
  auto problem = fmt::format("no active template of type {} in language {}: add one with proactive config template add",
                             name_of(brief.type), join(languages, " or "));
  bool is_resting = false;
  for (auto const& [language, set] : pairs_of(languages, sets_tried(brief.wording))) {
    auto fitting = candidates(brief, set, language);
    auto const resting = std::erase_if(fitting, [&](Candidate const& candidate) {
      return brief.resting_template_ids.contains(candidate.compiled->source.id);
    });
    is_resting = is_resting || resting > 0;
    auto draft = is_learned_from(brief) ? drawn(fitting, filling) : first_that_fits(fitting, filling);
    if (draft.content) return draft;
    if (!draft.problem.empty()) problem = draft.problem;
  }
  Draft none{std::nullopt, "template", std::nullopt, {}, {}, problem};
  if (is_resting) none.cancelled = Reason::resting;
  return none;
}

}  // namespace proactive
