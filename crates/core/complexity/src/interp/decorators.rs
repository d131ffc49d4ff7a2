//! What decorators make of a function.

use ruff_python_ast::{Decorator, Expr, StmtFunctionDef};
use ruff_text_size::Ranged;

use super::Interp;
use super::calls::Given;
use crate::scan;
use crate::value::{Callable, Value};

/// Decorators of the library that leave what a function costs as it is.
const HARMLESS: &str = " wraps contextmanager property cached_property staticmethod classmethod setter deleter getter \
    abstractmethod overload total_ordering dataclass unique njit jit override final singledispatch register ";

fn name_of(decorator: &Decorator) -> &str {
    let called = match &decorator.expression {
        Expr::Call(call) => &*call.func,
        other => other,
    };
    match called {
        Expr::Name(name) => name.id.as_str(),
        Expr::Attribute(attribute) => attribute.attr.as_str(),
        _ => "",
    }
}

/// Whether one of the decorators has a name.
pub(super) fn is_decorated(decorators: &[Decorator], name: &str) -> bool {
    decorators.iter().any(|decorator| name_of(decorator) == name)
}

/// Whether a function is read like an attribute.
pub(super) fn is_property(def: &StmtFunctionDef) -> bool {
    is_decorated(&def.decorator_list, "property") || is_decorated(&def.decorator_list, "cached_property")
}

/// Whether a decorator leaves what a function or a class costs as it is.
pub(super) fn is_harmless(decorator: &Decorator) -> bool {
    let name = name_of(decorator);
    let lower = name.to_lowercase();
    lower.contains("cache") || lower.contains("memo") || HARMLESS.split(' ').any(|own| own == name)
}

impl<'a> Interp<'a> {
    /// A function as its decorators leave it.
    pub(super) fn decorated(&mut self, def: &'a StmtFunctionDef) -> Value<'a> {
        let mut value = Value::Function(Callable::Def(def, None));
        for decorator in def.decorator_list.iter().rev().filter(|decorator| !is_harmless(decorator)) {
            let recursive = scan::calls_of(&def.body).contains(&def.name.as_str());
            let applied = if recursive { None } else { self.wrap(decorator, value.clone()) };
            match applied {
                Some(applied) => value = applied,
                None => self.lose_decorator(decorator),
            }
        }
        value
    }

    fn wrap(&mut self, decorator: &'a Decorator, value: Value<'a>) -> Option<Value<'a>> {
        let Value::Function(wrapper) = self.eval(&decorator.expression) else { return None };
        let given = Given { values: vec![value], names: vec![Vec::new()], ..Given::default() };
        Some(self.invoke(wrapper, given)).filter(Value::is_called)
    }

    /// A method with a decorator that is not known is not followed.
    pub(super) fn check_decorators(&mut self, def: &'a StmtFunctionDef) {
        for decorator in def.decorator_list.iter().filter(|decorator| !is_harmless(decorator)) {
            self.lose_decorator(decorator);
        }
    }

    pub(super) fn lose_decorator(&mut self, decorator: &Decorator) {
        self.lose(decorator.range().start(), || format!("what `@{}` adds is not followed", name_of(decorator)));
    }
}
