#include "domain/message/review/greetings.hpp"

#include <algorithm>
#include <array>

#include <fmt/core.h>

#include "base/language.hpp"
#include "base/text.hpp"

namespace proactive {

namespace {

// A greeting, and the parts of the day that it is right in.
struct Greeting {
  std::string_view language;
  std::string_view words;
  bool morning;
  bool afternoon;
  bool evening;
  bool night;
};

constexpr std::array greetings{
    Greeting{"en", "good morning", true, false, false, false},
    Greeting{"en", "good afternoon", false, true, false, false},
    Greeting{"en", "good evening", false, false, true, true},
    Greeting{"en", "good night", false, false, true, true},
    Greeting{"es", "buenos d\u00edas", true, false, false, false},
    Greeting{"es", "buenas tardes", false, true, true, false},
    Greeting{"es", "buenas noches", false, false, true, true},
    Greeting{"pt", "bom dia", true, false, false, false},
    Greeting{"pt", "boa tarde", false, true, true, false},
    Greeting{"pt", "boa noite", false, false, true, true},
    Greeting{"de", "guten morgen", true, false, false, false},
    Greeting{"de", "guten tag", true, true, false, false},
    Greeting{"de", "guten nachmittag", false, true, false, false},
    Greeting{"de", "guten abend", false, false, true, true},
    Greeting{"de", "gute nacht", false, false, true, true},
    Greeting{"fr", "bon matin", true, false, false, false},
    Greeting{"fr", "bonne matin\u00e9e", true, false, false, false},
    Greeting{"fr", "bon apr\u00e8s midi", false, true, false, false},
    Greeting{"fr", "bonsoir", false, false, true, true},
    Greeting{"fr", "bonne soir\u00e9e", false, false, true, true},
    Greeting{"fr", "bonne nuit", false, false, true, true},
    Greeting{"ja", "\u304a\u306f\u3088\u3046", true, false, false, false},
    Greeting{"ja", "\u3053\u3093\u306b\u3061\u306f", true, true, false, false},
    Greeting{"ja", "\u3053\u3093\u3070\u3093\u306f", false, false, true, true},
    Greeting{"ja", "\u304a\u3084\u3059\u307f", false, false, true, true},
    Greeting{"ko", "\uc88b\uc740 \uc544\uce68", true, false, false, false},
    Greeting{"ko", "\uc88b\uc740 \uc624\ud6c4", false, true, false, false},
    Greeting{"ko", "\uc88b\uc740 \uc800\ub141", false, false, true, true},
    Greeting{"ko", "\uc798 \uc790", false, false, true, true},
    Greeting{"ko", "\uc88b\uc740 \ubc24", false, false, true, true},
    Greeting{"zh", "\u65e9\u4e0a\u597d", true, false, false, false},
    Greeting{"zh", "\u65e9\u5b89", true, false, false, false},
    Greeting{"zh", "\u4e0b\u5348\u597d", false, true, false, false},
    Greeting{"zh", "\u665a\u4e0a\u597d", false, false, true, true},
    Greeting{"zh", "\u665a\u5b89", false, false, true, true},
    Greeting{"hi", "\u0938\u0941\u092a\u094d\u0930\u092d\u093e\u0924", true, false, false, false},
    Greeting{"hi", "\u0936\u0941\u092d \u092a\u094d\u0930\u092d\u093e\u0924", true, false, false, false},
    Greeting{"hi", "\u0936\u0941\u092d \u0926\u094b\u092a\u0939\u0930", false, true, false, false},
    Greeting{"hi", "\u0936\u0941\u092d \u0938\u0902\u0927\u094d\u092f\u093e", false, false, true, true},
    Greeting{"hi", "\u0936\u0941\u092d \u0930\u093e\u0924\u094d\u0930\u093f", false, false, true, true},
    Greeting{"id", "selamat pagi", true, false, false, false},
    Greeting{"id", "selamat siang", false, true, false, false},
    Greeting{"id", "selamat sore", false, true, true, false},
    Greeting{"id", "selamat petang", false, true, true, false},
    Greeting{"id", "selamat malam", false, false, true, true},
    Greeting{"id", "selamat tidur", false, false, true, true},
    Greeting{"en", "happy afternoon", false, true, false, false},
    Greeting{"en", "happy evening", false, false, true, true},
    Greeting{"en", "nighty night", false, false, true, true},
    Greeting{"en", "sweet dreams", false, false, true, true},
    Greeting{"es", "buen d\u00eda", true, false, false, false},
    Greeting{"es", "feliz tarde", false, true, true, false},
    Greeting{"es", "feliz noche", false, false, true, true},
    Greeting{"es", "dulces sue\u00f1os", false, false, true, true},
    Greeting{"pt", "\u00f3tima tarde", false, true, true, false},
    Greeting{"pt", "\u00f3tima noite", false, false, true, true},
    Greeting{"pt", "bons sonhos", false, false, true, true},
    Greeting{"pt", "noite tranquila", false, false, true, true},
    Greeting{"de", "sch\u00f6nen morgen", true, false, false, false},
    Greeting{"de", "sch\u00f6nen nachmittag", false, true, false, false},
    Greeting{"de", "sch\u00f6nen abend", false, false, true, true},
    Greeting{"de", "ruhige nacht", false, false, true, true},
    Greeting{"de", "schlaf gut", false, false, true, true},
    Greeting{"de", "s\u00fc\u00dfe tr\u00e4ume", false, false, true, true},
    Greeting{"fr", "belle matin\u00e9e", true, false, false, false},
    Greeting{"fr", "bel apr\u00e8s midi", false, true, false, false},
    Greeting{"fr", "belle soir\u00e9e", false, false, true, true},
    Greeting{"fr", "douce nuit", false, false, true, true},
    Greeting{"fr", "beaux r\u00eaves", false, false, true, true},
    Greeting{"ja", "\u3088\u3044\u5348\u5f8c", false, true, false, false},
    Greeting{"ja", "\u3044\u3044\u5348\u5f8c", false, true, false, false},
    Greeting{"ja", "\u3044\u3044\u591c", false, false, true, true},
    Greeting{"ja", "\u3044\u3044\u671d", true, false, false, false},
    Greeting{"ko", "\uad7f\ubaa8\ub2dd", true, false, false, false},
    Greeting{"ko", "\uad7f\ub098\uc787", false, false, true, true},
    Greeting{"ko", "\uc624\ud6c4 \ubcf4\ub0b4", false, true, false, false},
    Greeting{"ko", "\uc800\ub141 \ubcf4\ub0b4", false, false, true, true},
    Greeting{"ko", "\uc88b\uc740 \uafc8", false, false, true, true},
    Greeting{"zh", "\u5348\u540e\u6109\u5feb", false, true, false, false},
    Greeting{"zh", "\u4e0b\u5348\u6109\u5feb", false, true, false, false},
    Greeting{"zh", "\u665a\u4e0a\u6109\u5feb", false, false, true, true},
    Greeting{"hi", "\u0926\u094b\u092a\u0939\u0930 \u092e\u0941\u092c\u093e\u0930\u0915", false, true, false, false},
    Greeting{"hi", "\u0936\u0941\u092d \u0936\u093e\u092e", false, false, true, true},
    Greeting{"hi", "\u0917\u0941\u0921 \u0928\u093e\u0907\u091f", false, false, true, true},
    Greeting{"hi", "\u0917\u0941\u0921 \u092e\u0949\u0930\u094d\u0928\u093f\u0902\u0917", true, false, false, false},
    Greeting{"hi", "\u0936\u0941\u092d \u0930\u093e\u0924", false, false, true, true},
    Greeting{"id", "met pagi", true, false, false, false},
    Greeting{"id", "met malam", false, false, true, true},
    Greeting{"id", "met bobo", false, false, true, true}};

bool is_right(Greeting const& greeting, std::optional<std::string> const& part) {
  if (part == "morning") return greeting.morning;
  if (part == "afternoon") return greeting.afternoon;
  return part == "evening" ? greeting.evening : greeting.night;
}

// Said alone, at the beginning: "Morning! Coffee or tea?"
constexpr std::array bare{
    Greeting{"en", "morning", true, false, false, false}, Greeting{"en", "afternoon", false, true, false, false},
    Greeting{"en", "evening", false, false, true, true},  Greeting{"id", "pagi", true, false, false, false},
    Greeting{"id", "siang", false, true, false, false},   Greeting{"id", "sore", false, true, true, false},
    Greeting{"id", "malam", false, false, true, true}};

}  // namespace

bool greets_wrongly(std::string const& message, std::string const& language, std::optional<std::string> const& part) {
  auto const words = fmt::format(" {} ", join(words_of(message), " "));
  auto const primary = language.substr(0, language.find('-'));
  auto const first = to_lower(message.substr(0, message.find_first_of("!,.?")));
  bool const is_bare_wrong = std::any_of(bare.begin(), bare.end(), [&](Greeting const& greeting) {
    return first == greeting.words && (greeting.language == primary || greeting.language == "en") &&
           !is_right(greeting, part);
  });
  if (is_bare_wrong) return true;
  return std::any_of(greetings.begin(), greetings.end(), [&](Greeting const& greeting) {
    if ((greeting.language != primary && greeting.language != "en") || is_right(greeting, part)) return false;
    auto const said = join(words_of(greeting.words), " ");
    return words.find(has_no_spaces(greeting.language) ? said : fmt::format(" {} ", said)) != std::string::npos;
  });
}

}  // namespace proactive
