//! Whether a function remembers its results.

use ruff_python_ast::visitor::{Visitor, walk_stmt};
use ruff_python_ast::{CmpOp, Expr, Stmt, StmtFunctionDef, StmtIf};

use super::facts::names_in;

pub(super) fn is_decorated(def: &StmtFunctionDef) -> bool {
    def.decorator_list.iter().any(|decorator| {
        let called = match &decorator.expression {
            Expr::Call(call) => &*call.func,
            other => other,
        };
        let name = match called {
            Expr::Name(name) => name.id.as_str(),
            Expr::Attribute(attribute) => attribute.attr.as_str(),
            _ => return false,
        };
        let name = name.to_lowercase();
        name.contains("cache") || name.contains("memo")
    })
}

/// Whether statements return what a container remembers, and put into it what they find.
pub(super) fn remembers(body: &[Stmt]) -> bool {
    let mut kept = Vec::new();
    stored(body, &mut kept);
    body.iter().any(|stmt| {
        let Stmt::If(inner) = stmt else { return false };
        let arms = std::iter::once(&*inner.body).chain(inner.elif_else_clauses.iter().map(|clause| &*clause.body));
        let tested = names_in(&inner.test);
        let mut returned = arms.filter_map(|arm| match arm {
            [.., Stmt::Return(last)] => last.value.as_deref(),
            _ => None,
        });
        let from_container = |value: &Expr| {
            value.is_subscript_expr()
                && names_in(value).first().is_some_and(|name| tested.contains(name) && kept.contains(name))
        };
        returned.any(from_container) || guards_whole_body(inner, &tested, &kept)
    })
}

/// `if key not in memo: memo[key] = …` around everything.
fn guards_whole_body(inner: &StmtIf, tested: &[&str], kept: &[&str]) -> bool {
    let Expr::Compare(compare) = &*inner.test else { return false };
    let absent = matches!(&*compare.ops, [CmpOp::NotIn]) || matches!(&*compare.ops, [CmpOp::Eq | CmpOp::Is]);
    let mut stores = Vec::new();
    stored(&inner.body, &mut stores);
    absent && inner.test.is_compare_expr() && stores.iter().any(|name| tested.contains(name) && kept.contains(name))
}

/// Containers that statements assign into.
fn stored<'a>(body: &'a [Stmt], into: &mut Vec<&'a str>) {
    struct Stores<'a, 'v>(&'v mut Vec<&'a str>);
    impl<'a> Visitor<'a> for Stores<'a, '_> {
        fn visit_stmt(&mut self, stmt: &'a Stmt) {
            if let Stmt::Assign(assign) = stmt {
                for target in assign.targets.iter().filter(|target| target.is_subscript_expr()) {
                    self.0.extend(names_in(target).first());
                    if let Expr::Subscript(subscript) = target
                        && let Expr::Attribute(attribute) = &*subscript.value
                    {
                        self.0.push(attribute.attr.as_str());
                    }
                }
            }
            walk_stmt(self, stmt);
        }
    }
    Stores(into).visit_body(body);
}
