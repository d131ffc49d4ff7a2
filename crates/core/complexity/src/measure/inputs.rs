//! Inputs of growing sizes, from the format that a program reads.

use std::collections::{BTreeSet, HashMap};
use std::fmt::Write as _;

use ruff_python_ast::visitor::{Visitor, walk_expr};
use ruff_python_ast::{Expr, Stmt};

use super::format::{Count, Item, format_of};
use crate::parse::parse;
use crate::scan;

/// Bytes of an input, at most.
const BYTES_MAX: usize = 200_000;
/// Letters of a text whose length has nothing to do with the size.
const LETTERS_OF_SHORT: usize = 3;
/// Letters of texts, where the program names none.
const LETTERS: [char; 3] = ['a', 'b', 'c'];

/// A source of inputs for one program.
#[derive(Debug, Clone)]
pub struct Inputs {
    items: Vec<Item>,
    letters: Vec<char>,
}

/// What a program reads, if it reads something that grows.
pub fn derive_inputs(source: &str) -> Option<Inputs> {
    let module = parse(source).ok()?;
    let items = format_of(&module.body);
    (!items.is_empty()).then(|| Inputs { items, letters: letters_of(&module.body) })
}

/// Whether a program reads any input.
pub fn reads_input(source: &str) -> bool {
    parse(source).is_ok_and(|module| scan::reads_input(&module.body))
}

impl Inputs {
    /// An input of a size. The same size gives the same input.
    pub fn of_size(&self, size: u64) -> String {
        let mut writer = Writer {
            size: size.max(2),
            state: size.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1,
            known: HashMap::new(),
            letters: &self.letters,
            cases: BTreeSet::new(),
            row: 0,
            rows: false,
            out: String::new(),
        };
        collect_cases(&self.items, &mut writer.cases);
        writer.items(&self.items);
        writer.out
    }
}

/// Single characters that the program compares with or looks for.
fn letters_of(body: &[Stmt]) -> Vec<char> {
    struct Letters(BTreeSet<char>);
    impl<'a> Visitor<'a> for Letters {
        fn visit_expr(&mut self, expr: &'a Expr) {
            if let Expr::Compare(compare) = expr {
                for part in std::iter::once(&*compare.left).chain(&compare.comparators) {
                    if let Expr::StringLiteral(text) = part
                        && let (Some(letter), 1) = (text.value.chars().next(), text.value.chars().count())
                        && !letter.is_whitespace()
                    {
                        self.0.insert(letter);
                    }
                }
            }
            walk_expr(self, expr);
        }
    }
    let mut letters = Letters(BTreeSet::new());
    letters.visit_body(body);
    if letters.0.is_empty() { LETTERS.to_vec() } else { letters.0.into_iter().collect() }
}

fn collect_cases(items: &[Item], cases: &mut BTreeSet<String>) {
    for item in items {
        if let Item::Repeat(count, inner) = item {
            if let Count::Cases(name) = count {
                cases.insert(name.clone());
            }
            collect_cases(inner, cases);
        }
    }
}

struct Writer<'i> {
    size: u64,
    state: u64,
    known: HashMap<String, u64>,
    letters: &'i [char],
    /// Names of numbers that only count test cases.
    cases: BTreeSet<String>,
    /// The row within the present repetition.
    row: u64,
    rows: bool,
    out: String,
}

impl Writer<'_> {
    /// The next pseudo-random number below a bound.
    fn below(&mut self, bound: u64) -> u64 {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        self.state % bound.max(1)
    }

    fn items(&mut self, items: &[Item]) {
        for item in items {
            if self.out.len() > BYTES_MAX {
                return;
            }
            self.item(item);
        }
    }

    fn item(&mut self, item: &Item) {
        match item {
            Item::Numbers(names) => self.numbers(names),
            Item::List => {
                let numbers: Vec<String> = (0..self.size).map(|_| (self.below(self.size) + 1).to_string()).collect();
                self.line(&numbers.join(" "));
            }
            Item::Text => {
                let text: String = (0..self.size).map(|_| self.letter()).collect();
                self.line(&text);
            }
            Item::Words(count) => {
                let words: Vec<String> = (0..*count).map(|_| (self.below(self.size) + 1).to_string()).collect();
                self.line(&words.join(" "));
            }
            Item::ShortText => {
                let text: String = (0..LETTERS_OF_SHORT).map(|_| self.letter()).collect();
                self.line(&text);
            }
            Item::Repeat(count, inner) => self.repeat(count, inner),
        }
    }

    fn letter(&mut self) -> char {
        let index = self.below(self.letters.len() as u64);
        usize::try_from(index).ok().and_then(|index| self.letters.get(index).copied()).unwrap_or('a')
    }

    /// In a repetition, ascending numbers that fit edges and ranges; otherwise sizes.
    fn numbers(&mut self, names: &[String]) {
        let mut numbers = Vec::new();
        for name in names {
            let number = if self.cases.contains(name) {
                1
            } else if self.rows {
                self.below(self.size) + 1
            } else {
                self.size
            };
            self.known.insert(name.clone(), number);
            numbers.push(number);
        }
        if self.rows && numbers.len() == 2 {
            let child = self.row % self.size + 2;
            let child = child.min(self.size);
            numbers = vec![self.below(child - 1) + 1, child];
        } else if self.rows {
            numbers.sort_unstable();
        }
        let texts: Vec<String> = numbers.iter().map(u64::to_string).collect();
        self.line(&texts.join(" "));
    }

    fn repeat(&mut self, count: &Count, inner: &[Item]) {
        let times = match count {
            Count::Fixed(times) => *times,
            Count::Cases(_) => 1,
            Count::Name(name, more) => {
                let known = self.known.get(name).copied().unwrap_or(self.size);
                known.saturating_add_signed(*more)
            }
            Count::Size => self.size,
        };
        let (row, rows) = (self.row, self.rows);
        self.rows |= !matches!(count, Count::Cases(_) | Count::Fixed(_));
        for row in 0..times {
            self.row = row;
            self.items(inner);
            if self.out.len() > BYTES_MAX {
                break;
            }
        }
        (self.row, self.rows) = (row, rows);
    }

    fn line(&mut self, text: &str) {
        let _ = writeln!(self.out, "{text}");
    }
}
