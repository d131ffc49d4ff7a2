//! Source in, analysis out.

use std::panic::{AssertUnwindSafe, catch_unwind};

use ruff_python_ast::{Stmt, StmtFunctionDef};
use ruff_source_file::LineIndex;
use ruff_text_size::TextSize;
use serde::{Deserialize, Serialize};

use crate::class::Class;
use crate::cost::{Cost, Var};
use crate::interp::{Interp, Note, Record};
use crate::parse::{Refusal, parse};
use crate::vars::Origin;

/// Reasons named, at most.
const REASONS_MAX: usize = 5;

/// How a reason ends that names a place which was not followed.
pub(crate) const NOT_FOLLOWED: &str = "is not followed";
/// What is said of growth beyond any polynomial where it was not found how much smaller each call is.
pub(crate) const BY_GUESS: &str = "how much less each has to do was not found";
/// Places named that were not followed, at most.
const LOST_MAX: usize = 3;

/// How sure an answer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// Part of it is a guess.
    Low,
    /// A rule of thumb, or a class that one misjudged loop would change.
    Medium,
    /// Every step is accounted for.
    High,
}

/// Something that an answer rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// Line of the source, from one.
    pub line: u32,
    /// What is there.
    pub text: String,
}

/// How something grows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Growing {
    /// The class, all variables taken together.
    pub class: Class,
    /// The same with the program's own variables.
    pub expression: String,
}

impl Growing {
    /// Whatever is kept has to be made, a step each: no more is kept than there are steps. A size that is read and never
    /// used counts as no step, and is no more held than used.
    pub(crate) fn no_more_than(self, time: &Self) -> Self {
        if self.class > time.class && self.class != Class::Unknown { time.clone() } else { self }
    }

    fn unknown() -> Self {
        Self { class: Class::Unknown, expression: Class::Unknown.notation().to_owned() }
    }
}

/// What is said of one function.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FunctionAnalysis {
    /// Its name.
    pub name: String,
    /// Line of its definition, from one.
    pub line: u32,
    /// How its time grows.
    pub time: Growing,
    /// How the space grows that it makes itself.
    pub space: Growing,
    /// How it calls itself, if it does.
    pub recursion: Option<String>,
}

/// What the syntax tree says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaticAnalysis {
    /// How the whole program's time grows.
    pub time: Growing,
    /// How the whole program's space grows.
    pub space: Growing,
    /// How sure this is of the time.
    pub confidence: Confidence,
    /// The places that decide.
    pub reasons: Vec<Reason>,
    /// The functions, in the order of the source.
    pub functions: Vec<FunctionAnalysis>,
}

impl StaticAnalysis {
    fn unknown(why: &str) -> Self {
        Self {
            time: Growing::unknown(),
            space: Growing::unknown(),
            confidence: Confidence::Low,
            reasons: vec![Reason { line: 1, text: why.to_owned() }],
            functions: Vec::new(),
        }
    }
}

/// Looks at a program. Never fails: what it cannot tell is unknown.
pub fn analyze(source: &str) -> StaticAnalysis {
    catch_unwind(AssertUnwindSafe(|| look(source)))
        .unwrap_or_else(|_| StaticAnalysis::unknown("the analysis could not follow this program"))
}

fn look(source: &str) -> StaticAnalysis {
    let module = match parse(source) {
        Ok(module) => module,
        Err(Refusal::Syntax) => return StaticAnalysis::unknown("this is not valid Python"),
        Err(Refusal::TooDeep) => return StaticAnalysis::unknown("this program is nested too deeply"),
    };
    let mut interp = Interp::new(&module.body, module.range);
    interp.module(&module.body);
    let main_called = !interp.records.is_empty();
    let whole = main_called || !interp.main_cost.is_one();
    let (lost, free, space, ends) = (interp.lost.len(), interp.has_free(), interp.space(), !interp.endless);
    rehearse(&mut interp, &module.body);
    let (mut unbound, mut held) = (free, space);
    interp.endless &= !(whole && ends);
    if whole {
        // What nothing calls is no part of the answer.
        interp.lost.truncate(lost);
    } else {
        (unbound, held) = (interp.has_free(), interp.space());
    }
    Report { interp: &interp, lines: LineIndex::from_source_text(source), source, whole, unbound, held }.write()
}

/// Looks at functions that nothing calls.
fn rehearse<'a>(interp: &mut Interp<'a>, body: &'a [Stmt]) {
    for stmt in body {
        match stmt {
            Stmt::FunctionDef(def) => interp.rehearse(def, None),
            Stmt::ClassDef(class) => {
                for def in class.body.iter().filter_map(Stmt::as_function_def_stmt) {
                    if is_method(def) {
                        interp.rehearse_method(class, def);
                    } else {
                        interp.rehearse(def, None);
                    }
                }
            }
            _ => {}
        }
    }
}

fn is_method(def: &StmtFunctionDef) -> bool {
    def.parameters.iter().next().is_some_and(|first| first.as_parameter().name.as_str() == "self")
}

struct Report<'r, 'a> {
    interp: &'r Interp<'a>,
    lines: LineIndex,
    source: &'r str,
    /// Whether the module itself does something; otherwise its functions are what there is.
    whole: bool,
    /// Whether it rests on names that nothing binds.
    unbound: bool,
    held: Cost,
}

impl Report<'_, '_> {
    fn write(&self) -> StaticAnalysis {
        let cost = if self.whole { self.interp.main_cost.clone() } else { self.largest_function() };
        let space = self.interp.vars.settle_space(&self.held);
        if self.interp.exhausted {
            return StaticAnalysis::unknown("this program is too large to be followed");
        }
        let time = if self.interp.endless { Growing::unknown() } else { self.growing(&cost) };
        let class = time.class;
        let space = Growing { class: space.class(), expression: self.interp.vars.text(&space) }.no_more_than(&time);
        StaticAnalysis {
            confidence: if self.interp.endless { Confidence::Low } else { self.confidence(&cost) },
            reasons: self.reasons(class),
            time,
            space,
            functions: self.functions(),
        }
    }

    fn largest_function(&self) -> Cost {
        let costs = self.interp.records.values().map(|record| &record.cost);
        costs.fold(Cost::ONE, |sum, cost| sum.plus(cost))
    }

    fn growing(&self, cost: &Cost) -> Growing {
        let settled = self.interp.vars.settle(cost);
        Growing { class: settled.class(), expression: self.interp.vars.text(&settled) }
    }

    fn functions(&self) -> Vec<FunctionAnalysis> {
        let mut records: Vec<&Record<'_>> = self.interp.records.values().collect();
        records.sort_by_key(|record| record.range.start());
        let function = |record: &&Record<'_>| FunctionAnalysis {
            name: record.name.to_owned(),
            line: self.line(record.range.start()),
            time: self.growing(&record.cost),
            space: self.growing(&record.space).no_more_than(&self.growing(&record.cost)),
            recursion: record.recursion.clone(),
        };
        records.iter().map(function).collect()
    }

    /// The places whose share is as large as the whole.
    fn reasons(&self, class: Class) -> Vec<Reason> {
        let mut reasons: Vec<Reason> = Vec::new();
        for note in self.dominant(class) {
            let guessed = note.soft && class >= Class::Exponential && class != Class::Unknown;
            let text = if guessed { format!("{}; {BY_GUESS}", note.text) } else { note.text.clone() };
            let reason = Reason { line: self.line(note.at), text };
            if !reasons.contains(&reason) && reasons.len() < REASONS_MAX {
                reasons.push(reason);
            }
        }
        for (at, text) in self.interp.lost.iter().take(LOST_MAX) {
            reasons.push(Reason { line: self.line(*at), text: text.clone() });
        }
        if reasons.is_empty() {
            reasons.push(Reason { line: 1, text: "no step depends on the size of the input".to_owned() });
        }
        reasons
    }

    fn dominant(&self, class: Class) -> impl Iterator<Item = &Note> {
        let settled = move |note: &&Note| self.interp.vars.settle(&note.total).class() == class;
        self.interp.notes.iter().filter(|note| !note.text.is_empty()).filter(settled)
    }

    fn confidence(&self, cost: &Cost) -> Confidence {
        let settled = self.interp.vars.settle(cost);
        let class = settled.class();
        let guessed = |var: Var| matches!(self.interp.vars.origin(var), Origin::Guess | Origin::Free);
        let rests_on_guess = settled
            .terms()
            .iter()
            .filter(|term| term.class() == class)
            .any(|term| term.factors().iter().any(|(var, _)| guessed(*var)));
        let lost = !self.interp.lost.is_empty();
        if rests_on_guess || self.unbound || lost && (class <= Class::Logarithmic || !self.whole) {
            Confidence::Low
        } else if lost || self.dominant(class).any(|note| note.soft) || !self.is_plain(&settled) {
            Confidence::Medium
        } else {
            Confidence::High
        }
    }

    /// Whether an answer is one product that no way out of a loop can cut short, and of a class that a single loop more
    /// or less would not make. What lies between is sure only when measurements agree.
    fn is_plain(&self, cost: &Cost) -> bool {
        let class = cost.class();
        match class {
            Class::Constant => {
                !self.interp.facts.powers
                    && !self.interp.names.repeats
                    && !self.interp.notes.iter().any(|note| !note.text.is_empty())
            }
            Class::Linearithmic | Class::Cubic | Class::Exponential | Class::Factorial => {
                cost.terms().len() == 1 && !self.interp.facts.exits
            }
            _ => false,
        }
    }

    fn line(&self, at: TextSize) -> u32 {
        let line = self.lines.line_column(at, self.source).line.get();
        u32::try_from(line).unwrap_or(u32::MAX)
    }
}
