#pragma once

// Internal to core/simulator: OpenCV types appear here, so only this room and its tests include it.

#include "core/simulator/plan.h"

#include <opencv2/core.hpp>

#include <memory>

namespace cartwright::simulator {

class Stage;

/// The cameras with everything that is drawn once per store. Read-only after making; any thread.
class Studio
{
public:
    Studio(std::vector<RigCamera> rig, const Settings& settings, Assortment assortment, const std::vector<cv::Mat>& packs);
    ~Studio();

    const std::vector<RigCamera>& rig() const { return m_rig; }
    const Assortment& assortment() const { return m_assortment; }
    /// Films all clips of a sale into `folder`/clips and returns them with their hashes.
    Result<std::vector<Clip>> film(const PlannedSale& sale, const QString& folder,
                                   const Cancellation& cancel) const;

private:
    Result<Clip> filmOne(const PlannedSale& sale, std::size_t camera, const QString& folder,
                         const Cancellation& cancel) const;

    std::vector<RigCamera> m_rig;
    Settings m_settings;
    Assortment m_assortment;
    std::vector<std::unique_ptr<Stage>> m_stages;
};

/// How many frames a camera's clip of a sale has; 0 means that there is no clip.
int framesOf(const Script& script, std::size_t camera, const RigCamera& rigged, int rate);

/// Writes the traces of the plates of a sale into `folder`/series; none where it sends none.
Result<std::vector<Series>> writeTraces(const PlannedSale& sale, const QString& folder);

/// Writes store.json, products.csv and the products' pictures.
Result<void> writeStoreFolder(const QString& folder, const Store& store, const Assortment& assortment,
                              const std::vector<cv::Mat>& packs);

} // namespace cartwright::simulator
