#pragma once

#include "core/pipeline/datasets.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QTimer>
#include <QWidget>

#include <QElapsedTimer>

namespace cartwright::ui {

/// What a new version is to hold, with how many labels that is, and its making under way. Counts are asked for a moment after
/// the last change.
class VersionForm : public QWidget
{
    Q_OBJECT

public:
    explicit VersionForm(QWidget* parent = nullptr);

    void setStores(const QStringList& stores);
    void setVersions(const QStringList& names); ///< newest first
    void showCounts(const store::LabelCounts& counts);
    void showProgress(int done, int total);
    /// While a version is made only cancelling is possible.
    void setMaking(bool making);
    store::LabelChoice choice() const;
    pipeline::DatasetRequest request() const;
    /// The same on the command line, to be copied.
    QString commandLine() const;

Q_SIGNALS:
    void changed();
    void createAsked();
    void cancelAsked();

private:
    QWidget* makeFields();
    void noteChange();

    QLineEdit* m_name = nullptr;
    QComboBox* m_format = nullptr;
    QComboBox* m_store = nullptr;
    QComboBox* m_origin = nullptr;
    QComboBox* m_since = nullptr;
    QComboBox* m_splitBy = nullptr;
    QLineEdit* m_from = nullptr;
    QLineEdit* m_to = nullptr;
    QLineEdit* m_products = nullptr;
    QCheckBox* m_agreed = nullptr;
    QCheckBox* m_negatives = nullptr;
    QCheckBox* m_showPeople = nullptr;
    QLineEdit* m_reason = nullptr;
    QLabel* m_counts = nullptr;
    QLineEdit* m_command = nullptr;
    QProgressBar* m_progress = nullptr;
    QLabel* m_rate = nullptr;
    QPushButton* m_create = nullptr;
    QPushButton* m_cancel = nullptr;
    QWidget* m_fields = nullptr;
    QTimer m_pause;
    QElapsedTimer m_making;
};

} // namespace cartwright::ui
