//! One measured value beside what it is compared with.

use std::io::Write as _;

use serde::Serialize;

use crate::meter::Shares;

/// A measured value. Without a target it only explains others.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Figure {
    name: &'static str,
    value: f64,
    unit: &'static str,
    /// What it is compared with, in the same unit.
    reference: Option<f64>,
    /// What it must reach, in the same unit.
    target: Option<f64>,
    met: bool,
    #[serde(skip)]
    sign: &'static str,
}

impl Figure {
    /// A value that should be at most `target`.
    pub(crate) fn at_most(name: &'static str, value: f64, unit: &'static str, target: f64) -> Self {
        Self {
            name,
            value: round(value),
            unit,
            reference: None,
            target: Some(round(target)),
            met: value <= target,
            sign: "≤",
        }
    }

    /// A value that should be at least `target`.
    pub(crate) fn at_least(name: &'static str, value: f64, unit: &'static str, target: f64) -> Self {
        Self { met: value >= target, sign: "≥", ..Self::at_most(name, value, unit, target) }
    }

    /// A value that nothing is promised about.
    pub(crate) fn note(name: &'static str, value: f64, unit: &'static str) -> Self {
        Self { target: None, met: true, sign: "", ..Self::at_most(name, value, unit, value) }
    }

    /// What it was compared with.
    pub(crate) fn beside(self, reference: f64) -> Self {
        Self { reference: Some(round(reference)), ..self }
    }

    fn row(&self) -> String {
        let shown = |number: Option<f64>| number.map_or_else(String::new, |number| format!("{number}"));
        let target = self.target.map_or_else(String::new, |target| format!("{} {target}", self.sign));
        let met = match (self.target, self.met) {
            (None, _) => "",
            (Some(_), true) => "met",
            (Some(_), false) => "MISSED",
        };
        let Self { name, value, unit, .. } = self;
        format!("{name:<34}{value:>12} {unit:<8}{:>12}{target:>14}  {met}", shown(self.reference))
    }
}

/// Three decimals are more than a noisy machine can tell.
fn round(value: f64) -> f64 {
    (value * 1e3).round() / 1e3
}

/// Shows what one part has measured, while the next one runs.
pub(crate) fn tell(figures: &[Figure], meanwhile: &Shares) {
    let mut stderr = std::io::stderr().lock();
    for figure in figures {
        let _ = writeln!(stderr, "{}", figure.row());
    }
    let Shares { idle, others } = meanwhile;
    let _ = writeln!(stderr, "  (meanwhile {idle:.1} cores were idle and other programs kept {others:.1} busy)");
}

/// Prints the table.
pub(crate) fn print(figures: &[Figure]) {
    let mut stdout = std::io::stdout().lock();
    let _ = writeln!(stdout, "{:<34}{:>12} {:<8}{:>12}{:>14}", "figure", "value", "unit", "reference", "target");
    for figure in figures {
        let _ = writeln!(stdout, "{}", figure.row());
    }
}
