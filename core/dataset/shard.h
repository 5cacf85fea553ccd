#pragma once

#include "core/base/growing_file.h"

#include <functional>
#include <memory>

namespace cartwright::dataset {

/// Writes a tar (ustar) whose bytes depend on names and contents only: no times, owners or modes of this machine. One thread.
class ShardWriter
{
public:
    explicit ShardWriter(GrowingFile& file);
    ~ShardWriter();
    ShardWriter(const ShardWriter&) = delete;
    ShardWriter& operator=(const ShardWriter&) = delete;

    /// Failed where libarchive refuses the name or the disk fails; disk errors also show when the file is finished.
    Result<void> add(const QString& name, QByteArrayView bytes);
    /// The end-of-archive blocks. Nothing may follow.
    Result<void> finish();

private:
    struct Private;
    std::unique_ptr<Private> d;
};

/// Gives each regular member of a tar, in order; `use` may stop with an error. Refused, naming the file, where it is no tar, is
/// cut short, or a member is larger than 256 MB.
Result<void> eachMember(const QString& path, const std::function<Result<void>(const QString& name, const QByteArray& bytes)>& use);

} // namespace cartwright::dataset
