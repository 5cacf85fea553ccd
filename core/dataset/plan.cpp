#include "core/dataset/plan.h"

#include "core/base/json.h"
#include "core/base/safe_file.h"
#include "core/dataset/format.h"
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
    if (const auto format = formatOf(options.format); !format)
        return failure(format.error());
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

/// Without the pseudonym, so that the same label has the same hash in every version.
QString hashOf(const Label& label)
{
    QJsonObject object = describe(label);
    object.remove(QStringLiteral("reviewer"));
    return sha256Of(toJsonLine(object));
}

QByteArray groupOf(const Selected& chosen, SplitBy by)
{
    const Label& label = chosen.label;
    const QByteArray store = label.key.storeId.toUtf8();
    // The length keeps ("a", "bc") and ("ab", "c") apart.
    const QByteArray begin = QByteArray::number(store.size()) + ':' + store;
    if (by == SplitBy::Store)
        return begin;
    if (by == SplitBy::Day && chosen.at != 0)
        return begin + '/' + formatUtc(chosen.at).left(10).toUtf8();
    if (by == SplitBy::Shopper && !chosen.shopperRef.isEmpty())
        return begin + '@' + chosen.shopperRef.toUtf8();
    return begin + label.key.saleId.toUtf8();
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
                                 {QStringLiteral("licence"), options.licence},
                                 {QStringLiteral("split_by"), nameOf(options.splitBy)},
                                 {QStringLiteral("thin"), options.nearDuplicates == NearDuplicates::Thin},
                                 {QStringLiteral("masking"), static_cast<int>(options.people.masking)},
                                 {QStringLiteral("face_model"), options.people.faceModel},
                                 {QStringLiteral("since"), options.since ? options.since->name : QString()},
                                 {QStringLiteral("selection"), options.selection},
                                 {QStringLiteral("findings"), options.findings}});
    for (const LabelKey& key : plan.withdrawn)
        all += toJsonLine({{key.labelId, key.sale.saleId}});
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

QString nameOf(SplitBy by)
{
    switch (by) {
    case SplitBy::Shopper:
        return QStringLiteral("shopper");
    case SplitBy::Store:
        return QStringLiteral("store");
    case SplitBy::Day:
        return QStringLiteral("day");
    case SplitBy::Sale:
        break;
    }
    return QStringLiteral("sale");
}

Split splitOf(const QByteArray& group, const SplitShares& shares)
{
    const double place = static_cast<double>(sha256Of(group).left(8).toUInt(nullptr, 16)) / 4294967296.0;
    // A share of 0 gets nothing, even where the others fall short of 1 by rounding.
    if (place < shares.train || (shares.val <= 0 && shares.test <= 0))
        return Split::Train;
    return place < shares.train + shares.val || shares.test <= 0 ? Split::Val : Split::Test;
}

Split splitOf(const SaleKey& key, const SplitShares& shares)
{
    Label label;
    label.key = key;
    return splitOf(groupOf(Selected(label), SplitBy::Sale), shares);
}

QString groupWord(const QByteArray& group) { return sha256Of("group " + group).left(16); }

namespace {

/// Gives each product a name that no other has, for formats that know names only.
void makeNamesUnique(std::map<Gtin, QString>& names)
{
    std::map<QString, int> uses;
    for (const auto& [gtin, name] : names)
        ++uses[name];
    for (auto& [gtin, name] : names)
        if (uses[name] > 1 && !gtin.isEmpty())
            name += QStringLiteral(" (%1)").arg(gtin.digits());
}

/// Leaves what is new or changed, and notes what is no more.
void keepChanges(Plan& plan, const Since& since)
{
    std::map<LabelKey, QString> left = since.labels;
    std::erase_if(plan.labels, [&](const PlannedLabel& planned) {
        const LabelKey key{planned.label.key, planned.label.labelId};
        const auto known = left.find(key);
        const bool same = known != left.end() && known->second == planned.sha256;
        left.erase(key);
        return same;
    });
    for (const auto& [key, sha256] : left)
        plan.withdrawn.push_back(key);
}

std::map<Gtin, QString> namesOf(const std::vector<PlannedLabel>& labels, const std::map<Gtin, QString>& productNames)
{
    std::map<Gtin, QString> names;
    for (const PlannedLabel& planned : labels) {
        const Gtin& gtin = planned.label.gtin;
        if (names.contains(gtin))
            continue;
        const auto known = productNames.find(gtin);
        const QString fallback = gtin.isEmpty() ? QStringLiteral("no product") : gtin.digits();
        names[gtin] = known == productNames.end() || known->second.isEmpty() ? fallback : known->second.simplified();
    }
    makeNamesUnique(names);
    return names;
}

void sortOnce(std::vector<PlannedLabel>& labels)
{
    // Labels with one place and one id are rare, so their texts are compared only then.
    const auto canonical = [](const PlannedLabel& planned) { return toJsonLine(describe(planned.label)); };
    std::sort(labels.begin(), labels.end(), [&](const PlannedLabel& left, const PlannedLabel& right) {
        if (orderOf(left.label) != orderOf(right.label))
            return orderOf(left.label) < orderOf(right.label);
        const QByteArray leftText = canonical(left), rightText = canonical(right);
        return leftText != rightText ? leftText < rightText : left.label.clipFile < right.label.clipFile;
    });
    const auto same = [&](const PlannedLabel& left, const PlannedLabel& right) {
        return orderOf(left.label) == orderOf(right.label) && canonical(left) == canonical(right);
    };
    labels.erase(std::unique(labels.begin(), labels.end(), same), labels.end());
}

} // namespace

Result<Plan> makePlan(std::vector<Selected> labels, const std::map<Gtin, QString>& productNames, const CreateOptions& options)
{
    if (auto checked = checkOptions(options); !checked)
        return failure(checked.error());
    if (labels.empty())
        return failure(ErrorKind::NotFound, QStringLiteral("There are no labels yet: review a sale first."));
    Plan plan;
    plan.options = options;
    plan.labels.reserve(labels.size());
    for (Selected& chosen : labels) {
        const QByteArray group = groupOf(chosen, options.splitBy);
        QString sha256 = hashOf(chosen.label);
        plan.labels.push_back({std::move(chosen.label), std::move(sha256), chosen.at, group});
    }
    sortOnce(plan.labels);
    if (options.since)
        keepChanges(plan, *options.since);
    if (plan.labels.empty())
        return failure(ErrorKind::NotFound, QStringLiteral("Nothing is new or changed since %1, and %2 labels were withdrawn; no version is made.")
                                                .arg(options.since->name)
                                                .arg(plan.withdrawn.size()));
    plan.names = namesOf(plan.labels, productNames);
    hideReviewers(plan.labels);
    plan.sha256 = hashOf(plan);
    return plan;
}

} // namespace cartwright::dataset
