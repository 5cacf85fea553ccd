#pragma once

// Internal to store: the words of products' names, to find those that were mistyped.

#include "core/store/near_words.h"
#include "core/store/work.h"

#include <QSet>

namespace cartwright::store {

/// Adds those that are not there yet.
void addTerms(Work& work, const QSet<QString>& terms);

/// Fills the words of a database whose products were there before it had them. One transaction, once.
Result<void> fillTerms(Gateway& gateway);

/// A word near a typed one.
struct NearTerm
{
    QString term;
    int errors = 0;
};

/// Words as near as errors are forgiven in the (folded) word, itself left out, the nearest first, at most `most`. With
/// `Typing::GoesOn` also words that begin with one as near.
enum class Typing : std::uint8_t { Done, GoesOn };
std::vector<NearTerm> nearTerms(Work& work, const QString& word, Typing typing, std::size_t most);

} // namespace cartwright::store
