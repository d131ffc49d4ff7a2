//! Statements.

use std::rc::Rc;

use ruff_python_ast::{CmpOp, ExceptHandler, Expr, Stmt, StmtIf, StmtImport, StmtImportFrom, StmtTry, StmtWith};

use super::jumps::End;
use super::literals::number as literal_number;
use super::{Interp, Scope};
use crate::value::{Num, Value};

impl<'a> Interp<'a> {
    /// Executes statements one after the other.
    pub(super) fn block(&mut self, body: &'a [Stmt]) -> End {
        for stmt in body {
            if !self.enter() {
                return End::Next;
            }
            let end = self.stmt(stmt);
            self.leave();
            if end != End::Next {
                return end;
            }
        }
        End::Next
    }

    /// Executes a module.
    pub fn module(&mut self, body: &'a [Stmt]) {
        self.block(body);
        self.main_cost = self.frames.first().map(|root| root.cost.clone()).unwrap_or_default();
    }

    fn stmt(&mut self, stmt: &'a Stmt) -> End {
        match stmt {
            Stmt::Expr(inner) => {
                self.eval(&inner.value);
                if is_exit(&inner.value) { End::Leave } else { End::Next }
            }
            Stmt::Assign(inner) => {
                if let [Expr::Name(name)] = inner.targets.as_slice()
                    && self.extends_text(name.id.as_str(), &inner.value)
                {
                    return End::Next;
                }
                let value = self.eval(&inner.value);
                let once = match inner.targets.as_slice() {
                    [Expr::Name(name)] => self.facts.assigned.get(name.id.as_str()) == Some(&1),
                    _ => false,
                };
                let value = self.as_input(&inner.value, value, once);
                let value = self.doubled(&inner.targets, &inner.value, value);
                for target in &inner.targets {
                    self.assign(target, value.clone());
                }
                End::Next
            }
            Stmt::AnnAssign(inner) => {
                if let Some(value) = &inner.value {
                    let value = self.eval(value);
                    self.assign(&inner.target, value);
                }
                End::Next
            }
            Stmt::AugAssign(inner) => {
                self.augment(inner);
                End::Next
            }
            Stmt::For(inner) => self.for_loop(inner),
            Stmt::While(inner) => self.while_loop(inner),
            Stmt::If(inner) => self.branches(inner),
            Stmt::FunctionDef(def) => {
                let value = self.decorated(def);
                self.bind(def.name.as_str(), value);
                End::Next
            }
            Stmt::ClassDef(class) => {
                self.check_body(class);
                self.bind(class.name.as_str(), Value::Class(class));
                End::Next
            }
            Stmt::Return(inner) => {
                let value = inner.value.as_ref().map_or(Value::Num(Num::small()), |value| self.eval(value));
                self.returned(value);
                End::Leave
            }
            Stmt::With(inner) => self.within_contexts(inner),
            Stmt::Try(inner) => self.attempt(inner),
            Stmt::Match(inner) => self.matches(inner),
            Stmt::Import(inner) => self.import(inner),
            Stmt::ImportFrom(inner) => self.import_from(inner),
            Stmt::Global(inner) => self.declare(&inner.names),
            Stmt::Nonlocal(inner) => self.declare(&inner.names),
            Stmt::Delete(inner) => {
                inner.targets.iter().for_each(|target| self.delete(target));
                End::Next
            }
            Stmt::Assert(inner) => {
                self.eval(&inner.test);
                End::Next
            }
            Stmt::Raise(inner) => {
                if let Some(error) = &inner.exc {
                    self.eval(error);
                }
                End::Leave
            }
            Stmt::Break(_) | Stmt::Continue(_) => End::Jump,
            Stmt::Pass(_) | Stmt::TypeAlias(_) | Stmt::IpyEscapeCommand(_) => End::Next,
        }
    }

    fn within_contexts(&mut self, inner: &'a StmtWith) -> End {
        let mut entered = Vec::new();
        for item in &inner.items {
            let context = self.eval(&item.context_expr);
            let value = self.special(&context, "__enter__", Vec::new()).unwrap_or_else(|| context.clone());
            if let Some(target) = &item.optional_vars {
                self.assign(target, value);
            }
            entered.push(context);
        }
        let end = self.block(&inner.body);
        for context in entered.iter().rev() {
            self.special(context, "__exit__", vec![Value::Num(Num::small()); 3]);
        }
        end
    }

    fn declare(&mut self, names: &'a [ruff_python_ast::Identifier]) -> End {
        if let Some(scope) = self.scopes.last_mut() {
            scope.globals.extend(names.iter().map(ruff_python_ast::Identifier::as_str));
        }
        End::Next
    }

    fn import(&mut self, inner: &'a StmtImport) -> End {
        for alias in &inner.names {
            let module = alias.name.as_str();
            let name = alias.asname.as_ref().map_or(module, ruff_python_ast::Identifier::as_str);
            let name = name.split('.').next().unwrap_or(name);
            self.bind(name, Value::Module(module));
        }
        End::Next
    }

    fn import_from(&mut self, inner: &'a StmtImportFrom) -> End {
        for alias in &inner.names {
            let part = alias.name.as_str();
            let name = alias.asname.as_ref().map_or(part, ruff_python_ast::Identifier::as_str);
            let value = match part {
                "*" => continue,
                "stdin" => Value::Stdin,
                _ => Value::Builtin(part),
            };
            self.bind(name, value);
        }
        End::Next
    }

    fn delete(&mut self, target: &'a Expr) {
        if let Expr::Subscript(subscript) = target {
            let value = self.eval(&subscript.value);
            if let Value::Obj(id) = value
                && self.obj(id).kind == crate::value::Kind::List
            {
                let len = self.obj(id).len.clone();
                self.charge_noted(&len, subscript.range.start(), || "deletes within a list".to_owned());
            }
        }
    }

    // === Branches ===

    fn branches(&mut self, inner: &'a StmtIf) -> End {
        let known = self.truth(&inner.test);
        self.eval(&inner.test);
        let mut arms: Vec<(Option<&'a Expr>, &'a [Stmt])> = Vec::new();
        if known != Some(false) {
            arms.push((Some(&inner.test), &inner.body));
        }
        let mut complete = known == Some(true);
        for clause in inner.elif_else_clauses.iter().filter(|_| known != Some(true)) {
            if let Some(test) = &clause.test {
                self.eval(test);
            }
            complete |= clause.test.is_none();
            arms.push((clause.test.as_ref(), &clause.body));
        }
        self.arms(&arms, complete)
    }

    pub(super) fn arms(&mut self, arms: &[(Option<&'a Expr>, &'a [Stmt])], complete: bool) -> End {
        let before = self.scopes.clone();
        let mut after: Option<Vec<Scope<'a>>> = (!complete).then(|| before.clone());
        let mut end = if complete { None } else { Some(End::Next) };
        for (test, body) in arms {
            self.scopes.clone_from(&before);
            if let Some(test) = test {
                self.refine(test);
            }
            let arm = self.block(body);
            end = Some(end.map_or(arm, |end: End| end.or(arm)));
            if arm == End::Leave {
                continue;
            }
            let scopes = std::mem::take(&mut self.scopes);
            after = Some(match after {
                Some(other) => self.merge(other, &scopes),
                None => scopes,
            });
        }
        self.scopes = after.unwrap_or(before);
        end.unwrap_or(End::Next)
    }

    /// What is known after either of two ways.
    pub(super) fn merge(&mut self, mut left: Vec<Scope<'a>>, right: &[Scope<'a>]) -> Vec<Scope<'a>> {
        for (own, other) in left.iter_mut().zip(right) {
            if Rc::ptr_eq(&own.names, &other.names) {
                continue;
            }
            let names = Rc::make_mut(&mut own.names);
            for (name, value) in other.names.iter() {
                match names.get(name) {
                    Some(mine) if mine == value => {}
                    Some(mine) => {
                        let mine = mine.clone();
                        let joined = self.join(&mine, value);
                        names.insert(name, joined);
                    }
                    None => {
                        names.insert(name, value.clone());
                    }
                }
            }
        }
        left
    }

    /// Whether a condition is settled before the program runs.
    fn truth(&mut self, test: &'a Expr) -> Option<bool> {
        match test {
            Expr::BooleanLiteral(literal) => Some(literal.value),
            Expr::Name(name) => {
                let once = self.facts.assigned.get(name.id.as_str()) == Some(&1);
                match self.lookup(name.id.as_str()) {
                    Some(Value::Num(number)) if once => number.known().map(|value| value != 0),
                    _ => None,
                }
            }
            Expr::Compare(compare) => match (&*compare.left, &*compare.ops) {
                (Expr::Name(name), [CmpOp::Eq]) if name.id.as_str() == "__name__" => Some(true),
                _ => None,
            },
            Expr::UnaryOp(operation) if operation.op == ruff_python_ast::UnaryOp::Not => {
                self.truth(&operation.operand).map(|known| !known)
            }
            _ => None,
        }
    }

    /// Below a small bound, a number is a constant.
    fn refine(&mut self, test: &'a Expr) {
        let Expr::Compare(compare) = test else { return };
        let ([op], [right]) = (&*compare.ops, &*compare.comparators) else { return };
        let (Expr::Name(name), Expr::NumberLiteral(literal)) = (&*compare.left, right) else { return };
        let Some(Value::Num(number)) = self.lookup(name.id.as_str()) else { return };
        if matches!(op, CmpOp::Lt | CmpOp::LtE | CmpOp::Eq) && !number.size.is_one() {
            self.bind(name.id.as_str(), literal_number(literal));
        }
    }

    fn attempt(&mut self, inner: &'a StmtTry) -> End {
        let end = self.block(&inner.body);
        for handler in &inner.handlers {
            let ExceptHandler::ExceptHandler(handler) = handler;
            let arms = [(None, &*handler.body)];
            self.arms(&arms, false);
        }
        self.block(&inner.orelse);
        self.block(&inner.finalbody);
        if inner.handlers.is_empty() { end } else { End::Next }
    }
}

/// Whether an expression ends the program.
fn is_exit(expr: &Expr) -> bool {
    let Expr::Call(call) = expr else { return false };
    match &*call.func {
        Expr::Name(name) => matches!(name.id.as_str(), "exit" | "quit"),
        Expr::Attribute(attribute) => {
            matches!(attribute.attr.as_str(), "exit" | "_exit") && call.arguments.args.len() <= 1
        }
        _ => false,
    }
}
