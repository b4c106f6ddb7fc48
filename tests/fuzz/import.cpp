// Lines of an app that is elsewhere: whatever they hold, they become a row of texts that PostgreSQL takes, or a
// sentence.
#include "base/text.hpp"
#include "domain/import/batch.hpp"
#include "tests/fuzz/require.hpp"

using namespace proactive;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  std::string const line(reinterpret_cast<char const*>(data), size);
  auto const read = read_import_line(line, *parse_instant("2026-03-01T09:00:00Z"));
  require(read.record.has_value() == read.problem.empty(), "a line is taken, or it is said why not");
  require(is_storable(read.problem), "a sentence can be shown");
  if (!read.record) return 0;
  require(read.kind == read.record->kind, "a record is of its line's kind");
  require(read.record->row.dump().find("\\u0000") == std::string::npos, "no text has a NUL");
  for (auto const& id : read.record->key) require(!id.empty() && id.size() <= 200 && is_storable(id), "an id is one");
  ImportBatch batch;
  batch.add(*read.record, 1, line.size());
  batch.add(*read.record, 2, line.size());
  require(batch.of(*read.kind).size() == 1, "a row is one record of a batch");
  return 0;
}
