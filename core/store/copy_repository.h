#pragma once

#include "core/domain/sale.h"
#include "core/store/database.h"

#include <optional>
#include <vector>

namespace cartwright::store {

/// A review copy of one clip of a sale's revision, or the fact that it could not be made.
struct ReviewCopy
{
    enum class Part : std::uint8_t {
        Decisive, ///< the seconds around the event that decides, made first
        Whole,
    };
    std::size_t position = 0; ///< of the clip among the revision's clips
    Part part = Part::Whole;
    QString file;    ///< below the workspace's media folder, its frames in `file` + ".index"; empty: it could not be made
    QString sha256;
    std::int64_t bytes = 0;
    QString masking; ///< "people", "whole" (every frame as a whole), empty without a file
    QString trouble; ///< why there is no file, or why the masking is "whole" where people were to be told apart
    std::int64_t frames = 0;
    std::int64_t maskedFrames = 0;
    double maskedShare = 0;     ///< of the pictures' area
    Microseconds clipStart = 0; ///< timestamp of the original's first frame
    int originalWidth = 0;      ///< what boxes and polygons refer to
    int originalHeight = 0;
    UtcMicroseconds madeAt = 0;
    bool operator==(const ReviewCopy&) const = default;
};

/// Facts about review copies. Same thread as the database.
class CopyRepository
{
public:
    explicit CopyRepository(Database& database) : m_database(database) {}

    /// Adds the fact, at the store's time; earlier ones stay. NotFound where there is no such clip.
    Result<void> save(const SaleKey& key, int revision, const ReviewCopy& copy);
    /// The latest fact of each clip and part, in order of clips; of a clip the decisive seconds come first.
    Result<std::vector<ReviewCopy>> ofSale(const SaleKey& key, int revision);
    /// Sales that wait for a review and have a clip of which nobody has tried to copy the whole, in the queue's order.
    Result<std::vector<SaleKey>> salesWithout(int limit);

private:
    Database& m_database;
};

} // namespace cartwright::store
