#pragma once

#include "core/domain/sale.h"

#include <map>

namespace cartwright::pipeline {

/// What is believed to lie in bins where it does not belong: expected pieces by bin and product.
using ShelfBelief = std::map<QString, std::map<Gtin, double>>;

/// One earlier sale of the store, as it is known now: its interactions, decided by a person or predicted.
struct EarlierSale
{
    UtcMicroseconds exitedAt = 0;
    std::vector<Event> events;
};

/// Goes through earlier sales in order of time. A return of a product into another product's bin adds a piece with the
/// probabilities of kind and product; a take of a product that does not belong takes it away again. What lies wrong is put
/// right by the staff after an hour, half of it each hour. Pure.
ShelfBelief believedAt(const std::vector<EarlierSale>& sales, const Store& store, UtcMicroseconds now);

} // namespace cartwright::pipeline
