//! Names with two underscores on each side: only those on a list may be read or defined.
//!
//! The parser has normalised names as Python does, so fullwidth letters do not hide any.

use ruff_python_ast::{Expr, ExprAttribute, ExprContext, ExprName, Identifier, Keyword, Stmt};
use ruff_text_size::{Ranged, TextRange};

use super::{Context, call_of, objects, parent_expr, reflection};
use crate::report::Rule;
use crate::scope::Binder;
use crate::tables::{is_definable_dunder, is_dunder, is_readable_dunder, is_unmentionable_dunder};
use crate::walk::{At, Node};

/// Readable as attributes, but as names of a class body they would feed code generators of the library.
const NOT_AS_NAMES: &[&str] = &["__annotations__", "__dataclass_fields__", "__dict__"];

/// Facts about a code object that are plain numbers and names.
const CODE_FACTS: &[&str] = &["co_argcount", "co_kwonlyargcount", "co_name", "co_posonlyargcount", "co_varnames"];

/// Methods that read a dictionary.
const READING: &[&str] = &["get", "items", "keys", "values", "copy"];

/// Checks a name.
pub fn name<'a>(context: &mut Context<'_, 'a>, at: &At<'_, 'a>, name: &ExprName) {
    let text = name.id.as_str();
    if !is_dunder(text) {
        return;
    }
    if !is_readable_dunder(text) || NOT_AS_NAMES.contains(&text) {
        refuse(context, text, name.range());
    } else if text == "__match_args__" && name.ctx == ExprContext::Store {
        match_args(context, at, name.range());
    }
}

/// `__match_args__` turns strings into attributes that patterns read, so they must be known.
fn match_args(context: &mut Context<'_, '_>, at: &At<'_, '_>, range: TextRange) {
    let value = match at.above.last() {
        Some(Node::Stmt(Stmt::Assign(assign))) => Some(&*assign.value),
        Some(Node::Stmt(Stmt::AnnAssign(assign))) => assign.value.as_deref(),
        _ => None,
    };
    let known = |items: &[Expr]| items.iter().all(|item| matches!(item, Expr::StringLiteral(_)));
    let written_out = match value {
        Some(Expr::Tuple(tuple)) => known(&tuple.elts),
        Some(Expr::List(list)) => known(&list.elts),
        _ => false,
    };
    if !written_out {
        let message = "`__match_args__` must be written out as a tuple of strings.";
        context.refuse(Rule::Dunder, range, message, "For example `__match_args__ = (\"x\", \"y\")`.");
    }
}

/// Checks a name that something else than an expression binds.
pub fn binding(context: &mut Context<'_, '_>, name: &Identifier, by: Binder<'_>) {
    let text = name.as_str();
    let definable = match by {
        Binder::Function => is_definable_dunder(text),
        _ => is_readable_dunder(text),
    };
    if is_dunder(text) && (!definable || NOT_AS_NAMES.contains(&text) || text == "__match_args__") {
        refuse(context, text, name.range());
    }
}

/// Checks names that are declared as global or nonlocal, or that imports bind.
pub fn stmt(context: &mut Context<'_, '_>, stmt: &Stmt) {
    let names: Vec<&Identifier> = match stmt {
        Stmt::Global(global) => global.names.iter().collect(),
        Stmt::Nonlocal(nonlocal) => nonlocal.names.iter().collect(),
        Stmt::Import(import) => import.names.iter().filter_map(|alias| alias.asname.as_ref()).collect(),
        Stmt::ImportFrom(import) => import.names.iter().filter_map(|alias| alias.asname.as_ref()).collect(),
        _ => return,
    };
    for name in names {
        binding(context, name, Binder::Other);
    }
}

/// Checks the name of a keyword argument: as a class's namespace it becomes an attribute.
pub fn keyword(context: &mut Context<'_, '_>, keyword: &Keyword) {
    if let Some(name) = &keyword.arg
        && is_unmentionable_dunder(name.as_str())
    {
        refuse(context, name.as_str(), name.range());
    }
}

/// Checks an attribute.
pub fn attribute<'a>(context: &mut Context<'_, 'a>, at: &At<'_, 'a>, expr: &'a Expr, attribute: &'a ExprAttribute) {
    let name = attribute.attr.as_str();
    if !is_dunder(name) {
        return;
    }
    let fine = match name {
        "__subclasses__" => is_own_subclasses(context, at, expr, attribute),
        "__code__" => is_read_for(at, CODE_FACTS),
        "__traceback__" => is_read_for(at, &["tb_lineno"]),
        "__annotations__" => attribute.ctx == ExprContext::Load && is_only_read(at, expr),
        "__wrapped__" | "__dataclass_fields__" | "__match_args__" => attribute.ctx == ExprContext::Load,
        "__dict__" => {
            objects::looks_into(context, at, &attribute.value);
            objects::has_own_namespace(context, at, &attribute.value)
        }
        "__get__" => objects::may_bind(context, at, expr, &attribute.value),
        "__getattribute__" | "__getattr__" | "__setattr__" | "__delattr__" => {
            attribute.ctx == ExprContext::Store || reflection::dunder_call(context, at, expr, attribute)
        }
        _ => is_readable_dunder(name),
    };
    if !fine {
        refuse(context, name, attribute.attr.range());
    }
}

/// `Shape.__subclasses__()` of a class that the program defines, or of `cls` in a class method.
fn is_own_subclasses<'a>(
    context: &Context<'_, 'a>,
    at: &At<'_, 'a>,
    expr: &'a Expr,
    attribute: &ExprAttribute,
) -> bool {
    let plain_call = call_of(at, expr).is_some_and(|call| call.arguments.is_empty());
    let Expr::Name(name) = &*attribute.value else { return false };
    let is_own = |by| match by {
        Binder::Class(_) => true,
        Binder::Parameter { function: Some(function), index: 0 } => {
            function.decorator_list.iter().any(|decorator| context.is_builtin(at, &decorator.expression, "classmethod"))
        }
        _ => false,
    };
    plain_call && context.look_up(at, name).is_some_and(|found| found.bindings.iter().all(|binding| is_own(binding.by)))
}

/// Whether the attribute is only read to read one of these from it.
fn is_read_for(at: &At<'_, '_>, facts: &[&str]) -> bool {
    match parent_expr(at) {
        Some(Expr::Attribute(outer)) => outer.ctx == ExprContext::Load && facts.contains(&outer.attr.as_str()),
        _ => false,
    }
}

/// Whether a dictionary is only looked at where it stands: stored elsewhere, it could be changed.
fn is_only_read(at: &At<'_, '_>, expr: &Expr) -> bool {
    match at.above.last() {
        Some(Node::Expr(Expr::Attribute(method))) => READING.contains(&method.attr.as_str()),
        Some(Node::Expr(Expr::Subscript(subscript))) => subscript.ctx == ExprContext::Load,
        Some(Node::Expr(Expr::Call(call))) => {
            let readers =
                ["print", "len", "list", "dict", "sorted", "set", "tuple", "repr", "str", "iter", "enumerate"];
            matches!(&*call.func, Expr::Name(name) if readers.contains(&name.id.as_str()))
        }
        Some(Node::Expr(Expr::Compare(_) | Expr::FString(_)) | Node::Comprehension(_)) => true,
        Some(Node::Stmt(Stmt::For(stmt))) => stmt.iter.range() == expr.range(),
        _ => false,
    }
}

fn refuse(context: &mut Context<'_, '_>, name: &str, range: TextRange) {
    let allowed = match name {
        "__import__" | "__loader__" | "__spec__" => "Write imports as statements at the top.",
        "__builtins__" | "__globals__" => "Use the names themselves; they are all in reach.",
        "__code__" | "__closure__" => "Pass what a function needs as arguments.",
        "__traceback__" => "Print the exception itself, as in `except ValueError as e: print(e)`.",
        "__annotations__" => "Read it in place, as in `for name, kind in Point.__annotations__.items()`.",
        "__subclasses__" => "Ask a class of your own, as in `Shape.__subclasses__()`, or keep a list.",
        _ => "Ordinary names, and special methods such as `__init__`, `__repr__` or `__eq__`.",
    };
    context.refuse(Rule::Dunder, range, format!("`{name}` is not available."), allowed);
}
