#include "core/vision/candidates.h"

#include <QtTest>

#include <algorithm>
#include <numeric>

using namespace cartwright;
using namespace cartwright::vision;

namespace {

Gtin gtinOf(int number)
{
    const QString body = QStringLiteral("200000000%1").arg(number, 3, 10, QLatin1Char('0'));
    for (int check = 0; check < 10; ++check)
        if (const Result<Gtin> gtin = Gtin::parse(body + QString::number(check)))
            return *gtin;
    return {};
}

/// `count` bins of 50 x 100 pixels side by side with a product each, 10 pixels apart.
Store rowOfBins(int count)
{
    Store store;
    for (int i = 0; i < count; ++i) {
        const double x = 60.0 * i;
        store.bins.push_back({QStringLiteral("B%1").arg(i), gtinOf(i), {},
                              {{QStringLiteral("c1"), {{x, 0}, {x + 50, 0}, {x + 50, 100}, {x, 100}}}}});
    }
    return store;
}

std::vector<Product> productsOf(const Store& store)
{
    std::vector<Product> products;
    for (const Bin& bin : store.bins)
        products.push_back({bin.gtin, QStringLiteral("article"), 100, QStringLiteral("food"), {}, {}});
    return products;
}

Interaction at(const char* bin, double probability)
{
    Interaction interaction;
    interaction.binId = QString::fromLatin1(bin);
    interaction.outcome = EventKind::Take;
    interaction.outcomeProbability = probability;
    return interaction;
}

double sumOf(const std::vector<Candidate>& candidates)
{
    return std::accumulate(candidates.begin(), candidates.end(), 0.0,
                           [](double sum, const Candidate& c) { return sum + c.probability; });
}

media::Picture plain(std::uint8_t blue, std::uint8_t green, std::uint8_t red)
{
    media::Picture picture;
    picture.width = 20;
    picture.height = 30;
    picture.stride = 60;
    const auto bytes = std::make_shared<std::vector<std::uint8_t>>(20 * 30 * 3);
    for (std::size_t i = 0; i < 20 * 30; ++i) {
        (*bytes)[3 * i] = blue;
        (*bytes)[3 * i + 1] = green;
        (*bytes)[3 * i + 2] = red;
    }
    picture.pixels = std::shared_ptr<const std::uint8_t>(bytes, bytes->data());
    return picture;
}

double probabilityOf(const std::vector<Candidate>& candidates, const Gtin& gtin)
{
    for (const Candidate& candidate : candidates)
        if (candidate.gtin == gtin)
            return candidate.probability;
    return 0;
}

} // namespace

class TestCandidates : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void planogramProduct_hasAtLeastNineTenths_whenTheInteractionIsClear()
    {
        const Store store = rowOfBins(7);
        for (const double probability : {0.9, 0.95, 1.0}) {
            const auto candidates = planogramCandidates(at("B3", probability), store, QStringLiteral("c1"), productsOf(store));
            QCOMPARE(candidates.front().gtin, gtinOf(3));
            QVERIFY2(candidates.front().probability >= 0.9, qPrintable(QString::number(candidates.front().probability)));
            QVERIFY(std::abs(sumOf(candidates) - 1) < 1e-9);
        }
    }
    void nearerBins_areMoreProbable_andTheListIsSorted()
    {
        const Store store = rowOfBins(5);
        const auto candidates = planogramCandidates(at("B1", 0.95), store, QStringLiteral("c1"), productsOf(store));
        QVERIFY(probabilityOf(candidates, gtinOf(2)) > probabilityOf(candidates, gtinOf(3)));
        QVERIFY(probabilityOf(candidates, gtinOf(3)) > probabilityOf(candidates, gtinOf(4)));
        QVERIFY(probabilityOf(candidates, Gtin()) > 0);
        QVERIFY(std::is_sorted(candidates.begin(), candidates.end(),
                               [](const Candidate& a, const Candidate& b) { return a.probability > b.probability; }));
    }
    void unclearInteraction_givesMoreToNoneOfThese()
    {
        const Store store = rowOfBins(3);
        const auto clear = planogramCandidates(at("B1", 1.0), store, QStringLiteral("c1"), productsOf(store));
        const auto unclear = planogramCandidates(at("B1", 0.5), store, QStringLiteral("c1"), productsOf(store));
        QVERIFY(probabilityOf(unclear, Gtin()) > probabilityOf(clear, Gtin()));
        QVERIFY(unclear.front().probability >= 0.87);
    }
    void neighboursInAnotherCamera_areNoCandidates()
    {
        Store store = rowOfBins(2);
        store.bins[1].views[0].cameraId = QStringLiteral("c2");
        const auto candidates = planogramCandidates(at("B0", 1.0), store, QStringLiteral("c1"), productsOf(store));
        QCOMPARE(probabilityOf(candidates, gtinOf(1)), 0.0);
    }
    void binWithoutKnownProduct_isMostProbablyNoneOfThese()
    {
        const Store store = rowOfBins(2);
        const auto unknownBin = planogramCandidates(at("nowhere", 1.0), store, QStringLiteral("c1"), productsOf(store));
        QCOMPARE(unknownBin, (std::vector<Candidate>{{Gtin(), 1.0}}));
        const auto unsold = planogramCandidates(at("B0", 1.0), store, QStringLiteral("c1"), {productsOf(store)[1]});
        QVERIFY(unsold.front().gtin.isEmpty());
        QVERIFY(probabilityOf(unsold, gtinOf(1)) > 0);
    }
    void looks_raiseTheProductThatLooksLikeTheSeenPiece()
    {
        const std::vector<Candidate> before{{gtinOf(1), 0.6}, {gtinOf(2), 0.3}, {Gtin(), 0.1}};
        const std::vector<ProductLook> looks{{gtinOf(1), {plain(200, 20, 20)}}, {gtinOf(2), {plain(20, 20, 200)}}};
        const auto red = sharpenByLook(before, plain(20, 20, 190), looks);
        QCOMPARE(red.front().gtin, gtinOf(2));
        QVERIFY(red.front().probability > 0.8);
        QVERIFY(std::abs(sumOf(red) - 1) < 1e-9);
        const auto blue = sharpenByLook(before, plain(190, 20, 20), looks);
        QVERIFY(probabilityOf(blue, gtinOf(1)) > 0.85);
    }
    void looks_changeNothing_whenOnlyOneProductHasPictures()
    {
        const std::vector<Candidate> before{{gtinOf(1), 0.6}, {gtinOf(2), 0.4}};
        QCOMPARE(sharpenByLook(before, plain(1, 2, 3), {{gtinOf(1), {plain(200, 20, 20)}}}), before);
        QCOMPARE(sharpenByLook(before, {}, {}), before);
    }
};

QTEST_GUILESS_MAIN(TestCandidates)
#include "tst_candidates.moc"
