#include <doctest/doctest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "app/settings_sources.hpp"
#include "base/errors.hpp"

using namespace proactive;

namespace {

class EnvFile {
 public:
  explicit EnvFile(std::string const& text) {
    int const descriptor = mkstemp(name_.data());
    REQUIRE(descriptor >= 0);
    close(descriptor);
    std::ofstream(name_, std::ios::binary) << text;
  }
  ~EnvFile() { std::filesystem::remove(name_); }
  EnvFile(EnvFile const&) = delete;
  EnvFile& operator=(EnvFile const&) = delete;
  [[nodiscard]] std::string const& name() const { return name_; }

 private:
  std::string name_ = std::filesystem::temp_directory_path() / "proactive-env-XXXXXX";
};

NamedValues read(std::string const& text) { return app::read_env_file(EnvFile(text).name()); }

// The value of DB_HOST after `text`, which follows "DB_HOST="; "(unset)" where it is not set.
std::string host(std::string const& text) {
  auto const values = read("DB_HOST=" + text);
  return values.empty() ? "(unset)" : values.front().second;
}

std::string sentence_of(std::string const& file) {
  try {
    app::read_env_file(file);
    return {};
  } catch (Error const& problem) {
    CHECK(problem.code() == ExitCode::configuration);
    return problem.what();
  }
}

}  // namespace

TEST_CASE("values with and without quotes") {
  for (auto const& [text, value] : NamedValues{{"a", "a"},
                                               {"  a  ", "a"},
                                               {"a b", "a b"},
                                               {"a=b", "a=b"},
                                               {"a#b", "a#b"},
                                               {"a # b", "a"},
                                               {"'a # b'", "a # b"},
                                               {"\"a # b\"", "a # b"},
                                               {"' a '", " a "},
                                               {R"("say \"hi\"")", R"(say "hi")"},
                                               {R"("back\\slash")", R"(back\slash)"},
                                               {R"("other \n")", R"(other \n)"},
                                               {R"('as \" it')", R"(as \" it)"},
                                               {"$HOME", "$HOME"},
                                               {"'", "'"},
                                               {"\"a'", "\"a'"},
                                               {"\u00e9", "\u00e9"}}) {
    CAPTURE(text);
    CHECK(host(text) == value);
  }
}

TEST_CASE("an empty value unsets, with a comment behind it too") {
  for (auto const* text : {"", "   ", "''", "\"\"", "\r", " # nothing", "\t # nothing"}) {
    CAPTURE(text);
    CHECK(host(text) == "(unset)");
  }
}

TEST_CASE("line ends, blank lines, comments, export") {
  NamedValues const expected{{"min_trust_level", "4"}, {"log_level", "warn"}};
  CHECK(read("PROACTIVE_MIN_TRUST_LEVEL=4\nPROACTIVE_LOG_LEVEL=warn") == expected);
  CHECK(read("PROACTIVE_MIN_TRUST_LEVEL=4\r\n\r\nPROACTIVE_LOG_LEVEL=warn\r\n") == expected);
  CHECK(read("# a=b\n  # c\nexport PROACTIVE_MIN_TRUST_LEVEL=4\n\texport  PROACTIVE_LOG_LEVEL = warn\n") == expected);
  CHECK(read("").empty());
  CHECK(read("\n\n#\n").empty());
}

TEST_CASE("variables count by their full name; others are passed over") {
  CHECK(read("min_trust_level=4\nMIN_TRUST_LEVEL=4\nproactive_min_trust_level=4\nPATH=/bin\n").empty());
}

TEST_CASE("the later of two lines wins") {
  auto const values = read("PROACTIVE_MIN_TRUST_LEVEL=4\nPROACTIVE_MIN_TRUST_LEVEL=5\n");
  CHECK(app::merge_settings({values, {}, {}, {}}).settings.gate.min_trust_level == 5);
}

TEST_CASE("a line that is none is named by its number, and not shown") {
  for (auto const* line : {"hunter2", "=hunter2", "export hunter2", "  =  "}) {
    EnvFile const file(std::string{"# first\n\n"} + line + "\n");
    auto const sentence = sentence_of(file.name());
    CAPTURE(std::string{line});
    CHECK(sentence.find("line 3") != std::string::npos);
    CHECK(sentence.find("hunter2") == std::string::npos);
  }
}

TEST_CASE("a file that cannot be read is an error, a folder is none") {
  CHECK(sentence_of("/nonexistent/file").find("/nonexistent/file") != std::string::npos);
  CHECK_FALSE(sentence_of(std::filesystem::temp_directory_path()).empty());
  CHECK(sentence_of("/nonexistent/\x1b[31m").find('\x1b') == std::string::npos);
}

TEST_CASE("a bad value of the file names the file as its place") {
  try {
    app::merge_settings({read("PROACTIVE_MIN_TRUST_LEVEL=eleven\n"), {}, {}, {}});
    FAIL_CHECK("it was accepted");
  } catch (Error const& problem) {
    CHECK(std::string{problem.what()} ==
          "PROACTIVE_MIN_TRUST_LEVEL in the env file: \"eleven\" is not allowed: use a whole number from 0 to 10");
  }
}
