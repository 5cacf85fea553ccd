#include "core/vision/people_finder.h"

#include <QFileInfo>

#include <opencv2/imgproc.hpp>

#include <algorithm>

namespace cartwright::vision {
namespace {

/// Widths that pictures are brought to before looking. People in a shop are large in the picture, and the detector, whose
/// window is 64x128, finds more of them in a small one: of 60 drawn by eye 56 at 280, 36 at 400, for half of the time.
constexpr int bodyWidth = 280;
constexpr int faceWidth = 320;
constexpr int modelWidth = 640;
/// Repeated edges, so that people who are cut by them are found too; below more, because legs are cut most often.
constexpr int border = 32;
constexpr int borderBelow = 80;
constexpr double leastBody = 0.2; ///< of the detector's margin; a track of several is needed to believe so little
constexpr double bodyStep = 1.05;
constexpr double faceStep = 1.2;
constexpr double cascadeScore = 0.4; ///< cascades give none of their own

cv::Mat reduced(const cv::Mat& luma, int width, double& scale)
{
    scale = std::min(1.0, static_cast<double>(width) / luma.cols);
    cv::Mat small;
    cv::resize(luma, small, {}, scale, scale, cv::INTER_AREA);
    return small;
}

tl::unexpected<Error> cannotLoad(const QString& path, const QString& why)
{
    return failure(ErrorKind::NotFound,
                   QStringLiteral("%1 cannot be loaded (%2), so people cannot be told from the rest; install Debian's opencv-data "
                                  "or correct \"review_copies\" in the settings.")
                       .arg(path, why));
}

} // namespace

PeopleModels::PeopleModels(std::unique_ptr<Private> parts) : d(std::move(parts)) {}
PeopleModels::~PeopleModels() = default;

Result<std::shared_ptr<PeopleModels>> PeopleModels::load(const PeopleSettings& settings)
{
    auto parts = std::make_unique<Private>();
    const QString frontal = settings.cascadeFolder + QStringLiteral("/haarcascade_frontalface_alt2.xml");
    const QString profile = settings.cascadeFolder + QStringLiteral("/haarcascade_profileface.xml");
    cv::setNumThreads(1); // clips are copied side by side
    try {
        parts->bodies.setSVMDetector(cv::HOGDescriptor::getDefaultPeopleDetector());
        for (auto& [cascade, path] : {std::pair(&parts->frontalFaces, frontal), std::pair(&parts->profileFaces, profile)})
            if (!QFileInfo(path).isReadable() || !cascade->load(path.toStdString()))
                return cannotLoad(path, QStringLiteral("missing or damaged"));
        if (!settings.faceModel.isEmpty()) {
            if (!QFileInfo(settings.faceModel).isReadable())
                return cannotLoad(settings.faceModel, QStringLiteral("missing"));
            parts->model = cv::FaceDetectorYN::create(settings.faceModel.toStdString(), "", cv::Size(modelWidth, modelWidth), 0.6F);
        }
    } catch (const cv::Exception& exception) {
        return cannotLoad(settings.faceModel.isEmpty() ? frontal : settings.faceModel,
                          QString::fromLocal8Bit(exception.what()).simplified());
    }
    return std::shared_ptr<PeopleModels>(new PeopleModels(std::move(parts)));
}

std::vector<Person> PeopleFinder::find(const cv::Mat& luma, Faces faces)
{
    std::vector<Person> people;
    findBodies(luma, people);
    if (faces == Faces::Skip)
        return people;
    findFaces(luma, people);
    if (m_models.model)
        findByModel(luma, people);
    return people;
}

void PeopleFinder::findBodies(const cv::Mat& luma, std::vector<Person>& people)
{
    double scale = 1;
    cv::Mat small;
    cv::copyMakeBorder(reduced(luma, bodyWidth, scale), small, border, borderBelow, border, border, cv::BORDER_REPLICATE);
    if (small.cols < m_models.bodies.winSize.width || small.rows < m_models.bodies.winSize.height)
        return;
    std::vector<cv::Rect> boxes;
    std::vector<double> weights;
    m_models.bodies.detectMultiScale(small, boxes, weights, 0, cv::Size(8, 8), cv::Size(), bodyStep, 1);
    for (std::size_t i = 0; i < boxes.size(); ++i) {
        if (weights[i] < leastBody)
            continue;
        const cv::Rect2d box((boxes[i].x - border) / scale, (boxes[i].y - border) / scale, boxes[i].width / scale,
                             boxes[i].height / scale);
        people.push_back({Person::Part::Body, box, weights[i]});
    }
}

void PeopleFinder::findFaces(const cv::Mat& luma, std::vector<Person>& people)
{
    double scale = 1;
    cv::Mat small = reduced(luma, faceWidth, scale);
    cv::equalizeHist(small, small);
    const cv::Size least(24, 24);
    const auto add = [&](const std::vector<cv::Rect>& boxes, bool mirrored) {
        for (const cv::Rect& box : boxes) {
            const int left = mirrored ? small.cols - box.x - box.width : box.x;
            people.push_back({Person::Part::Face,
                              cv::Rect2d(left / scale, box.y / scale, box.width / scale, box.height / scale), cascadeScore});
        }
    };
    std::vector<cv::Rect> boxes;
    m_models.frontalFaces.detectMultiScale(small, boxes, faceStep, 3, 0, least);
    add(boxes, false);
    m_models.profileFaces.detectMultiScale(small, boxes, faceStep, 3, 0, least);
    add(boxes, false);
    cv::flip(small, small, 1); // the cascade knows one side only
    m_models.profileFaces.detectMultiScale(small, boxes, faceStep, 3, 0, least);
    add(boxes, true);
}

void PeopleFinder::findByModel(const cv::Mat& luma, std::vector<Person>& people)
{
    double scale = 1;
    cv::Mat colour;
    cv::cvtColor(reduced(luma, modelWidth, scale), colour, cv::COLOR_GRAY2BGR);
    m_models.model->setInputSize(colour.size());
    cv::Mat faces;
    m_models.model->detect(colour, faces);
    for (int i = 0; i < faces.rows; ++i) {
        const float* face = faces.ptr<float>(i);
        people.push_back({Person::Part::Face,
                          cv::Rect2d(static_cast<double>(face[0]) / scale, static_cast<double>(face[1]) / scale,
                                     static_cast<double>(face[2]) / scale, static_cast<double>(face[3]) / scale),
                          static_cast<double>(face[14])});
    }
}

} // namespace cartwright::vision
