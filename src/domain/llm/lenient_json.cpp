#include "domain/llm/lenient_json.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>

#include "base/text.hpp"

namespace proactive {

namespace {

constexpr int deepest_in_text = 9;
constexpr std::size_t longest_key = 64;  // bytes, with what stands around it

struct Quote {
  std::string_view open;
  std::string_view close;
};
constexpr std::array<Quote, 5> quotes{
    {{"\"", "\""}, {"'", "'"}, {"\u201C", "\u201D"}, {"\u201D", "\u201D"}, {"\u201E", "\u201C"}}};

bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }

enum class Place { key, in_object, in_array };

class Reader {
 public:
  Reader(std::string_view text, std::size_t at, long& steps) : text_(text), at_(at), steps_(steps) {}

  std::optional<Json> object(int depth) {
    if (depth > deepest_in_text || !take('{')) return std::nullopt;
    Json object = Json::object();
    while (true) {
      skip_space();
      if (take('}')) return object;
      auto const key = this->key();
      if (!key || !skip_to(':')) return std::nullopt;
      auto value = this->value(depth, Place::in_object);
      if (!value) return std::nullopt;
      object[*key] = std::move(*value);
      skip_space();
      if (!take(',') && next() != '}') return std::nullopt;
    }
  }

  [[nodiscard]] std::size_t at() const { return at_; }

 private:
  std::optional<Json> array(int depth) {
    if (depth > deepest_in_text || !take('[')) return std::nullopt;
    Json array = Json::array();
    while (true) {
      skip_space();
      if (take(']')) return array;
      auto value = this->value(depth, Place::in_array);
      if (!value) return std::nullopt;
      array.push_back(std::move(*value));
      skip_space();
      if (!take(',') && next() != ']') return std::nullopt;
    }
  }

  std::optional<Json> value(int depth, Place place) {
    skip_space();
    if (next() == '{') return object(depth + 1);
    if (next() == '[') return array(depth + 1);
    if (auto const* const quote = quote_here()) {
      auto text = quoted(*quote, place);
      return text ? std::optional<Json>{std::move(*text)} : std::nullopt;
    }
    return literal();
  }

  std::optional<Json> literal() {
    auto const begin = at_;
    while (is_word(next()) || next() == '-' || next() == '+' || next() == '.') step();
    auto const word = text_.substr(begin, at_ - begin);
    if (word == "true" || word == "True") return Json(true);
    if (word == "false" || word == "False") return Json(false);
    if (word == "null" || word == "None") return Json(nullptr);
    auto number = Json::parse(word.begin(), word.end(), nullptr, false);
    return number.is_number() ? std::optional{number} : std::nullopt;
  }

  std::optional<std::string> key() {
    if (auto const* const quote = quote_here()) return quoted(*quote, Place::key);
    auto const begin = at_;
    while (is_word(next())) step();
    if (at_ == begin) return std::nullopt;
    return std::string{text_.substr(begin, at_ - begin)};
  }

  [[nodiscard]] Quote const* quote_here() const {
    auto const rest = text_.substr(std::min(at_, text_.size()));
    auto const* const found =
        std::find_if(quotes.begin(), quotes.end(), [&](Quote const& quote) { return rest.starts_with(quote.open); });
    return found == quotes.end() ? nullptr : found;
  }

  std::optional<std::string> quoted(Quote const& quote, Place place) {
    step(quote.open.size());
    std::string text;
    while (at_ < text_.size() && steps_ > 0) {
      if (text_.substr(at_).starts_with(quote.close) && closes(at_ + quote.close.size(), place)) {
        step(quote.close.size());
        return text;
      }
      if (next() == '\\') {
        if (!escape(text)) return std::nullopt;
      } else {
        auto const c = next();
        bool const is_break = c == '\n' || c == '\r' || c == '\t';
        if (!is_break) text += c;
        if (is_break && !text.ends_with(' ')) text += ' ';
        step();
      }
    }
    return std::nullopt;
  }

  // Whether what stands behind a quotation mark is what stands behind a text; else it is one of the text's own.
  [[nodiscard]] bool closes(std::size_t behind, Place place) const {
    auto const skip = [&](std::size_t at) { return std::min(text_.find_first_not_of(" \t\r\n", at), text_.size()); };
    auto const first = skip(behind);
    if (first == text_.size()) return false;
    if (place == Place::key) return text_[first] == ':';
    if (text_[first] == '}' || text_[first] == ']' || begins_comment(first)) return true;
    if (text_[first] != ',') return false;
    if (place == Place::in_array) return true;
    auto const second = skip(first + 1);
    if (second == text_.size()) return false;
    return text_[second] == '}' || begins_comment(second) || begins_key(second);
  }

  [[nodiscard]] bool begins_comment(std::size_t at) const {
    return text_[at] == '#' || text_.substr(at, 2) == "//" || text_.substr(at, 2) == "/*";
  }

  [[nodiscard]] bool begins_key(std::size_t at) const {
    auto const rest = text_.substr(at, longest_key);
    for (auto const& quote : quotes) {
      if (!rest.starts_with(quote.open)) continue;
      auto const end = rest.find(quote.close, quote.open.size());
      auto const colon =
          end == std::string_view::npos ? end : rest.find_first_not_of(" \t\r\n", end + quote.close.size());
      return colon != std::string_view::npos && rest[colon] == ':';
    }
    auto const end = std::find_if_not(rest.begin(), rest.end(), is_word);
    auto const colon = rest.find_first_not_of(" \t\r\n", static_cast<std::size_t>(end - rest.begin()));
    return end != rest.begin() && colon != std::string_view::npos && rest[colon] == ':';
  }

  bool escape(std::string& text) {
    step();
    auto const c = next();
    step();
    switch (c) {
      case 'n':
        text += '\n';
        return true;
      case 't':
      case 'r':
      case 'b':
      case 'f':
        text += c == 't' ? '\t' : c == 'r' ? '\r' : c == 'b' ? '\b' : '\f';
        return true;
      case 'u':
        return unicode_escape(text);
      case '\n':
        text += ' ';
        return true;
      default:
        text += c;  // a quotation mark, a slash, a backslash; and what needs no escape
        return c != '\0';
    }
  }

  bool unicode_escape(std::string& text) {
    auto const high = hex();
    if (!high) return false;
    std::u32string character{*high};
    bool const is_high = *high >= 0xD800 && *high < 0xDC00;
    if (is_high && text_.substr(std::min(at_, text_.size())).starts_with("\\u")) {
      step(2);
      auto const low = hex();
      if (!low) return false;
      bool const is_pair = *low >= 0xDC00 && *low < 0xE000;
      character =
          is_pair ? std::u32string{0x10000 + ((*high - 0xD800) << 10U) + (*low - 0xDC00)} : std::u32string{*high, *low};
    }
    text += utf8_of(character);
    return true;
  }

  std::optional<char32_t> hex() {
    constexpr std::size_t digits = 4;
    auto const word = text_.substr(std::min(at_, text_.size()), digits);
    unsigned value = 0;
    auto const [end, problem] = std::from_chars(word.data(), word.data() + word.size(), value, 16);
    if (word.size() != digits || problem != std::errc{} || end != word.data() + digits) return std::nullopt;
    step(digits);
    return static_cast<char32_t>(value);
  }

  void skip_space() {
    while (at_ < text_.size()) {
      auto const rest = text_.substr(at_);
      auto const end_of = [&](std::string_view mark) {
        return std::min(rest.find(mark), rest.size() - mark.size()) + mark.size();
      };
      if (rest.starts_with("//") || rest.starts_with('#')) {
        step(end_of("\n"));
      } else if (rest.starts_with("/*")) {
        step(end_of("*/"));
      } else if (std::string_view{" \t\r\n"}.find(rest.front()) != std::string_view::npos) {
        step();
      } else {
        return;
      }
    }
  }

  bool skip_to(char c) {
    skip_space();
    return take(c);
  }
  bool take(char c) {
    if (next() != c) return false;
    step();
    return true;
  }
  [[nodiscard]] char next() const { return at_ < text_.size() && steps_ > 0 ? text_[at_] : '\0'; }
  void step(std::size_t count = 1) {
    at_ += count;
    steps_ -= static_cast<long>(count);
  }

  std::string_view text_;
  std::size_t at_;
  long& steps_;
};

}  // namespace

std::optional<LenientObject> read_lenient(std::string_view text, std::size_t begin, long& steps) {
  Reader reader(text, begin, steps);
  auto object = reader.object(1);
  if (!object) return std::nullopt;
  return LenientObject{std::move(*object), reader.at()};
}

}  // namespace proactive
