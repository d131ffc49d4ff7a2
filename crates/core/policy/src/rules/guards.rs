//! Conditions under which an entry of a namespace is surely one of the program's own.

use ruff_python_ast::visitor::{Visitor, walk_expr};
use ruff_python_ast::{BoolOp, Comprehension, Expr, Stmt, StmtFor, StmtIf, UnaryOp};
use ruff_text_size::{Ranged, TextRange, TextSize};

use super::{Context, namespaces};
use crate::walk::{At, Node};

/// Whether nothing of the interpreter and no module has a name that starts with `prefix`.
pub fn is_safe_prefix<'a>(context: &Context<'_, 'a>, at: &At<'_, 'a>, prefix: &str) -> bool {
    let fits = |name: &str| name.starts_with(prefix);
    !prefix.is_empty() && !prefix.starts_with('_') && !namespaces::reserved(context, at).any(fits)
}

/// `globals()[name]` below `if name.startswith("test_")`.
pub fn is_guarded_key<'a>(context: &Context<'_, 'a>, at: &At<'_, 'a>, key: &Expr, above: &[Node<'a>]) -> bool {
    let Expr::Name(name) = key else { return false };
    let place = Place { context, at, key: name.id.as_str(), value: None };
    above.iter().any(|node| match node {
        Node::Stmt(Stmt::If(stmt)) => body_range(stmt).contains(key.start()) && place.is_guard(&stmt.test),
        Node::Expr(owner) => generators(owner).iter().flat_map(|part| &part.ifs).any(|test| place.is_guard(test)),
        _ => false,
    })
}

/// A loop over a namespace's items whose body looks at a value only below a check of its name.
pub fn is_guarded_loop<'a>(context: &Context<'_, 'a>, at: &At<'_, 'a>, stmt: &'a StmtFor) -> bool {
    let Some((key, value)) = pair(&stmt.target) else { return false };
    let place = Place { context, at, key, value: Some(value) };
    let [Stmt::If(first), rest @ ..] = stmt.body.as_slice() else { return false };
    if !first.elif_else_clauses.is_empty() || is_rebound(context, at, key) {
        return false;
    }
    if let Expr::UnaryOp(negated) = &*first.test {
        let skips = negated.op == UnaryOp::Not && matches!(first.body.as_slice(), [Stmt::Continue(_)]);
        return skips && place.is_guard(&negated.operand) && !uses_in(&stmt.orelse, value);
    }
    place.is_guard(&first.test) && !uses_in(rest, value) && !uses_in(&stmt.orelse, value)
}

/// The same for a comprehension.
pub fn is_guarded_comprehension<'a>(
    context: &Context<'_, 'a>,
    at: &At<'_, 'a>,
    owner: &Expr,
    part: &Comprehension,
) -> bool {
    let Some((key, value)) = pair(&part.target) else { return false };
    let place = Place { context, at, key, value: Some(value) };
    generators(owner).len() == 1 && part.ifs.first().is_some_and(|test| place.is_guard(test))
}

/// Whether something else than the loop binds the name.
fn is_rebound<'a>(context: &Context<'_, 'a>, at: &At<'_, 'a>, name: &str) -> bool {
    context.scopes.look_up(name, at.scope).is_none_or(|found| {
        found.bindings.iter().any(|binding| !matches!(binding.by, crate::scope::Binder::Loop { .. }))
    })
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

/// Where a check stands, and the names it is about.
struct Place<'p, 's, 'a, 'w> {
    context: &'p Context<'s, 'a>,
    at: &'p At<'w, 'a>,
    key: &'p str,
    value: Option<&'p str>,
}

impl Place<'_, '_, '_, '_> {
    /// Whether a condition holds only for names of the program: `name.startswith("test_")`, also as part of an `and`
    /// before which the value is only asked harmless questions.
    fn is_guard(&self, test: &Expr) -> bool {
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

    /// `name.startswith("prefix")`, with a prefix that fits nothing else.
    fn is_prefix_check(&self, test: &Expr) -> bool {
        let Expr::Call(call) = test else { return false };
        let (Expr::Attribute(method), [prefixes]) = (&*call.func, &*call.arguments.args) else { return false };
        let on_key = matches!(&*method.value, Expr::Name(name) if name.id.as_str() == self.key);
        let prefixes = match prefixes {
            Expr::Tuple(tuple) => tuple.elts.as_slice(),
            other => std::slice::from_ref(other),
        };
        let text = |prefix| self.context.text(self.at, prefix);
        let safe = |prefix| text(prefix).is_some_and(|prefix| is_safe_prefix(self.context, self.at, &prefix));
        on_key && method.attr.as_str() == "startswith" && prefixes.iter().all(safe)
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
