// One sale from the feed to its verdict, as the pipeline and a reviewer's desk do it.
#include "journey.h"

#include "core/review/desk.h"
#include "core/store/gateway.h"
#include "core/store/inspection.h"
#include "core/store/label_repository.h"
#include "tests/store/samples.h"

#include <functional>

namespace cartwright::faults {
namespace {

using namespace store;
using namespace store::samples;

const SaleKey key = keyOf(QStringLiteral("s-1"));

Edit twoInOneGrab()
{
    Edit edit;
    edit.kind = EditKind::SetQuantity;
    edit.eventId = QStringLiteral("a1");
    edit.quantity = 2;
    edit.evidence = Evidence{QStringLiteral("shelf-3"), 5'033'333};
    return edit;
}

template <class T> Result<void> plain(const Result<T>& result)
{
    if (!result)
        return failure(result.error());
    return {};
}

/// Where the work stands in one process. Each step may be asked for again: what is done already stays as it is.
class Walk
{
public:
    Walk(const QString& folder, const Clock& clock) : m_folder(folder), m_clock(clock) {}

    struct Step
    {
        const char* name;
        Result<void> (Walk::*run)();
    };
    static const std::vector<Step>& steps()
    {
        static const std::vector<Step> all{{"open", &Walk::open},       {"ingest", &Walk::ingest}, {"predict", &Walk::predict},
                                           {"decide", &Walk::decide},   {"claim", &Walk::claim},   {"draft", &Walk::draft},
                                           {"submit", &Walk::submit}};
        return all;
    }
    Database& database() { return *m_database; }
    const std::optional<review::ReviewCase>& opened() const { return m_case; }

private:
    Result<void> open()
    {
        auto workspace = Workspace::open(m_folder);
        if (!workspace)
            return failure(workspace.error());
        auto database = Database::open(workspace->databasePath(), m_clock);
        if (!database)
            return failure(database.error());
        m_database = std::move(*database);
        m_desk = std::make_unique<review::Desk>(*workspace, *m_database, review::Reviewer{QStringLiteral("ada")});
        return {};
    }
    /// Whether the sale has come this far; a pipeline asks before each step.
    bool isPast(SaleStage stage)
    {
        const auto summary = SaleRepository(*m_database).summary(key);
        return summary && summary->stage >= stage;
    }
    Result<void> ingest() { return plain(SaleRepository(*m_database).addRevision(sampleSale(key.saleId), "sale")); }
    Result<void> predict()
    {
        if (isPast(SaleStage::Analysed))
            return {};
        return SaleRepository(*m_database).savePrediction(key, samplePrediction());
    }
    Result<void> decide() { return SaleRepository(*m_database).saveDecision(key, 1, flagged()); }
    Result<void> claim()
    {
        if (isPast(SaleStage::Closed))
            return {};
        auto opened = m_desk->claim(key);
        if (!opened)
            return failure(opened.error());
        m_case = std::move(*opened);
        return {};
    }
    Result<void> draft()
    {
        return m_case ? m_desk->saveDraft(*m_case, {twoInOneGrab()}) : Result<void>();
    }
    Result<void> submit()
    {
        if (!m_case)
            return {};
        review::Session session(m_case->prediction.events, m_case->prediction.cart);
        if (auto applied = session.apply(twoInOneGrab()); !applied)
            return plain(applied);
        return plain(m_desk->submit(*m_case, session, {}));
    }

    QString m_folder;
    const Clock& m_clock;
    std::unique_ptr<Database> m_database;
    std::unique_ptr<review::Desk> m_desk;
    std::optional<review::ReviewCase> m_case;
};

class ReviewJourney final : public Journey
{
public:
    void prepare(const QString& folder) override
    {
        const auto workspace = Workspace::create(folder);
        require(workspace);
        Walk walk(folder, m_clock);
        require((walk.*Walk::steps()[0].run)());
        Product product;
        product.gtin = gtin(1);
        product.name = QStringLiteral("Läsk");
        product.price = 1500;
        product.taxClassId = QStringLiteral("food");
        require(StoreRepository(walk.database()).save(demoStore(), {product}));
        learn(folder);
    }
    QString faulty() const override { return {}; }

    void walk(const QString& folder, Teller& tell) override
    {
        Walk walk(folder, m_clock);
        for (const auto& step : Walk::steps()) {
            auto done = (walk.*step.run)();
            if (!done) {
                tell.failed(done.error());
                done = (walk.*step.run)(); // a person who reads the sentence tries once more
            }
            if (!done) {
                tell.failed(done.error());
                return;
            }
            tell.acknowledge(step.name);
        }
    }

    void check(const QString& folder, const Outcome& outcome, const QString& kind, Tally& tally) override
    {
        if (kind.endsWith(QStringLiteral("-once")) && outcome.acknowledged.size() != qsizetype(Walk::steps().size()))
            tally.count(&Tally::unclear, QStringLiteral("trying again did not help"));
        checkRows(folder, outcome, tally);
        checkGoingOn(folder, outcome, tally);
    }

private:
    /// The row counts after each step of an undisturbed walk.
    void learn(const QString& folder)
    {
        QTemporaryDir copy;
        const QString calm = copy.filePath(QStringLiteral("calm"));
        require(Workspace::create(calm));
        QFile::remove(calm + QStringLiteral("/cartwright.sqlite"));
        if (!QFile::copy(folder + QStringLiteral("/cartwright.sqlite"), calm + QStringLiteral("/cartwright.sqlite")))
            qFatal("no copy");
        Walk walk(calm, m_clock);
        for (const auto& step : Walk::steps()) {
            require((walk.*step.run)());
            m_after.push_back(countRows(walk.database().gateway()).value());
        }
    }

    /// Opens as the next program would, so that an interrupted transaction is rolled back.
    void checkRows(const QString& folder, const Outcome& outcome, Tally& tally)
    {
        auto gateway = Gateway::open(folder + QStringLiteral("/cartwright.sqlite"), m_clock);
        require(gateway);
        const auto damages = integrityProblems(**gateway);
        const auto broken = foreignKeyProblems(**gateway);
        const auto rows = countRows(**gateway);
        if (!damages || !broken || !rows || !damages->isEmpty() || !broken->isEmpty()) {
            tally.count(&Tally::torn, QStringLiteral("the database is damaged"));
            return;
        }
        const auto told = static_cast<std::size_t>(std::max<qsizetype>(outcome.acknowledged.size(), 1));
        const RowCounts& least = m_after[told - 1];
        const RowCounts& most = m_after[std::min(told, m_after.size() - 1)];
        if (*rows == least || *rows == most)
            return;
        bool isOdd = true;
        for (const auto& [table, count] : *rows) {
            if (count < least.at(table))
                tally.count(&Tally::lost, QStringLiteral("%1 has %2 rows, %3 were told of").arg(table).arg(count).arg(least.at(table)));
            if (count > most.at(table))
                tally.count(&Tally::duplicated, QStringLiteral("%1 has %2 rows, at most %3 belong there").arg(table).arg(count).arg(most.at(table)));
            isOdd = isOdd && count >= least.at(table) && count <= most.at(table);
        }
        if (isOdd)
            tally.count(&Tally::torn, QStringLiteral("a step is there in part"));
    }

    /// The next day: the same walk without a fault finds the draft, ends, and leaves each thing once.
    void checkGoingOn(const QString& folder, const Outcome& outcome, Tally& tally)
    {
        Walk walk(folder, m_clock);
        for (const auto& step : Walk::steps()) {
            if (auto done = (walk.*step.run)(); !done) {
                tally.count(&Tally::torn, QStringLiteral("%1 does not go on: %2").arg(QLatin1String(step.name), done.error().sentence));
                return;
            }
            const bool drafted = outcome.acknowledged.contains(QStringLiteral("draft"));
            if (qstrcmp(step.name, "claim") == 0 && drafted && walk.opened() && walk.opened()->draft != std::vector{twoInOneGrab()})
                tally.count(&Tally::lost, QStringLiteral("the draft is gone"));
        }
        if (countRows(walk.database().gateway()).value() != m_after.back())
            tally.count(&Tally::duplicated, QStringLiteral("going on left other rows than an undisturbed walk"));
        const auto verdicts = QueueRepository(walk.database()).verdicts(key).value();
        const auto receipts = SaleRepository(walk.database()).receipts(key).value();
        if (verdicts.size() != 1 || verdicts[0].cart.lines.empty() || verdicts[0].cart.lines[0].quantity != 2 || receipts.size() != 1 ||
            receipts[0].total != 3000)
            tally.count(&Tally::lost, QStringLiteral("the verdict is not the one that was submitted"));
    }

    FakeClock m_clock{morning + 5 * minute};
    std::vector<RowCounts> m_after;
};

} // namespace

std::unique_ptr<Journey> reviewJourney() { return std::make_unique<ReviewJourney>(); }

} // namespace cartwright::faults
