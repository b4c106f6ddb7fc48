#include <iostream>

#include "app/operator/queue.hpp"
#include "cli/command/commands.hpp"
#include "cli/render/print.hpp"

namespace proactive::cli {

namespace {

ColumnsOf<store::WaitingMessage> columns() {
  using Message = store::WaitingMessage;
  return {{{"id", "id", Kind::id}, &Message::id},
          {{"scheduled_for", "when", Kind::time}, &Message::scheduled_for},
          {{"user_id", "user", Kind::id}, [](Message const& message) { return message.pair.user_id; }},
          {{"companion_id", "companion", Kind::id}, [](Message const& message) { return message.pair.companion_id; }},
          {{"engagement_type", "type"}, &Message::type},
          {{"writer", "writer"}, &Message::writer},
          {{"model", "model"}, &Message::model},
          {{"content", "message"}, &Message::content}};
}

struct ListOptions {
  Format format = Format::table;
};

void declare_list(Flags& flags, ListOptions& options) {
  flags.format(options.format, {Format::table, Format::json, Format::csv});
}

ExitCode list(app::Invocation const& invocation, ListOptions const& options) {
  auto const report = app::waiting_messages(invocation);
  auto sheet = sheet_of(columns(), report.messages);
  sheet.when_empty = "no message waits for approval";
  print(std::cout, sheet, options.format);
  auto const more = report.waiting - static_cast<long>(report.messages.size());
  if (more > 0 && options.format == Format::table) std::cout << "and " << more << " more\n";
  return ExitCode::ok;
}

struct ApproveOptions {
  std::vector<std::string> ids;
};

void declare_approve(Flags& flags, ApproveOptions& options) {
  flags.arguments("ID", options.ids, "the messages, as list names them");
}

ExitCode approve(app::Invocation const& invocation, ApproveOptions const& options) {
  std::cout << app::approve_messages(invocation, options.ids) << " approved\n";
  return ExitCode::ok;
}

struct RejectOptions {
  std::vector<std::string> ids;
  std::string reason;
};

void declare_reject(Flags& flags, RejectOptions& options) {
  flags.arguments("ID", options.ids, "the messages, as list names them");
  flags.text("--reason", "TEXT", options.reason, "why, which is kept with them");
  flags.rule([&options] { return options.reason.empty() ? "say why with --reason" : ""; });
}

ExitCode reject(app::Invocation const& invocation, RejectOptions const& options) {
  std::cout << app::reject_messages(invocation, options.ids, options.reason) << " rejected\n";
  return ExitCode::ok;
}

}  // namespace

Command queue_command() {
  return family(
      "queue", "messages that wait for approval",
      {command<ListOptions>("list", "what waits: who writes to whom, when, and what", declare_list, list),
       command<ApproveOptions>("approve", "let messages be delivered when they are due", declare_approve, approve),
       command<RejectOptions>("reject", "cancel messages", declare_reject, reject)});
}

}  // namespace proactive::cli
