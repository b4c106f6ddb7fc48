#pragma once

#include <string>

#include "base/library.hpp"

// Ways out of the chat, in any disguise. Pure; all look at each character a bounded number of times.
namespace proactive {

// Any address of the web, whatever its ending and spelling: "evil.ai", "evil dot com", "hxxp", "bit . ly / x", letters
// of other scripts that look Latin, bare IP addresses. Which endings there are is Mozilla's public suffix list's to
// say.
bool has_link(std::string const& message);

// A mail address, a @handle, a telephone number, or a scheme that opens another app (tel:, tg:).
bool has_contact(std::string const& message);

// A bank account (IBAN), a card (by its checksum), or a wallet.
bool has_payment_number(std::string const& message);

// What reads the public suffix list.
Library suffix_library();

}  // namespace proactive
