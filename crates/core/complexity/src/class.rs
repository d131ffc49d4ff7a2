//! The classes that an answer names.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::cost::{Growth, WHOLE};

/// How something grows, all size variables taken together; in ascending order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// O(1)
    Constant,
    /// O(log n), and powers of it
    Logarithmic,
    /// O(√n), and anything else below linear
    Root,
    /// O(n)
    Linear,
    /// O(n log n)
    Linearithmic,
    /// O(n √n), and anything else below quadratic
    LinearRoot,
    /// O(n²)
    Quadratic,
    /// O(n² log n)
    QuadraticLog,
    /// O(n³)
    Cubic,
    /// Polynomials beyond
    Polynomial,
    /// O(2ⁿ)
    Exponential,
    /// O(n!)
    Factorial,
    /// The evidence does not say.
    Unknown,
}

impl Class {
    /// Every class, in ascending order.
    pub const ALL: [Self; 13] = [
        Self::Constant,
        Self::Logarithmic,
        Self::Root,
        Self::Linear,
        Self::Linearithmic,
        Self::LinearRoot,
        Self::Quadratic,
        Self::QuadraticLog,
        Self::Cubic,
        Self::Polynomial,
        Self::Exponential,
        Self::Factorial,
        Self::Unknown,
    ];

    /// The class of a growth in one variable.
    pub(crate) fn of(growth: Growth) -> Self {
        if growth.factorial {
            return Self::Factorial;
        }
        if growth.exponential {
            return Self::Exponential;
        }
        match (growth.power, growth.log) {
            (i32::MIN..=0, 0) => Self::Constant,
            (i32::MIN..=0, _) => Self::Logarithmic,
            (1..WHOLE, _) => Self::Root,
            (WHOLE, 0) => Self::Linear,
            (WHOLE, _) => Self::Linearithmic,
            (power, _) if power < 2 * WHOLE => Self::LinearRoot,
            (power, 0) if power == 2 * WHOLE => Self::Quadratic,
            (power, _) if power < 3 * WHOLE => Self::QuadraticLog,
            (power, _) if power == 3 * WHOLE => Self::Cubic,
            _ => Self::Polynomial,
        }
    }

    /// The usual way to write it.
    pub fn notation(self) -> &'static str {
        match self {
            Self::Constant => "O(1)",
            Self::Logarithmic => "O(log n)",
            Self::Root => "O(√n)",
            Self::Linear => "O(n)",
            Self::Linearithmic => "O(n log n)",
            Self::LinearRoot => "O(n √n)",
            Self::Quadratic => "O(n²)",
            Self::QuadraticLog => "O(n² log n)",
            Self::Cubic => "O(n³)",
            Self::Polynomial => "O(nᵏ)",
            Self::Exponential => "O(2ⁿ)",
            Self::Factorial => "O(n!)",
            Self::Unknown => "unknown",
        }
    }
}

impl fmt::Display for Class {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.notation())
    }
}
