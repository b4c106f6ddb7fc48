// Settings: values of every setting, and env files.
#include <fuzzer/FuzzedDataProvider.h>
#include <sys/mman.h>
#include <unistd.h>

#include "app/settings_sources.hpp"
#include "base/errors.hpp"
#include "base/text.hpp"
#include "tests/fuzz/require.hpp"

using namespace proactive;

namespace {

void assign(SettingSpec const& spec, std::string const& value) {
  auto settings = default_settings();
  auto const before = setting_text(settings, spec);
  if (assign_setting(settings, spec, value)) {
    require(setting_text(settings, spec) == before, "a refused value changes nothing");
    return;
  }
  auto const text = setting_text(settings, spec);
  auto again = default_settings();
  require(!assign_setting(again, spec, text), "a value is allowed as it is shown");
  require(setting_text(again, spec) == text, "a value is the same when it is read as it is shown");
  require(is_storable(text), "an allowed value can be stored");
}

void read_as_env_file(std::string const& text) {
  int const file = memfd_create("env", 0);
  require(write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()), "the file is written");
  try {
    app::SettingSources sources;
    sources.env_file = app::read_env_file("/proc/self/fd/" + std::to_string(file)).values;
    for (auto const& [name, value] : sources.env_file) require(find_setting(name) != nullptr, "only settings are read");
    app::merge_settings(sources);
  } catch (Error const& problem) {
    require(printable(problem.what()) == problem.what(), "a sentence is safe for a terminal");
    require(problem.code() == ExitCode::configuration, "the exit code is that of configuration");
  }
  close(file);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  FuzzedDataProvider input(data, size);
  auto const number = input.ConsumeIntegral<std::uint8_t>();
  auto const text = input.ConsumeRemainingBytesAsString();
  auto const specs = setting_specs();
  if (number < specs.size()) {
    assign(specs[number], text);
  } else {
    read_as_env_file(text);
  }
  return 0;
}
