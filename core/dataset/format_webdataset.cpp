#include "core/base/json.h"
#include "core/base/safe_file.h"
#include "core/dataset/intake.h"
#include "core/dataset/json_lines.h"
#include "core/dataset/shard.h"

#include <QFileInfo>

#include <optional>

namespace cartwright::dataset {
namespace {

constexpr std::int64_t shardBytes = 256 << 20;
constexpr const char* categoriesFile = "categories.json";

/// Source of the form: WebDataset's "The WebDataset Format": tars whose members with the same name up to the first dot are one
/// sample. Ours are <name>.jpg and <name>.json (a line of labels.jsonl); categories.json beside the shards is its first line.
class WebDatasetFormat : public Format
{
public:
    QString word() const override { return QStringLiteral("webdataset"); }
    QString title() const override { return QStringLiteral("WebDataset shards"); }
    bool keepsTracks() const override { return true; }
    bool packsPictures() const override { return true; }
    QStringList python() const override
    {
        return {QStringLiteral("import json, tarfile"), QStringLiteral("tar = tarfile.open('train-000000.tar')"),
                QStringLiteral("samples = [json.load(tar.extractfile(m)) for m in tar if m.name.endswith('.json')]")};
    }
    Result<void> write(OutFolder& out, const Header& header, const Samples& samples, const PictureBytes& pictures) const override;
    Result<Collection> read(const QString& folder, ReadNotes& notes) const override;
};

/// The shards of one subset, one after the other.
class Shards
{
public:
    Shards(OutFolder& out, QString subset) : m_out(out), m_subset(std::move(subset)) {}
    Result<void> add(const Sample& sample, const Header& header, const QByteArray& picture);
    Result<void> finish();

private:
    Result<void> begin();

    OutFolder& m_out;
    QString m_subset;
    int m_number = 0;
    QString m_path;
    std::optional<GrowingFile> m_file;
    std::unique_ptr<ShardWriter> m_writer;
};

Result<void> Shards::begin()
{
    m_path = QStringLiteral("%1-%2.tar").arg(m_subset).arg(m_number++, 6, 10, QLatin1Char('0'));
    auto file = m_out.begin(m_path);
    if (!file)
        return failure(file.error());
    m_file.emplace(std::move(*file));
    m_writer = std::make_unique<ShardWriter>(*m_file);
    return {};
}

Result<void> Shards::finish()
{
    if (!m_file)
        return {};
    if (auto finished = m_writer->finish(); !finished)
        return finished;
    m_writer.reset();
    auto ended = m_out.end(m_path, *m_file);
    m_file.reset();
    return ended;
}

Result<void> Shards::add(const Sample& sample, const Header& header, const QByteArray& picture)
{
    if (m_file && m_file->bytes() + picture.size() > shardBytes)
        if (auto finished = finish(); !finished)
            return finished;
    if (!m_file)
        if (auto begun = begin(); !begun)
            return begun;
    // Readers end a name at its first dot.
    const QString key = QString(sample.name).replace(QLatin1Char('.'), QLatin1Char('_'));
    if (auto added = m_writer->add(key + QStringLiteral(".jpg"), picture); !added)
        return added;
    return m_writer->add(key + QStringLiteral(".json"), toJsonLine(toJson(sample, header)));
}

Result<void> WebDatasetFormat::write(OutFolder& out, const Header& header, const Samples& samples, const PictureBytes& pictures) const
{
    for (const QString& subset : header.subsets) {
        Shards shards(out, subset);
        const auto walked = samples([&](const Sample& sample) -> Result<void> {
            if (sample.subset != subset)
                return {};
            const auto picture = pictures(sample);
            return picture ? shards.add(sample, header, *picture) : failure(picture.error());
        });
        if (!walked)
            return walked;
        if (auto finished = shards.finish(); !finished)
            return finished;
    }
    return out.put(QLatin1String(categoriesFile), toJsonText(toJson(header)));
}

/// Gathers the members of one sample, which follow one another.
class ShardReader
{
public:
    ShardReader(Intake& intake, const Header& header, QString path) : m_intake(intake), m_header(header), m_path(std::move(path)) {}
    Result<void> read();

private:
    Result<void> member(const QString& name, const QByteArray& bytes);
    Result<void> endSample();

    Intake& m_intake;
    const Header& m_header;
    QString m_path;
    QString m_key;
    bool m_hasPicture = false;
    QByteArray m_json;
};

Result<void> ShardReader::endSample()
{
    const QString where = QStringLiteral("%1: %2").arg(m_path, m_key);
    const QByteArray json = std::exchange(m_json, {});
    const bool hasPicture = std::exchange(m_hasPicture, false);
    if (json.isEmpty())
        return {};
    if (!hasPicture) {
        m_intake.notes().add(kinds::missingPicture(), where);
        return {};
    }
    const auto object = parseJsonObject(json, where);
    const auto sample = object ? sampleFromJson(*object, m_header, where) : Result<Sample>(failure(object.error()));
    if (!sample)
        return failure(sample.error());
    Sample taken = *sample;
    taken.file = m_path;
    taken.marks.clear();
    for (const Mark& mark : sample->marks)
        m_intake.mark(taken, mark);
    m_intake.add(std::move(taken));
    return {};
}

Result<void> ShardReader::member(const QString& name, const QByteArray& bytes)
{
    const QString key = name.section(QLatin1Char('.'), 0, 0), ending = name.section(QLatin1Char('.'), 1).toLower();
    if (key != m_key)
        if (auto ended = endSample(); !ended)
            return ended;
    m_key = key;
    m_hasPicture = m_hasPicture || pictureEndings().contains(QLatin1Char('.') + ending);
    if (ending == QLatin1String("json"))
        m_json = bytes;
    return {};
}

Result<void> ShardReader::read()
{
    const auto walked = eachMember(m_intake.pathOf(m_path), [&](const QString& name, const QByteArray& bytes) { return member(name, bytes); });
    return walked ? endSample() : walked;
}

Result<Collection> WebDatasetFormat::read(const QString& folder, ReadNotes& notes) const
{
    const QString path = folder + QLatin1Char('/') + QLatin1String(categoriesFile);
    const auto bytes = readFile(path);
    if (!bytes)
        return failure(ErrorKind::NotFound, QStringLiteral("%1 holds no shards whose categories are known: it has no %2.").arg(folder, QLatin1String(categoriesFile)));
    const auto object = parseJsonObject(*bytes, path);
    const auto header = object ? headerFromJson(*object, path) : Result<Header>(failure(object.error()));
    if (!header)
        return failure(header.error());
    Intake intake(folder, notes);
    for (const Category& category : header->categories)
        intake.category(category.id, category.name, category.gtin);
    for (const QString& shard : filesBelow(folder, {QStringLiteral(".tar")}))
        if (auto read = ShardReader(intake, *header, shard).read(); !read)
            return failure(read.error());
    return intake.finish(header->name);
}

} // namespace

std::unique_ptr<Format> webDatasetFormat() { return std::make_unique<WebDatasetFormat>(); }

} // namespace cartwright::dataset
