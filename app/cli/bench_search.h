#pragma once

#include "app/cli/bench_timing.h"
#include "core/store/store_repository.h"

#include <functional>

namespace cartwright::cli {

/// The store that a catalogue is imported into.
inline QString catalogueStore() { return QStringLiteral("catalogue"); }

/// Reads lines "gtin<TAB>name" (a head line is skipped) of these files and saves them as the store's products. Lines
/// whose number is no GTIN are left out. Gives how many products were added or updated.
struct CatalogueImport
{
    qint64 lines = 0;
    qint64 refused = 0; ///< lines without a GTIN or a name
    qint64 products = 0;
    double seconds = 0;
};
Result<CatalogueImport> importCatalogue(store::Database& database, const QStringList& files);

/// Types names and barcodes of products that are there, letter by letter, one search per letter: as they are written,
/// without accents, with errors of several kinds, whole and partial numbers. A kind's note says in how many cases
/// the product, or one of the same name, was among the first ten once all was typed. `begin` is called before each
/// search with the kind's name. Nothing where the store has no products.
Result<std::vector<Timed>> measureSearch(store::Database& database, int names, const Cancellation& cancel,
                                         const std::function<void(const QString&)>& begin);

} // namespace cartwright::cli
