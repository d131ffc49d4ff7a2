//! What each name may mean: scopes, their bindings, and look-ups by Python's rules.
//!
//! Look-ups are cautious. A name counts as a module if any of its bindings in the scope that owns it is one, and as the
//! user's own only if it cannot fall through to a builtin.

mod collect;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use ruff_python_ast::{Expr, Stmt, StmtClassDef, StmtFunctionDef};
use ruff_text_size::TextSize;

use crate::budget::Budget;
use crate::tables;

/// Bindings that are looked through in one step.
const BINDINGS_PER_STEP: usize = 32;

/// Number of a scope, in the order of entering.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScopeId(usize);

impl ScopeId {
    /// The module's own scope.
    pub const MODULE: Self = Self(0);

    pub const fn new(number: usize) -> Self {
        Self(number)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScopeKind {
    Module,
    Function,
    Class,
    Comprehension,
}

/// What binds a name.
#[derive(Debug, Clone, Copy)]
pub enum Binder<'a> {
    /// An import of an allowed module.
    Module(&'static str),
    /// An import of a module's public name.
    Public {
        module: &'static str,
        name: &'a str,
    },
    /// A parameter, by its position; without function it is a lambda's.
    Parameter {
        function: Option<&'a StmtFunctionDef>,
        index: usize,
    },
    Class(&'a StmtClassDef),
    Function,
    /// An assignment of just this value to just this name.
    Value(&'a Expr),
    /// A loop over an iterable; `slot` is the position when the target is a tuple.
    Loop {
        iter: &'a Expr,
        slot: Option<usize>,
    },
    /// The exception that a handler caught.
    Handler,
    Deletion,
    Other,
}

/// One binding of a name.
#[derive(Debug, Clone, Copy)]
pub struct Binding<'a> {
    pub by: Binder<'a>,
    /// Behind this offset the name is surely bound: the end of a statement of the module's body that always binds it.
    pub sure_after: Option<TextSize>,
}

/// One scope.
#[derive(Debug)]
struct Scope<'a> {
    kind: ScopeKind,
    parent: ScopeId,
    names: HashMap<&'a str, Vec<Binding<'a>>>,
    globals: HashSet<&'a str>,
    nonlocals: HashSet<&'a str>,
}

/// Facts about the whole source that rules ask for.
#[derive(Debug, Default)]
pub struct Facts<'a> {
    /// Attributes that are stored, declared in a class body, or passed by keyword somewhere.
    pub own_attributes: HashSet<&'a str>,
    /// Names on which a method that changes a container is called, or whose items are assigned.
    pub changed_names: HashSet<&'a str>,
    /// Names of all class statements.
    pub classes: HashSet<&'a str>,
    /// Public library names that are used, as `(module, name)`.
    pub imported: HashSet<(&'static str, &'a str)>,
}

/// All scopes of a source.
#[derive(Debug)]
pub struct Scopes<'a> {
    all: Vec<Scope<'a>>,
    pub facts: Facts<'a>,
    /// What following names may still cost.
    pub budget: Budget,
}

/// What a look-up found.
#[derive(Debug, Clone)]
pub struct Found<'s, 'a> {
    pub scope: ScopeId,
    pub kind: ScopeKind,
    pub bindings: Cow<'s, [Binding<'a>]>,
}

impl<'a> Found<'_, 'a> {
    /// The only binding, if there is just one.
    pub fn only(&self) -> Option<Binder<'a>> {
        match &*self.bindings {
            [binding] => Some(binding.by),
            _ => None,
        }
    }
}

impl Found<'_, '_> {
    /// Whether the name is surely bound at `offset`. A function's locals never fall through to builtins; a module's
    /// names do until they are bound.
    fn is_surely_bound(&self, offset: TextSize) -> bool {
        match self.kind {
            ScopeKind::Function | ScopeKind::Comprehension => true,
            ScopeKind::Class => false,
            ScopeKind::Module => {
                let unbinds = |binding: &Binding<'_>| matches!(binding.by, Binder::Deletion | Binder::Handler);
                let binds = |binding: &Binding<'_>| binding.sure_after.is_some_and(|end| end <= offset);
                self.bindings.iter().any(binds) && !self.bindings.iter().any(unbinds)
            }
        }
    }
}

impl<'a> Scopes<'a> {
    /// Collects the bindings of a module's body.
    pub fn collect(body: &'a [Stmt], budget: Budget) -> Self {
        collect::collect(body, budget)
    }

    /// The kind of a scope.
    pub fn kind(&self, scope: ScopeId) -> ScopeKind {
        self.all[scope.0].kind
    }

    /// A scope and those around it, without the module's own.
    pub fn outwards(&self, scope: ScopeId) -> impl Iterator<Item = ScopeId> {
        let inner = |scope: ScopeId| Some(scope).filter(|scope| *scope != ScopeId::MODULE);
        std::iter::successors(inner(scope), move |scope| inner(self.all[scope.0].parent))
    }

    /// The nearest scope that is not a comprehension.
    pub fn owner(&self, mut scope: ScopeId) -> ScopeId {
        while self.kind(scope) == ScopeKind::Comprehension {
            scope = self.all[scope.0].parent;
        }
        scope
    }

    /// Bindings of `name` as seen from `scope`; `None` when only a builtin can be meant. A class body's names fall
    /// through to those outside until they are bound, so both count. Costs a step for each scope on the way, and more
    /// for what is found.
    pub fn look_up(&self, name: &str, scope: ScopeId) -> Option<Found<'_, 'a>> {
        let mut at = scope;
        while self.budget.spend(1) {
            let here = &self.all[at.0];
            if here.globals.contains(name) {
                return self.found_in(ScopeId::MODULE, name);
            }
            let visible = here.kind != ScopeKind::Class || at == scope;
            if visible
                && !here.nonlocals.contains(name)
                && let Some(found) = self.found_in(at, name)
            {
                return Some(found);
            }
            if at == ScopeId::MODULE {
                return None;
            }
            at = here.parent;
        }
        None
    }

    fn found_in(&self, scope: ScopeId, name: &str) -> Option<Found<'_, 'a>> {
        let here = &self.all[scope.0];
        let mut bindings = Cow::Borrowed(here.names.get(name)?.as_slice());
        if here.kind == ScopeKind::Class
            && let Some(outer) = self.look_up(name, here.parent)
        {
            bindings.to_mut().extend(outer.bindings.iter());
        }
        self.budget.spend(bindings.len() / BINDINGS_PER_STEP);
        Some(Found { scope, kind: here.kind, bindings })
    }

    /// Whether `name`, used at `offset` in `scope`, means the builtin of that name, or may.
    pub fn may_be_builtin(&self, name: &str, scope: ScopeId, offset: TextSize) -> bool {
        self.look_up(name, scope).is_none_or(|found| !found.is_surely_bound(offset))
    }

    /// Bindings of `name` in class bodies.
    pub fn class_bindings(&self, name: &str) -> impl Iterator<Item = (ScopeId, Binding<'a>)> {
        let classes = self.all.iter().enumerate().filter(|(_, scope)| scope.kind == ScopeKind::Class);
        classes.flat_map(move |(number, scope)| {
            scope.names.get(name).into_iter().flatten().map(move |binding| (ScopeId(number), *binding))
        })
    }

    /// Names that the scope itself binds to modules, and to library functions that may not be values.
    pub fn reserved_in(&self, scope: ScopeId) -> impl Iterator<Item = &'a str> + use<'_, 'a> {
        let is_reserved = |binding: &Binding<'_>| match binding.by {
            Binder::Module(_) => true,
            Binder::Public { module, name } => {
                !tables::is_public(module, name) || matches!(name, "update_wrapper" | "wraps")
            }
            _ => false,
        };
        let names = self.all[scope.0].names.iter();
        names.filter(move |(_, bindings)| bindings.iter().any(is_reserved)).map(|(name, _)| *name)
    }
}
