#include "core/store/near_words.h"
#include "core/store/product_query.h"
#include "core/store/product_ranking.h"
#include "core/store/product_rows.h"
#include "core/store/product_terms.h"
#include "core/store/store_repository.h"

#include <QSet>

#include <algorithm>

namespace cartwright::store {
namespace {

/// So many hits are read and put in order; where more match, the next letter typed makes them fewer.
constexpr int mostHits = 200;
constexpr int mostBeginnings = 50;
constexpr std::size_t mostNear = 24;
constexpr std::size_t mostNearBeginnings = 6;

/// Behind everything that begins with a text.
QString behind() { return QString(QChar(0xFFFF)); }

struct Hit
{
    Ranking::Rank rank;
    Product product;
};

class Search
{
public:
    Search(Work& work, const QString& storeId, const QString& text)
        : m_work(work), m_storeId(storeId), m_ranking(text)
    {
        for (const QString& word : wordsOf(text))
            m_words.push_back({word, {}});
    }

    int hits() const { return static_cast<int>(m_hits.size()); }
    bool hasWords() const { return !m_words.empty(); }

    /// Products whose name begins with a text, in the order of names.
    void byBeginning(const QString& text)
    {
        if (isOnServer())
            ask(QStringLiteral("p.folded ~>=~ cartwright_fold(?) AND p.folded ~<~ (cartwright_fold(?) || ?) AND "
                               "p.store_id = ? ORDER BY p.store_id, p.folded USING ~<~"),
                {text, text, behind(), m_storeId, mostBeginnings}, true);
        else
            ask(QStringLiteral("p.name >= ? COLLATE NOCASE AND p.name < ? COLLATE NOCASE AND p.store_id = ? "
                               "ORDER BY p.store_id, p.name COLLATE NOCASE"),
                {text, text + behind(), m_storeId, mostBeginnings}, true);
    }
    void byWords(WordEnd end)
    {
        if (!isOnServer()) {
            askIndex(QStringLiteral("product_words"), fileMatchOf(m_words, end), true);
            return;
        }
        const ServerMatch match = serverMatchOf(m_words, end);
        Values values{match.query};
        QString condition = QStringLiteral("p.words @@ to_tsquery('simple', cartwright_fold(?))");
        for (const QString& pattern : match.patterns) {
            // Not by an index: three letters of such a pattern are in every name.
            condition += QStringLiteral(" AND (p.folded || '') ~ cartwright_fold(?)");
            values.emplace_back(pattern);
        }
        values.insert(values.end(), {m_storeId, mostHits});
        ask(condition + QStringLiteral(" AND p.store_id = ?"), values, true);
    }
    /// The same with words that may have been meant instead of those that were typed.
    void byNearWords()
    {
        bool isNear = false;
        std::vector<NearTerm> last;
        for (std::size_t i = 0; i < m_words.size(); ++i) {
            const auto typing = i + 1 == m_words.size() ? Typing::GoesOn : Typing::Done;
            last = nearTerms(m_work, folded(m_words[i].word), typing, mostNear);
            m_ranking.addNear(i, last);
            for (const auto& near : last)
                m_words[i].instead.append(near.term);
            isNear = isNear || !last.empty();
        }
        if (!isNear)
            return;
        // What was found already gets its place among the others anew.
        for (auto& hit : m_hits)
            hit.rank = m_ranking(hit.product, std::get<1>(hit.rank) == 0);
        byWords(WordEnd::Anywhere);
        if (m_words.size() == 1)
            for (std::size_t i = 0; i < std::min(last.size(), mostNearBeginnings); ++i)
                byBeginning(last[i].term);
    }

    /// Numbers of 8, 12, 13 and 14 digits are all kept with 14: the digits as the beginning of each.
    void byFirstDigits(const QString& digits)
    {
        for (const int zeros : {0, 1, 2, 6}) {
            const QString first = QString(zeros, QLatin1Char('0')) + digits;
            if (first.size() <= 14)
                ask(QStringLiteral("p.gtin >= ? AND p.gtin < ? AND p.store_id = ? ORDER BY p.gtin"),
                    {first, first + QLatin1Char(':'), m_storeId, mostBeginnings}, false);
        }
    }
    /// Anywhere in the number. Three digits or more are looked up; of one or two digits so many GTINs contain them
    /// that reading finds them at once.
    void byDigits(const QString& digits)
    {
        if (isOnServer())
            ask(QStringLiteral("p.gtin LIKE ? AND p.store_id = ?"),
                {QLatin1Char('%') + digits + QLatin1Char('%'), m_storeId, mostHits}, false);
        else if (digits.size() >= 3)
            askIndex(QStringLiteral("product_digits"), QLatin1Char('"') + digits + QLatin1Char('"'), false);
        else
            ask(QStringLiteral("instr(p.gtin, ?) > 0 AND p.store_id = ?"), {digits, m_storeId, mostHits}, false);
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
    bool isOnServer() const { return m_work.engine().isServer(); }
    void askIndex(const QString& index, const QString& match, bool byName)
    {
        read(QStringLiteral("SELECT p.product_row, %1 FROM %2 CROSS JOIN product p ON p.product_row = %2.rowid "
                            "WHERE %2 MATCH ? AND p.store_id = ? LIMIT ?")
                 .arg(QLatin1String(productColumns), index),
             {match, m_storeId, mostHits}, byName);
    }
    void ask(const QString& condition, const Values& values, bool byName)
    {
        read(QStringLiteral("SELECT p.product_row, %1 FROM product p WHERE %2 LIMIT ?")
                 .arg(QLatin1String(productColumns), condition),
             values, byName);
    }
    void read(const QString& sql, const Values& values, bool byName)
    {
        m_work.each(sql, values, [&](Row& row) {
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
    std::vector<SoughtWord> m_words;
    QSet<std::int64_t> m_seen;
    std::vector<Hit> m_hits;
};

} // namespace

Result<std::vector<Product>> StoreRepository::search(const QString& storeId, const QString& typed, int limit)
{
    const QString text = soughtText(typed);
    Work work(m_database.gateway(), Work::Kind::Read);
    work.planWithIndices();
    Search search(work, storeId, text);
    const QString digits = barcodeDigits(text);
    // Each step asks for more than the one before and takes longer: it is taken only where too little was found.
    if (!digits.isEmpty()) {
        search.byFirstDigits(digits);
        if (search.hits() < limit)
            search.byDigits(digits);
    }
    if (search.hasWords()) {
        search.byBeginning(text);
        const bool isShort = text.size() < 3;
        if (search.hits() < limit || !isShort) {
            search.byWords(WordEnd::Here); // whole words first, lest "milk" drown among "milk chocolate bars"
            if (search.hits() < mostHits)
                search.byWords(WordEnd::Anywhere);
        }
        if (search.hits() < limit && digits.isEmpty())
            search.byNearWords();
    }
    return work.finish(search.best(limit));
}

} // namespace cartwright::store
