//! How a function calls itself.

use std::collections::HashSet;

use ruff_python_ast::visitor::{Visitor, walk_expr, walk_stmt};
use ruff_python_ast::{CmpOp, Expr, ExprCall, ExprNumberLiteral, Number, Operator, Stmt, StmtFunctionDef};

use super::facts::{mentions, names_in};
use super::partitions::{is_filtered, partitions};

/// How an argument compares with the parameter that it is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Same,
    Down,
    Up,
    /// All but one element.
    TailSlice,
    Halves,
    /// Half of the elements.
    HalfSlice,
    Other,
}

/// The calls of a function by itself.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts, each found on its own")]
pub struct Calls<'a> {
    /// Calls on one way through the function, at most.
    pub branches: u32,
    /// A loop is around one of them.
    pub looped: bool,
    /// By number of the parameter.
    pub steps: Vec<(usize, Step)>,
    /// Parameters that do not stay the same.
    pub changing: HashSet<usize>,
    /// Results are remembered.
    pub memoised: bool,
    /// Places are marked as seen.
    pub marks: bool,
    /// Marks are taken back, as in backtracking.
    pub unmarks: bool,
    /// Two elements change places around the call.
    pub swaps: bool,
    /// The loop goes on from where the caller's was.
    pub ordered: bool,
    /// It follows attributes, as over a tree.
    pub attributes: bool,
    /// Names in the conditions under which it stops.
    pub limits: Vec<&'a str>,
}

/// Looks at how a function calls itself.
pub fn self_calls(def: &StmtFunctionDef) -> Calls<'_> {
    let mut sites = Sites { name: def.name.as_str(), found: Vec::new(), loops: 0, starts: Vec::new() };
    sites.visit_body(&def.body);
    let method = def.parameters.iter().next().is_some_and(|first| first.as_parameter().name.as_str() == "self");
    let params: Vec<&str> = def.parameters.iter().map(|parameter| parameter.as_parameter().name.as_str()).collect();
    let skip = usize::from(method);
    let mut calls = Calls { branches: branches(&def.body, def.name.as_str()).0, ..Calls::default() };
    let mut middles = middles(&def.body);
    middles.extend(partitions(def, &sites.found));
    for (call, looped) in &sites.found {
        calls.looped |= *looped;
        for (index, argument) in call.arguments.args.iter().enumerate() {
            let index = index + skip;
            let Some(param) = params.get(index) else { continue };
            let step = step_of(argument, param, &middles);
            if step != Step::Same {
                calls.changing.insert(index);
            }
            calls.attributes |= matches!(argument, Expr::Attribute(attribute) if mentions(&attribute.value, param));
            calls.steps.push((index, step));
        }
    }
    calls.ordered = sites.starts.iter().any(|start| params.contains(start));
    marks(def, &params, &mut calls);
    calls.memoised = is_decorated(def) || remembers(&def.body);
    calls.limits = limits(&def.body);
    calls
}

/// Calls in the tree, and whether a loop is around them.
struct Sites<'a> {
    name: &'a str,
    found: Vec<(&'a ExprCall, bool)>,
    loops: u32,
    /// Names at which `range` starts in loops around calls.
    starts: Vec<&'a str>,
}

impl<'a> Visitor<'a> for Sites<'a> {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        match stmt {
            Stmt::For(inner) => {
                self.visit_expr(&inner.iter);
                self.loops += 1;
                if let Expr::Call(call) = &*inner.iter
                    && let Some(start) = call.arguments.args.first()
                    && call.arguments.args.len() >= 2
                {
                    self.starts.extend(names_in(start));
                }
                self.visit_body(&inner.body);
                self.loops -= 1;
            }
            Stmt::While(inner) => {
                self.loops += 1;
                self.visit_body(&inner.body);
                self.loops -= 1;
            }
            _ => walk_stmt(self, stmt),
        }
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        if let Expr::Call(call) = expr
            && calls_name(call, self.name)
        {
            self.found.push((call, self.loops > 0));
        }
        let comprehends = expr.is_list_comp_expr() || expr.is_set_comp_expr() || expr.is_generator_expr();
        self.loops += u32::from(comprehends);
        walk_expr(self, expr);
        self.loops -= u32::from(comprehends);
    }
}

fn calls_name(call: &ExprCall, name: &str) -> bool {
    match &*call.func {
        Expr::Name(called) => called.id.as_str() == name,
        Expr::Attribute(method) => method.attr.as_str() == name,
        _ => false,
    }
}

/// Calls on the dearest way through statements, and whether it always leaves the function.
fn branches(body: &[Stmt], name: &str) -> (u32, bool) {
    let mut sum = 0;
    let mut best = 0;
    for stmt in body {
        match stmt {
            Stmt::If(inner) => {
                let (first, leaves) = branches(&inner.body, name);
                let mut most = if leaves { 0 } else { first };
                let test = in_expr(&inner.test, name);
                best = best.max(sum + test + first);
                let mut all = leaves;
                let mut complete = false;
                for clause in &inner.elif_else_clauses {
                    let (count, leaves) = branches(&clause.body, name);
                    best = best.max(sum + test + count);
                    most = most.max(if leaves { 0 } else { count });
                    all &= leaves;
                    complete |= clause.test.is_none();
                }
                sum += test + most;
                if all && complete {
                    return (best.max(sum), true);
                }
            }
            Stmt::Return(inner) => {
                sum += inner.value.as_ref().map_or(0, |value| in_expr(value, name));
                return (best.max(sum), true);
            }
            Stmt::For(inner) => sum += branches(&inner.body, name).0,
            Stmt::While(inner) => sum += in_expr(&inner.test, name) + branches(&inner.body, name).0,
            Stmt::Try(inner) => sum += branches(&inner.body, name).0,
            Stmt::With(inner) => sum += branches(&inner.body, name).0,
            Stmt::Expr(inner) => sum += in_expr(&inner.value, name),
            Stmt::Assign(inner) => sum += in_expr(&inner.value, name),
            Stmt::AugAssign(inner) => sum += in_expr(&inner.value, name),
            Stmt::AnnAssign(inner) => sum += inner.value.as_ref().map_or(0, |value| in_expr(value, name)),
            _ => {}
        }
    }
    (best.max(sum), false)
}

/// Calls that an expression makes.
fn in_expr(expr: &Expr, name: &str) -> u32 {
    if let Expr::If(inner) = expr {
        return in_expr(&inner.test, name) + in_expr(&inner.body, name).max(in_expr(&inner.orelse, name));
    }
    let mut sites = Sites { name, found: Vec::new(), loops: 0, starts: Vec::new() };
    sites.visit_expr(expr);
    u32::try_from(sites.found.len()).unwrap_or(u32::MAX)
}

/// Names that hold the middle of something.
fn middles(body: &[Stmt]) -> Vec<&str> {
    super::updates::middles(body)
}

fn step_of(argument: &Expr, param: &str, middles: &[&str]) -> Step {
    match argument {
        Expr::Name(name) if name.id.as_str() == param => Step::Same,
        Expr::Name(name) if middles.contains(&name.id.as_str()) => Step::Halves,
        Expr::Subscript(subscript) => match &*subscript.slice {
            Expr::Slice(slice) => {
                let parts = [&slice.lower, &slice.upper].into_iter().flatten();
                let halves = parts.into_iter().any(|part| halves(part, middles));
                if halves { Step::HalfSlice } else { Step::TailSlice }
            }
            _ => Step::Other,
        },
        Expr::BinOp(operation) => {
            if halves(argument, middles) || operation.op == Operator::Mod {
                return Step::Halves;
            }
            let own = mentions(&operation.left, param);
            match operation.op {
                Operator::Sub if own => Step::Down,
                Operator::Add if own || mentions(&operation.right, param) => Step::Up,
                _ => Step::Other,
            }
        }
        Expr::ListComp(_) if is_filtered(argument, param) => Step::HalfSlice,
        Expr::Call(call) => call.arguments.args.first().map_or(Step::Other, |inner| {
            if mentions(inner, param) { step_of(inner, param, middles) } else { Step::Other }
        }),
        _ => Step::Other,
    }
}

fn halves(expr: &Expr, middles: &[&str]) -> bool {
    match expr {
        Expr::Name(name) => middles.contains(&name.id.as_str()),
        Expr::BinOp(operation) => {
            matches!(operation.op, Operator::FloorDiv | Operator::Div | Operator::RShift)
                || halves(&operation.left, middles)
                || halves(&operation.right, middles)
        }
        Expr::Call(call) => call.arguments.args.iter().any(|argument| halves(argument, middles)),
        _ => false,
    }
}

// === Memory ===

fn is_decorated(def: &StmtFunctionDef) -> bool {
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
fn remembers(body: &[Stmt]) -> bool {
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
fn guards_whole_body(inner: &ruff_python_ast::StmtIf, tested: &[&str], kept: &[&str]) -> bool {
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

// === Marks ===

fn marks(def: &StmtFunctionDef, params: &[&str], calls: &mut Calls<'_>) {
    let mut set = Vec::new();
    cells(&def.body, params, &mut set);
    let added = super::container_calls(&def.body);
    let adds = added.iter().any(|(_, method)| *method == "add");
    let removes = added.iter().any(|(_, method)| matches!(*method, "remove" | "discard" | "pop"));
    // The same cell set twice around the call: marked, and taken back.
    let twice = |cell: &Vec<String>| set.iter().filter(|(other, _)| other == cell).count() >= 2;
    calls.swaps = swaps(&def.body);
    calls.unmarks = set.iter().any(|(cell, back)| *back && twice(cell)) || removes || calls.swaps;
    let by_neighbour = calls.looped && walks_neighbours(&def.body, params);
    calls.marks = !set.is_empty()
        && (calls.looped || calls.branches >= 1)
        && calls.steps.iter().all(|(_, step)| !matches!(step, Step::Halves | Step::HalfSlice))
        && (by_neighbour || has_guard(&def.body))
        || adds && (by_neighbour || has_guard(&def.body))
        || by_neighbour && set.is_empty();
}

/// Cells that statements set, as text, and whether to what may be there without a mark.
fn cells(body: &[Stmt], _params: &[&str], set: &mut Vec<(Vec<String>, bool)>) {
    struct Cells<'v>(&'v mut Vec<(Vec<String>, bool)>);
    impl<'a> Visitor<'a> for Cells<'_> {
        fn visit_stmt(&mut self, stmt: &'a Stmt) {
            let (targets, back): (&[Expr], bool) = match stmt {
                Stmt::Assign(assign) => (&assign.targets, is_blank(&assign.value)),
                Stmt::AugAssign(assign) => (std::slice::from_ref(&assign.target), assign.op == Operator::Sub),
                _ => (&[], false),
            };
            for target in targets.iter().filter(|target| target.is_subscript_expr()) {
                self.0.push((names_in(target).iter().map(|name| (*name).to_owned()).collect(), back));
            }
            walk_stmt(self, stmt);
        }
    }
    Cells(set).visit_body(body);
}

/// A value that says that nothing is there, or what was there before.
fn is_blank(value: &Expr) -> bool {
    match value {
        Expr::BooleanLiteral(literal) => !literal.value,
        Expr::NoneLiteral(_) | Expr::StringLiteral(_) | Expr::Name(_) => true,
        Expr::NumberLiteral(ExprNumberLiteral { value: Number::Int(value), .. }) => value.as_i64() == Some(0),
        _ => false,
    }
}

/// Two cells change places.
fn swaps(body: &[Stmt]) -> bool {
    struct Swaps(u32);
    impl<'a> Visitor<'a> for Swaps {
        fn visit_stmt(&mut self, stmt: &'a Stmt) {
            if let Stmt::Assign(assign) = stmt
                && let ([Expr::Tuple(left)], Expr::Tuple(right)) = (assign.targets.as_slice(), &*assign.value)
                && left.elts.len() == 2
                && right.elts.len() == 2
                && left.elts.iter().all(Expr::is_subscript_expr)
            {
                self.0 += 1;
            }
            walk_stmt(self, stmt);
        }
    }
    let mut swaps = Swaps(0);
    swaps.visit_body(body);
    swaps.0 >= 2
}

/// A loop over what a parameter picks, as neighbours in a graph.
fn walks_neighbours(body: &[Stmt], params: &[&str]) -> bool {
    struct Walks<'p>(&'p [&'p str], bool);
    impl<'a> Visitor<'a> for Walks<'_> {
        fn visit_stmt(&mut self, stmt: &'a Stmt) {
            if let Stmt::For(inner) = stmt {
                let picked = |expr: &Expr| match expr {
                    Expr::Subscript(subscript) => names_in(&subscript.slice).iter().any(|name| self.0.contains(name)),
                    Expr::Attribute(attribute) => {
                        names_in(&attribute.value).iter().any(|name| self.0.contains(name) && *name != "self")
                    }
                    _ => false,
                };
                self.1 |= picked(&inner.iter);
            }
            walk_stmt(self, stmt);
        }
    }
    let mut walks = Walks(params, false);
    walks.visit_body(body);
    walks.1
}

/// A condition on a cell.
fn has_guard(body: &[Stmt]) -> bool {
    struct Guards(bool);
    impl<'a> Visitor<'a> for Guards {
        fn visit_stmt(&mut self, stmt: &'a Stmt) {
            if let Stmt::If(inner) = stmt {
                struct Cell(bool);
                impl<'a> Visitor<'a> for Cell {
                    fn visit_expr(&mut self, expr: &'a Expr) {
                        let asks = matches!(expr, Expr::Compare(compare) if compare.ops.iter().any(|op| matches!(op, CmpOp::In | CmpOp::NotIn)));
                        self.0 |= expr.is_subscript_expr() || asks;
                        walk_expr(self, expr);
                    }
                }
                let mut cell = Cell(false);
                cell.visit_expr(&inner.test);
                self.0 |= cell.0;
            }
            walk_stmt(self, stmt);
        }
    }
    let mut guards = Guards(false);
    guards.visit_body(body);
    guards.0
}

/// Names in conditions whose branch returns at once.
fn limits(body: &[Stmt]) -> Vec<&str> {
    let mut names = Vec::new();
    for stmt in body {
        if let Stmt::If(inner) = stmt {
            let leaves = inner.body.iter().any(|stmt| matches!(stmt, Stmt::Return(_)));
            if leaves || !inner.elif_else_clauses.is_empty() {
                names.extend(names_in(&inner.test));
            }
        }
        if let Stmt::For(inner) = stmt {
            names.extend(names_in(&inner.iter));
        }
    }
    names
}
