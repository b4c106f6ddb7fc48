#include "base/text.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <memory>
#include <utility>

#include "base/hidden.hpp"

namespace proactive {

namespace {

bool is_ascii_byte(char c) { return static_cast<unsigned char>(c) < 0x80; }

struct Codepoint {
  utf8proc_int32_t value;  // negative for a byte that is not UTF-8
  std::size_t bytes;
};

// Most texts are ASCII, of which all is known without a table.
Codepoint next_codepoint(std::string_view text) {
  if (is_ascii_byte(text.front())) return {text.front(), 1};
  utf8proc_int32_t value = 0;
  auto const used = utf8proc_iterate(reinterpret_cast<utf8proc_uint8_t const*>(text.data()),
                                     static_cast<utf8proc_ssize_t>(text.size()), &value);
  if (used <= 0) return {-1, 1};
  return {value, static_cast<std::size_t>(used)};
}

bool is_direction_control(utf8proc_int32_t c) { return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069); }
bool is_control(utf8proc_int32_t c) { return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029; }
bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

bool belongs_to_word(utf8proc_int32_t c) {
  if (c < 0x80) return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  auto const category = utf8proc_category(c);
  return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO;  // letters, marks, numbers
}

bool is_printed_ascii(utf8proc_int32_t c) { return c >= 0x20 && c < 0x7F; }

// Whether a user-perceived character ends between the two. Between two of ASCII one does, whatever was before.
bool is_grapheme_break(utf8proc_int32_t previous, utf8proc_int32_t next, utf8proc_int32_t& state) {
  if (!is_printed_ascii(previous) || !is_printed_ascii(next))
    return utf8proc_grapheme_break_stateful(previous, next, &state);
  state = 0;
  return true;
}

// Calls back at the begin of each user-perceived character, with its offset, until it is told to stop.
template <typename Visit>
void each_grapheme(std::string_view text, Visit visit) {
  utf8proc_int32_t previous = -1;
  utf8proc_int32_t state = 0;
  for (std::size_t offset = 0; offset < text.size();) {
    auto const [value, bytes] = next_codepoint(text.substr(offset));
    bool const is_single = value < 0 || previous < 0;
    if (is_single) state = 0;
    if ((is_single || is_grapheme_break(previous, value, state)) && !visit(offset)) return;
    previous = value;
    offset += bytes;
  }
}

}  // namespace

bool is_ascii(std::string_view text) { return std::all_of(text.begin(), text.end(), is_ascii_byte); }

std::vector<std::string_view> graphemes_of(std::string_view text) {
  std::vector<std::string_view> graphemes;
  std::size_t begin = 0;
  each_grapheme(text, [&](std::size_t offset) {
    if (offset > 0) graphemes.push_back(text.substr(begin, offset - begin));
    begin = offset;
    return true;
  });
  if (begin < text.size()) graphemes.push_back(text.substr(begin));
  return graphemes;
}

std::size_t grapheme_count(std::string_view text) {
  std::size_t count = 0;
  each_grapheme(text, [&](std::size_t) { return ++count > 0; });
  return count;
}

std::string ids_masked(std::string_view text) {
  auto const is_digit = [](char letter) { return letter >= '0' && letter <= '9'; };
  auto const is_of_word = [&](char letter) {
    bool const is_letter = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
    return is_letter || is_digit(letter) || letter == '_' || letter == '-' ||
           static_cast<unsigned char>(letter) >= 0x80;
  };
  std::string masked;
  while (!text.empty()) {
    auto const length = static_cast<std::size_t>(std::ranges::find_if_not(text, is_of_word) - text.begin());
    masked += std::ranges::any_of(text.substr(0, length), is_digit) ? std::string_view{"#"} : text.substr(0, length);
    if (length < text.size()) masked += text[length];
    text.remove_prefix(std::min(length + 1, text.size()));
  }
  return masked;
}

std::string shortened(std::string_view text, std::size_t most_characters, std::size_t most_bytes) {
  std::size_t count = 0;
  std::size_t end = 0;
  each_grapheme(text, [&](std::size_t offset) {
    if (offset <= most_bytes) end = offset;
    return ++count <= most_characters && offset <= most_bytes;
  });
  if (count <= most_characters && text.size() <= most_bytes) return std::string{text};
  return std::string{text.substr(0, end)};
}

bool is_storable(std::string_view text) {
  while (!text.empty()) {
    auto const [value, bytes] = next_codepoint(text);
    if (value <= 0) return false;
    text.remove_prefix(bytes);
  }
  return true;
}

bool has_letter(std::string_view text) {
  while (!text.empty()) {
    auto const [value, bytes] = next_codepoint(text);
    if (value >= 0 && is_letter(static_cast<char32_t>(value))) return true;
    text.remove_prefix(bytes);
  }
  return false;
}

std::string without_controls(std::string_view text) {
  std::string shown;
  shown.reserve(text.size());
  while (!text.empty()) {
    auto const [value, bytes] = next_codepoint(text);
    if (bytes == 1 && is_space(text.front())) {
      shown += ' ';
    } else if (value < 0 || is_control(value) || is_direction_control(value)) {
      shown += "\xEF\xBF\xBD";
    } else {
      shown += text.substr(0, bytes);
    }
    text.remove_prefix(bytes);
  }
  return shown;
}

std::string printable(std::string_view text) {
  auto shown = without_controls(text);
  if (is_ascii(shown)) return shown;
  auto characters = characters_of(shown);
  for (std::size_t i = characters.size(); i-- > 0;) {  // what stands before decides
    if (is_hidden_at(characters, i)) characters[i] = U'\uFFFD';
  }
  return utf8_of(characters);
}

std::string collapse_spaces(std::string_view text) {
  std::string collapsed;
  bool pending_space = false;
  while (!text.empty()) {
    auto const [value, bytes] = next_codepoint(text);
    if (value < 0 || value == ' ' || is_control(value) || is_direction_control(value)) {
      pending_space = !collapsed.empty();
    } else {
      if (pending_space) collapsed += ' ';
      pending_space = false;
      collapsed += text.substr(0, bytes);
    }
    text.remove_prefix(bytes);
  }
  return collapsed;
}

std::string without_invisible(std::string_view text) {
  std::string visible;
  while (!text.empty()) {
    auto const [value, bytes] = next_codepoint(text);
    bool const is_invisible =
        value == 0x200B || value == 0x2060 || value == 0xFEFF || (value >= 0xE0000 && value <= 0xE007F);
    if (!is_invisible) visible += text.substr(0, bytes);
    text.remove_prefix(bytes);
  }
  return visible;
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  auto at = text.find(from);
  if (at == std::string::npos) return;
  std::string replaced;
  std::size_t done = 0;
  for (; at != std::string::npos; at = text.find(from, done)) {
    replaced.append(text, done, at - done).append(to);
    done = at + from.size();
  }
  replaced += std::string_view{text}.substr(done);
  text = std::move(replaced);
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

std::string to_lower(std::string_view text) {
  std::string lowered{text};
  std::transform(lowered.begin(), lowered.end(), lowered.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return lowered;
}

namespace {

// Text that is not UTF-8 stays as it is.
std::string mapped(std::string_view text, int options) {
  utf8proc_uint8_t* result = nullptr;
  auto const length =
      utf8proc_map(reinterpret_cast<utf8proc_uint8_t const*>(text.data()), static_cast<utf8proc_ssize_t>(text.size()),
                   &result, static_cast<utf8proc_option_t>(options));
  std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> const owned{result, &std::free};
  if (length < 0) return std::string{text};
  return {reinterpret_cast<char const*>(result), static_cast<std::size_t>(length)};
}

}  // namespace

// ASCII has nothing but its capitals to fold: a third of what a message costs.
std::string normalized(std::string_view text) {
  if (is_ascii(text)) return to_lower(text);
  return mapped(text, UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);
}

std::string composed(std::string_view text) { return mapped(text, UTF8PROC_STABLE | UTF8PROC_COMPOSE); }

bool is_letter(char32_t c) {
  auto const category = utf8proc_category(static_cast<utf8proc_int32_t>(c));
  return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
}

bool is_mark(char32_t c) {
  auto const category = utf8proc_category(static_cast<utf8proc_int32_t>(c));
  return category >= UTF8PROC_CATEGORY_MN && category <= UTF8PROC_CATEGORY_ME;
}

char32_t lower_case(char32_t c) { return static_cast<char32_t>(utf8proc_tolower(static_cast<utf8proc_int32_t>(c))); }

char32_t upper_case(char32_t c) { return static_cast<char32_t>(utf8proc_toupper(static_cast<utf8proc_int32_t>(c))); }

char32_t without_accents(char32_t c) {
  std::array<utf8proc_int32_t, 8> decomposed{};
  int last_class = UTF8PROC_BOUNDCLASS_START;
  auto const length = utf8proc_decompose_char(static_cast<utf8proc_int32_t>(c), decomposed.data(), decomposed.size(),
                                              UTF8PROC_DECOMPOSE, &last_class);
  return length > 0 ? static_cast<char32_t>(decomposed[0]) : c;
}

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Takes a number, without the zeros in front of it, or a single byte.
std::pair<std::string_view, bool> natural_part(std::string_view& text) {
  bool const is_number = is_digit(text.front());
  while (is_number && text.size() > 1 && text.front() == '0' && is_digit(text[1])) text.remove_prefix(1);
  std::size_t size = 1;
  while (is_number && size < text.size() && is_digit(text[size])) ++size;
  auto const part = text.substr(0, size);
  text.remove_prefix(size);
  return {part, is_number};
}

// Signs that people type for an apostrophe, though Unicode takes them for letters or accents.
bool is_apostrophe(char32_t c) { return c == U'\u00B4' || c == U'\u02B9' || c == U'\u02BC' || c == U'\u055A'; }

std::string folded_for_words(std::string_view text) {
  if (is_ascii(text)) return to_lower(text);
  std::string plain;
  while (!text.empty()) {
    auto const [value, bytes] = next_codepoint(text);
    if (value >= 0 && is_apostrophe(static_cast<char32_t>(value))) {
      plain += '\'';
    } else {
      plain += text.substr(0, bytes);
    }
    text.remove_prefix(bytes);
  }
  auto folded = normalized(plain);
  replace_all(folded, "i\u0307", "i");
  replace_all(folded, "\u0131", "i");
  return folded;
}

}  // namespace

std::vector<std::string> words_of(std::string_view text) {
  auto const folded = folded_for_words(text);
  std::vector<std::string> words;
  bool in_word = false;
  for (std::string_view rest = folded; !rest.empty();) {
    auto const [value, bytes] = next_codepoint(rest);
    bool const belongs = value >= 0 && belongs_to_word(value);
    if (belongs && !in_word) words.emplace_back();
    if (belongs) words.back() += rest.substr(0, bytes);
    in_word = belongs;
    rest.remove_prefix(bytes);
  }
  return words;
}

std::u32string characters_of(std::string_view text) {
  std::u32string characters;
  characters.reserve(text.size());
  while (!text.empty()) {
    auto const [value, bytes] = next_codepoint(text);
    characters += value < 0 ? U'\uFFFD' : static_cast<char32_t>(value);
    text.remove_prefix(bytes);
  }
  return characters;
}

std::string utf8_of(std::u32string_view characters) {
  std::string text;
  text.reserve(characters.size());
  for (auto const c : characters) {
    std::array<utf8proc_uint8_t, 4> bytes{};
    auto const value = static_cast<utf8proc_int32_t>(c);
    auto const used = utf8proc_encode_char(utf8proc_codepoint_valid(value) ? value : 0xFFFD, bytes.data());
    text.append(reinterpret_cast<char const*>(bytes.data()), static_cast<std::size_t>(used));
  }
  return text;
}

std::string without_latin_accents(std::string_view text) {
  if (is_ascii(text)) return std::string{text};
  constexpr char32_t end_of_latin = 0x250;
  auto characters = characters_of(text);
  std::transform(characters.begin(), characters.end(), characters.begin(),
                 [](char32_t c) { return c < end_of_latin ? without_accents(c) : c; });
  return utf8_of(characters);
}

bool is_naturally_less(std::string_view left, std::string_view right) {
  while (!left.empty() && !right.empty()) {
    auto const [left_part, left_number] = natural_part(left);
    auto const [right_part, right_number] = natural_part(right);
    if (left_number && right_number && left_part.size() != right_part.size())
      return left_part.size() < right_part.size();
    if (left_part != right_part) return left_part < right_part;
  }
  return left.size() < right.size();
}

std::vector<std::string> grouped(std::vector<std::string> const& texts) {
  std::vector<std::string> groups;
  for (auto text = texts.begin(); text != texts.end(); ++text) {
    if (std::find(texts.begin(), text, *text) != text) continue;
    auto const times = std::count(text, texts.end(), *text);
    groups.push_back(times == 1 ? *text : std::to_string(times) + " × " + *text);
  }
  return groups;
}

std::vector<std::string> split_at_spaces(std::string_view text) {
  constexpr std::string_view spaces = " \t\n\v\f\r";
  std::vector<std::string> parts;
  for (auto begin = text.find_first_not_of(spaces); begin != std::string_view::npos;) {
    auto const end = std::min(text.find_first_of(spaces, begin), text.size());
    parts.emplace_back(text.substr(begin, end - begin));
    begin = text.find_first_not_of(spaces, end);
  }
  return parts;
}

std::string counted_noun(long count, std::string_view one, std::string_view several) {
  auto text = std::to_string(count) + ' ';
  if (count == 1 || several.empty()) text += one;
  if (count != 1) text += several.empty() ? std::string_view{"s"} : several;
  return text;
}

std::string number_text(double value) {
  std::array<char, 32> digits{};
  auto const written =
      std::to_chars(digits.data(), digits.data() + digits.size(), value, std::chars_format::general, 4);
  return {digits.data(), written.ptr};
}

}  // namespace proactive
