#pragma once

#include "core/base/cancellation.h"
#include "core/store/sale_repository.h"
#include "core/store/workspace.h"

#include <QStringList>

namespace cartwright::feed {

/// What became of a bundle.
struct Ingested
{
    SaleKey key;
    int revision = 1;
    store::SaleRepository::Added outcome = store::SaleRepository::Added::New;
    QStringList notes; ///< sentences on what was kept and not understood, and on what does not fit together
};

/// Takes a bundle (folder or .tar) into a workspace: checks it as readBundle says, and that its store is known (NotFound
/// with the next step) with all its cameras, bins and plates (Refused); copies clips and series to
/// `media/<store>/<sale>/r<revision>/` under names made of camera and plate ids; adds the revision to the database. In
/// the stored sale `file` is relative to the media folder.
///
/// The same revision again answers Same and a lower one Older, before any file but sale.json is looked at; the same
/// revision with another sale.json is Refused. Where the bundle is refused nothing in the workspace has changed. A killed
/// ingest leaves at most files that no row names; the next ingest of the same bundle replaces them.
/// The bundle itself is only read. The database's thread; several processes may ingest into one workspace.
Result<Ingested> ingestBundle(const QString& folderOrTar, const store::Workspace& workspace, store::Database& database,
                              const Cancellation& cancel = {});

} // namespace cartwright::feed
