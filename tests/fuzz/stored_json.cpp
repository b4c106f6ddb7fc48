// JSON that hosts store: lists of traits, interests and memories, in any form.
#include <fuzzer/FuzzedDataProvider.h>

#include "base/json.hpp"
#include "base/text.hpp"
#include "domain/message/brief.hpp"
#include "tests/fuzz/require.hpp"

using namespace proactive;

namespace {

void use(std::vector<std::string> const& items) {
  Brief brief;
  brief.context.traits = items;
  preferred_tone(brief);
  for (auto const& item : items) {
    auto const phrase = memory_phrase(item);
    require(phrase.find('\n') == std::string::npos, "a memory is quoted on one line");
    if (is_storable(item)) require(is_storable(phrase), "what can be stored stays so");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  FuzzedDataProvider input(data, size);
  auto const text = input.ConsumeRemainingBytesAsString();
  use(text_list(Json(text)));
  auto const value = Json::parse(text, nullptr, false);
  if (value.is_discarded()) return 0;
  use(text_list(value));
  auto const line = to_line(value);
  require(to_line(Json::parse(line)) == line, "JSON is the same when it is read as it is written");
  require(to_line(Json::from_msgpack(Json::to_msgpack(value))) == line, "and so is its MessagePack");
  return 0;
}
