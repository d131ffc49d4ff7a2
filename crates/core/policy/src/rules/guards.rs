//! Conditions that vouch for a computed name, such as `if name.startswith("test_")`.

use ruff_python_ast::visitor::{Visitor, walk_expr};
use ruff_python_ast::{BoolOp, Comprehension, Expr, ExprName, Stmt, StmtFor, StmtIf, UnaryOp};
use ruff_text_size::{Ranged, TextRange, TextSize};

use super::Context;
use super::field_names::unwrapped;
use crate::scope::Binder;
use crate::walk::{At, Node};

/// Where a name is used that a condition vouches for.
pub struct Guard<'p, 's, 'a, 'w> {
    pub context: &'p Context<'s, 'a>,
    pub at: &'p At<'w, 'a>,
    /// Which starts of a name are safe.
    pub accepts: &'p dyn Fn(&str) -> bool,
}

impl<'p, 's, 'a, 'w> Guard<'p, 's, 'a, 'w> {
    /// Whether `key`, used below `above`, is a name whose start was checked: by `if name.startswith("test_")` around it,
    /// by `continue` otherwise, or when the list that it comes from was made.
    pub fn vouches_for(&self, key: &Expr, above: &[Node<'a>]) -> bool {
        let Expr::Name(name) = key else { return false };
        if self.context.look_up(self.at, name).and_then(|found| found.only()).is_none() {
            return false;
        }
        let check = self.check(name.id.as_str(), None);
        let guarded = above.iter().any(|node| match node {
            Node::Stmt(Stmt::If(stmt)) => body_range(stmt).contains(key.start()) && check.holds_by(&stmt.test),
            Node::Stmt(Stmt::For(stmt)) => check.is_kept_by(stmt),
            Node::Expr(owner) => check.filters(generators(owner)),
            _ => false,
        });
        guarded || self.comes_from_filtered(name)
    }

    /// Whether a name is a loop's, over a list that was made with a check.
    fn comes_from_filtered(&self, name: &ExprName) -> bool {
        let found = self.context.look_up(self.at, name).and_then(|found| found.only());
        let Some(Binder::Loop { iter, slot: None }) = found else { return false };
        let list = match iter {
            Expr::Name(list) => match self.context.look_up(self.at, list).and_then(|found| found.only()) {
                Some(Binder::Value(value)) if !self.context.scopes.facts.changed_names.contains(list.id.as_str()) => {
                    value
                }
                _ => return false,
            },
            other => other,
        };
        let parts = generators(unwrapped(list));
        match (parts, element(unwrapped(list))) {
            ([part], Some(Expr::Name(item))) => {
                matches!(&part.target, Expr::Name(target) if target.id == item.id)
                    && self.check(item.id.as_str(), None).filters(parts)
            }
            _ => false,
        }
    }

    /// A loop over a namespace's items whose body looks at a value only below a check of its name.
    pub fn holds_for_loop(&self, stmt: &'a StmtFor) -> bool {
        let Some((key, value)) = pair(&stmt.target) else { return false };
        let check = self.check(key, Some(value));
        let [Stmt::If(first), rest @ ..] = stmt.body.as_slice() else { return false };
        if !first.elif_else_clauses.is_empty() || is_rebound(self.context, self.at, key) || uses_in(&stmt.orelse, value)
        {
            return false;
        }
        check.is_kept_by(stmt) || check.holds_by(&first.test) && !uses_in(rest, value)
    }

    /// The same for a comprehension.
    pub fn holds_for_comprehension(&self, owner: &Expr, part: &Comprehension) -> bool {
        let Some((key, value)) = pair(&part.target) else { return false };
        let first = part.ifs.first();
        generators(owner).len() == 1 && first.is_some_and(|test| self.check(key, Some(value)).holds_by(test))
    }

    fn check<'g>(&'g self, key: &'g str, value: Option<&'g str>) -> Check<'g, 'p, 's, 'a, 'w> {
        Check { guard: self, key, value }
    }
}

/// Whether something else than the loop binds the name.
fn is_rebound<'a>(context: &Context<'_, 'a>, at: &At<'_, 'a>, name: &str) -> bool {
    context
        .scopes
        .look_up(name, at.scope)
        .is_none_or(|found| found.bindings.iter().any(|binding| !matches!(binding.by, Binder::Loop { .. })))
}

fn generators(owner: &Expr) -> &[Comprehension] {
    match owner {
        Expr::ListComp(list) => &list.generators,
        Expr::SetComp(set) => &set.generators,
        Expr::Generator(items) => &items.generators,
        Expr::DictComp(dict) => &dict.generators,
        _ => &[],
    }
}

/// The names of `for name, value in …`.
fn pair(target: &Expr) -> Option<(&str, &str)> {
    let Expr::Tuple(tuple) = target else { return None };
    match &*tuple.elts {
        [Expr::Name(key), Expr::Name(value)] => Some((key.id.as_str(), value.id.as_str())),
        _ => None,
    }
}

fn body_range(stmt: &StmtIf) -> TextRange {
    let ends = stmt.body.first().zip(stmt.body.last());
    ends.map_or(TextRange::empty(TextSize::new(0)), |(first, last)| TextRange::new(first.start(), last.end()))
}

/// A condition on a name.
struct Check<'g, 'p, 's, 'a, 'w> {
    guard: &'g Guard<'p, 's, 'a, 'w>,
    /// The name.
    key: &'g str,
    /// What it names, if that is at hand too.
    value: Option<&'g str>,
}

impl Check<'_, '_, '_, '_, '_> {
    /// Whether a condition holds only for names with a safe start: `name.startswith("test_")`, also as part of an `and`
    /// before which the value is only asked harmless questions.
    fn holds_by(&self, test: &Expr) -> bool {
        let parts = match test {
            Expr::BoolOp(operation) if operation.op == BoolOp::And => operation.values.as_slice(),
            other => std::slice::from_ref(other),
        };
        let harmless = |part: &Expr| is_question(part) || self.value.is_none_or(|value| !uses(part, value));
        match parts.iter().position(|part| self.is_prefix_check(part)) {
            Some(guard) => parts[..guard].iter().all(harmless),
            None => false,
        }
    }

    /// `for name in …:` with `if not name.startswith("test_"): continue` first.
    fn is_kept_by(&self, stmt: &StmtFor) -> bool {
        let on_key = match &*stmt.target {
            Expr::Name(target) => target.id.as_str() == self.key,
            target => pair(target).is_some_and(|(key, _)| key == self.key),
        };
        let Some(Stmt::If(first)) = stmt.body.first() else { return false };
        let Expr::UnaryOp(negated) = &*first.test else { return false };
        on_key
            && negated.op == UnaryOp::Not
            && matches!(first.body.as_slice(), [Stmt::Continue(_)])
            && first.elif_else_clauses.is_empty()
            && self.holds_by(&negated.operand)
    }

    /// Whether a comprehension leaves other names out.
    fn filters(&self, parts: &[Comprehension]) -> bool {
        parts.iter().flat_map(|part| &part.ifs).any(|test| self.holds_by(test))
    }

    /// `name.startswith("prefix")`, or several prefixes, all safe.
    fn is_prefix_check(&self, test: &Expr) -> bool {
        let Expr::Call(call) = test else { return false };
        let (Expr::Attribute(method), [prefixes]) = (&*call.func, &*call.arguments.args) else { return false };
        let on_key = matches!(&*method.value, Expr::Name(name) if name.id.as_str() == self.key);
        let prefixes = match prefixes {
            Expr::Tuple(tuple) => tuple.elts.as_slice(),
            other => std::slice::from_ref(other),
        };
        let Guard { context, at, accepts } = self.guard;
        let safe = |prefix: &Expr| context.text(at, prefix).is_some_and(|prefix| accepts(&prefix));
        on_key && method.attr.as_str() == "startswith" && prefixes.iter().all(safe)
    }
}

/// What a comprehension makes.
fn element(owner: &Expr) -> Option<&Expr> {
    match owner {
        Expr::ListComp(list) => Some(&list.elt),
        Expr::SetComp(set) => Some(&set.elt),
        Expr::Generator(items) => Some(&items.elt),
        _ => None,
    }
}

/// `callable(value)` and the like.
fn is_question(part: &Expr) -> bool {
    const QUESTIONS: &[&str] = &["callable", "hasattr", "isinstance"];
    let Expr::Call(call) = part else { return false };
    let asks = matches!(&*call.func, Expr::Name(name) if QUESTIONS.contains(&name.id.as_str()));
    asks && call.arguments.args.first().is_some_and(Expr::is_name_expr)
}

fn uses_in(body: &[Stmt], name: &str) -> bool {
    let mut search = Uses { name, found: false };
    search.visit_body(body);
    search.found
}

fn uses(expr: &Expr, name: &str) -> bool {
    let mut search = Uses { name, found: false };
    search.visit_expr(expr);
    search.found
}

/// Looks for a name.
struct Uses<'n> {
    name: &'n str,
    found: bool,
}

impl<'a> Visitor<'a> for Uses<'_> {
    fn visit_expr(&mut self, expr: &'a Expr) {
        self.found |= matches!(expr, Expr::Name(name) if name.id.as_str() == self.name);
        walk_expr(self, expr);
    }
}
