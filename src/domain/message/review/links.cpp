#include "domain/message/review/links.hpp"

#include <libpsl.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string_view>
#include <vector>

#include "base/text.hpp"
#include "domain/message/review/contains.hpp"
#include "domain/message/review/skeleton.hpp"

namespace proactive {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return c >= 'a' && c <= 'z'; }
bool is_label(char c) { return is_letter(c) || is_digit(c) || c == '-' || static_cast<unsigned char>(c) >= 0x80; }

bool is_ascii_label(char c) { return is_letter(c) || is_digit(c) || c == '-'; }

// Endings for tests and for local use, of RFC 6761 and 6762, and Tor's.
bool is_special(std::string_view ending) {
  constexpr std::array<std::string_view, 6> special{"example", "test", "invalid", "localhost", "local", "onion"};
  return std::find(special.begin(), special.end(), ending) != special.end();
}

bool is_ending(std::string const& ending) {
  return is_special(ending) ||
         psl_is_public_suffix2(psl_builtin(), ending.c_str(), PSL_TYPE_ANY | PSL_TYPE_NO_STAR_RULE) != 0;
}

// Endings that are a word in hardly any sentence: what stands before them, spelled out, is an address.
bool is_plain_ending(std::string_view ending) {
  constexpr std::array<std::string_view, 18> plain{"com",    "net",   "org",  "ai",   "io",      "app",
                                                   "dev",    "shop",  "xyz",  "info", "biz",     "site",
                                                   "online", "store", "club", "gg",   "example", "ly"};
  return std::find(plain.begin(), plain.end(), ending) != plain.end();
}

// "co dot uk": a label below a country, by the end of what stands before and by the word behind.
bool is_below_country(std::string_view before, std::string_view country) {
  constexpr std::array<std::string_view, 5> second_level{".co", ".com", ".org", ".net", ".ac"};
  return country.size() == 2 && is_ending(std::string{country}) &&
         std::any_of(second_level.begin(), second_level.end(), [&](auto label) { return before.ends_with(label); });
}

// Names with a point that are no address.
bool is_name(std::string_view host) {
  constexpr std::array<std::string_view, 4> names{"asp.net", "will.i.am", "vb.net", "socket.io"};
  return std::find(names.begin(), names.end(), host) != names.end();
}

// "evil [.] com", "evil dot com", "evil . com" as "evil.com". Spelled out, only before a plain ending.
std::string without_disguise(std::string text) {
  for (auto const* sign : {"[.]", "(.)", "{.}", "<.>", "[dot]", "(dot)", "{dot}", " [ . ] ", " ( . ) ", "(punkt)",
                           "(punto)", "(ponto)", "(point)"})
    replace_all(text, sign, ".");
  // "dot" in the ten languages of the templates, and a point with a space beside it.
  for (auto const* word :
       {" dot ", " punkt ", " punto ", " ponto ", " point ", " titik ", "\u70B9", " \u30C9\u30C3\u30C8 ", " \uC810 ",
        "\uC810", " \uB2F7 ", "\uC969", " \u0921\u0949\u091F ", " . ", ". "}) {
    std::string_view const sign{word};
    for (auto at = text.find(sign); at != std::string::npos; at = text.find(sign, at + 1)) {
      auto const begin = at + sign.size();
      auto end = begin;
      while (end < text.size() && is_letter(text[end])) ++end;
      bool const ends = end == text.size() || !is_label(text[end]);
      bool const follows = at > 0 && is_label(text[at - 1]);
      auto const label = std::string_view{text}.substr(begin, end - begin);
      bool const goes_on = label == "co" && text.compare(end, sign.size(), sign) == 0;
      if (follows && ends &&
          (is_plain_ending(label) || goes_on || is_below_country(std::string_view{text}.substr(0, at), label)))
        text.replace(at, sign.size(), ".");
    }
  }
  return text;
}

std::vector<std::string_view> split(std::string_view text, char sign) {
  std::vector<std::string_view> parts;
  for (std::size_t begin = 0; begin <= text.size();) {
    auto const end = std::min(text.find(sign, begin), text.size());
    parts.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

// "192.0.2.44"
bool is_ip_address(std::vector<std::string_view> const& labels) {
  return labels.size() == 4 && std::all_of(labels.begin(), labels.end(), [](std::string_view label) {
           int number = -1;
           auto const [end, problem] = std::from_chars(label.data(), label.data() + label.size(), number);
           return problem == std::errc{} && end == label.data() + label.size() && label.size() <= 3 && number <= 255;
         });
}

// `written`: as it stands in the message, where a capital behind a point begins a sentence whose space is missing.
bool is_host(std::string_view host, std::string_view written) {
  auto const labels = split(host, '.');
  if (labels.size() < 2 || std::any_of(labels.begin(), labels.end(), [](auto label) { return label.empty(); }))
    return false;
  if (is_ip_address(labels)) return true;
  auto const ending = std::string{labels.back()};
  if (host.find("xn--") != std::string_view::npos) return true;
  if (!is_ending(ending) || is_name(host)) return false;
  auto const& before = labels[labels.size() - 2];
  if (std::all_of(before.begin(), before.end(), is_digit)) return false;  // "3.km"
  auto const point = written.find_last_of('.');
  if (point == std::string_view::npos || point + 2 >= written.size()) return true;
  bool const is_sentence = written[point + 1] >= 'A' && written[point + 1] <= 'Z' && is_letter(written[point + 2]);
  return !is_sentence;
}

// Every run of labels and points, in the skeleton and, where the two agree in length, as it was written.
template <typename IsLabel>
bool has_host(std::string const& text, std::string const& written, IsLabel const& belongs) {
  for (std::size_t begin = 0; begin < text.size();) {
    if (!belongs(text[begin])) {
      ++begin;
      continue;
    }
    auto end = begin;
    while (end < text.size() && (belongs(text[end]) || text[end] == '.')) ++end;
    auto host = std::string_view{text}.substr(begin, end - begin);
    while (!host.empty() && host.back() == '.') host.remove_suffix(1);
    bool const is_aligned = written.size() == text.size();
    if (is_host(host, is_aligned ? std::string_view{written}.substr(begin, host.size()) : host)) return true;
    begin = end;
  }
  return false;
}

// "bit.ly/x" and "bit . ly / x" have a host; what is left is a path behind any name with a point.
bool has_path(std::string const& text) {
  for (auto slash = text.find('/'); slash != std::string::npos; slash = text.find('/', slash + 1)) {
    auto point = slash;
    while (point > 0 && is_letter(text[point - 1])) --point;
    if (slash - point >= 2 && point >= 2 && text[point - 1] == '.' && is_label(text[point - 2])) return true;
  }
  return false;
}

// "+49 170 1234567", "(212) 555-0123": nine digits or more with the signs that part them; seven with a plus in front.
bool has_phone_number(std::string const& text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    bool const begins = is_digit(text[at]) || text[at] == '+' || text[at] == '(';
    if (!begins || (at > 0 && is_label(text[at - 1]))) continue;
    std::size_t digits = 0;
    auto end = at;
    for (; end < text.size(); ++end) {
      if (is_digit(text[end])) {
        ++digits;
      } else if (std::string_view{"+-() ./"}.find(text[end]) == std::string_view::npos) {
        break;
      }
    }
    bool const is_local = digits == 7 && end >= at + 8 && !is_digit(text[at + 3]) && text[at + 3] != ' ';  // "555-0134"
    if (digits >= 9 || is_local || (text[at] == '+' && digits >= 7)) return true;
    at = std::max(at, end - 1);
  }
  return false;
}

// "sam@example.org", and "@luna_official".
bool has_handle(std::string const& text) {
  for (auto sign = text.find('@'); sign != std::string::npos; sign = text.find('@', sign + 1)) {
    auto end = sign + 1;
    while (end < text.size() && (is_label(text[end]) || text[end] == '_')) ++end;
    bool const is_word = end >= sign + 3 && (is_letter(text[sign + 1]) || text[sign + 1] == '_');
    bool const is_address = sign > 0 && is_label(text[sign - 1]);
    if (is_word || (is_address && end > sign + 1)) return true;
  }
  return false;
}

// "luna#0420"
bool has_numbered_name(std::string const& text) {
  for (auto sign = text.find('#'); sign != std::string::npos; sign = text.find('#', sign + 1)) {
    auto const end = std::min(text.find_first_not_of("0123456789", sign + 1), text.size());
    if (sign > 0 && is_label(text[sign - 1]) && end - sign == 5) return true;
  }
  return false;
}

std::string digits_of(std::string_view text) {
  std::string digits;
  std::copy_if(text.begin(), text.end(), std::back_inserter(digits), is_digit);
  return digits;
}

// Luhn's checksum (ISO/IEC 7812-1).
bool is_card_number(std::string const& digits) {
  if (digits.size() < 13 || digits.size() > 19) return false;
  int sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    int const digit = digits[digits.size() - 1 - i] - '0';
    int const doubled = i % 2 == 1 ? 2 * digit : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 == 0;
}

// Two letters of a country, two digits, 11 to 30 letters and digits (ISO 13616), in groups perhaps.
bool is_iban_at(std::string const& text, std::size_t at) {
  if (at + 4 > text.size() || (at > 0 && is_label(text[at - 1]))) return false;
  if (!is_letter(text[at]) || !is_letter(text[at + 1]) || !is_digit(text[at + 2]) || !is_digit(text[at + 3]))
    return false;
  std::size_t count = 0;
  std::size_t digits = 0;
  for (auto end = at + 4; end < text.size() && (is_letter(text[end]) || is_digit(text[end]) || text[end] == ' ');
       ++end) {
    if (text[end] == ' ' && (end + 1 >= text.size() || !is_digit(text[end + 1])) && digits < 8) break;
    count += text[end] == ' ' ? 0U : 1U;
    digits += is_digit(text[end]) ? 1U : 0U;
  }
  return count >= 11 && digits >= 8;
}

// "0x" and 40 hexadecimal digits, "bc1" and the letters of Bech32, "$lunastars".
bool is_wallet(std::string_view word) {
  auto const is_hex = [](char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); };
  if (word.starts_with("0x") && word.size() >= 34) return std::all_of(word.begin() + 2, word.end(), is_hex);
  if (word.starts_with("bc1") && word.size() >= 26) return true;
  return word.size() >= 4 && word[0] == '$' && is_letter(word[1]) && is_letter(word[2]);
}

}  // namespace

bool has_link(std::string const& message) {
  auto const skeleton = skeleton_of(message);
  auto const plain = without_disguise(skeleton);
  if (contains_any(plain, {"://", "www.", "w w w ", "hxxp", "http", "localhost", "xn--", "javascript:", "file:"}))
    return true;
  auto const& written = plain == skeleton ? message : plain;
  // Of all scripts; and of Latin letters alone, since Chinese and Japanese put no space around them.
  return has_host(plain, written, is_label) || has_host(plain, written, is_ascii_label) || has_path(plain);
}

bool has_contact(std::string const& message) {
  auto const skeleton = skeleton_of(message);
  if (contains_any(skeleton, {"mailto:", "tel:", "tg:", "sms:", "whatsapp:", "skype:"})) return true;
  return has_handle(skeleton) || has_numbered_name(skeleton) || has_phone_number(skeleton);
}

bool has_payment_number(std::string const& message) {
  auto const skeleton = skeleton_of(message);
  for (std::size_t at = 0; at < skeleton.size(); ++at) {
    if (is_iban_at(skeleton, at)) return true;
    if (!is_digit(skeleton[at]) || (at > 0 && is_label(skeleton[at - 1]))) continue;
    auto end = at;
    while (end < skeleton.size() && (is_digit(skeleton[end]) || skeleton[end] == ' ' || skeleton[end] == '-')) ++end;
    if (is_card_number(digits_of(std::string_view{skeleton}.substr(at, end - at)))) return true;
    at = end;
  }
  auto const words = split(skeleton, ' ');
  return std::any_of(words.begin(), words.end(), is_wallet);
}

Library suffix_library() { return {"libpsl", psl_get_version()}; }

}  // namespace proactive
