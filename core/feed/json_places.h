#pragma once

// Internal to feed: where things stand in a JSON text, which Qt's parser does not tell.

#include "core/base/result.h"

#include <QByteArray>

#include <optional>

namespace cartwright::feed {

/// Why a well-formed JSON text is ambiguous: an object that has one key twice, with its line. Nothing where none has.
std::optional<QString> repeatedKey(const QByteArray& json, const QString& file);

/// The same error with the line added to a sentence such as "sale.json events[3]: \"quantity\" is -1.", which then
/// begins with "sale.json line 14, events[3]: ". Unchanged where the place is not found.
Error withLine(Error error, const QByteArray& json, const QString& file);

} // namespace cartwright::feed
