#include "base/secret_file.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "base/errors.hpp"

using namespace proactive;
namespace fs = std::filesystem;

namespace {

class Folder {
 public:
  Folder() : path_(fs::temp_directory_path() / ("secret_file_test." + std::to_string(::getpid()))) {
    fs::create_directory(path_);
  }
  ~Folder() { fs::remove_all(path_); }
  Folder(Folder const&) = delete;
  Folder& operator=(Folder const&) = delete;

  [[nodiscard]] std::string file(std::string const& text, std::string const& name = "key") const {
    std::ofstream(path_ / name, std::ios::binary) << text;
    return path_ / name;
  }
  [[nodiscard]] std::string missing(std::string const& name = "missing") const { return path_ / name; }
  [[nodiscard]] std::string itself() const { return path_; }

 private:
  fs::path path_;
};

// The sentence that a user reads; empty where the file was read.
std::string problem_with(std::string const& file) {
  try {
    read_secret_file("OPENAI_API_KEY_FILE", file);
    return "";
  } catch (Error const& error) {
    CHECK(error.code() == ExitCode::configuration);
    return error.what();
  }
}

}  // namespace

TEST_CASE("the only line of a file is the secret") {
  struct Case {
    std::string text;
    std::string secret;
  };
  Folder const folder;
  for (auto const& [text, secret] :
       {Case{"s3cret\n", "s3cret"}, Case{"s3cret", "s3cret"}, Case{"s3cret\r\n", "s3cret"}, Case{"s3cret\r", "s3cret"},
        Case{"s3cret\n\r\n \n", "s3cret"}, Case{" with spaces \n", " with spaces "}, Case{"", ""}, Case{"\n", ""},
        Case{"\r\n", ""}, Case{"\u00e9\xff", "\u00e9\xff"}, Case{"a\rb\r\r\n", "a\rb\r"},
        Case{std::string(100'000, 'x') + "\n", std::string(100'000, 'x')}}) {
    CAPTURE(text.substr(0, 40));
    CHECK(read_secret_file("OPENAI_API_KEY_FILE", folder.file(text)) == secret);
  }
}

TEST_CASE("a second line of a secret's file is refused, and not quoted") {
  Folder const folder;
  for (auto const* text : {"s3cret\nsecond\n", "\nsecond", "s3cret\r\n\r\nsecond", "s3cret\n# the old one\n"}) {
    CAPTURE(text);
    auto const file = folder.file(text);
    CHECK(problem_with(file) == "OPENAI_API_KEY_FILE " + file +
                                    " has more than one line, and the first alone would count: remove the others");
  }
}

TEST_CASE("a file that cannot be read is named, with its variable and why") {
  Folder const folder;
  struct Case {
    std::string file;
    std::string why;
  };
  for (auto const& [file, why] :
       {Case{folder.missing(), "there is no such file): check its name"},
        Case{folder.itself(), "it is a folder): name a file"},
        Case{folder.file("s3cret") + "/below", "a part of its path is no folder): check its name"},
        Case{"/proc/self/mem", "Input/output error): mend that, or name another"}}) {
    CAPTURE(file);
    CHECK(problem_with(file) == "OPENAI_API_KEY_FILE " + file + " cannot be read (" + why);
  }
  CHECK(problem_with("") ==
        "OPENAI_API_KEY_FILE, which names no file, cannot be read (there is no such file): check its name");
}

TEST_CASE("a file's name cannot write to the terminal") {
  Folder const folder;
  auto const problem = problem_with(folder.missing("a\x1b[2Jb\nc"));
  CHECK(problem.find('\x1b') == std::string::npos);
  CHECK(problem.find('\n') == std::string::npos);
  CHECK(problem.find("a\uFFFD[2Jb c cannot be read") != std::string::npos);
}

TEST_CASE("the sentence about a file holds nothing of its content") {
  Folder const folder;
  auto const file = folder.file("s3cret");
  CHECK(problem_with(file) == "");
  CHECK(problem_with(file + "/").find("s3cret\n") == std::string::npos);
  CHECK_FALSE(problem_with(file + "/").empty());
}
