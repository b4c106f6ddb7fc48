#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>

namespace fs = std::filesystem;

namespace {

struct SourceFile {
  std::string name;  // below src/
  std::vector<std::string> lines;
};

std::vector<SourceFile> source_files() {
  std::vector<SourceFile> files;
  fs::path const root{SOURCE_DIRECTORY "/src"};
  for (auto const& entry : fs::recursive_directory_iterator(root)) {
    if (!entry.is_regular_file()) continue;
    SourceFile file{fs::relative(entry.path(), root).string(), {}};
    std::ifstream in(entry.path());
    for (std::string line; std::getline(in, line);) file.lines.push_back(line);
    files.push_back(std::move(file));
  }
  return files;
}

// Where the files that match are: each name once.
std::vector<std::string> files_with(std::string const& pattern) {
  std::regex const wanted{pattern};
  std::vector<std::string> names;
  for (auto const& file : source_files()) {
    bool const found = std::any_of(file.lines.begin(), file.lines.end(),
                                   [&](std::string const& line) { return std::regex_search(line, wanted); });
    if (found) names.push_back(file.name);
  }
  return names;
}

}  // namespace

TEST_CASE("only the command line prints") {
  auto const printing = files_with(R"(\bstd::cout\b|\b(printf|puts|putchar|fputs|fwrite|fprintf)\()");
  CHECK_FALSE(printing.empty());
  for (auto const& name : printing) {
    CAPTURE(name);
    CHECK(name.starts_with("cli/"));
  }
}

TEST_CASE("only the command line and the log write to stderr") {
  for (auto const& name : files_with(R"(\bstd::(cerr|clog)\b)")) {
    CAPTURE(name);
    CHECK((name.starts_with("cli/") || name == "base/log.cpp"));
  }
}

TEST_CASE("headers open no namespace for others, and are included once") {
  for (auto const& file : source_files()) {
    if (!file.name.ends_with(".hpp")) continue;
    CAPTURE(file.name);
    REQUIRE_FALSE(file.lines.empty());
    CHECK(file.lines.front() == "#pragma once");
    CHECK(std::none_of(file.lines.begin(), file.lines.end(),
                       [](std::string const& line) { return line.starts_with("using namespace"); }));
  }
}

TEST_CASE("no file of the sources has 400 lines") {
  auto const files = source_files();
  CHECK(files.size() > 50);
  for (auto const& file : files) {
    CAPTURE(file.name);
    CHECK(file.lines.size() < 400);
  }
}
