#pragma once

#include "core/base/result.h"

#include <QFrame>
#include <QLabel>
#include <QPushButton>

namespace cartwright::ui {

/// One sentence above a place, with what to do next in it; an error's details can be copied. Hidden while empty.
class Banner : public QFrame
{
    Q_OBJECT

public:
    enum class Tone : std::uint8_t { Notice, Warning, Trouble };

    explicit Banner(QWidget* parent = nullptr);

    void showError(const Error& error);
    void showText(Tone tone, const QString& sentence, const QString& details = {});
    void clear();

private:
    QLabel* m_sign = nullptr;
    QLabel* m_text = nullptr;
    QPushButton* m_copy = nullptr;
    QPushButton* m_dismiss = nullptr;
    QString m_details;
};

} // namespace cartwright::ui
