//! What the analysis knows of a Python value: sizes rather than contents.

use std::collections::HashMap;
use std::rc::Rc;

use ruff_python_ast::{ExprLambda, StmtClassDef, StmtFunctionDef};

use crate::cost::{Cost, Var};

/// An object on the heap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ObjId(pub u32);

/// A number: how large it may be, and its exact linear form while that is simple.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Num {
    /// Bound of the absolute value.
    pub size: Cost,
    /// Exact value, as a sum.
    pub linear: Option<Linear>,
}

/// A sum of variables and a constant.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Linear {
    pub terms: Vec<(Var, i64)>,
    pub constant: i64,
}

impl Linear {
    /// The sum, the other one taken `factor` times.
    pub fn plus(&self, other: &Self, factor: i64) -> Option<Self> {
        let mut terms = self.terms.clone();
        for &(var, times) in &other.terms {
            let times = times.checked_mul(factor)?;
            match terms.iter_mut().find(|(own, _)| *own == var) {
                Some((_, own)) => *own = own.checked_add(times)?,
                None => terms.push((var, times)),
            }
        }
        terms.retain(|(_, times)| *times != 0);
        let constant = self.constant.checked_add(other.constant.checked_mul(factor)?)?;
        (terms.len() <= 6).then_some(Self { terms, constant })
    }
}

impl Num {
    /// A constant that is not known exactly.
    pub fn small() -> Self {
        Self::default()
    }

    /// A known constant.
    pub fn exact(constant: i64) -> Self {
        Self { size: Cost::ONE, linear: Some(Linear { terms: Vec::new(), constant }) }
    }

    /// A number of a size.
    pub fn sized(size: Cost) -> Self {
        Self { size, linear: None }
    }

    /// A variable.
    pub fn var(var: Var, bound: Cost) -> Self {
        Self { size: bound, linear: Some(Linear { terms: vec![(var, 1)], constant: 0 }) }
    }

    /// The constant that this is.
    pub fn known(&self) -> Option<i64> {
        self.linear.as_ref().filter(|linear| linear.terms.is_empty()).map(|linear| linear.constant)
    }

    /// The one variable that this is, give or take a constant.
    pub fn single_var(&self) -> Option<Var> {
        match self.linear.as_ref()?.terms.as_slice() {
            [(var, 1)] => Some(*var),
            _ => None,
        }
    }
}

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    /// Nothing is known.
    Unknown,
    Num(Num),
    /// A text of a length.
    Text(Cost),
    /// A container or instance.
    Obj(ObjId),
    Tuple(Rc<Vec<Value<'a>>>),
    Function(Callable<'a>),
    /// Any of several that can be called.
    Either(Rc<Vec<Value<'a>>>),
    /// A function with its first arguments.
    Partial(Rc<(Value<'a>, Vec<Value<'a>>)>),
    Class(&'a StmtClassDef),
    /// A built-in, or what a module holds, by its last name.
    Builtin(&'a str),
    /// A module, by its name.
    Module(&'a str),
    /// Standard input.
    Stdin,
    /// A method of a value.
    Method(Box<Value<'a>>, &'a str),
}

/// Functions that one call may mean, at most; beyond it, which one is unknown.
const EITHER_MAX: usize = 6;

impl Value<'_> {
    /// Whether the program itself says what a call of this does.
    pub fn is_called(&self) -> bool {
        matches!(self, Self::Function(_) | Self::Class(_) | Self::Either(_) | Self::Partial(_))
    }

    /// One or the other of what can be called.
    pub fn either(left: &Self, right: &Self) -> Self {
        let parts = |value: &Self| match value {
            Self::Either(all) => all.to_vec(),
            one => vec![one.clone()],
        };
        let mut all = parts(left);
        for part in parts(right) {
            if !all.contains(&part) {
                all.push(part);
            }
        }
        if all.len() > EITHER_MAX { Self::Unknown } else { Self::Either(Rc::new(all)) }
    }
}

impl Value<'_> {
    /// How many values this is, those of tuples in it included.
    pub fn parts(&self) -> usize {
        match self {
            Self::Tuple(items) => 1 + items.iter().map(Self::parts).sum::<usize>(),
            Self::Partial(part) => 1 + part.0.parts() + part.1.iter().map(Self::parts).sum::<usize>(),
            Self::Either(all) => all.iter().map(Self::parts).sum(),
            _ => 1,
        }
    }

    /// Whether this is a container or an instance.
    pub fn is_object(&self) -> bool {
        matches!(self, Self::Obj(_))
    }
}

/// Something that the program itself defines and calls.
#[derive(Debug, Clone, Copy)]
pub enum Callable<'a> {
    Def(&'a StmtFunctionDef, Option<ObjId>),
    Lambda(&'a ExprLambda),
}

impl Callable<'_> {
    /// Where its node is: its identity.
    pub fn key(&self) -> usize {
        match self {
            Self::Def(def, _) => std::ptr::from_ref(*def) as usize,
            Self::Lambda(lambda) => std::ptr::from_ref(*lambda) as usize,
        }
    }
}

impl PartialEq for Callable<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

/// What kind of object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    List,
    Set,
    Dict,
    Deque,
    /// Anything that is walked once and not kept.
    Iterator,
    Instance,
}

/// An object.
#[derive(Debug, Clone)]
pub struct Object<'a> {
    pub kind: Kind,
    pub len: Cost,
    /// What it holds; the values of a dictionary.
    pub elem: Value<'a>,
    /// What iteration over a dictionary gives.
    pub key: Value<'a>,
    /// Loops around its creation.
    pub level: usize,
    /// It stands for many objects, as the rows of a table.
    pub many: bool,
    /// Elements added to all of the many together.
    pub shared_len: Cost,
    /// Attributes of an instance; items of a list that the program names one by one.
    pub fields: HashMap<Field<'a>, Value<'a>>,
    /// The caller of the program's function made it.
    pub outside: bool,
    /// The variable that is its length, if it was read.
    pub read: Option<Var>,
}

/// A part of an object that is known by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field<'a> {
    Name(&'a str),
    Index(i64),
}
