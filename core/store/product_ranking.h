#pragma once

// Internal to store: which of the found products comes first.

#include "core/domain/store.h"
#include "core/store/product_terms.h"

#include <QHash>

#include <tuple>
#include <vector>

namespace cartwright::store {

/// Puts the better hit first: the very GTIN, names before digits, fewer typing errors, a name that begins with the
/// text, whole words, short names.
class Ranking
{
public:
    explicit Ranking(const QString& text);

    /// Words that may have been meant instead of the n-th word of the text.
    void addNear(std::size_t word, const std::vector<NearTerm>& near);

    using Rank = std::tuple<int, int, int, int, int, qsizetype, QString, QString>;
    Rank operator()(const Product& product, bool byName) const;

private:
    struct Word
    {
        QString text;
        QHash<QString, int> near; ///< to the errors
    };
    QString m_text;
    Gtin m_gtin;
    std::vector<Word> m_words;
};

} // namespace cartwright::store
