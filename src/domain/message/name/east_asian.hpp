#pragma once

#include <optional>
#include <string>
#include <string_view>

// Names of Japanese, Chinese and Korean, whose surname stands first and is not parted from the name. A first name is
// said where it is sure, and a name with its honorific.
namespace proactive::spoken {

std::optional<std::u32string> chinese_or_japanese_name(std::u32string_view text);
std::optional<std::u32string> korean_name(std::u32string_view text);

// A message without the second honorific of a name that is said with its own, where its writer adds one to any name.
std::string with_one_honorific(std::string message, std::string_view name);

}  // namespace proactive::spoken
