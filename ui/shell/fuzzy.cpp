#include "ui/shell/fuzzy.h"

#include <algorithm>
#include <vector>

namespace cartwright::ui {

namespace {

constexpr int unreachable = -1'000'000;
constexpr int perLetter = 1;
constexpr int wordStart = 8;
constexpr int inARow = 5;
constexpr qsizetype longestText = 120;

bool startsWord(const QString& text, qsizetype at)
{
    return at == 0 || !text[at - 1].isLetterOrNumber();
}

} // namespace

std::optional<int> fuzzyScore(const QString& typed, const QString& text)
{
    QString wanted = typed.toCaseFolded();
    wanted.remove(QLatin1Char(' '));
    const QString given = text.left(longestText).toCaseFolded();
    // best[j]: the best score with the letters so far, the last of them at j.
    std::vector<int> best(static_cast<std::size_t>(given.size()), unreachable);
    for (qsizetype i = 0; i < wanted.size(); ++i) {
        std::vector<int> next(best.size(), unreachable);
        int before = i == 0 ? 0 : unreachable; // the best of all places left of j - 1
        for (qsizetype j = 0; j < given.size(); ++j) {
            const int neighbour = j > 0 ? best[static_cast<std::size_t>(j) - 1] : unreachable;
            if (given[j] == wanted[i]) {
                const int worth = perLetter + (startsWord(given, j) ? wordStart : 0);
                const int row = i > 0 && neighbour > unreachable ? neighbour + inARow : unreachable;
                const int from = std::max({before, neighbour, row});
                if (from > unreachable)
                    next[static_cast<std::size_t>(j)] = from + worth - (i == 0 ? static_cast<int>(j / 8) : 0);
            }
            before = i == 0 ? 0 : std::max(before, neighbour);
        }
        best = std::move(next);
    }
    if (wanted.isEmpty())
        return 0;
    const int score = best.empty() ? unreachable : *std::max_element(best.begin(), best.end());
    return score > unreachable ? std::optional(score) : std::nullopt;
}

} // namespace cartwright::ui
