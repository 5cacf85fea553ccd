#include "core/store/product_ranking.h"

#include "core/store/near_words.h"
#include "core/store/product_query.h"

namespace cartwright::store {
namespace {

constexpr int notThere = 9;

QStringList splitName(const QString& name)
{
    QStringList words;
    QString word;
    for (const QChar c : name) {
        if (c.isLetterOrNumber()) {
            word.append(c);
        } else if (!word.isEmpty()) {
            words.append(word);
            word.clear();
        }
    }
    if (!word.isEmpty())
        words.append(word);
    return words;
}

} // namespace

Ranking::Ranking(const QString& text)
    : m_text(folded(text)), m_gtin(Gtin::parse(barcodeDigits(text)).value_or(Gtin()))
{
    for (const QString& word : wordsOf(m_text))
        m_words.push_back({word, {}});
}

void Ranking::addNear(std::size_t word, const std::vector<NearTerm>& near)
{
    for (const auto& [term, errors] : near)
        m_words.at(word).near.insert(term, errors);
}

Ranking::Rank Ranking::operator()(const Product& product, bool byName) const
{
    const QString name = folded(product.name);
    const QStringList nameWords = splitName(name);
    int errors = 0;
    int wholeWords = 0;
    for (const Word& word : m_words) {
        int fewest = word.near.isEmpty() ? 0 : notThere;
        for (const QString& nameWord : nameWords) {
            if (nameWord == word.text)
                ++wholeWords;
            if (fewest > 0 && nameWord.startsWith(word.text))
                fewest = 0;
            else if (fewest > 0)
                fewest = std::min(fewest, word.near.value(nameWord, notThere));
        }
        errors += fewest;
    }
    const bool exact = !m_gtin.isEmpty() && product.gtin == m_gtin;
    return {exact ? 0 : 1,  byName ? 0 : 1, errors, name.startsWith(m_text) ? 0 : 1,
            -wholeWords, name.size(),    name,   product.gtin.digits()};
}

} // namespace cartwright::store
