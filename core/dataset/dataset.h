#pragma once

#include "core/base/cancellation.h"
#include "core/domain/decision.h"

#include <QStringList>

#include <array>
#include <functional>
#include <map>
#include <vector>

namespace cartwright::dataset {

enum class Split : std::uint8_t { Train, Val, Test };
inline constexpr std::array allSplits{Split::Train, Split::Val, Split::Test};
QString nameOf(Split split); ///< "train", "val", "test"

/// Shares of the sales, 0 to 1; they add up to 1.
struct SplitShares
{
    double train = 0.8;
    double val = 0.1;
    double test = 0.1;
    bool operator==(const SplitShares&) const = default;
};

/// The split of a sale and so of all its frames: the first 32 bits of SHA-256 over store and sale, as a
/// share. It depends on nothing else, so a sale keeps its split while data grows.
Split splitOf(const SaleKey& key, const SplitShares& shares);

struct CreateOptions
{
    QString format = QStringLiteral("coco");
    int jpegQuality = 92; ///< 1 to 100
    SplitShares shares = {};
    QString name = QStringLiteral("cartwright labels");
    QString licence = {}; ///< empty: none is named
};

struct Created
{
    int labels = 0;
    int frames = 0;
    int categories = 0;
    QString contentHash;  ///< lower-case hex SHA-256 of the file SHA256SUMS
    bool already = false; ///< the folder held exactly this dataset; nothing was changed
    QStringList notes;    ///< what was left out, one sentence each
};

/// Called with images done and images in all; from worker threads, never two calls at once.
using Progress = std::function<void(std::int64_t done, std::int64_t total)>;

/// Writes a dataset version into `folder`, which must not exist yet: images/<split>/*.jpg, one COCO file per
/// split, manifest.json, card.md and SHA256SUMS, folders with mode 0700 and files with 0600. The same labels,
/// names and options give the same bytes. Reviewers appear as pseudonyms only: HMAC-SHA-256 under a key made
/// from all labels, so one person's pseudonyms in two versions do not match. (Who holds all labels with names
/// can compute them.)
///
/// It is written into `.<name>.part` beside the folder and renamed when complete. Killed or cancelled half
/// way, the same call goes on with the images that are finished and intact. A clip file is read from
/// `mediaFolder`.
///
/// WrongUsage: an unknown format, quality or share. NotFound: no labels, or a clip that is not there.
/// Integrity: a clip whose content is not the labels', or an existing folder with this dataset that is
/// damaged. Refused: the folder exists with other content. Locked: another process is making this folder.
/// Failed: disk or decoder. Cancelled.
Result<Created> createDataset(const QString& folder, std::vector<Label> labels,
                              const std::map<Gtin, QString>& productNames, const QString& mediaFolder,
                              const CreateOptions& options = {}, const Cancellation& cancel = {},
                              const Progress& progress = {});

struct Verified
{
    int files = 0; ///< that SHA256SUMS lists
    int labels = 0;
    int frames = 0;
    int categories = 0;
    QString contentHash;
    QStringList notes; ///< what is allowed but worth knowing
};

/// Reads everything again: each file's hash, missing and extra files, annotations that agree with themselves
/// and the images, boxes inside pictures, counts, and that no sale lies in two splits. Integrity, naming the
/// first bad file. NotFound where the folder holds no dataset; Cancelled.
Result<Verified> verifyDataset(const QString& folder, const Cancellation& cancel = {});

} // namespace cartwright::dataset
