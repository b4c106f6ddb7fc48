#include "base/library.hpp"

#include <cld2/public/compact_lang_det.h>
#include <fmt/core.h>
#include <utf8proc.h>

#include <nlohmann/json.hpp>

#include "base/log.hpp"

namespace proactive {

std::vector<Library> base_libraries() {
  return {log::library(),
          {"fmt", fmt::format("{}.{}.{}", FMT_VERSION / 10000, FMT_VERSION / 100 % 100, FMT_VERSION % 100)},
          {"nlohmann-json", fmt::format("{}.{}.{}", NLOHMANN_JSON_VERSION_MAJOR, NLOHMANN_JSON_VERSION_MINOR,
                                        NLOHMANN_JSON_VERSION_PATCH)},
          {"utf8proc", utf8proc_version()},
          {"cld2", CLD2::DetectLanguageVersion()}};
}

}  // namespace proactive
