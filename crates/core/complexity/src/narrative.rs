//! The answer in words, from the evidence alone.

use std::fmt::Write as _;

use crate::analysis::Confidence;
use crate::class::Class;
use crate::verdict::{Agreement, Analysis};

/// Writes an analysis as Markdown. No part of the program's text gets into it but names of variables and functions.
pub(crate) fn narrate(analysis: &Analysis) -> String {
    let mut out = String::new();
    let sure = match analysis.confidence {
        Confidence::High => "Every step is accounted for.",
        Confidence::Medium => "A single loop that behaves otherwise would change this.",
        Confidence::Low => "Part of this is a guess.",
    };
    let _ = writeln!(out, "**Time: {}**, **space: {}**. {sure}\n", head(analysis, true), head(analysis, false));
    let _ = writeln!(out, "What decides:\n");
    for reason in &analysis.statics.reasons {
        let _ = writeln!(out, "- line {}: {}", reason.line, reason.text);
    }
    if let Some(text) = runs(analysis) {
        let _ = writeln!(out, "\n{text}");
    }
    if !analysis.suggestions.is_empty() {
        let _ = writeln!(out, "\nWhat would help:\n");
        for suggestion in &analysis.suggestions {
            let _ = writeln!(out, "- line {}: {}", suggestion.line, suggestion.text);
        }
    }
    out
}

fn head(analysis: &Analysis, time: bool) -> String {
    let growing = if time { &analysis.time } else { &analysis.space };
    let notation = growing.class.notation();
    if growing.class == Class::Unknown || growing.expression == notation {
        return notation.to_owned();
    }
    format!("{notation}, here {}", growing.expression)
}

/// What the runs add.
fn runs(analysis: &Analysis) -> Option<String> {
    let fit = analysis.measured.as_ref().filter(|fit| fit.class != Class::Unknown)?;
    let count = fit.points.len();
    let (measured, statics) = (fit.class.notation(), analysis.statics.time.class.notation());
    Some(match analysis.agreement {
        Agreement::Agree => format!("{count} measured runs agree: their steps grow as {measured}."),
        Agreement::Near => {
            format!("{count} measured runs grow as {measured}, next to what the source says ({statics}).")
        }
        Agreement::Conflict if fit.class > analysis.statics.time.class && fit.class == analysis.time.class => format!(
            "**The evidence disagrees:** {count} measured runs grow as {measured}, more than what could be followed of \
             the source ({statics}). The steps were made, so the runs decide."
        ),
        Agreement::Conflict if fit.class == analysis.time.class => format!(
            "**The evidence disagrees:** {count} measured runs grow as {measured}, far below what the source allows \
             ({statics}). None of them came near that, so the runs decide; an input that they did not try may cost more."
        ),
        Agreement::Conflict => format!(
            "**The evidence disagrees:** {count} measured runs grow as {measured}, the source allows {statics}. \
             An input that the runs did not try may cost more."
        ),
        Agreement::Single => format!("{count} measured runs grow as {measured}."),
    })
}
