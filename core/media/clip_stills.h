#pragma once

#include "core/media/clip_index.h"
#include "core/media/picture.h"
#include "core/media/review_copy.h"

#include <functional>
#include <memory>
#include <vector>

namespace cartwright::media {

struct StillsOptions
{
    int quality = 92; ///< of the JPEG, 1 to 100
    /// Frames this long before each still are looked at too, so that the mask knows what moves; 0: only itself.
    Microseconds lookBack = 0;
    bool masks = true; ///< false: `CopyMasker` is not asked
    Cancellation cancel;
};

/// One still as it is stored.
struct Still
{
    std::size_t frame = 0;
    QByteArray jpeg;     ///< empty where the frame did not decode
    Picture luma;        ///< small and gray, to compare pictures by
    double masked = 0;   ///< share of the picture that is masked
};

/// Stills of one clip at its own size, upright, as JPEG without metadata. One thread.
class ClipStills
{
public:
    /// Errors as of ClipReader::open. `index` outlives it.
    static Result<std::unique_ptr<ClipStills>> open(const ClipLocation& clip, const ClipIndex& index, const StillsOptions& options);
    ~ClipStills();
    ClipStills(const ClipStills&) = delete;
    ClipStills& operator=(const ClipStills&) = delete;

    /// Gives the stills of `frames` (places in the index, rising), one after the other. Frames that lie in one group of
    /// pictures are decoded once; on the way to them, what no other frame refers to is skipped. `masker` looks at gray
    /// pictures of `lookWidth` pixels; a still that comes too early in a group for two looks before it waits for later ones.
    /// Errors of `use`; Cancelled; Failed where the clip cannot be read.
    Result<void> take(const std::vector<std::size_t>& frames, CopyMasker* masker, const std::function<Result<void>(Still)>& use);

    static constexpr int lookWidth = 640;

private:
    struct Private;
    explicit ClipStills(std::unique_ptr<Private> parts);
    std::unique_ptr<Private> d;
};

/// The places of keyframes' groups: frames of one group share a number.
std::size_t groupOf(const ClipIndex& index, std::size_t frame);

} // namespace cartwright::media
