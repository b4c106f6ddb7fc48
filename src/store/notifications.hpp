#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/pg/database.hpp"

namespace proactive::store {

// How much of PostgreSQL's notification queue is in use, in percent. When it is full, a commit that notifies fails.
double notification_queue_percent(Transaction& transaction);

// How many sessions listen to a channel, where their last statement tells; 0 where no other session is there at all;
// nothing where it is not known.
std::optional<long> listeners(Transaction& transaction, std::string const& channel);

// Bytes: PostgreSQL's limit on a notification.
inline constexpr std::size_t longest_notification = 7999;

// Sends texts of no more than that to whoever listens on the channel: in this order, when the transaction commits, and
// never if it does not.
void notify(Transaction& transaction, std::string const& channel, std::vector<std::string> const& texts);

// Sends events to the Socket.IO servers that listen on the channel, in the same way. JSON documents that are longer
// travel through the app's table socket_io_attachments; where it has none that could be trusted they are left out.
// Returns how many were sent.
long notify_servers(Transaction& transaction, std::string const& channel, std::vector<std::string> documents);

}  // namespace proactive::store
