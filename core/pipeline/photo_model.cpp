#include "core/pipeline/photo_model.h"

#include "core/base/safe_file.h"
#include "core/media/jpeg.h"

#include <QFileInfo>

#include <atomic>
#include <chrono>
#include <mutex>
#include <optional>
#include <thread>

namespace cartwright::pipeline {
namespace {

constexpr int photosTogether = 6; ///< held back together: series of one piece follow each other in the list

double secondsSince(std::chrono::steady_clock::time_point start)
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

Result<media::Picture> readPhoto(const QString& path)
{
    const auto bytes = readFile(path);
    if (!bytes)
        return failure(bytes.error());
    auto picture = media::decodeJpeg(*bytes);
    if (!picture)
        return failure(picture.error().kind, QStringLiteral("%1: %2").arg(path, picture.error().sentence), picture.error().details);
    return picture;
}

Result<PhotoList::Photo> photoOf(const QString& line, const QString& folder, const QString& where)
{
    const QStringList cells = line.split(QLatin1Char(','));
    bool fineIsNumber = false;
    bool coarseIsNumber = false;
    PhotoList::Photo photo;
    if (cells.size() == 3) {
        photo = {cells[0].trimmed(), cells[1].trimmed().toInt(&fineIsNumber), cells[2].trimmed().toInt(&coarseIsNumber)};
    }
    if (!fineIsNumber || !coarseIsNumber || photo.fine < 0 || photo.coarse < 0)
        return failure(ErrorKind::Refused, QStringLiteral("%1 is not \"path, fine class, coarse class\" with classes as numbers from 0.").arg(where));
    if (photo.path.isEmpty() || photo.path.startsWith(QLatin1Char('/')) || photo.path.split(QLatin1Char('/')).contains(QStringLiteral("..")))
        return failure(ErrorKind::Refused, QStringLiteral("%1 names a photo outside of the list's folder.").arg(where));
    photo.path = folder + QLatin1Char('/') + photo.path;
    return photo;
}

void noteSingles(PhotoList& list)
{
    std::map<int, int> counts;
    for (const auto& photo : list.photos)
        ++counts[photo.fine];
    for (const auto& [fine, count] : counts)
        if (count == 1)
            list.notes.append(QStringLiteral("Class %1 has one photo only: whether it is told apart cannot be checked by holding it back.").arg(fine));
}

QString version(UtcMicroseconds now) { return formatUtc(now).left(19).remove(QLatin1Char('-')).remove(QLatin1Char(':')) + QLatin1Char('Z'); }

} // namespace

Result<PhotoList> readPhotoList(const QString& path)
{
    const auto bytes = readFile(path);
    if (!bytes)
        return failure(bytes.error());
    PhotoList list;
    list.sha256 = sha256Of(*bytes);
    const QString folder = QFileInfo(path).absolutePath();
    std::map<int, int> coarse;
    int number = 0;
    for (const QString& line : QString::fromUtf8(*bytes).split(QLatin1Char('\n'))) {
        ++number;
        if (line.trimmed().isEmpty())
            continue;
        const QString where = QStringLiteral("%1 line %2").arg(path).arg(number);
        auto photo = photoOf(line.trimmed(), folder, where);
        if (!photo)
            return failure(photo.error());
        if (const auto [known, isNew] = coarse.try_emplace(photo->fine, photo->coarse); !isNew && known->second != photo->coarse)
            return failure(ErrorKind::Refused, QStringLiteral("%1 puts class %2 under %3, an earlier line under %4: they contradict each other.")
                                                   .arg(where).arg(photo->fine).arg(photo->coarse).arg(known->second));
        list.photos.push_back(std::move(*photo));
    }
    if (list.photos.empty())
        return failure(ErrorKind::Refused, QStringLiteral("%1 lists no photos.").arg(path));
    noteSingles(list);
    return list;
}

Result<PhotoTraining> trainOnPhotos(const QString& path, const vision::RecogniserSettings& settings, const Clock& clock,
                                    const Cancellation& cancel, const ProgressCallback& progress)
{
    const auto list = readPhotoList(path);
    if (!list)
        return failure(list.error());
    const auto start = std::chrono::steady_clock::now();
    PhotoTraining training;
    learning::ModelCard& card = training.model.card;
    std::map<int, int> places;
    for (const auto& photo : list->photos) {
        places.try_emplace(photo.fine, 0);
        card.coarse[QString::number(photo.fine)] = photo.coarse;
    }
    for (auto& [fine, place] : places) {
        place = static_cast<int>(card.classes.size());
        card.classes.append(QString::number(fine));
    }
    vision::TrainingSet set;
    set.classes = card.classes;
    std::map<int, int> seen;
    for (const auto& photo : list->photos) {
        set.labels.push_back(places.at(photo.fine));
        set.groups.push_back(photo.fine * 10'000 + seen[photo.fine]++ / photosTogether);
    }
    set.picture = [&](std::size_t i) { return readPhoto(list->photos[i].path); };
    auto trained = vision::trainRecogniser(set, settings, cancel, [&](double share) {
        if (progress)
            progress({static_cast<int>(1000 * share), 1000, QStringLiteral("recogniser")});
    });
    if (!trained)
        return failure(trained.error());
    std::vector<learning::HeldOut> heldOut;
    int right = 0;
    for (std::size_t i = 0; i < set.labels.size(); ++i) {
        const auto& scores = trained->heldOut[i];
        if (!scores.empty())
            right += std::max_element(scores.begin(), scores.end()) - scores.begin() == set.labels[i] ? 1 : 0;
        heldOut.push_back({scores, set.labels[i]});
    }
    card.name = QStringLiteral("photos");
    card.madeAt = clock.now();
    card.version = version(card.madeAt);
    card.dataset = list->sha256;
    card.calibration = learning::calibrateClasses(heldOut);
    training.photos = static_cast<int>(set.labels.size());
    training.heldOutFine = static_cast<double>(right) / training.photos;
    card.metrics = {{QStringLiteral("photos"), training.photos}, {QStringLiteral("held_out_fine"), training.heldOutFine}};
    training.model.recogniser = std::make_shared<const vision::Recogniser>(std::move(trained->recogniser));
    training.notes = list->notes;
    training.seconds = secondsSince(start);
    return training;
}

Result<PhotoScore> evaluateOnPhotos(const learning::Model& model, const QString& path, const Cancellation& cancel,
                                    const ProgressCallback& progress)
{
    const auto list = readPhotoList(path);
    if (!list)
        return failure(list.error());
    if (!model.recogniser)
        return failure(ErrorKind::WrongUsage, QStringLiteral("The model %1 has no recogniser: evaluate it on sales.").arg(model.card.name));
    for (const auto& photo : list->photos)
        if (!model.card.classes.contains(QString::number(photo.fine)))
            return failure(ErrorKind::Refused, QStringLiteral("%1 has the class %2, which the model does not know: train it on that class too.")
                                                   .arg(path).arg(photo.fine));
    const auto start = std::chrono::steady_clock::now();
    PhotoScore score;
    std::vector<learning::Outcome> outcomes;
    for (const auto& photo : list->photos) {
        if (cancel.isCancelled())
            return failure(ErrorKind::Cancelled, QStringLiteral("The evaluation was stopped."));
        const auto picture = readPhoto(photo.path);
        if (!picture)
            return failure(picture.error());
        auto guesses = model.guesses(*picture);
        // All photos show something of the classes, so "none of these" is no answer here.
        std::erase_if(guesses, [](const auto& guess) { return guess.name.isEmpty(); });
        const auto& best = guesses.front();
        const bool right = best.name == QString::number(photo.fine);
        const auto coarse = model.card.coarse.find(best.name);
        ++score.photos;
        score.fine += right ? 1 : 0;
        score.coarse += coarse != model.card.coarse.end() && coarse->second == photo.coarse ? 1 : 0;
        outcomes.push_back({best.probability, right});
        if (progress)
            progress({score.photos, static_cast<int>(list->photos.size()), photo.path});
    }
    score.reliability = learning::reliability(outcomes);
    score.calibrationError = learning::calibrationError(score.reliability);
    score.secondsEach = secondsSince(start) / score.photos;
    return score;
}

} // namespace cartwright::pipeline
