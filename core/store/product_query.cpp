#include "core/store/product_query.h"

#include <algorithm>
#include <array>

namespace cartwright::store {
namespace {

constexpr qsizetype longestText = 200;
constexpr qsizetype shortBeginning = 2;

/// The word, and how else it is spelled where an index keeps ligatures as they are.
QStringList spellingsOf(const QString& word)
{
    static const std::array<std::array<QString, 2>, 3> ligatures{
        {{QStringLiteral("oe"), QStringLiteral("\u0153")},
         {QStringLiteral("ae"), QStringLiteral("\u00e6")},
         {QStringLiteral("ss"), QStringLiteral("\u00df")}}};
    QStringList spellings{word};
    for (const auto& [apart, joined] : ligatures) {
        if (word.contains(apart, Qt::CaseInsensitive))
            spellings.append(QString(word).replace(apart, joined, Qt::CaseInsensitive));
        if (word.contains(joined, Qt::CaseInsensitive))
            spellings.append(QString(word).replace(joined, apart, Qt::CaseInsensitive));
    }
    return spellings;
}

QString quoted(QString word)
{
    return QLatin1Char('"') + word.replace(QLatin1Char('"'), QStringLiteral("\"\"")) + QLatin1Char('"');
}

/// The parts of a word that letters and digits make.
QStringList partsOf(const QString& word)
{
    QString plain;
    for (const QChar c : word)
        plain.append(c.isLetterOrNumber() || c.isMark() ? c : QLatin1Char(' '));
    return plain.split(QLatin1Char(' '), Qt::SkipEmptyParts);
}

} // namespace

QString soughtText(const QString& typed) { return typed.left(longestText).remove(QChar(0)).simplified(); }

QStringList wordsOf(const QString& text)
{
    QStringList words;
    for (const QString& word : text.split(QLatin1Char(' ')))
        if (std::any_of(word.begin(), word.end(), [](QChar c) { return c.isLetterOrNumber(); }))
            words.append(word);
    return words;
}

QString fileMatchOf(const std::vector<SoughtWord>& words, WordEnd end)
{
    QStringList all;
    for (const auto& sought : words) {
        QStringList any;
        for (const QString& spelling : spellingsOf(sought.word))
            any.append(quoted(spelling) + (end == WordEnd::Anywhere ? QStringLiteral("*") : QString()));
        for (const QString& other : sought.instead)
            any.append(quoted(other));
        all.append(QLatin1Char('(') + any.join(QStringLiteral(" OR ")) + QLatin1Char(')'));
    }
    return all.join(QStringLiteral(" AND "));
}

ServerMatch serverMatchOf(const std::vector<SoughtWord>& words, WordEnd end)
{
    ServerMatch match;
    QStringList all;
    QStringList shortOnes;
    for (const auto& sought : words) {
        const QStringList parts = partsOf(sought.word);
        for (const QString& part : parts) {
            if (end == WordEnd::Anywhere && part.size() <= shortBeginning && sought.instead.isEmpty()) {
                shortOnes.append(part);
                continue;
            }
            QStringList any{QLatin1Char('\'') + part + (end == WordEnd::Anywhere ? QStringLiteral("':*") : QStringLiteral("'"))};
            if (parts.size() == 1)
                for (const QString& other : sought.instead)
                    any.append(QLatin1Char('\'') + other + QLatin1Char('\''));
            all.append(QLatin1Char('(') + any.join(QStringLiteral(" | ")) + QLatin1Char(')'));
        }
    }
    for (const QString& part : shortOnes) {
        if (all.isEmpty()) // there is nothing else to look for
            all.append(QLatin1Char('\'') + part + QStringLiteral("':*"));
        else
            match.patterns.append(QStringLiteral("(^|[^[:alnum:]])") + part);
    }
    match.query = all.join(QStringLiteral(" & "));
    return match;
}

QString barcodeDigits(const QString& text)
{
    QString digits;
    for (const QChar c : text) {
        if (c >= QLatin1Char('0') && c <= QLatin1Char('9'))
            digits.append(c);
        else if (!c.isSpace() && c != QLatin1Char('-'))
            return {};
    }
    return digits;
}

} // namespace cartwright::store
