//! Passes a model's words on while they come, and holds back what is for machines.

use super::tidy;

/// Bytes of a narrative, at most.
pub(super) const NARRATIVE_BYTES_MAX: usize = 8 << 10;

/// Whether a line begins the block for machines. In the agreed form it is the last thing, so nothing after it is words.
pub(super) fn begins_block(line: &str) -> bool {
    let line = line.trim_start();
    let fence = line.trim_start_matches(['`', '~']);
    let is_fence = line.len() >= fence.len() + 3;
    is_fence && fence.trim_start().get(..4).is_some_and(|word| word.eq_ignore_ascii_case("json"))
        || line.starts_with('{')
}

/// Tidies line by line: only a whole line shows what it is.
#[derive(Debug, Default)]
pub(super) struct Narrator {
    pending: String,
    told: usize,
    /// Nothing more is told.
    silent: bool,
}

impl Narrator {
    /// The words that can be passed on after this piece.
    pub(super) fn hear(&mut self, piece: &str) -> String {
        let mut out = String::new();
        if self.silent {
            return out;
        }
        self.pending.push_str(piece);
        while let Some(end) = self.pending.find('\n') {
            let line: String = self.pending.drain(..=end).collect();
            self.tell(line.trim_end(), &mut out);
        }
        out
    }

    /// The last words, after the last piece.
    pub(super) fn rest(&mut self) -> String {
        let (mut out, line) = (String::new(), std::mem::take(&mut self.pending));
        if !line.trim().is_empty() {
            self.tell(line.trim_end(), &mut out);
        }
        out
    }

    fn tell(&mut self, line: &str, out: &mut String) {
        self.silent = self.silent || begins_block(line);
        if self.silent {
            return;
        }
        let mut line = tidy::line(line);
        line.push('\n');
        if self.told + line.len() > NARRATIVE_BYTES_MAX {
            self.silent = true;
            return;
        }
        self.told += line.len();
        out.push_str(&line);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REPLY: &str =
        "## Algorithm\nTwo loops <b>here</b>.\n\n```python\nx = 1\n```\n```json\n{\"secret\": 1}\n```\nmore";

    #[test]
    fn words_come_however_they_are_cut_and_the_block_never() {
        for size in 1..REPLY.len() {
            let mut narrator = Narrator::default();
            let pieces = REPLY.as_bytes().chunks(size).map(|piece| std::str::from_utf8(piece).expect("it is ASCII"));
            let mut told: String = pieces.map(|piece| narrator.hear(piece)).collect();
            told.push_str(&narrator.rest());
            assert_eq!(told, "## Algorithm\nTwo loops < b>here< /b>.\n\n```python\nx = 1\n```\n");
        }
    }

    #[test]
    fn blocks_are_seen_in_every_dress() {
        for line in ["```json", "  ``` JSON", "~~~json", "{\"time_complexity\": 1}", "````json5"] {
            assert!(begins_block(line), "{line}");
        }
        for line in ["```", "```python", "json", "a {", "`json`"] {
            assert!(!begins_block(line), "{line}");
        }
    }

    #[test]
    fn there_is_an_end_to_words() {
        let mut narrator = Narrator::default();
        let told: String = (0..2_000).map(|_| narrator.hear("many words in a line\n")).collect();
        assert!(told.len() <= NARRATIVE_BYTES_MAX && told.len() > NARRATIVE_BYTES_MAX / 2);
    }
}
