# Writes OUTPUT with the commit of the checkout SOURCE, or with COMMIT where that is given. The file is touched only where it
# would say something else, so that a build after a commit compiles one small file.
if(NOT COMMIT AND EXISTS ${SOURCE}/.git) # not of a checkout around an unpacked archive
  execute_process(COMMAND git --no-optional-locks -C ${SOURCE} describe --always --dirty --abbrev=12 --exclude=*
    OUTPUT_VARIABLE COMMIT OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE failed)
  if(failed)
    set(COMMIT "")
  endif()
endif()
file(CONFIGURE OUTPUT ${OUTPUT} CONTENT [[
#pragma once
#include <string_view>
namespace proactive {
inline constexpr std::string_view build_commit{"@COMMIT@"};
}
]] @ONLY)
