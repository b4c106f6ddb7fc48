#include "domain/simulation/log_world.hpp"

#include <algorithm>
#include <limits>

#include "base/column.hpp"
#include "domain/timing/sessions.hpp"

namespace proactive::simulation {

namespace {

// A delivery may write its own instant into the app's last_interaction, rounded.
constexpr std::chrono::seconds most_rounding{1};

std::optional<Instant> last_message_at(LoggedPair const& pair) {
  return pair.messages.empty() ? std::nullopt : std::optional{pair.messages.back().sent_at};
}

std::optional<Instant> last_message_at(LoggedUser const& user) {
  std::optional<Instant> last;
  for (auto const& pair : user.pairs) last = std::max(last, last_message_at(pair));
  return last;
}

// That of the nearest instant at which it is known: when a message was planned, and at the end.
std::string stage_at(LoggedPair const& pair, Instant now, Instant end) {
  auto stage = pair.facts.stage_name;
  auto nearest = std::chrono::abs(end - now);
  for (auto const& message : pair.messages) {
    auto const distance = std::chrono::abs(message.planned_at - now);
    if (distance >= nearest) continue;
    nearest = distance;
    stage = message.stage;
  }
  return stage;
}

// Whom a message has reached later was there then, and had not said no in the app.
void date_presence(LoggedUser const& user, LoggedPair const& pair, Instant now, PairFacts& facts) {
  if (now <= last_message_at(user)) {
    facts.user_active = true;
    facts.in_crisis = false;
    if (!facts.preferences.enabled.value_or(true)) facts.preferences.enabled = std::nullopt;
  }
  if (now <= last_message_at(pair)) {
    facts.companion_active = true;
    facts.others_read = false;
    facts.mutes.clear();
  }
}

void date_health(Instant now, PairFacts& facts) {
  if (facts.mood && facts.mood->at > now) facts.mood.reset();
  if (facts.mood_flagged_at && *facts.mood_flagged_at > now) facts.mood_flagged_at.reset();
  std::erase_if(facts.flags, [&](SafetyFlag const& flag) { return flag.detected_at > now; });
  for (auto& flag : facts.flags) {
    if (flag.released_at && *flag.released_at > now) flag.released_at.reset();
  }
}

// Who has agreed again since is out for the time between.
bool is_opted_out(LoggedUser const& user, Instant now) {
  auto const& word = user.word;
  if (word.enabled == false) return word.opted_out_at ? now >= *word.opted_out_at : now > last_message_at(user);
  bool const agreed_again = word.opted_out_at && word.consent && word.consent->at > *word.opted_out_at;
  return agreed_again && now >= *word.opted_out_at && now < word.consent->at;
}

void date_word(LoggedUser const& user, Instant now, PairFacts& facts) {
  auto const& word = user.word;
  bool const is_out = is_opted_out(user, now);
  if (is_out) facts.preferences.enabled = false;
  if (word.consent && word.consent->at <= now) facts.consent = word.consent;
  bool const has_agreed = word.consent ? word.consent->at <= now : word.enabled == true;
  if (has_agreed && !is_out) facts.preferences.agreed = true;
  for (auto const& mute : word.mutes) {
    bool const is_meant = !mute.companion_id || *mute.companion_id == facts.pair.companion_id;
    if (is_meant && mute.since <= now) facts.mutes.push_back(mute.mute);
  }
}

}  // namespace

LogWorld::LogWorld(LoggedUser const& user, Arm const& arm, Days const& days)
    : user_(user), arm_(arm), days_(days), received_(user.pairs.size()) {
  for (std::size_t pair = 0; pair < user.pairs.size(); ++pair) add_acts_of_pair(pair);
  add_sessions();
  std::stable_sort(acts_.begin(), acts_.end(), [](Act const& one, Act const& other) { return one.at < other.at; });
}

std::string LogWorld::zone() const {
  auto const& facts = user_.pairs.front().facts;
  return facts.zone_known ? facts.zone() : arm_.default_timezone;
}

void LogWorld::add_acts_of_pair(std::size_t pair) {
  auto const& [facts, messages, cancelled, expired] = user_.pairs[pair];
  auto const since = user_.pairs[pair].facts.since;
  auto const word_at = [&](std::optional<Instant> const& at) {
    if (at && at != since) acts_.push_back({*at, pair});
  };
  for (auto const& message : messages) {
    word_at(message.silent_since);
    if (message.sent_at < days_.begin) acts_.push_back({message.sent_at, pair, {}, false, &message});
    word_at(message.responded_at);
    if (message.seen_at) acts_.push_back({*message.seen_at, pair, {}, true});
  }
  word_at(facts.user_wrote_at);
  auto const last = last_message_at(user_.pairs[pair]);
  if (facts.last_interaction && (!last || *facts.last_interaction > *last + most_rounding))
    word_at(facts.last_interaction);
  if (facts.user_wrote_any_at) acts_.push_back({*facts.user_wrote_any_at});
}

// Whether a message brought them about is a matter of what was really sent.
void LogWorld::add_sessions() {
  std::vector<Instant> deliveries;
  for (auto const& pair : user_.pairs) {
    for (auto const& message : pair.messages) deliveries.push_back(message.sent_at);
  }
  auto const starts = session_starts(column(user_.sessions, &LoggedSession::at), deliveries);
  auto const to = user_.pairs.size() == 1 ? 0 : nobody;
  for (std::size_t i = 0; i < starts.size(); ++i)
    acts_.push_back({starts[i].at, to, user_.sessions[i].length, false, nullptr, starts[i]});
}

Known LogWorld::begin() {
  Known known;
  known.zone_known = user_.pairs.front().facts.zone_known;
  known.pairs.reserve(user_.pairs.size());
  for (auto const& pair : user_.pairs) known.pairs.push_back(known_pair(pair));
  while (next_ < acts_.size() && acts_[next_].at < days_.begin) act(acts_[next_].at, known);
  for (auto& pair : known.pairs) pair.next_check = std::max(pair.facts.since.value_or(days_.begin), days_.begin);
  known.tally = {};
  known.tally.users = 1;
  return known;
}

// As it was before anything that is known. Companions answer, where the app tells when they write.
KnownPair LogWorld::known_pair(LoggedPair const& pair) const {
  KnownPair known;
  auto& facts = known.facts;
  facts = pair.facts;
  facts.timezone = zone();
  facts.user_wrote_at.reset();
  facts.user_wrote_any_at.reset();
  facts.last_interaction.reset();
  if (facts.companion_wrote_at) facts.companion_wrote_at = std::min(*facts.companion_wrote_at, days_.begin);
  if (facts.unread) facts.unread = false;
  return known;
}

void LogWorld::begin_hour(HourNumber /*hour*/, LocalTime const& /*local*/) {}

Instant LogWorld::next_act() const { return next_ < acts_.size() ? acts_[next_].at : Instant::max(); }

void LogWorld::act(Instant now, Known& known) {
  auto const& [at, pair, length, is_look, message, session] = acts_[next_++];
  if (message != nullptr) {
    Open open;
    open.engagement.type = message->type;
    open.silent_since = message->silent_since;
    known.note_delivery(known.pairs.at(pair), open, now, std::numeric_limits<std::size_t>::max());
    return;
  }
  if (is_look) {
    auto& unread = known.pairs.at(pair).facts.unread;
    if (unread) unread = false;
    return;
  }
  if (session) {
    known.sessions.push_back(*session);
    ++known.tally.sessions;
  }
  if (pair == nobody) return known.write_to_somebody(now, length);
  known.write(pair, now, length);
}

void LogWorld::receive(std::size_t pair, Instant now, LocalTime const& /*local*/, Known& /*known*/) {
  received_.at(pair).push_back(now);
}

void LogWorld::date(std::size_t pair, Instant now, PairFacts& facts) const {
  auto const& logged = user_.pairs.at(pair);
  facts.stage_name = stage_at(logged, now, days_.end);
  date_presence(user_, logged, now, facts);
  date_health(now, facts);
  date_word(user_, now, facts);
}

}  // namespace proactive::simulation
