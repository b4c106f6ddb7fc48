# Writes a C++ header with the id (the file's name) and the text of every policy pack. Run as: cmake -DOUTPUT=... -DPACKS=a.json;b.json -P embed.cmake
list(LENGTH PACKS count)
set(header "#pragma once\n// Generated from src/domain/policy/packs by embed.cmake.\n#include <array>\n#include <string_view>\n\nnamespace proactive {\n\ninline constexpr std::array<std::string_view, ${count}> policy_pack_texts{\n")
set(ids "")
foreach(file IN LISTS PACKS)
  get_filename_component(id ${file} NAME_WE)
  string(APPEND ids "\"${id}\", ")
  file(READ ${file} text)
  string(APPEND header "std::string_view{R\"json(${text})json\"},\n")
endforeach()
file(WRITE ${OUTPUT} "${header}};\n\n"
  "inline constexpr std::array<std::string_view, ${count}> policy_pack_ids{${ids}};\n\n}\n")
