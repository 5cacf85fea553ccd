#include "app/cli/dataset_options.h"

#include "core/dataset/format.h"
#include "core/domain/names.h"

namespace cartwright::cli {
namespace {

QStringList listOption(const Context& context, const char* name)
{
    return context.options().value(QLatin1String(name)).split(QLatin1Char(','), Qt::SkipEmptyParts);
}

template <class T, class Parse> Result<std::vector<T>> parsedList(const Context& context, const char* name, Parse parse)
{
    std::vector<T> list;
    for (const QString& word : listOption(context, name)) {
        auto parsed = parse(word.trimmed());
        if (!parsed)
            return failure(ErrorKind::WrongUsage, QStringLiteral("--%1: %2").arg(QLatin1String(name), parsed.error().sentence));
        list.push_back(std::move(*parsed));
    }
    return list;
}

} // namespace

QString datasetFormatWords()
{
    QStringList words;
    for (const auto& format : dataset::allFormats())
        words.append(format->word());
    return words.join(QStringLiteral(", "));
}

void labelChoiceOptions(QCommandLineParser& parser)
{
    const auto option = [&](const char* name, const QString& text, const char* value) { parser.addOption({QLatin1String(name), text, QLatin1String(value)}); };
    option("from", QStringLiteral("Sales that ended at this time or later (RFC 3339 or a date)."), "TIME");
    option("to", QStringLiteral("Sales that ended before this time."), "TIME");
    option("stores", QStringLiteral("Only these stores, with commas between."), "ID,...");
    option("reasons", QStringLiteral("Only sales that were flagged for one of these."), "RULE,...");
    option("products", QStringLiteral("Only these products."), "GTIN,...");
    option("origins", QStringLiteral("Only labels that are so: machine, confirmed, corrected, drawn."), "ORIGIN,...");
    option("rarest", QStringLiteral("Only products with at most N labels."), "N");
    parser.addOption({QStringLiteral("agreed"), QStringLiteral("Only labels that two people decided in the same way.")});
    parser.addOption({QStringLiteral("hard-negatives"), QStringLiteral("Only hands at a bin that took and returned nothing.")});
}

void datasetCreateOptions(QCommandLineParser& parser)
{
    labelChoiceOptions(parser);
    parser.addOption({QStringLiteral("format"), datasetFormatWords() + QLatin1Char('.'), QStringLiteral("FORMAT"), QStringLiteral("coco")});
    parser.addOption({QStringLiteral("since"), QStringLiteral("Only what is new or changed since this version, and what was withdrawn."), QStringLiteral("VERSION")});
    parser.addOption({QStringLiteral("split-by"), QStringLiteral("What stays in one split: sale (default), shopper, store, day."), QStringLiteral("WHAT"), QStringLiteral("sale")});
    parser.addOption({QStringLiteral("shares"), QStringLiteral("Shares of train, val and test; 0.8,0.1,0.1 where not given."), QStringLiteral("A,B,C")});
    parser.addOption({QStringLiteral("keep-duplicates"), QStringLiteral("Keep pictures that look alike.")});
    parser.addOption({QStringLiteral("title"), QStringLiteral("The dataset's name in its files."), QStringLiteral("TEXT")});
    parser.addOption({QStringLiteral("licence"), QStringLiteral("The licence named in its files."), QStringLiteral("TEXT")});
    parser.addOption({QStringLiteral("quality"), QStringLiteral("JPEG quality, 1 to 100 (default 92)."), QStringLiteral("N"), QStringLiteral("92")});
    parser.addOption({QStringLiteral("show-people"), QStringLiteral("Do not mask people; needs a right and --reason.")});
    parser.addOption({QStringLiteral("reason"), QStringLiteral("Why people are shown; it is logged."), QStringLiteral("TEXT")});
}

Result<store::LabelChoice> labelChoiceOf(const Context& context)
{
    store::LabelChoice choice;
    const auto from = timeOption(context, QStringLiteral("from"));
    const auto until = timeOption(context, QStringLiteral("to"));
    auto reasons = parsedList<FlagRule>(context, "reasons", flagRuleOf);
    auto products = parsedList<Gtin>(context, "products", &Gtin::parse);
    auto sources = parsedList<LabelSource>(context, "origins", labelSourceOf);
    if (!from || !until)
        return failure(from ? until.error() : from.error());
    if (!reasons || !products || !sources)
        return failure(!reasons ? reasons.error() : !products ? products.error() : sources.error());
    choice.from = *from;
    choice.until = *until;
    choice.stores = listOption(context, "stores");
    choice.reasons = std::move(*reasons);
    choice.products = std::move(*products);
    choice.sources = std::move(*sources);
    choice.agreedOnly = context.options().isSet(QStringLiteral("agreed"));
    choice.hardNegatives = context.options().isSet(QStringLiteral("hard-negatives"));
    bool isNumber = true;
    if (context.options().isSet(QStringLiteral("rarest")))
        choice.rarest = context.options().value(QStringLiteral("rarest")).toLongLong(&isNumber);
    if (!isNumber || choice.rarest < 0)
        return failure(ErrorKind::WrongUsage, QStringLiteral("--rarest takes a number of labels."));
    return choice;
}

Result<dataset::CreateOptions> createOptionsOf(const Context& context)
{
    const auto& given = context.options();
    dataset::CreateOptions options;
    options.format = given.value(QStringLiteral("format"));
    options.jpegQuality = given.value(QStringLiteral("quality")).toInt();
    options.licence = given.value(QStringLiteral("licence"));
    options.nearDuplicates = given.isSet(QStringLiteral("keep-duplicates")) ? dataset::NearDuplicates::Keep : dataset::NearDuplicates::Thin;
    if (given.isSet(QStringLiteral("title")))
        options.name = given.value(QStringLiteral("title"));
    const QString by = given.value(QStringLiteral("split-by"));
    bool known = false;
    for (const auto one : {dataset::SplitBy::Sale, dataset::SplitBy::Shopper, dataset::SplitBy::Store, dataset::SplitBy::Day})
        if (dataset::nameOf(one) == by) {
            options.splitBy = one;
            known = true;
        }
    if (!known)
        return failure(ErrorKind::WrongUsage, QStringLiteral("--split-by takes sale, shopper, store or day, not \"%1\".").arg(by));
    if (given.isSet(QStringLiteral("shares"))) {
        const QStringList shares = given.value(QStringLiteral("shares")).split(QLatin1Char(','));
        if (shares.size() != 3)
            return failure(ErrorKind::WrongUsage, QStringLiteral("--shares takes three numbers that add up to 1, as 0.8,0.1,0.1."));
        options.shares = {shares[0].toDouble(), shares[1].toDouble(), shares[2].toDouble()};
    }
    return options;
}

} // namespace cartwright::cli
