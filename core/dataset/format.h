#pragma once

#include "core/dataset/collection.h"
#include "core/dataset/out_folder.h"

#include <map>
#include <memory>

namespace cartwright::dataset {

/// What a reader came across that is no reason to stop; each kind is counted and keeps a few examples.
class ReadNotes
{
public:
    void add(const QString& kind, const QString& example);
    /// "3 boxes reach outside their picture and were cut: a.jpg, b.jpg, ..."; in order of the kinds.
    QStringList sentences() const;
    std::int64_t count(const QString& kind) const;
    bool isEmpty() const { return m_kinds.empty(); }

private:
    struct Kind
    {
        std::int64_t count = 0;
        QStringList examples;
    };
    std::map<QString, Kind> m_kinds;
};

/// A data set that was read: small enough for memory, as data sets from elsewhere are.
struct Collection
{
    Header header;
    std::vector<Sample> samples;
};

/// One form in which data sets are exchanged. Stateless; any thread.
class Format
{
public:
    virtual ~Format() = default;
    virtual QString word() const = 0;  ///< as typed: "coco"
    virtual QString title() const = 0; ///< "COCO, object detection"
    /// Whether a track's boxes stay together in it; if not, they come out picture by picture.
    virtual bool keepsTracks() const { return false; }
    /// Whether boxes can be read back; folders of classes hold cut-out pictures instead.
    virtual bool keepsBoxes() const { return true; }
    /// Whether pictures end up inside other files, so that they are made in a folder of their own and are taken away
    /// afterwards.
    virtual bool packsPictures() const { return false; }
    /// Where the picture of a sample lies in the folder.
    virtual QString pictureOf(const Sample& sample) const;
    /// Writes everything beside the pictures. Failed where the disk does; errors of `samples` and `pictures`.
    virtual Result<void> write(OutFolder& out, const Header& header, const Samples& samples,
                               const PictureBytes& pictures) const = 0;
    /// Reads such a data set, ours or another's. Boxes lie inside their pictures afterwards, categories have unique ids,
    /// files exist: what did not is in `notes`. Refused where a file is not of the format, naming it; NotFound where the
    /// folder holds no such data set.
    virtual Result<Collection> read(const QString& folder, ReadNotes& notes) const = 0;
    /// Three lines of Python that load it from the folder.
    virtual QStringList python() const = 0;
};

/// All formats, in the order of help texts.
const std::vector<std::unique_ptr<Format>>& allFormats();
/// WrongUsage with the names that there are.
Result<const Format*> formatOf(const QString& word);

std::unique_ptr<Format> cocoFormat();
std::unique_ptr<Format> yoloFormat();
std::unique_ptr<Format> vocFormat();
std::unique_ptr<Format> cvatImagesFormat();
std::unique_ptr<Format> cvatVideoFormat();
std::unique_ptr<Format> datumaroFormat();
std::unique_ptr<Format> motFormat();
std::unique_ptr<Format> webDatasetFormat();
std::unique_ptr<Format> foldersFormat();
std::unique_ptr<Format> jsonLinesFormat();

} // namespace cartwright::dataset
