#pragma once

#include <memory>
#include <string>
#include <utility>

#include "cli/command/command.hpp"

// proactive config user ID ...: every command gets the user that stands in front of its name.
namespace proactive::cli {

using UserId = std::shared_ptr<std::string>;

template <typename Options>
Command user_command(UserId const& user, std::string name, std::string help, void (*declare)(Flags&, Options&),
                     ExitCode (*run)(app::Invocation const&, std::string const& user_id, Options const&)) {
  auto const options = std::make_shared<Options>();
  Command made{std::move(name), std::move(help)};
  declare(made.flags, *options);
  made.run = [user, options, run](app::Invocation const& invocation) { return run(invocation, *user, *options); };
  return made;
}

inline Command user_command(UserId const& user, std::string name, std::string help,
                            ExitCode (*run)(app::Invocation const&, std::string const& user_id)) {
  Command made{std::move(name), std::move(help)};
  made.run = [user, run](app::Invocation const& invocation) { return run(invocation, *user); };
  return made;
}

// What is known of a user.
Command user_show_command(UserId const& user);
Command user_history_command(UserId const& user);
Command user_export_command(UserId const& user);

// What a user wants.
Command user_set_command(UserId const& user);
Command user_unset_command(UserId const& user);
Command user_mute_command(UserId const& user);
Command user_unmute_command(UserId const& user);
Command user_opt_out_command(UserId const& user);
Command user_opt_in_command(UserId const& user);
Command user_release_command(UserId const& user);
Command user_erase_command(UserId const& user);

}  // namespace proactive::cli
