//! The figures of one way to answer.

use std::collections::BTreeMap;
use std::fmt;

use complexity::{Class, Confidence};

/// The labels, in ascending order.
pub const LABELS: [&str; 7] = ["constant", "logn", "linear", "nlogn", "quadratic", "cubic", "exponential"];

/// How often each label got each answer.
#[derive(Debug, Default)]
pub struct Table {
    cells: BTreeMap<(usize, Option<usize>), usize>,
    total: usize,
    exact: usize,
    near: usize,
    sure: usize,
    sure_and_wrong: usize,
}

/// The label that a class goes by; those without one go by the next.
pub fn label_of(class: Class) -> Option<usize> {
    match class {
        Class::Constant => Some(0),
        Class::Logarithmic | Class::Root => Some(1),
        Class::Linear => Some(2),
        Class::Linearithmic | Class::LinearRoot => Some(3),
        Class::Quadratic | Class::QuadraticLog => Some(4),
        Class::Cubic | Class::Polynomial => Some(5),
        Class::Exponential | Class::Factorial => Some(6),
        Class::Unknown => None,
    }
}

impl Table {
    /// Adds an answer.
    pub fn add(&mut self, label: &str, class: Class, confidence: Confidence) {
        let Some(wanted) = LABELS.iter().position(|own| *own == label) else { return };
        let got = label_of(class);
        *self.cells.entry((wanted, got)).or_default() += 1;
        self.total += 1;
        let right = got == Some(wanted);
        self.exact += usize::from(right);
        self.near += usize::from(got.is_some_and(|got| got.abs_diff(wanted) <= 1));
        let sure = confidence == Confidence::High;
        self.sure += usize::from(sure);
        self.sure_and_wrong += usize::from(sure && !right);
    }
}

impl fmt::Display for Table {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let part = |count: usize| {
            let tenths = (1_000 * count + self.total / 2) / self.total.max(1);
            format!("{}.{} %", tenths / 10, tenths % 10)
        };
        writeln!(out, "  {} programs: exact {}, within one class {}", self.total, part(self.exact), part(self.near))?;
        let (wrong, sure) = (self.sure_and_wrong, self.sure);
        writeln!(out, "  wrong with high confidence {} ({wrong} of {sure} sure answers)", part(wrong))?;
        write!(out, "  {:12}", "label")?;
        for label in LABELS.iter().chain(&["unknown"]) {
            write!(out, "{:>8}", &label[..label.len().min(7)])?;
        }
        writeln!(out)?;
        for (wanted, label) in LABELS.iter().enumerate() {
            write!(out, "  {label:12}")?;
            for got in (0..LABELS.len()).map(Some).chain([None]) {
                write!(out, "{:>8}", self.cells.get(&(wanted, got)).copied().unwrap_or(0))?;
            }
            writeln!(out)?;
        }
        Ok(())
    }
}
