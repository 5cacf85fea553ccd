#include "core/store/product_terms.h"

#include "core/store/json_rows.h"

#include <algorithm>
#include <tuple>

namespace cartwright::store {
namespace {

constexpr int termsAtOnce = 500;
/// So many words have a key in common with a typed one at most; beyond, the word says too little.
constexpr int mostCandidates = 3000;
/// The number of the server's lock under which one program fills; "TERM".
constexpr std::int64_t termLock = 0x5445524D;

/// Keys are of letters, so they need no quoting in a server's array.
QString arrayText(const QStringList& keys) { return QLatin1Char('{') + keys.join(QLatin1Char(',')) + QLatin1Char('}'); }

void addChunk(Work& work, const QJsonArray& terms)
{
    const Engine& engine = work.engine();
    QJsonArray keys;
    work.each(QStringLiteral("INSERT INTO product_term (term) SELECT %1 FROM %2 WHERE true ON CONFLICT (term) DO NOTHING "
                             "RETURNING term_row, term")
                  .arg(jsonText(engine, 0), jsonRows(engine)),
              {jsonValue(terms)}, [&](Row& row) {
                  const auto termRow = static_cast<qint64>(row.integer());
                  const QStringList near = nearKeys(row.text());
                  keys.append(QJsonArray{termRow, engine.isServer() ? arrayText(near) : near.join(QLatin1Char(' '))});
              });
    if (keys.isEmpty())
        return;
    if (engine.isServer())
        work.run(QStringLiteral("INSERT INTO product_near (term_row, keys) SELECT %1, CAST(%2 AS TEXT[]) FROM %3")
                     .arg(jsonNumber(engine, 0), jsonText(engine, 1), jsonRows(engine)),
                 {jsonValue(keys)});
    else
        work.run(QStringLiteral("INSERT INTO product_near (rowid, keys) SELECT %1, %2 FROM %3")
                     .arg(jsonNumber(engine, 0), jsonText(engine, 1), jsonRows(engine)),
                 {jsonValue(keys)});
}

bool lacksTerms(Work& work)
{
    return !work.one(QStringLiteral("SELECT 1 FROM product_term LIMIT 1")) &&
           work.one(QStringLiteral("SELECT 1 FROM product LIMIT 1"));
}

std::vector<QString> candidates(Work& work, const QString& word)
{
    const QStringList keys = nearKeys(word);
    QString sought = arrayText(keys);
    QString sql = QStringLiteral("SELECT (SELECT t.term FROM product_term t WHERE t.term_row = n.term_row) "
                                 "FROM product_near n WHERE n.keys && CAST(? AS TEXT[]) LIMIT ?");
    if (!work.engine().isServer()) {
        sought = QLatin1Char('"') + keys.join(QStringLiteral("\" OR \"")) + QLatin1Char('"');
        sql = QStringLiteral("SELECT t.term FROM product_near CROSS JOIN product_term t ON t.term_row = "
                             "product_near.rowid WHERE product_near MATCH ? LIMIT ?");
    }
    std::vector<QString> terms;
    work.each(sql, {sought, mostCandidates}, [&](Row& row) { terms.push_back(row.text()); });
    return terms;
}

} // namespace

void addTerms(Work& work, const QSet<QString>& terms)
{
    QStringList sorted(terms.begin(), terms.end());
    sorted.sort(); // near one another in the index too
    QJsonArray chunk;
    for (const QString& term : sorted) {
        chunk.append(QJsonArray{term});
        if (chunk.size() >= termsAtOnce) {
            addChunk(work, chunk);
            chunk = {};
        }
    }
    if (!chunk.isEmpty())
        addChunk(work, chunk);
}

Result<void> fillTerms(Gateway& gateway)
{
    {
        Work work(gateway, Work::Kind::Read);
        const bool lacks = lacksTerms(work);
        if (auto looked = work.finish(); !looked || !lacks)
            return looked;
    }
    Work work(gateway, Work::Kind::Write);
    if (gateway.engine().isServer())
        work.all(QStringLiteral("SELECT pg_advisory_xact_lock(?::bigint)::text"), {termLock});
    if (!lacksTerms(work)) // somebody was faster
        return work.finish();
    work.planWithIndices();
    QSet<QString> terms;
    work.each(QStringLiteral("SELECT name FROM product"), {}, [&](Row& row) {
        for (const QString& term : termsOf(row.text()))
            terms.insert(term);
    });
    addTerms(work, terms);
    return work.finish();
}

std::vector<NearTerm> nearTerms(Work& work, const QString& word, Typing typing, std::size_t most)
{
    std::vector<NearTerm> near;
    const int forgiven = forgivenErrors(word);
    if (forgiven == 0 || !std::all_of(word.begin(), word.end(), [](QChar c) { return c.isLetter(); }))
        return near;
    for (QString& term : candidates(work, word)) {
        const int errors = typing == Typing::Done ? typingErrors(word, term, forgiven)
                                                  : typingErrorsToBeginning(word, term, forgiven);
        if (errors > 0 && errors <= forgiven)
            near.push_back({std::move(term), errors});
    }
    const auto rank = [&](const NearTerm& one) {
        return std::tuple(one.errors, one.term.at(0) == word.at(0) ? 0 : 1, std::abs(one.term.size() - word.size()));
    };
    std::sort(near.begin(), near.end(), [&](const NearTerm& one, const NearTerm& other) {
        return std::tuple(rank(one), one.term) < std::tuple(rank(other), other.term);
    });
    near.resize(std::min(near.size(), most));
    return near;
}

} // namespace cartwright::store
