#pragma once

// Internal to store: what somebody types for a product, in the words of the two engines' indices.

#include "core/store/engine.h"

#include <QStringList>

#include <vector>

namespace cartwright::store {

/// One typed word and the words that may have been meant instead, all to be found.
struct SoughtWord
{
    QString word;
    QStringList instead; ///< whole words
};

enum class WordEnd : std::uint8_t { Here, Anywhere }; ///< whether a word is whole, or the beginning of one

/// What was typed, without what no name or number has; cut where it is too long to be one.
QString soughtText(const QString& typed);

/// What stands between spaces and has a letter or digit to look for.
QStringList wordsOf(const QString& text);

/// A query of the file's full-text index in which every word is quoted, so that none is read as an operator. A word
/// with a ligature is found spelled out, and the other way round.
QString fileMatchOf(const std::vector<SoughtWord>& words, WordEnd end);

/// The same for a server's index, which holds words without their punctuation.
struct ServerMatch
{
    QString query;        ///< for to_tsquery
    QStringList patterns; ///< regular expressions for beginnings of one or two letters, which the index finds slowly
};
ServerMatch serverMatchOf(const std::vector<SoughtWord>& words, WordEnd end);

/// The digits of a text that is nothing but digits, spaces and hyphens, as barcodes are read out; else empty.
QString barcodeDigits(const QString& text);

} // namespace cartwright::store
