//! Insertions into a text, by place.

/// Insertions; those at the same place stay in the order in which they were made.
#[derive(Debug, Default)]
pub(super) struct Edits(Vec<(usize, String)>);

impl Edits {
    pub(super) fn insert(&mut self, at: usize, text: impl Into<String>) {
        self.0.push((at, text.into()));
    }

    /// The text with everything inserted.
    pub(super) fn apply(mut self, source: &str) -> Option<String> {
        self.0.sort_by_key(|(at, _)| *at);
        let mut out = String::with_capacity(source.len() * 2);
        let mut from = 0;
        for (at, text) in &self.0 {
            out.push_str(source.get(from..*at)?);
            out.push_str(text);
            from = *at;
        }
        out.push_str(source.get(from..)?);
        Some(out)
    }
}
