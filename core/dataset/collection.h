#pragma once

#include "core/base/result.h"
#include "core/domain/store.h"

#include <QJsonObject>
#include <QStringList>

#include <cstddef>
#include <functional>
#include <vector>

namespace cartwright::dataset {

/// What a label says is on the picture.
struct Category
{
    int id = 0;   ///< as its source numbers it; unique in a collection, not always without gaps
    QString name; ///< for people; two categories may share one
    QString gtin; ///< 14 digits, or empty
    bool operator==(const Category&) const = default;
};

/// One labelled box, in pixels of its picture, inside it.
struct Mark
{
    Box box;
    std::size_t category = 0; ///< place in Header::categories
    QString track;            ///< the same for one object over the pictures of a sequence; empty: not tracked
    bool keyframe = true;     ///< false: the box was carried there from others of its track
    QJsonObject attributes;   ///< what else is known: action, origin, reviewer, ...
    bool operator==(const Mark&) const = default;
};

/// One picture with its marks.
struct Sample
{
    QString name;     ///< unique in its collection; letters, digits and `-_.`
    QString subset;   ///< "train", "val", "test", or what a foreign data set calls it
    QString file;     ///< the picture, inside the data set's folder; empty where there is none
    int width = 0;    ///< pixels
    int height = 0;
    QString sequence; ///< the same for pictures of one clip; usable as a file name
    int number = 0;   ///< place among the pictures of the sequence, from 0
    QJsonObject origin; ///< where it is from: store, sale, camera, clip, timestamp, ...
    std::vector<Mark> marks;
    bool operator==(const Sample&) const = default;
};

struct Header
{
    QString name;
    QString licence;
    QString version; ///< short, for files that ask for one
    std::vector<Category> categories;
    QStringList subsets;
};

using UseSample = std::function<Result<void>(const Sample&)>;
/// Goes through all samples, those of a sequence in a row and in order of `number`; may be called several times and gives
/// the same each time. Stops at the first error of `use` and gives that.
using Samples = std::function<Result<void>(const UseSample& use)>;
/// The bytes of a sample's picture.
using PictureBytes = std::function<Result<QByteArray>(const Sample&)>;

} // namespace cartwright::dataset
