#pragma once

namespace proactive {

// Fills the standard descriptors that the caller has closed with ones that can be neither read nor written, so that no
// connection gets the number of stdout or stderr and is written to.
void occupy_standard_descriptors();

// Whether the descriptor is a pipe that nobody reads any more, as after `| head`.
bool is_reader_gone(int descriptor);

}  // namespace proactive
