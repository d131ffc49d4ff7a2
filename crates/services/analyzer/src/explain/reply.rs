//! Reads an answer strictly: words, then exactly one block for machines, and nothing after it.

use complexity::{Class, Growing, Reason};
use serde::Deserialize;

use super::narrator::{Narrator, begins_block};
use super::silence::Silence;
use super::{notation, tidy};

/// Suggestions that are taken, and bytes of one.
const SUGGESTIONS_MAX: usize = 3;
const SUGGESTION_BYTES_MAX: usize = 300;
/// What a model writes when it cannot tell.
const UNKNOWN: &str = "unknown";

/// An answer in the agreed form.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Reply {
    pub(super) narrative: String,
    pub(super) time: Growing,
    pub(super) space: Growing,
    pub(super) suggestions: Vec<Reason>,
}

/// The block for machines.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Block {
    time_complexity: String,
    space_complexity: String,
    #[serde(default)]
    suggestions: Vec<Advice>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Advice {
    line: u32,
    text: String,
}

/// Reads an answer about a program.
pub(super) fn read(text: &str, source: &str) -> Result<Reply, Silence> {
    let (words, block) = parts(text).ok_or(Silence::Unreadable("it has not exactly one block of JSON at its end"))?;
    let block: Block = serde_json::from_str(block).map_err(|_| Silence::Unreadable("its block is not as agreed"))?;
    let mut narrator = Narrator::default();
    let narrative = narrator.hear(words) + &narrator.rest();
    if narrative.trim().is_empty() {
        return Err(Silence::Unreadable("it explains nothing"));
    }
    let lines = u32::try_from(source.lines().count()).unwrap_or(u32::MAX);
    let advice = block.suggestions.into_iter().filter(|advice| (1..=lines).contains(&advice.line));
    Ok(Reply {
        narrative: narrative.trim().to_owned(),
        time: growing(&block.time_complexity)?,
        space: growing(&block.space_complexity)?,
        suggestions: advice.take(SUGGESTIONS_MAX).map(|advice| suggestion(&advice)).collect(),
    })
}

/// The words and the inside of the block.
fn parts(text: &str) -> Option<(&str, &str)> {
    let mut blocks = starts(text).filter(|(_, line)| begins_block(line));
    let (start, first) = blocks.next()?;
    let inside = text[start..].strip_prefix(first)?;
    let is_fence = first.trim().eq_ignore_ascii_case("```json");
    let end = starts(inside).find(|(_, line)| line.trim() == "```").map(|(end, _)| end)?;
    let after = inside[end..].trim_start().strip_prefix("```")?;
    (is_fence && after.trim().is_empty()).then(|| (&text[..start], &inside[..end]))
}

/// Each line with its place.
fn starts(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_inclusive('\n').scan(0, |at, line| {
        let start = *at;
        *at += line.len();
        Some((start, line))
    })
}

fn growing(text: &str) -> Result<Growing, Silence> {
    let text = text.trim();
    if text.eq_ignore_ascii_case(UNKNOWN) {
        return Ok(Growing { class: Class::Unknown, expression: UNKNOWN.to_owned() });
    }
    let class = notation::class(text).ok_or(Silence::Unreadable("it names no class"))?;
    Ok(Growing { class, expression: text.trim_matches(['`', '$']).trim().to_owned() })
}

fn suggestion(advice: &Advice) -> Reason {
    let words: Vec<&str> = advice.text.split_whitespace().collect();
    let mut text = tidy::line(&words.join(" "));
    tidy::cut(&mut text, SUGGESTION_BYTES_MAX);
    Reason { line: advice.line, text }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = "a\nb\nc\n";

    fn block(inside: &str) -> String {
        format!("## Algorithm\nwords\n\n```json\n{inside}\n```\n")
    }

    #[test]
    fn the_agreed_form_is_read() {
        let text = block(
            r#"{"time_complexity": "O(n log n)", "space_complexity": "unknown",
                "suggestions": [{"line": 2, "text": "keep\n  <b>it</b>"}, {"line": 9, "text": "no such line"}]}"#,
        );
        let reply = read(&text, SOURCE).expect("it is as agreed");
        assert_eq!(reply.narrative, "## Algorithm\nwords");
        assert_eq!(reply.time, Growing { class: Class::Linearithmic, expression: "O(n log n)".to_owned() });
        assert_eq!(reply.space.class, Class::Unknown);
        assert_eq!(reply.suggestions, [Reason { line: 2, text: "keep < b>it< /b>".to_owned() }]);
    }

    #[test]
    fn anything_else_is_not() {
        let good = r#"{"time_complexity": "O(n)", "space_complexity": "O(1)"}"#;
        assert!(read(&block(good), SOURCE).is_ok());
        let bad = [
            String::new(),
            "words".to_owned(),
            good.to_owned(),
            format!("words\n{good}"),
            format!("```json\n{good}\n```"),
            format!("{}more words", block(good)),
            format!("{}{}", block(good), block(good)),
            format!("words\n```json\n{good}"),
            format!("words\n```\n{good}\n```"),
            block(r#"{"time_complexity": "O(n)"}"#),
            block(r#"{"time_complexity": "fast", "space_complexity": "O(1)"}"#),
            block(r#"{"time_complexity": "O(n)", "space_complexity": "O(1)", "verdict": "O(1)"}"#),
            block(r#"{"time_complexity": 1, "space_complexity": "O(1)"}"#),
            block("[]"),
            block("{"),
            block(&"[".repeat(100_000)),
        ];
        for text in bad {
            assert!(matches!(read(&text, SOURCE), Err(Silence::Unreadable(_))), "{text}");
        }
    }
}
