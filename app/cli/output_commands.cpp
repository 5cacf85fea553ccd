#include "app/cli/command.h"
#include "app/cli/review_text.h"

#include "core/domain/codec.h"
#include "core/domain/names.h"
#include "core/pipeline/measuring.h"
#include "core/store/measure_repository.h"
#include "core/store/sale_repository.h"

#include <QRegularExpression>

namespace cartwright::cli {
namespace {

using cartwright::nameOf;

QJsonValue orNull(const std::optional<double>& value) { return value ? QJsonValue(*value) : QJsonValue(); }
QJsonValue orNull(const std::optional<UtcMicroseconds>& time) { return time ? QJsonValue(formatUtc(*time)) : QJsonValue(); }

QJsonObject shareJson(const measures::Share& share, const char* numerator, const char* denominator, double factor = 1)
{
    const auto value = share.value();
    return {{QStringLiteral("value"), value ? QJsonValue(*value * factor) : QJsonValue()},
            {QLatin1String(numerator), static_cast<qint64>(share.numerator)},
            {QLatin1String(denominator), static_cast<qint64>(share.denominator)}};
}

QJsonObject figuresJson(const measures::Figures& figures)
{
    const auto windowed = [&](QJsonObject object) {
        object.insert(QStringLiteral("from"), orNull(figures.from));
        object.insert(QStringLiteral("to"), orNull(figures.until));
        return object;
    };
    const auto interval = measures::clopperPearson(figures.wrongReceipts);
    QJsonObject wrong = shareJson(figures.wrongReceipts, "wrong", "n");
    wrong.insert(QStringLiteral("low"), interval ? QJsonValue(interval->low) : QJsonValue());
    wrong.insert(QStringLiteral("high"), interval ? QJsonValue(interval->high) : QJsonValue());
    QJsonArray reasons;
    for (const auto& reason : figures.reasons)
        reasons.append(QJsonObject{{QStringLiteral("rule"), nameOf(reason.rule)},
                                   {QStringLiteral("flagged"), reason.flagged},
                                   {QStringLiteral("reviewed"), reason.reviewed},
                                   {QStringLiteral("false_flags"), reason.falseFlags}});
    return {{QStringLiteral("reviews_per_1000"), windowed(shareJson(figures.reviews, "reviews", "sales", 1000))},
            {QStringLiteral("wrong_receipt_rate"), windowed(wrong)},
            {QStringLiteral("flagged_share"), windowed(shareJson(figures.flagged, "flagged", "decided"))},
            {QStringLiteral("prediction_right"), windowed(shareJson(figures.predictionRight, "right", "reviewed"))},
            {QStringLiteral("closed_in_time"), windowed(shareJson(figures.inTime, "in_time", "closed"))},
            {QStringLiteral("median_handling_seconds"),
             windowed({{QStringLiteral("value"), orNull(figures.medianHandlingSeconds)},
                       {QStringLiteral("n"), static_cast<qint64>(figures.handled)}})},
            {QStringLiteral("audit_reviews"), windowed({{QStringLiteral("value"), static_cast<qint64>(figures.auditReviews)}})},
            {QStringLiteral("flag_reasons"), reasons}};
}

QString figure(const std::optional<double>& value, double factor, int digits, const QString& unit)
{
    return value ? QString::number(*value * factor, 'f', digits) + unit : QStringLiteral("not enough data");
}

QString ratio(const measures::Share& share) { return QStringLiteral("%1/%2").arg(share.numerator).arg(share.denominator); }

void printFigures(Context& context, const measures::Figures& figures)
{
    const auto interval = measures::clopperPearson(figures.wrongReceipts);
    const QString percent = QStringLiteral(" %");
    const QString between = interval ? QStringLiteral("95 %: %1 to %2 %").arg(100 * interval->low, 0, 'f', 1)
                                           .arg(100 * interval->high, 0, 'f', 1)
                                     : QString();
    context.printTable(
        {{QStringLiteral("measure"), QStringLiteral("value"), QStringLiteral("of"), {}},
         {QStringLiteral("reviews per 1,000 sales"), figure(figures.reviews.value(), 1000, 1, {}), ratio(figures.reviews),
          QStringLiteral("target 20 to 50")},
         {QStringLiteral("wrong-receipt rate"), figure(figures.wrongReceipts.value(), 100, 2, percent),
          ratio(figures.wrongReceipts), between},
         {QStringLiteral("flagged sales"), figure(figures.flagged.value(), 100, 1, percent), ratio(figures.flagged), {}},
         {QStringLiteral("predicted cart right, of reviewed"), figure(figures.predictionRight.value(), 100, 1, percent),
          ratio(figures.predictionRight), {}},
         {QStringLiteral("closed in time"), figure(figures.inTime.value(), 100, 1, percent), ratio(figures.inTime), {}},
         {QStringLiteral("median handling time"), figure(figures.medianHandlingSeconds, 1, 1, QStringLiteral(" s")),
          QStringLiteral("n = %1").arg(figures.handled), {}},
         {QStringLiteral("audit reviews"), QString::number(figures.auditReviews), {}, {}}});
    std::vector<QStringList> rows{{QStringLiteral("flag reason"), QStringLiteral("flagged"), QStringLiteral("reviewed"),
                                   QStringLiteral("false flags")}};
    for (const auto& reason : figures.reasons)
        rows.push_back({nameOf(reason.rule), QString::number(reason.flagged), QString::number(reason.reviewed),
                        QString::number(reason.falseFlags)});
    if (rows.size() > 1)
        context.printTable(rows);
}

void printDays(Context& context, const std::vector<measures::Day>& days)
{
    std::vector<QStringList> rows{{QStringLiteral("day"), QStringLiteral("closed"), QStringLiteral("per 1,000"),
                                   QStringLiteral("flagged"), QStringLiteral("wrong receipts"), QStringLiteral("in time"),
                                   QStringLiteral("handling")}};
    for (const auto& day : days) {
        const auto& figures = day.figures;
        rows.push_back({formatUtc(day.start).left(10), QString::number(figures.reviews.denominator),
                        figure(figures.reviews.value(), 1000, 1, {}), ratio(figures.flagged), ratio(figures.wrongReceipts),
                        ratio(figures.inTime),
                        figure(figures.medianHandlingSeconds, 1, 1, QStringLiteral(" s"))});
    }
    context.printTable(rows);
}

void measureOptions(QCommandLineParser& parser)
{
    parser.addOption({QStringLiteral("from"), QStringLiteral("Sales that ended at this time or later (RFC 3339 or a date)."),
                      QStringLiteral("TIME")});
    parser.addOption({QStringLiteral("to"), QStringLiteral("Sales that ended before this time."), QStringLiteral("TIME")});
    parser.addOption({QStringLiteral("by"), QStringLiteral("day: also each day (UTC)."), QStringLiteral("UNIT")});
    parser.addOption({QStringLiteral("recount"), QStringLiteral("First count all sales anew from their facts.")});
}

Result<ExitCode> runMeasures(Context& context)
{
    const auto from = timeOption(context, QStringLiteral("from"));
    const auto until = timeOption(context, QStringLiteral("to"));
    if (!from || !until)
        return failure(from ? until.error() : from.error());
    if (context.options().isSet(QStringLiteral("by")) &&
        context.options().value(QStringLiteral("by")) != QStringLiteral("day"))
        return failure(ErrorKind::WrongUsage, QStringLiteral("--by takes \"day\"."));
    const auto open = context.openWorkspace();
    if (!open)
        return failure(open.error());
    if (context.options().isSet(QStringLiteral("recount"))) {
        store::MeasureRepository counts(*open->database);
        if (auto forgotten = counts.recount(); !forgotten)
            return failure(forgotten.error());
        if (auto counted = counts.catchUp(context.cancel()); !counted)
            return failure(counted.error());
    }
    const auto measured = pipeline::measure(*open->database, *from, *until);
    if (!measured)
        return failure(measured.error());
    const auto figures = measures::figuresOfTallies(measured->days, measured->from, measured->until);
    const bool byDay = context.options().isSet(QStringLiteral("by"));
    if (!context.wantsJson()) {
        printFigures(context, figures);
        if (byDay)
            printDays(context, measures::dayFiguresOf(measured->days));
        return Done;
    }
    QJsonObject object = figuresJson(figures);
    if (byDay) {
        QJsonArray days;
        for (const auto& day : measures::dayFiguresOf(measured->days)) {
            QJsonObject one = figuresJson(day.figures);
            one.insert(QStringLiteral("day"), formatUtc(day.start).left(10));
            days.append(one);
        }
        object.insert(QStringLiteral("days"), days);
    }
    context.print(object);
    return Done;
}

Result<ExitCode> runReceipt(Context& context)
{
    const auto open = context.openWorkspace();
    if (!open)
        return failure(open.error());
    store::SaleRepository sales(*open->database);
    const auto key = sales.find(context.arguments().first());
    if (!key)
        return failure(key.error());
    const auto receipts = sales.receipts(*key);
    if (!receipts)
        return failure(receipts.error());
    if (receipts->empty())
        return failure(ErrorKind::NotFound,
                       QStringLiteral("%1 has no receipt yet; it waits for review.").arg(key->saleId));
    if (context.wantsJson()) {
        QJsonArray array;
        for (const auto& receipt : *receipts)
            array.append(toJson(receipt));
        context.print(QJsonObject{{QStringLiteral("receipts"), array}});
    } else {
        printReceipts(context, *receipts);
    }
    return Done;
}

} // namespace

Result<std::optional<UtcMicroseconds>> timeOption(const Context& context, const QString& name)
{
    QString text = context.options().value(name);
    if (text.isEmpty())
        return std::optional<UtcMicroseconds>{};
    static const QRegularExpression date(QStringLiteral("^\\d{4}-\\d{2}-\\d{2}$"));
    if (date.match(text).hasMatch())
        text += QStringLiteral("T00:00:00Z");
    const auto time = parseUtc(text);
    if (!time)
        return failure(ErrorKind::WrongUsage, QStringLiteral("--%1: %2").arg(name, time.error().sentence));
    return std::optional(*time);
}

std::vector<Command> outputCommands()
{
    return {{QStringLiteral("measures"), {}, QStringLiteral("Reviews per 1,000 sales, wrong-receipt rate and the rest."),
             QStringLiteral("cartwright-cli measures --from 2026-03-01 --json --workspace ./shop"), 0, 0, measureOptions,
             runMeasures},
            {QStringLiteral("receipt"), QStringLiteral("SALE"), QStringLiteral("Show all versions of a sale's receipt."),
             QStringLiteral("cartwright-cli receipt s-0003 --workspace ./shop"), 1, 1, nullptr, runReceipt}};
}

} // namespace cartwright::cli
