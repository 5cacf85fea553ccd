#include "core/store/product_rows.h"
#include "core/store/store_repository.h"

#include <QSet>

#include <algorithm>
#include <tuple>

namespace cartwright::store {
namespace {

/// So many hits are read and put in order; where more match, the next letter typed makes them fewer.
constexpr int mostHits = 300;
constexpr qsizetype longestText = 200;

/// Case and accents taken away, as the index does.
QString folded(const QString& text)
{
    QString plain;
    for (const QChar c : text.normalized(QString::NormalizationForm_KD))
        if (!c.isMark())
            plain.append(c);
    return plain.toCaseFolded();
}

/// What stands between spaces and has a letter or digit to look for.
QStringList wordsOf(const QString& text)
{
    QStringList words;
    for (const QString& word : text.left(longestText).remove(QChar(0)).simplified().split(QLatin1Char(' ')))
        if (std::any_of(word.begin(), word.end(), [](QChar c) { return c.isLetterOrNumber(); }))
            words.append(word);
    return words;
}

/// A query of the full-text index in which every word is quoted, so that none is read as an operator.
QString matchOf(const QStringList& words, bool asPrefixes)
{
    QStringList quoted;
    for (QString word : words)
        quoted.append(QLatin1Char('"') + word.replace(QLatin1Char('"'), QStringLiteral("\"\"")) +
                      (asPrefixes ? QStringLiteral("\"*") : QStringLiteral("\"")));
    return quoted.join(QLatin1Char(' '));
}

/// The same for a server's index, which holds words without their punctuation.
QString serverMatchOf(const QStringList& words, bool asPrefixes)
{
    QStringList quoted;
    for (const QString& word : words) {
        QString plain;
        for (const QChar c : word)
            plain.append(c.isLetterOrNumber() || c.isMark() ? c : QLatin1Char(' '));
        for (const QString& part : plain.split(QLatin1Char(' '), Qt::SkipEmptyParts))
            quoted.append(QLatin1Char('\'') + part + (asPrefixes ? QStringLiteral("':*") : QStringLiteral("'")));
    }
    return quoted.join(QStringLiteral(" & "));
}

/// The digits of a text that is nothing but digits, spaces and hyphens, as barcodes are read out; else empty.
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

/// Puts the better hit first: the very GTIN, names before digits, a name that begins with the text, whole
/// words, short names.
class Ranking
{
public:
    explicit Ranking(const QString& text)
        : m_text(folded(text.simplified())), m_gtin(Gtin::parse(barcodeDigits(text)).value_or(Gtin()))
    {
        const QStringList words = m_text.split(QLatin1Char(' '));
        m_words = QSet<QString>(words.begin(), words.end());
    }

    auto operator()(const Product& product, bool byName) const
    {
        const QString name = folded(product.name);
        int wholeWords = 0;
        for (const QString& word : name.split(QLatin1Char(' ')))
            wholeWords += m_words.contains(word) ? 1 : 0;
        const bool exact = !m_gtin.isEmpty() && product.gtin == m_gtin;
        return std::tuple(exact ? 0 : 1, byName ? 0 : 1, name.startsWith(m_text) ? 0 : 1, -wholeWords,
                          name.size(), name, product.gtin.digits());
    }

private:
    QString m_text;
    Gtin m_gtin;
    QSet<QString> m_words;
};

using Rank = decltype(std::declval<Ranking>()(Product(), true));

struct Hit
{
    Rank rank;
    Product product;
};

class Search
{
public:
    Search(Work& work, const QString& storeId, const QString& text)
        : m_work(work), m_storeId(storeId), m_ranking(text)
    {
    }

    void byWords(const QStringList& words, bool asPrefixes)
    {
        if (m_work.engine().isServer())
            ask(QStringLiteral("SELECT p.product_row, %1 FROM product p WHERE "
                               "p.words @@ to_tsquery('simple', cartwright_fold(?)) AND p.store_id = ? LIMIT ?"),
                serverMatchOf(words, asPrefixes), true);
        else
            ask(QStringLiteral("SELECT p.product_row, %1 FROM product_words CROSS JOIN product p "
                               "ON p.product_row = product_words.rowid WHERE product_words MATCH ? AND "
                               "p.store_id = ? LIMIT ?"),
                matchOf(words, asPrefixes), true);
    }
    /// Three digits or more are looked up; of one or two digits so many GTINs contain them that reading finds
    /// them at once.
    void byDigits(const QString& digits)
    {
        if (m_work.engine().isServer())
            ask(QStringLiteral("SELECT p.product_row, %1 FROM product p WHERE p.gtin LIKE ? AND "
                               "p.store_id = ? LIMIT ?"),
                QLatin1Char('%') + digits + QLatin1Char('%'), false);
        else if (digits.size() >= 3)
            ask(QStringLiteral("SELECT p.product_row, %1 FROM product_digits CROSS JOIN product p "
                               "ON p.product_row = product_digits.rowid WHERE product_digits MATCH ? AND "
                               "p.store_id = ? LIMIT ?"),
                matchOf({digits}, false), false);
        else
            ask(QStringLiteral("SELECT p.product_row, %1 FROM product p WHERE instr(p.gtin, ?) > 0 AND "
                               "p.store_id = ? LIMIT ?"),
                digits, false);
    }
    std::vector<Product> best(int limit)
    {
        std::sort(m_hits.begin(), m_hits.end(), [](const Hit& a, const Hit& b) { return a.rank < b.rank; });
        std::vector<Product> products;
        for (auto& hit : m_hits)
            if (static_cast<int>(products.size()) < limit)
                products.push_back(std::move(hit.product));
        return products;
    }

private:
    void ask(const QString& sql, const QString& sought, bool byName)
    {
        m_work.each(sql.arg(QLatin1String(productColumns)), {sought, m_storeId, mostHits}, [&](Row& row) {
            const auto productRow = row.integer();
            if (m_seen.contains(productRow))
                return;
            m_seen.insert(productRow);
            Product product = readProduct(m_work, row);
            m_hits.push_back({m_ranking(product, byName), std::move(product)});
        });
    }

    Work& m_work;
    QString m_storeId;
    Ranking m_ranking;
    QSet<std::int64_t> m_seen;
    std::vector<Hit> m_hits;
};

} // namespace

Result<std::vector<Product>> StoreRepository::search(const QString& storeId, const QString& text, int limit)
{
    Work work(m_database.gateway(), Work::Kind::Read);
    Search search(work, storeId, text);
    if (const QStringList words = wordsOf(text); !words.isEmpty()) {
        search.byWords(words, false); // whole words first, lest "milk" drown among "milk chocolate bars"
        search.byWords(words, true);
    }
    if (const QString digits = barcodeDigits(text); !digits.isEmpty())
        search.byDigits(digits);
    return work.finish(search.best(limit));
}

} // namespace cartwright::store
