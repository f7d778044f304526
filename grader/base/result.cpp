#include "base/result.h"

#include <cstring>
#include <system_error>

namespace assay::base {

std::string describe(const Error& error) {
    std::string text;
    if (!error.file.empty()) {
        text = error.file;
        if (error.line > 0) text += ":" + std::to_string(error.line);
        text += ": ";
    }
    text += error.message;
    if (!error.hint.empty()) text += " (" + error.hint + ")";
    return text;
}

Failure failErrno(ErrorCode code, const std::string& what, int errnoValue) {
    return fail(code, what + ": " + std::generic_category().message(errnoValue));
}

}  // namespace assay::base
