#pragma once

#include "core/base/cancellation.h"
#include "core/pipeline/promotion.h"
#include "core/pipeline/sale_model.h"
#include "ui/bridge/store_thread.h"

namespace cartwright::ui {

/// All that the Models place shows.
struct ModelsReport
{
    std::vector<store::ModelRecord> models; ///< newest first
    std::vector<store::ModelChange> changes; ///< newest first
    std::int64_t live = 0; ///< row of the live model, 0 where none is
    std::int64_t shadow = 0;
};

/// Reads, promotes and rolls back models on the store thread, and trains them on a thread of its own with a database connection of
/// its own, so that nothing waits for it.
class ModelsService : public QObject
{
    Q_OBJECT

public:
    explicit ModelsService(StoreThread& store, QObject* parent = nullptr);
    ~ModelsService() override; ///< stops a training and waits for it

    void load();
    void promote(std::int64_t modelRow);
    void rollBack(const QString& reason);
    /// Does nothing while one is under way.
    void train();
    void stopTraining();
    bool isTraining() const { return m_training != nullptr; }

Q_SIGNALS:
    void loaded(const cartwright::ui::ModelsReport& report);
    void promoted(const QString& title, const cartwright::pipeline::Gate& gate);
    void rolledBack(const QString& title);
    void progressed(int done, int total);
    void trained(const cartwright::pipeline::SaleTraining& training);
    void failed(const cartwright::Error& error);

private:
    void endTraining(const Result<pipeline::SaleTraining>& result);

    StoreThread& m_store;
    Cancellation m_cancel;
    QThread* m_training = nullptr;
};

} // namespace cartwright::ui
