#pragma once

#include <string>
#include <vector>

#include "store/pg/database.hpp"

namespace proactive::store {

// How much of PostgreSQL's notification queue is in use, in percent. When it is full, a commit that notifies fails.
double notification_queue_percent(Transaction& transaction);

// Sends events to the Socket.IO servers that listen on the channel: in this order, when the transaction commits, and
// never if it does not. JSON documents over 7,999 bytes travel through the app's table socket_io_attachments; where it
// has none that could be trusted they are left out. Returns how many were sent.
long notify(Transaction& transaction, std::string const& channel, std::vector<std::string> documents);

}  // namespace proactive::store
