#pragma once

// Internal to core/vision: OpenCV types appear here, so only this room and its tests include it.

#include "core/vision/people_masker.h"

#include <opencv2/core.hpp>
#include <opencv2/objdetect.hpp>

namespace cartwright::vision {

struct Person
{
    enum class Part : std::uint8_t { Body, Face } part = Part::Body;
    cv::Rect2d box; ///< pixels of the picture looked at
    double score = 0;
};

struct PeopleModels::Private
{
    cv::HOGDescriptor bodies;
    cv::CascadeClassifier frontalFaces;
    cv::CascadeClassifier profileFaces;
    cv::Ptr<cv::FaceDetectorYN> model; ///< null where none is configured
};

/// Finds bodies and faces in one picture. One thread.
class PeopleFinder
{
public:
    explicit PeopleFinder(PeopleModels& models) : m_models(*models.d) {}
    enum class Faces : std::uint8_t { Look, Skip };
    /// 8-bit gray. Throws what OpenCV throws.
    std::vector<Person> find(const cv::Mat& luma, Faces faces);

private:
    void findBodies(const cv::Mat& luma, std::vector<Person>& people);
    void findFaces(const cv::Mat& luma, std::vector<Person>& people);
    void findByModel(const cv::Mat& luma, std::vector<Person>& people);

    PeopleModels::Private& m_models;
};

} // namespace cartwright::vision
