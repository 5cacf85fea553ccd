#pragma once

#include "core/learning/calibration.h"
#include "core/learning/receipt_model.h"
#include "core/vision/network.h"
#include "core/vision/recogniser.h"

#include <map>
#include <memory>

namespace cartwright::learning {

/// What is written about a model in its model.json: a folder of that file and the files it lists, which others may read too.
struct ModelCard
{
    QString name;
    QString version;     ///< of this name; unique together with it
    QString dataset;     ///< what it was trained on: a dataset version's hash, a list's hash, or how many sales of which stores
    UtcMicroseconds madeAt = 0;
    QStringList classes; ///< GTINs, or a photo list's class numbers
    std::map<QString, int> coarse; ///< of photo lists: the coarse class of each class
    ClassCalibration calibration;
    QJsonObject receipts;    ///< ReceiptModel's, or empty
    double threshold = 0;    ///< receipts less probable than this are flagged; 0 where none was chosen
    QJsonObject metrics;     ///< numbers by name, and "reliability"
    std::optional<vision::NetworkInput> network; ///< of a network.onnx beside model.json that tells classes by its outputs
    std::map<QString, QString> files; ///< SHA-256 by name, without model.json itself
};

/// A model in memory: the card and, where it has one, its recogniser. Cheap to copy; any thread.
struct Model
{
    ModelCard card;
    std::shared_ptr<const vision::Recogniser> recogniser; ///< none: candidates follow the planogram alone
    std::shared_ptr<const vision::Network> network; ///< in place of a recogniser
    ReceiptModel receipts;

    bool canLook() const { return recogniser || network; }
    /// Classes with calibrated probabilities, most probable first; an empty class is "none of these". Empty without recogniser
    /// and network.
    struct Guess
    {
        QString name;
        double probability = 0;
    };
    std::vector<Guess> guesses(const media::Picture& picture) const;
};

inline QString networkFile() { return QStringLiteral("network.onnx"); }

/// Writes the folder aside and renames it; a network's file is copied from `networkFrom`. Refused where it exists.
Result<void> saveModel(const QString& folder, Model& model, const QString& networkFrom = {});
/// NotFound; Integrity where a file is missing, has another hash, or contradicts model.json.
Result<Model> loadModel(const QString& folder);
/// model.json alone.
Result<ModelCard> readCard(const QString& folder);
/// SHA-256 of model.json, which names the hashes of all else: pins the whole model.
Result<QString> hashOfModel(const QString& folder);

} // namespace cartwright::learning
