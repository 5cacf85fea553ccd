#include "core/vision/recogniser.h"

#include "core/vision/picture_view.h"
#include "core/vision/recogniser_parts.h"

#include <QBuffer>
#include <QDataStream>
#include <QIODevice>

#include <cmath>

namespace cartwright::vision {
namespace {

constexpr quint32 magic = 0x43575231; // "CWR1"
constexpr int mostRows = 100'000;
constexpr int mostClasses = 20'000;

const std::vector<PictureRegion>& regions()
{
    static const std::vector<PictureRegion> list(allRegions.begin(), allRegions.end());
    return list;
}

void write(QDataStream& out, const cv::Mat& matrix)
{
    const cv::Mat whole = matrix.isContinuous() ? matrix : matrix.clone();
    out << static_cast<qint32>(whole.rows) << static_cast<qint32>(whole.cols);
    const auto bytes = static_cast<qint64>(whole.total() * sizeof(float));
    out.writeRawData(reinterpret_cast<const char*>(whole.data), static_cast<int>(bytes));
}

/// Empty where the bytes end, are too many or no numbers.
cv::Mat readMatrix(QDataStream& in)
{
    qint32 rows = 0;
    qint32 columns = 0;
    in >> rows >> columns;
    const qint64 bytes = static_cast<qint64>(rows) * columns * static_cast<qint64>(sizeof(float));
    if (rows <= 0 || columns <= 0 || rows > mostRows || bytes > in.device()->bytesAvailable())
        return {};
    cv::Mat matrix(rows, columns, CV_32F);
    in.readRawData(reinterpret_cast<char*>(matrix.data), static_cast<int>(bytes));
    return cv::checkRange(matrix) ? matrix : cv::Mat();
}

bool fits(const std::vector<cv::Mat>& p, int patchNumbers)
{
    if (std::any_of(p.begin(), p.end(), [](const cv::Mat& m) { return m.empty(); }))
        return false;
    double least = 0;
    cv::minMaxLoc(p[4], &least);
    double leastWeight = 0;
    cv::minMaxLoc(p[2], &leastWeight);
    return p[0].rows == 1 && p[0].cols == patchNumbers && p[1].cols == patchNumbers && p[3].cols == p[1].rows
           && p[2].rows == 1 && p[2].cols == p[3].rows && p[4].size() == p[3].size() && least > 0 && leastWeight > 0;
}

FisherEncoder readEncoder(QDataStream& in, int patchNumbers, bool& good)
{
    std::vector<cv::Mat> parts;
    for (int i = 0; i < 5; ++i)
        parts.push_back(readMatrix(in));
    good = good && fits(parts, patchNumbers);
    return good ? FisherEncoder::from(parts) : FisherEncoder();
}

} // namespace

RecogniserSettings RecogniserSettings::forCrops()
{
    RecogniserSettings settings;
    settings.side = 96;
    settings.step = 4;
    settings.cells = {3, 5};
    settings.edgeGaussians = 16;
    settings.colourGaussians = 16;
    settings.sampledPatches = 12'000;
    return settings;
}

BothKinds describe(const media::Picture& picture, int side, const PatchGrid& grid)
{
    const cv::Mat pixels = fitted(viewOf(picture), side);
    BothKinds both{edgeDescriptors(pixels, grid), colourDescriptors(pixels, grid)};
    const auto append = [](LocalDescriptors& to, const LocalDescriptors& more) {
        to.values.push_back(more.values);
        to.places.insert(to.places.end(), more.places.begin(), more.places.end());
    };
    // A shelf is seen from both sides, and so the order of left and right says nothing.
    append(both.edges, mirroredEdges(both.edges));
    append(both.colours, mirroredColours(both.colours));
    return both;
}

int PictureEncoder::dimensions() const
{
    return static_cast<int>(regions().size()) * (edges.dimensions() + colours.dimensions());
}

cv::Mat PictureEncoder::encode(const media::Picture& picture) const
{
    cv::Mat result = cv::Mat::zeros(1, dimensions(), CV_32F);
    if (picture.isEmpty())
        return result;
    const BothKinds both = describe(picture, side, grid);
    int left = 0;
    for (const auto& [encoder, descriptors] : {std::pair{&edges, &both.edges}, std::pair{&colours, &both.colours}}) {
        for (const cv::Mat& part : encoder->encode(*descriptors, regions())) {
            part.copyTo(result.colRange(left, left + part.cols));
            left += part.cols;
        }
    }
    const double length = cv::norm(result);
    if (length > 0)
        result /= length;
    return result;
}

const QStringList& Recogniser::classes() const
{
    return m_parts->classes;
}

std::vector<double> Recogniser::scores(const media::Picture& picture) const
{
    std::vector<double> result(static_cast<std::size_t>(m_parts->classes.size()), 0.0);
    if (picture.isEmpty())
        return result;
    const cv::Mat vector = m_parts->encoder.encode(picture);
    for (int c = 0; c < m_parts->weights.rows; ++c)
        result[static_cast<std::size_t>(c)] = m_parts->weights.row(c).dot(vector) + static_cast<double>(m_parts->biases.at<float>(0, c));
    return result;
}

std::int64_t Recogniser::size() const
{
    return static_cast<std::int64_t>(m_parts->weights.total() * sizeof(float));
}

QByteArray Recogniser::toBytes() const
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QDataStream out(&buffer);
    out.setVersion(QDataStream::Qt_6_4);
    out << magic << m_parts->classes << static_cast<qint32>(m_parts->encoder.side) << static_cast<qint32>(m_parts->encoder.grid.step)
        << static_cast<qint32>(m_parts->encoder.grid.cells.size());
    for (const int cell : m_parts->encoder.grid.cells)
        out << static_cast<qint32>(cell);
    for (const FisherEncoder* encoder : {&m_parts->encoder.edges, &m_parts->encoder.colours})
        for (const cv::Mat& part : encoder->parts())
            write(out, part);
    write(out, m_parts->weights);
    write(out, m_parts->biases);
    return bytes;
}

Result<Recogniser> Recogniser::fromBytes(const QByteArray& bytes)
{
    const auto broken = failure(ErrorKind::Integrity, QStringLiteral("The recogniser's file is damaged: train it again or roll back."));
    try {
        QDataStream in(bytes);
        in.setVersion(QDataStream::Qt_6_4);
        auto parts = std::make_shared<Parts>();
        quint32 kind = 0;
        qint32 side = 0;
        qint32 step = 0;
        qint32 cells = 0;
        in >> kind;
        if (kind != magic)
            return broken;
        in >> parts->classes >> side >> step >> cells;
        if (side < 32 || side > 1024 || step < 1 || step > 64 || cells < 1 || cells > 8 || parts->classes.size() > mostClasses)
            return broken;
        parts->encoder.side = side;
        parts->encoder.grid = {{}, step};
        bool good = true;
        for (qint32 i = 0; i < cells; ++i) {
            qint32 cell = 0;
            in >> cell;
            good = good && cell >= 1 && cell <= 64;
            parts->encoder.grid.cells.push_back(cell);
        }
        parts->encoder.edges = readEncoder(in, 128, good);
        parts->encoder.colours = readEncoder(in, 96, good);
        parts->weights = readMatrix(in);
        parts->biases = readMatrix(in);
        if (!good || parts->weights.rows != parts->classes.size() || parts->biases.rows != 1
            || parts->biases.cols != parts->weights.rows || parts->weights.cols != parts->encoder.dimensions())
            return broken;
        return Recogniser(std::move(parts));
    } catch (const cv::Exception&) {
        return broken;
    }
}

} // namespace cartwright::vision
