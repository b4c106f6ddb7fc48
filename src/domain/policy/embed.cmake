# Writes a C++ header with the text of every policy pack. Run as: cmake -DOUTPUT=... -DPACKS=a.json;b.json -P embed.cmake
list(LENGTH PACKS count)
set(header "#pragma once\n// Generated from src/domain/policy/packs by embed.cmake.\n#include <array>\n#include <string_view>\n\nnamespace proactive {\n\ninline constexpr std::array<std::string_view, ${count}> policy_pack_texts{\n")
foreach(file IN LISTS PACKS)
  file(READ ${file} text)
  string(APPEND header "std::string_view{R\"json(${text})json\"},\n")
endforeach()
file(WRITE ${OUTPUT} "${header}};\n\n}\n")
