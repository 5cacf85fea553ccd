#pragma once

#include <QString>

#include <optional>

namespace cartwright::ui {

/// How well `typed` fits `text`: every typed letter must occur in the text in that order, whatever its case; spaces in
/// `typed` are left out. Letters at the start of words and letters in a row count most, and an early start a little.
/// Nothing where it does not fit; 0 for an empty `typed`. Any thread.
std::optional<int> fuzzyScore(const QString& typed, const QString& text);

} // namespace cartwright::ui
