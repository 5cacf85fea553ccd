#include "core/vision/chart.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cstring>

namespace cartwright::vision {
namespace {

constexpr int width = 900, rowHeight = 26, head = 48, foot = 12, nameWidth = 320, numberWidth = 90;
const cv::Scalar ink(36), bar(120), paper(255);

/// What the font can draw.
std::string plain(const QString& text, qsizetype most)
{
    std::string kept;
    for (const QChar c : text.normalized(QString::NormalizationForm_D)) {
        if (c.category() == QChar::Mark_NonSpacing)
            continue;
        kept += c.unicode() >= 32 && c.unicode() < 127 ? static_cast<char>(c.unicode()) : '?';
    }
    if (kept.size() > static_cast<std::size_t>(most))
        kept = kept.substr(0, static_cast<std::size_t>(most) - 2) + "..";
    return kept;
}

void write(cv::Mat& picture, const std::string& text, int x, int y, double size)
{
    cv::putText(picture, text, {x, y}, cv::FONT_HERSHEY_SIMPLEX, size, ink, 1, cv::LINE_8);
}

} // namespace

media::Picture barChart(const QString& title, const std::vector<Bar>& bars)
{
    const int rows = std::max(1, static_cast<int>(bars.size()));
    cv::Mat picture(head + rows * rowHeight + foot, width, CV_8UC1, paper);
    write(picture, plain(title, 80), 12, 28, 0.6);
    double most = 1e-9;
    for (const Bar& one : bars)
        most = std::max(most, one.value);
    int y = head;
    for (const Bar& one : bars) {
        write(picture, plain(one.name, 36), 12, y + 17, 0.45);
        const int length = static_cast<int>((width - nameWidth - numberWidth) * one.value / most);
        cv::rectangle(picture, {nameWidth, y + 4, std::max(1, length), rowHeight - 8}, bar, cv::FILLED);
        write(picture, plain(QString::number(one.value, 'g', 6), 12), nameWidth + length + 8, y + 17, 0.45);
        y += rowHeight;
    }
    const std::size_t bytes = picture.total() * picture.elemSize();
    const std::shared_ptr<std::uint8_t[]> pixels(new std::uint8_t[bytes]);
    std::memcpy(pixels.get(), picture.data, bytes);
    return {picture.cols, picture.rows, std::ptrdiff_t{picture.cols}, media::PixelLayout::Gray8, {pixels, pixels.get()}};
}

} // namespace cartwright::vision
