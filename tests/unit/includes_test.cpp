#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

namespace fs = std::filesystem;

namespace {

// What each floor may include of the others. Nothing includes upward; channel and writer, store and writer, and store
// and net do not know each other.
std::map<std::string, std::vector<std::string>> const floors{
    {"base", {"base"}},
    {"domain", {"domain", "base"}},
    {"store", {"store", "domain", "base"}},
    {"net", {"net", "domain", "base"}},
    {"writer", {"writer", "net", "domain", "base"}},
    {"channel", {"channel", "store", "net", "domain", "base"}},
    {"app", {"app", "channel", "writer", "store", "net", "domain", "base"}},
    {"cli", {"cli", "app", "store", "domain", "base"}},
    {"main.cpp", {"cli", "base"}},
};

// Libraries that live in one room, and its folder.
std::map<std::string, std::string> const rooms{
    {"pqxx/", "store/pg/"},      {"libpq-fe.h", "store/pg/"},
    {"curl/", "net/"},           {"CLI/", "cli/"},
    {"spdlog/", "base/log.cpp"}, {"openssl/", "base/digest.cpp"},
    {"utf8proc.h", "base/"},     {"cld2/", "base/"},
    {"date/", "base/time.cpp"},  {"boost/", "domain/statistics/distributions.cpp"}};

// Rooms of a floor that the others on it do not look into, but for those named: passes and commands of operators share
// no more than the session; what is drawn knows no command; the LLM's writer is known to the factory only.
struct Wall {
  std::string from;
  std::string to;
  std::string except = {};
};
std::vector<Wall> const walls{{"app/pass/", "app/operator/"},
                              {"cli/render/", "cli/command/"},
                              {"writer/", "writer/llm/", "writer/writers.cpp"},
                              {"app/", "writer/llm/"},
                              {"app/", "writer/template_writer.hpp"},
                              {"app/", "channel/socket_io.hpp"},
                              {"domain/gate/", "domain/plan/"},
                              {"domain/engagement/", "domain/plan/"}};

// Headers that the build makes, and the folder that may include each.
std::map<std::string, std::string> const generated{{"queries.hpp", "store/"},
                                                   {"policy_packs.hpp", "domain/policy/"},
                                                   {"simulation_model.hpp", "domain/simulation/"},
                                                   {"build_commit.hpp", "base/build.cpp"}};

struct Include {
  std::string file;   // below src/
  std::string floor;  // its folder
  std::string target;
  bool ours = false;
};

std::vector<Include> all_includes() {
  std::string const directive = "#include ";
  std::vector<Include> includes;
  fs::path const source{SOURCE_DIRECTORY "/src"};
  for (auto const& entry : fs::recursive_directory_iterator(source)) {
    if (!entry.is_regular_file()) continue;
    auto const relative = fs::relative(entry.path(), source);
    std::ifstream in(entry.path());
    for (std::string line; std::getline(in, line);) {
      if (!line.starts_with(directive)) continue;
      auto const target = line.substr(directive.size() + 1, line.find_last_of("\">") - directive.size() - 1);
      includes.push_back({relative.string(), relative.begin()->string(), target, line[directive.size()] == '"'});
    }
  }
  return includes;
}

}  // namespace

TEST_CASE("nothing includes upward") {
  auto const includes = all_includes();
  CHECK(includes.size() > 100);
  for (auto const& include : includes) {
    if (!include.ours || generated.contains(include.target)) continue;
    auto const target_floor = include.target.substr(0, include.target.find('/'));
    CAPTURE(include.file);
    CAPTURE(include.target);
    REQUIRE(floors.contains(include.floor));
    auto const& allowed = floors.at(include.floor);
    CHECK(std::find(allowed.begin(), allowed.end(), target_floor) != allowed.end());
  }
}

TEST_CASE("each library stays in its room") {
  for (auto const& include : all_includes()) {
    for (auto const& [library, room] : rooms) {
      if (!include.target.starts_with(library)) continue;
      CAPTURE(include.file);
      CAPTURE(include.target);
      CHECK(include.file.starts_with(room));
    }
    auto const made = generated.find(include.target);
    if (made != generated.end()) CHECK(include.file.starts_with(made->second));
  }
}

TEST_CASE("rooms of one floor that do not look into each other") {
  for (auto const& include : all_includes()) {
    for (auto const& [from, to, except] : walls) {
      bool const looks_in =
          include.file.starts_with(from) && !include.file.starts_with(to) && include.target.starts_with(to);
      CAPTURE(include.file);
      CAPTURE(include.target);
      CHECK((!looks_in || include.file == except));
    }
  }
}

TEST_CASE("the statistics know nothing of what they are used for") {
  std::string const room = "domain/statistics/";
  for (auto const& include : all_includes()) {
    if (!include.ours || !include.file.starts_with(room)) continue;
    CAPTURE(include.file);
    CAPTURE(include.target);
    CHECK((include.target.starts_with(room) || include.target.starts_with("base/")));
  }
}

TEST_CASE("main is short") {
  std::ifstream in(SOURCE_DIRECTORY "/src/main.cpp");
  CHECK(std::count(std::istreambuf_iterator<char>(in), {}, '\n') < 60);
}
