# Writes a C++ header with the text of the model of users. Run as: cmake -DOUTPUT=... -DMODEL=file.json -P embed.cmake
file(READ ${MODEL} text)
file(WRITE ${OUTPUT} "#pragma once\n// Generated from ${MODEL} by embed.cmake.\n#include <string_view>\n\nnamespace proactive::simulation {\n\ninline constexpr std::string_view simulation_model_text{R\"json(${text})json\"};\n\n}\n")
