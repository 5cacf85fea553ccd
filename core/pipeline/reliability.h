#pragma once

#include "core/base/json.h"
#include "core/domain/decision.h"

#include <map>

namespace cartwright::pipeline {

/// How far each source of evidence is to be believed: the parameters of the likelihood model in fuse.h.
struct Reliability
{
    double cameraKind = 0.97;     ///< an interaction's outcome, where the camera is sure of it
    double cameraQuantity = 0.93; ///< the number of pieces, where it says one
    double cameraSeveral = 0.75;  ///< the number of pieces, where it says more
    double plate = 0.98;          ///< a plate's step is the goods that moved, and no step means that none did
    double planogram = 0.98;      ///< a bin holds the product that the planogram says
    double scan = 0.97;           ///< a piece in a smart cart was scanned
    double heldBefore = 0.99;     ///< what is put back was seen being taken before
    bool operator==(const Reliability&) const = default;
};

/// What a review showed about one source.
enum class Source : std::uint8_t { CameraKind, CameraQuantity, CameraSeveral, Plate, Planogram, Scan, HeldBefore };
struct ReviewedFact
{
    Source source = Source::CameraKind;
    bool wasRight = false;
    bool operator==(const ReviewedFact&) const = default;
};

/// The share of right answers of each source, drawn towards `before` as if that came from 40 answers (the mean of a Beta
/// posterior; Gelman et al., Bayesian Data Analysis, 2.4), kept between 0.5 and 0.999. Pure.
Reliability learnReliability(const std::vector<ReviewedFact>& facts, const Reliability& before = {});

/// What a reviewed sale shows: its predicted events, the same as a person decided them (by event id), the reviewed cart.
/// Scans are held against the reviewed cart, plates' steps against the decided pieces, bins against the planogram.
struct ReviewedSale
{
    std::vector<Event> predicted;
    std::map<QString, Event> decided; ///< kind, quantity and first candidate as decided
    Cart cart;
};
std::vector<ReviewedFact> factsOf(const ReviewedSale& sale, const Store& store, const std::map<Gtin, Product>& products);

/// Kept in the workspace's settings as "source_reliability": {"camera_kind": 0.97, ...}; absent members are the standard's.
/// Refused where one is no number from 0.5 to 0.999.
Result<Reliability> reliabilityFromSettings(const QJsonObject& settings);
QJsonObject toJson(const Reliability& reliability);

} // namespace cartwright::pipeline
