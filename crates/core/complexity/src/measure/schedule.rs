//! Which size to run next.

use super::{Instrumented, SIZES, SMALL_SIZES};
use crate::fit::{Fit, Point, fit};

/// Points that are enough to go without the small sizes.
const ENOUGH: usize = 5;

/// The runs of one program. The caller asks for a size, runs the program, and says what came of it.
#[derive(Debug, Default)]
pub struct Schedule {
    points: Vec<Point>,
    space: Vec<Point>,
    small: bool,
    index: usize,
    ended: bool,
}

impl Schedule {
    /// The size of the next run, if there should be one.
    pub fn next_size(&self) -> Option<u64> {
        let sizes: &[u64] = if self.small { &SMALL_SIZES } else { &SIZES };
        sizes.get(self.index).copied().filter(|_| !self.ended)
    }

    /// The sizes of the next runs, so many at most, to be recorded in this order.
    pub fn next_sizes(&self, most: usize) -> Vec<u64> {
        let sizes: &[u64] = if self.small { &SMALL_SIZES } else { &SIZES };
        let rest = sizes.iter().skip(self.index).take(most.max(1));
        if self.ended { Vec::new() } else { rest.copied().collect() }
    }

    /// Takes the point of the last run; none if it failed or took too long.
    pub fn record(&mut self, point: Option<Point>) {
        self.index += 1;
        match point {
            Some(point) => self.points.push(point),
            None if self.small || self.points.len() >= ENOUGH => self.ended = true,
            None => (self.small, self.index) = (true, 0),
        }
    }

    /// Takes what the last run printed; none if it failed or took too long. Whether it gave a point.
    pub fn record_run(&mut self, program: &Instrumented, size: u64, stdout: Option<&str>) -> bool {
        let point = stdout.and_then(|stdout| program.point(size, stdout));
        if point.is_some() {
            self.space.extend(stdout.and_then(|stdout| program.space_point(size, stdout)));
        }
        self.record(point);
        point.is_some()
    }

    /// What the runs say.
    pub fn finish(&self) -> Fit {
        let space = (!self.space.is_empty()).then(|| Box::new(fit(&self.space)));
        Fit { space, ..fit(&self.points) }
    }
}
