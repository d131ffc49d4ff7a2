//! Writes the counting into statements and expressions.
//!
//! What is inserted stays on the line where it is, wherever Python allows that, and every part of the program is
//! evaluated once, where and when it was before.

use std::collections::HashMap;

use ruff_python_ast::visitor::{Visitor, walk_expr, walk_f_string, walk_stmt};
use ruff_python_ast::{
    CmpOp, Comprehension, Expr, ExprContext, FString, InterpolatedStringElement, Operator, Pattern, Stmt,
    StmtAugAssign, StmtClassDef, StmtFunctionDef, TString, TypeParams,
};
use ruff_text_size::{Ranged, TextSize};

use super::bodies::{bodies_of_recursions, body_of_recursion, has_docstring, is_simple};
use super::costs;
use super::edits::Edits;
use super::identifiers::Identifiers;
use super::layout::{Layout, line_before};
use super::names::Names;

/// Writes into one program.
pub(super) struct Counter<'s> {
    pub source: &'s str,
    pub mark: &'s str,
    pub names: &'s Names<'s>,
    pub identifiers: &'s Identifiers<'s>,
    pub layout: &'s Layout,
    pub edits: Edits,
    /// The functions around, the outermost first.
    functions: Vec<TextSize>,
    /// Where the bodies of functions that call themselves begin and end: they are one deeper.
    deeper: Vec<(usize, usize)>,
    /// Expressions still to come that something goes around: the function, and what it is given besides.
    ahead: HashMap<*const Expr, (char, String)>,
    /// The operation that a sum is a part of, if it is.
    in_sum: bool,
    /// Names may mean anything here: nothing is inserted.
    is_strange: bool,
}

impl<'s> Counter<'s> {
    pub(super) fn new(
        source: &'s str,
        mark: &'s str,
        names: &'s Names<'s>,
        identifiers: &'s Identifiers<'s>,
        layout: &'s Layout,
    ) -> Self {
        Self {
            source,
            mark,
            names,
            identifiers,
            layout,
            edits: Edits::default(),
            functions: Vec::new(),
            deeper: Vec::new(),
            ahead: HashMap::new(),
            in_sum: false,
            is_strange: false,
        }
    }

    /// Counts the statements of a module from a place on.
    pub(super) fn count(&mut self, body: &[Stmt], from: usize) {
        self.deepen(body, from);
        self.visit_body(body);
    }

    /// Makes lines deeper: those of the module, and those of functions that call themselves.
    fn deepen(&mut self, body: &[Stmt], from: usize) {
        self.deeper = bodies_of_recursions(body, self.source, self.layout);
        for start in self.layout.starts.iter().copied().filter(|start| *start >= from) {
            self.edits.insert(start, " ".repeat(self.depth_at(start)));
        }
    }

    /// By how much a place is deeper than it was, what begins there aside.
    fn depth_at(&self, at: usize) -> usize {
        1 + self.deeper.iter().filter(|(start, end)| *start < at && at <= *end).count()
    }

    /// Counts how deep the calls of a function that calls itself are.
    fn calls(&mut self, def: &StmtFunctionDef, (start, end): (usize, usize)) {
        let m = self.mark;
        let own_line = self.layout.begins_at(start);
        let base = if own_line { start } else { def.range().start().to_usize() };
        let around = self.deeper.iter().filter(|(start, end)| *start <= base && base <= *end).count();
        // A body on its own lines is itself among those; one in the line of its `def` begins a line of its own now.
        let indent = format!(
            "{}{}",
            line_before(self.source, base),
            " ".repeat(around + 1 + usize::from(!own_line) - usize::from(own_line))
        );
        let given = def.parameters.iter().map(|parameter| parameter.as_parameter().name.as_str());
        let given = given.collect::<Vec<_>>().join(", ");
        let first = if own_line { String::new() } else { format!("\n{indent}") };
        self.edits.insert(start, format!("{first}{m}e({given})\n{indent}try:\n{indent} "));
        self.parts(def);
        if let Some(line_end) = self.layout.end_after(end) {
            self.edits.insert(line_end, format!("\n{indent}finally: {m}x()"));
        }
    }

    fn function(&mut self, def: &StmtFunctionDef) {
        self.functions.push(def.range().start());
        match body_of_recursion(def, self.source, self.layout).filter(|body| self.deeper.contains(body)) {
            Some(body) => self.calls(def, body),
            None => self.parts(def),
        }
        self.functions.pop();
    }

    /// Decorators and defaults belong to the scope around, and what is in the body to the function's.
    fn parts(&mut self, def: &StmtFunctionDef) {
        for decorator in &def.decorator_list {
            self.visit_decorator(decorator);
        }
        self.visit_parameters(&def.parameters);
        let before = std::mem::take(&mut self.is_strange);
        self.body(&def.body, has_docstring(&def.body));
        self.visit_body(&def.body);
        self.is_strange = before;
    }

    /// The names of a class without bases are looked up as everywhere; others may have a namespace of their own making.
    fn class(&mut self, class: &StmtClassDef) {
        for decorator in &class.decorator_list {
            self.visit_decorator(decorator);
        }
        if let Some(arguments) = &class.arguments {
            self.visit_arguments(arguments);
        }
        let before = self.is_strange;
        self.is_strange |= class.arguments.as_ref().is_some_and(|arguments| !arguments.is_empty());
        self.visit_body(&class.body);
        self.is_strange = before;
    }

    /// Counts each time a body starts.
    fn body(&mut self, body: &[Stmt], has_docstring: bool) {
        if self.is_strange {
            return;
        }
        let m = self.mark;
        let names = if self.identifiers.finalizers { String::new() } else { self.names.of(&self.functions) };
        let look = format!("{m}b() and {m}h({names})");
        let Some(first) = body.get(usize::from(has_docstring)) else {
            if let Some(docstring) = body.first() {
                self.edits.insert(docstring.range().end().to_usize(), format!(";{look}"));
            }
            return;
        };
        let at = first.range().start().to_usize();
        if is_simple(first) {
            self.edits.insert(at, format!("{look};"));
        } else {
            let inside = usize::from(self.deeper.iter().any(|(start, _)| *start == at));
            let indent = format!("{}{}", line_before(self.source, at), " ".repeat(self.depth_at(at) + inside));
            self.edits.insert(at, format!("{look}\n{indent}"));
        }
    }

    /// Puts a call around an expression.
    fn around(&mut self, expr: &Expr, function: char, rest: &str, visit: impl FnOnce(&mut Self)) {
        if self.is_strange {
            return visit(self);
        }
        let (start, end) = (expr.range().start().to_usize(), expr.range().end().to_usize());
        let glued = self.source[..start].ends_with(|before: char| before.is_alphanumeric() || before == '_');
        let bracketed = !rest.is_empty() || needs_brackets(expr);
        let space = if glued { " " } else { "" };
        let open = if bracketed { "((" } else { "(" };
        self.edits.insert(start, format!("{space}{}{function}{open}", self.mark));
        visit(self);
        self.edits.insert(end, if bracketed { format!("){rest})") } else { ")".to_owned() });
    }

    /// Has a call put around an expression when it is come to.
    fn wrap_later(&mut self, expr: &Expr, function: char, rest: String) {
        self.ahead.insert(std::ptr::from_ref(expr), (function, rest));
    }

    fn comprehension(&mut self, generators: &[Comprehension], element: &[&Expr]) {
        for generator in generators {
            self.visit_expr(&generator.iter);
            for (index, condition) in generator.ifs.iter().enumerate() {
                if index == 0 {
                    self.wrap_later(condition, 't', String::new());
                }
                self.visit_expr(condition);
            }
        }
        for (index, part) in element.iter().enumerate() {
            if index == 0 && !part.is_starred_expr() {
                self.wrap_later(part, 't', String::new());
            }
            self.visit_expr(part);
        }
    }

    /// Adding to a text or list costs as much as what is added.
    fn addition(&mut self, inner: &StmtAugAssign) {
        if inner.op != Operator::Add || !costs::may_be_long(&inner.value) {
            return;
        }
        match &*inner.target {
            Expr::Name(name) if self.identifiers.is_number(name.id.as_str()) => {}
            Expr::Name(name) => self.wrap_later(&inner.value, 'u', format!(", {}", name.id)),
            _ => self.wrap_later(&inner.value, 'j', String::new()),
        }
    }

    /// Goes on into an expression.
    fn inside(&mut self, expr: &Expr) {
        let is_sum = matches!(expr, Expr::BinOp(inner) if inner.op == Operator::Add);
        let before = std::mem::replace(&mut self.in_sum, is_sum);
        self.elements(expr);
        self.in_sum = before;
    }

    /// Marks those of its elements that cost something.
    fn elements(&mut self, expr: &Expr) {
        match expr {
            Expr::ListComp(inner) => return self.comprehension(&inner.generators, &[&inner.elt]),
            Expr::SetComp(inner) => return self.comprehension(&inner.generators, &[&inner.elt]),
            Expr::Generator(inner) => return self.comprehension(&inner.generators, &[&inner.elt]),
            Expr::DictComp(inner) => {
                let parts: Vec<&Expr> = inner.key.iter().map(|key| &**key).chain([&*inner.value]).collect();
                return self.comprehension(&inner.generators, &parts);
            }
            Expr::Lambda(inner) => self.wrap_later(&inner.body, 't', String::new()),
            Expr::Compare(inner) => {
                for (op, comparator) in inner.ops.iter().zip(&inner.comparators) {
                    if matches!(op, CmpOp::In | CmpOp::NotIn) && costs::may_be_searched(comparator) {
                        self.wrap_later(comparator, 'k', String::new());
                    }
                }
            }
            Expr::Call(inner) => {
                for argument in &*inner.arguments.args {
                    if let Expr::Starred(starred) = argument {
                        self.wrap_later(&starred.value, 'i', String::new());
                    }
                }
            }
            _ => {}
        }
        walk_expr(self, expr);
    }

    /// What the expression costs as a whole.
    fn whole(&mut self, expr: &Expr) -> Option<char> {
        match expr {
            Expr::Subscript(inner) if inner.ctx == ExprContext::Load && inner.slice.is_slice_expr() => Some('k'),
            Expr::BinOp(_) if costs::makes_sequence(expr, self.in_sum) => Some('k'),
            Expr::Call(call) => {
                let cost = costs::of_call(expr, call, self.identifiers)?;
                if std::ptr::eq(cost.around, expr) {
                    return Some(cost.function);
                }
                self.wrap_later(cost.around, cost.function, String::new());
                None
            }
            _ => None,
        }
    }

    fn counted(&mut self, expr: &Expr) {
        match self.whole(expr) {
            Some(function) => self.around(expr, function, "", |counter| counter.inside(expr)),
            None => self.inside(expr),
        }
    }
}

impl<'a> Visitor<'a> for Counter<'_> {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        match stmt {
            Stmt::For(inner) => self.body(&inner.body, false),
            Stmt::While(inner) => self.body(&inner.body, false),
            Stmt::FunctionDef(inner) => return self.function(inner),
            Stmt::ClassDef(inner) => return self.class(inner),
            Stmt::AugAssign(inner) => self.addition(inner),
            Stmt::Delete(_) | Stmt::TypeAlias(_) => return,
            _ => {}
        }
        walk_stmt(self, stmt);
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        match self.ahead.remove(&std::ptr::from_ref(expr)) {
            Some((function, rest)) => self.around(expr, function, &rest, |counter| counter.counted(expr)),
            None => self.counted(expr),
        }
    }

    // What is not evaluated as it is written stays as it is written.

    fn visit_annotation(&mut self, _: &'a Expr) {}

    fn visit_pattern(&mut self, _: &'a Pattern) {}

    fn visit_type_params(&mut self, _: &'a TypeParams) {}

    fn visit_t_string(&mut self, _: &'a TString) {}

    fn visit_f_string(&mut self, text: &'a FString) {
        let shows_source = |element: &InterpolatedStringElement| matches!(element, InterpolatedStringElement::Interpolation(inner) if inner.debug_text.is_some());
        if !text.elements.iter().any(shows_source) {
            walk_f_string(self, text);
        }
    }
}

/// Whether an expression is no argument of a call without brackets of its own.
fn needs_brackets(expr: &Expr) -> bool {
    match expr {
        Expr::Yield(_) | Expr::YieldFrom(_) | Expr::Named(_) => true,
        Expr::Generator(inner) => !inner.parenthesized,
        Expr::Tuple(inner) => !inner.parenthesized,
        _ => false,
    }
}
