#include "cli/command/config_user.hpp"

#include "cli/command/commands.hpp"

namespace proactive::cli {

Command user_command() {
  auto const user = std::make_shared<std::string>();
  auto made = family(
      "user", "one user: preferences, mutes, consent, and all that is held",
      {user_show_command(user), user_set_command(user), user_unset_command(user), user_mute_command(user),
       user_unmute_command(user), user_opt_out_command(user), user_opt_in_command(user), user_release_command(user),
       user_export_command(user), user_erase_command(user), user_history_command(user)});
  made.flags.id_argument("ID", *user, "the user, as the adapter's app_facts returns it");
  return made;
}

}  // namespace proactive::cli
