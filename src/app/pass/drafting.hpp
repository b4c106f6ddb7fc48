#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <set>
#include <vector>

#include "app/pass/draft_queue.hpp"
#include "app/pass/facts_reader.hpp"
#include "app/pass/pass.hpp"
#include "app/pass/progress.hpp"
#include "app/pass/reports.hpp"
#include "domain/experiment/treatment.hpp"
#include "store/engagements.hpp"
#include "writer/writer.hpp"

namespace proactive::app {

// From a claim to its stored message, or from a plan where templates write: hands briefs to the run's writer, keeps the
// drafts' leases while it writes, and stores what comes back, in batches and in any order. In a dry run it shows the
// messages instead. For one job.
class Drafting {
 public:
  // Whether a dry run shows what an LLM would be asked, and asks nobody.
  enum class Prompts { ask, show };

  Drafting(store::Database& database, Settings const& settings, PassContext const& context, FactsReader& reader,
           Writer& writer, Treatments& treatments, Prompts prompts, ProgressBoard& board, ScheduleReport& report);

  // Whether the writer needs more drafts to be busy.
  [[nodiscard]] bool has_room() const;
  [[nodiscard]] bool is_idle() const { return outstanding_.empty(); }

  // Drafts are numbered as they begin: all of those before this one are stored.
  [[nodiscard]] long first_outstanding() const { return is_idle() ? next_number_ : outstanding_.begin()->first; }
  [[nodiscard]] long next_number() const { return next_number_; }

  // In a dry run the drafts have no keys.
  void begin(std::vector<store::ClaimedDraft> drafts);

  // Templates write before anything is claimed: a message is then stored by the insert that claims its pair, and not
  // by an update of each index after it.
  [[nodiscard]] bool writes_at_once() const;
  // What they make of plans, to which it points. Nothing is stored.
  struct Made {
    std::vector<std::pair<PlannedEngagement const*, Draft>> drafts;
    std::vector<PlannedEngagement const*> unreadable;  // of which the app's context is
  };
  Made make(std::vector<PlannedEngagement> const& plans);
  // Those of its drafts that are messages, without keys.
  [[nodiscard]] std::vector<store::WrittenDraft> messages_of(Made const& made) const;
  // So many of them were stored.
  void count_scheduled(long messages);
  // Those that were claimed after all go on from what was made of them.
  void go_on(std::vector<store::ClaimedDraft> claimed, Made const& made);

  // Waits for messages, at most for half a second, and stores them.
  void collect();

  // How many messages may follow those that have begun; for the progress.
  void expect(long rest) { rest_ = rest; }

  // When all has been collected: the previews.
  void finish();

 private:
  using Arrived = std::vector<DraftQueue::Numbered>;

  // What one arrival comes to: every draft in one of the lists.
  struct Outcome {
    std::vector<store::WrittenDraft> written;
    std::vector<store::FailedDraft> failed;
    std::vector<store::ClaimedDraft> released;
    std::vector<NextCheck> next_checks;
  };

  FactsReader::Contexts contexts_of(std::vector<Pair> const& pairs);
  std::vector<Brief> briefs_for(std::vector<PlannedEngagement const*> const& plans,
                                std::map<Pair, Context> const& contexts);
  std::map<std::string, std::map<long, double>> received_templates(std::vector<Pair> const& pairs);
  void fail_unreadable(std::vector<store::ClaimedDraft>& drafts, std::set<Pair> const& unreadable);
  [[nodiscard]] store::WrittenDraft written(store::ClaimedDraft const& claimed, Draft const& draft) const;
  Outcome outcome_of(Arrived const& arrived);
  void store_written(std::vector<store::WrittenDraft> const& written);
  void show_prompts(std::vector<store::ClaimedDraft> const& drafts, std::vector<Brief> const& briefs);
  void set_tokens_aside(std::vector<Brief> const& briefs);
  void top_up_tokens();
  long grant_tokens(long wanted);
  void hold_leases();
  void store_all(Arrived const& arrived);
  void show_all(Arrived const& arrived);
  void count(Draft const& draft);

  store::Database& database_;
  Settings const& settings_;
  PassContext const& context_;
  FactsReader& reader_;
  Writer& writer_;
  Treatments& treatments_;
  Prompts prompts_;
  ProgressBoard& board_;
  ScheduleReport& report_;
  // Shared with the writer's thread, which may outlive a job that failed.
  std::shared_ptr<DraftQueue> queue_ = std::make_shared<DraftQueue>();
  std::map<long, store::ClaimedDraft> outstanding_;
  std::map<long, Preview> previews_;
  long next_number_ = 0;
  long rest_ = 0;
  long told_rest_ = 0;
  long granted_tokens_ = 0;
  std::chrono::steady_clock::time_point leased_at_ = std::chrono::steady_clock::now();
};

}  // namespace proactive::app
