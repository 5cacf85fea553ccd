#include "app/cli/command.h"

#include "core/feed/ingest.h"
#include "core/feed/spool.h"
#include "core/feed/store_description.h"
#include "core/pipeline/jobs.h"
#include "core/pipeline/learn_sources.h"
#include "core/store/sale_repository.h"

#include <QThread>

namespace cartwright::cli {
namespace {

constexpr int spoolPauseMilliseconds = 500;

QString outcomeName(store::SaleRepository::Added added)
{
    switch (added) {
    case store::SaleRepository::Added::New: return QStringLiteral("new");
    case store::SaleRepository::Added::Replaced: return QStringLiteral("replaced");
    case store::SaleRepository::Added::Same: return QStringLiteral("same");
    case store::SaleRepository::Added::Older: return QStringLiteral("older");
    }
    return {};
}

QJsonObject toJson(const feed::Ingested& ingested)
{
    return {{QStringLiteral("store_id"), ingested.key.storeId},
            {QStringLiteral("sale_id"), ingested.key.saleId},
            {QStringLiteral("revision"), ingested.revision},
            {QStringLiteral("outcome"), outcomeName(ingested.outcome)},
            {QStringLiteral("notes"), QJsonArray::fromStringList(ingested.notes)}};
}

QString toLine(const feed::Ingested& ingested)
{
    const QString name = ingested.key.storeId + QLatin1Char('/') + ingested.key.saleId;
    switch (ingested.outcome) {
    case store::SaleRepository::Added::New: return QStringLiteral("%1 revision %2 is new").arg(name).arg(ingested.revision);
    case store::SaleRepository::Added::Replaced:
        return QStringLiteral("%1 revision %2 replaces the one before").arg(name).arg(ingested.revision);
    case store::SaleRepository::Added::Same:
        return QStringLiteral("%1 revision %2 was here already; nothing changed").arg(name).arg(ingested.revision);
    case store::SaleRepository::Added::Older:
        return QStringLiteral("%1 revision %2 is older than the one here; nothing changed").arg(name).arg(ingested.revision);
    }
    return {};
}

QJsonObject toJson(const pipeline::Processed& processed)
{
    QJsonArray failures;
    for (const auto& [key, error] : processed.failures)
        failures.append(QJsonObject{{QStringLiteral("sale_id"), key.saleId}, {QStringLiteral("reason"), error.sentence}});
    return {{QStringLiteral("analysed"), processed.analysed},
            {QStringLiteral("closed"), processed.closed},
            {QStringLiteral("queued"), processed.queued},
            {QStringLiteral("audits"), processed.audits},
            {QStringLiteral("failures"), failures}};
}

QString toLine(const pipeline::Processed& processed)
{
    return QStringLiteral("%1 analysed: %2 closed with a receipt, %3 queued for review, %4 of the closed in the audit sample")
        .arg(processed.analysed).arg(processed.closed).arg(processed.queued).arg(processed.audits);
}

/// Analyses what waits and reports it; the exit code says whether all of it went well.
Result<ExitCode> processAndReport(Context& context, const OpenWorkspace& open, QJsonObject& report)
{
    const auto processed = pipeline::processSales(open.workspace, *open.database, context.cancel(),
                                                  context.progress(QStringLiteral("analysed")));
    if (!processed)
        return failure(processed.error());
    for (const QString& note : processed->notes)
        context.say(note);
    for (const auto& [key, error] : processed->failures)
        context.sayError(error);
    report.insert(QStringLiteral("processed"), toJson(*processed));
    if (!context.wantsJson() && processed->analysed > 0)
        context.print(toLine(*processed));
    return processed->failures.empty() ? Done : InPart;
}

Result<ExitCode> runInit(Context& context)
{
    const auto workspace = store::Workspace::create(context.arguments().first(),
                                                    context.options().value(QStringLiteral("database")));
    if (!workspace)
        return failure(workspace.error());
    const auto open = context.openWorkspace(workspace->folder());
    if (!open)
        return failure(open.error());
    if (open->database->isServer())
        if (const auto groups = store::ServerAccountRepository(*open->database).hasGroups(); groups && !*groups)
            context.say(QStringLiteral("%1 may not make roles on this server, so only the owner of the tables can use them; let an "
                                       "administrator say \"ALTER ROLE ... CREATEROLE\" before `cartwright-cli user add`.")
                            .arg(open->who.name));
    if (context.wantsJson())
        context.print(QJsonObject{{QStringLiteral("workspace"), workspace->folder()}});
    else
        context.print(QStringLiteral("Made the workspace %1. Next: cartwright-cli store import FOLDER --workspace %1")
                          .arg(workspace->folder()));
    return Done;
}

Result<ExitCode> runStoreImport(Context& context)
{
    const auto open = context.openWorkspace();
    if (!open)
        return failure(open.error());
    const auto imported = feed::importStore(context.arguments().first(), open->workspace, *open->database,
                                            open->who.actor());
    if (!imported)
        return failure(imported.error());
    for (const auto& note : imported->notes)
        context.say(note);
    const auto& products = imported->products;
    if (context.wantsJson())
        context.print(QJsonObject{{QStringLiteral("store_id"), imported->storeId},
                                  {QStringLiteral("products_added"), products.added},
                                  {QStringLiteral("products_updated"), products.updated},
                                  {QStringLiteral("products_unchanged"), products.unchanged},
                                  {QStringLiteral("notes"), QJsonArray::fromStringList(imported->notes)}});
    else
        context.print(QStringLiteral("%1: %2 products added, %3 updated, %4 unchanged").arg(imported->storeId)
                          .arg(products.added).arg(products.updated).arg(products.unchanged));
    return Done;
}

void ingestOptions(QCommandLineParser& parser)
{
    parser.addOption({QStringLiteral("no-analyse"), QStringLiteral("Only take in; `analyse` does the rest.")});
}

Result<ExitCode> runIngest(Context& context)
{
    const auto open = context.openWorkspace();
    if (!open)
        return failure(open.error());
    QJsonArray taken;
    QJsonArray refused;
    std::optional<Error> firstError;
    for (const auto& bundle : context.arguments()) {
        const auto ingested = feed::ingestBundle(bundle, open->workspace, *open->database, context.cancel());
        if (!ingested && ingested.error().kind == ErrorKind::Cancelled)
            return failure(ingested.error());
        if (!ingested) {
            context.sayError(ingested.error());
            refused.append(QJsonObject{{QStringLiteral("bundle"), bundle},
                                       {QStringLiteral("reason"), ingested.error().sentence}});
            firstError = firstError.value_or(ingested.error());
            continue;
        }
        for (const auto& note : ingested->notes)
            context.say(note);
        taken.append(toJson(*ingested));
        if (!context.wantsJson())
            context.print(toLine(*ingested));
    }
    QJsonObject report{{QStringLiteral("ingested"), taken}, {QStringLiteral("refused"), refused}};
    ExitCode code = Done;
    if (!context.options().isSet(QStringLiteral("no-analyse")) && !taken.isEmpty()) {
        const auto processed = processAndReport(context, *open, report);
        if (!processed)
            return failure(processed.error());
        code = *processed;
    }
    if (context.wantsJson())
        context.print(report);
    if (!firstError)
        return code;
    return taken.isEmpty() ? exitCodeOf(firstError->kind) : InPart;
}

QJsonArray reportOf(const std::vector<feed::RefusedBundle>& bundles)
{
    QJsonArray array;
    for (const auto& bundle : bundles)
        array.append(QJsonObject{{QStringLiteral("bundle"), bundle.name},
                                 {QStringLiteral("moved_to"), bundle.movedTo},
                                 {QStringLiteral("reason"), bundle.reason.sentence}});
    return array;
}

QJsonObject reportOf(const feed::SpoolPass& pass)
{
    QJsonArray accepted;
    for (const auto& bundle : pass.accepted) {
        QJsonObject object = toJson(bundle.ingested);
        object.insert(QStringLiteral("bundle"), bundle.name);
        object.insert(QStringLiteral("moved_to"), bundle.movedTo);
        accepted.append(object);
    }
    return {{QStringLiteral("accepted"), accepted},
            {QStringLiteral("quarantined"), reportOf(pass.quarantined)},
            {QStringLiteral("left"), reportOf(pass.left)}};
}

void watchOptions(QCommandLineParser& parser)
{
    parser.addOption({QStringLiteral("once"), QStringLiteral("Take what lies there and stop.")});
}

Result<ExitCode> runWatch(Context& context)
{
    const auto open = context.openWorkspace();
    if (!open)
        return failure(open.error());
    const bool once = context.options().isSet(QStringLiteral("once"));
    if (!once)
        context.say(QStringLiteral("Watching %1; Ctrl+C stops.").arg(context.arguments().first()));
    ExitCode code = Done;
    while (!context.cancel().isCancelled()) {
        const auto pass = feed::runSpoolOnce(context.arguments().first(), open->workspace, *open->database,
                                             context.cancel(), [&](int, int, const QString& line) { context.say(line); });
        if (!pass)
            return failure(pass.error());
        QJsonObject report = reportOf(*pass);
        const auto processed = processAndReport(context, *open, report);
        if (!processed)
            return failure(processed.error());
        if (context.wantsJson() && (once || !pass->accepted.empty() || !pass->quarantined.empty()))
            context.print(report);
        code = pass->quarantined.empty() && pass->left.empty() ? *processed : InPart;
        if (once)
            return code;
        QThread::msleep(spoolPauseMilliseconds);
    }
    return Interrupted;
}

void analyseOptions(QCommandLineParser& parser)
{
    parser.addOption({QStringLiteral("learn-sources"),
                      QStringLiteral("First learn from all reviews how far cameras, plates, scans and planogram are to be believed.")});
}

Result<void> learnSources(Context& context, const OpenWorkspace& open)
{
    const auto learnt = pipeline::learnSources(open.workspace, *open.database, context.cancel());
    if (!learnt)
        return failure(learnt.error());
    QStringList parts;
    const QJsonObject values = toJson(learnt->reliability);
    for (auto it = values.begin(); it != values.end(); ++it)
        parts.append(QStringLiteral("%1 %2").arg(it.key()).arg(it.value().toDouble(), 0, 'f', 3));
    context.say(QStringLiteral("%1 reviewed sales, %2 facts: %3").arg(learnt->sales).arg(learnt->facts)
                    .arg(parts.join(QStringLiteral(", "))));
    return {};
}

Result<ExitCode> runAnalyse(Context& context)
{
    const auto open = context.openWorkspace();
    if (!open)
        return failure(open.error());
    if (context.options().isSet(QStringLiteral("learn-sources")))
        if (auto learnt = learnSources(context, *open); !learnt)
            return failure(learnt.error());
    if (!context.arguments().isEmpty()) {
        const auto key = store::SaleRepository(*open->database).find(context.arguments().first());
        if (!key)
            return failure(key.error());
        const auto done = pipeline::processSale(open->workspace, *open->database, *key, context.cancel());
        if (!done)
            return failure(done.error());
        context.say(QStringLiteral("Analysed %1.").arg(key->saleId));
        return Done;
    }
    QJsonObject report;
    const auto code = processAndReport(context, *open, report);
    if (code && context.wantsJson())
        context.print(report.value(QStringLiteral("processed")).toObject());
    else if (code && report.value(QStringLiteral("processed")).toObject().value(QStringLiteral("analysed")).toInt() == 0)
        context.print(QStringLiteral("No sale waits for analysis."));
    return code;
}

} // namespace

std::vector<Command> feedCommands()
{
    return {{QStringLiteral("init"), QStringLiteral("DIR"), QStringLiteral("Make an empty workspace."),
             QStringLiteral("cartwright-cli init ./shop"), 1, 1, nullptr, runInit},
            {QStringLiteral("store import"), QStringLiteral("FOLDER"),
             QStringLiteral("Import or update a store description (store.json, products.csv)."),
             QStringLiteral("cartwright-cli store import ./store --workspace ./shop"), 1, 1, nullptr, runStoreImport},
            {QStringLiteral("ingest"), QStringLiteral("BUNDLE..."),
             QStringLiteral("Take in sale bundles (folders or .tar), analyse and decide them."),
             QStringLiteral("cartwright-cli ingest ./sales/s-1 ./sales/s-2.tar --workspace ./shop"), 1, -1, ingestOptions,
             runIngest},
            {QStringLiteral("watch"), QStringLiteral("SPOOL"),
             QStringLiteral("Take in every bundle that is renamed into a spool folder."),
             QStringLiteral("cartwright-cli watch ./spool --workspace ./shop"), 1, 1, watchOptions, runWatch},
            {QStringLiteral("analyse"), QStringLiteral("[SALE]"),
             QStringLiteral("Analyse and decide all sales that wait for it, or one sale again."),
             QStringLiteral("cartwright-cli analyse --workspace ./shop"), 0, 1, analyseOptions, runAnalyse}};
}

} // namespace cartwright::cli
