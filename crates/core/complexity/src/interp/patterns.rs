//! `match`.

use ruff_python_ast::{Expr, Identifier, Pattern, Stmt, StmtMatch};

use super::Interp;
use super::jumps::End;
use crate::value::{Kind, Value};

impl<'a> Interp<'a> {
    /// Every case may be the one.
    pub(super) fn matches(&mut self, inner: &'a StmtMatch) -> End {
        let subject = self.eval(&inner.subject);
        let mut arms: Vec<(Option<&'a Expr>, &'a [Stmt])> = Vec::new();
        for case in &inner.cases {
            self.capture(&case.pattern, &subject);
            if let Some(guard) = &case.guard {
                self.eval(guard);
            }
            arms.push((None, &case.body));
        }
        self.arms(&arms, false)
    }

    /// Binds the names of a pattern.
    fn capture(&mut self, pattern: &'a Pattern, subject: &Value<'a>) {
        match pattern {
            Pattern::MatchAs(inner) => {
                if let Some(pattern) = &inner.pattern {
                    self.capture(pattern, subject);
                }
                self.capture_name(inner.name.as_ref(), subject.clone());
            }
            Pattern::MatchStar(inner) => {
                let (len, item) = (self.raw_len(subject), self.item(subject));
                let rest = self.list(len, item);
                self.capture_name(inner.name.as_ref(), rest);
            }
            Pattern::MatchSequence(inner) => {
                for (index, pattern) in inner.patterns.iter().enumerate() {
                    let part = match (pattern, subject) {
                        (Pattern::MatchStar(_), _) => subject.clone(),
                        (_, Value::Tuple(items)) => items.get(index).cloned().unwrap_or(Value::Unknown),
                        _ => self.fresh_item(subject),
                    };
                    self.capture(pattern, &part);
                }
            }
            Pattern::MatchMapping(inner) => {
                let value = self.item(subject);
                inner.patterns.iter().for_each(|pattern| self.capture(pattern, &value));
                let len = self.raw_len(subject);
                let rest = Value::Obj(self.object(Kind::Dict, len, value));
                self.capture_name(inner.rest.as_ref(), rest);
            }
            Pattern::MatchClass(inner) => {
                let named = inner.arguments.keywords.iter().map(|keyword| &keyword.pattern);
                for pattern in inner.arguments.patterns.iter().chain(named) {
                    self.capture(pattern, &Value::Unknown);
                }
            }
            Pattern::MatchOr(inner) => inner.patterns.iter().for_each(|pattern| self.capture(pattern, subject)),
            Pattern::MatchValue(_) | Pattern::MatchSingleton(_) => {}
        }
    }

    fn capture_name(&mut self, name: Option<&'a Identifier>, value: Value<'a>) {
        if let Some(name) = name {
            self.bind(name.as_str(), value);
        }
    }
}
