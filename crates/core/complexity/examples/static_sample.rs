//! Prints the static verdict of each program of a JSON Lines file: id, label, class, confidence, expression.
#![expect(clippy::print_stdout, reason = "its output is its purpose")]

use std::time::Instant;

fn main() {
    let path = std::env::args().nth(1).unwrap_or_default();
    let text = std::fs::read_to_string(path).unwrap_or_default();
    for line in text.lines() {
        let Ok(case) = serde_json::from_str::<serde_json::Value>(line) else { continue };
        let field = |name: &str| case[name].as_str().unwrap_or_default().to_owned();
        let start = Instant::now();
        let result = code_remote_complexity::analyze(&field("source"));
        let micros = start.elapsed().as_micros();
        let class = serde_json::to_value(result.time.class).unwrap_or_default();
        let confidence = serde_json::to_value(result.confidence).unwrap_or_default();
        let reasons: Vec<String> =
            result.reasons.iter().map(|reason| format!("{}:{}", reason.line, reason.text)).collect();
        println!(
            "{}\t{}\t{}\t{}\t{}\t{micros}\t{}\t{}",
            field("id"),
            field("time"),
            class.as_str().unwrap_or_default(),
            confidence.as_str().unwrap_or_default(),
            result.time.expression,
            result.space.expression,
            reasons.join(" | ")
        );
    }
}
