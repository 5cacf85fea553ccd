#include "app/cli/replay_measuring.h"

#include "core/base/part_file.h"
#include "core/media/review_copy.h"

#include <QTemporaryDir>

namespace cartwright::cli {

using namespace media;

namespace {

/// The bench measures how a copy is sought; what masking finds and costs is `bench copy`'s.
class Unmasked : public CopyMasker
{
public:
    Microseconds lookAhead() const override { return 0; }
    void look(const Picture&, Microseconds) override {}
    MaskGrid maskAt(Microseconds) override { return {}; }
};

struct Copy
{
    QTemporaryDir folder;
    QString path;
    ClipIndex index;
};

Result<std::unique_ptr<Copy>> makeCopy(const QString& clip, const ClipIndex& index, double seconds)
{
    auto copy = std::make_unique<Copy>();
    copy->path = copy->folder.filePath(QStringLiteral("copy.mp4"));
    auto file = PartFile::create(copy->path);
    if (!file)
        return failure(file.error());
    CopyOptions options;
    options.decoderThreads = 2;
    options.until = index.firstTimestamp() + static_cast<Microseconds>(seconds * 1e6);
    Unmasked nobody;
    auto made = writeReviewCopy(clip, index, file->descriptor(), options, nobody);
    if (!made)
        return failure(made.error());
    copy->index = std::move(made->index);
    if (auto finished = file->finish(); !finished)
        return failure(finished.error());
    return copy;
}

} // namespace

Result<void> Measuring::copySeeks()
{
    if (m_options.copySeconds <= 0 || m_index.firstTimestamp() < 0)
        return {};
    const auto copy = makeCopy(m_path, m_index, m_options.copySeconds);
    if (!copy)
        return failure(copy.error());
    ReplayBenchOptions options = m_options;
    options.copySeconds = 0;
    options.targets.clear(); // those of the whole clip
    options.frames = 0;
    Measuring measuring((*copy)->path, (*copy)->index, options, m_cancel);
    measuring.m_figures.numbered = m_figures.numbered;
    for (auto part : {&Measuring::seeks, &Measuring::firstFrames})
        if (auto done = (measuring.*part)(); !done)
            return done;
    measuring.steps();
    m_figures.copySeek = measuring.m_figures.coldSeek;
    m_figures.copyWarmSeek = measuring.m_figures.warmSeek;
    m_figures.copyStepBack = measuring.m_figures.stepBack;
    m_figures.copyFirstFrame = measuring.m_figures.firstFrame;
    m_figures.checked += measuring.m_figures.checked;
    m_figures.wrong += measuring.m_figures.wrong;
    return {};
}

} // namespace cartwright::cli
