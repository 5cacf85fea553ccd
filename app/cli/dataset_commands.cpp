#include "app/cli/command.h"
#include "app/cli/dataset_options.h"

#include "core/dataset/manifest.h"
#include "core/pipeline/datasets.h"

#include "core/base/safe_file.h"

#include <QFileInfo>
#include <QJsonArray>

namespace cartwright::cli {
namespace {

QJsonObject toJson(const dataset::Created& created)
{
    return {{QStringLiteral("labels"), created.labels},
            {QStringLiteral("frames"), created.frames},
            {QStringLiteral("categories"), created.categories},
            {QStringLiteral("content_hash"), created.contentHash},
            {QStringLiteral("already"), created.already},
            {QStringLiteral("not_exported"), created.notExported},
            {QStringLiteral("withdrawn"), created.withdrawn},
            {QStringLiteral("notes"), QJsonArray::fromStringList(created.notes)}};
}

/// Says what was made; 7 where labels could not be exported.
ExitCode tell(Context& context, const dataset::Created& created)
{
    for (const auto& note : created.notes)
        context.say(note);
    if (context.wantsJson())
        context.print(toJson(created));
    else
        context.print(QStringLiteral("%1 labels on %2 frames, %3 categories%4, %5")
                          .arg(created.labels)
                          .arg(created.frames)
                          .arg(created.categories)
                          .arg(created.already ? QStringLiteral(" (was there already)") : QString(), created.contentHash));
    return created.notExported > 0 ? InPart : Done;
}

Result<ExitCode> runCreate(Context& context)
{
    const auto open = context.openWorkspace();
    if (!open)
        return failure(open.error());
    auto choice = labelChoiceOf(context);
    auto options = createOptionsOf(context);
    if (!choice || !options)
        return failure(choice ? options.error() : choice.error());
    pipeline::DatasetRequest request;
    request.name = context.arguments().first();
    request.choice = std::move(*choice);
    request.options = std::move(*options);
    request.since = context.options().value(QStringLiteral("since"));
    request.reason = context.options().value(QStringLiteral("reason"));
    if (context.options().isSet(QStringLiteral("show-people"))) {
        if (auto may = context.permit(*open, trust::Action::ShowPeople); !may)
            return failure(may.error());
        request.people = pipeline::DatasetRequest::People::Shown;
    }
    const auto created = pipeline::makeDataset(open->workspace, *open->database, request, context.cancel(), context.progress(QStringLiteral("images")), open->who.actor());
    if (!created)
        return failure(created.error());
    return tell(context, *created);
}

Result<ExitCode> runCount(Context& context)
{
    const auto open = context.openWorkspace();
    const auto choice = labelChoiceOf(context);
    if (!open || !choice)
        return failure(open ? choice.error() : open.error());
    const auto counts = store::DatasetRepository(*open->database).count(*choice);
    if (!counts)
        return failure(counts.error());
    QJsonObject object{{QStringLiteral("labels"), static_cast<qint64>(counts->labels)}, {QStringLiteral("sales"), static_cast<qint64>(counts->sales)}};
    std::vector<QStringList> rows{{QStringLiteral("of"), QStringLiteral("what"), QStringLiteral("labels")}};
    for (const auto& [name, tally] : {std::pair(QStringLiteral("products"), &counts->products), std::pair(QStringLiteral("actions"), &counts->actions),
                                      std::pair(QStringLiteral("origins"), &counts->sources), std::pair(QStringLiteral("stores"), &counts->stores)}) {
        QJsonObject own;
        for (const auto& [word, count] : *tally) {
            own.insert(word, static_cast<qint64>(count));
            rows.push_back({name, word, QString::number(count)});
        }
        object.insert(name, own);
    }
    if (context.wantsJson()) {
        context.print(object);
    } else {
        context.print(QStringLiteral("%1 labels of %2 sales").arg(counts->labels).arg(counts->sales));
        context.printTable(rows);
    }
    return Done;
}

/// The folder that an argument means: a version of the workspace where one is named and has it, else a folder as it is.
QString folderOf(const Context& context, const QString& name)
{
    const auto root = context.workspaceFolder();
    if (root && !name.contains(QLatin1Char('/'))) {
        const QString inside = *root + QStringLiteral("/datasets/") + name;
        if (QFileInfo(inside).isDir())
            return inside;
    }
    return name;
}

Result<ExitCode> runVerify(Context& context)
{
    const auto verified = dataset::verifyDataset(folderOf(context, context.arguments().first()), context.cancel());
    if (!verified)
        return failure(verified.error());
    for (const auto& note : verified->notes)
        context.say(note);
    if (context.wantsJson())
        context.print(QJsonObject{{QStringLiteral("files"), verified->files},
                                  {QStringLiteral("labels"), verified->labels},
                                  {QStringLiteral("frames"), verified->frames},
                                  {QStringLiteral("categories"), verified->categories},
                                  {QStringLiteral("content_hash"), verified->contentHash}});
    else
        context.print(QStringLiteral("Intact: %1 files, %2 labels on %3 frames, %4 categories").arg(verified->files)
                          .arg(verified->labels).arg(verified->frames).arg(verified->categories));
    return Done;
}

Result<ExitCode> runList(Context& context)
{
    const auto open = context.openWorkspace();
    if (!open)
        return failure(open.error());
    const auto versions = store::DatasetRepository(*open->database).versions();
    if (!versions)
        return failure(versions.error());
    QJsonArray array;
    std::vector<QStringList> rows{{QStringLiteral("created"), QStringLiteral("name"), QStringLiteral("format"), QStringLiteral("labels"), QStringLiteral("frames"), QStringLiteral("since"),
                                   QStringLiteral("people"), QStringLiteral("folder")}};
    for (const auto& version : *versions) {
        const auto& record = version.record;
        array.append(QJsonObject{{QStringLiteral("folder"), record.folder},
                                 {QStringLiteral("name"), version.name},
                                 {QStringLiteral("format"), record.format},
                                 {QStringLiteral("content_hash"), record.contentHash},
                                 {QStringLiteral("labels"), record.labels},
                                 {QStringLiteral("frames"), record.frames},
                                 {QStringLiteral("since"), version.since},
                                 {QStringLiteral("masking"), version.masking},
                                 {QStringLiteral("not_exported"), version.notExported},
                                 {QStringLiteral("withdrawn"), version.withdrawn},
                                 {QStringLiteral("choice"), version.choice},
                                 {QStringLiteral("created_at"), formatUtc(record.createdAt)}});
        rows.push_back({formatUtc(record.createdAt), version.name, record.format, QString::number(record.labels), QString::number(record.frames), version.since,
                        version.masking == QLatin1String("none") ? QStringLiteral("SHOWN") : version.masking, record.folder});
    }
    if (context.wantsJson())
        context.print(QJsonObject{{QStringLiteral("datasets"), array}});
    else
        context.printTable(rows);
    return Done;
}

Result<ExitCode> runShow(Context& context)
{
    const QString folder = folderOf(context, context.arguments().first());
    const auto manifest = dataset::readManifest(folder);
    if (!manifest)
        return failure(manifest.error());
    if (context.wantsJson()) {
        context.print(*manifest);
        return Done;
    }
    const QJsonObject counts = manifest->value(QStringLiteral("counts")).toObject();
    std::vector<QStringList> rows{{QStringLiteral("member"), QStringLiteral("value")}};
    for (const char* key : {"name", "format", "licence", "since", "content_sha256"})
        rows.push_back({QLatin1String(key), manifest->value(QLatin1String(key)).toString()});
    for (const char* key : {"labels", "frames", "sales", "categories", "tracked_labels"})
        rows.push_back({QLatin1String(key), QString::number(counts.value(QLatin1String(key)).toInteger())});
    const QJsonObject options = manifest->value(QStringLiteral("options")).toObject();
    for (auto one = options.begin(); one != options.end(); ++one)
        rows.push_back({one.key(), one.value().isObject() ? QString::fromUtf8(toJsonLine(one.value().toObject())).trimmed() : one.value().toVariant().toString()});
    rows.push_back({QStringLiteral("left out"), QString::number(manifest->value(QStringLiteral("left_out")).toArray().size())});
    rows.push_back({QStringLiteral("withdrawn"), QString::number(manifest->value(QStringLiteral("withdrawn")).toArray().size())});
    context.printTable(rows);
    return Done;
}

Result<ExitCode> runCard(Context& context)
{
    const QString folder = folderOf(context, context.arguments().first());
    const auto manifest = dataset::readManifest(folder);
    if (!manifest)
        return failure(manifest.error());
    const QString file = context.wantsJson() ? QStringLiteral("/card.json") : QStringLiteral("/card.md");
    const auto card = readFile(folder + file);
    if (!card)
        return failure(card.error());
    context.print(QString::fromUtf8(*card).trimmed());
    return Done;
}

Result<ExitCode> runDiff(Context& context)
{
    const auto difference = dataset::diffDatasets(folderOf(context, context.arguments().at(0)), folderOf(context, context.arguments().at(1)), context.cancel());
    if (!difference)
        return failure(difference.error());
    QJsonObject object{{QStringLiteral("same"), static_cast<qint64>(difference->same)}, {QStringLiteral("options"), difference->options}};
    std::vector<QStringList> rows{{QStringLiteral("change"), QStringLiteral("sale"), QStringLiteral("label")}};
    for (const auto& [name, keys] : {std::pair(QStringLiteral("added"), &difference->added), std::pair(QStringLiteral("changed"), &difference->changed),
                                     std::pair(QStringLiteral("removed"), &difference->removed)}) {
        QJsonArray list;
        for (const auto& key : *keys) {
            list.append(QJsonObject{{QStringLiteral("store"), key.sale.storeId}, {QStringLiteral("sale"), key.sale.saleId}, {QStringLiteral("label"), key.labelId}});
            rows.push_back({name, key.sale.storeId + QLatin1Char('/') + key.sale.saleId, key.labelId});
        }
        object.insert(name, list);
    }
    if (context.wantsJson()) {
        context.print(object);
        return Done;
    }
    context.print(QStringLiteral("%1 labels are the same, %2 added, %3 changed, %4 removed").arg(difference->same).arg(difference->added.size()).arg(difference->changed.size()).arg(difference->removed.size()));
    if (!difference->options.isEmpty())
        context.print(QStringLiteral("options: ") + QString::fromUtf8(toJsonLine(difference->options)).trimmed());
    if (rows.size() > 1)
        context.printTable(rows);
    return Done;
}

void formatOption(QCommandLineParser& parser)
{
    parser.addOption({QStringLiteral("format"), datasetFormatWords() + QLatin1Char('.'), QStringLiteral("FORMAT"), QStringLiteral("coco")});
}

Result<ExitCode> runExport(Context& context)
{
    const auto open = context.openWorkspace();
    if (!open)
        return failure(open.error());
    const auto created = pipeline::exportDatasetAgain(open->workspace, *open->database, context.arguments().at(0), context.arguments().at(1), context.options().value(QStringLiteral("format")),
                                                      context.cancel(), context.progress(QStringLiteral("images")), open->who.actor());
    if (!created)
        return failure(created.error());
    return tell(context, *created);
}

Result<ExitCode> runImport(Context& context)
{
    const auto open = context.openWorkspace();
    if (!open)
        return failure(open.error());
    const auto imported = pipeline::importDataset(open->workspace, *open->database, context.arguments().at(0), context.options().value(QStringLiteral("format")), context.arguments().at(1),
                                                  context.cancel(), context.progress(QStringLiteral("images")), open->who.actor());
    if (!imported)
        return failure(imported.error());
    dataset::Created created = imported->created;
    created.notes = imported->notes;
    return tell(context, created);
}

void eraseOptions(QCommandLineParser& parser)
{
    parser.addOption({QStringLiteral("store"), QStringLiteral("The store that the shopper visited."), QStringLiteral("ID")});
    parser.addOption({QStringLiteral("reason"), QStringLiteral("Why; it is logged."), QStringLiteral("TEXT")});
}

Result<ExitCode> runErase(Context& context)
{
    const auto open = context.openWorkspace();
    if (!open)
        return failure(open.error());
    const auto erased = pipeline::eraseShopper(*open->database, context.options().value(QStringLiteral("store")), context.arguments().first(), context.options().value(QStringLiteral("reason")), open->who.actor());
    if (!erased)
        return failure(erased.error());
    QJsonArray sales, versions;
    for (const auto& key : erased->erasure.sales)
        sales.append(key.saleId);
    for (const auto& version : erased->versions) {
        versions.append(QJsonObject{{QStringLiteral("name"), version.name}, {QStringLiteral("folder"), version.record.folder}});
        context.say(QStringLiteral("Dataset %1 holds their frames: run \"cartwright-cli dataset scrub %2\".").arg(version.name, version.record.folder));
    }
    if (context.wantsJson())
        context.print(QJsonObject{{QStringLiteral("sales"), sales}, {QStringLiteral("versions"), versions}});
    else
        context.print(QStringLiteral("%1 sales are in no later dataset; %2 datasets hold their frames still").arg(sales.size()).arg(versions.size()));
    return Done;
}

Result<ExitCode> runScrub(Context& context)
{
    const auto open = context.openWorkspace();
    if (!open)
        return failure(open.error());
    const auto scrubbed = pipeline::scrubVersion(open->workspace, *open->database, context.arguments().first(), context.cancel(), context.progress(QStringLiteral("images")), open->who.actor());
    if (!scrubbed)
        return failure(scrubbed.error());
    if (context.wantsJson())
        context.print(QJsonObject{{QStringLiteral("pictures"), scrubbed->pictures}, {QStringLiteral("labels"), scrubbed->labels}, {QStringLiteral("certificate"), scrubbed->certificate}});
    else
        context.print(QStringLiteral("%1 pictures with %2 labels of %3 sales were removed").arg(scrubbed->pictures).arg(scrubbed->labels).arg(scrubbed->sales.size()));
    return Done;
}

} // namespace

std::vector<Command> datasetCommands()
{
    const auto text = [](const char* words) { return QString::fromUtf8(words); };
    return {{text("dataset create"), text("NAME"), text("Export labels as an immutable dataset version: NAME in the workspace, or ./DIR."), text("cartwright-cli dataset create march --format yolo --from 2026-03-01 --since february --workspace ./shop"), 1, 1, datasetCreateOptions, runCreate},
            {text("dataset count"), {}, text("Count the labels that a choice has, without exporting them."), text("cartwright-cli dataset count --origins corrected --stores demo-01 --workspace ./shop"), 0, 0, labelChoiceOptions, runCount},
            {text("dataset list"), {}, text("List the dataset versions made from a workspace."), text("cartwright-cli dataset list --workspace ./shop"), 0, 0, nullptr, runList},
            {text("dataset show"), text("NAME"), text("Show what a version is made of."), text("cartwright-cli dataset show march --json --workspace ./shop"), 1, 1, nullptr, runShow},
            {text("dataset card"), text("NAME"), text("Print a version's card."), text("cartwright-cli dataset card march --workspace ./shop"), 1, 1, nullptr, runCard},
            {text("dataset diff"), text("FIRST SECOND"), text("Say which labels two versions have in common and which not."), text("cartwright-cli dataset diff february march --workspace ./shop"), 2, 2, nullptr, runDiff},
            {text("dataset verify"), text("NAME"), text("Check every file, label and split of a dataset version."), text("cartwright-cli dataset verify ./v1"), 1, 1, nullptr, runVerify},
            {text("dataset export"), text("NAME NEW"), text("Write a version again in another format."), text("cartwright-cli dataset export march march-cvat --format cvat-video --workspace ./shop"), 2, 2, formatOption, runExport},
            {text("dataset import"), text("DIR NEW"), text("Make a version of a data set from elsewhere."), text("cartwright-cli dataset import ./fridge fridge --format yolo --workspace ./shop"), 2, 2, formatOption, runImport},
            {text("dataset scrub"), text("NAME"), text("Take erased shoppers' frames out of a version, with a certificate."), text("cartwright-cli dataset scrub march --workspace ./shop"), 1, 1, nullptr, runScrub},
            {text("erase"), text("SHOPPER"), text("Keep a shopper out of later datasets, and say which ones hold their frames."), text("cartwright-cli erase opaque-17 --store demo-01 --reason \"asked on 3 March\" --workspace ./shop"), 1, 1, eraseOptions, runErase}};
}

} // namespace cartwright::cli
