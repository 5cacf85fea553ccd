#pragma once

#include <QString>
#include <tl/expected.hpp>

#include <cstdint>
#include <utility>

namespace cartwright {

/// What a program can act on. The command line maps each to one exit code.
enum class ErrorKind : std::uint8_t {
    Failed,       ///< an operation that should have worked did not (disk, decoder, database)
    WrongUsage,   ///< the call itself makes no sense
    NotFound,     ///< the named thing does not exist
    Refused,      ///< input from outside breaks a rule of its format
    Integrity,    ///< stored data contradicts itself
    Locked,       ///< somebody else holds it, or the role may not
    DoneInPart,   ///< some items were done, some were not; details say which
    Cancelled,    ///< stopped on request
    Unreachable,  ///< a server does not answer; the same may succeed later
};

/// One sentence for a person (what happened to what, why, what next), and details to copy.
struct Error
{
    ErrorKind kind = ErrorKind::Failed;
    QString sentence;
    QString details;

    bool operator==(const Error&) const = default;
};

/// A value or an Error. Nothing in core throws; constructors cannot fail, `open`/`create` can.
template <class T> using Result = tl::expected<T, Error>;

[[nodiscard]] inline tl::unexpected<Error> failure(ErrorKind kind, QString sentence, QString details = {})
{
    return tl::unexpected<Error>(Error{kind, std::move(sentence), std::move(details)});
}

/// Passes the error of one result on as the error of another.
[[nodiscard]] inline tl::unexpected<Error> failure(Error error)
{
    return tl::unexpected<Error>(std::move(error));
}

} // namespace cartwright
