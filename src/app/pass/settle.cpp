#include "app/pass/settle.hpp"

#include "base/log.hpp"
#include "store/outcomes.hpp"

namespace proactive::app {

namespace {

using store::Transaction;
using Sent = std::vector<SentEngagement>;

constexpr int batch_size = 1000;
constexpr int suspicious_rows = 8;  // so many refused, and none read: the function is at fault, not a row

class Settler {
 public:
  Settler(store::Database& database, Settings const& settings, PassContext const& context)
      : database_(database),
        window_(settings.runs.response_window_hours),
        context_(context),
        tells_objections_(database.transact(store::tells_objections)) {}

  // False where the app's function refuses everything: nothing was given up.
  bool settle(Sent const& sent) {
    read(sent);
    if (!any_read_ && !refused_.empty()) {
      log::warn("answers_unreadable", {{"engagements", refused_.size()}, {"error", error_}});
      return false;
    }
    if (refused_.empty()) return true;
    auto const& first = refused_.front();
    log::warn("answers_unreadable", {{"engagements", refused_.size()},
                                     {"user_id", first.key.user_id},
                                     {"engagement_id", first.key.id},
                                     {"error", error_}});
    database_.transact([&](Transaction& transaction) {
      require_leases(transaction, context_);
      store::give_up_settling(transaction, refused_);
    });
    refused_.clear();
    return true;
  }

 private:
  // What the app's function refuses as a whole is halved until each such message stands alone.
  void read(Sent const& sent) {
    if (sent.empty() || (!any_read_ && refused_.size() >= suspicious_rows)) return;
    try {
      database_.transact([&](Transaction& transaction) {
        require_leases(transaction, context_);
        auto const answers = read_answers(transaction, sent);
        std::vector<Outcome> outcomes;
        std::vector<Outcome> of_ghosts;
        for (std::size_t i = 0; i < sent.size(); ++i) {
          (sent[i].is_ghost ? of_ghosts : outcomes).push_back(outcome_of(sent[i], answers[i], window_, context_.as_of));
        }
        store::settle(transaction, outcomes);
        store::settle_ghosts(transaction, of_ghosts);
      });
      any_read_ = true;
      return;
    } catch (store::DataError const& problem) {
      error_ = problem.what();
    }
    if (sent.size() == 1) {
      refused_.push_back(sent.front());
      return;
    }
    auto const middle = sent.begin() + static_cast<std::ptrdiff_t>(sent.size() / 2);
    read({sent.begin(), middle});
    read({middle, sent.end()});
  }

  std::vector<UserAnswer> read_answers(Transaction& transaction, Sent const& sent) const {
    auto answers = store::read_answers(transaction, sent);
    if (!tells_objections_) return answers;
    auto const objections = store::read_objections(transaction, sent, context_.as_of);
    for (std::size_t i = 0; i < answers.size(); ++i) answers[i].objects = objections[i];
    return answers;
  }

  store::Database& database_;
  std::chrono::hours window_;
  PassContext const& context_;
  bool tells_objections_;
  Sent refused_;
  bool any_read_ = false;
  std::string error_;
};

long settle_all(store::Database& database, Settings const& settings, PassContext const& context, store::Asked asked) {
  Settler settler(database, settings, context);
  long count = 0;
  while (context.may_begin()) {
    auto const sent = database.transact([&](Transaction& transaction) {
      return store::unsettled(transaction, context.as_of, slices_of(context), batch_size, asked);
    });
    if (sent.empty() || !settler.settle(sent)) break;
    count += static_cast<long>(sent.size());
  }
  return count;
}

}  // namespace

// An app's function that refuses the messages of ghosts, which are NULL, must not stand before the others.
long settle(store::Database& database, Settings const& settings, PassContext const& context) {
  if (!database.transact(store::tells_answers)) return 0;
  auto const asked = settle_all(database, settings, context, store::Asked::messages) +
                     settle_all(database, settings, context, store::Asked::ghosts);
  if (asked > 0) log::debug("outcomes_asked", {{"engagements", asked}});
  return asked;
}

}  // namespace proactive::app
