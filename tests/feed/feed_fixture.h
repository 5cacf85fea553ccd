#pragma once

// A store, bundles and a workspace made at test time, and what a test asks about them.

#include "core/base/safe_file.h"
#include "core/feed/ingest.h"
#include "core/feed/store_description.h"
#include "core/media/clip_writer.h"
#include "core/store/facts_repository.h"

#include <QDir>
#include <QDirIterator>
#include <QTemporaryDir>
#include <QtTest>

#include <memory>

namespace feedtest {

using namespace cartwright;

inline QString text(const char* utf8) { return QString::fromUtf8(utf8); }

/// Writes bytes to a file of a test, with the folders on the way.
inline void put(const QString& path, const QByteArray& bytes)
{
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("cannot write %s", qPrintable(path));
}

inline QByteArray bytesOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// A real clip of ten grey frames, 64x48.
inline QByteArray makeClip(int brightness)
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(text("clip.mp4"));
    media::WriterOptions options;
    options.width = 64;
    options.height = 48;
    auto writer = media::ClipWriter::create(path, options);
    if (!writer)
        qFatal("%s", qPrintable(writer.error().sentence));
    for (int i = 0; i < 10; ++i) {
        media::Picture picture{64, 48, 64 * 3, media::PixelLayout::Bgr24, nullptr};
        const std::shared_ptr<std::uint8_t> pixels(new std::uint8_t[picture.bytes()],
                                                   std::default_delete<std::uint8_t[]>());
        std::fill_n(pixels.get(), picture.bytes(), static_cast<std::uint8_t>(brightness + i));
        picture.pixels = pixels;
        if (!(*writer)->write(picture, i * 100'000))
            qFatal("cannot write a frame");
    }
    if (!(*writer)->finish())
        qFatal("cannot finish the clip");
    return bytesOf(path);
}

inline const QByteArray& clipBytes()
{
    static const QByteArray bytes = makeClip(100);
    return bytes;
}

/// A store description with two cameras, two bins, one of them on a plate.
inline QByteArray storeJson()
{
    return R"({
 "schema": "cartwright.store/1",
 "store_id": "demo",
 "name": "Demo",
 "time_zone": "Europe/Stockholm",
 "currency": "SEK",
 "prices_include_tax": true,
 "tax_classes": [{"id": "food", "rate": "0.12"}, {"id": "other", "rate": "0.25"}],
 "receipt_due_minutes": 15,
 "cameras": [
  {"camera_id": "shelf-1", "name": "Left", "width": 64, "height": 48},
  {"camera_id": "shelf-2", "name": "Right", "width": 64, "height": 48}
 ],
 "bins": [
  {"bin_id": "B1", "gtin": "2000000000015", "plate_id": "P1",
   "views": [{"camera_id": "shelf-1", "polygon": [[1, 1], [30, 1], [30, 40], [1, 40]]}]},
  {"bin_id": "B2", "gtin": "2000000000022",
   "views": [{"camera_id": "shelf-2", "polygon": [[1, 1], [30, 1], [30, 40]]}]}
 ]
}
)";
}

inline QByteArray productsCsv()
{
    return "gtin,name,price_minor,tax_class,unit_weight_g,picture\n"
           "2000000000015,Water,890,food,520,\n"
           "2000000000022,\"Soda, \"\"orange\"\"\",1290,other,,\n";
}

inline void putStore(const QString& folder, const QByteArray& json = storeJson(), const QByteArray& csv = productsCsv())
{
    put(folder + text("/store.json"), json);
    put(folder + text("/products.csv"), csv);
}

/// A sale with one clip, five events, a series, a cart and a model. CLIP_SHA stands for the hash of the clip.
inline QByteArray saleTemplate()
{
    return R"({
 "schema": "cartwright.sale/1",
 "store_id": "demo",
 "sale_id": "s-1",
 "revision": 1,
 "entered_at": "2026-03-02T10:15:04.120Z",
 "exited_at": "2026-03-02T10:18:44.870Z",
 "shopper_ref": "opaque",
 "group_size": 1,
 "clips": [
  {"camera_id": "shelf-1", "file": "clips/shelf-1.mp4", "starts_at": "2026-03-02T10:16:00.000Z",
   "clock_offset_ms": 0, "sha256": "CLIP_SHA"}
 ],
 "events": [
  {"kind": "take", "at": "2026-03-02T10:16:01.000Z", "until": "2026-03-02T10:16:02.000Z", "camera_id": "shelf-1",
   "bin_id": "B1", "box": [2, 3, 10, 12], "quantity": 1,
   "candidates": [{"gtin": "2000000000022", "probability": 0.22}, {"gtin": "2000000000015", "probability": 0.71}],
   "actor_probability": 0.93},
  {"kind": "weight", "at": "2026-03-02T10:16:01.500Z", "plate_id": "P1", "delta_g": -512},
  {"kind": "scan", "at": "2026-03-02T10:16:30.000Z", "gtin": "2000000000015", "quantity": 1, "weight_g": 512},
  {"kind": "entry", "at": "2026-03-02T10:15:04.120Z"},
  {"kind": "exit", "at": "2026-03-02T10:18:44.870Z"}
 ],
 "series": [
  {"kind": "weight", "plate_id": "P1", "starts_at": "2026-03-02T10:15:00.000Z", "rate_hz": 60, "file": "series/P1.csv"}
 ],
 "cart": [{"gtin": "2000000000015", "quantity": 1, "confidence": 0.83}],
 "model": {"name": "vendor", "version": "7"}
}
)";
}

/// One replacement in a text, for rows of bad input.
struct Change
{
    QByteArray from;
    QByteArray to;
};

inline QByteArray changed(QByteArray bytes, const Change& change)
{
    if (change.from.isEmpty())
        return bytes;
    if (!bytes.contains(change.from))
        qFatal("the template does not hold %s", change.from.constData());
    return bytes.replace(bytes.indexOf(change.from), change.from.size(), change.to);
}

inline QByteArray saleJson(const Change& change = {})
{
    return changed(saleTemplate(), change).replace("CLIP_SHA", sha256Of(clipBytes()).toLatin1());
}

inline void putBundle(const QString& folder, const QByteArray& json = saleJson())
{
    put(folder + text("/sale.json"), json);
    put(folder + text("/clips/shelf-1.mp4"), clipBytes());
    put(folder + text("/series/P1.csv"), "-512\n-511\n");
}

/// Each file and folder below a folder with the hash of what is in it.
inline QMap<QString, QString> snapshot(const QString& folder)
{
    QMap<QString, QString> entries;
    QDirIterator walk(folder, QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot,
                      QDirIterator::Subdirectories);
    while (walk.hasNext()) {
        const QFileInfo info(walk.next());
        const QString name = QDir(folder).relativeFilePath(info.filePath());
        entries[name] = info.isSymLink() ? text("link to ") + info.symLinkTarget()
                        : info.isFile()  ? sha256Of(bytesOf(info.filePath()))
                                         : text("folder");
    }
    return entries;
}

/// A temporary folder with a workspace in it that knows the store.
class Place
{
public:
    Place()
    {
        auto made = store::Workspace::create(m_folder.filePath(text("workspace")));
        if (!made)
            qFatal("%s", qPrintable(made.error().sentence));
        m_workspace = std::make_unique<store::Workspace>(*made);
    }

    QString path(const QString& name) const { return m_folder.filePath(name); }
    const store::Workspace& workspace() const { return *m_workspace; }
    QString media(const QString& name) const { return m_workspace->mediaFolder() + QLatin1Char('/') + name; }

    std::unique_ptr<store::Database> database() const
    {
        auto opened = store::Database::open(m_workspace->databasePath(), m_clock);
        if (!opened)
            qFatal("%s", qPrintable(opened.error().sentence));
        return std::move(*opened);
    }

    void importStore() const
    {
        putStore(path(text("store")));
        const auto open = database();
        if (const auto imported = feed::importStore(path(text("store")), *m_workspace, *open); !imported)
            qFatal("%s", qPrintable(imported.error().sentence));
    }

    Result<feed::Ingested> ingest(const QString& bundle) const
    {
        const auto open = database();
        return feed::ingestBundle(path(bundle), *m_workspace, *open);
    }

    QMap<QString, QString> state() const { return snapshot(m_workspace->folder()); }

private:
    QTemporaryDir m_folder;
    std::unique_ptr<store::Workspace> m_workspace;
    FakeClock m_clock{1'772'446'800'000'000};
};

/// Compares a result with the expected error; true where kind and sentence agree.
template <class T> bool failsWith(const Result<T>& result, ErrorKind kind, const QString& piece)
{
    if (result) {
        qWarning("it was accepted");
        return false;
    }
    if (result.error().kind == kind && result.error().sentence.contains(piece))
        return true;
    qWarning("kind %d: %s", static_cast<int>(result.error().kind), qPrintable(result.error().sentence));
    return false;
}

} // namespace feedtest

Q_DECLARE_METATYPE(cartwright::ErrorKind)
