#pragma once

#include "core/domain/actor.h"
#include "core/domain/store.h"
#include "core/store/store_repository.h"
#include "core/store/workspace.h"

#include <QStringList>

namespace cartwright::feed {

/// A store description as its folder says, checked.
struct StoreDescription
{
    Store store;
    std::vector<Product> products; ///< in the order of products.csv; `picture` is a path in the folder, or empty
    QStringList notes;             ///< sentences on what was kept and not understood
};

/// Reads `store.json` and `products.csv` of a folder and changes nothing. Any thread.
/// Refused, naming file and line: another major version of the schema; a wrong check digit; two products with one
/// GTIN (both lines); a bin without a product, or with one that is not in the list; an unknown tax class or camera;
/// a polygon with fewer than 3 corners or outside its camera's picture; a negative price; an id twice; a time zone that
/// is none; a currency that is not 3 capital letters; a tax rate that is no decimal text; a picture that is no JPEG or PNG
/// of at most 10 MB inside the folder. NotFound where the folder or one of the two files does not exist.
Result<StoreDescription> readStoreDescription(const QString& folder);

/// What an import changed, and the notes of the reading.
struct ImportedStore
{
    QString storeId;
    store::StoreRepository::Imported products;
    QStringList notes;
};

/// Reads and saves a store description. Pictures are copied to `media/<store>/products/`, named by GTIN and content, the
/// two files themselves to `media/<store>/description/`, so that unknown keys are kept. Importing again updates by id.
/// Errors as above, and those of disk and database; then the stored store is as it was. `actor` is who imports, for the
/// log. The database's thread.
Result<ImportedStore> importStore(const QString& folder, const store::Workspace& workspace, store::Database& database,
                                  const Actor& actor = pipelineActor());

} // namespace cartwright::feed
