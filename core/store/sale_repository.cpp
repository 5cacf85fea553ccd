#include "core/store/sale_repository.h"

#include "core/base/safe_file.h"
#include "core/store/log_changes.h"
#include "core/store/log_rows.h"
#include "core/store/reading_rows.h"
#include "core/store/sale_rows.h"
#include "core/store/words.h"

namespace cartwright::store {
namespace {

using Added = SaleRepository::Added;

/// Hash of what a revision says: the sale file's bytes and the clips, which it may name without their hashes.
QString contentHashOf(const Sale& sale, const QByteArray& original)
{
    QByteArray content = original;
    for (const auto& clip : sale.clips)
        content += '\n' + clip.cameraId.toUtf8() + ' ' + clip.sha256.toUtf8();
    return sha256Of(content);
}

Added compare(Work& work, const std::optional<SaleRow>& present, int revision)
{
    if (!present)
        return Added::New;
    if (revision > present->revision)
        return Added::Replaced;
    const auto known =
        work.one(QStringLiteral("SELECT 1 FROM sale_revision WHERE sale_row = ? AND revision = ?"),
                 {present->row, revision});
    return known ? Added::Same : Added::Older;
}

void insertRevision(Work& work, std::int64_t saleRow, const Sale& sale, const QByteArray& original,
                    const QString& hash)
{
    work.run(
        QStringLiteral(
            "INSERT INTO sale_revision (sale_row, revision, received_at, content_hash, original, entered_at, "
            "exited_at, shopper_ref, group_size) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"),
        {saleRow, sale.revision, work.now(), hash, original, sale.enteredAt, sale.exitedAt, sale.shopperRef,
         sale.groupSize});
    int position = 0;
    for (const auto& clip : sale.clips)
        work.run(
            QStringLiteral(
                "INSERT INTO clip (sale_row, revision, position, camera_id, file, starts_at, clock_offset, "
                "sha256) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"),
            {saleRow, sale.revision, position++, clip.cameraId, clip.file, clip.startsAt, clip.clockOffset,
             clip.sha256});
    position = 0;
    for (const auto& series : sale.series)
        work.run(QStringLiteral(
                     "INSERT INTO series (sale_row, revision, position, plate_id, starts_at, rate_hz, file) "
                     "VALUES (?, ?, ?, ?, ?, ?, ?)"),
                 {saleRow, sale.revision, position++, series.plateId, series.startsAt, series.rateHz,
                  series.file});
    insertReading(work, saleRow, ReadingBy::Feed,
                  {.row = 0,
                   .revision = sale.revision,
                   .modelName = sale.modelName,
                   .modelVersion = sale.modelVersion,
                   .events = sale.events,
                   .cart = sale.cart});
}

/// The row of a new sale, or of one that gets a higher revision: it is to be analysed again unless a person
/// has decided.
SaleRow putSale(Work& work, const std::optional<SaleRow>& present, const Sale& sale)
{
    SaleRow put{.row = 0, .revision = sale.revision, .stage = SaleStage::Ingested};
    if (!present) {
        put.row = work.insert(
            QStringLiteral("INSERT INTO sale (store_id, sale_id, revision, stage, entered_at, exited_at) "
                           "VALUES (?, ?, ?, 'ingested', ?, ?) RETURNING sale_row"),
            {sale.key.storeId, sale.key.saleId, sale.revision, sale.enteredAt, sale.exitedAt});
        return put;
    }
    put.row = present->row;
    work.run(QStringLiteral("UPDATE sale SET revision = ?, entered_at = ?, exited_at = ? WHERE sale_row = ?"),
             {sale.revision, sale.enteredAt, sale.exitedAt, present->row});
    if (isDecidedByPerson(work, present->row))
        put.stage = present->stage;
    else
        setStage(work, present->row, SaleStage::Ingested, work.now());
    return put;
}

void logRevision(Work& work, const std::optional<SaleRow>& before, const SaleRow& after, const Sale& sale,
                 const QString& hash)
{
    Changes changes;
    changes
        .add(QStringLiteral("revision"), before ? QJsonValue(before->revision) : QJsonValue(), after.revision)
        .add(QStringLiteral("stage"), before ? QJsonValue(stageName(before->stage)) : QJsonValue(),
             stageName(after.stage));
    writeLog(work, pipelineActor(), QStringLiteral("sale.ingested"), pathOf(sale.key),
             {{QStringLiteral("content"), hash},
              {QStringLiteral("clips"), static_cast<qint64>(sale.clips.size())},
              {QStringLiteral("changes"), changes.fields()}});
}

SaleSummary readSummary(Work& work, Row& row)
{
    SaleSummary summary;
    summary.key.storeId = row.text();
    summary.key.saleId = row.text();
    summary.revision = row.number();
    summary.stage = work.stored(stageOf(row.text()));
    summary.enteredAt = row.integer();
    summary.exitedAt = row.integer();
    return summary;
}

} // namespace

Result<Added> SaleRepository::wouldAdd(const SaleKey& key, int revision)
{
    Work work(m_database.gateway(), Work::Kind::Read);
    const Added added = compare(work, findSale(work, key), revision);
    return work.finish(added);
}

Result<Added> SaleRepository::addRevision(const Sale& sale, const QByteArray& original)
{
    const QString hash = contentHashOf(sale, original);
    Work work(m_database.gateway(), Work::Kind::Write);
    if (!work.one(QStringLiteral("SELECT 1 FROM store WHERE store_id = ?"), {sale.key.storeId}))
        work.fail(ErrorKind::NotFound,
                  QStringLiteral("Sale %1 belongs to a store that is not known here; import the "
                                 "description of store \"%2\" first.")
                      .arg(pathOf(sale.key), sale.key.storeId));
    const auto present = findSale(work, sale.key);
    const Added added = compare(work, present, sale.revision);
    if (added == Added::Same) {
        auto known = work.one(
            QStringLiteral("SELECT content_hash FROM sale_revision WHERE sale_row = ? AND revision = ?"),
            {present->row, sale.revision});
        if (known && known->text() != hash)
            work.fail(ErrorKind::Integrity,
                      QStringLiteral("Sale %1 revision %2 is here already with other content; what is "
                                     "here stays. A change needs a higher revision.")
                          .arg(pathOf(sale.key))
                          .arg(sale.revision));
    }
    if (added == Added::New || added == Added::Replaced) {
        const SaleRow put = putSale(work, present, sale);
        insertRevision(work, put.row, sale, original, hash);
        logRevision(work, present, put, sale, hash);
    }
    return work.finish(added);
}

Result<Sale> SaleRepository::load(const SaleKey& key)
{
    Work work(m_database.gateway(), Work::Kind::Read);
    const SaleRow present = needSale(work, key);
    Sale sale;
    sale.key = key;
    sale.revision = present.revision;
    const Values owner{present.row, present.revision};
    if (auto row = work.one(
            QStringLiteral("SELECT entered_at, exited_at, shopper_ref, group_size FROM sale_revision "
                           "WHERE sale_row = ? AND revision = ?"),
            owner)) {
        sale.enteredAt = row->integer();
        sale.exitedAt = row->integer();
        sale.shopperRef = row->text();
        sale.groupSize = row->number();
    }
    work.each(QStringLiteral("SELECT camera_id, file, starts_at, clock_offset, sha256 FROM clip "
                             "WHERE sale_row = ? AND revision = ? ORDER BY position"),
              owner, [&](Row& row) {
                  sale.clips.push_back({row.text(), row.text(), row.integer(), row.integer(), row.text()});
              });
    work.each(QStringLiteral("SELECT plate_id, starts_at, rate_hz, file FROM series "
                             "WHERE sale_row = ? AND revision = ? ORDER BY position"),
              owner, [&](Row& row) {
                  sale.series.push_back({row.text(), row.integer(), row.real(), row.text()});
              });
    if (auto reading = latestReading(work, present.row, present.revision, ReadingBy::Feed)) {
        sale.events = std::move(reading->events);
        sale.cart = std::move(reading->cart);
        sale.modelName = reading->modelName;
        sale.modelVersion = reading->modelVersion;
    }
    return work.finish(std::move(sale));
}

Result<SaleSummary> SaleRepository::summary(const SaleKey& key)
{
    Work work(m_database.gateway(), Work::Kind::Read);
    const SaleRow sale = needSale(work, key);
    SaleSummary summary;
    if (auto row = work.one(
            QStringLiteral("SELECT store_id, sale_id, revision, stage, entered_at, exited_at FROM sale "
                           "WHERE sale_row = ?"),
            {sale.row}))
        summary = readSummary(work, *row);
    return work.finish(std::move(summary));
}

Result<SaleKey> SaleRepository::find(const QString& idOrPath)
{
    Work work(m_database.gateway(), Work::Kind::Read);
    std::vector<SaleKey> found;
    work.each(
        QStringLiteral("SELECT store_id, sale_id FROM sale WHERE sale_id = ? ORDER BY store_id LIMIT 2"),
        {idOrPath}, [&](Row& row) {
            found.push_back({row.text(), row.text()});
        });
    const SaleKey asPath{idOrPath.section(QLatin1Char('/'), 0, 0), idOrPath.section(QLatin1Char('/'), 1)};
    if (found.empty() && findSale(work, asPath))
        found.push_back(asPath);
    if (found.empty())
        work.fail(ErrorKind::NotFound, QStringLiteral("There is no sale \"%1\" here.").arg(idOrPath));
    if (found.size() > 1)
        work.fail(ErrorKind::Refused,
                  QStringLiteral("Several stores have a sale \"%1\"; name it as %2 or %3.")
                      .arg(idOrPath, pathOf(found[0]), pathOf(found[1])));
    return work.finish(found.empty() ? SaleKey() : found.front());
}

Result<std::vector<SaleSummary>> SaleRepository::atStage(SaleStage stage, int limit)
{
    Work work(m_database.gateway(), Work::Kind::Read);
    std::vector<SaleSummary> sales;
    work.each(
        QStringLiteral(
            "SELECT store_id, sale_id, revision, stage, entered_at, exited_at FROM sale WHERE stage = ? "
            "ORDER BY exited_at, sale_row LIMIT ?"),
        {stageName(stage), limit}, [&](Row& row) { sales.push_back(readSummary(work, row)); });
    return work.finish(std::move(sales));
}

} // namespace cartwright::store
