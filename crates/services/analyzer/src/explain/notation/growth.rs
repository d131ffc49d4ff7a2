//! How a part of a notation grows, all variables taken together.

use complexity::Class;

/// A power of one, in the unit of [`Growth::power`]; fine enough for the exponents that algorithms have.
const WHOLE: i32 = 1_000;

/// Powers above are all the same.
const POWER_MAX: i32 = 100 * WHOLE;

/// `n^power log^logs n`, or something larger. Ordered by what grows faster.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Growth {
    kind: Kind,
    power: i32,
    logs: i32,
    /// What it is, where it is a plain number.
    number: Option<f64>,
    /// Whether it is a plain variable, and which sort.
    variable: Option<Variable>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Polynomial,
    Exponential,
    Factorial,
}

/// A variable that stands alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Variable {
    /// `k` and `c` are what constants are called.
    Fixed,
    /// `n` and `m` are what sizes are called.
    Size(u8),
    Other,
}

impl Growth {
    fn of(kind: Kind, power: i32, logs: i32) -> Self {
        Self { kind, power: power.clamp(-POWER_MAX, POWER_MAX), logs, number: None, variable: None }
    }

    pub(super) fn number(number: f64) -> Self {
        Self { number: Some(number), ..Self::of(Kind::Polynomial, 0, 0) }
    }

    pub(super) fn variable(name: &str) -> Self {
        let variable = match name.as_bytes() {
            b"k" | b"c" => Variable::Fixed,
            [letter] => Variable::Size(*letter),
            _ => Variable::Other,
        };
        Self { variable: Some(variable), ..Self::of(Kind::Polynomial, WHOLE, 0) }
    }

    /// Whether it does not grow.
    fn is_constant(self) -> bool {
        self.kind == Kind::Polynomial && self.power == 0 && self.logs == 0
    }

    pub(super) fn whole_number(self) -> Option<i32> {
        let number = self.number.filter(|number| number.fract() == 0.0 && (0.0..=64.0).contains(number))?;
        #[expect(clippy::cast_possible_truncation, reason = "it is between 0 and 64")]
        Some(number as i32)
    }

    /// The faster one.
    pub(super) fn or(self, other: Self) -> Self {
        let plain = |growth: Self| Self { number: None, variable: None, ..growth };
        plain(if self.rank() >= other.rank() { self } else { other })
    }

    /// The slower one.
    pub(super) fn and(self, other: Self) -> Self {
        if self.rank() <= other.rank() { self } else { other }
    }

    fn rank(self) -> (Kind, i32, i32) {
        (self.kind, self.power, self.logs)
    }

    pub(super) fn times(self, other: Self) -> Self {
        let kind = self.kind.max(other.kind);
        Self::of(kind, self.power + other.power, self.logs + other.logs)
    }

    /// A division by something that grows no faster than a power.
    pub(super) fn over(self, other: Self) -> Option<Self> {
        if other.kind != Kind::Polynomial || other.number == Some(0.0) {
            return None;
        }
        let number = self.number.zip(other.number).map(|(above, below)| above / below);
        Some(Self { number, ..Self::of(self.kind, self.power - other.power, self.logs - other.logs) })
    }

    pub(super) fn root(self) -> Self {
        Self::of(self.kind, self.power / 2, self.logs / 2)
    }

    pub(super) fn log(self, times: i32) -> Self {
        match self.kind {
            Kind::Polynomial if self.power == 0 && self.logs == 0 => Self::of(Kind::Polynomial, 0, 0),
            Kind::Polynomial => Self::of(Kind::Polynomial, 0, times),
            Kind::Exponential => Self::of(Kind::Polynomial, WHOLE * times, 0),
            Kind::Factorial => Self::of(Kind::Polynomial, WHOLE * times, times),
        }
    }

    pub(super) fn factorial(self) -> Option<Self> {
        match (self.kind, self.is_constant()) {
            (Kind::Polynomial, true) => Some(Self::of(Kind::Polynomial, 0, 0)),
            (Kind::Polynomial, false) => Some(Self::of(Kind::Factorial, 0, 0)),
            _ => None,
        }
    }

    pub(super) fn to_the(self, exponent: Self) -> Option<Self> {
        if let Some(number) = exponent.number {
            return self.to_the_number(number);
        }
        if exponent.kind != Kind::Polynomial || exponent.is_constant() {
            return None;
        }
        match (self.is_constant(), self.variable, exponent.variable) {
            (false, Some(_), Some(Variable::Fixed)) => Some(Self::of(Kind::Polynomial, 4 * WHOLE, 0)),
            (false, Some(own), Some(theirs)) if own == theirs => Some(Self::of(Kind::Factorial, 0, 0)),
            _ => Some(Self::of(Kind::Exponential, 0, 0)),
        }
    }

    fn to_the_number(self, number: f64) -> Option<Self> {
        if !(0.0..=64.0).contains(&number) {
            return None;
        }
        if self.is_constant() {
            return Some(Self::of(Kind::Polynomial, 0, 0));
        }
        #[expect(clippy::cast_possible_truncation, reason = "both are bounded, and what is beyond is clamped")]
        let times = |amount: i32| (f64::from(amount) * number).round() as i32;
        Some(Self::of(self.kind, times(self.power), times(self.logs)))
    }

    pub(super) fn class(self) -> Class {
        match (self.kind, self.power, self.logs) {
            (Kind::Factorial, ..) => Class::Factorial,
            (Kind::Exponential, ..) => Class::Exponential,
            (_, i32::MIN..0, _) | (_, 0, ..=0) => Class::Constant,
            (_, 0, _) => Class::Logarithmic,
            (_, power, _) if power < WHOLE => Class::Root,
            (_, WHOLE, ..=0) => Class::Linear,
            (_, WHOLE, _) => Class::Linearithmic,
            (_, power, _) if power < 2 * WHOLE => Class::LinearRoot,
            (_, power, ..=0) if power == 2 * WHOLE => Class::Quadratic,
            (_, power, _) if power < 3 * WHOLE => Class::QuadraticLog,
            (_, power, ..=0) if power == 3 * WHOLE => Class::Cubic,
            _ => Class::Polynomial,
        }
    }
}
