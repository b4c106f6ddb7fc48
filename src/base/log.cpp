#include "base/log.hpp"

#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <array>
#include <atomic>
#include <chrono>
#include <iostream>
#include <mutex>

#include "base/file.hpp"
#include "base/log_sentence.hpp"
#include "base/terminal_text.hpp"
#include "base/text.hpp"
#include "base/time.hpp"

namespace proactive::log {

namespace {

struct State {
  std::shared_ptr<spdlog::logger> logger;
  Level level = Level::info;
  std::size_t terminal_columns = 0;  // 0: JSON
  std::string run_id;
  std::string command;
  bool in_file = false;
  AppendedFile file;
  std::atomic<bool> healthy{true};
  std::mutex status_mutex;
  std::string status;
};

State& state() {
  static State instance;
  return instance;
}

std::ostream& stream() {
  if (state().in_file) return state().file;
  return std::cerr;
}

spdlog::level::level_enum to_spdlog(Level level) {
  static constexpr std::array levels{spdlog::level::debug, spdlog::level::info, spdlog::level::warn, spdlog::level::err,
                                     spdlog::level::off};
  return levels.at(static_cast<std::size_t>(level));
}

Json object_of(Fields fields) {
  Json object = Json::object();
  for (auto const& [name, value] : fields) object[std::string{name}] = value;
  return object;
}

Json begin_line(Level level, std::string_view event) {
  Json line;
  line["ts"] = format_instant(std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now()), true);
  line["level"] = name_of(level);
  line["event"] = event;
  if (!state().run_id.empty()) line["run_id"] = state().run_id;
  if (!state().command.empty()) line["command"] = state().command;
  return line;
}

constexpr auto erase_line = "\r\x1b[K";

void write_line(Level level, std::string const& line) {
  if (!state().logger) open(Level::info, "");
  std::lock_guard const lock(state().status_mutex);
  bool const has_status = !state().status.empty() && !state().in_file;
  if (has_status) std::cerr << erase_line;
  state().logger->log(to_spdlog(level), "{}", line);
  if (has_status) std::cerr << state().status << std::flush;
}

std::string json_line(Level level, std::string_view event, Json const& fields) {
  auto line = begin_line(level, event);
  line.update(fields);
  return to_shown(line);
}

std::string in_lines(std::string const& sentence) { return join(wrapped(sentence, state().terminal_columns, 2), "\n"); }

template <typename Line>
void write_made(Level level, Line const& line) {
  if (level < state().level) return;
  try {
    write_line(level, line());
  } catch (std::exception const&) {
    state().healthy = false;
  }
}

}  // namespace

void open(Level level, std::string const& file, std::size_t terminal_columns) {
  state().terminal_columns = terminal_columns;
  state().in_file = !file.empty();
  if (state().in_file) state().file.open("the log file", file);
  auto const sink = std::make_shared<spdlog::sinks::ostream_sink_mt>(stream(), true);
  auto logger = std::make_shared<spdlog::logger>("proactive", sink);
  logger->set_pattern("%v");
  logger->set_error_handler([](std::string const&) { state().healthy = false; });
  state().logger = std::move(logger);
  set_level(level);
}

void set_level(Level level) {
  state().level = level;
  if (state().logger) state().logger->set_level(to_spdlog(level));
}

void set_run(std::string const& run_id, std::string const& command) {
  state().run_id = run_id;
  state().command = command;
}

void write(Level level, std::string_view event, Fields fields) {
  if (level < state().level) return;
  write(level, event, object_of(fields));
}

void write(Level level, std::string_view event, Json const& fields) {
  write_made(level, [&] {
    return state().terminal_columns == 0 ? json_line(level, event, fields)
                                         : in_lines(sentence_of(level, event, fields));
  });
}

void tell(std::string_view event, Fields fields) {
  auto const object = object_of(fields);
  tell(event, object, sentence_of(Level::info, event, object));
}

void tell(std::string_view event, Json const& fields, std::string const& sentence) {
  if (state().terminal_columns == 0 || sentence.empty()) {
    write(Level::info, event, fields);
  } else {
    write_made(Level::warn, [&] { return in_lines(printable(sentence)); });
  }
}

void show_status(std::string const& text) {
  std::lock_guard const lock(state().status_mutex);
  if (text.empty() && state().status.empty()) return;
  state().status = text;
  std::cerr << erase_line << text << std::flush;
}

bool in_file() { return state().in_file; }

bool healthy() { return state().healthy && stream().good(); }

Library library() {
  return {"spdlog", std::to_string(SPDLOG_VER_MAJOR) + "." + std::to_string(SPDLOG_VER_MINOR) + "." +
                        std::to_string(SPDLOG_VER_PATCH)};
}

}  // namespace proactive::log
