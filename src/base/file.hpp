#pragma once

#include <cstddef>
#include <ostream>
#include <streambuf>
#include <string>
#include <string_view>
#include <utility>

// Files that people name. A pipe without a writer would be waited for, a device would be written to: only regular files
// are opened, and the descriptors that the process was given (/dev/stderr, /dev/fd/63 of a shell's `<(...)`).
namespace proactive {

// What a regular file or a descriptor of the process holds.
struct FileText {
  std::string text;         // as much as was asked for
  bool is_exposed = false;  // others of this machine than a group of one user may read or change it, by its mode
};

enum class ReadUntil { end, end_of_line };

// At most so many bytes. Throws Error (configuration) that says what the file is for ("OPENAI_API_KEY_FILE"), and
// names it.
FileText read_named_file(std::string const& what, std::string const& file, std::size_t most_bytes, ReadUntil until);

// For a file that a library will open: throws Error (configuration) where it is there and is no regular file.
void require_regular_file(std::string const& what, std::string const& file);

// "OPENAI_API_KEY_FILE /etc/key may be read or changed by others: ..."
std::string exposed_sentence(std::string const& what, std::string const& file);

// A file that is read piece by piece.
class InputFile {
 public:
  // Throws Error (configuration), as above.
  InputFile(std::string const& what, std::string const& file);
  ~InputFile();
  InputFile(InputFile const&) = delete;
  InputFile& operator=(InputFile const&) = delete;
  [[nodiscard]] int descriptor() const { return descriptor_; }

 private:
  int descriptor_ = -1;
};

// Puts a file in the place of the one that is there, or of a link, which is not followed: readers see the old one or
// the new one, whole. Anybody may read it. A descriptor of the process is written to. Throws Error (configuration) that
// says why not; what was there is unchanged then.
void replace_file(std::string const& what, std::string const& file, std::string_view text);

// A file that is appended to, line by line. A new one is its owner's alone; a link is not followed.
class AppendedFile : public std::ostream {
 public:
  AppendedFile() : std::ostream(nullptr) {}
  ~AppendedFile() override { close(); }
  AppendedFile(AppendedFile const&) = delete;
  AppendedFile& operator=(AppendedFile const&) = delete;

  // Throws Error (configuration), as above.
  void open(std::string const& what, std::string const& file);
  void close();

 private:
  class Buffer : public std::streambuf {
   public:
    int descriptor = -1;

   protected:
    int_type overflow(int_type c) override;
    std::streamsize xsputn(char const* data, std::streamsize size) override;
  };
  Buffer buffer_;
};

}  // namespace proactive
