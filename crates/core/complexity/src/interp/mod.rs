//! Abstract execution: the program runs once over sizes instead of values.
//!
//! A loop's body is executed for its cost, which the loop multiplies by the number of its rounds; a call executes the
//! function with the sizes of its arguments. Work that a loop shares out over its rounds (two pointers, stacks, edges of
//! a graph) is charged to the loop around it. What has no rule is not passed over: `followed` remembers where that was,
//! and an answer that has such a place is never sure.

mod activations;
mod aggregates;
mod assign;
mod builtins;
mod calls;
mod combinatorics;
mod conditions;
mod containers;
mod decorators;
mod displays;
mod drains;
mod expr;
mod followed;
mod joins;
mod jumps;
mod literals;
mod loops;
mod methods;
mod numbers;
mod objects;
mod operators;
mod parts;
mod patterns;
mod ranges;
mod reading;
mod recursion;
mod rehearsals;
mod sequences;
mod space;
mod specials;
mod steps;
mod stmt;
mod whiles;

use std::cell::{OnceCell, RefCell};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use ruff_python_ast::{Expr, Stmt, StmtClassDef};
use ruff_text_size::{TextRange, TextSize};

use crate::cost::{Cost, Var};
use crate::value::{Field, Kind, Num, ObjId, Object, Value};
use crate::vars::{Origin, Vars};

pub use calls::Record;

/// Nodes visited in one analysis, at most.
const STEPS_MAX: u32 = 60_000;
/// Expressions, statements and calls within each other, at most.
const DEPTH_MAX: u32 = 160;
/// Objects, at most.
const OBJECTS_MAX: usize = 20_000;
/// Notes, at most.
const NOTES_MAX: usize = 2_000;

/// Something that the cost rests on.
#[derive(Debug, Clone)]
pub struct Note {
    pub at: TextSize,
    pub text: String,
    /// Its share of the program's cost.
    pub total: Cost,
    /// Whether the number of rounds was followed by a rule of thumb.
    pub soft: bool,
}

/// A scope with its names.
#[derive(Debug, Clone)]
struct Scope<'a> {
    names: Rc<HashMap<&'a str, Value<'a>>>,
    globals: HashSet<&'a str>,
    range: TextRange,
}

/// A loop, or a call: what is charged inside is multiplied by its rounds.
#[derive(Debug, Clone)]
struct Frame<'a> {
    rounds: Cost,
    cost: Cost,
    /// The frame that the whole is charged to.
    parent: usize,
    /// Names that each round binds anew.
    binds: Vec<&'a str>,
    body: &'a [Stmt],
    /// The scope that it runs in.
    scope: usize,
    /// Whether a rule of thumb gave the number of rounds.
    soft: bool,
    /// Objects that were there before it.
    objects: usize,
    /// Of a call: the names that each parameter was given.
    arguments: Option<Vec<(&'a str, Vec<&'a str>)>>,
}

/// The state of an analysis.
pub struct Interp<'a> {
    pub vars: Vars,
    pub heap: Vec<Object<'a>>,
    pub notes: Vec<Note>,
    /// What is known of each function that was called.
    pub records: HashMap<usize, Record<'a>>,
    /// Whether a limit of the analysis itself ended it early.
    pub exhausted: bool,
    /// Whether something runs that nothing ends.
    pub endless: bool,
    /// Texts kept.
    pub texts: Cost,
    /// The deepest recursion.
    pub stack: Cost,
    /// What the module itself costs, with what it calls.
    pub main_cost: Cost,
    scopes: Vec<Scope<'a>>,
    frames: Vec<Frame<'a>>,
    active: Vec<calls::Activation<'a>>,
    /// What a first look at the program told. If it reads input, then its own constants are not its input.
    pub facts: crate::scan::Facts<'a>,
    /// What the program names, and what binds it.
    pub names: crate::scan::NameFacts<'a>,
    /// What could not be followed, by place.
    pub lost: Vec<(TextSize, String)>,
    /// What stands for names that nothing binds.
    free: HashMap<&'a str, Value<'a>>,
    /// The module.
    body: &'a [Stmt],
    /// Names of functions that have returned: what they defined still sees them.
    left: Vec<(TextRange, Rc<HashMap<&'a str, Value<'a>>>)>,
    /// The class that defines a method, by the method's key.
    classes: HashMap<usize, &'a StmtClassDef>,
    /// What the bodies of loops change, by their place in the tree.
    changes: RefCell<HashMap<usize, Rc<crate::scan::Changes<'a>>>>,
    /// What stands for a class, by its place in the tree.
    class_objects: HashMap<usize, ObjId>,
    /// Containers that loops run until they are empty, with the frames of the loops.
    draining: Vec<(&'a str, usize)>,
    /// What the functions of the program change, looked for when a loop may be over test cases.
    effects: OnceCell<crate::scan::Effects<'a>>,
    /// Containers that the program keeps short, with their length.
    bounded: HashMap<&'a str, &'a Expr>,
    /// Constants of a program that reads nothing, by place: they stand for its input.
    literals: HashMap<TextSize, Var>,
    steps: u32,
    depth: u32,
    /// Passes that only find out what grows.
    dry: u32,
    /// Passes after such a one.
    warm: u32,
}

impl<'a> Interp<'a> {
    /// A new state for a module.
    pub fn new(body: &'a [Stmt], range: TextRange) -> Self {
        let facts = crate::scan::facts(body);
        let module = Scope { names: Rc::default(), globals: HashSet::new(), range };
        let root = Frame {
            rounds: Cost::ONE,
            cost: Cost::ONE,
            parent: 0,
            binds: Vec::new(),
            body,
            scope: 0,
            soft: false,
            objects: 0,
            arguments: None,
        };
        Self {
            vars: Vars::default(),
            heap: Vec::new(),
            notes: Vec::new(),
            records: HashMap::new(),
            exhausted: false,
            endless: false,
            texts: Cost::ONE,
            stack: Cost::ONE,
            main_cost: Cost::ONE,
            scopes: vec![module],
            frames: vec![root],
            active: Vec::new(),
            facts,
            names: crate::scan::names(body),
            lost: Vec::new(),
            free: HashMap::new(),
            body,
            left: Vec::new(),
            classes: HashMap::new(),
            changes: RefCell::default(),
            class_objects: HashMap::new(),
            draining: Vec::new(),
            effects: OnceCell::new(),
            bounded: crate::scan::bounded(body),
            literals: HashMap::new(),
            steps: 0,
            depth: 0,
            dry: 0,
            warm: 0,
        }
    }

    /// Takes a step down, if there are any left.
    fn enter(&mut self) -> bool {
        self.steps += 1;
        if self.steps > STEPS_MAX || self.depth >= DEPTH_MAX || self.heap.len() > OBJECTS_MAX {
            self.exhausted = true;
            return false;
        }
        self.depth += 1;
        true
    }

    fn leave(&mut self) {
        self.depth -= 1;
    }

    // === Names ===

    fn lookup(&self, name: &str) -> Option<Value<'a>> {
        let (own, rest) = self.scopes.split_last()?;
        if let Some(value) = own.names.get(name) {
            return Some(value.clone());
        }
        let enclosing = rest.iter().rev().filter(|scope| scope.range.contains_range(own.range));
        let held = enclosing.into_iter().find_map(|scope| scope.names.get(name)).cloned();
        held.or_else(|| self.lookup_left(name, own.range))
    }

    fn bind(&mut self, name: &'a str, value: Value<'a>) {
        if let Value::Num(Num { linear: Some(linear), .. }) = &value
            && let [(var, 1)] = linear.terms.as_slice()
        {
            self.vars.name(*var, name);
        }
        let index = self.home(name);
        Rc::make_mut(&mut self.scopes[index].names).insert(name, value);
    }

    /// The scope that an assignment to the name changes.
    fn home(&self, name: &str) -> usize {
        let top = self.scopes.len() - 1;
        if !self.scopes[top].globals.contains(name) {
            return top;
        }
        let range = self.scopes[top].range;
        let holders = (0..top).rev().filter(|&index| self.scopes[index].range.contains_range(range));
        holders.into_iter().find(|&index| self.scopes[index].names.contains_key(name)).unwrap_or(0)
    }

    // === Charges ===

    fn top(&self) -> usize {
        self.frames.len() - 1
    }

    fn charge(&mut self, cost: &Cost) {
        let top = self.top();
        self.charge_at(top, cost);
    }

    fn charge_at(&mut self, level: usize, cost: &Cost) {
        if let Some(frame) = self.frames.get_mut(level) {
            frame.cost = frame.cost.plus(cost);
        }
    }

    /// Charges a cost that the answer should be able to explain.
    fn charge_noted(&mut self, cost: &Cost, at: TextSize, text: impl FnOnce() -> String) {
        self.charge(cost);
        if !cost.is_one() {
            let total = cost.times(&self.rounds_since(self.top(), 0));
            self.note(at, total, false, text);
        }
    }

    fn note(&mut self, at: TextSize, total: Cost, soft: bool, text: impl FnOnce() -> String) {
        if self.dry == 0 && self.notes.len() < NOTES_MAX {
            self.notes.push(Note { at, text: text(), total, soft });
        }
    }

    /// How often `inner` runs for each round of `outer`.
    fn rounds_since(&self, inner: usize, outer: usize) -> Cost {
        let mut rounds = Cost::ONE;
        let mut level = inner;
        while level > outer {
            rounds = rounds.times(&self.frames[level].rounds);
            level = self.frames[level].parent;
        }
        rounds
    }

    // === Objects ===

    fn object(&mut self, kind: Kind, len: Cost, elem: Value<'a>) -> ObjId {
        self.mark_many(&elem);
        let id = ObjId(u32::try_from(self.heap.len()).unwrap_or(u32::MAX));
        self.heap.push(Object {
            kind,
            len,
            elem,
            key: Value::Unknown,
            level: self.top(),
            many: false,
            shared_len: Cost::ONE,
            fields: HashMap::new(),
            outside: false,
            read: None,
        });
        id
    }

    fn list(&mut self, len: Cost, elem: Value<'a>) -> Value<'a> {
        Value::Obj(self.object(Kind::List, len, elem))
    }

    fn obj(&self, id: ObjId) -> &Object<'a> {
        &self.heap[id.0 as usize]
    }

    fn obj_mut(&mut self, id: ObjId) -> &mut Object<'a> {
        &mut self.heap[id.0 as usize]
    }

    /// A value that is held by a container stands for many.
    fn mark_many(&mut self, value: &Value<'a>) {
        match value {
            Value::Obj(id) => self.obj_mut(*id).many = true,
            Value::Tuple(items) => items.iter().for_each(|item| self.mark_many(item)),
            _ => {}
        }
    }

    /// Adds elements to an object, as often as the loops since its creation run.
    fn grow(&mut self, id: ObjId, count: &Cost, elem: &Value<'a>) {
        self.mark_many(elem);
        let rounds = self.rounds_since(self.top(), self.obj(id).level).times(count);
        let held = self.obj(id).elem.clone();
        let joined = self.join(&held, elem);
        let object = self.obj_mut(id);
        object.elem = joined;
        if object.many {
            object.shared_len = object.shared_len.plus(&rounds);
        } else {
            object.len = object.len.plus(&rounds);
        }
    }

    /// Adds one element to a container that the program names, and may keep short.
    fn grow_named(&mut self, id: ObjId, container: &Expr, elem: &Value<'a>) {
        let bound = match container {
            Expr::Name(name) => self.bounded.get(name.id.as_str()).copied(),
            _ => None,
        };
        let Some(bound) = bound else { return self.grow(id, &Cost::ONE, elem) };
        let before = self.obj(id).len.clone();
        self.grow(id, &Cost::ONE, elem);
        let bound = self.eval(bound);
        let bound = self.magnitude(&bound);
        self.obj_mut(id).len = before.plus(&bound);
    }

    /// A new size that nothing bounds.
    fn guess(&mut self) -> Cost {
        Cost::var(self.vars.fresh(Origin::Guess, None))
    }

    /// A number that the program reads.
    fn input_number(&mut self) -> Value<'a> {
        let var = self.vars.fresh(Origin::Input, None);
        Value::Num(Num::var(var, Cost::var(var)))
    }

    fn field(&self, id: ObjId, name: &'a str) -> Option<Value<'a>> {
        self.obj(id).fields.get(&Field::Name(name)).cloned()
    }
}
