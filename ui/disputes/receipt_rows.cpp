#include "ui/disputes/receipt_rows.h"

#include "core/billing/pricing.h"
#include "ui/widgets/texts.h"

#include <QCoreApplication>

namespace cartwright::ui {

namespace {

QString translated(const char* text)
{
    return QCoreApplication::translate("ReceiptRows", text);
}

QString reasonText(const QString& reason)
{
    if (reason == QLatin1String("predicted"))
        return translated(QT_TRANSLATE_NOOP("ReceiptRows", "as the machine saw it"));
    if (reason == QLatin1String("confirmed"))
        return translated(QT_TRANSLATE_NOOP("ReceiptRows", "confirmed by a person"));
    if (reason == QLatin1String("corrected"))
        return translated(QT_TRANSLATE_NOOP("ReceiptRows", "corrected by a person"));
    return reason;
}

QString outcomeText(VerdictOutcome outcome)
{
    switch (outcome) {
    case VerdictOutcome::Confirmed: return translated(QT_TRANSLATE_NOOP("ReceiptRows", "confirmed"));
    case VerdictOutcome::Corrected: return translated(QT_TRANSLATE_NOOP("ReceiptRows", "corrected"));
    case VerdictOutcome::Unresolvable: return translated(QT_TRANSLATE_NOOP("ReceiptRows", "cannot be resolved"));
    case VerdictOutcome::Escalated: return translated(QT_TRANSLATE_NOOP("ReceiptRows", "escalated"));
    }
    return {};
}

} // namespace

std::vector<QStringList> versionRows(const std::vector<Receipt>& receipts)
{
    std::vector<QStringList> rows;
    for (const Receipt& receipt : receipts)
        rows.push_back({QStringLiteral("v%1").arg(receipt.version), texts::dayAndTime(receipt.issuedAt),
                        reasonText(receipt.reason), receipt.issuedBy,
                        QStringLiteral("%1 %2").arg(billing::formatAmount(receipt.total, receipt.currency), receipt.currency)});
    return rows;
}

std::vector<QStringList> lineRows(const Receipt& receipt, const Receipt* before)
{
    const auto changes = before ? billing::changesBetween(*before, receipt) : std::vector<billing::ReceiptChange>();
    const auto amount = [&](MinorUnits units) { return billing::formatAmount(units, receipt.currency); };
    std::vector<QStringList> rows;
    for (const ReceiptLine& line : receipt.lines) {
        QString change;
        for (const billing::ReceiptChange& each : changes)
            if (each.gtin == line.gtin)
                change = each.quantityBefore == 0
                             ? translated(QT_TRANSLATE_NOOP("ReceiptRows", "added"))
                             : translated(QT_TRANSLATE_NOOP("ReceiptRows", "was %1 for %2"))
                                   .arg(each.quantityBefore)
                                   .arg(amount(each.totalBefore));
        rows.push_back({line.name, QString::number(line.quantity), amount(line.total), change});
    }
    for (const billing::ReceiptChange& gone : changes)
        if (gone.quantityAfter == 0)
            rows.push_back({gone.name, QStringLiteral("0"), amount(0),
                            translated(QT_TRANSLATE_NOOP("ReceiptRows", "taken off, was %1 for %2"))
                                .arg(gone.quantityBefore)
                                .arg(amount(gone.totalBefore))});
    return rows;
}

std::vector<QStringList> verdictRows(const std::vector<Verdict>& verdicts)
{
    std::vector<QStringList> rows;
    for (const Verdict& verdict : verdicts)
        rows.push_back({QString::number(verdict.number), texts::dayAndTime(verdict.decidedAt), outcomeText(verdict.outcome),
                        verdict.reviewer, verdict.note});
    return rows;
}

} // namespace cartwright::ui
