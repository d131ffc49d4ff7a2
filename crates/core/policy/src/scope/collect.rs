//! The first walk: who binds which name where.

use std::collections::{HashMap, HashSet};

use ruff_python_ast::{Alias, Expr, ExprContext, ExprName, Identifier, Keyword, Stmt, StmtImport, StmtImportFrom};
use ruff_text_size::Ranged;

use super::{Binder, Binding, Facts, Scope, ScopeId, ScopeKind, Scopes};
use crate::budget::Budget;
use crate::tables;
use crate::walk::{At, Below, Listener, Node, walk};

/// Methods that change a list, set or dictionary in place.
const CHANGING: &[&str] =
    &["add", "append", "appendleft", "extend", "insert", "setdefault", "update", "__setitem__", "__iadd__", "__ior__"];

/// Collects the bindings of a module's body.
pub(super) fn collect(body: &[Stmt], budget: Budget) -> Scopes<'_> {
    let module = Scope::new(ScopeId::MODULE, ScopeKind::Module);
    let mut collector = Collector { scopes: vec![module], modules: HashMap::new(), facts: Facts::default() };
    walk(body, &mut collector);
    Scopes { all: collector.scopes, facts: collector.facts, budget }
}

impl Scope<'_> {
    fn new(parent: ScopeId, kind: ScopeKind) -> Self {
        Self { kind, parent, names: HashMap::new(), globals: HashSet::new(), nonlocals: HashSet::new() }
    }
}

struct Collector<'a> {
    scopes: Vec<Scope<'a>>,
    /// Names that some scope binds to a module.
    modules: HashMap<&'a str, &'static str>,
    facts: Facts<'a>,
}

impl<'a> Collector<'a> {
    fn record(&mut self, at: &At<'_, 'a>, name: &'a str, by: Binder<'a>) {
        let sure_after = match at.above {
            [Node::Stmt(stmt)] if at.scope == ScopeId::MODULE && surely_binds(stmt) => Some(stmt.range().end()),
            _ => None,
        };
        if let Binder::Module(module) = by {
            self.modules.entry(name).or_insert(module);
        }
        let scope = self.target(at.scope, name);
        self.scopes[scope.0].names.entry(name).or_default().push(Binding { by, sure_after });
        if self.scopes[scope.0].kind == ScopeKind::Class {
            self.facts.own_attributes.insert(name);
        }
    }

    /// The scope that a binding of `name` in `scope` belongs to.
    fn target(&self, scope: ScopeId, name: &str) -> ScopeId {
        let here = &self.scopes[scope.0];
        if here.globals.contains(name) {
            ScopeId::MODULE
        } else if here.nonlocals.contains(name) && scope != ScopeId::MODULE {
            self.target(here.parent, name)
        } else {
            scope
        }
    }

    /// A walrus binds outside of comprehensions.
    fn owner(&self, mut scope: ScopeId) -> ScopeId {
        while self.scopes[scope.0].kind == ScopeKind::Comprehension {
            scope = self.scopes[scope.0].parent;
        }
        scope
    }

    fn name(&mut self, at: &At<'_, 'a>, name: &'a ExprName) {
        let by = match name.ctx {
            ExprContext::Load | ExprContext::Invalid => return,
            ExprContext::Del => Binder::Deletion,
            ExprContext::Store => binder_of_target(at.above, name),
        };
        let walrus = matches!(at.above.last(), Some(Node::Expr(Expr::Named(_))));
        let scope = if walrus { self.owner(at.scope) } else { at.scope };
        let at = At { scope, above: at.above, annotation: at.annotation };
        self.record(&at, name.id.as_str(), by);
    }

    fn import_stmt(&mut self, at: &At<'_, 'a>, stmt: &'a Stmt) {
        match stmt {
            Stmt::Import(import) => self.import(at, import),
            Stmt::ImportFrom(import) => self.import_from(at, import),
            _ => {}
        }
    }

    fn import(&mut self, at: &At<'_, 'a>, import: &'a StmtImport) {
        for alias in &import.names {
            let path = alias.name.as_str();
            let (name, module) = match &alias.asname {
                Some(asname) => (asname.as_str(), path),
                None => (first_part(path), first_part(path)),
            };
            let by = tables::module(module).map_or(Binder::Other, Binder::Module);
            self.record(at, name, by);
        }
    }

    fn import_from(&mut self, at: &At<'_, 'a>, import: &'a StmtImportFrom) {
        let module = import.module.as_ref().and_then(|module| tables::module(module.as_str()));
        let module = module.filter(|_| import.level == 0);
        for alias in &import.names {
            match module {
                Some(module) if alias.name.as_str() == "*" => self.import_star(at, module),
                _ => self.import_name(at, module, alias),
            }
        }
    }

    fn import_name(&mut self, at: &At<'_, 'a>, module: Option<&'static str>, alias: &'a Alias) {
        let name = alias.name.as_str();
        let by = match module {
            None => Binder::Other,
            Some(module) => match tables::submodule(module, name) {
                Some(submodule) => Binder::Module(submodule),
                None => Binder::Public { module, name },
            },
        };
        if let Binder::Public { module, name } = by {
            self.facts.imported.insert((module, name));
        }
        self.record(at, alias.asname.as_ref().unwrap_or(&alias.name).as_str(), by);
    }

    fn import_star(&mut self, at: &At<'_, 'a>, module: &'static str) {
        for name in tables::public_names(module).iter().chain(tables::star_only_names(module)) {
            self.facts.imported.insert((module, name));
            self.record(at, name, Binder::Public { module, name });
        }
    }

    fn attribute(&mut self, at: &At<'_, 'a>, base: &'a Expr, attribute: &'a str, stored: bool) {
        if stored {
            self.facts.own_attributes.insert(attribute);
        }
        let Expr::Name(name) = base else { return };
        let called = matches!(at.above.last(), Some(Node::Expr(Expr::Call(_))));
        if called && CHANGING.contains(&attribute) {
            self.facts.changed_names.insert(name.id.as_str());
        }
        if let Some(module) = self.modules.get(name.id.as_str()) {
            self.facts.imported.insert((module, attribute));
        }
    }
}

impl<'a> Listener<'a> for Collector<'a> {
    fn enter_scope(&mut self, parent: ScopeId, kind: ScopeKind) {
        self.scopes.push(Scope::new(parent, kind));
    }

    fn stmt(&mut self, at: &At<'_, 'a>, stmt: &'a Stmt) {
        match stmt {
            Stmt::Import(_) | Stmt::ImportFrom(_) => {
                let above = [at.above, &[Node::Stmt(stmt)]].concat();
                self.import_stmt(&At { scope: at.scope, above: &above, annotation: false }, stmt);
            }
            Stmt::Global(global) => {
                self.scopes[at.scope.0].globals.extend(global.names.iter().map(Identifier::as_str));
            }
            Stmt::Nonlocal(nonlocal) => {
                self.scopes[at.scope.0].nonlocals.extend(nonlocal.names.iter().map(Identifier::as_str));
            }
            _ => {}
        }
    }

    fn expr(&mut self, at: &At<'_, 'a>, expr: &'a Expr) -> Below {
        match expr {
            Expr::Name(name) => self.name(at, name),
            Expr::Attribute(attribute) => {
                let stored = attribute.ctx != ExprContext::Load;
                self.attribute(at, &attribute.value, attribute.attr.as_str(), stored);
            }
            Expr::Subscript(subscript) if subscript.ctx != ExprContext::Load => {
                if let Expr::Name(name) = &*subscript.value {
                    self.facts.changed_names.insert(name.id.as_str());
                }
            }
            _ => {}
        }
        Below::Visit
    }

    fn keyword(&mut self, _at: &At<'_, 'a>, keyword: &'a Keyword) {
        self.facts.own_attributes.extend(keyword.arg.as_ref().map(Identifier::as_str));
    }

    fn bind(&mut self, at: &At<'_, 'a>, name: &'a Identifier, by: Binder<'a>) {
        if matches!(by, Binder::Class(_)) {
            self.facts.classes.insert(name.as_str());
        }
        self.record(at, name.as_str(), by);
    }
}

/// Whether a statement binds its names whenever it is run; a loop over nothing does not.
fn surely_binds(stmt: &Stmt) -> bool {
    match stmt {
        Stmt::Assign(_) | Stmt::FunctionDef(_) | Stmt::ClassDef(_) | Stmt::Import(_) | Stmt::ImportFrom(_) => true,
        Stmt::AnnAssign(assign) => assign.value.is_some(),
        _ => false,
    }
}

/// The part of a dotted name that an import without `as` binds.
fn first_part(path: &str) -> &str {
    path.split('.').next().unwrap_or(path)
}

/// What binds a name that is the target of the nodes above it.
fn binder_of_target<'a>(above: &[Node<'a>], name: &'a ExprName) -> Binder<'a> {
    let is_name = |target: &Expr| target.range() == name.range();
    match above {
        [.., Node::Stmt(Stmt::Assign(assign))] => Binder::Value(&assign.value),
        [.., Node::Stmt(Stmt::AnnAssign(assign))] => assign.value.as_deref().map_or(Binder::Other, Binder::Value),
        [.., Node::Expr(Expr::Named(named))] => Binder::Value(&named.value),
        [.., Node::Stmt(Stmt::For(stmt))] => Binder::Loop { iter: &stmt.iter, slot: None },
        [.., Node::Comprehension(part)] => Binder::Loop { iter: &part.iter, slot: None },
        [.., Node::Stmt(Stmt::For(stmt)), Node::Expr(Expr::Tuple(tuple))] => {
            Binder::Loop { iter: &stmt.iter, slot: tuple.elts.iter().position(is_name) }
        }
        [.., Node::Comprehension(part), Node::Expr(Expr::Tuple(tuple))] => {
            Binder::Loop { iter: &part.iter, slot: tuple.elts.iter().position(is_name) }
        }
        _ => Binder::Other,
    }
}
