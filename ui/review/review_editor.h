#pragma once

#include "ui/cart/candidate_model.h"
#include "ui/cart/cart_rows.h"
#include "ui/review/case_flow.h"

#include <functional>

namespace cartwright::ui {

/// Turns what a reviewer means into edits that cite the camera and frame on screen.
class ReviewEditor : public QObject
{
    Q_OBJECT

public:
    struct Eyes
    {
        std::function<std::optional<Evidence>()> evidence;     ///< the active pane's frame
        std::function<std::optional<CartRow>()> selectedLine;
    };
    ReviewEditor(CaseFlow& flow, Eyes eyes, QObject* parent = nullptr);

    /// 1 to 9 is a candidate of the current event, 0 is none.
    void chooseCandidate(int key);
    void chooseProduct(const Product& product);
    void setAction(EventKind action);
    /// One more or fewer: of the current event where the marked line comes from it, else of the marked line.
    void changeQuantity(int by);
    void removeLine();
    void addProduct(const Product& product);
    /// The same, as this frame shows it.
    void addSeenProduct(const Product& product, const std::optional<Evidence>& seenOn);
    /// One piece of the marked line belongs to this other sale.
    void moveItem(const QString& otherSale);

private:
    void bookProduct(const Gtin& gtin, const QString& name);
    Edit eventEdit(EditKind kind) const;
    void adjustLine(const Gtin& gtin, int by, const QString& name, const std::optional<Evidence>& seenOn);

    CaseFlow& m_flow;
    Eyes m_eyes;
};

} // namespace cartwright::ui
