#include "core/trust/checkpoint.h"

#include "core/base/safe_file.h"

#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>

namespace cartwright::trust {
namespace {

constexpr std::int64_t highest = (1LL << 53) - 1; // JSON's whole numbers

QString schema() { return QStringLiteral("cartwright.checkpoint/1"); }

Result<Checkpoint> readCheckpoint(const QString& path)
{
    const auto bytes = readFile(path, 64 * 1024);
    if (!bytes)
        return failure(bytes.error());
    auto object = parseJsonObject(*bytes, path);
    if (!object)
        return failure(object.error());
    JsonReader reader(std::move(*object), path);
    const QString written = reader.text(QStringLiteral("schema"));
    Checkpoint checkpoint;
    checkpoint.count = reader.integer(QStringLiteral("count"), 0, highest);
    checkpoint.number = reader.integer(QStringLiteral("number"), 0, highest);
    checkpoint.hash = reader.text(QStringLiteral("hash"));
    checkpoint.at = reader.utc(QStringLiteral("at"));
    checkpoint.database = reader.optionalText(QStringLiteral("database"), 4096);
    checkpoint.from = path;
    static const QRegularExpression seal(QStringLiteral("^[0-9a-f]{64}$"));
    if (!reader.error() && (written != schema() || !seal.match(checkpoint.hash).hasMatch()))
        reader.refuse(QStringLiteral("it is no checkpoint of this program."));
    if (reader.error())
        return failure(*reader.error());
    return checkpoint;
}

} // namespace

Result<Checkpoint> takeCheckpoint(store::Database& database)
{
    store::LogRepository log(database);
    if (auto sealed = log.sealPending(); !sealed)
        return failure(sealed.error());
    const auto head = log.head();
    if (!head)
        return failure(head.error());
    return Checkpoint{.count = head->count,
                      .number = head->number,
                      .hash = head->hash,
                      .at = database.clock().now(),
                      .database = log.databaseName(),
                      .from = {}};
}

Result<void> writeCheckpoint(const QString& file, const Checkpoint& checkpoint)
{
    if (QFileInfo::exists(file) || QFileInfo(file).isSymLink())
        return failure(ErrorKind::Refused, QStringLiteral("%1 exists already and is left as it is; name a new file.").arg(file));
    return writeFile(file, toJsonText({{QStringLiteral("schema"), schema()},
                                       {QStringLiteral("count"), static_cast<qint64>(checkpoint.count)},
                                       {QStringLiteral("number"), static_cast<qint64>(checkpoint.number)},
                                       {QStringLiteral("hash"), checkpoint.hash},
                                       {QStringLiteral("at"), formatUtc(checkpoint.at)},
                                       {QStringLiteral("database"), checkpoint.database}}));
}

QString checkpointBeside(const QString& folder, const Checkpoint& checkpoint)
{
    return QStringLiteral("%1.%2.checkpoint.json").arg(folder).arg(checkpoint.count);
}

QStringList checkpointsBeside(const QString& folder)
{
    static const QRegularExpression ending(QStringLiteral("^\\.\\d+\\.checkpoint\\.json$"));
    const QFileInfo info(folder);
    QStringList files;
    for (const QString& name : info.dir().entryList({QStringLiteral("*.checkpoint.json")}, QDir::Files, QDir::Name))
        if (name.startsWith(info.fileName()) && ending.match(name.mid(info.fileName().size())).hasMatch())
            files.append(info.dir().filePath(name));
    return files;
}

Result<std::vector<Checkpoint>> readCheckpoints(const QString& path)
{
    QStringList files{path};
    if (const QFileInfo info(path); info.isDir()) {
        files.clear();
        for (const QString& name :
             QDir(path).entryList({QStringLiteral("*checkpoint.json")}, QDir::Files | QDir::NoDotAndDotDot, QDir::Name))
            files.append(QDir(path).filePath(name));
    }
    std::vector<Checkpoint> checkpoints;
    for (const QString& file : files) {
        auto checkpoint = readCheckpoint(file);
        if (!checkpoint)
            return failure(checkpoint.error());
        checkpoints.push_back(std::move(*checkpoint));
    }
    return checkpoints;
}

} // namespace cartwright::trust
