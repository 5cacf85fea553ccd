#include "ui/measures/figure_rows.h"

#include "ui/widgets/texts.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

namespace cartwright::ui {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Measures", text);
}

QString number(double value, int decimals = 1)
{
    return QLocale().toString(value, 'f', decimals);
}

QStringList shareRow(const QString& name, const QString& value, const measures::Share& share, const QString& what)
{
    return {name, value, QString::number(share.numerator), QString::number(share.denominator), what};
}

QString day(UtcMicroseconds start)
{
    return QDateTime::fromMSecsSinceEpoch(start / 1000, Qt::UTC).toString(QStringLiteral("yyyy-MM-dd"));
}

} // namespace

QString notEnoughData()
{
    return tr("not enough data");
}

QString perThousand(const measures::Share& share)
{
    return share.value() ? number(*share.value() * 1000) : notEnoughData();
}

QString percentOf(const measures::Share& share)
{
    return share.value() ? tr("%1 %").arg(number(*share.value() * 100)) : notEnoughData();
}

QString withInterval(const measures::Share& share)
{
    const std::optional<measures::Interval> interval = measures::clopperPearson(share);
    if (!share.value() || !interval)
        return notEnoughData();
    return tr("%1 (95 % interval %2 to %3 %)")
        .arg(percentOf(share), number(interval->low * 100), number(interval->high * 100));
}

FigureTable overallTable(const measures::Figures& figures)
{
    FigureTable table;
    table.headers = {tr("Figure"), tr("Value"), tr("Numerator"), tr("Denominator"), tr("What it counts")};
    table.rows.push_back(shareRow(tr("Reviews per 1,000 sales"), perThousand(figures.reviews), figures.reviews,
                                  tr("flagged sales with a completed review / sales closed")));
    table.rows.push_back(shareRow(tr("Wrong-receipt rate"), withInterval(figures.wrongReceipts), figures.wrongReceipts,
                                  tr("audit reviews whose predicted cart was wrong / audit reviews")));
    table.rows.push_back(
        shareRow(tr("Flagged"), percentOf(figures.flagged), figures.flagged, tr("flagged sales / sales decided")));
    table.rows.push_back(shareRow(tr("Prediction right although flagged"), percentOf(figures.predictionRight),
                                  figures.predictionRight,
                                  tr("reviewed flagged sales whose predicted cart was right / reviewed flagged sales")));
    table.rows.push_back(
        shareRow(tr("In time"), percentOf(figures.inTime), figures.inTime, tr("sales closed by their deadline / sales closed")));
    table.rows.push_back({tr("Median handling time"),
                          figures.medianHandlingSeconds ? tr("%1 s").arg(number(*figures.medianHandlingSeconds))
                                                        : notEnoughData(),
                          {}, QString::number(figures.handled), tr("from opening to deciding; n reviews")});
    table.rows.push_back({tr("Audit reviews"), QString::number(figures.auditReviews), {}, {},
                          tr("counted apart from the reviews above")});
    return table;
}

FigureTable dayTable(const std::vector<measures::Day>& days)
{
    FigureTable table;
    table.headers = {tr("Day (UTC)"), tr("Reviews per 1,000"), tr("Reviews"), tr("Sales closed"),
                     tr("Wrong receipts"), tr("Wrong"), tr("Audit reviews")};
    for (auto it = days.rbegin(); it != days.rend(); ++it) {
        const measures::Figures& figures = it->figures;
        table.rows.push_back({day(it->start), perThousand(figures.reviews), QString::number(figures.reviews.numerator),
                              QString::number(figures.reviews.denominator), withInterval(figures.wrongReceipts),
                              QString::number(figures.wrongReceipts.numerator),
                              QString::number(figures.wrongReceipts.denominator)});
    }
    return table;
}

FigureTable reasonTable(const measures::Figures& figures)
{
    FigureTable table;
    table.headers = {tr("Flag reason"), tr("False flags"), tr("Flagged"), tr("Reviewed"), tr("Prediction was right")};
    for (const measures::ReasonCount& reason : figures.reasons) {
        const measures::Share share{reason.falseFlags, reason.reviewed};
        table.rows.push_back({texts::reason(reason.rule), percentOf(share), QString::number(reason.flagged),
                              QString::number(reason.reviewed), QString::number(reason.falseFlags)});
    }
    return table;
}

} // namespace cartwright::ui
