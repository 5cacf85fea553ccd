#pragma once

#include "ui/bridge/queue_service.h"

#include <QLabel>
#include <QWidget>

namespace cartwright::ui {

/// What others thought of the marked sale and could not submit, because somebody had taken it over: who, when, which outcome,
/// which cart, what note. It shows itself only where there is something to tell.
class OpinionsPanel : public QWidget
{
    Q_OBJECT

public:
    explicit OpinionsPanel(QWidget* parent = nullptr);

    void tell(const SaleOpinions& opinions);
    void clear();

private:
    QLabel* m_title = nullptr;
    QLabel* m_text = nullptr;
};

} // namespace cartwright::ui
