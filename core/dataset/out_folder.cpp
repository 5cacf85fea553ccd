#include "core/dataset/out_folder.h"

namespace cartwright::dataset {

Result<void> OutFolder::put(const QString& path, QByteArrayView bytes)
{
    auto sha256 = writeUnsynced(pathOf(path), bytes);
    if (!sha256)
        return failure(sha256.error());
    m_sums[path] = std::move(*sha256);
    return {};
}

Result<void> OutFolder::end(const QString& path, GrowingFile& file)
{
    auto sha256 = file.finish();
    if (!sha256)
        return failure(sha256.error());
    m_sums[path] = std::move(*sha256);
    return {};
}

} // namespace cartwright::dataset
