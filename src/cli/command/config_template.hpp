#pragma once

#include "cli/command/command.hpp"

// proactive config template ...
namespace proactive::cli {

// What there is.
Command template_list_command();
Command template_show_command();

// What changes it.
Command template_add_command();
Command template_set_command();
Command template_remove_command();

// What a body would do.
Command template_check_command();
Command template_preview_command();

}  // namespace proactive::cli
