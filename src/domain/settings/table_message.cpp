#include "domain/settings/table.hpp"

#include "base/language.hpp"
#include "base/short_name.hpp"
#include "domain/message/approval.hpp"
#include "domain/message/wording.hpp"

namespace proactive {

namespace {

bool is_types(std::string const& text) { return parse_types(text).has_value(); }
bool is_template_set(std::string const& text) { return is_short_name(text); }
bool is_language(std::string const& text) { return is_language_tag(text); }

template <auto Member>
constexpr auto field = field_of<&Settings::message, Member>();

constexpr std::array table{
    SettingSpec{
        "writer", field<&MessageSettings::writer>, "auto", "",
        "who writes messages; auto: an LLM where OPENAI_API_KEY, its file or another OPENAI_BASE_URL is set, else "
        "templates"},
    SettingSpec{"default_language", field<&MessageSettings::default_language>, "en", "",
                "language of users who have none in proactive.preferences", &is_language,
                "a language tag such as en or pt-BR"},
    SettingSpec{"min_message_length", field<&MessageSettings::min_message_length>, "20", "characters",
                "the shortest message, in user-perceived characters", IntRange{1, 4000}},
    SettingSpec{"max_message_length", field<&MessageSettings::max_message_length>, "100", "characters",
                "the longest message, in user-perceived characters", IntRange{1, 4000}},
    SettingSpec{"message_temperature", field<&MessageSettings::message_temperature>, "0.8", "",
                "sampling temperature of the LLM", RealRange{0.0, 2.0}},
    SettingSpec{"prompt", field<&MessageSettings::prompt>, "", "",
                "what the LLM is told of tone besides the rules, which win; not where it writes to minors", &is_prompt,
                "one line of at most 500 characters"},
    SettingSpec{"template_set", field<&MessageSettings::template_set>, default_template_set, "",
                "whose templates are used; those of the set default where it has none that makes a message",
                &is_template_set, short_name_rule},
    SettingSpec{"max_memories_to_use", field<&MessageSettings::max_memories_to_use>, "3", "memories",
                "memories a writer is given for one message", IntRange{0, 50}},
    SettingSpec{"memory_importance_threshold", field<&MessageSettings::memory_importance_threshold>, "5", "of 10",
                "the lowest importance of a memory that is used", IntRange{0, 10}},
    SettingSpec{"approval", field<&MessageSettings::approval>, "off", "",
                "whose messages wait until proactive config queue approve; off: nobody's; llm: an LLM's; all"},
    SettingSpec{"approval_types", field<&MessageSettings::approval_types>, "", "",
                "types whose messages wait for approval whoever writes them, by commas", &is_types,
                "types such as emotional_support, by commas"},
};

}  // namespace

std::span<SettingSpec const> message_table() { return table; }

}  // namespace proactive
