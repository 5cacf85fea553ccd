#include "ui/shell/options.h"

#include "ui/shell/place_facts.h"
#include "ui/shell/translation.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QRegularExpression>

namespace cartwright::ui {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Options", text);
}

std::optional<QSize> sizeOf(const QString& text)
{
    static const QRegularExpression form(QStringLiteral("^(\\d{3,5})x(\\d{3,5})$"));
    const QRegularExpressionMatch match = form.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    return QSize(match.captured(1).toInt(), match.captured(2).toInt());
}

void readLooks(const QCommandLineParser& parser, Options& options)
{
    const QString theme = parser.value(QStringLiteral("theme"));
    options.theme = themeNamed(theme);
    if (!theme.isEmpty() && !options.theme)
        options.trouble = tr("--theme is light, dark or high-contrast, not %1.").arg(theme);
    if (parser.isSet(QStringLiteral("scale"))) {
        const int percent = parser.value(QStringLiteral("scale")).toInt();
        if (percent < 100 || percent > 200)
            options.trouble = tr("--scale is 100 to 200, not %1.").arg(parser.value(QStringLiteral("scale")));
        options.scalePercent = percent;
    }
    options.language = parser.value(QStringLiteral("language"));
    if (!options.language.isEmpty() && languageOf(options.language).code != options.language)
        options.trouble = tr("--language is en, de or x-mirror, not %1.").arg(options.language);
    if (parser.isSet(QStringLiteral("size"))) {
        options.size = sizeOf(parser.value(QStringLiteral("size")));
        if (!options.size)
            options.trouble = tr("--size is WIDTHxHEIGHT, not %1.").arg(parser.value(QStringLiteral("size")));
    }
}

} // namespace

Options readOptions(const QStringList& arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(tr("Review workstation for checkout-free stores.\n\n"
                                        "    cartwright --workspace demo --reviewer ada"));
    parser.addHelpOption();
    parser.addVersionOption();
    const auto option = [&](const char* name, const QString& what, const QString& value) {
        parser.addOption({QLatin1String(name), what, value});
    };
    option("workspace", tr("The workspace folder (or CARTWRIGHT_WORKSPACE)."), QStringLiteral("DIR"));
    option("database", tr("The server's database, postgresql://USER@HOST/NAME; where not given, the workspace's."),
           QStringLiteral("ADDRESS"));
    option("reviewer", tr("Who reviews; the name stands in verdicts."), QStringLiteral("NAME"));
    option("theme", tr("light, dark or high-contrast."), QStringLiteral("NAME"));
    option("scale", tr("Text size, 100 to 200 percent."), QStringLiteral("PERCENT"));
    option("language", tr("Language of the window: en, de, or x-mirror to test right to left."), QStringLiteral("CODE"));
    option("size", tr("Size of the window."), QStringLiteral("WxH"));
    option("place", tr("The place to open: %1.").arg(placeNames()), QStringLiteral("NAME"));
    option("action", tr("An action of the window to do first, by its name in settings."), QStringLiteral("NAME"));
    option("sale", tr("The sale to open in Review, by id or store/sale."), QStringLiteral("ID"));
    option("screenshot", tr("Save a PNG of the window once everything is painted, then end."), QStringLiteral("FILE"));
    option("bench-review", tr("Work through N sales by keys, print how long painting took, then end."), QStringLiteral("N"));
    parser.addOption({QStringLiteral("json"), tr("With --bench-review: print JSON.")});
    parser.process(arguments);

    Options options;
    options.workspace = parser.isSet(QStringLiteral("workspace")) ? parser.value(QStringLiteral("workspace"))
                                                                  : qEnvironmentVariable("CARTWRIGHT_WORKSPACE");
    options.database = parser.value(QStringLiteral("database"));
    options.reviewer = parser.value(QStringLiteral("reviewer"));
    if (options.reviewer.isEmpty())
        options.reviewer = qEnvironmentVariable("USER", QStringLiteral("reviewer"));
    readLooks(parser, options);
    if (parser.isSet(QStringLiteral("place")))
        options.place = parser.value(QStringLiteral("place"));
    options.action = parser.value(QStringLiteral("action"));
    options.saleId = parser.value(QStringLiteral("sale"));
    options.json = parser.isSet(QStringLiteral("json"));
    options.benchSales = parser.value(QStringLiteral("bench-review")).toInt();
    if (parser.isSet(QStringLiteral("bench-review")) && options.benchSales < 2)
        options.trouble = tr("--bench-review is a number of sales, at least 2.");
    options.screenshot = parser.value(QStringLiteral("screenshot"));
    if (!placeNamed(options.place))
        options.trouble = tr("--place is one of %1, not %2.").arg(placeNames(), options.place);
    return options;
}

} // namespace cartwright::ui
