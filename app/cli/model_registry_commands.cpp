#include "app/cli/command.h"

#include "core/pipeline/model_evaluation.h"
#include "core/pipeline/promotion.h"

namespace cartwright::cli {
namespace {

QString number(const QJsonObject& metrics, const char* name, int digits = 3)
{
    const QJsonValue value = metrics.value(QString::fromLatin1(name));
    return value.isDouble() ? QString::number(value.toDouble(), 'f', digits) : QStringLiteral("-");
}

struct InUse
{
    std::optional<store::ModelRecord> live;
    std::optional<store::ModelRecord> shadow;
};

Result<InUse> inUse(store::ModelRepository& repository)
{
    const auto live = repository.live();
    const auto shadow = repository.shadow();
    if (!live || !shadow)
        return failure(!live ? live.error() : shadow.error());
    return InUse{*live, *shadow};
}

QString stateOf(const store::ModelRecord& record, const InUse& use)
{
    if (use.live && use.live->row == record.row)
        return QStringLiteral("live");
    return use.shadow && use.shadow->row == record.row ? QStringLiteral("shadow") : QString();
}

QJsonObject toJson(const store::ModelRecord& record, const InUse& use)
{
    return {{QStringLiteral("name"), record.name},       {QStringLiteral("version"), record.version},
            {QStringLiteral("state"), stateOf(record, use)}, {QStringLiteral("origin"), record.imported ? QStringLiteral("imported") : QStringLiteral("trained")},
            {QStringLiteral("sha256"), record.sha256},   {QStringLiteral("dataset"), record.dataset},
            {QStringLiteral("made_at"), formatUtc(record.madeAt)}, {QStringLiteral("metrics"), record.metrics}};
}

Result<ExitCode> runList(Context& context)
{
    auto open = context.openWorkspace();
    if (!open)
        return failure(open.error());
    store::ModelRepository repository(*open->database);
    const auto records = repository.all();
    const auto use = inUse(repository);
    if (!records || !use)
        return failure(!records ? records.error() : use.error());
    if (context.wantsJson()) {
        QJsonArray array;
        for (const auto& record : *records)
            array.append(toJson(record, *use));
        context.print(QJsonObject{{QStringLiteral("models"), array}});
        return Done;
    }
    std::vector<QStringList> rows{{QStringLiteral("model"), QStringLiteral("state"), QStringLiteral("reviews/1,000"), QStringLiteral("wrong"),
                                   QStringLiteral("calibration error"), QStringLiteral("trained on"), QStringLiteral("made")}};
    for (const auto& record : *records)
        rows.push_back({record.title(), stateOf(record, *use), number(record.metrics, "expected_reviews_per_1000", 0),
                        number(record.metrics, "expected_wrong_share", 4), number(record.metrics, "receipt_calibration_error"), record.dataset,
                        formatUtc(record.madeAt)});
    context.printTable(rows);
    return Done;
}

Result<ExitCode> runPromote(Context& context)
{
    auto open = context.openWorkspace();
    if (!open)
        return failure(open.error());
    const auto record = store::ModelRepository(*open->database).find(context.arguments().join(QLatin1Char(' ')));
    if (!record)
        return failure(record.error());
    const auto gate = pipeline::promote(open->workspace, *open->database, *record, open->who.actor());
    if (!gate)
        return failure(gate.error());
    if (!gate->open)
        return failure(ErrorKind::Refused, QStringLiteral("%1 did not become live. %2").arg(record->title(), gate->reason));
    if (context.wantsJson())
        context.print(pipeline::toJson(*gate));
    else
        context.print(QStringLiteral("%1 is live. %2").arg(record->title(), gate->reason));
    return Done;
}

void reasonOption(QCommandLineParser& parser)
{
    parser.addOption({QStringLiteral("reason"), QStringLiteral("Why, for the log."), QStringLiteral("TEXT")});
}

Result<ExitCode> runRollback(Context& context)
{
    const QString reason = context.options().value(QStringLiteral("reason"));
    if (reason.isEmpty())
        return failure(ErrorKind::WrongUsage, QStringLiteral("Say why with --reason TEXT."));
    auto open = context.openWorkspace();
    if (!open)
        return failure(open.error());
    const auto record = pipeline::rollBack(open->workspace, *open->database, reason, open->who.actor());
    if (!record)
        return failure(record.error());
    context.print(QStringLiteral("%1 is live again.").arg(record->title()));
    return Done;
}

void shadowOptions(QCommandLineParser& parser)
{
    parser.addOption({QStringLiteral("end"), QStringLiteral("End the shadow run.")});
}

Result<ExitCode> runShadow(Context& context)
{
    auto open = context.openWorkspace();
    if (!open)
        return failure(open.error());
    store::ModelRepository repository(*open->database, open->who.actor());
    store::ModelChange change;
    if (context.options().isSet(QStringLiteral("end"))) {
        const auto shadow = repository.shadow();
        if (!shadow)
            return failure(shadow.error());
        if (!*shadow)
            return failure(ErrorKind::NotFound, QStringLiteral("No model runs in the shadow."));
        change.modelRow = (*shadow)->row;
        change.kind = store::ModelChange::Kind::ShadowEnded;
    } else {
        const auto record = repository.find(context.arguments().join(QLatin1Char(' ')));
        if (!record)
            return failure(record.error());
        change.modelRow = record->row;
        change.kind = store::ModelChange::Kind::Shadow;
    }
    if (auto noted = repository.note(change); !noted)
        return failure(noted.error());
    context.print(change.kind == store::ModelChange::Kind::Shadow ? QStringLiteral("It runs beside the live model; `model compare` shows what it would have done.")
                                                                  : QStringLiteral("The shadow run has ended."));
    return Done;
}

Result<ExitCode> runCompare(Context& context)
{
    auto open = context.openWorkspace();
    if (!open)
        return failure(open.error());
    store::ModelRepository repository(*open->database);
    std::vector<QStringList> rows{{QStringLiteral("figure")}};
    std::vector<store::ModelRecord> records;
    for (const QString& title : context.arguments()) {
        auto record = repository.find(title);
        if (!record)
            return failure(record.error());
        rows.front().append(record->title());
        records.push_back(std::move(*record));
    }
    QJsonArray array;
    for (const char* name : {"expected_reviews_per_1000", "expected_wrong_share", "wrong_bound", "receipt_calibration_error", "crops_told_right", "crops",
                             "judged_sales"}) {
        QStringList row{QString::fromLatin1(name)};
        for (const auto& record : records)
            row.append(number(record.metrics, name, 4));
        rows.push_back(row);
    }
    for (const auto& record : records) {
        const auto gate = pipeline::askGate(*open->database, record);
        if (!gate)
            return failure(gate.error());
        array.append(QJsonObject{{QStringLiteral("model"), record.title()}, {QStringLiteral("metrics"), record.metrics},
                                 {QStringLiteral("gate"), pipeline::toJson(*gate)}});
        if (!context.wantsJson())
            context.print(QStringLiteral("%1: %2").arg(record.title(), gate->reason));
    }
    if (context.wantsJson())
        context.print(QJsonObject{{QStringLiteral("models"), array}});
    else
        context.printTable(rows);
    return Done;
}

Result<ExitCode> runImport(Context& context)
{
    auto open = context.openWorkspace();
    if (!open)
        return failure(open.error());
    const auto record = pipeline::importModel(open->workspace, *open->database, context.arguments().first(), open->who.actor());
    if (!record)
        return failure(record.error());
    context.print(QStringLiteral("%1 was added; it is not live. Next: cartwright-cli model evaluate \"%1\"").arg(record->title()));
    return Done;
}

} // namespace

std::vector<Command> modelRegistryCommands()
{
    return {{QStringLiteral("model list"), QString(), QStringLiteral("List the models, which one is live and what is expected of each."),
             QStringLiteral("cartwright-cli model list --workspace ./shop"), 0, 0, nullptr, runList},
            {QStringLiteral("model promote"), QStringLiteral("MODEL"), QStringLiteral("Make a model live, if the gate lets it through."),
             QStringLiteral("cartwright-cli model promote \"shop 20260302T081500-000Z\" --workspace ./shop"), 1, 2, nullptr, runPromote},
            {QStringLiteral("model rollback"), QString(), QStringLiteral("Make the model live that was so before."),
             QStringLiteral("cartwright-cli model rollback --reason \"too many false flags\" --workspace ./shop"), 0, 0, reasonOption, runRollback},
            {QStringLiteral("model shadow"), QStringLiteral("MODEL"), QStringLiteral("Let a model tell receipts' confidence beside the live one."),
             QStringLiteral("cartwright-cli model shadow \"shop 20260302T081500-000Z\" --workspace ./shop"), 0, 2, shadowOptions, runShadow},
            {QStringLiteral("model compare"), QStringLiteral("MODEL MODEL..."), QStringLiteral("Show models beside each other, and what the gate says."),
             QStringLiteral("cartwright-cli model compare \"shop A\" \"shop B\" --workspace ./shop"), 1, -1, nullptr, runCompare},
            {QStringLiteral("model import"), QStringLiteral("DIR"), QStringLiteral("Add a model that was made elsewhere."),
             QStringLiteral("cartwright-cli model import ./model --workspace ./shop"), 1, 1, nullptr, runImport}};
}

} // namespace cartwright::cli
