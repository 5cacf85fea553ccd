#include "core/simulator/arm.h"

#include "core/simulator/canvas.h"
#include "core/simulator/pack.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace cartwright::simulator {
namespace {

cv::Point2d pixel(const View& view, Vec3 place)
{
    const Point p = view.project(place);
    return {p.x, p.y};
}

cv::Point2d unitOf(cv::Point2d d)
{
    const double length = std::hypot(d.x, d.y);
    return length < 1e-6 ? cv::Point2d(0, -1) : d * (1 / length);
}

/// A limb in pixels: from one end to the other with its half widths there.
struct Limb
{
    cv::Point2d from;
    cv::Point2d to;
    double fromHalf;
    double toHalf;
};

/// Nested strips from dark edge to light middle make the limbs look round; all limbs get one strip before the
/// next, so that joints do not show.
void drawLimbs(const Canvas& on, const std::vector<Limb>& limbs, const Colour& colour, double gain)
{
    constexpr int strips = 6;
    for (int strip = 0; strip < strips; ++strip)
        for (const Limb& limb : limbs) {
            const cv::Point2d along = unitOf(limb.to - limb.from);
            const cv::Point2d across(-along.y, along.x);
            // The light comes from above and a little from the left.
            const double lit = -across.y * 0.8 - across.x * 0.35 > 0 ? 1 : -1;
            const double share = 1 - strip * 0.16, off = lit * strip * 0.06;
            const cv::Scalar tone = bgr(colour, gain * (0.62 + 0.09 * strip));
            const cv::Point2d a = limb.from + across * (limb.fromHalf * off),
                              b = limb.to + across * (limb.toHalf * off);
            const cv::Point2d ha = across * (limb.fromHalf * share), hb = across * (limb.toHalf * share);
            on.shape({a - ha, b - hb, b + hb, a + ha}, tone);
            on.disc(a.x, a.y, limb.fromHalf * share, tone);
            on.disc(b.x, b.y, limb.toHalf * share, tone);
        }
}

struct Joints
{
    Vec3 shoulder;
    Vec3 elbow;
    Vec3 cuff;
    Vec3 wrist;
};

Joints jointsOf(const ArmPose& pose)
{
    Joints joints;
    joints.shoulder = pose.shoulder;
    const double side = pose.shoulder.x >= pose.hand.x ? 1 : -1;
    joints.elbow = mix(pose.hand, pose.shoulder, 0.5) + Vec3{side * 5, 7, 3};
    const Vec3 back = normalised(joints.elbow - pose.hand);
    joints.wrist = pose.hand + back * 6.5;
    joints.cuff = pose.hand + back * 11;
    return joints;
}

/// The back of a hand with four fingers and a thumb; `forward` points from the wrist to the finger tips.
void drawHand(const Canvas& on, cv::Point2d middle, cv::Point2d forward, double scale, const ArmPose& pose,
              const Shopper& shopper, double gain)
{
    const cv::Point2d across(-forward.y, forward.x);
    const cv::Scalar skin = bgr(shopper.skin, gain), edge = bgr(shopper.skin, gain * 0.62);
    const cv::Scalar light = bgr(blended(shopper.skin, Colour{255, 255, 255}, 0.22), gain);
    const auto at = [&](double ahead, double aside) {
        return middle + forward * (ahead * scale) + across * (aside * scale);
    };
    const auto stroke = [&](cv::Point2d a, cv::Point2d b, double width, const cv::Scalar& colour) {
        on.line(a.x, a.y, b.x, b.y, width * scale, colour);
    };
    const double degrees = std::atan2(forward.y, forward.x) * 180 / 3.14159265;
    const double reach = 6.2 - 2.6 * pose.grip;
    const cv::Point2d thumbRoot = at(-1.5, 3.0), thumbTip = at(2.6 - pose.grip, 4.9 - 1.2 * pose.grip);
    stroke(thumbRoot, thumbTip, 2.5, edge);
    stroke(thumbRoot, thumbTip, 2.0, skin);
    for (int finger = 0; finger < 4; ++finger) {
        const double aside = 2.7 - 1.8 * finger;
        const double length = reach * (finger == 3 ? 0.8 : finger == 1 ? 1.06 : 1.0);
        const cv::Point2d root = at(1.6, aside * 0.86),
                          tip = at(1.6 + length, aside * (1.12 - 0.25 * pose.grip));
        stroke(root, tip, 2.1, edge);
        stroke(root, tip, 1.6, skin);
        const cv::Point2d knuckle = (root + tip) * 0.5;
        stroke(root, knuckle, 0.5, light);
    }
    const cv::Point2d palm = at(-0.8, 0);
    on.oval(palm.x, palm.y, 4.7 * scale, 4.0 * scale, degrees, edge);
    on.oval(palm.x, palm.y, 4.45 * scale, 3.7 * scale, degrees, skin);
    const cv::Point2d shine = at(-0.4, 0.8);
    on.oval(shine.x, shine.y, 2.6 * scale, 1.5 * scale, degrees, light);
}

} // namespace

bool armIsVisible(const View& view, cv::Size size, const ArmPose& pose)
{
    // The hand's end is always nearest to the picture; goods in it reach 16 cm further.
    const cv::Point2d p = pixel(view, pose.hand);
    const double margin = 16 * view.scaleAt(pose.hand);
    return p.x > -margin && p.x < size.width + margin && p.y > -margin && p.y < size.height + margin;
}

void drawArmShadow(cv::Mat& picture, const View& view, const ArmPose& pose)
{
    constexpr int coarse = 4;
    const auto cast = [&](Vec3 place) {
        const double z = std::max(0.0, place.z);
        const Point p = view.project({place.x + 1.5 + 0.08 * z, place.y + 3 + 0.22 * z, unit::goodsDepth});
        return cv::Point2d(p.x / coarse, p.y / coarse);
    };
    const Joints joints = jointsOf(pose);
    const double scale = view.scaleAt({pose.hand.x, pose.hand.y, 0}) / coarse;
    cv::Mat shade(cv::Size(picture.cols / coarse, picture.rows / coarse), CV_8UC1, cv::Scalar::all(0));
    const Canvas on(shade, 1);
    const double strength = std::clamp(110 - 2.4 * pose.hand.z, 20.0, 110.0);
    const cv::Point2d hand = cast(pose.hand), elbow = cast(joints.elbow);
    on.line(hand.x, hand.y, elbow.x, elbow.y, 8.5 * scale, cv::Scalar::all(strength));
    on.disc(hand.x, hand.y, 5.5 * scale, cv::Scalar::all(strength));
    cv::blur(shade, shade, {5, 5});
    cv::blur(shade, shade, {3, 3});
    const cv::Rect touched = cv::boundingRect(shade);
    if (touched.empty())
        return;
    const cv::Rect full =
        cv::Rect(touched.x * coarse, touched.y * coarse, touched.width * coarse, touched.height * coarse);
    cv::Mat smooth;
    cv::resize(shade(touched), smooth, full.size(), 0, 0, cv::INTER_LINEAR);
    cv::Mat part = picture(full);
    darken(part, smooth);
}

void drawArm(cv::Mat& picture, const View& view, const ArmPose& pose, const Shopper& shopper, double gain,
             cv::Point2d shift)
{
    const Canvas on(picture, 1);
    const Joints joints = jointsOf(pose);
    const auto seen = [&](Vec3 place) { return pixel(view, place) + shift; };
    const auto half = [&](Vec3 place, double cm) { return view.scaleAt(place) * cm * shopper.girth; };
    const cv::Point2d hand = seen(pose.hand), wrist = seen(joints.wrist);
    drawLimbs(on, {{wrist, hand, half(joints.wrist, 2.9), half(pose.hand, 2.7)}}, shopper.skin, gain);
    drawHand(on, hand, unitOf(hand - wrist), view.scaleAt(pose.hand) * shopper.girth, pose, shopper, gain);
    const Limb upper{seen(joints.shoulder), seen(joints.elbow), half(joints.shoulder, 7.5),
                     half(joints.elbow, 5.7)};
    const Limb lower{seen(joints.elbow), seen(joints.cuff), half(joints.elbow, 5.7), half(joints.cuff, 4.2)};
    drawLimbs(on, {upper, lower}, shopper.sleeve, gain);
    const cv::Point2d cuff = seen(joints.cuff), up = unitOf(wrist - cuff), out(-up.y, up.x);
    const double wide = half(joints.cuff, 4.5);
    on.shape({cuff - out * wide, cuff + out * wide, cuff + out * wide + up * (wide * 0.55),
              cuff - out * wide + up * (wide * 0.55)},
             bgr(shopper.cuff, gain * 0.9));
}

} // namespace cartwright::simulator
