#pragma once

// Internal to store: words that were mistyped. Pure; any thread.

#include <QStringList>

namespace cartwright::store {

/// Case and accents taken away, as the search indices do.
QString folded(const QString& text);

/// The words of a product's name that are looked for with typing errors: folded, of three letters or more, without
/// digits, each once.
QStringList termsOf(const QString& name);

/// So many typing errors are forgiven in a word: none below 4 letters, one, two from 8 on.
int forgivenErrors(const QString& word);

/// What is left of the first 8 letters of a folded word after as many letters were taken out as errors are forgiven in
/// it, and after fewer. Two words that are at most so many errors apart have at least one of these in common
/// (W. Garbe, "Symmetric Delete", 2012), so an index of them finds the words near another.
QStringList nearKeys(const QString& word);

/// How many letters have to be put in, taken out, changed or swapped with the next one to come from one folded word to
/// the other (optimal string alignment); more than `most` is answered as most + 1.
int typingErrors(const QString& one, const QString& other, int most);

/// The same to come to any beginning of the other word: for a word that is still being typed.
int typingErrorsToBeginning(const QString& one, const QString& other, int most);

} // namespace cartwright::store
