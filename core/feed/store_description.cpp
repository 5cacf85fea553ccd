#include "core/feed/store_description.h"

#include "core/base/safe_file.h"
#include "core/domain/codec.h"
#include "core/feed/confined_folder.h"
#include "core/feed/ids.h"
#include "core/feed/json_places.h"
#include "core/feed/product_list.h"
#include "core/feed/schema.h"
#include "core/feed/store_rules.h"

namespace cartwright::feed {
namespace {

constexpr std::int64_t storeBytes = 16 * 1024 * 1024;
constexpr std::int64_t listBytes = 256 * 1024 * 1024;
constexpr std::int64_t pictureBytes = 10 * 1024 * 1024;
const auto storeFile = QStringLiteral("store.json");
const auto listFile = QStringLiteral("products.csv");

using Files = std::map<QString, std::int64_t>;

/// Everything of a description with the bytes of its two files.
struct Read
{
    StoreDescription description;
    QByteArray storeJson;
    QByteArray productsCsv;
};

Result<QByteArray> bytesOf(const QString& folder, const Files& files, const QString& name, std::int64_t limit)
{
    if (!files.contains(name))
        return failure(ErrorKind::NotFound,
                       QStringLiteral("%1 holds no %2; give the folder of a store description.").arg(folder, name));
    return readFile(folder + QLatin1Char('/') + name, limit);
}

/// "jpg" or "png" by the first bytes; empty for anything else.
QString pictureEnding(const QByteArray& bytes)
{
    if (bytes.startsWith("\xFF\xD8\xFF"))
        return QStringLiteral("jpg");
    if (bytes.startsWith("\x89PNG\r\n\x1A\n"))
        return QStringLiteral("png");
    return {};
}

Result<QByteArray> pictureOf(const QString& folder, const Files& files, const Product& product)
{
    const QString what = QStringLiteral("products.csv: picture \"%1\" of GTIN %2 ")
                             .arg(product.picture, product.gtin.digits());
    const auto file = files.find(product.picture);
    if (file == files.end())
        return failure(ErrorKind::Refused, what + QStringLiteral("is not in the folder."));
    if (file->second > pictureBytes)
        return failure(ErrorKind::Refused, what + QStringLiteral("has more than 10 MB."));
    auto bytes = readFile(folder + QLatin1Char('/') + product.picture, pictureBytes);
    if (bytes && pictureEnding(*bytes).isEmpty())
        return failure(ErrorKind::Refused, what + QStringLiteral("is neither JPEG nor PNG."));
    return bytes;
}

Result<Store> parseStore(const QByteArray& bytes, QStringList& notes)
{
    const auto object = parseFeedJson(bytes, storeFile, QStringLiteral("cartwright.store"), storeBytes);
    if (!object)
        return failure(object.error());
    auto store = storeFromJson(*object, storeFile);
    if (!store)
        return failure(withLine(store.error(), bytes, storeFile));
    if (const auto broken = brokenStoreRule(*store, *object))
        return failure(withLine(*broken, bytes, storeFile));
    notes = unknownStoreKeys(*object);
    return store;
}

Result<Read> readAll(const QString& folder, const Files& files)
{
    Read read;
    auto json = bytesOf(folder, files, storeFile, storeBytes);
    if (!json)
        return failure(json.error());
    auto csv = bytesOf(folder, files, listFile, listBytes);
    if (!csv)
        return failure(csv.error());
    read.storeJson = std::move(*json);
    read.productsCsv = std::move(*csv);
    auto& description = read.description;
    auto store = parseStore(read.storeJson, description.notes);
    if (!store)
        return failure(store.error());
    description.store = std::move(*store);
    auto products = readProductList(read.productsCsv, description.store, description.notes);
    if (!products)
        return failure(products.error());
    description.products = std::move(*products);
    if (const auto broken = binWithoutProduct(description.store, description.products))
        return failure(withLine(*broken, read.storeJson, storeFile));
    for (const auto& product : description.products)
        if (!product.picture.isEmpty())
            if (const auto picture = pictureOf(folder, files, product); !picture)
                return failure(picture.error());
    return read;
}

/// A description may have a picture for each product, so that more files are allowed than in a bundle.
Result<Files> listDescription(const QString& folder)
{
    return listConfined(folder, {.entries = 2'000'000});
}

/// Copies the pictures and lets the products name the copies. A name holds the content's hash, so that a picture which
/// an old state of the database names is never overwritten.
Result<void> copyPictures(const QString& folder, const Files& files, const QString& media, StoreDescription& description)
{
    const QString into = safePathPart(description.store.storeId) + QStringLiteral("/products");
    for (auto& product : description.products) {
        if (product.picture.isEmpty())
            continue;
        const auto bytes = pictureOf(folder, files, product);
        if (!bytes)
            return failure(bytes.error());
        if (auto made = makeFolder(media + QLatin1Char('/') + into); !made)
            return made;
        product.picture = QStringLiteral("%1/%2-%3.%4").arg(into, product.gtin.digits(), sha256Of(*bytes).left(16),
                                                            pictureEnding(*bytes));
        if (auto written = writeFile(media + QLatin1Char('/') + product.picture, *bytes); !written)
            return written;
    }
    return {};
}

Result<void> keepOriginals(const Read& read, const QString& media)
{
    const QString into =
        media + QLatin1Char('/') + safePathPart(read.description.store.storeId) + QStringLiteral("/description");
    if (auto made = makeFolder(into); !made)
        return made;
    if (auto written = writeFile(into + QLatin1Char('/') + storeFile, read.storeJson); !written)
        return written;
    return writeFile(into + QLatin1Char('/') + listFile, read.productsCsv);
}

} // namespace

Result<StoreDescription> readStoreDescription(const QString& folder)
{
    const auto files = listDescription(folder);
    if (!files)
        return failure(files.error());
    auto read = readAll(folder, *files);
    if (!read)
        return failure(read.error());
    return std::move(read->description);
}

Result<ImportedStore> importStore(const QString& folder, const store::Workspace& workspace, store::Database& database,
                                  const Actor& actor)
{
    const auto files = listDescription(folder);
    if (!files)
        return failure(files.error());
    auto read = readAll(folder, *files);
    if (!read)
        return failure(read.error());
    StoreDescription& description = read->description;
    if (auto copied = copyPictures(folder, *files, workspace.mediaFolder(), description); !copied)
        return failure(copied.error());
    if (auto kept = keepOriginals(*read, workspace.mediaFolder()); !kept)
        return failure(kept.error());
    auto saved = store::StoreRepository(database, actor).save(description.store, description.products);
    if (!saved)
        return failure(saved.error());
    return ImportedStore{description.store.storeId, *saved, std::move(description.notes)};
}

} // namespace cartwright::feed
