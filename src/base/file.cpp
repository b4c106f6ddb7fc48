#include "base/file.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string_view>
#include <system_error>

#include "base/errors.hpp"
#include "base/text.hpp"

namespace proactive {

namespace {

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(Descriptor const&) = delete;
  Descriptor& operator=(Descriptor const&) = delete;
  [[nodiscard]] int number() const { return number_; }
  [[nodiscard]] int release() { return std::exchange(number_, -1); }

 private:
  int number_;
};

// What the system said of a call that failed, in words, and what helps.
struct Failure {
  std::string why;
  std::string_view advice;
};

// By the errno of a call, whether it was to read the file or to write it.
Failure failure_of(int problem) {
  switch (problem) {
    case ENOTDIR:
      return {"a part of its path is no folder", "check its name"};
    case EISDIR:
      return {"it is a folder", "name a file"};
    case ELOOP:
      return {"its links lead in a circle", "name a file"};
    default:
      return {std::generic_category().message(problem), "mend that, or name another"};
  }
}

Failure failure_to_read(int problem) {
  switch (problem) {
    case ENOENT:
      return {"there is no such file", "check its name"};
    case EACCES:
    case EPERM:
      return {"this user may not read it, or not enter its folder", "mend that, or run as a user that may"};
    default:
      return failure_of(problem);
  }
}

Failure failure_to_write(int problem) {
  switch (problem) {
    case ENOENT:
      return {"there is no such folder", "make the folder, or name one that is there"};
    case EACCES:
    case EPERM:
      return {"this user may not write there", "mend that, or name one that this user may write"};
    case EROFS:
      return {"its file system is read-only", "name one elsewhere"};
    case ENOSPC:
    case EDQUOT:
      return {"there is no room left", "make room, or name one elsewhere"};
    default:
      return failure_of(problem);
  }
}

// The name of a variable or flag alone, where the file's is empty.
std::string named(std::string const& what, std::string const& file) {
  return file.empty() ? fmt::format("{}, which names no file,", what) : fmt::format("{} {}", what, printable(file));
}

Error unreadable_file(std::string const& what, std::string const& file, int problem) {
  auto const [why, advice] = failure_to_read(problem);
  return configuration_error(fmt::format("{} cannot be read ({}): {}", named(what, file), why, advice));
}

Error special_file(std::string const& what, std::string const& file) {
  return configuration_error(fmt::format(
      "{} {} is a pipe, a device or a link that is not followed: name a regular file", what, printable(file)));
}

Error unwritable_file(std::string const& what, std::string const& file, int problem) {
  auto const [why, advice] = failure_to_write(problem);
  return configuration_error(fmt::format("{} cannot be written ({}): {}", named(what, file), why, advice));
}

Error unwritten_file(std::string const& what, std::string const& file, int problem) {
  auto const [why, advice] = failure_to_write(problem);
  return configuration_error(
      fmt::format("{} cannot be written ({}), and what was there is unchanged: {}", named(what, file), why, advice));
}

// The number of a descriptor that was open when the process began: whoever started it has chosen what it is.
std::optional<int> own_descriptor(std::string_view file) {
  constexpr std::array<std::pair<std::string_view, int>, 3> standard{
      {{"/dev/stdin", STDIN_FILENO}, {"/dev/stdout", STDOUT_FILENO}, {"/dev/stderr", STDERR_FILENO}}};
  for (auto const& [name, number] : standard) {
    if (file == name) return number;
  }
  for (std::string_view const folder : {"/dev/fd/", "/proc/self/fd/"}) {
    int number = -1;
    if (!file.starts_with(folder)) continue;
    auto const [end, problem] = std::from_chars(file.data() + folder.size(), file.data() + file.size(), number);
    if (problem == std::errc{} && end == file.data() + file.size() && number >= 0) return number;
  }
  return std::nullopt;
}

// systemd shows the mode of its credentials' access lists, which others are not in.
bool is_credential(std::string const& file) {
  auto const* const folder = std::getenv("CREDENTIALS_DIRECTORY");  // NOLINT(concurrency-mt-unsafe): nobody sets it
  return folder != nullptr && *folder != '\0' && file.starts_with(fmt::format("{}/", folder));
}

// A group of one user, as Debian makes one for each: it has the user's name, and nobody else is in it. So root may keep
// a file that a service reads, as root:proactive with mode 0640.
bool is_private_group(gid_t number) {
  std::array<char, 16384> buffer{};
  struct group group {};
  struct group* found_group = nullptr;
  if (getgrgid_r(number, &group, buffer.data(), buffer.size(), &found_group) != 0 || found_group == nullptr)
    return false;
  std::string const name = group.gr_name;
  for (char** member = group.gr_mem; *member != nullptr; ++member) {
    if (name != *member) return false;
  }
  struct passwd user {};
  struct passwd* found_user = nullptr;
  return getpwnam_r(name.c_str(), &user, buffer.data(), buffer.size(), &found_user) == 0 && found_user != nullptr &&
         user.pw_gid == number;
}

// Whether others than its owner, or the one user of its group, may read it, or others than its owner may write to it.
bool is_exposed(std::string const& file, struct stat const& status) {
  constexpr mode_t group_reads = S_IRGRP;
  constexpr mode_t others = S_IRGRP | S_IWGRP | S_IROTH | S_IWOTH;
  auto const open_to = status.st_mode & others;
  if (!S_ISREG(status.st_mode) || open_to == 0 || is_credential(file)) return false;
  return open_to != group_reads || !is_private_group(status.st_gid);
}

std::optional<std::string> read_bytes(int descriptor, std::size_t most_bytes, ReadUntil until) {
  std::string text;
  std::array<char, 16384> bytes{};
  while (text.size() < most_bytes) {
    auto const count = read(descriptor, bytes.data(), std::min(bytes.size(), most_bytes - text.size()));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return std::nullopt;
    auto const piece = std::string_view{bytes.data(), static_cast<std::size_t>(count)};
    text += piece;
    if (count == 0 || (until == ReadUntil::end_of_line && piece.find('\n') != std::string_view::npos)) break;
  }
  return text;
}

// How many bytes were written: all, or errno says why not.
std::size_t write_bytes(int descriptor, std::string_view bytes) {
  std::size_t written = 0;
  while (written < bytes.size()) {
    auto const count = ::write(descriptor, bytes.data() + written, bytes.size() - written);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) break;
    written += static_cast<std::size_t>(count);
  }
  return written;
}

// With its last slash; a name without one is of the working directory.
std::string folder_of(std::string const& file) {
  auto const slash = file.rfind('/');
  return slash == std::string::npos ? "./" : file.substr(0, slash + 1);
}

// A file beside the one that it is to replace, and gone where it does not come to that.
class Unfinished {
 public:
  explicit Unfinished(std::string const& file)
      : name_(folder_of(file) + ".proactive-XXXXXX"), opened_(mkostemp(name_.data(), O_CLOEXEC)) {}
  ~Unfinished() {
    if (opened_.number() >= 0 && !name_.empty()) ::unlink(name_.c_str());
  }
  Unfinished(Unfinished const&) = delete;
  Unfinished& operator=(Unfinished const&) = delete;

  [[nodiscard]] bool holds(std::string_view text) const {
    constexpr mode_t for_all = S_IRUSR | S_IWUSR | S_IRGRP | S_IROTH;
    return opened_.number() >= 0 && write_bytes(opened_.number(), text) == text.size() &&
           fchmod(opened_.number(), for_all) == 0 && fsync(opened_.number()) == 0;
  }
  [[nodiscard]] bool becomes(std::string const& file) {
    if (std::rename(name_.c_str(), file.c_str()) != 0) return false;
    name_.clear();
    return true;
  }

 private:
  std::string name_;
  Descriptor opened_;
};

// Makes a new name last; without that the old file is back after a power failure, which is whole too.
void sync_folder_of(std::string const& file) {
  Descriptor const folder{open(folder_of(file).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (folder.number() >= 0) fsync(folder.number());
}

}  // namespace

FileText read_named_file(std::string const& what, std::string const& file, std::size_t most_bytes, ReadUntil until) {
  InputFile const opened{what, file};
  struct stat status {};
  auto text = read_bytes(opened.descriptor(), most_bytes, until);
  if (!text || fstat(opened.descriptor(), &status) != 0) throw unreadable_file(what, file, errno);
  return {std::move(*text), is_exposed(file, status)};
}

InputFile::InputFile(std::string const& what, std::string const& file) {
  auto const own = own_descriptor(file);
  // Opened anew by its name it would ask for rights again, which behind sudo another user has.
  Descriptor opened{own ? fcntl(*own, F_DUPFD_CLOEXEC, 3)
                        : open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)};
  struct stat status {};
  if (opened.number() < 0 || fstat(opened.number(), &status) != 0) throw unreadable_file(what, file, errno);
  if (S_ISDIR(status.st_mode)) throw unreadable_file(what, file, EISDIR);
  if (!own && !S_ISREG(status.st_mode)) throw special_file(what, file);
  descriptor_ = opened.release();
}

InputFile::~InputFile() { ::close(descriptor_); }

void require_regular_file(std::string const& what, std::string const& file) {
  struct stat status {};
  if (own_descriptor(file) || stat(file.c_str(), &status) != 0) return;
  if (!S_ISREG(status.st_mode)) throw special_file(what, file);
}

std::string exposed_sentence(std::string const& what, std::string const& file) {
  struct stat status {};
  // Who is not the owner reads it by its group, and would not read it any more.
  bool const is_own = stat(file.c_str(), &status) == 0 && status.st_uid == geteuid();
  return fmt::format("{} {} may be read or changed by others of this machine: take that from them with {}", what,
                     printable(file),
                     is_own ? "chmod 600, or 640 where its group is that of one user"
                            : "chmod 640, and give it the group of the user that runs proactive");
}

void AppendedFile::open(std::string const& what, std::string const& file) {
  close();
  if (auto const own = own_descriptor(file)) {
    buffer_.descriptor = fcntl(*own, F_DUPFD_CLOEXEC, 3);
    if (buffer_.descriptor < 0) throw unwritable_file(what, file, errno);
  } else {
    constexpr mode_t for_owner = S_IRUSR | S_IWUSR;
    bool const is_nowhere = file == "/dev/null";
    Descriptor opened{::open(
        file.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, for_owner)};
    struct stat status {};
    if (opened.number() < 0 && (errno == ELOOP || errno == ENXIO)) throw special_file(what, file);
    if (opened.number() < 0 || fstat(opened.number(), &status) != 0) throw unwritable_file(what, file, errno);
    if (!S_ISREG(status.st_mode) && !is_nowhere) throw special_file(what, file);
    buffer_.descriptor = opened.release();
  }
  rdbuf(&buffer_);
  clear();
}

void AppendedFile::close() {
  if (buffer_.descriptor >= 0) ::close(std::exchange(buffer_.descriptor, -1));
}

AppendedFile::Buffer::int_type AppendedFile::Buffer::overflow(int_type c) {
  if (traits_type::eq_int_type(c, traits_type::eof())) return traits_type::not_eof(c);
  auto const byte = traits_type::to_char_type(c);
  return xsputn(&byte, 1) == 1 ? c : traits_type::eof();
}

std::streamsize AppendedFile::Buffer::xsputn(char const* data, std::streamsize size) {
  return static_cast<std::streamsize>(write_bytes(descriptor, {data, static_cast<std::size_t>(size)}));
}

void replace_file(std::string const& what, std::string const& file, std::string_view text) {
  if (auto const own = own_descriptor(file)) {
    if (write_bytes(*own, text) != text.size()) throw unwritten_file(what, file, errno);
    return;
  }
  struct stat status {};
  bool const is_there = lstat(file.c_str(), &status) == 0;
  if (is_there && S_ISDIR(status.st_mode)) throw unwritable_file(what, file, EISDIR);
  if (is_there && !S_ISREG(status.st_mode) && !S_ISLNK(status.st_mode)) throw special_file(what, file);
  Unfinished unfinished{file};
  if (!unfinished.holds(text) || !unfinished.becomes(file)) throw unwritten_file(what, file, errno);
  sync_folder_of(file);
}

}  // namespace proactive
