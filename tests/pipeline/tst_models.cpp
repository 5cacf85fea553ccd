#include "core/learning/model_folder.h"
#include "core/pipeline/live_model.h"
#include "core/pipeline/promotion.h"
#include "core/pipeline/recognise.h"
#include "core/pipeline/sale_model.h"
#include "tests/store/samples.h"

#include <QFile>

#include <cmath>

using namespace cartwright;
using namespace cartwright::store;
using namespace cartwright::store::samples;

namespace {

/// Facts of which the first says how sure everything is.
ReceiptConfidence confidenceOf(double sure, std::int64_t modelRow = 0, double threshold = 0)
{
    ReceiptConfidence confidence;
    confidence.modelRow = modelRow;
    confidence.probability = sure;
    confidence.threshold = threshold;
    confidence.facts.assign(learning::receiptFactCount, 0);
    confidence.facts[0] = 2 * sure - 1;
    return confidence;
}

learning::Model emptyModel(const QString& version, double threshold = 0)
{
    learning::Model model;
    model.card.name = QStringLiteral("shop");
    model.card.version = version;
    model.card.dataset = QStringLiteral("nothing");
    model.card.madeAt = morning;
    model.card.threshold = threshold;
    return model;
}

} // namespace

class PipelineModelsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void registry_knowsWhichModelIsLive_andGoesBack();
    void registry_keepsWhatModelsSaid_andWhatPeopleJudged();
    void gate_refusesWorseModels_data();
    void gate_refusesWorseModels();
    void changedModel_isNeitherPromotedNorUsed();
    void threshold_decidesInPlaceOfDoubts();
    void training_learnsFromJudgedSales_andHoldsStoresBack();
    void look_limitsButDoesNotDictate();

private:
    /// A model with these figures, in the workspace and the registry.
    ModelRecord add(Bench& bench, const Workspace& workspace, const QString& version, double reviews, double wrong);
    void judge(Bench& bench, const QString& saleId, bool isRight, double sure, const Decision& decision = flagged(), std::int64_t modelRow = 0,
               double threshold = 0);
    static Workspace workspaceIn(Bench& bench)
    {
        auto workspace = Workspace::create(bench.folder.filePath(QStringLiteral("workspace")));
        require(workspace);
        return *workspace;
    }
};

ModelRecord PipelineModelsTest::add(Bench& bench, const Workspace& workspace, const QString& version, double reviews, double wrong)
{
    learning::Model model = emptyModel(version);
    model.card.metrics = {{QStringLiteral("expected_reviews_per_1000"), reviews}, {QStringLiteral("expected_wrong_share"), wrong}};
    ModelRecord record;
    require(pipeline::keepModel(workspace, *bench.database, pipelineActor(), model, pipeline::Origin::Trained, record));
    return record;
}

void PipelineModelsTest::judge(Bench& bench, const QString& saleId, bool isRight, double sure, const Decision& decision, std::int64_t modelRow,
                               double threshold)
{
    bench.queue(saleId, decision);
    require(ModelRepository(*bench.database).saveConfidence(keyOf(saleId), 1, confidenceOf(sure, modelRow, threshold)));
    QueueRepository queue(*bench.database);
    const auto lease = queue.claimNext(QStringLiteral("ada"), minute);
    require(lease);
    QVERIFY(lease->has_value());
    Submission submission = corrected((*lease)->key.saleId);
    submission.receipt.reset();
    if (isRight) {
        submission.verdict.outcome = VerdictOutcome::Confirmed;
        submission.verdict.cart = samplePrediction().cart;
    }
    require(queue.submit(**lease, submission));
}

void PipelineModelsTest::registry_knowsWhichModelIsLive_andGoesBack()
{
    Bench bench;
    const Workspace workspace = workspaceIn(bench);
    ModelRepository models(*bench.database);
    QVERIFY(!*models.live());
    const auto first = add(bench, workspace, QStringLiteral("1"), 100, 0.001);
    const auto second = add(bench, workspace, QStringLiteral("2"), 50, 0.001);
    QCOMPARE(models.add(second).error().kind, ErrorKind::Refused);
    QCOMPARE(pipeline::rollBack(workspace, *bench.database, QStringLiteral("why"), pipelineActor()).error().kind, ErrorKind::NotFound);
    for (const auto& record : {first, second}) {
        const auto gate = pipeline::promote(workspace, *bench.database, record, pipelineActor());
        QVERIFY(gate && gate->open);
        QCOMPARE((*models.live())->row, record.row);
    }
    const auto back = pipeline::rollBack(workspace, *bench.database, QStringLiteral("too many false flags"), {QStringLiteral("eve"), QStringLiteral("operator")});
    QVERIFY(back);
    QCOMPARE((*models.live())->title(), QStringLiteral("shop 1"));
    const auto changes = models.changes();
    QCOMPARE(changes->size(), std::size_t{3});
    QCOMPARE(changes->front().reason, QStringLiteral("too many false flags"));
    QCOMPARE(changes->front().who, QStringLiteral("eve"));
    QVERIFY(!*models.shadow());
    ModelChange shadow;
    shadow.modelRow = second.row;
    shadow.kind = ModelChange::Kind::Shadow;
    QVERIFY(models.note(shadow));
    QCOMPARE((*models.shadow())->row, second.row);
    shadow.kind = ModelChange::Kind::ShadowEnded;
    QVERIFY(models.note(shadow));
    QVERIFY(!*models.shadow());
    QCOMPARE(models.find(QStringLiteral("shop")).error().kind, ErrorKind::Refused);
    QCOMPARE(models.find(QStringLiteral("shop 2"))->row, second.row);
    QCOMPARE(models.find(QStringLiteral("other")).error().kind, ErrorKind::NotFound);
}

void PipelineModelsTest::registry_keepsWhatModelsSaid_andWhatPeopleJudged()
{
    Bench bench;
    judge(bench, QStringLiteral("s-1"), true, 0.9);
    judge(bench, QStringLiteral("s-2"), false, 0.4, audited(QStringLiteral("s-2")));
    bench.queue(QStringLiteral("s-3"));
    ModelRepository models(*bench.database);
    QVERIFY(models.saveConfidence(keyOf(QStringLiteral("s-3")), 1, confidenceOf(0.7)));
    const auto judged = models.judged();
    QVERIFY(judged);
    QCOMPARE(judged->size(), std::size_t{2});
    QCOMPARE(judged->front().key, keyOf(QStringLiteral("s-1")));
    QVERIFY(judged->front().right && !judged->front().audited);
    QVERIFY(!judged->back().right && judged->back().audited);
    QCOMPARE(judged->back().confidence.facts.size(), static_cast<std::size_t>(learning::receiptFactCount));
    QCOMPARE(*models.decidedSales(), std::int64_t{3});
    QCOMPARE((*models.confidence(keyOf(QStringLiteral("s-3"))))->probability, 0.7);
}

void PipelineModelsTest::gate_refusesWorseModels_data()
{
    QTest::addColumn<double>("reviews");
    QTest::addColumn<double>("wrong");
    QTest::addColumn<bool>("open");
    QTest::addColumn<QString>("word");
    // The live model let one of four audited sales through wrong, and flagged none of them.
    QTest::newRow("better in both") << 0.0 << 0.0 << true << "0 reviews";
    QTest::newRow("more wrong receipts") << 10.0 << 0.6 << false << "wrong receipts are predicted";
    QTest::newRow("more reviews for fewer wrong receipts") << 300.0 << 0.001 << true << "300 reviews";
    QTest::newRow("more reviews for nothing") << 900.0 << 0.25 << false << "900 reviews";
}

void PipelineModelsTest::gate_refusesWorseModels()
{
    QFETCH(double, reviews);
    QFETCH(double, wrong);
    QFETCH(bool, open);
    QFETCH(QString, word);
    Bench bench;
    const Workspace workspace = workspaceIn(bench);
    const auto live = add(bench, workspace, QStringLiteral("1"), 10, 0.001);
    QVERIFY(pipeline::promote(workspace, *bench.database, live, pipelineActor())->open);
    for (int i = 0; i < 4; ++i) {
        const QString id = QStringLiteral("s-%1").arg(i);
        judge(bench, id, i > 0, 0.9, audited(id), live.row, 0.5);
    }
    const auto candidate = add(bench, workspace, QStringLiteral("2"), reviews, wrong);
    const auto gate = pipeline::promote(workspace, *bench.database, candidate, pipelineActor());
    QVERIFY(gate);
    QVERIFY2(gate->open == open, qPrintable(gate->reason));
    QVERIFY2(gate->reason.contains(word), qPrintable(gate->reason));
    QCOMPARE((*ModelRepository(*bench.database).live())->row, open ? candidate.row : live.row);
    QCOMPARE(ModelRepository(*bench.database).changes()->front().kind, open ? ModelChange::Kind::Promoted : ModelChange::Kind::Refused);
}

void PipelineModelsTest::changedModel_isNeitherPromotedNorUsed()
{
    Bench bench;
    const Workspace workspace = workspaceIn(bench);
    const auto first = add(bench, workspace, QStringLiteral("1"), 10, 0.001);
    QVERIFY(pipeline::promote(workspace, *bench.database, first, pipelineActor()));
    QVERIFY(pipeline::loadModelsInUse(workspace, *bench.database)->live);
    QFile card(workspace.modelsFolder() + QStringLiteral("/shop-1/model.json"));
    QVERIFY(card.open(QIODevice::Append));
    card.write("\n");
    card.close();
    const auto models = pipeline::loadModelsInUse(workspace, *bench.database);
    QVERIFY(models);
    QVERIFY(!models->live);
    QCOMPARE(models->notes.size(), 1);
    QVERIFY(models->notes.front().contains(QStringLiteral("shop 1")));
    QCOMPARE(pipeline::promote(workspace, *bench.database, first, pipelineActor()).error().kind, ErrorKind::Integrity);
}

void PipelineModelsTest::threshold_decidesInPlaceOfDoubts()
{
    pipeline::Analysis analysis;
    analysis.prediction = samplePrediction();
    const std::vector<Flag> doubts{{FlagRule::UncertainProduct, 0.4, 0.3, QStringLiteral("a1")}, {FlagRule::CartValue, 30000, 20000, {}},
                                   {FlagRule::AuditSample, 0.1, 0.1, {}}};
    QCOMPARE(pipeline::flagsWithModel(doubts, analysis, confidenceOf(0.2)), doubts); // no threshold
    const auto sure = pipeline::flagsWithModel(doubts, analysis, confidenceOf(0.99, 1, 0.9));
    QCOMPARE(sure.size(), std::size_t{2});
    QCOMPARE(sure.front().rule, FlagRule::CartValue);
    QCOMPARE(pipeline::flagsWithModel(doubts, analysis, confidenceOf(0.5, 1, 0.9)), doubts);
    const auto found = pipeline::flagsWithModel({}, analysis, confidenceOf(0.5, 1, 0.9));
    QCOMPARE(found.size(), std::size_t{1});
    QVERIFY(found.front().rule == FlagRule::UncertainProduct || found.front().rule == FlagRule::UncertainAction
            || found.front().rule == FlagRule::UncertainShopper);
}

void PipelineModelsTest::training_learnsFromJudgedSales_andHoldsStoresBack()
{
    Bench bench;
    const Workspace workspace = workspaceIn(bench);
    pipeline::SaleTrainingOptions options;
    options.version = QStringLiteral("1");
    QCOMPARE(pipeline::trainOnSales(workspace, *bench.database, options, {}, {}).error().kind, ErrorKind::Refused);
    for (int i = 0; i < 40; ++i) {
        const QString id = QStringLiteral("s-%1").arg(i, 3, 10, QLatin1Char('0'));
        judge(bench, id, i % 3 != 0, i % 3 != 0 ? 0.95 : 0.1, i % 4 == 0 ? audited(id) : flagged());
    }
    options.heldBackStores = {QStringLiteral("demo-01")};
    QCOMPARE(pipeline::trainOnSales(workspace, *bench.database, options, {}, {}).error().kind, ErrorKind::Refused);
    options.heldBackStores.clear();
    const auto training = pipeline::trainOnSales(workspace, *bench.database, options, {}, {});
    QVERIFY2(training, training ? "" : qPrintable(training.error().sentence));
    QCOMPARE(training->receipts, 40);
    QVERIFY2(training->calibrationError < 0.2, qPrintable(QString::number(training->calibrationError)));
    QVERIFY2(training->thresholdNote.contains(QStringLiteral("Not enough audited sales")), qPrintable(training->thresholdNote));
    const auto model = learning::loadModel(workspace.modelsFolder() + QLatin1Char('/') + training->record.folder);
    QVERIFY(model);
    learning::ReceiptFacts sure = {};
    sure[0] = 0.9;
    learning::ReceiptFacts doubtful = {};
    doubtful[0] = -0.8;
    QVERIFY(model->receipts.probability(sure) > 0.8);
    QVERIFY(model->receipts.probability(doubtful) < 0.4);
}

void PipelineModelsTest::look_limitsButDoesNotDictate()
{
    const std::vector<Product> products{{gtin(1), {}, 0, {}, {}, {}}, {gtin(2), {}, 0, {}, {}, {}}, {gtin(3), {}, 0, {}, {}, {}}};
    const std::vector<Candidate> planned{{gtin(1), 0.92}, {gtin(2), 0.05}, {Gtin(), 0.03}};
    const auto guesses = [](double one, double two, double three, double none) {
        return std::vector<learning::Model::Guess>{{gtin(1).digits(), one}, {gtin(2).digits(), two}, {gtin(3).digits(), three}, {QString(), none}};
    };
    QCOMPARE(pipeline::candidatesByLook(planned, {}, products), planned);
    QCOMPARE(pipeline::candidatesByLook(planned, guesses(0.3, 0.5, 0.1, 0.1), products).front().gtin, gtin(1));
    QCOMPARE(pipeline::candidatesByLook(planned, guesses(0.005, 0.97, 0.01, 0.015), products).front().gtin, gtin(2));
    // A product that the planogram puts nowhere near.
    QCOMPARE(pipeline::candidatesByLook(planned, guesses(0.001, 0.001, 0.99, 0.008), products).front().gtin, gtin(3));
    const auto strange = pipeline::candidatesByLook(planned, guesses(0.001, 0.001, 0.001, 0.997), products);
    QVERIFY(strange.front().gtin.isEmpty());
    double sum = 0;
    for (const Candidate& candidate : strange)
        sum += candidate.probability;
    QVERIFY(std::abs(sum - 1) < 1e-9);
}

QTEST_GUILESS_MAIN(PipelineModelsTest)
#include "tst_models.moc"
