//! The early answer about the source text, behind a trait so that the policy is one implementation of it.

use async_trait::async_trait;
use domain::{ErrorCode, JobError, Outcome, TerminalStatus, Violation};
pub use policy::Busy as CheckerBusy;

/// The rule under which a source that does not parse is reported.
const SYNTAX_RULE: &str = "syntax";

/// Looks at source text without running it.
#[async_trait]
pub trait SourceCheck: Send + Sync {
    /// Everything that is wrong with it, in the order of the text; empty when it may run. Any text gets an answer, unless
    /// there is nobody free to look at it.
    async fn check(&self, source: &str) -> Result<Vec<Violation>, CheckerBusy>;
}

#[async_trait]
impl SourceCheck for policy::Checker {
    async fn check(&self, source: &str) -> Result<Vec<Violation>, CheckerBusy> {
        Ok(match self.check(source.as_bytes().to_vec()).await? {
            policy::Verdict::Accepted => Vec::new(),
            policy::Verdict::Refused { violations, .. } => violations,
        })
    }
}

/// Whether the source does not parse, rather than doing what it may not.
pub fn is_syntax(violations: &[Violation]) -> bool {
    violations.iter().all(|violation| violation.rule == SYNTAX_RULE)
}

/// The end of a job that was refused.
pub fn refusal(violations: Vec<Violation>) -> Outcome {
    let (code, message) = if is_syntax(&violations) {
        (ErrorCode::SyntaxError, "The code does not parse.")
    } else {
        (ErrorCode::PolicyViolation, "The code does what it may not.")
    };
    let error = JobError { code, message: message.to_owned() };
    Outcome { violations, ..Outcome::not_run(TerminalStatus::Failed, Some(error)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(rules: &[&str]) -> ErrorCode {
        let violation = |rule: &&str| Violation {
            rule: (*rule).to_owned(),
            line: 1,
            column: 1,
            end_line: 1,
            end_column: 1,
            message: String::new(),
            allowed: String::new(),
        };
        let outcome = refusal(rules.iter().map(violation).collect());
        assert_eq!(outcome.violations.len(), rules.len());
        outcome.error.unwrap().code
    }

    #[tokio::test]
    async fn the_policy_is_asked() {
        let policy = policy::Policy::new(policy::Settings::default());
        let checker = policy::Checker::new(policy, policy::CheckerBounds::default()).unwrap();
        let check: &dyn SourceCheck = &checker;
        assert_eq!(check.check("print(1)").await, Ok(Vec::new()));
        for (source, code) in [("import os", ErrorCode::PolicyViolation), ("def", ErrorCode::SyntaxError)] {
            let found = check.check(source).await.unwrap();
            assert_eq!(refusal(found).error.unwrap().code, code, "{source}");
        }
    }

    #[test]
    fn a_syntax_error_is_told_apart() {
        assert_eq!(code(&["syntax"]), ErrorCode::SyntaxError);
        assert_eq!(code(&["import"]), ErrorCode::PolicyViolation);
        assert_eq!(code(&["syntax", "import"]), ErrorCode::PolicyViolation);
    }
}
