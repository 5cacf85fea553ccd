#include "core/dataset/plan.h"

#include "core/base/json.h"
#include "core/base/safe_file.h"
#include "core/domain/codec.h"
#include "core/domain/names.h"

#include <QMessageAuthenticationCode>

#include <algorithm>
#include <cmath>
#include <tuple>

namespace cartwright::dataset {
namespace {

Result<void> checkOptions(const CreateOptions& options)
{
    if (options.format != QLatin1String("coco"))
        return failure(
            ErrorKind::WrongUsage,
            QStringLiteral("\"%1\" is no format for datasets; known is coco.").arg(options.format.left(40)));
    if (options.jpegQuality < 1 || options.jpegQuality > 100)
        return failure(
            ErrorKind::WrongUsage,
            QStringLiteral("A JPEG quality of %1 makes no sense; take 1 to 100.").arg(options.jpegQuality));
    double sum = 0;
    for (const double share : {options.shares.train, options.shares.val, options.shares.test}) {
        sum += share;
        if (!(share >= 0 && share <= 1))
            sum = std::nan("");
    }
    if (!(std::abs(sum - 1) < 1e-9))
        return failure(ErrorKind::WrongUsage,
                       QStringLiteral("The shares of train, val and test must be 0 to 1 and add up to 1."));
    return {};
}

QJsonObject describe(const Label& label)
{
    return {{QStringLiteral("label_id"), label.labelId},
            {QStringLiteral("store"), label.key.storeId},
            {QStringLiteral("sale"), label.key.saleId},
            {QStringLiteral("event"), label.eventId},
            {QStringLiteral("camera"), label.cameraId},
            {QStringLiteral("clip_sha256"), label.clipSha256},
            {QStringLiteral("timestamp_us"), qint64(label.clipTimestamp)},
            {QStringLiteral("box"), toJson(label.box)},
            {QStringLiteral("gtin"), label.gtin.digits()},
            {QStringLiteral("action"), nameOf(label.action)},
            {QStringLiteral("source"), nameOf(label.source)},
            {QStringLiteral("origin"), nameOf(label.origin)},
            {QStringLiteral("track"), label.trackId},
            {QStringLiteral("reviewer"), label.reviewer},
            {QStringLiteral("verdict"), label.verdictNumber},
            {QStringLiteral("model_version"), label.modelVersion}};
}

auto orderOf(const Label& label)
{
    return std::tie(label.key.storeId, label.key.saleId, label.cameraId, label.clipSha256,
                    label.clipTimestamp, label.labelId);
}

/// The key under which reviewers get their pseudonyms: it takes the names themselves, which no dataset
/// contains.
QByteArray pseudonymKey(const std::vector<PlannedLabel>& labels)
{
    QByteArray all;
    for (const PlannedLabel& planned : labels)
        all += toJsonLine(describe(planned.label));
    return sha256Of(all).toLatin1();
}

void hideReviewers(std::vector<PlannedLabel>& labels)
{
    const QByteArray key = pseudonymKey(labels);
    for (PlannedLabel& planned : labels) {
        QString& reviewer = planned.label.reviewer;
        if (!reviewer.isEmpty())
            reviewer = QStringLiteral("reviewer-") +
                       QString::fromLatin1(QMessageAuthenticationCode::hash(reviewer.toUtf8(), key,
                                                                            QCryptographicHash::Sha256)
                                               .toHex()
                                               .left(12));
        planned.sha256 = sha256Of(toJsonLine(describe(planned.label)));
    }
}

QString hashOf(const Plan& plan)
{
    const CreateOptions& options = plan.options;
    QByteArray all = toJsonLine({{QStringLiteral("schema"), QLatin1String(manifestSchema)},
                                 {QStringLiteral("format"), options.format},
                                 {QStringLiteral("jpeg_quality"), options.jpegQuality},
                                 {QStringLiteral("train"), options.shares.train},
                                 {QStringLiteral("val"), options.shares.val},
                                 {QStringLiteral("test"), options.shares.test},
                                 {QStringLiteral("name"), options.name},
                                 {QStringLiteral("licence"), options.licence}});
    for (const auto& [gtin, name] : plan.names)
        all += toJsonLine({{gtin.digits(), name}});
    for (const PlannedLabel& planned : plan.labels)
        all += planned.sha256.toLatin1() + '\n';
    return sha256Of(all);
}

} // namespace

QString nameOf(Split split)
{
    switch (split) {
    case Split::Train:
        return QStringLiteral("train");
    case Split::Val:
        return QStringLiteral("val");
    case Split::Test:
        break;
    }
    return QStringLiteral("test");
}

Split splitOf(const SaleKey& key, const SplitShares& shares)
{
    const QByteArray store = key.storeId.toUtf8();
    // The length keeps ("a", "bc") and ("ab", "c") apart.
    const QByteArray name = QByteArray::number(store.size()) + ':' + store + key.saleId.toUtf8();
    const double place = static_cast<double>(sha256Of(name).left(8).toUInt(nullptr, 16)) / 4294967296.0;
    // A share of 0 gets nothing, even where the others fall short of 1 by rounding.
    if (place < shares.train || (shares.val <= 0 && shares.test <= 0))
        return Split::Train;
    return place < shares.train + shares.val || shares.test <= 0 ? Split::Val : Split::Test;
}

Result<Plan> makePlan(std::vector<Label> labels, const std::map<Gtin, QString>& productNames,
                      const CreateOptions& options)
{
    if (auto checked = checkOptions(options); !checked)
        return failure(checked.error());
    if (labels.empty())
        return failure(ErrorKind::NotFound, QStringLiteral("There are no labels yet: review a sale first."));
    Plan plan;
    plan.options = options;
    for (Label& label : labels) {
        const auto known = productNames.find(label.gtin);
        const QString fallback = label.gtin.isEmpty() ? QStringLiteral("no product") : label.gtin.digits();
        plan.names[label.gtin] =
            known == productNames.end() || known->second.isEmpty() ? fallback : known->second;
        plan.labels.push_back({std::move(label), QString()});
    }
    const auto canonical = [](const PlannedLabel& planned) { return toJsonLine(describe(planned.label)); };
    std::sort(
        plan.labels.begin(), plan.labels.end(), [&](const PlannedLabel& left, const PlannedLabel& right) {
            if (orderOf(left.label) != orderOf(right.label))
                return orderOf(left.label) < orderOf(right.label);
            const QByteArray leftText = canonical(left), rightText = canonical(right);
            return leftText != rightText ? leftText < rightText : left.label.clipFile < right.label.clipFile;
        });
    const auto same = [&](const PlannedLabel& left, const PlannedLabel& right) {
        return orderOf(left.label) == orderOf(right.label) && canonical(left) == canonical(right);
    };
    plan.labels.erase(std::unique(plan.labels.begin(), plan.labels.end(), same), plan.labels.end());
    hideReviewers(plan.labels);
    plan.sha256 = hashOf(plan);
    return plan;
}

} // namespace cartwright::dataset
