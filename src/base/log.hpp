#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "base/json.hpp"
#include "base/library.hpp"
#include "base/log_level.hpp"

// The log: one JSON object a line, on stderr or in a file, with ts, level, event, run_id, command and then the fields;
// or sentences (log_sentence.hpp), for who sits at a terminal. It never throws and never stops the work: a line that
// cannot be written is lost, and log::healthy() tells.
namespace proactive::log {

// `file` empty means stderr; else a regular file, /dev/null, or a descriptor such as /dev/stderr. Throws Error
// (configuration) when the file cannot be opened. `terminal_columns`: sentences, broken to lines of so many columns; 0:
// JSON.
void open(Level level, std::string const& file, std::size_t terminal_columns = 0);

void set_level(Level level);

// What every later line carries. Not for use while several threads write.
void set_run(std::string const& run_id, std::string const& command);

using Fields = std::initializer_list<std::pair<std::string_view, Json>>;
void write(Level level, std::string_view event, Fields fields);

// The same with the members of an object as fields.
void write(Level level, std::string_view event, Json const& fields);

// What is information in a log, and at a terminal what who waits there wants to know: shown where warnings are. It is
// the event's own sentence, or the given one; an empty one is for those alone who see information.
void tell(std::string_view event, Fields fields);
void tell(std::string_view event, Json const& fields, std::string const& sentence);

inline void debug(std::string_view event, Fields fields = {}) { write(Level::debug, event, fields); }
inline void info(std::string_view event, Fields fields = {}) { write(Level::info, event, fields); }
inline void warn(std::string_view event, Fields fields = {}) { write(Level::warn, event, fields); }
inline void error(std::string_view event, Fields fields = {}) { write(Level::error, event, fields); }

// A line at the bottom of a terminal, which stays below the log's lines; empty text removes it. Only for a stderr that
// is a terminal.
void show_status(std::string const& text);

// Whether lines go to a file instead of stderr.
bool in_file();

// False after a line could not be written (disk full, stderr closed).
bool healthy();

// The one that writes the lines.
Library library();

}  // namespace proactive::log
