#include "base/descriptors.hpp"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

namespace proactive {

void occupy_standard_descriptors() {
  for (int descriptor = STDIN_FILENO; descriptor <= STDERR_FILENO; ++descriptor) {
    if (fcntl(descriptor, F_GETFD) != -1) continue;
    // open() takes the lowest free number, which is this one. O_PATH: for naming only, so that writing fails and is
    // noticed.
    if (open("/dev/null", O_PATH) == -1) return;
  }
}

bool is_reader_gone(int descriptor) {
  pollfd asked{descriptor, POLLOUT, 0};
  return poll(&asked, 1, 0) == 1 && (asked.revents & POLLERR) != 0;
}

}  // namespace proactive
