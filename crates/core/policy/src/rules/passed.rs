//! What functions do to their parameters is harmless for the objects that programs pass, and is refused where a call
//! shows that something else is passed: a class to a method that sets attributes by name, a builtin type to a function
//! that looks into namespaces, typed text to a function that takes it as a format.

use std::collections::HashMap;

use ruff_python_ast::{Expr, ExprAttribute, ExprCall, Stmt, StmtFunctionDef};
use ruff_text_size::{Ranged, TextRange};

use super::reflection::is_own_object;
use super::{Context, call_of};
use crate::report::{Finding, Rule};
use crate::scope::Binder;
use crate::walk::At;

/// What a function does to what it is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Does {
    /// A method sets attributes of computed names on its object.
    Sets,
    /// Looks into a parameter's namespace.
    Looks,
    /// Takes a parameter as a format.
    Formats,
}

/// What was learned about functions and calls; which belong together is known at the end.
#[derive(Debug, Default)]
pub struct Passed<'a> {
    /// Functions by name. A method may take more positional arguments than its object's own.
    functions: HashMap<&'a str, Vec<&'a StmtFunctionDef>>,
    /// What functions do to which of their parameters.
    does: HashMap<(&'a str, Does), Vec<(&'a StmtFunctionDef, usize)>>,
    suspects: Vec<Suspect<'a>>,
    /// Calls of attributes, with the number of arguments that are surely positional.
    calls: Vec<(&'a str, usize, TextRange)>,
}

/// A call that is refused if the function of this name does that to this argument.
#[derive(Debug)]
struct Suspect<'a> {
    name: &'a str,
    does: Does,
    place: Place<'a>,
    range: TextRange,
}

/// Where a call passes something.
#[derive(Debug, Clone, Copy)]
enum Place<'a> {
    /// By position; a method's is one further if it is called on its object.
    At {
        position: usize,
        may_be_bound: bool,
    },
    Keyword(&'a str),
    Anywhere,
}

impl Place<'_> {
    /// Whether what is passed here is the parameter at `index`.
    fn is_for(self, (function, index): (&StmtFunctionDef, usize)) -> bool {
        let parameter = || function.parameters.iter().nth(index);
        match self {
            Self::At { position, may_be_bound } => position == index || may_be_bound && position + 1 == index,
            Self::Keyword(name) => parameter().is_some_and(|parameter| parameter.name().as_str() == name),
            Self::Anywhere => true,
        }
    }
}

impl<'a> Passed<'a> {
    /// Notes what a function does to its parameter at `index`.
    pub fn note(&mut self, function: &'a StmtFunctionDef, index: usize, does: Does) {
        self.does.entry((function.name.as_str(), does)).or_default().push((function, index));
    }

    fn suspect(&mut self, name: &'a str, does: Does, place: Place<'a>, range: TextRange) {
        self.suspects.push(Suspect { name, does, place, range });
    }

    /// The calls that pass what they may not.
    pub fn findings(self) -> Vec<Finding> {
        let Self { functions, does, suspects, calls } = self;
        let is_done = |suspect: &Suspect<'a>| {
            let done = does.get(&(suspect.name, suspect.does));
            done.is_some_and(|done| done.iter().any(|parameter| suspect.place.is_for(*parameter)))
        };
        let refused = suspects.into_iter().filter(is_done);
        // Where another function has the same name, its calls cannot be told from these.
        let alone = |name: &str| functions.get(name).is_some_and(|all| all.len() == 1);
        let too_many = |(name, count, _): &(&'a str, usize, TextRange)| {
            let setters = does.get(&(*name, Does::Sets));
            alone(name) && setters.is_some_and(|setters| setters.iter().any(|(setter, _)| *count >= positional(setter)))
        };
        let unbound = calls.into_iter().filter(too_many);
        refused
            .map(|suspect| finding(suspect.does, suspect.range))
            .chain(unbound.map(|(.., range)| finding(Does::Sets, range)))
            .collect()
    }
}

/// Positional parameters; a bound call leaves the first one out. Any number where the function takes any.
fn positional(function: &StmtFunctionDef) -> usize {
    let parameters = &function.parameters;
    if parameters.vararg.is_some() { usize::MAX } else { parameters.posonlyargs.len() + parameters.args.len() }
}

/// Notes a function.
pub fn stmt<'a>(context: &mut Context<'_, 'a>, stmt: &'a Stmt) {
    if let Stmt::FunctionDef(function) = stmt {
        context.passed.functions.entry(function.name.as_str()).or_default().push(function);
    }
}

/// Notes a method that is taken from its class, and so may be given any object.
pub fn attribute<'a>(context: &mut Context<'_, 'a>, at: &At<'_, 'a>, expr: &'a Expr, attribute: &'a ExprAttribute) {
    let first = call_of(at, expr).and_then(|call| call.arguments.args.first());
    let on_self = first.is_some_and(|first| is_own_object(context, at, first));
    if !on_self && is_class(context, at, &attribute.value) {
        context.passed.suspect(attribute.attr.as_str(), Does::Sets, Place::Anywhere, expr.range());
    }
}

fn is_class<'a>(context: &Context<'_, 'a>, at: &At<'_, 'a>, expr: &Expr) -> bool {
    let Expr::Name(name) = expr else { return false };
    context
        .look_up(at, name)
        .is_some_and(|found| found.bindings.iter().all(|binding| matches!(binding.by, Binder::Class(_))))
}

/// What is wrong with passing something to a function that does this.
fn finding(does: Does, range: TextRange) -> Finding {
    let (rule, message, allowed) = match does {
        Does::Sets => (
            Rule::Reflection,
            "A method that sets attributes of computed names may only be called on its object.",
            "Call it as `obj.method(…)`, or use a dictionary.",
        ),
        Does::Looks => {
            (Rule::Reflection, "This shows the namespace of a builtin type.", "Pass an object of the program.")
        }
        Does::Formats => (Rule::Format, "Typed text may not be used as a format.", "Write the format out."),
    };
    Finding::new(rule, range, message, allowed)
}

/// Notes a call and what it passes.
pub fn call<'a>(context: &mut Context<'_, 'a>, at: &At<'_, 'a>, call: &'a ExprCall) {
    let name = match &*call.func {
        Expr::Name(name) => name.id.as_str(),
        Expr::Attribute(method) => method.attr.as_str(),
        _ => return,
    };
    let args = &call.arguments.args;
    let on_self = args.first().is_some_and(|first| is_own_object(context, at, first));
    if call.func.is_attribute_expr() && !on_self {
        let count = args.iter().filter(|argument| !argument.is_starred_expr()).count();
        context.passed.calls.push((name, count, call.func.range()));
    }
    let may_be_bound = call.func.is_attribute_expr();
    let by_position = args.iter().enumerate().map(|(position, value)| (Place::At { position, may_be_bound }, value));
    let by_keyword = call.arguments.keywords.iter().filter_map(|keyword| {
        let name = keyword.arg.as_ref()?.as_str();
        Some((Place::Keyword(name), &keyword.value))
    });
    for (place, value) in by_position.chain(by_keyword) {
        if is_builtin_type(context, at, value) {
            context.passed.suspect(name, Does::Looks, place, value.range());
        } else if is_typed_in(context, at, value) {
            context.passed.suspect(name, Does::Formats, place, value.range());
        }
    }
}

/// `object`, `type(x)`, `x.__class__`, or a name for it.
fn is_builtin_type<'a>(context: &Context<'_, 'a>, at: &At<'_, 'a>, expr: &Expr) -> bool {
    match expr {
        Expr::Call(call) => context.is_builtin(at, &call.func, "type") && call.arguments.args.len() == 1,
        Expr::Attribute(class) => matches!(class.attr.as_str(), "__class__" | "__base__"),
        Expr::Name(name) => match context.look_up(at, name).map(|found| found.only()) {
            None => true,
            Some(Some(Binder::Value(value))) => !value.is_name_expr() && is_builtin_type(context, at, value),
            Some(_) => false,
        },
        _ => false,
    }
}

/// `input()`, `input().strip()`, or a name for it.
pub fn is_typed_in<'a>(context: &Context<'_, 'a>, at: &At<'_, 'a>, expr: &Expr) -> bool {
    match expr {
        Expr::Call(call) => match &*call.func {
            Expr::Attribute(method) => matches!(&*method.value, Expr::Call(inner) if is_input(context, at, inner)),
            _ => is_input(context, at, call),
        },
        Expr::Name(name) => match context.look_up(at, name).and_then(|found| found.only()) {
            Some(Binder::Value(value)) => !value.is_name_expr() && is_typed_in(context, at, value),
            _ => false,
        },
        _ => false,
    }
}

fn is_input<'a>(context: &Context<'_, 'a>, at: &At<'_, 'a>, call: &ExprCall) -> bool {
    context.is_builtin(at, &call.func, "input")
}
