//! What a function costs that calls itself.

use ruff_python_ast::StmtFunctionDef;
use ruff_text_size::Ranged;

use super::{Interp, Scope};
use crate::class::Class;
use crate::cost::Cost;
use crate::scan::{self, Calls, Step};
use crate::value::{Kind, Value};

/// Depths that are taken for constant where a constant bounds them: beyond, it is the input that ends a call in practice.
const DEPTH_MAX: u32 = 1_000;
const BRANCHED_DEPTH_MAX: u32 = 12;
const LOOPED_DEPTH_MAX: u32 = 4;

/// The answer.
pub(super) struct Solved {
    pub cost: Cost,
    pub depth: Cost,
    /// The frame that all calls together are charged to.
    pub level: usize,
    pub text: String,
    pub soft: bool,
    /// Each level keeps its own objects, of the same size.
    pub stepwise: bool,
}

/// How calls of itself compare with what the function was given.
struct Measure {
    /// What gets smaller, or what bounds what grows.
    size: Cost,
    halves: bool,
    steps: bool,
    /// Part of it is copied for each call.
    sliced: bool,
}

impl<'a> Interp<'a> {
    /// Solves the recurrence of a function whose body costs `own` without the calls of itself.
    pub(super) fn solve(&mut self, def: &'a StmtFunctionDef, params: &[(&'a str, Value<'a>)], own: &Cost) -> Solved {
        let calls = scan::self_calls(def);
        let measure = self.measure(def, params, &calls);
        let level = self.top();
        if calls.memoised {
            let level = if calls.cached { self.level_of(def) } else { level };
            return self.memoised(params, &calls, own, level);
        }
        if calls.marks && !calls.unmarks {
            return self.graph(def, own, level);
        }
        if calls.attributes {
            let nodes = self.any_of(&measure.size);
            // Each child belongs to one node.
            let shared = calls.children && own.class() <= Class::Linear;
            return Solved {
                cost: if shared { nodes.plus(own) } else { nodes.times(own) },
                depth: nodes,
                level,
                text: "once for each node".to_owned(),
                soft: false,
                stepwise: false,
            };
        }
        if let Some(solved) = capped(params, &calls, own, level) {
            return solved;
        }
        if calls.looped {
            return self.looped(&measure, &calls, own, level);
        }
        if measure.halves {
            return halving(&measure, &calls, own, level);
        }
        let size = self.any_of(&measure.size);
        if calls.branches >= 2 {
            let cost = size.exponential().times(own);
            let text = format!("{} branches from each call", calls.branches);
            return Solved { cost, depth: size, level, text, soft: !measure.steps, stepwise: true };
        }
        let text = "one step at a time".to_owned();
        Solved { cost: size.times(own), depth: size, level, text, soft: !measure.steps, stepwise: true }
    }

    /// The frame of the function that defines another one, and with it what that remembers from call to call.
    fn level_of(&self, def: &'a StmtFunctionDef) -> usize {
        let around = |scope: &&Scope<'a>| scope.range.contains_range(def.range()) && scope.range != def.range();
        let inner = self.scopes.iter().filter(around).map(|scope| scope.range).min_by_key(|range| range.len());
        // A comprehension has a scope of its own within the same range.
        let scope = self.scopes.iter().position(|scope| Some(scope.range) == inner).unwrap_or_default();
        self.frames.iter().position(|frame| frame.scope == scope).unwrap_or_default()
    }

    fn any_of(&mut self, size: &Cost) -> Cost {
        if size.is_one() { self.guess() } else { size.clone() }
    }

    /// Each state is worked out once.
    fn memoised(&mut self, params: &[(&'a str, Value<'a>)], calls: &Calls<'a>, own: &Cost, level: usize) -> Solved {
        let mut states = Cost::ONE;
        for (index, (name, value)) in params.iter().enumerate() {
            if !calls.changing.contains(&index) || *name == "self" {
                continue;
            }
            let size = self.magnitude(value);
            let size = if size.is_one() { self.limit_of(params, calls) } else { size };
            states = states.times(&size);
        }
        let states = self.any_of(&states);
        let halved =
            !calls.steps.is_empty() && calls.steps.iter().all(|(_, step)| matches!(step, Step::Halves | Step::Doubles));
        let states = if halved { states.log() } else { states };
        let text = format!("remembered results, {} states", self.vars.text(&states));
        Solved { cost: states.times(own), depth: states, level, text, soft: false, stepwise: false }
    }

    /// Each place is marked when it is seen.
    fn graph(&mut self, def: &'a StmtFunctionDef, own: &Cost, level: usize) -> Solved {
        let mut best: Option<(Cost, usize)> = None;
        for base in scan::subscripted(&def.body) {
            if let Some(Value::Obj(id)) = self.lookup_for(def, base)
                && self.obj(id).kind != Kind::Instance
            {
                let size = self.table_size(id);
                if best.as_ref().is_none_or(|(best, _)| size.class() > best.class()) {
                    best = Some((size, self.obj(id).level));
                }
            }
        }
        let (size, at) = best.unwrap_or((Cost::ONE, level));
        let size = self.any_of(&size);
        let text = "each place is visited once".to_owned();
        Solved { cost: size.times(own), depth: size, level: at.min(level), text, soft: false, stepwise: false }
    }

    fn lookup_for(&self, _def: &'a StmtFunctionDef, name: &str) -> Option<Value<'a>> {
        let held = self.heap.iter().rev().filter(|object| object.kind == Kind::Instance);
        let field = |object: &crate::value::Object<'a>| {
            let found =
                object.fields.iter().find(|(field, _)| matches!(field, crate::value::Field::Name(own) if *own == name));
            found.map(|(_, value)| value.clone())
        };
        self.lookup(name).or_else(|| held.into_iter().find_map(field))
    }

    /// A loop around the calls: choices at each step.
    fn looped(&mut self, measure: &Measure, calls: &Calls<'a>, own: &Cost, level: usize) -> Solved {
        if measure.halves {
            return halving(measure, calls, own, level);
        }
        let size = self.any_of(&measure.size);
        let permutes = calls.unmarks && (!calls.ordered || calls.swaps);
        let (cost, text) = if permutes {
            (size.factorial(), "every order of what is left")
        } else {
            (size.exponential(), "choices at each step")
        };
        Solved {
            cost: cost.times(own),
            depth: size,
            level,
            text: text.to_owned(),
            soft: !measure.steps,
            stepwise: true,
        }
    }

    /// What bounds the depth: the parameter that gets smaller, or the largest size that its end is compared with.
    fn measure(&mut self, _def: &'a StmtFunctionDef, params: &[(&'a str, Value<'a>)], calls: &Calls<'a>) -> Measure {
        let mut measure = Measure { size: Cost::ONE, halves: false, steps: false, sliced: false };
        let mut shrinking = Cost::ONE;
        for (index, step) in &calls.steps {
            let value = params.get(*index).map_or(Value::Unknown, |(_, value)| value.clone());
            let size = self.magnitude(&value);
            match step {
                Step::Halves | Step::HalfSlice => {
                    measure.halves = true;
                    measure.sliced |= *step == Step::HalfSlice;
                    shrinking = shrinking.plus(&size);
                }
                Step::Down | Step::TailSlice => {
                    measure.steps = true;
                    measure.sliced |= *step == Step::TailSlice;
                    shrinking = shrinking.plus(&size);
                }
                Step::Doubles => measure.halves = true,
                Step::Up => measure.steps = true,
                Step::Same | Step::Other => {}
            }
        }
        measure.size = shrinking;
        if measure.size.is_one() {
            measure.size = self.limit_of(params, calls);
        }
        if measure.size.is_one() {
            for (_, value) in params {
                let size = self.magnitude(value);
                measure.size = if size.class() > measure.size.class() { size } else { measure.size };
            }
        }
        self.vars.mark_used(&measure.size.clone());
        measure
    }

    /// The largest size that the condition to stop names.
    fn limit_of(&mut self, params: &[(&'a str, Value<'a>)], calls: &Calls<'a>) -> Cost {
        let mut largest = Cost::ONE;
        for name in calls.limits.clone() {
            let own = params.iter().find(|(param, _)| *param == name).map(|(_, value)| value.clone());
            if let Some(value) = own.or_else(|| self.lookup(name)) {
                let size = self.magnitude(&value);
                if size.class() > largest.class() {
                    largest = size;
                }
            }
        }
        largest
    }
}

/// A depth that a constant bounds. With more calls at each step, only one at which the constant is what ends it.
fn capped<'a>(params: &[(&'a str, Value<'a>)], calls: &Calls<'a>, own: &Cost, level: usize) -> Option<Solved> {
    let starts = |index: usize| match params.get(index) {
        Some((_, Value::Num(start))) => start.known(),
        _ => None,
    };
    let depth = calls.caps.iter().filter_map(|cap| cap.depth(starts(cap.param)?)).min()?;
    let deepest = match (calls.looped, calls.branches) {
        (true, _) => LOOPED_DEPTH_MAX,
        (false, 2..) => BRANCHED_DEPTH_MAX,
        (false, _) => DEPTH_MAX,
    };
    if depth > deepest {
        return None;
    }
    let times = if calls.looped { depth } else { 1 };
    let cost = (0..times).fold(Cost::ONE, |cost, _| cost.times(own));
    let text = format!("{depth} levels at most");
    Some(Solved { cost, depth: Cost::ONE, level, text, soft: calls.looped, stepwise: false })
}

/// The master theorem, for halves.
fn halving(measure: &Measure, calls: &Calls<'_>, own: &Cost, level: usize) -> Solved {
    let size = &measure.size;
    let log = size.log();
    let branches = calls.branches;
    let work = own.class();
    let (cost, text) = match branches {
        0 | 1 if (measure.sliced || calls.partitions) && work >= Class::Linear => {
            (own.clone(), "half of it is left each time")
        }
        0 | 1 => (log.times(own), "half of it is left each time"),
        2 if calls.prunes => (log.times(own), "two ways down at most, half of it left each time"),
        2 if work < Class::Linear => (size.times(own), "both halves"),
        2 if work <= Class::Linearithmic => (log.times(own), "both halves, and work on all of it"),
        2 => (own.clone(), "both halves, and more work on the whole"),
        3 if work < Class::LinearRoot => (size.times(&size.root(2)), "three parts of half the size"),
        4 if work < Class::Quadratic => (size.times(size), "four parts of half the size"),
        4 => (log.times(own), "four parts of half the size, and work on all of it"),
        5..=8 if work < Class::Cubic => (size.times(size).times(size), "up to eight parts of half the size"),
        _ => (own.clone(), "parts of half the size, and more work on the whole"),
    };
    Solved { cost, depth: log, level, text: text.to_owned(), soft: false, stepwise: false }
}
