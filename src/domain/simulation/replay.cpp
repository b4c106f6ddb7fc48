#include "domain/simulation/replay.hpp"

#include <algorithm>
#include <set>
#include <tuple>

#include "domain/simulation/log_world.hpp"

namespace proactive::simulation {

namespace {

std::vector<LoggedMessage> messages_of_days(LoggedPair const& pair, Days const& days) {
  std::vector<LoggedMessage> messages;
  std::copy_if(pair.messages.begin(), pair.messages.end(), std::back_inserter(messages),
               [&](auto const& message) { return days.contain(message.sent_at); });
  return messages;
}

// Which of the messages that were sent are among those that would have been, each for one of them, the nearest first.
std::set<std::size_t> same_messages(std::vector<LoggedMessage> const& sent, std::vector<Instant> const& received) {
  std::vector<std::tuple<Instant::duration, std::size_t, std::size_t>> near;
  for (std::size_t i = 0; i < sent.size(); ++i) {
    for (std::size_t j = 0; j < received.size(); ++j) {
      auto const distance = std::chrono::abs(sent[i].sent_at - received[j]);
      if (distance <= same_message) near.emplace_back(distance, i, j);
    }
  }
  std::sort(near.begin(), near.end());
  std::set<std::size_t> kept;
  std::set<std::size_t> taken;
  for (auto const& [distance, i, j] : near) {
    if (kept.contains(i) || taken.contains(j)) continue;
    kept.insert(i);
    taken.insert(j);
  }
  return kept;
}

}  // namespace

void Outcomes::add(LoggedMessage const& message) {
  ++messages;
  ++(message.is_responded ? (*message.is_responded ? responded : unanswered) : open);
  negative += message.negative_at ? 1 : 0;
}

void Outcomes::merge(Outcomes const& other) {
  messages += other.messages;
  responded += other.responded;
  unanswered += other.unanswered;
  open += other.open;
  negative += other.negative;
}

void Replay::merge(Replay const& other) {
  tally.merge(other.tally);
  kept.merge(other.kept);
  dropped.merge(other.dropped);
  added += other.added;
}

Replay replay(LoggedUser const& user, Arm const& arm, Days const& days) {
  LogWorld world(user, arm, days);
  Replay result;
  result.tally = live(world, arm, {0, days.begin, static_cast<int>((days.end - days.begin) / std::chrono::days{1})});
  for (std::size_t pair = 0; pair < user.pairs.size(); ++pair) {
    auto const& received = world.received().at(pair);
    auto const sent = messages_of_days(user.pairs[pair], days);
    auto const kept = same_messages(sent, received);
    for (std::size_t i = 0; i < sent.size(); ++i) (kept.contains(i) ? result.kept : result.dropped).add(sent[i]);
    result.added += static_cast<long>(received.size() - kept.size());
  }
  return result;
}

Replay as_it_was(LoggedUser const& user, Days const& days) {
  Replay result;
  auto& tally = result.tally;
  std::vector<Instant> sent_at;
  for (auto const& pair : user.pairs) {
    for (auto const& message : messages_of_days(pair, days)) {
      result.kept.add(message);
      sent_at.push_back(message.sent_at);
    }
    for (auto const& [reason, count] : pair.cancelled) tally.cancelled[reason] += count;
    tally.expired += pair.expired;
  }
  std::sort(sent_at.begin(), sent_at.end());
  auto const& facts = user.pairs.front().facts;
  ZoneClock clock(facts.zone());
  MessageCount count;
  for (auto const at : sent_at) count.add(at, clock.at(at), facts.zone_known, tally);
  tally.users = 1;
  tally.written_to = tally.messages > 0 ? 1 : 0;
  tally.sessions = std::count_if(user.sessions.begin(), user.sessions.end(),
                                 [&](LoggedSession const& session) { return days.contain(session.at); });
  return result;
}

}  // namespace proactive::simulation
