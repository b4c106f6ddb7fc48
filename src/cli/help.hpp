#pragma once

#include <string>

namespace CLI {
class App;
class Success;
}  // namespace CLI

// The text of --help and --version, made to fit the lines of who reads it.
namespace proactive::cli {

// Before commands are added to the app: they take over how its help is laid out.
void fit_help(CLI::App& app);

// What the library has to take for one word, as people write it.
std::string with_words(std::string text);

// Prints what was asked for on stdout. Throws Error (internal) where that cannot be written.
void print_help(CLI::App const& app, CLI::Success const& asked);

}  // namespace proactive::cli
