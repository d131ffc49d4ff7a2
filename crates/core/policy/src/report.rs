//! Collects what the rules find and turns it into violations with lines and columns.

use domain::Violation;
use ruff_source_file::LineIndex;
use ruff_text_size::{TextRange, TextSize};

/// Most findings that are kept, so that comparing them stays cheap.
const FINDINGS_MAX: usize = 500;
/// Most violations that one answer lists.
pub const VIOLATIONS_MAX: usize = 20;

/// Stable names of the rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    Size,
    Encoding,
    Syntax,
    TooComplex,
    Import,
    Builtin,
    Namespace,
    Dunder,
    Frame,
    Module,
    Reflection,
    Text,
    Format,
    Pattern,
    Annotation,
}

impl Rule {
    /// The name that clients see.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Size => "size",
            Self::Encoding => "encoding",
            Self::Syntax => "syntax",
            Self::TooComplex => "too_complex",
            Self::Import => "import",
            Self::Builtin => "builtin",
            Self::Namespace => "namespace",
            Self::Dunder => "dunder",
            Self::Frame => "frame",
            Self::Module => "module",
            Self::Reflection => "reflection",
            Self::Text => "text",
            Self::Format => "format",
            Self::Pattern => "pattern",
            Self::Annotation => "annotation",
        }
    }
}

/// One place that a rule objects to.
#[derive(Debug, Clone)]
pub struct Finding {
    pub rule: Rule,
    pub range: TextRange,
    pub message: String,
    pub allowed: String,
}

impl Finding {
    pub fn new(rule: Rule, range: TextRange, message: impl Into<String>, allowed: impl Into<String>) -> Self {
        Self { rule, range, message: message.into(), allowed: allowed.into() }
    }
}

/// Everything that the rules found.
#[derive(Debug, Default)]
pub struct Report {
    findings: Vec<Finding>,
}

impl Report {
    /// Adds a finding, unless the same rule already objects to this place or a part of it.
    pub fn add(&mut self, finding: Finding) {
        let known = |old: &Finding| old.rule == finding.rule && finding.range.contains_range(old.range);
        if self.findings.len() < FINDINGS_MAX && !self.findings.iter().any(known) {
            self.findings.push(finding);
        }
    }

    /// The first findings in the order of the source.
    pub fn violations(mut self, source: &str) -> Vec<Violation> {
        self.findings.sort_by_key(|finding| (finding.range.start(), finding.range.end()));
        self.findings.truncate(VIOLATIONS_MAX);
        if self.findings.is_empty() {
            return Vec::new();
        }
        let lines = LineIndex::from_source_text(source);
        self.findings.into_iter().map(|finding| violation(finding, source, &lines)).collect()
    }
}

/// One finding as clients see it.
fn violation(finding: Finding, source: &str, lines: &LineIndex) -> Violation {
    let (line, column) = place(finding.range.start(), source, lines);
    let (end_line, end_column) = place(finding.range.end(), source, lines);
    Violation {
        rule: finding.rule.name().to_owned(),
        line,
        column,
        end_line,
        end_column,
        message: finding.message,
        allowed: finding.allowed,
    }
}

/// Line and column in characters, both from 1.
fn place(offset: TextSize, source: &str, lines: &LineIndex) -> (u32, u32) {
    let place = lines.line_column(offset, source);
    let clamp = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    (clamp(place.line.get()), clamp(place.column.get()))
}

/// A violation of the whole source, at its start.
pub fn of_whole_source(rule: Rule, message: impl Into<String>, allowed: impl Into<String>) -> Violation {
    at_point(rule, (1, 1), message, allowed)
}

/// A violation at a point that was found before there was a tree.
pub fn at_point(
    rule: Rule,
    (line, column): (u32, u32),
    message: impl Into<String>,
    allowed: impl Into<String>,
) -> Violation {
    Violation {
        rule: rule.name().to_owned(),
        line,
        column,
        end_line: line,
        end_column: column,
        message: message.into(),
        allowed: allowed.into(),
    }
}
