#include "base/descriptors.hpp"

#include <fcntl.h>
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

}  // namespace proactive
