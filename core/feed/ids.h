#pragma once

#include <QString>

namespace cartwright::feed {

/// One file or folder name for an id from outside, whatever the id holds: never empty, never `.` or `..`, never
/// hidden, no separators, at most 130 bytes of ASCII. Two ids that differ give names that differ.
/// Letters, digits, `-`, `_` and inner dots stay; every other byte of the UTF-8 form becomes `=` and two hex digits
/// (`=` and not `%`, because names travel through format strings and shells). Long ids are cut and end in `=h` and
/// 32 hex digits of their SHA-256. Any thread.
QString safePathPart(const QString& id);

/// Why a text cannot be an id, as the end of a sentence ("holds a control character"); empty where it can.
/// Ids are shown to people and written to logs, so that control characters and broken UTF-16 are refused.
QString whyNoId(const QString& text);

} // namespace cartwright::feed
