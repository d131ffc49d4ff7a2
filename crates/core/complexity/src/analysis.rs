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
    rehearse(&mut interp, &module.body);
    Report { interp: &interp, lines: LineIndex::from_source_text(source), source }.write(main_called)
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
}

impl Report<'_, '_> {
    fn write(&self, main_called: bool) -> StaticAnalysis {
        let called = self.interp.main_cost.clone();
        let cost = if main_called || !called.is_one() { called } else { self.largest_function() };
        let texts = self.interp.vars.settle(&self.interp.texts);
        let space = self.interp.space_since(0).plus(&self.interp.stack).plus(&texts);
        let space = self.interp.vars.settle_space(&space);
        if self.interp.exhausted {
            return StaticAnalysis::unknown("this program is too large to be followed");
        }
        let time = self.growing(&cost);
        let class = time.class;
        StaticAnalysis {
            confidence: self.confidence(&cost),
            reasons: self.reasons(class),
            time,
            space: Growing { class: space.class(), expression: self.interp.vars.text(&space) },
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
            space: self.growing(&record.space),
            recursion: record.recursion.clone(),
        };
        records.iter().map(function).collect()
    }

    /// The places whose share is as large as the whole.
    fn reasons(&self, class: Class) -> Vec<Reason> {
        let mut reasons: Vec<Reason> = Vec::new();
        for note in self.dominant(class) {
            let reason = Reason { line: self.line(note.at), text: note.text.clone() };
            if !reasons.contains(&reason) && reasons.len() < REASONS_MAX {
                reasons.push(reason);
            }
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
        let guessed = |var: Var| self.interp.vars.origin(var) == Origin::Guess;
        let rests_on_guess = settled
            .terms()
            .iter()
            .filter(|term| term.class() == class)
            .any(|term| term.factors().iter().any(|(var, _)| guessed(*var)));
        if rests_on_guess {
            Confidence::Low
        } else if self.dominant(class).any(|note| note.soft) || !self.is_plain(&settled) {
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
            Class::Constant => !self.interp.facts.powers && !self.interp.notes.iter().any(|note| !note.text.is_empty()),
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
