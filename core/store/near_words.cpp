#include "core/store/near_words.h"

#include <algorithm>
#include <vector>

namespace cartwright::store {
namespace {

constexpr qsizetype keyLetters = 8;
constexpr qsizetype shortestTerm = 3;
constexpr qsizetype longestTerm = 40;

/// The last row of the table of distances: to each beginning of `other`.
std::vector<int> lastRow(const QString& one, const QString& other)
{
    const auto width = static_cast<std::size_t>(other.size()) + 1;
    std::vector<int> before(width);
    std::vector<int> row(width);
    std::vector<int> next(width);
    for (std::size_t j = 0; j < width; ++j)
        row[j] = static_cast<int>(j);
    for (qsizetype i = 1; i <= one.size(); ++i) {
        next[0] = static_cast<int>(i);
        for (qsizetype j = 1; j <= other.size(); ++j) {
            const auto at = static_cast<std::size_t>(j);
            const int change = one[i - 1] == other[j - 1] ? 0 : 1;
            next[at] = std::min({row[at] + 1, next[at - 1] + 1, row[at - 1] + change});
            if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                next[at] = std::min(next[at], before[at - 2] + 1);
        }
        std::swap(before, row);
        std::swap(row, next);
    }
    return row;
}

void addWithout(QStringList& keys, const QString& word, int letters, qsizetype from)
{
    keys.append(word);
    if (letters == 0)
        return;
    for (qsizetype i = from; i < word.size(); ++i)
        addWithout(keys, QString(word).remove(i, 1), letters - 1, i);
}

} // namespace

QString folded(const QString& text)
{
    QString plain;
    plain.reserve(text.size());
    for (const QChar c : text.normalized(QString::NormalizationForm_KD))
        if (!c.isMark())
            plain.append(c);
    return plain.toCaseFolded();
}

QStringList termsOf(const QString& name)
{
    QStringList terms;
    QString word;
    const auto add = [&] {
        const bool hasDigit = std::any_of(word.begin(), word.end(), [](QChar c) { return c.isDigit(); });
        if (word.size() >= shortestTerm && word.size() <= longestTerm && !hasDigit && !terms.contains(word))
            terms.append(word);
        word.clear();
    };
    for (const QChar c : folded(name)) {
        if (c.isLetterOrNumber())
            word.append(c);
        else
            add();
    }
    add();
    return terms;
}

int forgivenErrors(const QString& word) { return word.size() >= 8 ? 2 : word.size() >= 4 ? 1 : 0; }

QStringList nearKeys(const QString& word)
{
    QStringList keys;
    // A word of three letters is near one of four.
    addWithout(keys, word.left(keyLetters), std::max(1, forgivenErrors(word)), 0);
    keys.sort();
    keys.removeDuplicates();
    return keys;
}

int typingErrors(const QString& one, const QString& other, int most)
{
    if (std::abs(one.size() - other.size()) > most)
        return most + 1;
    return std::min(lastRow(one, other).back(), most + 1);
}

int typingErrorsToBeginning(const QString& one, const QString& other, int most)
{
    const auto row = lastRow(one, other.left(one.size() + most));
    return std::min(*std::min_element(row.begin(), row.end()), most + 1);
}

} // namespace cartwright::store
