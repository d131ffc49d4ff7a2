//! Which names a string expression may stand for, where a program computes an attribute's name.

use ruff_python_ast::{Expr, ExprDict};

use super::{Folder, HOLE, Value};
use crate::scope::{Binder, ScopeId, Scopes};

/// Names that lead to names.
const NAMES_MAX: u32 = 4;

/// What an expression may evaluate to.
#[derive(Debug, PartialEq, Eq)]
pub enum Possible {
    /// One of these.
    Known(Vec<String>),
    /// Something that starts with this.
    Prefix(String),
    Unknown,
}

/// What names `expr` may stand for.
pub fn possible(folder: &Folder<'_, '_>, scopes: &Scopes<'_>, expr: &Expr, scope: ScopeId) -> Possible {
    let search = Search { folder, scopes };
    if let Some(names) = search.names(expr, scope, 0) {
        return Possible::Known(names);
    }
    match folder.fold(expr, scope) {
        Value::Text(text) => match text.split(HOLE).next() {
            Some(prefix) if !prefix.is_empty() => Possible::Prefix(prefix.to_owned()),
            _ => Possible::Unknown,
        },
        _ => Possible::Unknown,
    }
}

struct Search<'f, 's, 'a> {
    folder: &'f Folder<'s, 'a>,
    scopes: &'f Scopes<'a>,
}

impl Search<'_, '_, '_> {
    /// All values, if every one is known.
    fn names(&self, expr: &Expr, scope: ScopeId, depth: u32) -> Option<Vec<String>> {
        let _level = self.scopes.budget.descend().filter(|_| depth <= NAMES_MAX)?;
        match expr {
            Expr::If(choice) => {
                let body = self.names(&choice.body, scope, depth + 1)?;
                Some([body, self.names(&choice.orelse, scope, depth + 1)?].concat())
            }
            Expr::Name(name) => self.name(name.id.as_str(), scope, depth),
            Expr::Subscript(subscript) => self.items(&subscript.value, scope, depth, Part::Values),
            Expr::Call(call) => match &*call.func {
                Expr::Attribute(method) if method.attr.as_str() == "get" => {
                    let mut names = self.items(&method.value, scope, depth, Part::Values)?;
                    for default in call.arguments.args.iter().skip(1) {
                        names.extend(self.names(default, scope, depth + 1)?);
                    }
                    Some(names)
                }
                _ => self.folder.text(expr, scope).map(|text| vec![text]),
            },
            _ => self.folder.text(expr, scope).map(|text| vec![text]),
        }
    }

    /// A name: each of its bindings must be known.
    fn name(&self, name: &str, scope: ScopeId, depth: u32) -> Option<Vec<String>> {
        let found = self.scopes.look_up(name, scope)?;
        let mut names = Vec::new();
        for binding in &*found.bindings {
            names.extend(match binding.by {
                Binder::Value(value) => self.names(value, found.scope, depth + 1)?,
                Binder::Loop { iter, slot: None } => self.items(iter, found.scope, depth, Part::Keys)?,
                Binder::Loop { iter, slot: Some(slot) } => self.items(iter, found.scope, depth, Part::Slot(slot))?,
                _ => return None,
            });
        }
        Some(names)
    }

    /// The strings in a container that is written out, here or where a name is assigned.
    fn items(&self, expr: &Expr, scope: ScopeId, depth: u32, part: Part) -> Option<Vec<String>> {
        let _level = self.scopes.budget.descend().filter(|_| depth <= NAMES_MAX)?;
        match expr {
            Expr::Dict(dict) => self.dict(dict, scope, depth, part),
            Expr::Set(set) => self.all(&set.elts, scope, depth, part),
            Expr::List(list) => self.all(&list.elts, scope, depth, part),
            Expr::Tuple(tuple) => self.all(&tuple.elts, scope, depth, part),
            Expr::Name(name) => {
                let name = name.id.as_str();
                let found = self.scopes.look_up(name, scope)?;
                match found.only()? {
                    Binder::Value(value) if !self.scopes.facts.changed_names.contains(name) => {
                        self.items(value, found.scope, depth + 1, part)
                    }
                    _ => None,
                }
            }
            Expr::Call(call) => match &*call.func {
                Expr::Attribute(method) if call.arguments.is_empty() && method.attr.as_str() == "items" => {
                    self.items(&method.value, scope, depth + 1, part)
                }
                Expr::Attribute(method) if call.arguments.is_empty() && method.attr.as_str() == "keys" => {
                    self.items(&method.value, scope, depth + 1, Part::Keys)
                }
                Expr::Attribute(method) if call.arguments.is_empty() && method.attr.as_str() == "values" => {
                    self.items(&method.value, scope, depth + 1, Part::Values)
                }
                _ => self.folded(expr, scope),
            },
            _ => self.folded(expr, scope),
        }
    }

    fn all(&self, items: &[Expr], scope: ScopeId, depth: u32, part: Part) -> Option<Vec<String>> {
        let mut names = Vec::new();
        for item in items {
            let item = match (part, item) {
                (Part::Slot(slot), Expr::Tuple(tuple)) => tuple.elts.get(slot)?,
                (Part::Slot(slot), Expr::List(list)) => list.elts.get(slot)?,
                (Part::Slot(_), _) => return None,
                _ => item,
            };
            names.extend(self.names(item, scope, depth + 1)?);
        }
        Some(names)
    }

    fn dict(&self, dict: &ExprDict, scope: ScopeId, depth: u32, part: Part) -> Option<Vec<String>> {
        let mut names = Vec::new();
        for item in &dict.items {
            let key = item.key.as_ref()?;
            let wanted = if matches!(part, Part::Keys | Part::Slot(0)) { key } else { &item.value };
            names.extend(self.names(wanted, scope, depth + 1)?);
        }
        Some(names)
    }

    /// A list that folding knows, such as `"a b".split()`.
    fn folded(&self, expr: &Expr, scope: ScopeId) -> Option<Vec<String>> {
        match self.folder.fold(expr, scope) {
            Value::List(items) => items.into_iter().map(Value::known_text).collect(),
            _ => None,
        }
    }
}

/// Which part of a container's items is asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// Items of a list, keys of a dictionary.
    Keys,
    /// Values of a dictionary, items of a list.
    Values,
    /// This position of each item.
    Slot(usize),
}
