#include "core/vision/network.h"

#include "core/base/safe_file.h"
#include "core/vision/local_descriptors.h"
#include "core/vision/picture_view.h"

#include <opencv2/dnn.hpp>
#include <opencv2/imgproc.hpp>

#include <mutex>

namespace cartwright::vision {

struct Network::Private
{
    NetworkInput input;
    int outputs = 0;
    std::mutex lock;
    cv::dnn::Net net;

    cv::Mat forward(const cv::Mat& bgr)
    {
        cv::Mat square = cv::Mat::zeros(input.side, input.side, CV_8UC3);
        const cv::Mat inside = fitted(bgr, input.side);
        const int left = (input.side - inside.cols) / 2;
        const int top = (input.side - inside.rows) / 2;
        inside.copyTo(square(cv::Rect(left, top, inside.cols, inside.rows)));
        const cv::Mat blob = cv::dnn::blobFromImage(square, input.scale, {}, cv::Scalar::all(input.mean), input.redFirst, false);
        const std::lock_guard held(lock);
        net.setInput(blob);
        return net.forward().clone().reshape(1, 1);
    }
};

namespace {

/// OpenCV's message without its file and line.
QString reasonOf(const cv::Exception& problem)
{
    return QString::fromLocal8Bit(problem.err.c_str()).section(QLatin1Char('\n'), 0, 0).left(300);
}

} // namespace

Result<Network> Network::load(const QByteArray& onnx, const NetworkInput& input, int outputs)
{
    if (auto inspected = inspectOnnx(onnx); !inspected)
        return failure(inspected.error());
    if (input.side < 8 || input.side > 1024)
        return failure(ErrorKind::Refused, QStringLiteral("A network's input has 8 to 1024 pixels a side, not %1.").arg(input.side));
    auto d = std::make_shared<Private>();
    d->input = input;
    cv::Mat result;
    try {
        d->net = cv::dnn::readNetFromONNX(onnx.constData(), static_cast<std::size_t>(onnx.size()));
        d->net.setPreferableBackend(cv::dnn::DNN_BACKEND_OPENCV);
        result = d->forward(cv::Mat(input.side, input.side, CV_8UC3, cv::Scalar::all(128)));
    } catch (const cv::Exception& problem) {
        return failure(ErrorKind::Refused, QStringLiteral("The network cannot be run here: %1. Export it with operators of ONNX opset 12 or older that "
                                                          "OpenCV knows.").arg(reasonOf(problem)),
                       QString::fromLocal8Bit(problem.what()));
    }
    if (result.empty() || result.depth() != CV_32F || !cv::checkRange(result))
        return failure(ErrorKind::Refused, QStringLiteral("The network answers a gray picture with values that are no numbers: train it again."));
    d->outputs = result.cols;
    if (outputs > 0 && d->outputs != outputs)
        return failure(ErrorKind::Refused, QStringLiteral("The network has %1 outputs, model.json names %2 classes: they must be as many.")
                                               .arg(d->outputs).arg(outputs));
    return Network(std::move(d));
}

int Network::outputs() const { return d->outputs; }

std::vector<double> Network::run(const media::Picture& picture) const
{
    if (picture.isEmpty())
        return {};
    try {
        const cv::Mat result = d->forward(viewOf(picture));
        if (!cv::checkRange(result))
            return {};
        return {result.begin<float>(), result.end<float>()};
    } catch (const cv::Exception&) {
        return {};
    }
}

QString networkQuestion() { return QStringLiteral("network"); }

Result<int> checkNetworkConfined(const QString& path, const NetworkInput& input, int outputs)
{
    const auto bytes = readFile(path, 256LL << 20);
    if (!bytes)
        return failure(bytes.error());
    ClipLocation location;
    location.path = path;
    auto decoder = media::ConfinedDecoder::open(location);
    if (!decoder)
        return failure(decoder.error());
    const auto answer = (*decoder)->ask({QJsonObject{{QStringLiteral("do"), networkQuestion()},
                                                     {QStringLiteral("side"), input.side},
                                                     {QStringLiteral("red_first"), input.redFirst},
                                                     {QStringLiteral("mean"), input.mean},
                                                     {QStringLiteral("scale"), input.scale},
                                                     {QStringLiteral("outputs"), outputs}},
                                         *bytes});
    if (!answer)
        return failure(answer.error());
    return answer->object.value(QStringLiteral("outputs")).toInt();
}

Result<media::ConfinedMessage> answerNetwork(const media::ConfinedMessage& question)
{
    cv::setNumThreads(1); // no thread may be started here
    const QJsonObject& object = question.object;
    const NetworkInput input{object.value(QStringLiteral("side")).toInt(), object.value(QStringLiteral("red_first")).toBool(),
                             object.value(QStringLiteral("mean")).toDouble(), object.value(QStringLiteral("scale")).toDouble()};
    const auto network = Network::load(question.bytes, input, object.value(QStringLiteral("outputs")).toInt());
    if (!network)
        return failure(network.error());
    return media::ConfinedMessage{QJsonObject{{QStringLiteral("is"), QStringLiteral("done")}, {QStringLiteral("outputs"), network->outputs()}}, {}};
}

} // namespace cartwright::vision
