//! Points of measured runs in, their class out.

use serde::{Deserialize, Serialize};

use crate::class::Class;

/// Points below which nothing is said.
const POINTS_MIN: usize = 4;
/// The largest size over the smallest, at least.
const SPREAD_MIN: f64 = 3.0;
/// The largest cost over the smallest, below which it is constant.
const FLAT_MAX: f64 = 1.15;
/// Relative error above which no class fits.
const ERROR_MAX: f64 = 0.20;
/// A larger class must fit so much better than a smaller one.
const BETTER: f64 = 0.75;
/// The largest number whose factorial is still finite.
const FACTORIAL_MAX: u32 = 170;
/// Steps that any run takes and that are not counted, so that a curve through few steps need not be exact to the step.
const UNCOUNTED: f64 = 8.0;
/// Errors below this are as good as none.
const ERROR_NONE: f64 = 0.01;

/// One measured run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Point {
    /// Size of the input.
    pub size: u64,
    /// Steps counted.
    pub steps: u64,
}

/// What the points say.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fit {
    /// The class that fits best, or unknown.
    pub class: Class,
    /// The curve: `offset + factor · f(n)` with the class's own `f`.
    pub factor: f64,
    /// Steps that do not depend on the size.
    pub offset: f64,
    /// From 0 to 1: one minus the relative error of the curve.
    pub quality: f64,
    /// What was measured.
    pub points: Vec<Point>,
    /// The same of what the runs held at once, counted in elements, if that was counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub space: Option<Box<Fit>>,
}

impl Fit {
    /// The steps that the curve gives for a size.
    pub fn steps_at(&self, size: f64) -> f64 {
        self.offset + self.factor * growth(self.class, size)
    }
}

/// A curve and how far it is from the points.
struct Curve {
    class: Class,
    factor: f64,
    offset: f64,
    error: f64,
}

/// The classes that are tried, in ascending order.
const TRIED: [Class; 11] = [
    Class::Logarithmic,
    Class::Root,
    Class::Linear,
    Class::Linearithmic,
    Class::LinearRoot,
    Class::Quadratic,
    Class::QuadraticLog,
    Class::Cubic,
    Class::Polynomial,
    Class::Exponential,
    Class::Factorial,
];

/// Fits the classes to measured points.
pub fn fit(points: &[Point]) -> Fit {
    let mut points = points.to_vec();
    points.sort_unstable_by_key(|point| point.size);
    points.dedup_by_key(|point| point.size);
    let samples: Vec<(f64, f64)> =
        points.iter().map(|point| (float(point.size), float(point.steps).max(1.0))).collect();
    let curve = best(&samples);
    let quality = (1.0 - curve.error).clamp(0.0, 1.0);
    Fit { class: curve.class, factor: curve.factor, offset: curve.offset, quality, points, space: None }
}

fn best(samples: &[(f64, f64)]) -> Curve {
    let unknown = Curve { class: Class::Unknown, factor: 0.0, offset: 0.0, error: 1.0 };
    let (Some(small), Some(large)) = (samples.first(), samples.last()) else { return unknown };
    let lowest = samples.iter().map(|sample| sample.1).fold(f64::INFINITY, f64::min);
    let highest = samples.iter().map(|sample| sample.1).fold(0.0, f64::max);
    if samples.len() < POINTS_MIN || large.0 < small.0.max(1.0) * SPREAD_MIN && highest < lowest * SPREAD_MIN {
        return unknown;
    }
    if highest <= lowest * FLAT_MAX {
        return Curve { class: Class::Constant, factor: 0.0, offset: lowest, error: 0.0 };
    }
    let samples: Vec<(f64, f64)> = samples.iter().map(|(size, steps)| (*size, steps + UNCOUNTED)).collect();
    let mut best: Option<Curve> = None;
    for class in TRIED {
        let Some(curve) = curve(class, &samples) else { continue };
        let better = |best: &Curve| curve.error.max(ERROR_NONE) < best.error.max(ERROR_NONE) * BETTER;
        if best.as_ref().is_none_or(better) {
            best = Some(curve);
        }
    }
    let best = best.map(|curve| Curve { offset: curve.offset - UNCOUNTED, ..curve });
    best.filter(|curve| curve.error <= ERROR_MAX).unwrap_or(unknown)
}

/// Least squares of the relative error, without negative parts.
fn curve(class: Class, samples: &[(f64, f64)]) -> Option<Curve> {
    let (mut ones, mut cross, mut squares, mut left, mut right) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for &(size, steps) in samples {
        let value = growth(class, size);
        if !value.is_finite() {
            return None;
        }
        let weight = 1.0 / (steps * steps);
        ones += weight;
        cross += weight * value;
        squares += weight * value * value;
        left += weight * steps;
        right += weight * value * steps;
    }
    let determinant = ones * squares - cross * cross;
    let (mut offset, mut factor) = if determinant.abs() > f64::EPSILON * ones * squares {
        ((left * squares - right * cross) / determinant, (ones * right - cross * left) / determinant)
    } else {
        (0.0, right / squares)
    };
    if offset < 0.0 {
        (offset, factor) = (0.0, right / squares);
    }
    if factor <= 0.0 {
        return None;
    }
    let error = |&(size, steps): &(f64, f64)| ((offset + factor * growth(class, size)) / steps - 1.0).powi(2);
    let error = (samples.iter().map(error).sum::<f64>() / float(samples.len() as u64)).sqrt();
    Some(Curve { class, factor, offset, error })
}

/// The function of a class.
fn growth(class: Class, size: f64) -> f64 {
    let size = size.max(1.0);
    let log = size.log2().max(f64::MIN_POSITIVE);
    match class {
        Class::Constant | Class::Unknown => 0.0,
        Class::Logarithmic => log,
        Class::Root => size.sqrt(),
        Class::Linear => size,
        Class::Linearithmic => size * log,
        Class::LinearRoot => size * size.sqrt(),
        Class::Quadratic => size * size,
        Class::QuadraticLog => size * size * log,
        Class::Cubic => size.powi(3),
        Class::Polynomial => size.powi(4),
        Class::Exponential => size.exp2(),
        Class::Factorial => (2..=FACTORIAL_MAX).map(f64::from).take_while(|part| *part <= size).product(),
    }
}

#[expect(clippy::cast_precision_loss, reason = "an estimate needs no more")]
fn float(number: u64) -> f64 {
    number as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "counts of the test itself")]
    fn points(sizes: &[u64], steps: impl Fn(f64) -> f64) -> Vec<Point> {
        let point = |&size: &u64| Point { size, steps: steps(float(size)).round() as u64 };
        sizes.iter().map(point).collect()
    }

    const SIZES: [u64; 7] = [8, 16, 32, 64, 128, 256, 512];
    const SMALL: [u64; 6] = [4, 6, 8, 10, 12, 14];

    #[test]
    fn exact_curves_are_recognised() {
        for class in TRIED {
            let large = matches!(class, Class::Exponential | Class::Factorial);
            let sizes: &[u64] = if large { &SMALL } else { &SIZES };
            let fit = fit(&points(sizes, |size| 40.0 + 7.0 * growth(class, size)));
            assert_eq!(fit.class, class, "{fit:?}");
            assert!(fit.quality > 0.95, "{fit:?}");
        }
    }

    #[test]
    fn noise_does_not_change_the_class() {
        let wobble = |size: f64| if size.log2() % 3.0 < 0.5 { 1.03 } else { 0.98 };
        let quadratic = fit(&points(&SIZES, |size| wobble(size) * (10.0 + 3.0 * size * size)));
        assert_eq!(quadratic.class, Class::Quadratic);
        let linear = fit(&points(&SIZES, |size| wobble(size) * (100.0 + 9.0 * size)));
        assert_eq!(linear.class, Class::Linear);
    }

    #[test]
    fn flat_is_constant() {
        assert_eq!(fit(&points(&SIZES, |_| 12.0)).class, Class::Constant);
    }

    #[test]
    fn too_little_is_unknown() {
        assert_eq!(fit(&[]).class, Class::Unknown);
        assert_eq!(fit(&points(&[8, 16, 32], |size| size)).class, Class::Unknown);
        let jumps = points(&SIZES, |size| if size > 100.0 { 5.0 } else { 5e6 });
        assert_eq!(fit(&jumps).class, Class::Unknown);
    }
}
