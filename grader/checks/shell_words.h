// Role: words of a command that a learner can give to a POSIX shell as it stands.
#pragma once

#include <string>
#include <string_view>

namespace assay::checks {

std::string shellWord(std::string_view text);   // quoted where it has to be
std::string printfWord(std::string_view text);  // the printf that prints the text, on one line
// The line, or nothing where a report would cut it or write a character of it in another way: then it is no command.
std::string wholeCommand(std::string line);

}  // namespace assay::checks
