#pragma once

#include "core/domain/sale.h"

#include <QByteArray>
#include <QStringList>

namespace cartwright::feed {

/// sale.json as it came and what it says.
struct SaleText
{
    Sale sale;           ///< files are paths in the bundle, in their plain form
    QByteArray original; ///< the bytes, unknown keys included
    QStringList notes;   ///< sentences on what was kept and not understood
};

/// Reads the bytes of a bundle's sale.json (at most 4 MB). Any thread.
/// Refused, naming the line: another major version of the schema; a wrong type or a missing member; times that go back
/// (exit before entry, `until` before `at`, an event more than an hour outside the sale); a quantity outside 1 to 999; a
/// probability outside 0 to 1; a wrong check digit; a group outside 1 to 99; more than 64 clips, 64 series, 10,000 events
/// or 1,000 cart lines; two clips of one camera; an event id twice; a path that leaves the bundle; a clip without a SHA-256.
/// Events without an id get "f1", "f2", ... by their place in the list. Their source is always the feed.
Result<SaleText> readSaleText(const QByteArray& bytes);

} // namespace cartwright::feed
