//! The figures of space, where a sample has labels of it.

use std::fmt;

use complexity::Class;

/// How many of the labelled programs got the right class of space.
#[derive(Debug, Default)]
pub struct Spaces {
    total: usize,
    alone: usize,
    both: usize,
    near: usize,
}

impl Spaces {
    /// Adds the answers of the tree alone and of both sources.
    pub fn add(&mut self, wanted: Option<Class>, alone: Class, both: Class) {
        let Some(wanted) = wanted else { return };
        self.total += 1;
        self.alone += usize::from(alone == wanted);
        self.both += usize::from(both == wanted);
        self.near += usize::from((both as i32 - wanted as i32).abs() <= 1);
    }
}

impl fmt::Display for Spaces {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { total, alone, both, near } = self;
        if *total == 0 {
            return writeln!(out, "space: this sample has no labels of it");
        }
        let part = |count: &usize| 100 * count / total;
        write!(out, "space of {total} programs: exact {} % from the tree, ", part(alone))?;
        writeln!(out, "{} % with runs ({} % within one class)", part(both), part(near))
    }
}
