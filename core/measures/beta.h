#pragma once

namespace cartwright::measures {

/// The regularized incomplete beta function I_x(a, b) for a, b > 0 and x in [0, 1], to about 1e-12.
/// Source: NIST Digital Library of Mathematical Functions, 8.17.22 (continued fraction, evaluated by the
/// modified Lentz method) and 8.17.4 (the reflection that keeps the fraction where it converges fast). Any
/// thread.
double incompleteBeta(double a, double b, double x);

/// The x in [0, 1] with I_x(a, b) = share, found by bisection.
double inverseIncompleteBeta(double a, double b, double share);

} // namespace cartwright::measures
