#include "ui/widgets/glyphs.h"

#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPainterPath>
#include <QPalette>

namespace cartwright::ui {

namespace {

/// Shapes are drawn in a square of 24 units.
void addTriangle(QPainterPath& path, double x, double tip, double half = 7)
{
    path.addPolygon(QPolygonF({QPointF(x, 12 - half), QPointF(tip, 12), QPointF(x, 12 + half)}));
    path.closeSubpath();
}

QPainterPath mediaShape(Glyph which)
{
    QPainterPath path;
    switch (which) {
    case Glyph::Play: addTriangle(path, 7, 19); break;
    case Glyph::Pause:
        path.addRect(7, 5, 3.5, 14);
        path.addRect(13.5, 5, 3.5, 14);
        break;
    case Glyph::StepBack:
        addTriangle(path, 16, 8, 6);
        path.addRect(5.5, 6, 2, 12);
        break;
    case Glyph::StepForward:
        addTriangle(path, 8, 16, 6);
        path.addRect(16.5, 6, 2, 12);
        break;
    case Glyph::Back:
        addTriangle(path, 12, 5, 6);
        addTriangle(path, 19, 12, 6);
        break;
    case Glyph::Forward:
        addTriangle(path, 5, 12, 6);
        addTriangle(path, 12, 19, 6);
        break;
    case Glyph::PreviousEvent:
        addTriangle(path, 19, 12, 5);
        path.addEllipse(QPointF(8, 12), 3, 3);
        break;
    case Glyph::NextEvent:
        addTriangle(path, 5, 12, 5);
        path.addEllipse(QPointF(16, 12), 3, 3);
        break;
    default: break;
    }
    return path;
}

void strokeOffice(QPainter& painter, Glyph which)
{
    switch (which) {
    case Glyph::Disputes: // a receipt with a question
        painter.drawPolyline(QPolygonF({QPointF(5, 3), QPointF(5, 20), QPointF(8, 18), QPointF(11, 20), QPointF(14, 18),
                                        QPointF(17, 20), QPointF(19, 19), QPointF(19, 3), QPointF(5, 3)}));
        painter.drawArc(QRectF(9.5, 5.5, 5, 5), -60 * 16, 240 * 16);
        painter.drawLine(QPointF(12, 10.8), QPointF(12, 12));
        painter.drawPoint(QPointF(12, 15));
        break;
    case Glyph::Datasets: // a stack of discs
        painter.drawEllipse(QRectF(4, 3, 16, 5));
        for (const double y : {5.5, 12.0})
            painter.drawPolyline(QPolygonF({QPointF(4, y), QPointF(4, y + 6.5)}));
        for (const double y : {5.5, 12.0})
            painter.drawLine(QPointF(20, y), QPointF(20, y + 6.5));
        for (const double y : {9.5, 16.0})
            painter.drawArc(QRectF(4, y, 16, 5), 180 * 16, 180 * 16);
        break;
    case Glyph::Models: // what leads to what
        for (const double y : {6.0, 18.0})
            painter.drawLine(QPointF(7.5, y), QPointF(16.5, 12));
        for (const QPointF& node : {QPointF(6, 6), QPointF(6, 18), QPointF(18, 12)})
            painter.drawEllipse(node, 2.4, 2.4);
        break;
    case Glyph::Administration: // three regulators
        for (const auto& [y, x] : {std::pair(6.0, 15.0), std::pair(12.0, 8.0), std::pair(18.0, 13.0)}) {
            painter.drawLine(QPointF(3, y), QPointF(21, y));
            painter.drawLine(QPointF(x, y - 2.5), QPointF(x, y + 2.5));
        }
        break;
    default: break;
    }
}

void strokePlace(QPainter& painter, Glyph which)
{
    switch (which) {
    case Glyph::Loop:
        painter.drawArc(QRectF(5, 6, 14, 12), 40 * 16, 280 * 16);
        painter.drawPolyline(QPolygonF({QPointF(19, 5), QPointF(18, 9.5), QPointF(13.5, 8.5)}));
        break;
    case Glyph::Review:
        painter.drawRoundedRect(QRectF(3, 5, 18, 14), 2, 2);
        painter.drawPolygon(QPolygonF({QPointF(10, 9), QPointF(15, 12), QPointF(10, 15)}));
        break;
    case Glyph::Queue:
        for (const double y : {6.5, 12.0, 17.5}) {
            painter.drawLine(QPointF(9, y), QPointF(20, y));
            painter.drawPoint(QPointF(4.5, y));
        }
        break;
    case Glyph::Measures:
        painter.drawPolyline(QPolygonF({QPointF(4, 4), QPointF(4, 20), QPointF(21, 20)}));
        painter.drawPolyline(QPolygonF({QPointF(7, 14), QPointF(11, 9), QPointF(15, 12), QPointF(20, 6)}));
        break;
    default: strokeOffice(painter, which);
    }
}

class GlyphEngine final : public QIconEngine
{
public:
    explicit GlyphEngine(Glyph which) : m_which(which) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override
    {
        const auto group = mode == QIcon::Disabled ? QPalette::Disabled : QPalette::Active;
        const auto role = state == QIcon::On ? QPalette::HighlightedText : QPalette::ButtonText;
        const QColor colour = QGuiApplication::palette().color(group, role);
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->translate(rect.topLeft());
        painter->scale(rect.width() / 24.0, rect.height() / 24.0);
        painter->setPen(QPen(colour, 1.8, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        strokePlace(*painter, m_which);
        painter->fillPath(mediaShape(m_which), colour);
        painter->restore();
    }
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override
    {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, pixmap.rect(), mode, state);
        return pixmap;
    }
    QIconEngine* clone() const override { return new GlyphEngine(m_which); }

private:
    Glyph m_which;
};

} // namespace

QIcon glyph(Glyph which)
{
    return QIcon(new GlyphEngine(which));
}

} // namespace cartwright::ui
