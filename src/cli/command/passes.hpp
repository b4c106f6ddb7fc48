#pragma once

#include <iosfwd>
#include <string>

#include "app/pass/pass.hpp"
#include "app/pass/reports.hpp"
#include "cli/flags.hpp"
#include "store/pg/database.hpp"

// What schedule and process have in common.
namespace proactive::cli {

void declare_pass(Flags& flags, app::PassOptions& pass, Format& format);

// What is wrong with --now: it is for what only shows, since a real run would deliver, or not, at a time that is not.
std::string broken_now(app::PassOptions const& pass, bool only_shows);

store::Access access_of(bool dry_run);

// The messages of a dry run, or what an LLM would be asked.
void print_previews(std::ostream& out, std::vector<app::Preview> const& previews);

}  // namespace proactive::cli
