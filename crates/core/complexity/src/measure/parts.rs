//! Whether a program goes through the parts of something, or only takes it as a whole or at fixed places.

use ruff_python_ast::visitor::{Visitor, walk_expr, walk_stmt};
use ruff_python_ast::{Comprehension, Expr, ExprCall, Number, Stmt, UnaryOp};

use crate::scan;

/// Functions that take a value as a whole, and give something that does not grow with it.
const WHOLE: [&str; 9] = ["any", "all", "bool", "int", "len", "max", "min", "print", "sum"];
/// Methods that do.
const METHODS: [&str; 10] =
    ["count", "endswith", "find", "index", "isalpha", "isdigit", "rfind", "reverse", "sort", "startswith"];
/// A fixed place further back stands in no line that is made.
const PLACES_MAX: u64 = 16;

/// How many places a body needs of what a name holds, if it needs only fixed ones; none if it goes through all of them,
/// keeps it, or gives it to somebody who may.
pub(super) fn places_needed(body: &[Stmt], name: &str) -> Option<usize> {
    let mut uses = Uses { name, places: 0, through: false };
    uses.visit_body(body);
    (!uses.through).then_some(uses.places)
}

/// Whether something is left of what is in an expression that does not grow with it.
pub(super) fn is_whole(expr: &Expr) -> bool {
    matches!(expr, Expr::Call(call) if is_whole_call(call)) && !walks(expr)
}

/// Whether a call takes what it is given as a whole.
pub(super) fn is_whole_call(call: &ExprCall) -> bool {
    matches!(&*call.func, Expr::Name(name) if WHOLE.contains(&name.id.as_str()))
}

/// Whether an expression goes through something itself.
pub(super) fn walks(expr: &Expr) -> bool {
    let walk = |part: &Expr| {
        part.is_list_comp_expr() || part.is_set_comp_expr() || part.is_dict_comp_expr() || part.is_generator_expr()
    };
    walk(expr) || children(expr).into_iter().any(walks)
}

/// The expressions that an expression is made of.
pub(super) fn children(expr: &Expr) -> Vec<&Expr> {
    struct Children<'a>(Vec<&'a Expr>);
    impl<'a> Visitor<'a> for Children<'a> {
        fn visit_expr(&mut self, expr: &'a Expr) {
            self.0.push(expr);
        }
    }
    let mut children = Children(Vec::new());
    walk_expr(&mut children, expr);
    children.0
}

struct Uses<'n> {
    name: &'n str,
    places: usize,
    through: bool,
}

impl Uses<'_> {
    fn is_it(&self, expr: &Expr) -> bool {
        matches!(expr, Expr::Name(name) if name.id.as_str() == self.name)
    }

    /// What decides how often something is done.
    fn bound(&mut self, expr: &Expr) {
        self.through |= scan::names_in(expr).contains(&self.name);
    }

    /// An operand that may be the whole.
    fn operand(&mut self, expr: &Expr) {
        if !self.is_it(expr) {
            self.visit_expr(expr);
        }
    }

    fn place(&mut self, slice: &Expr) {
        let place = match slice {
            Expr::UnaryOp(inner) if inner.op == UnaryOp::USub => number(&inner.operand),
            other => number(other).map(|place| place + 1),
        };
        match place.filter(|place| *place <= PLACES_MAX).and_then(|place| usize::try_from(place).ok()) {
            Some(place) => self.places = self.places.max(place),
            None => self.through = true,
        }
    }

    fn call(&mut self, call: &ExprCall) {
        let whole = is_whole_call(call);
        match &*call.func {
            Expr::Attribute(method) if self.is_it(&method.value) => {
                self.through |= !METHODS.contains(&method.attr.as_str());
            }
            other => self.visit_expr(other),
        }
        for argument in &*call.arguments.args {
            if whole { self.operand(argument) } else { self.visit_expr(argument) }
        }
        call.arguments.keywords.iter().for_each(|keyword| self.visit_expr(&keyword.value));
    }
}

fn number(expr: &Expr) -> Option<u64> {
    match expr {
        Expr::NumberLiteral(literal) => match &literal.value {
            Number::Int(value) => value.as_u64(),
            _ => None,
        },
        _ => None,
    }
}

impl<'a> Visitor<'a> for Uses<'_> {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        match stmt {
            Stmt::For(inner) => self.bound(&inner.iter),
            Stmt::While(inner) => self.bound(&inner.test),
            _ => {}
        }
        walk_stmt(self, stmt);
    }

    fn visit_comprehension(&mut self, comprehension: &'a Comprehension) {
        self.bound(&comprehension.iter);
        ruff_python_ast::visitor::walk_comprehension(self, comprehension);
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Name(name) => self.through |= name.ctx.is_load() && name.id.as_str() == self.name,
            Expr::Subscript(inner) if self.is_it(&inner.value) => self.place(&inner.slice),
            Expr::Compare(compare) => {
                self.operand(&compare.left);
                compare.comparators.iter().for_each(|operand| self.operand(operand));
            }
            Expr::BoolOp(operation) => operation.values.iter().for_each(|operand| self.operand(operand)),
            Expr::UnaryOp(operation) => self.operand(&operation.operand),
            Expr::Call(call) => self.call(call),
            _ => walk_expr(self, expr),
        }
    }
}
