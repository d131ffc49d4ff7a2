//! The rules, one file each, and the second walk that applies them.

mod annotations;
mod builtins;
mod classes;
mod dunders;
mod field_names;
mod formats;
mod frames;
mod guards;
mod imports;
mod library;
mod modules;
mod namespaces;
mod objects;
mod passed;
mod patterns;
mod reflection;
mod strings;

use std::collections::HashSet;

use ruff_python_ast::{
    Expr, ExprCall, ExprContext, ExprName, Identifier, Keyword, ModModule, Pattern, Stmt, StmtClassDef, StmtFunctionDef,
};
use ruff_text_size::{Ranged, TextRange, TextSize};

use self::passed::Passed;
use crate::budget::Budget;
use crate::report::{Finding, Report, Rule};
use crate::scope::{Binder, Found, Scopes};
use crate::text::{Fields, Folder, fields};
use crate::walk::{At, Below, Listener, Node, walk};

/// What reading one field of a format costs, in steps.
const STEPS_PER_FIELD: usize = 8;

/// Applies every rule to a module.
pub fn check(source: &str, module: &ModModule, extra_imports: &HashSet<String>, budget: Budget) -> Report {
    let scopes = Scopes::collect(&module.body, budget);
    let folder = Folder::new(&scopes);
    let imports = |name| scopes.facts.imported.contains(&("functools", name));
    let context = Context {
        source,
        scopes: &scopes,
        folder,
        extra_imports,
        copies: imports("wraps") || imports("update_wrapper"),
        dispatches: imports("singledispatch") || imports("singledispatchmethod"),
        report: Report::default(),
        conflicts: Conflicts::default(),
        passed: Passed::default(),
    };
    let mut rules = Rules { context };
    walk(&module.body, &mut rules);
    rules.context.finish()
}

/// What rules know about the source, and where they put what they find.
pub struct Context<'s, 'a> {
    /// The source text.
    pub source: &'a str,
    /// Every name's bindings.
    pub scopes: &'s Scopes<'a>,
    /// Follows strings.
    pub folder: Folder<'s, 'a>,
    /// Modules that the operator vouches for.
    pub extra_imports: &'s HashSet<String>,
    /// Whether the program imports something that copies attributes.
    pub copies: bool,
    /// Whether it imports dispatch by type.
    pub dispatches: bool,
    report: Report,
    conflicts: Conflicts,
    passed: Passed<'a>,
}

/// Things that are harmless alone and are refused together.
#[derive(Default)]
struct Conflicts {
    /// Attributes of computed names are set, which a positional pattern could read.
    sets_computed: bool,
    /// Positional patterns over the program's own classes.
    positional: Vec<Finding>,
    /// Classes are made by calls, with annotations that may be computed.
    makes_classes: bool,
    /// Code generated from annotations for classes that are not written out.
    generates: Vec<Finding>,
    /// A `__getattr__` passes names on, and could keep what it gets.
    forwards: bool,
    /// Questions with names that are not known, which would reach such a `__getattr__`.
    asks: Vec<Finding>,
}

impl<'a> Context<'_, 'a> {
    /// Reports a violation.
    pub fn refuse(&mut self, rule: Rule, range: TextRange, message: impl Into<String>, allowed: impl Into<String>) {
        self.report.add(Finding::new(rule, range, message, allowed));
    }

    /// What a name is bound to, as seen from `at`.
    pub fn look_up(&self, at: &At<'_, 'a>, name: &ExprName) -> Option<Found<'_, 'a>> {
        self.scopes.look_up(name.id.as_str(), at.scope)
    }

    /// Whether `expr` is the builtin `name`, or may be.
    pub fn is_builtin(&self, at: &At<'_, 'a>, expr: &Expr, name: &str) -> bool {
        matches!(expr, Expr::Name(used) if used.id.as_str() == name) && self.builtin(at, expr).is_some()
    }

    /// The name of the builtin that `expr` may be.
    pub fn builtin<'e>(&self, at: &At<'_, 'a>, expr: &'e Expr) -> Option<&'e str> {
        let Expr::Name(name) = expr else { return None };
        let text = name.id.as_str();
        self.scopes.may_be_builtin(text, at.scope, name.start()).then_some(text)
    }

    /// Whether `expr` is the library's `module.name`, or may be.
    pub fn is_public(&self, at: &At<'_, 'a>, expr: &Expr, module: &str, name: &str) -> bool {
        match expr {
            Expr::Name(used) => self.look_up(at, used).is_some_and(|found| {
                let is = |by| matches!(by, Binder::Public { module: m, name: n } if m == module && n == name);
                found.bindings.iter().any(|binding| is(binding.by))
            }),
            Expr::Attribute(member) => {
                member.attr.as_str() == name && modules::module_of(self, at, &member.value) == Some(module)
            }
            _ => false,
        }
    }

    /// The folded text of an expression, if it is known.
    pub fn text(&self, at: &At<'_, 'a>, expr: &Expr) -> Option<String> {
        self.folder.text(expr, at.scope)
    }

    /// The replacement fields of a format, which cost steps to read.
    pub fn fields(&self, format: &str) -> Fields {
        self.scopes.budget.spend(format.matches('{').count() * STEPS_PER_FIELD);
        fields(format)
    }

    fn finish(mut self) -> Report {
        let Conflicts { sets_computed, positional, makes_classes, generates, forwards, asks } =
            std::mem::take(&mut self.conflicts);
        for (conflict, findings) in [(sets_computed, positional), (makes_classes, generates), (forwards, asks)] {
            findings.into_iter().filter(|_| conflict).for_each(|finding| self.report.add(finding));
        }
        std::mem::take(&mut self.passed).findings().into_iter().for_each(|finding| self.report.add(finding));
        if self.scopes.budget.is_spent() { too_complex() } else { self.report }
    }
}

/// What is left to say when the budget is used up: other findings may be wrong.
fn too_complex() -> Report {
    let message = "The names and strings of this program lead to each other in too many ways to be checked.";
    let start = TextRange::empty(TextSize::new(0));
    let mut report = Report::default();
    report.add(Finding::new(Rule::TooComplex, start, message, "Write strings out, and give each name one meaning."));
    report
}

/// The expression directly above.
pub fn parent_expr<'a>(at: &At<'_, 'a>) -> Option<&'a Expr> {
    match at.above.last() {
        Some(Node::Expr(expr)) => Some(expr),
        _ => None,
    }
}

/// The call that has `expr` as its function.
pub fn call_of<'a>(at: &At<'_, 'a>, expr: &Expr) -> Option<&'a ExprCall> {
    match parent_expr(at) {
        Some(Expr::Call(call)) if call.func.range() == expr.range() => Some(call),
        _ => None,
    }
}

/// The call that has `expr` as its first argument.
pub fn call_with_first<'a>(at: &At<'_, 'a>, expr: &Expr) -> Option<&'a ExprCall> {
    match parent_expr(at) {
        Some(Expr::Call(call)) if call.arguments.args.first().map(Ranged::range) == Some(expr.range()) => Some(call),
        _ => None,
    }
}

/// The function that `expr` is a parameter of, and which one.
pub fn parameter_of<'a>(
    context: &Context<'_, 'a>,
    at: &At<'_, 'a>,
    expr: &Expr,
) -> Option<(&'a StmtFunctionDef, usize)> {
    let Expr::Name(name) = expr else { return None };
    context.look_up(at, name)?.bindings.iter().find_map(|binding| match binding.by {
        Binder::Parameter { function, index } => Some((function?, index)),
        _ => None,
    })
}

/// The innermost function around a place, and the class whose body it stands in.
pub fn enclosing_method<'a>(at: &At<'_, 'a>) -> Option<(&'a StmtFunctionDef, Option<&'a StmtClassDef>)> {
    let statements = |node: &Node<'a>| if let Node::Stmt(stmt) = node { Some(*stmt) } else { None };
    let mut above = at.above.iter().rev().filter_map(statements);
    let function = above.find_map(|stmt| if let Stmt::FunctionDef(function) = stmt { Some(function) } else { None })?;
    let class = above.find_map(|stmt| match stmt {
        Stmt::ClassDef(class) => Some(Some(class)),
        Stmt::FunctionDef(_) => Some(None),
        _ => None,
    });
    Some((function, class.flatten()))
}

/// Checks a name that an import bound.
fn imported_name<'a>(context: &mut Context<'_, 'a>, at: &At<'_, 'a>, expr: &'a Expr, name: &ExprName) {
    if name.ctx != ExprContext::Load {
        return;
    }
    let Some(found) = context.look_up(at, name) else { return };
    let imports = |by: &Binder<'a>| matches!(by, Binder::Module(_) | Binder::Public { .. });
    let imported: Vec<_> = found.bindings.iter().map(|binding| binding.by).filter(imports).collect();
    for by in imported {
        match by {
            Binder::Module(module) => modules::value(context, at, module, expr),
            Binder::Public { module, name } => library::name(context, at, expr, module, name),
            _ => {}
        }
    }
}

struct Rules<'s, 'a> {
    context: Context<'s, 'a>,
}

impl<'a> Listener<'a> for Rules<'_, 'a> {
    fn stmt(&mut self, at: &At<'_, 'a>, stmt: &'a Stmt) {
        imports::stmt(&mut self.context, at, stmt);
        dunders::stmt(&mut self.context, stmt);
        passed::stmt(&mut self.context, stmt);
        classes::stmt(&mut self.context, at, stmt);
    }

    fn expr(&mut self, at: &At<'_, 'a>, expr: &'a Expr) -> Below {
        let context = &mut self.context;
        if context.scopes.budget.is_spent() {
            return Below::Skip;
        }
        match expr {
            Expr::Name(name) => {
                dunders::name(context, at, name);
                builtins::name(context, at, expr, name);
                classes::name(context, at, expr, name);
                imported_name(context, at, expr, name);
            }
            Expr::Attribute(attribute) => {
                library::value(context, at, expr);
                if let Some(module) = modules::module_of(context, at, &attribute.value) {
                    modules::member(context, at, module, attribute);
                    return Below::Skip;
                }
                dunders::attribute(context, at, expr, attribute);
                frames::attribute(context, at, attribute);
                formats::attribute(context, at, expr, attribute);
                annotations::attribute(context, at, expr, attribute);
                passed::attribute(context, at, expr, attribute);
            }
            Expr::Call(call) => {
                reflection::call(context, at, call);
                library::call(context, at, call);
                passed::call(context, at, call);
            }
            _ => {}
        }
        Below::Visit
    }

    fn after_expr(&mut self, at: &At<'_, 'a>, expr: &'a Expr) {
        strings::expr(&mut self.context, at, expr);
        annotations::expr(&mut self.context, at, expr);
    }

    fn pattern(&mut self, at: &At<'_, 'a>, pattern: &'a Pattern) {
        if let Pattern::MatchClass(class) = pattern {
            patterns::class(&mut self.context, at, class);
        }
    }

    fn keyword(&mut self, _at: &At<'_, 'a>, keyword: &'a Keyword) {
        dunders::keyword(&mut self.context, keyword);
    }

    fn bind(&mut self, _at: &At<'_, 'a>, name: &'a Identifier, by: Binder<'a>) {
        dunders::binding(&mut self.context, name, by);
    }
}
