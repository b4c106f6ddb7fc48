#include <fmt/core.h>

#include <iostream>

#include "app/operator/webhook.hpp"
#include "base/text.hpp"
#include "cli/command/commands.hpp"
#include "cli/command/name_columns.hpp"
#include "cli/render/print.hpp"

namespace proactive::cli {

namespace {

using store::CallStatus;
using store::ListedCall;

ColumnsOf<ListedCall> call_columns(NamesOfPairs const& names) {
  auto const pair_of = [](ListedCall const& call) { return Pair{call.key.user_id, call.companion_id}; };
  return {{{"engagement_id", "id", Kind::id}, [](ListedCall const& call) { return call.key.id; }},
          {{"user_id", "user", Kind::id}, [](ListedCall const& call) { return call.key.user_id; }},
          user_name_column<ListedCall>(names, pair_of),
          {{.key = "companion_id", .heading = "companion", .kind = Kind::id, .below = 1}, &ListedCall::companion_id},
          companion_name_column<ListedCall>(names, pair_of),
          {{.key = "delivered_at", .heading = "delivered", .kind = Kind::time, .below = 2}, &ListedCall::delivered_at},
          {{.key = "status", .heading = "status", .kind = Kind::id, .below = 2}, &ListedCall::status},
          {{"attempts", "attempts", Kind::number}, &ListedCall::attempts},
          {{"next_at", "next", Kind::time}, &ListedCall::next_at},
          {{.key = "reason", .heading = "reason", .kind = Kind::id, .below = 2}, &ListedCall::reason},
          {{.key = "error", .heading = "error", .below = 3}, &ListedCall::error}};
}

struct WebhookListOptions {
  std::string status = "waiting";
  Format format = Format::table;
};

void declare_webhook_list(Flags& flags, WebhookListOptions& options) {
  flags.choice("--status", "STATUS", options.status, {"waiting", "accepted", "dropped", "dead"},
               "waiting (to be sent, or sent again), accepted, dropped (not welcome any more) or dead (given up) "
               "(default: waiting)");
  flags.format(options.format, {Format::table, Format::json, Format::csv});
}

ExitCode list_webhook(app::Invocation const& invocation, WebhookListOptions const& options) {
  auto const report = app::listed_calls(invocation, *value_of<CallStatus>(options.status));
  auto sheet = sheet_of(call_columns(report.names), report.calls);
  sheet.when_empty = fmt::format("no call is {} (waiting {}, dead {}: see --status)", options.status,
                                 report.counts.waiting, report.counts.dead);
  print(std::cout, sheet, options.format);
  if (options.format != Format::table || !report.gone_since) return ExitCode::ok;
  std::cout << "the receiver answered 410 at " << format_instant(*report.gone_since)
            << ", and gets no calls before proactive config webhook resume\n";
  return ExitCode::ok;
}

struct CallOptions {
  app::CallSelection selection;
  bool all = false;
};

void declare_calls(Flags& flags, CallOptions& options) {
  flags.any_arguments("ID", options.selection.ids, "the engagements, as list names them");
  flags.id("--user", options.selection.user_id, "only those of this user");
  flags.toggle("--all", options.all, "all that wait or were given up");
  flags.rule([&options]() -> std::string {
    bool const is_given = !options.selection.ids.empty() || options.selection.user_id;
    if (options.all && is_given) return "--all goes alone: leave it out, or the rest";
    return is_given || options.all ? "" : "name calls by id or --user, or say --all";
  });
}

ExitCode retry_webhook(app::Invocation const& invocation, CallOptions const& options) {
  auto const retried = app::retry_calls(invocation, options.selection);
  std::cout << (retried == 0 ? "no call is due again"
                             : counted_noun(retried, "call is due again: the next process sends it",
                                            "calls are due again: the next process sends them"))
            << "\n";
  return ExitCode::ok;
}

ExitCode drop_webhook(app::Invocation const& invocation, CallOptions const& options) {
  std::cout << counted_noun(app::drop_calls(invocation, options.selection), "call") << " dropped\n";
  return ExitCode::ok;
}

struct NoOptions {};
void declare_nothing(Flags& /*flags*/, NoOptions& /*options*/) {}

ExitCode resume_webhook(app::Invocation const& invocation, NoOptions const& /*options*/) {
  std::cout << (app::resume_calls(invocation)
                    ? "the receiver is called again: what waited for it is due at once, by the next process\n"
                    : "no receiver has answered 410\n");
  return ExitCode::ok;
}

ExitCode test_webhook(app::Invocation const& invocation, NoOptions const& /*options*/) {
  auto const problem = app::test_receiver(invocation);
  std::cout << (problem.empty() ? "the receiver has accepted a document of type test" : problem) << "\n";
  return problem.empty() ? ExitCode::ok : ExitCode::some_failed;
}

}  // namespace

Command webhook_command() {
  return family(
      "webhook", "calls of the app's webhook that wait or were given up",
      {command<WebhookListOptions>("list", "whom they tell of, since when, and why not yet", declare_webhook_list,
                                   list_webhook),
       command<CallOptions>("retry", "send them with the next process, once the cause is mended", declare_calls,
                            retry_webhook),
       command<CallOptions>("drop", "send them no more", declare_calls, drop_webhook),
       command<NoOptions>("resume", "call the receiver again that has answered 410", declare_nothing, resume_webhook),
       command<NoOptions>("test", "call the receiver once, with a document that tells of nobody", declare_nothing,
                          test_webhook)});
}

}  // namespace proactive::cli
