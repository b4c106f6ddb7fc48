#pragma once

#include <string>
#include <string_view>

namespace proactive {

// A connection that libpq did not get, in one sentence: what the server or the system said, and what helps. `text` is
// libpq's, with lines for each address that it tried: the one of a server that answered tells most. There is no
// SQLSTATE before a session begins, and so the text decides; what it has in another language is given general advice.
// `system_user` is who runs this, whose name libpq takes for the role where none is given. Pure.
std::string connection_failure(std::string_view text, std::string const& system_user);

}  // namespace proactive
