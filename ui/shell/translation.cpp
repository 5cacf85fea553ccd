#include "ui/shell/translation.h"

#include <QApplication>
#include <QLibraryInfo>
#include <QLocale>

#include <algorithm>
#include <memory>

namespace cartwright::ui {

namespace {

constexpr auto mirrorCode = "x-mirror";

void install(QApplication& application, std::unique_ptr<QTranslator> translator)
{
    translator->setParent(&application);
    QCoreApplication::installTranslator(translator.release());
}

} // namespace

std::vector<Language> languages()
{
    return {{QStringLiteral("en"), QStringLiteral("English"), Qt::LeftToRight},
            {QStringLiteral("de"), QStringLiteral("Deutsch"), Qt::LeftToRight},
            {QLatin1String(mirrorCode), QCoreApplication::translate("Translation", "Right to left (for tests)"),
             Qt::RightToLeft}};
}

Language languageOf(const QString& code)
{
    const std::vector<Language> known = languages();
    const auto found = std::find_if(known.begin(), known.end(), [&](const Language& each) { return each.code == code; });
    return found == known.end() ? known.front() : *found;
}

QString BareNameTranslator::translate(const char* context, const char* text, const char* hint, int count) const
{
    const QByteArray whole(context);
    const qsizetype colons = whole.lastIndexOf("::");
    const char* bare = colons < 0 ? whole.constData() : whole.constData() + colons + 2;
    for (const char* name : {bare, whole.constData(), "cartwright::ui"}) // the last one has the texts of free functions
        if (const QString found = QTranslator::translate(name, text, hint, count); !found.isNull())
            return found;
    return {};
}

bool BareNameTranslator::isEmpty() const
{
    return QTranslator::isEmpty();
}

QString MirrorTranslator::translate(const char*, const char* text, const char*, int) const
{
    // Right-to-left override, the text, pop: shown from right to left, and still the same to search and compare.
    return QChar(0x202E) + QString::fromUtf8(text) + QChar(0x202C);
}

bool MirrorTranslator::isEmpty() const
{
    return false;
}

void speak(QApplication& application, const Language& language)
{
    QApplication::setLayoutDirection(language.direction);
    if (language.code == QLatin1String(mirrorCode))
        return install(application, std::make_unique<MirrorTranslator>());
    QLocale::setDefault(QLocale(language.code));
    auto qtTexts = std::make_unique<QTranslator>();
    if (qtTexts->load(QLocale(language.code), QStringLiteral("qtbase"), QStringLiteral("_"),
                      QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        install(application, std::move(qtTexts));
    auto own = std::make_unique<BareNameTranslator>();
    if (own->load(QStringLiteral(":/translations/cartwright_%1.qm").arg(language.code)))
        install(application, std::move(own));
}

} // namespace cartwright::ui
