#include "base/file.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <grp.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <vector>

#include "base/errors.hpp"

using namespace proactive;
namespace fs = std::filesystem;

namespace {

class Room {
 public:
  Room() { REQUIRE(mkdtemp(name_.data()) != nullptr); }
  ~Room() { fs::remove_all(name_); }
  Room(Room const&) = delete;
  Room& operator=(Room const&) = delete;
  [[nodiscard]] std::string path(std::string const& name) const { return name_ + "/" + name; }
  [[nodiscard]] std::string file(std::string const& name, mode_t mode, std::string const& text = "text\n") const {
    std::ofstream(path(name)) << text;
    chmod(path(name).c_str(), mode);
    return path(name);
  }
  // Of all that is in it, hidden files too.
  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> found;
    for (auto const& entry : fs::directory_iterator(name_)) found.push_back(entry.path().filename());
    std::sort(found.begin(), found.end());
    return found;
  }
  [[nodiscard]] std::string pipe(std::string const& name) const {
    REQUIRE(mkfifo(path(name).c_str(), 0600) == 0);
    return path(name);
  }

 private:
  std::string name_ = fs::temp_directory_path() / "proactive-file-XXXXXX";
};

std::string problem_of(std::function<void()> const& work) {
  try {
    work();
    return {};
  } catch (Error const& problem) {
    CHECK(problem.code() == ExitCode::configuration);
    return problem.what();
  }
}

FileText read_all(std::string const& file) { return read_named_file("the file", file, 1000, ReadUntil::end); }

std::string append(std::string const& file) {
  return problem_of([&] {
    AppendedFile log;
    log.open("the log file", file);
    log << "line\n" << std::flush;
    CHECK(log.good());
  });
}

std::string replace(std::string const& file, std::string const& text) {
  return problem_of([&] { replace_file("the page", file, text); });
}

std::string text_of(std::string const& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

// While it lives no file of this process grows beyond so many bytes, as on a disk that is full.
class FileLimit {
 public:
  explicit FileLimit(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    REQUIRE(getrlimit(RLIMIT_FSIZE, &old_) == 0);
    struct rlimit const limit = {bytes, old_.rlim_max};
    REQUIRE(setrlimit(RLIMIT_FSIZE, &limit) == 0);
  }
  ~FileLimit() {
    setrlimit(RLIMIT_FSIZE, &old_);
    std::signal(SIGXFSZ, handler_);
  }
  FileLimit(FileLimit const&) = delete;
  FileLimit& operator=(FileLimit const&) = delete;

 private:
  struct rlimit old_ = {};
  void (*handler_)(int);
};

mode_t mode_of(std::string const& file) {
  struct stat status {};
  REQUIRE(stat(file.c_str(), &status) == 0);
  return status.st_mode & 0777U;
}

}  // namespace

TEST_CASE("pipes and devices are not read, and not waited for") {
  Room const room;
  fs::create_symlink(room.pipe("pipe"), room.path("link"));
  for (std::string const& file :
       {room.path("pipe"), room.path("link"), std::string{"/dev/zero"}, std::string{"/dev/null"}}) {
    CAPTURE(file);
    CHECK(problem_of([&] { read_all(file); }).find("is a pipe, a device or a link") != std::string::npos);
    CHECK(problem_of([&] { require_regular_file("the file", file); }).find("name a regular file") != std::string::npos);
  }
  CHECK(problem_of([&] { require_regular_file("the file", room.path("missing")); }).empty());
  CHECK(problem_of([&] { require_regular_file("the file", room.file("here", 0600)); }).empty());
}

TEST_CASE("regular files are read, through links too, and descriptors of the process") {
  Room const room;
  fs::create_symlink(room.file("file", 0600, "a\nb\n"), room.path("link"));
  CHECK(read_all(room.path("link")).text == "a\nb\n");
  CHECK(read_named_file("the file", room.path("file"), 1, ReadUntil::end).text == "a");
  std::array<int, 2> ends{};
  REQUIRE(pipe(ends.data()) == 0);
  REQUIRE(write(ends[1], "x\ny", 3) == 3);  // it stays open: only the line is waited for
  auto const file = "/dev/fd/" + std::to_string(ends[0]);
  CHECK(read_named_file("the file", file, 1000, ReadUntil::end_of_line).text == "x\ny");
  close(ends[0]);
  close(ends[1]);
}

TEST_CASE("what others may read or change is exposed, but for systemd's credentials") {
  Room const room;
  for (unsigned const mode : {0644U, 0660U, 0604U, 0620U, 0602U, 0666U})
    CHECK(read_all(room.file("a", mode)).is_exposed);
  for (unsigned const mode : {0600U, 0400U, 0700U})
    CHECK_FALSE(read_all(room.file("b" + std::to_string(mode), mode)).is_exposed);
  auto const credential = room.file("credential", 0444);
  setenv("CREDENTIALS_DIRECTORY", fs::path{credential}.parent_path().c_str(), 1);
  CHECK_FALSE(read_all(credential).is_exposed);
  unsetenv("CREDENTIALS_DIRECTORY");
  CHECK(read_all(credential).is_exposed);
}

TEST_CASE("a group of one user may read, as a service may what root keeps for it") {
  if (geteuid() != 0) {
    MESSAGE("not tried: only root gives a file to another group");
    return;
  }
  Room const room;
  auto const is_exposed = [&](char const* group, mode_t mode) {
    auto const file = room.file(group, mode);
    auto const* const entry = getgrnam(group);  // NOLINT(concurrency-mt-unsafe): no other thread
    REQUIRE(entry != nullptr);
    REQUIRE(chown(file.c_str(), 0, entry->gr_gid) == 0);
    return read_all(file).is_exposed;
  };
  CHECK_FALSE(is_exposed("daemon", 0640));  // Debian's user daemon is in it, and nobody else
  CHECK(is_exposed("daemon", 0660));
  CHECK(is_exposed("daemon", 0644));
  CHECK(is_exposed("nogroup", 0640));  // has another name than its user
  CHECK(is_exposed("users", 0640));    // no user has this name
}

// Root may do everything: what another user may not is tried as one.
TEST_CASE("what a user may not read or write is told from what is missing") {
  if (geteuid() != 0) {
    MESSAGE("not tried: only root becomes another user, and is one again");
    return;
  }
  Room const room;
  auto const file = room.file("kept", 0600, "kept");
  auto const opened = open(file.c_str(), O_RDONLY | O_CLOEXEC);
  fs::create_directory(room.path("shut"));
  REQUIRE(chmod(room.path("").c_str(), 0755) == 0);
  REQUIRE(chmod(room.path("shut").c_str(), 0700) == 0);
  constexpr uid_t nobody = 65534;
  REQUIRE(seteuid(nobody) == 0);
  auto const of_kept = problem_of([&] { read_all(file); });
  auto const of_missing = problem_of([&] { read_all(room.path("missing")); });
  auto const of_log = append(file);
  auto const of_page = replace(room.path("shut/page"), "text");
  // Opened before, by whoever may: as a shell does for sudo.
  auto const of_own = read_named_file("the file", "/dev/fd/" + std::to_string(opened), 1000, ReadUntil::end).text;
  REQUIRE(seteuid(0) == 0);
  close(opened);
  CHECK(of_own == "kept");
  CHECK(of_kept == "the file " + file +
                       " cannot be read (this user may not read it, or not enter its folder): mend that, or run as a "
                       "user that may");
  CHECK(of_missing.find("(there is no such file): check its name") != std::string::npos);
  CHECK(of_log.find("cannot be written (this user may not write there)") != std::string::npos);
  CHECK(of_page.find("cannot be written (this user may not write there), and what was there is unchanged") !=
        std::string::npos);
}

TEST_CASE("a new log is its owner's alone, and an old one is appended to") {
  Room const room;
  auto const old_mask = umask(0);
  CHECK(append(room.path("log")).empty());
  umask(old_mask);
  CHECK(mode_of(room.path("log")) == 0600);
  CHECK(append(room.path("log")).empty());
  CHECK(text_of(room.path("log")) == "line\nline\n");
}

TEST_CASE("a log is no link, pipe, device or folder") {
  Room const room;
  fs::create_symlink(room.file("target", 0600), room.path("link"));
  fs::create_symlink(room.path("nowhere"), room.path("dangling"));
  auto const pipe = room.pipe("pipe");
  int const reader = open(pipe.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  for (std::string const& file : {room.path("link"), room.path("dangling"), pipe, std::string{"/dev/full"}}) {
    CAPTURE(file);
    CHECK(append(file).find("the log file " + file + " is a pipe, a device or a link") == 0);
  }
  close(reader);
  CHECK(append(pipe).find("is a pipe") != std::string::npos);  // that nobody reads
  CHECK_FALSE(fs::exists(room.path("nowhere")));
  CHECK(append(fs::temp_directory_path()).find("cannot be written (it is a folder): name a file") != std::string::npos);
  CHECK(append(room.path("missing/log")).find("(there is no such folder): make the folder") != std::string::npos);
  CHECK(append("/dev/null").empty());
}

TEST_CASE("a log that cannot be written is not well") {
  int const full = open("/dev/full", O_WRONLY | O_CLOEXEC);
  REQUIRE(full >= 0);
  AppendedFile log;
  log.open("the log file", "/dev/fd/" + std::to_string(full));
  CHECK(log.good());
  log << "line\n" << std::flush;
  CHECK_FALSE(log.good());
  close(full);
}

TEST_CASE("a file is replaced, and everybody may read it") {
  Room const room;
  auto const old_mask = umask(0077);
  for (std::string const text : {"new\n", "", "newer\n"}) {
    CHECK(replace(room.path("page"), text).empty());
    CHECK(text_of(room.path("page")) == text);
    CHECK(mode_of(room.path("page")) == 0644);
  }
  umask(old_mask);
  CHECK(room.names() == std::vector<std::string>{"page"});
}

TEST_CASE("a link is replaced, and not followed") {
  Room const room;
  fs::create_symlink(room.file("target", 0600), room.path("link"));
  fs::create_symlink(room.path("nowhere"), room.path("dangling"));
  for (auto const* name : {"link", "dangling"}) {
    CHECK(replace(room.path(name), "new\n").empty());
    CHECK_FALSE(fs::is_symlink(room.path(name)));
    CHECK(text_of(room.path(name)) == "new\n");
  }
  CHECK(text_of(room.path("target")) == "text\n");
  CHECK_FALSE(fs::exists(room.path("nowhere")));
}

TEST_CASE("what cannot be replaced stays, and nothing is left beside it") {
  Room const room;
  auto const old = room.file("old", 0600);
  fs::create_directory(room.path("folder"));
  CHECK(replace(room.pipe("pipe"), "new").find("is a pipe, a device or a link") != std::string::npos);
  CHECK(replace("/dev/null", "new").find("is a pipe, a device or a link") != std::string::npos);
  CHECK(replace(room.path("folder"), "new").find("cannot be written") != std::string::npos);
  CHECK(replace(room.path("missing/page"), "new").find("(there is no such folder)") != std::string::npos);
  {
    FileLimit const limit{100};
    CHECK(replace(old, std::string(1000, 'x')).find("(File too large), and what was there is unchanged") !=
          std::string::npos);
  }
  CHECK(text_of(old) == "text\n");
  CHECK(mode_of(old) == 0600);
  CHECK(room.names() == std::vector<std::string>{"folder", "old", "pipe"});
}

TEST_CASE("a descriptor of the process is written to") {
  std::array<int, 2> ends{};
  REQUIRE(pipe(ends.data()) == 0);
  CHECK(replace("/dev/fd/" + std::to_string(ends[1]), "text").empty());
  std::array<char, 10> bytes{};
  CHECK(read(ends[0], bytes.data(), bytes.size()) == 4);
  close(ends[0]);
  close(ends[1]);
}
