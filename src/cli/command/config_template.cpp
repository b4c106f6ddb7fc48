#include "cli/command/config_template.hpp"

#include "cli/command/commands.hpp"

namespace proactive::cli {

Command template_command() {
  return family("template", "the messages that are written without a language model",
                {template_list_command(), template_show_command(), template_add_command(), template_set_command(),
                 template_remove_command(), template_check_command(), template_preview_command()});
}

}  // namespace proactive::cli
