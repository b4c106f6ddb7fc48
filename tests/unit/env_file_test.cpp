#include <doctest/doctest.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <random>
#include <sstream>

#include "app/settings_sources.hpp"
#include "base/errors.hpp"
#include "domain/settings/env_text.hpp"

using namespace proactive;

namespace {

// A folder that is gone afterwards.
class Folder {
 public:
  Folder() { REQUIRE(mkdtemp(name_.data()) != nullptr); }
  ~Folder() { std::filesystem::remove_all(name_); }
  Folder(Folder const&) = delete;
  Folder& operator=(Folder const&) = delete;
  [[nodiscard]] std::string file(std::string const& name, std::string const& text) const {
    auto const path = name_ + "/" + name;
    std::filesystem::create_directories(std::filesystem::path{path}.parent_path());
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }
  [[nodiscard]] std::string const& name() const { return name_; }

 private:
  std::string name_ = std::filesystem::temp_directory_path() / "proactive-env-XXXXXX";
};

app::Variables read(std::string const& text) {
  Folder const folder;
  return app::read_env_file(folder.file("env", text));
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

std::string output_of(std::string const& command) {
  std::unique_ptr<FILE, int (*)(FILE*)> const pipe{popen(command.c_str(), "r"), &pclose};
  REQUIRE(pipe);
  std::string output;
  std::array<char, 4096> buffer{};
  while (auto const count = fread(buffer.data(), 1, buffer.size(), pipe.get())) output.append(buffer.data(), count);
  return output;
}

constexpr auto not_set = "(not set)";

// What a program sees of `name` that a shell has started after it has read the file.
std::string read_by_shell(std::string const& shell, std::string const& file, std::string const& name) {
  auto const shown =
      output_of("env -i PATH=\"$PATH\" " + shell + " -c 'set -a; . " + file + "; env -0' 2>&1 | tr '\\0' '\\1'");
  for (std::size_t begin = 0; begin < shown.size();) {
    auto const end = std::min(shown.find('\1', begin), shown.size());
    auto const entry = shown.substr(begin, end - begin);
    if (entry.starts_with(name + "=")) return entry.substr(name.size() + 1);
    begin = end + 1;
  }
  return not_set;
}

// systemd reads the files of environment.d by the parser of EnvironmentFile=, but afterwards expands $ in them and
// leaves out what is empty. What it prints is quoted like C's strings.
constexpr auto systemd_reader = "/usr/lib/systemd/user-environment-generators/30-systemd-environment-d-generator";

std::string unquoted(std::string_view printed) {
  if (!printed.starts_with('"')) return std::string{printed};
  std::string plain;
  for (auto const* c = printed.begin() + 1; c + 1 < printed.end(); ++c) {
    if (*c != '\\') {
      plain += *c;
    } else {
      ++c;
      plain += *c == 't' ? '\t' : *c == 'n' ? '\n' : *c;
    }
  }
  return plain;
}

std::string read_by_systemd(Folder const& folder, std::string const& text, std::string const& name) {
  static_cast<void>(folder.file("environment.d/a.conf", text));
  std::istringstream shown(output_of("env -i HOME=" + folder.name() + " XDG_CONFIG_HOME=" + folder.name() + " " +
                                     systemd_reader + " 2>/dev/null"));
  for (std::string line; std::getline(shown, line);)
    if (line.starts_with(name + "=")) return unquoted(std::string_view{line}.substr(name.size() + 1));
  return not_set;
}

std::string read_by_us(std::string const& text, std::string const& name) {
  std::string value = not_set;
  for (auto const& each : read_env_text(text).assignments)
    if (each.name == name) value = each.value;
  return value;
}

void read_alike_by_all(std::string const& text, std::string const& name) {
  CAPTURE(text);
  Folder const folder;
  auto const file = folder.file("env", text);
  auto const value = read_by_us(text, name);
  CHECK(read_by_shell("sh", file, name) == value);
  CHECK(read_by_shell("bash", file, name) == value);
  bool const can_systemd =
      std::filesystem::exists(systemd_reader) && text.find('$') == std::string::npos && !value.empty();
  if (can_systemd) CHECK(read_by_systemd(folder, text, name) == value);
}

}  // namespace

TEST_CASE("what is accepted, a shell and systemd read the same") {
  for (auto const& [text, value] :
       NamedValues{{"a", "a"},
                   {"", ""},
                   {" \t", ""},
                   {"a  ", "a"},
                   {"a\t", "a"},
                   {"a=b", "a=b"},
                   {"a#b", "a#b"},
                   {"#b", "#b"},
                   {"a,b:c/d.e-f+g@h%i^j", "a,b:c/d.e-f+g@h%i^j"},
                   {"*?[a-z]{b,c}!", "*?[a-z]{b,c}!"},
                   {"\u00e9\u0441\u4e2d\U0001F600", "\u00e9\u0441\u4e2d\U0001F600"},
                   {"postgresql://u:p%20w@h:5432/d?sslmode=require", "postgresql://u:p%20w@h:5432/d?sslmode=require"},
                   {"''", ""},
                   {"\"\"  ", ""},
                   {"'a # b'", "a # b"},
                   {"\"a # b\"", "a # b"},
                   {"' a '", " a "},
                   {"\" a \"", " a "},
                   {"'a\nb'", "a\nb"},
                   {"\"a\nb\"", "a\nb"},
                   {"\"a\\\nb\"", "ab"},
                   {R"("say \"hi\"")", R"(say "hi")"},
                   {R"("back\\slash")", R"(back\slash)"},
                   {R"("other \n")", R"(other \n)"},
                   {R"('as \" it')", R"(as \" it)"},
                   {R"("it's; a & b | <c> (d) ~")", "it's; a & b | <c> (d) ~"},
                   {R"('{"api-key": "x"}')", R"({"api-key": "x"})"},
                   {R"("tick \` ")", "tick ` "},
                   {"'a\u00a0b'", "a\u00a0b"},
                   {"'$HOME `id` \\'", "$HOME `id` \\"},
                   {R"("\$HOME")", "$HOME"}}) {
    CHECK(read_by_us("DB_HOST=" + text, "DB_HOST") == value);
    read_alike_by_all("DB_HOST=" + text, "DB_HOST");
    read_alike_by_all("# before\n \t\nDB_HOST=first\n  DB_HOST=" + text + "\n\t# behind\nOTHER=x\n", "DB_HOST");
  }
}

TEST_CASE("whatever is accepted, a shell and systemd read the same") {
  std::mt19937 random(1);  // NOLINT(cert-msc51-cpp): the same each time
  constexpr std::array<std::string_view, 34> pieces{
      "a", "b", "DB_HOST", "OTHER",  "=",      "=",  "=",      " ",      "\t", "\n", "\n", "\n",
      "'", "'", "\"",      "\"",     "\\",     "\\", "#",      ";",      "~",  ":",  "&",  "(",
      "*", "!", "-",       "export", "\u00e9", "\r", "\u00a0", "\ufeff", "`",  "{"};
  int accepted = 0;
  for (int round = 0; round < 40000 && accepted < 150; ++round) {
    std::string text = "DB_HOST=";
    for (auto left = random() % 9; left > 0; --left) text += pieces.at(random() % pieces.size());
    if (!read_env_text(text).problem.empty()) continue;
    ++accepted;
    read_alike_by_all(text, "DB_HOST");
    read_alike_by_all(text, "OTHER");
  }
  CHECK(accepted == 150);
}

TEST_CASE("what others would read otherwise is refused, with its line and what to write") {
  for (auto const& [text, words] : NamedValues{{"DB_HOST=a b", "one pair of quotes"},
                                               {"DB_HOST=a # b", "a line of its own"},
                                               {"DB_HOST='a' # b", "a line of its own"},
                                               {"DB_HOST= # b", "a line of its own"},
                                               {"DB_HOST= a", "no space around ="},
                                               {"DB_HOST =a", "no space around ="},
                                               {"DB_HOST = a", "no space around ="},
                                               {"export DB_HOST=a", "write NAME=VALUE alone"},
                                               {"export\tDB_HOST=a", "write NAME=VALUE alone"},
                                               {"DB_HOST=a\r", "carriage return"},
                                               {"\r", "carriage return"},
                                               {"# a\rDB_HOST=a", "carriage return"},
                                               {"DB_HOST=a\u00a0", "not ASCII's"},
                                               {"DB_HOST\u00a0=a", "not ASCII's"},
                                               {"\u00a0DB_HOST=a", "not ASCII's"},
                                               {"DB_HOST='a'\u00a0", "not ASCII's"},
                                               {"\ufeffDB_HOST=a", "not ASCII's"},
                                               {"DB_HOST=a\u200b", "not ASCII's"},
                                               {"; a", "write # instead"},
                                               {"# a\\", "remove the backslash"},
                                               {"DB_HOST=$HOME", "in single quotes"},
                                               {"DB_HOST=\"$HOME\"", "in single quotes"},
                                               {"DB_HOST=\"`id`\"", "in single quotes"},
                                               {"DB_HOST=`id`", "in single quotes"},
                                               {"DB_HOST=a\\b", "in single quotes"},
                                               {"DB_HOST=a\\", "in single quotes"},
                                               {"DB_HOST=~/a", "in single quotes"},
                                               {"DB_HOST=a:~", "in single quotes"},
                                               {"DB_HOST=a;b", "in single quotes"},
                                               {"DB_HOST=postgresql://h/d?a=b&c=d", "in single quotes"},
                                               {"DB_HOST=(a)", "in single quotes"},
                                               {"DB_HOST=a'b'", "one pair of quotes"},
                                               {"DB_HOST='a'b", "one pair of quotes"},
                                               {"DB_HOST='a''b'", "one pair of quotes"},
                                               {"DB_HOST='it'\\''s'", "one pair of quotes"},
                                               {"DB_HOST='a", "close it"},
                                               {"DB_HOST=\"a\nb\n", "close it"},
                                               {"DB_HOST=\"a\\", "close it"},
                                               {"DB_HOST=\xE9", "not UTF-8"},
                                               {"# \xE9", "not UTF-8"},
                                               {std::string("DB_HOST=a\0", 10), "NUL byte"},
                                               {std::string("#\0\xE9", 3), "NUL byte"},
                                               {"DB_HOST='\x01'", "control character"},
                                               {"hunter2", "write NAME=VALUE"},
                                               {"=hunter2", "write NAME=VALUE"},
                                               {"  =  ", "write NAME=VALUE"},
                                               {"a-b=hunter2", "write NAME=VALUE"},
                                               {"1a=hunter2", "write NAME=VALUE"},
                                               {"export hunter2", "write NAME=VALUE"},
                                               {"DB_HOST+=a", "write NAME=VALUE"}}) {
    CAPTURE(text);
    Folder const folder;
    auto const sentence = sentence_of(folder.file("env", "# first\nOTHER='two\nlines'\n" + text + "\n"));
    CHECK(sentence.find("/env:4: ") != std::string::npos);
    CHECK(sentence.find(words) != std::string::npos);
    CHECK(sentence.find("hunter2") == std::string::npos);
  }
}

TEST_CASE("a byte order mark is named, whatever stands behind it") {
  for (auto const* text : {"PROACTIVE_ENABLED=false\n", "", "# a\n"}) {
    Folder const folder;
    auto const sentence = sentence_of(folder.file("env", std::string{"\xEF\xBB\xBF"} + text));
    CHECK(sentence.find("/env:1: the file begins with a byte order mark") != std::string::npos);
  }
  Folder const folder;
  CHECK(sentence_of(folder.file("env",
                                "\xFF\xFE"
                                "A"))
            .find("env:1: it is not UTF-8") != std::string::npos);
}

TEST_CASE("an empty value unsets what has no default, also after another") {
  CHECK(read("DB_HOST=\n").values.empty());
  CHECK(read("DB_HOST=''\n").values.empty());
  CHECK(read("DB_HOST=a\nDB_HOST=\n").values.empty());
  CHECK(read("PROACTIVE_ENABLED=\n").values == NamedValues{{"enabled", ""}});
}

TEST_CASE("the later of two lines wins") {
  auto const values = read("PROACTIVE_MIN_TRUST_LEVEL=4\nPROACTIVE_MIN_TRUST_LEVEL=5\n").values;
  CHECK(app::merge_settings({values, {}, {}, {}}).settings.gate.min_trust_level == 5);
}

TEST_CASE("variables count by their full name; others are passed over, and look-alikes are named with their line") {
  auto const others = read("min_trust_level=4\nMIN_TRUST_LEVEL=4\nPATH=/bin\nDB_CONNECTION=pgsql\n");
  CHECK(others.values.empty());
  CHECK(others.not_taken.empty());
  auto const mistyped = read("# a\nPROACTIVE_ENABLE=false\nPROACTIVE_LOG_LEVEL=warn\nproactive_min_trust_level=4\n");
  CHECK(mistyped.values == NamedValues{{"log_level", "warn"}});
  auto const behind_place = [](std::string const& sentence) { return sentence.substr(sentence.rfind("/env:")); };
  REQUIRE(mistyped.not_taken.size() == 2);
  CHECK(behind_place(mistyped.not_taken[0]) ==
        "/env:2: the variable PROACTIVE_ENABLE is no setting: did you mean PROACTIVE_ENABLED?");
  CHECK(behind_place(mistyped.not_taken[1]) ==
        "/env:4: the variable proactive_min_trust_level is no setting: did you mean PROACTIVE_MIN_TRUST_LEVEL?");
}

TEST_CASE("a file that cannot be read is an error, a folder is none") {
  CHECK(sentence_of("/nonexistent/file").find("/nonexistent/file") != std::string::npos);
  CHECK_FALSE(sentence_of(std::filesystem::temp_directory_path()).empty());
  CHECK(sentence_of("/nonexistent/\x1b[31m").find('\x1b') == std::string::npos);
  CHECK(sentence_of("/dev/zero").find("is a pipe, a device") != std::string::npos);
}

TEST_CASE("a bad value names the file and the line that it was read from") {
  Folder const folder;
  auto const refused = [&](std::string const& text, app::Variables const& environment) {
    auto const [values, not_taken, exposed, places] = app::read_env_file(folder.file("env", text));
    try {
      app::merge_settings({values, environment.values, {}, {}, not_taken, exposed, places});
    } catch (Error const& problem) {
      CHECK(problem.code() == ExitCode::configuration);
      return std::string{problem.what()};
    }
    return std::string{"it was accepted"};
  };
  auto const at_line = [&](int line) { return folder.name() + "/env:" + std::to_string(line) + ": "; };
  CHECK(refused("PROACTIVE_MIN_TRUST_LEVEL=5\n\n# ours\nPROACTIVE_MIN_TRUST_LEVEL=eleven\n", {}) ==
        at_line(4) + "PROACTIVE_MIN_TRUST_LEVEL: \"eleven\" is not allowed: use a whole number from 0 to 10");
  CHECK(refused("OTHER='a\nb'\nOPENAI_API_KEY='hunter2 x'\n", {}) ==
        at_line(3) + "OPENAI_API_KEY: the value is not allowed: use a key without spaces");
  CHECK(refused("\nDATABASE_URL=postgres+asyncpg://u:hunter2@h/d\n", {}) ==
        at_line(2) +
            "DATABASE_URL: it has what libpq does not know: the scheme postgres+asyncpg: write postgresql://, and the "
            "rest as it is");
  CHECK(refused("PROACTIVE_MIN_TRUST_LEVEL=5\n", {{{"min_trust_level", "twelve"}}, {}}) ==
        "PROACTIVE_MIN_TRUST_LEVEL: \"twelve\" is not allowed: use a whole number from 0 to 10");
}

TEST_CASE("a file with a secret that others may read is told") {
  Folder const folder;
  auto const told = [&](std::string const& text, std::filesystem::perms mode) {
    auto const file = folder.file("env", text);
    std::filesystem::permissions(file, mode);
    return app::read_env_file(file).exposed.size();
  };
  using std::filesystem::perms;
  auto const open_mode = perms::owner_read | perms::owner_write | perms::others_read;
  CHECK(told("DB_PASSWORD=hunter2\n", open_mode) == 1);
  CHECK(told("DB_PASSWORD=hunter2\n", perms::owner_read | perms::owner_write) == 0);
  CHECK(told("PROACTIVE_ENABLED=false\n", open_mode) == 0);
}

TEST_CASE("a file over 1 MiB is none of variables") {
  Folder const folder;
  CHECK(sentence_of(folder.file("env", std::string(1024UL * 1024 + 1, '#'))).find("larger than 1 MiB") !=
        std::string::npos);
}
