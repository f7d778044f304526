// Role: the project's second channel of failure. A *verdict* is a value; an Error is ours: I/O, bad content, a
// sandbox that could not be set up. Functions that can fail for our reasons return Result<T>.
// Threads: plain values. No exception crosses a library border.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace assay::base {

// What a caller may branch on. Not persisted.
enum class ErrorCode {
    Internal,           // a fault of the grader or of its machine: exit 3
    Io,                 // a file or descriptor could not be read or written: exit 3
    Unsupported,        // this machine cannot enforce or do what was asked: exit 3, `hint` says how to mend it
    NotFound,           // what was named is not there: exit 2
    Usage,              // the call's words are wrong: exit 2
    InvalidContent,     // a course or exercise is wrong: exit 2
    InvalidSubmission,  // a submission was refused before anything ran: exit 2, verdict `invalid`
    Canceled,           // the caller asked to stop
    Busy,               // somebody else holds what is needed; trying again may help
    Corrupt,            // stored data is damaged
    NewerSchema,        // stored data was written by a newer version
};

struct Error {
    ErrorCode code = ErrorCode::Internal;
    std::string message;  // for a person: what happened, what was found and expected
    std::string hint;     // what to do about it; may be empty
    std::string file;     // where, as the person knows it; may be empty
    int line = 0;         // 1-based; 0 where there is none
};

// "file:line: message (hint)", with what is empty left out.
std::string describe(const Error& error);

// Result<T>: std::expected's member names, [[nodiscard]].
template <class T = void>
class [[nodiscard]] Result : public tl::expected<T, Error> {
  public:
    using tl::expected<T, Error>::expected;
};

using Failure = tl::unexpected<Error>;

// return fail(ErrorCode::NotFound, "no exercise 'x'", "did you mean 'y'?");
inline Failure fail(ErrorCode code, std::string message, std::string hint = {}) {
    return Failure(Error{code, std::move(message), std::move(hint), {}, 0});
}
inline Failure failAt(ErrorCode code, std::string message, std::string file, int line) {
    return Failure(Error{code, std::move(message), {}, std::move(file), line});
}
// return propagate(result);
template <class T>
Failure propagate(const Result<T>& result) {
    return Failure(result.error());
}
// fail() with errno's text: "cannot open 'x': No such file or directory".
Failure failErrno(ErrorCode code, const std::string& what, int errnoValue);

}  // namespace assay::base
