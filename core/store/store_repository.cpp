#include "core/store/store_repository.h"

#include "core/domain/codec.h"
#include "core/store/json_rows.h"
#include "core/store/log_changes.h"
#include "core/store/log_rows.h"
#include "core/store/product_rows.h"
#include "core/store/product_terms.h"

namespace cartwright::store {
namespace {

constexpr int productsAtOnce = 500;

/// A name that an index still holds.
struct Renamed
{
    std::int64_t productRow = 0;
    QString before;
    QString after;
};

/// New products of a store, written many at a time; flush() before anything reads or changes them.
class NewProducts
{
public:
    NewProducts(Work& work, QString storeId) : m_work(work), m_storeId(std::move(storeId)) {}
    void add(const Product& product)
    {
        m_rows.append(QJsonArray{product.gtin.digits(), product.name, static_cast<qint64>(product.price),
                                 product.taxClassId,
                                 product.unitWeight ? QJsonValue(static_cast<qint64>(*product.unitWeight)) : QJsonValue(),
                                 product.picture});
        if (m_rows.size() >= productsAtOnce)
            flush();
    }
    void flush()
    {
        if (m_rows.isEmpty())
            return;
        const Engine& engine = m_work.engine();
        m_work.run(QStringLiteral("INSERT INTO product (store_id, gtin, name, price, tax_class, unit_weight_g, picture) "
                                  "SELECT ?, %1, %2, %3, %4, %5, %6 FROM %7")
                       .arg(jsonText(engine, 0), jsonText(engine, 1), jsonNumber(engine, 2), jsonText(engine, 3),
                            jsonNumber(engine, 4), jsonText(engine, 5), jsonRows(engine)),
                   {m_storeId, jsonValue(m_rows)});
        m_rows = {};
    }

private:
    Work& m_work;
    const QString m_storeId;
    QJsonArray m_rows;
};

void changeProduct(Work& work, const QString& storeId, const Product& before, const Product& after,
                   std::vector<Renamed>& renamed)
{
    auto row = work.one(
        QStringLiteral(
            "UPDATE product SET name = ?, price = ?, tax_class = ?, unit_weight_g = ?, picture = ? "
            "WHERE store_id = ? AND gtin = ? RETURNING product_row"),
        {after.name, after.price, after.taxClassId, after.unitWeight, after.picture, storeId, after.gtin});
    if (row && before.name != after.name)
        renamed.push_back({row->integer(), before.name, after.name});
}

std::int64_t nextProductRow(Work& work)
{
    auto row = work.one(QStringLiteral("SELECT coalesce(max(product_row), 0) + 1 FROM product"));
    return row ? row->integer() : 0;
}

/// Brings a file's search indices up to date; on a server the table makes its own. All at the end, because SQLite's
/// full-text index writes what it holds to the file before every statement that may be undone alone: one after
/// each product made the import of a large catalogue last for hours.
void indexNames(Work& work, std::int64_t firstNewRow, const std::vector<Renamed>& renamed)
{
    if (work.engine().isServer())
        return;
    for (const auto& product : renamed) {
        if (product.productRow >= firstNewRow)
            continue; // named twice in one import; it is indexed below
        work.run(QStringLiteral("INSERT INTO product_words (product_words, rowid, name) VALUES ('delete', ?, ?)"),
                 {product.productRow, product.before});
        work.run(QStringLiteral("INSERT INTO product_words (rowid, name) VALUES (?, ?)"), {product.productRow, product.after});
    }
    for (const auto& [index, column] : {std::pair("product_words", "name"), std::pair("product_digits", "gtin")})
        work.run(QStringLiteral("INSERT INTO %1 (rowid, %2) SELECT product_row, %2 FROM product WHERE product_row >= ?")
                     .arg(QLatin1String(index), QLatin1String(column)),
                 {firstNewRow});
}

std::map<Gtin, Product> readProducts(Work& work, const QString& storeId)
{
    std::map<Gtin, Product> products;
    work.each(QStringLiteral("SELECT %1 FROM product p WHERE store_id = ? ORDER BY gtin")
                  .arg(QLatin1String(productColumns)),
              {storeId}, [&](Row& row) {
                  Product product = readProduct(work, row);
                  const Gtin gtin = product.gtin;
                  products.emplace_hint(products.end(), gtin, std::move(product));
              });
    return products;
}

Store readStore(Work& work, const QString& description)
{
    const QString where = QStringLiteral("a store description");
    const auto object =
        work.stored(parseJsonObject(description.toUtf8(), where, {.bytes = 64 * 1024 * 1024, .depth = 32}));
    return work.ok() ? work.stored(storeFromJson(object, where)) : Store();
}

/// The description that is here; empty where there is none.
QJsonObject presentDescription(Work& work, const QString& storeId)
{
    auto row = work.one(QStringLiteral("SELECT description FROM store WHERE store_id = ?") + work.rowLock(), {storeId});
    return row ? work.stored(parseJsonObject(row->text().toUtf8(), QStringLiteral("a store description"),
                                             {.bytes = 64 * 1024 * 1024, .depth = 32}))
               : QJsonObject();
}

void logProduct(Work& work, const Actor& actor, const QString& storeId, const Product& before, const Product& after)
{
    const auto weight = [](const Product& product) {
        return product.unitWeight ? QJsonValue(static_cast<qint64>(*product.unitWeight)) : QJsonValue();
    };
    Changes changes;
    changes.add(QStringLiteral("name"), before.name, after.name)
        .add(QStringLiteral("price"), static_cast<qint64>(before.price), static_cast<qint64>(after.price))
        .add(QStringLiteral("tax_class"), before.taxClassId, after.taxClassId)
        .add(QStringLiteral("unit_weight_g"), weight(before), weight(after))
        .add(QStringLiteral("picture"), before.picture, after.picture);
    writeLog(work, actor, QStringLiteral("product.changed"), storeId + QLatin1Char('/') + after.gtin.digits(),
             {{QStringLiteral("changes"), changes.fields()}});
}

void logImport(Work& work, const Actor& actor, const QString& storeId, const QJsonObject& before,
               const QJsonObject& after, const StoreRepository::Imported& imported)
{
    Changes changes;
    for (const QJsonObject& side : {before, after})
        for (auto field = side.begin(); field != side.end(); ++field)
            changes.add(field.key(), before.value(field.key()), after.value(field.key()));
    writeLog(work, actor, QStringLiteral("store.imported"), storeId,
             {{QStringLiteral("products_added"), imported.added},
              {QStringLiteral("products_changed"), imported.updated},
              {QStringLiteral("products_unchanged"), imported.unchanged},
              {QStringLiteral("changes"), changes.fields()}});
}

} // namespace

Result<StoreRepository::Imported> StoreRepository::save(const Store& store,
                                                        const std::vector<Product>& products)
{
    const QJsonObject description = toJson(store);
    // What could not be read back must not be written.
    if (auto readable = storeFromJson(description, QStringLiteral("Store \"%1\"").arg(store.storeId));
        !readable)
        return failure(readable.error());
    Work work(m_database.gateway(), Work::Kind::Write);
    work.planWithIndices();
    const QJsonObject before = presentDescription(work, store.storeId);
    work.run(
        QStringLiteral(
            "INSERT INTO store (store_id, description, updated_at) VALUES (?, ?, ?) ON CONFLICT (store_id) "
            "DO UPDATE SET description = excluded.description, updated_at = excluded.updated_at"),
        {store.storeId, QString::fromUtf8(toJsonLine(description)), work.now()});
    auto present = readProducts(work, store.storeId);
    Imported imported;
    QSet<QString> terms;
    std::vector<Renamed> renamed;
    const auto firstNewRow = nextProductRow(work);
    NewProducts added(work, store.storeId);
    for (const auto& product : products) {
        const auto [it, isNew] = present.try_emplace(product.gtin, product);
        if (isNew || it->second.name != product.name)
            for (const QString& term : termsOf(product.name))
                terms.insert(term);
        if (isNew) {
            added.add(product);
            ++imported.added;
        } else if (it->second == product) {
            ++imported.unchanged;
        } else {
            added.flush();
            changeProduct(work, store.storeId, it->second, product, renamed);
            logProduct(work, m_actor, store.storeId, it->second, product);
            it->second = product;
            ++imported.updated;
        }
    }
    added.flush();
    addTerms(work, terms);
    indexNames(work, firstNewRow, renamed);
    logImport(work, m_actor, store.storeId, before, description, imported);
    return work.finish(imported);
}

Result<Store> StoreRepository::load(const QString& storeId)
{
    Work work(m_database.gateway(), Work::Kind::Read);
    Store store;
    if (auto row = work.one(QStringLiteral("SELECT description FROM store WHERE store_id = ?"), {storeId}))
        store = readStore(work, row->text());
    else
        work.fail(ErrorKind::NotFound,
                  QStringLiteral("There is no store \"%1\" here; import its description.").arg(storeId));
    return work.finish(std::move(store));
}

Result<std::vector<Store>> StoreRepository::list()
{
    Work work(m_database.gateway(), Work::Kind::Read);
    std::vector<Store> stores;
    work.each(QStringLiteral("SELECT description FROM store ORDER BY store_id"), {},
              [&](Row& row) { stores.push_back(readStore(work, row.text())); });
    return work.finish(std::move(stores));
}

Result<std::map<Gtin, Product>> StoreRepository::products(const QString& storeId)
{
    Work work(m_database.gateway(), Work::Kind::Read);
    return work.finish(readProducts(work, storeId));
}

Result<Product> StoreRepository::product(const QString& storeId, const Gtin& gtin)
{
    Work work(m_database.gateway(), Work::Kind::Read);
    auto row = work.one(QStringLiteral("SELECT %1 FROM product p WHERE store_id = ? AND gtin = ?")
                            .arg(QLatin1String(productColumns)),
                        {storeId, gtin});
    Product product;
    if (row)
        product = readProduct(work, *row);
    else
        work.fail(ErrorKind::NotFound,
                  QStringLiteral("Store \"%1\" has no product %2.").arg(storeId, gtin.digits()));
    return work.finish(std::move(product));
}

} // namespace cartwright::store
