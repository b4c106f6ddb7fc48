#include "cli/command/commands.hpp"

namespace proactive::cli {

std::vector<Command> all_commands() {
  return {
      schedule_command(), process_command(), stats_command(),
      family("config", "show and change settings, and check what a run needs",
             {show_command(),     get_command(),          set_command(),     unset_command(),      preset_command(),
              strategy_command(), instructions_command(), history_command(), adapter_command(),    template_command(),
              review_command(),   user_command(),         flags_command(),   import_command(),     queue_command(),
              webhook_command(),  experiment_command(),   policy_command(),  disclosure_command(), check_command(),
              psql_command(),     completion_command()})};
}

}  // namespace proactive::cli
