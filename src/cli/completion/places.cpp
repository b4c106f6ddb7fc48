#include "cli/completion/places.hpp"

#include "base/column.hpp"

namespace proactive::cli {

namespace {

bool is_option(Flag const& flag) { return flag.name.starts_with('-'); }

void add_places(std::vector<Place>& places, Place place, std::vector<Command> const& commands) {
  place.commands = column(commands, [](Command const& each) { return std::pair{each.name, each.help}; });
  places.push_back(place);
  for (auto const& command : commands) {
    Place below{place.path + " " + command.name, place.options, {}};
    for (auto const& flag : command.flags.all()) (is_option(flag) ? below.options : below.arguments).push_back(flag);
    add_places(places, std::move(below), command.commands);
  }
}

}  // namespace

std::vector<Place> places_of(std::vector<Command> const& commands, Flags const& general) {
  Place program{"proactive", {general.all().begin(), general.all().end()}, {}};
  program.options.push_back({.name = "--help", .kind = Flag::Kind::toggle, .help = "print the options, and exit"});
  std::vector<Place> places;
  add_places(places, program, commands);
  // The parser's own, which ends everything; a command may call something else so.
  places.front().options.push_back(
      {.name = "--version", .kind = Flag::Kind::toggle, .help = "print the version, and exit"});
  return places;
}

}  // namespace proactive::cli
