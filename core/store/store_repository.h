#pragma once

#include "core/domain/actor.h"
#include "core/domain/store.h"
#include "core/store/database.h"

#include <map>
#include <vector>

namespace cartwright::store {

/// Stores and their products. Same thread as the database. Importing again updates by id; products that a new
/// import does not name stay, because old sales cite them.
class StoreRepository
{
public:
    /// `actor` is who imports.
    explicit StoreRepository(Database& database, Actor actor = pipelineActor())
        : m_database(database), m_actor(std::move(actor))
    {
    }

    struct Imported
    {
        int added = 0;
        int updated = 0;
        int unchanged = 0;
    };
    /// One transaction. The log gets one entry for the import and one for each product that changed.
    Result<Imported> save(const Store& store, const std::vector<Product>& products);
    Result<Store> load(const QString& storeId); ///< NotFound
    Result<std::vector<Store>> list();

    Result<std::map<Gtin, Product>> products(const QString& storeId);
    Result<Product> product(const QString& storeId, const Gtin& gtin); ///< NotFound
    /// Products whose name contains words that begin with all the words of `text` (any order, accents and
    /// case ignored), or whose GTIN contains the digits of `text`, as it is written with 8, 12, 13 or 14 digits; best
    /// first. Where that finds fewer than `limit`, also those whose words are one letter put in, left out, changed or
    /// swapped away from words of four letters or more, two from eight letters on.
    Result<std::vector<Product>> search(const QString& storeId, const QString& text, int limit);

private:
    Database& m_database;
    Actor m_actor;
};

} // namespace cartwright::store
