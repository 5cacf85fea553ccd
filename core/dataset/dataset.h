#pragma once

#include "core/base/cancellation.h"
#include "core/domain/decision.h"
#include "core/store/media_places.h"
#include "core/vision/people_masker.h"

#include <QStringList>

#include <array>
#include <functional>
#include <map>
#include <optional>
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

/// What stays together in one split.
enum class SplitBy : std::uint8_t { Sale, Shopper, Store, Day };
QString nameOf(SplitBy by); ///< "sale", "shopper", "store", "day"

/// The split of a group and so of all its frames: the first 32 bits of SHA-256 over its name, as a share. It depends on
/// nothing else, so a group keeps its split while data grows.
Split splitOf(const QByteArray& group, const SplitShares& shares);
/// The same for a sale.
Split splitOf(const SaleKey& key, const SplitShares& shares);

/// A label that was chosen, and what its sale adds.
struct Selected
{
    Selected() = default;
    Selected(Label chosen) : label(std::move(chosen)) {} // a label alone is one too

    Label label;
    UtcMicroseconds at = 0; ///< the moment that the frame shows; 0: unknown
    QString shopperRef;     ///< of the feed, or empty; never exported
};

/// Names a label in all versions.
struct LabelKey
{
    SaleKey sale;
    QString labelId;
    auto operator<=>(const LabelKey& other) const
    {
        const auto bySale = sale <=> other.sale;
        return bySale != 0 ? bySale : labelId.compare(other.labelId) <=> 0;
    }
    bool operator==(const LabelKey&) const = default;
};

/// What earlier versions hold, for one that has only what is new, changed or withdrawn since.
struct Since
{
    QString name;                       ///< of the version
    std::map<LabelKey, QString> labels; ///< with the hash of each
};

enum class NearDuplicates : std::uint8_t {
    Keep,
    Thin, ///< of pictures that look alike within `nearTime`, one is kept; across splits, those of the smaller split
};

struct CreateOptions
{
    QString format = QStringLiteral("coco");
    int jpegQuality = 92; ///< 1 to 100
    SplitShares shares = {};
    SplitBy splitBy = SplitBy::Sale;
    NearDuplicates nearDuplicates = NearDuplicates::Keep;
    QString name = QStringLiteral("cartwright labels");
    QString licence = {}; ///< empty: none is named
    /// People in the pictures are masked as in review copies; Masking::None needs a right and a reason, which the caller
    /// has asked for.
    vision::PeopleSettings people = {};
    QString unmaskedReason = {};
    /// Bins, which bodies leave clear, by store and camera.
    std::map<std::pair<QString, QString>, std::vector<vision::ClearArea>> clear = {};
    std::optional<Since> since = {};
    QJsonObject selection = {}; ///< how the labels were chosen, for the card and the manifest
    QJsonObject findings = {};  ///< what is known of the labels' noise and the masking's recall, for the card
};

struct Created
{
    int labels = 0;
    int frames = 0;
    int categories = 0;
    int notExported = 0;  ///< labels whose clip is gone or not what was labelled
    int withdrawn = 0;    ///< labels of `since` that are no more
    QString contentHash;  ///< lower-case hex SHA-256 of the file SHA256SUMS
    bool already = false; ///< the folder held exactly this dataset; nothing was changed
    QStringList notes;    ///< what was left out, one sentence each
};

/// Called with images done and images in all; from worker threads, never two calls at once.
using Progress = std::function<void(std::int64_t done, std::int64_t total)>;

/// Writes a dataset version into `folder`, which must not exist yet: pictures and annotations as the format wants them,
/// labels.jsonl with everything that is known, manifest.json, card.md, card.json and SHA256SUMS, folders with mode 0700 and
/// files with 0600. The same labels, names and options give the same bytes. Reviewers appear as pseudonyms only: HMAC-SHA-256
/// under a key made from all labels, so one person's pseudonyms in two versions do not match. (Who holds all labels with
/// names can compute them.)
///
/// It is written into `.<name>.part` beside the folder and renamed when complete. Killed or cancelled half way, the same
/// call goes on with the images that are finished and intact. Of a clip in the media folder the content is checked.
///
/// Labels whose clip is gone, damaged since or another file are left out, listed in the manifest and counted.
/// WrongUsage: an unknown format, quality or share. NotFound: no label can be used, or the models that find people. Integrity:
/// an existing folder with this dataset that is damaged. Refused: the folder exists with other content. Locked: another
/// process is making this folder. Failed: disk or decoder. Cancelled.
Result<Created> createDataset(const QString& folder, std::vector<Selected> labels,
                              const std::map<Gtin, QString>& productNames, const store::MediaPlaces& media,
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

/// Reads everything again: each file's hash, missing and extra files, annotations that agree with labels.jsonl, with
/// themselves and with the images, boxes inside pictures, counts, and that nothing leaks between splits: no group lies in two,
/// and where near-duplicates were thinned, none do. Integrity, naming the first bad file. NotFound where the folder holds no dataset; Cancelled.
Result<Verified> verifyDataset(const QString& folder, const Cancellation& cancel = {});

} // namespace cartwright::dataset
