//! The check itself: stages in order, no I/O, no clock.

use std::collections::HashSet;

use domain::{Imports, Violation};

use crate::budget::{Budget, Cancel};
use crate::parse::SyntaxError;
use crate::report::{Finding, Report, Rule};
use crate::{RefusalKind, Settings, Verdict, bytes, depth, parse, rules};

/// Decides whether a source may run. Cheap to share; holds no state.
#[derive(Debug)]
pub struct Policy {
    imports: Imports,
    source_bytes_max: usize,
    target_version: u8,
    extra_imports: HashSet<String>,
}

impl Policy {
    /// A policy with these settings.
    pub fn new(settings: Settings) -> Self {
        let Settings { imports, source_bytes_max, target_version, extra_imports } = settings;
        let extra_imports = extra_imports.into_iter().flatten().collect();
        Self { imports, source_bytes_max, target_version, extra_imports }
    }

    /// Checks a source. Deep sources need a deep stack: [`Policy::stack_bytes`]; [`crate::Checker`] provides it.
    pub fn check(&self, source: &[u8]) -> Verdict {
        self.check_unless(source, Cancel::default())
    }

    /// The same, until it is cancelled, which refuses the source.
    pub(crate) fn check_unless(&self, source: &[u8], cancel: Cancel) -> Verdict {
        match self.violations(source, cancel) {
            Ok(()) => Verdict::Accepted,
            Err((kind, violations)) => Verdict::Refused { kind, violations },
        }
    }

    /// Stack that a check of the largest source may need, in bytes. An error tree is as deep as the source is long;
    /// a debug build spends a few hundred bytes a level on dropping it.
    pub fn stack_bytes(&self) -> usize {
        const STACK_MIN_BYTES: usize = 32 << 20;
        const STACK_PER_SOURCE_BYTE: usize = 1 << 10;
        self.source_bytes_max.saturating_mul(STACK_PER_SOURCE_BYTE).max(STACK_MIN_BYTES)
    }

    /// Most bytes that a source may have.
    pub fn source_bytes_max(&self) -> usize {
        self.source_bytes_max
    }

    fn violations(&self, source: &[u8], cancel: Cancel) -> Result<(), (RefusalKind, Vec<Violation>)> {
        let one = |(kind, violation)| (kind, vec![violation]);
        bytes::check_size(source, self.source_bytes_max).map_err(one)?;
        let text = bytes::check_utf8(source).map_err(one)?;
        if self.imports == Imports::Any {
            return Ok(());
        }
        let text = bytes::check_text(text).map_err(one)?;
        depth::check(text).map_err(|finding| refuse(text, finding))?;
        let tree = parse::parse(text, self.target_version).map_err(|error| refuse(text, self.syntax(error)))?;
        let budget = Budget::new(text.len(), cancel);
        let violations = rules::check(text, tree.module(), &self.extra_imports, budget).violations(text);
        if violations.is_empty() { Ok(()) } else { Err((RefusalKind::Policy, violations)) }
    }

    /// A syntax error as a finding.
    fn syntax(&self, error: SyntaxError) -> Finding {
        let SyntaxError { range, message } = error;
        let allowed = format!("Valid Python 3.{}.", self.target_version);
        Finding::new(Rule::Syntax, range, format!("Syntax error: {message}."), allowed)
    }
}

/// A refusal for one finding.
fn refuse(text: &str, finding: Finding) -> (RefusalKind, Vec<Violation>) {
    let kind = if finding.rule == Rule::Syntax { RefusalKind::Syntax } else { RefusalKind::Policy };
    let mut report = Report::default();
    report.add(finding);
    (kind, report.violations(text))
}
