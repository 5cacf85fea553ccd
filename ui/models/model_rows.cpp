#include "ui/models/model_rows.h"

#include "ui/widgets/texts.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace cartwright::ui {
namespace {

QString translated(const char* text) { return QCoreApplication::translate("ModelRows", text); }

/// A number of the model's metrics times `factor`, with its unit; "not enough data" where it is not known.
QString figure(const QJsonObject& metrics, const char* name, double factor, int digits, const QString& unit)
{
    const QJsonValue value = metrics.value(QString::fromLatin1(name));
    return value.isDouble() ? QString::number(factor * value.toDouble(), 'f', digits) + unit : notEnoughData();
}

QString percentUnit() { return QStringLiteral(" %"); }

QString stateOf(const ModelsReport& report, const store::ModelRecord& record)
{
    if (record.row == report.live)
        return translated(QT_TRANSLATE_NOOP("ModelRows", "live"));
    return record.row == report.shadow ? translated(QT_TRANSLATE_NOOP("ModelRows", "in the shadow")) : QString();
}

QString changeTitle(store::ModelChange::Kind kind)
{
    switch (kind) {
    case store::ModelChange::Kind::Promoted: return translated(QT_TRANSLATE_NOOP("ModelRows", "made live"));
    case store::ModelChange::Kind::Refused: return translated(QT_TRANSLATE_NOOP("ModelRows", "refused"));
    case store::ModelChange::Kind::RolledBack: return translated(QT_TRANSLATE_NOOP("ModelRows", "rolled back to"));
    case store::ModelChange::Kind::Shadow: return translated(QT_TRANSLATE_NOOP("ModelRows", "put in the shadow"));
    case store::ModelChange::Kind::ShadowEnded: return translated(QT_TRANSLATE_NOOP("ModelRows", "shadow run ended"));
    }
    return {};
}

struct Figure
{
    const char* title;
    const char* metric;
    double factor;
    int digits;
    bool isPercent;
};
constexpr std::array figures{Figure{QT_TRANSLATE_NOOP("ModelRows", "Expected reviews per 1,000 sales"), "expected_reviews_per_1000", 1, 0, false},
                             Figure{QT_TRANSLATE_NOOP("ModelRows", "Expected wrong receipts"), "expected_wrong_share", 100, 2, true},
                             Figure{QT_TRANSLATE_NOOP("ModelRows", "Upper bound on wrong receipts"), "wrong_bound", 100, 2, true},
                             Figure{QT_TRANSLATE_NOOP("ModelRows", "Calibration error of receipts"), "receipt_calibration_error", 100, 1, true},
                             Figure{QT_TRANSLATE_NOOP("ModelRows", "Pieces told right when held back"), "crops_told_right", 100, 1, true},
                             Figure{QT_TRANSLATE_NOOP("ModelRows", "Labelled pieces learned from"), "crops", 1, 0, false},
                             Figure{QT_TRANSLATE_NOOP("ModelRows", "Judged sales learned from"), "judged_sales", 1, 0, false}};

QString figureOf(const QJsonObject& metrics, const Figure& one)
{
    return figure(metrics, one.metric, one.factor, one.digits, one.isPercent ? percentUnit() : QString());
}

const store::ModelRecord* find(const ModelsReport& report, std::int64_t row)
{
    const auto found = std::find_if(report.models.begin(), report.models.end(), [&](const auto& record) { return record.row == row; });
    return found == report.models.end() ? nullptr : &*found;
}

} // namespace

FigureTable modelTable(const ModelsReport& report)
{
    FigureTable table;
    table.headers = {translated(QT_TRANSLATE_NOOP("ModelRows", "Model")), translated(QT_TRANSLATE_NOOP("ModelRows", "State")),
                     translated(QT_TRANSLATE_NOOP("ModelRows", "Reviews per 1,000")), translated(QT_TRANSLATE_NOOP("ModelRows", "Wrong receipts")),
                     translated(QT_TRANSLATE_NOOP("ModelRows", "Calibration error")), translated(QT_TRANSLATE_NOOP("ModelRows", "Made")),
                     translated(QT_TRANSLATE_NOOP("ModelRows", "Learned from"))};
    for (const auto& record : report.models)
        table.rows.push_back({record.title(), stateOf(report, record), figureOf(record.metrics, figures[0]), figureOf(record.metrics, figures[1]),
                              figureOf(record.metrics, figures[3]), texts::dayAndTime(record.madeAt), record.dataset});
    return table;
}

FigureTable changeTable(const ModelsReport& report)
{
    FigureTable table;
    table.headers = {translated(QT_TRANSLATE_NOOP("ModelRows", "When")), translated(QT_TRANSLATE_NOOP("ModelRows", "Who")),
                     translated(QT_TRANSLATE_NOOP("ModelRows", "Model")), translated(QT_TRANSLATE_NOOP("ModelRows", "What")),
                     translated(QT_TRANSLATE_NOOP("ModelRows", "Why"))};
    for (const auto& change : report.changes) {
        const store::ModelRecord* record = find(report, change.modelRow);
        table.rows.push_back({texts::dayAndTime(change.at), change.who, record ? record->title() : QString(), changeTitle(change.kind), change.reason});
    }
    return table;
}

FigureTable comparisonTable(const ModelsReport& report, std::size_t chosen)
{
    FigureTable table;
    if (chosen >= report.models.size())
        return table;
    const store::ModelRecord& record = report.models[chosen];
    const store::ModelRecord* live = find(report, report.live);
    table.headers = {translated(QT_TRANSLATE_NOOP("ModelRows", "Figure")), record.title(),
                     live ? translated(QT_TRANSLATE_NOOP("ModelRows", "live: %1")).arg(live->title())
                          : translated(QT_TRANSLATE_NOOP("ModelRows", "no model is live"))};
    for (const Figure& one : figures)
        table.rows.push_back({translated(one.title), figureOf(record.metrics, one), live ? figureOf(live->metrics, one) : QString()});
    return table;
}

} // namespace cartwright::ui
