#pragma once

#include "core/media/confined_decoder.h"
#include "core/media/picture.h"

#include <QByteArray>

#include <memory>
#include <vector>

namespace cartwright::vision {

/// How pictures are given to a network: fitted to a square of `side` pixels, in the order blue-green-red or red-green-blue,
/// (value - mean) * scale for each colour, as one tensor 1 x 3 x side x side.
struct NetworkInput
{
    int side = 224; ///< 8 to 1024
    bool redFirst = true;
    double mean = 0;
    double scale = 1.0 / 255;
    bool operator==(const NetworkInput&) const = default;
};

/// A network in ONNX (opset at most 12) through OpenCV's own engine. Any thread; calls wait for each other.
class Network
{
public:
    /// Reads the file's own structure first and then lets OpenCV load and run it once on a gray picture. Refused, in a sentence
    /// that names the part: no ONNX, weights in other files, an opset above 12, weights or outputs that are no
    /// numbers, an operator that cannot be run here, or another number of outputs than `outputs` (0: any).
    /// Of files that nobody has vouched for this is done in a confined process: see checkNetworkConfined.
    static Result<Network> load(const QByteArray& onnx, const NetworkInput& input, int outputs);

    int outputs() const;
    /// Empty where the picture is empty or the network fails on it.
    std::vector<double> run(const media::Picture& picture) const;

private:
    struct Private;
    explicit Network(std::shared_ptr<Private> parts) : d(std::move(parts)) {}
    std::shared_ptr<Private> d;
};

/// What the file itself says, read without running anything of it: Refused as above, else how many operators it has.
Result<int> inspectOnnx(const QByteArray& onnx);

/// Does `Network::load` in a process that may do nothing else, and gives the number of outputs. The file is what the decoder was
/// started with. Errors are those of `load`, or Failed where the process died of it.
Result<int> checkNetworkConfined(const QString& path, const NetworkInput& input, int outputs);
/// The other side of that.
Result<media::ConfinedMessage> answerNetwork(const media::ConfinedMessage& question);
QString networkQuestion();

} // namespace cartwright::vision
