#pragma once

#include "core/base/cancellation.h"
#include "core/feed/sale_text.h"
#include "core/media/clip_index.h"

#include <map>

namespace cartwright::feed {

/// A sale bundle whose every part has been checked.
struct Bundle
{
    Sale sale;                            ///< files are paths below `folder`
    QByteArray original;                  ///< sale.json as it came
    QStringList notes;                    ///< sentences on what was kept and not understood or not named
    QString folder;                       ///< where the files are: the bundle itself, or where its tar was unpacked
    std::vector<media::ClipInfo> clips;   ///< what each clip's headers say, in the order of the sale's clips
    std::map<QString, QString> hashes;    ///< SHA-256 of each file that the sale names, by its path
    bool isUnpacked = false;              ///< the files in `folder` are a copy of our own
};

/// Reads a bundle: a folder, or the same as one uncompressed .tar, which is unpacked into `scratchFolder` (made where
/// absent; the caller's to remove). The bundle itself is not changed. Any thread.
///
/// Checked before a clip is opened: no links, devices or pipes anywhere in it; at most 1,000 files, 8 folders deep, 4 GB
/// a file and 16 GB together; sale.json as readSaleText says; every named file is there; its SHA-256. Then each clip's
/// container, codec and picture size, by its first bytes and headers, and each series line by line (series.h). Refused where one of these fails, NotFound where
/// there is no such bundle, Cancelled on request. Damage inside a clip is no error.
/// Whether store, cameras, bins and plates are known is not asked here.
Result<Bundle> readBundle(const QString& folderOrTar, const QString& scratchFolder, const Cancellation& cancel = {});

/// sale.json of a bundle alone, checked as readSaleText says; no other file is read and nothing is written.
/// It answers what sale this is before anything large is touched. Errors as above.
Result<SaleText> readBundleText(const QString& folderOrTar);

} // namespace cartwright::feed
