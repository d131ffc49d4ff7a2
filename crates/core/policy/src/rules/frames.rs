//! Attributes of frames, code, generators and tracebacks, and the object that a failed look-up leaves in its exception.

use ruff_python_ast::{Expr, ExprAttribute, ExprContext};
use ruff_text_size::{Ranged, TextRange};

use super::Context;
use crate::report::Rule;
use crate::scope::Binder;
use crate::tables::is_frame_attribute;
use crate::walk::At;

/// Checks an attribute.
pub fn attribute<'a>(context: &mut Context<'_, 'a>, at: &At<'_, 'a>, attribute: &'a ExprAttribute) {
    let name = attribute.attr.as_str();
    let line_of_traceback = name == "tb_lineno"
        && matches!(&*attribute.value, Expr::Attribute(inner) if inner.attr.as_str() == "__traceback__");
    if is_frame_attribute(name) && !line_of_traceback {
        refuse(context, name, attribute.attr.range());
    } else if name == "obj" && attribute.ctx == ExprContext::Load && is_of_exception(context, at, &attribute.value) {
        refuse_object(context, attribute.attr.range());
    }
}

/// Checks the name of a class pattern's keyword.
pub fn pattern_keyword(context: &mut Context<'_, '_>, name: &str, range: TextRange) {
    if is_frame_attribute(name) {
        refuse(context, name, range);
    } else if name == "obj" && !context.scopes.facts.own_attributes.contains("obj") {
        refuse_object(context, range);
    }
}

/// Whether `.obj` is an exception's: of one that was caught, or in a program that has no such attribute itself.
fn is_of_exception<'a>(context: &Context<'_, 'a>, at: &At<'_, 'a>, value: &Expr) -> bool {
    let caught = |by| match by {
        Binder::Handler => true,
        Binder::Parameter { function: Some(function), index } => function.name.as_str() == "__exit__" && index == 2,
        Binder::Value(Expr::Name(name)) => context
            .look_up(at, name)
            .is_some_and(|found| found.bindings.iter().any(|binding| matches!(binding.by, Binder::Handler))),
        _ => false,
    };
    let is_caught = match value {
        Expr::Name(name) => {
            context.look_up(at, name).is_some_and(|found| found.bindings.iter().any(|binding| caught(binding.by)))
        }
        _ => false,
    };
    is_caught || !context.scopes.facts.own_attributes.contains("obj")
}

fn refuse(context: &mut Context<'_, '_>, name: &str, range: TextRange) {
    let message = format!("`{name}` leads to Python's own frames and namespaces.");
    context.refuse(Rule::Frame, range, message, "Keep what you need in variables of your own.");
}

fn refuse_object(context: &mut Context<'_, '_>, range: TextRange) {
    let message = "`obj` of an exception is not available.";
    context.refuse(Rule::Frame, range, message, "Print the exception itself, or its `args`.");
}
