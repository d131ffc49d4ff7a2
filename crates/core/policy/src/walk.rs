//! One walk over the tree, used twice: to collect bindings and to apply the rules.
//!
//! It knows Python's scopes: defaults, decorators and bases belong outside, the first iterable of a comprehension too.
//! Scopes are numbered in the order in which they are entered, so both walks agree on their ids.

use ruff_python_ast::visitor::{
    Visitor, walk_annotation, walk_except_handler, walk_expr, walk_keyword, walk_pattern, walk_stmt, walk_type_param,
};
use ruff_python_ast::{
    AnyParameterRef, Comprehension, ExceptHandler, Expr, Identifier, Keyword, Parameters, Pattern, Stmt, StmtClassDef,
    StmtFunctionDef, TypeParam,
};

use crate::scope::{Binder, ScopeId, ScopeKind};

/// A node above the one being visited.
#[derive(Debug, Clone, Copy)]
pub enum Node<'a> {
    Stmt(&'a Stmt),
    Expr(&'a Expr),
    Comprehension(&'a Comprehension),
    Keyword,
    Handler,
    Pattern,
}

/// Where the walk is.
pub struct At<'w, 'a> {
    /// The innermost scope.
    pub scope: ScopeId,
    /// Nodes above, the nearest last.
    pub above: &'w [Node<'a>],
    /// Whether this is within an annotation.
    pub annotation: bool,
}

/// What to do below an expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Below {
    Visit,
    Skip,
}

/// Hears what the walk meets.
pub trait Listener<'a> {
    fn enter_scope(&mut self, _parent: ScopeId, _kind: ScopeKind) {}
    fn stmt(&mut self, _at: &At<'_, 'a>, _stmt: &'a Stmt) {}
    fn expr(&mut self, _at: &At<'_, 'a>, _expr: &'a Expr) -> Below {
        Below::Visit
    }
    fn after_expr(&mut self, _at: &At<'_, 'a>, _expr: &'a Expr) {}
    fn pattern(&mut self, _at: &At<'_, 'a>, _pattern: &'a Pattern) {}
    fn keyword(&mut self, _at: &At<'_, 'a>, _keyword: &'a Keyword) {}
    /// A name bound by something that is not an expression.
    fn bind(&mut self, _at: &At<'_, 'a>, _name: &'a Identifier, _by: Binder<'a>) {}
}

/// Walks a module's body.
pub fn walk<'a, L: Listener<'a>>(body: &'a [Stmt], listener: &mut L) {
    let mut walker = Walker { listener, above: Vec::new(), scope: ScopeId::MODULE, scopes: 1, annotation: false };
    walker.visit_body(body);
}

struct Walker<'a, 'l, L> {
    listener: &'l mut L,
    above: Vec<Node<'a>>,
    scope: ScopeId,
    /// Scopes entered so far.
    scopes: usize,
    annotation: bool,
}

impl<'a, L: Listener<'a>> Walker<'a, '_, L> {
    /// Tells the listener something about the present place.
    fn tell<T>(&mut self, what: impl FnOnce(&mut L, &At<'_, 'a>) -> T) -> T {
        let at = At { scope: self.scope, above: &self.above, annotation: self.annotation };
        what(self.listener, &at)
    }

    fn bind(&mut self, name: &'a Identifier, by: Binder<'a>) {
        self.tell(|listener, at| listener.bind(at, name, by));
    }

    fn below(&mut self, node: Node<'a>, visit: impl FnOnce(&mut Self)) {
        self.above.push(node);
        visit(self);
        self.above.pop();
    }

    fn inside(&mut self, kind: ScopeKind, visit: impl FnOnce(&mut Self)) {
        let outer = self.scope;
        self.scope = ScopeId::new(self.scopes);
        self.scopes += 1;
        self.listener.enter_scope(outer, kind);
        visit(self);
        self.scope = outer;
    }

    fn function(&mut self, function: &'a StmtFunctionDef) {
        for decorator in &function.decorator_list {
            self.visit_expr(&decorator.expression);
        }
        self.outside_of(&function.parameters);
        if let Some(returns) = &function.returns {
            self.visit_annotation(returns);
        }
        self.bind(&function.name, Binder::Function);
        self.inside(ScopeKind::Function, |walker| {
            if let Some(type_params) = &function.type_params {
                walker.visit_type_params(type_params);
            }
            walker.bind_parameters(&function.parameters, Some(function));
            walker.visit_body(&function.body);
        });
    }

    fn class(&mut self, class: &'a StmtClassDef) {
        for decorator in &class.decorator_list {
            self.visit_expr(&decorator.expression);
        }
        if let Some(arguments) = &class.arguments {
            self.visit_arguments(arguments);
        }
        self.bind(&class.name, Binder::Class(class));
        self.inside(ScopeKind::Class, |walker| {
            if let Some(type_params) = &class.type_params {
                walker.visit_type_params(type_params);
            }
            walker.visit_body(&class.body);
        });
    }

    /// What parameters evaluate outside of their function.
    fn outside_of(&mut self, parameters: &'a Parameters) {
        for default in parameters.iter_non_variadic_params().filter_map(|parameter| parameter.default.as_deref()) {
            self.visit_expr(default);
        }
        let parameters = parameters.iter().map(AnyParameterRef::as_parameter);
        for annotation in parameters.filter_map(|parameter| parameter.annotation.as_deref()) {
            self.visit_annotation(annotation);
        }
    }

    fn bind_parameters(&mut self, parameters: &'a Parameters, function: Option<&'a StmtFunctionDef>) {
        for (index, parameter) in parameters.iter().enumerate() {
            self.bind(&parameter.as_parameter().name, Binder::Parameter { function, index });
        }
    }

    fn comprehensions(&mut self, generators: &'a [Comprehension], results: impl FnOnce(&mut Self)) {
        let Some(first) = generators.first() else { return };
        self.below(Node::Comprehension(first), |walker| walker.visit_expr(&first.iter));
        self.inside(ScopeKind::Comprehension, |walker| {
            for (index, generator) in generators.iter().enumerate() {
                walker.below(Node::Comprehension(generator), |walker| walker.generator(generator, index > 0));
            }
            results(walker);
        });
    }

    fn generator(&mut self, generator: &'a Comprehension, with_iter: bool) {
        if with_iter {
            self.visit_expr(&generator.iter);
        }
        self.visit_expr(&generator.target);
        for condition in &generator.ifs {
            self.visit_expr(condition);
        }
    }

    fn descend(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Lambda(lambda) => {
                if let Some(parameters) = &lambda.parameters {
                    self.outside_of(parameters);
                }
                self.inside(ScopeKind::Function, |walker| {
                    if let Some(parameters) = &lambda.parameters {
                        walker.bind_parameters(parameters, None);
                    }
                    walker.visit_expr(&lambda.body);
                });
            }
            Expr::ListComp(list) => self.comprehensions(&list.generators, |walker| walker.visit_expr(&list.elt)),
            Expr::SetComp(set) => self.comprehensions(&set.generators, |walker| walker.visit_expr(&set.elt)),
            Expr::Generator(items) => self.comprehensions(&items.generators, |walker| walker.visit_expr(&items.elt)),
            Expr::DictComp(dict) => self.comprehensions(&dict.generators, |walker| {
                if let Some(key) = &dict.key {
                    walker.visit_expr(key);
                }
                walker.visit_expr(&dict.value);
            }),
            _ => walk_expr(self, expr),
        }
    }
}

impl<'a, L: Listener<'a>> Visitor<'a> for Walker<'a, '_, L> {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        self.tell(|listener, at| listener.stmt(at, stmt));
        self.below(Node::Stmt(stmt), |walker| match stmt {
            Stmt::FunctionDef(function) => walker.function(function),
            Stmt::ClassDef(class) => walker.class(class),
            _ => walk_stmt(walker, stmt),
        });
    }

    fn visit_annotation(&mut self, expr: &'a Expr) {
        let outer = std::mem::replace(&mut self.annotation, true);
        walk_annotation(self, expr);
        self.annotation = outer;
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        if self.tell(|listener, at| listener.expr(at, expr)) == Below::Visit {
            self.below(Node::Expr(expr), |walker| walker.descend(expr));
        }
        self.tell(|listener, at| listener.after_expr(at, expr));
    }

    fn visit_keyword(&mut self, keyword: &'a Keyword) {
        self.tell(|listener, at| listener.keyword(at, keyword));
        self.below(Node::Keyword, |walker| walk_keyword(walker, keyword));
    }

    fn visit_except_handler(&mut self, handler: &'a ExceptHandler) {
        let ExceptHandler::ExceptHandler(inner) = handler;
        if let Some(name) = &inner.name {
            self.bind(name, Binder::Handler);
        }
        self.below(Node::Handler, |walker| walk_except_handler(walker, handler));
    }

    fn visit_pattern(&mut self, pattern: &'a Pattern) {
        self.tell(|listener, at| listener.pattern(at, pattern));
        let name = match pattern {
            Pattern::MatchAs(inner) => inner.name.as_ref(),
            Pattern::MatchStar(inner) => inner.name.as_ref(),
            Pattern::MatchMapping(inner) => inner.rest.as_ref(),
            _ => None,
        };
        if let Some(name) = name {
            self.bind(name, Binder::Other);
        }
        self.below(Node::Pattern, |walker| walk_pattern(walker, pattern));
    }

    fn visit_type_param(&mut self, type_param: &'a TypeParam) {
        let name = match type_param {
            TypeParam::TypeVar(inner) => &inner.name,
            TypeParam::ParamSpec(inner) => &inner.name,
            TypeParam::TypeVarTuple(inner) => &inner.name,
        };
        self.bind(name, Binder::Other);
        walk_type_param(self, type_param);
    }
}
