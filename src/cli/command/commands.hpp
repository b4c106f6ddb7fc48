#pragma once

#include <vector>

#include "cli/command/command.hpp"

// Every command, each made by a file of its own.
namespace proactive::cli {

Command schedule_command();
Command process_command();
Command stats_command();

// proactive config ...
Command show_command();
Command get_command();
Command set_command();
Command unset_command();
Command preset_command();
Command strategy_command();
Command instructions_command();
Command history_command();
Command adapter_command();
Command template_command();
Command review_command();
Command user_command();
Command flags_command();
Command import_command();
Command queue_command();
Command webhook_command();
Command experiment_command();
Command experiment_report_command();
Command experiment_plan_command();
Command experiment_evaluate_command();
Command policy_command();
Command disclosure_command();
Command check_command();
Command psql_command();
Command completion_command();

// All of them, in the order of the help.
std::vector<Command> all_commands();

}  // namespace proactive::cli
