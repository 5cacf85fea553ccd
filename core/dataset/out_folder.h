#pragma once

#include "core/base/growing_file.h"
#include "core/dataset/sums.h"

namespace cartwright::dataset {

/// The folder of a version while it is made: writes files and notes their hashes. One thread.
class OutFolder
{
public:
    OutFolder(QString folder, Sums& sums) : m_folder(std::move(folder)), m_sums(sums) {}

    const QString& folder() const { return m_folder; }
    QString pathOf(const QString& path) const { return m_folder + QLatin1Char('/') + path; }
    Result<void> put(const QString& path, QByteArrayView bytes);
    /// For a file that grows; `end` notes its hash.
    Result<GrowingFile> begin(const QString& path) { return GrowingFile::create(pathOf(path)); }
    Result<void> end(const QString& path, GrowingFile& file);

private:
    QString m_folder;
    Sums& m_sums;
};

} // namespace cartwright::dataset
