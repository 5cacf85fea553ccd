#pragma once

#include <QTranslator>

#include <vector>

class QApplication;

namespace cartwright::ui {

/// A language that the window can speak.
struct Language
{
    QString code;  ///< "en", "de", or "x-mirror", as stored and typed
    QString title; ///< in that language
    Qt::LayoutDirection direction = Qt::LeftToRight;
};

/// English, every translation that comes with the program, and a test language that is written from right to left.
std::vector<Language> languages();
/// English where the code is unknown.
Language languageOf(const QString& code);

/// Finds texts by the class's bare name: lupdate of Qt 6.4 does not see the namespaces that `tr` puts before it.
class BareNameTranslator : public QTranslator
{
    Q_OBJECT

public:
    using QTranslator::QTranslator;
    QString translate(const char* context, const char* text, const char* hint, int count) const override;
    bool isEmpty() const override;
};

/// The test language: English text between marks that turn it round, so that whatever is not translated or not mirrored
/// strikes the eye.
class MirrorTranslator : public QTranslator
{
    Q_OBJECT

public:
    using QTranslator::QTranslator;
    QString translate(const char* context, const char* text, const char* hint, int count) const override;
    bool isEmpty() const override;
};

/// Makes the application speak the language from now on: texts, Qt's own texts, numbers and the side at which windows
/// begin. To be called before the first window is made.
void speak(QApplication& application, const Language& language);

} // namespace cartwright::ui
