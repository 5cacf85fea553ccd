#pragma once

#include "core/simulator/plan.h"

#include <memory>

namespace cartwright::simulator {

class Stage;

/// The cameras with everything that is drawn once per store. Read-only after making; any thread.
class Studio
{
public:
    Studio(std::vector<RigCamera> rig, const Settings& settings);
    ~Studio();

    const std::vector<RigCamera>& rig() const { return m_rig; }
    /// Films all clips of a sale into `folder`/clips and returns them with their hashes.
    Result<std::vector<Clip>> film(const PlannedSale& sale, const QString& folder,
                                   const Cancellation& cancel) const;

private:
    Result<Clip> filmOne(const PlannedSale& sale, std::size_t camera, const QString& folder,
                         const Cancellation& cancel) const;

    std::vector<RigCamera> m_rig;
    Settings m_settings;
    std::vector<std::unique_ptr<Stage>> m_stages;
};

/// Writes store.json, products.csv and the products' pictures.
Result<void> writeStoreFolder(const QString& folder, const Store& store);

} // namespace cartwright::simulator
