#pragma once

#include "core/dataset/format.h"

#include <QSize>

#include <optional>

namespace cartwright::dataset {

/// The kinds of notes that readers make.
namespace kinds {
inline QString cutBox() { return QStringLiteral("boxes that reach outside their picture, cut"); }
inline QString lostBox() { return QStringLiteral("boxes without area inside their picture, left out"); }
inline QString missingPicture() { return QStringLiteral("pictures that are missing, their labels left out"); }
inline QString unreadablePicture() { return QStringLiteral("pictures that cannot be read, their labels left out"); }
inline QString wrongSize() { return QStringLiteral("pictures of another size than the labels say, the picture's own taken"); }
inline QString sameName() { return QStringLiteral("categories that share a name, kept apart by their ids"); }
inline QString sameId() { return QStringLiteral("categories that share an id, the later ones left out"); }
inline QString zeroId() { return QStringLiteral("ids that are 0, kept"); }
inline QString unknownCategory() { return QStringLiteral("labels of a category that is not declared, left out"); }
inline QString unknownPicture() { return QStringLiteral("labels of a picture that is not declared, left out"); }
inline QString otherShape() { return QStringLiteral("labels that are no boxes, left out"); }
inline QString boxOfShape() { return QStringLiteral("labels that are outlines, their bounding boxes taken"); }
inline QString outsideFolder() { return QStringLiteral("pictures that are named outside the folder, their labels left out"); }
inline QString badLine() { return QStringLiteral("lines that cannot be read, left out"); }
} // namespace kinds

/// Width and height as the picture's header says; JPEG, PNG, BMP and GIF. Nothing for other files.
std::optional<QSize> pictureSize(const QString& path);

/// Gathers what a reader finds into a collection and applies the rules that are the same for all formats. One thread.
class Intake
{
public:
    Intake(QString folder, ReadNotes& notes) : m_folder(std::move(folder)), m_notes(notes) {}

    /// The place of a category with this id; said twice, or with a name that another has, it is noted.
    std::size_t category(int id, const QString& name, const QString& gtin = {});
    /// The same for formats that know names only: a known name gives its place, a new one the next id.
    std::size_t categoryNamed(const QString& name);
    std::optional<std::size_t> placeOfId(int id) const;
    std::optional<std::size_t> placeOfName(const QString& name) const;

    /// Takes a picture in `candidates`' first existing place inside the folder. False where there is none or it cannot be
    /// read; then nothing is kept. `sample` gets file, size (where it had none) and a name that is free.
    bool picture(Sample& sample, const QStringList& candidates);
    /// Adds a box, cut to the picture; left out where nothing remains.
    void mark(Sample& sample, Mark mark);
    void add(Sample sample) { m_collection.samples.push_back(std::move(sample)); }

    const QString& folder() const { return m_folder; }
    QString pathOf(const QString& path) const { return m_folder + QLatin1Char('/') + path; }
    ReadNotes& notes() { return m_notes; }
    std::size_t categoryCount() const { return m_collection.header.categories.size(); }
    /// What was gathered; subsets in order of their first sample, sequences together. NotFound where there is no picture.
    Result<Collection> finish(const QString& name);

private:
    QString freeName(const QString& file);

    QString m_folder;
    ReadNotes& m_notes;
    Collection m_collection;
    std::map<int, std::size_t> m_ids;
    std::map<QString, std::size_t> m_names;
    std::map<QString, int> m_usedNames;
};

/// The error that names a file which is not what its format says.
[[nodiscard]] tl::unexpected<Error> notOfFormat(const QString& path, const QString& why);
/// All files below the folder whose name ends so, as paths inside it, sorted. Links are not followed.
QStringList filesBelow(const QString& folder, const QStringList& endings);
/// The file names of pictures with a known ending.
const QStringList& pictureEndings();
/// A number as short text that reads back to within 1e-4.
QString number(double value);

} // namespace cartwright::dataset
