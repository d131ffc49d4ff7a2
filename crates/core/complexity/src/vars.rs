//! The size variables of one analysis.

use crate::cost::{Cost, Growth, Term, Var, WHOLE};

/// Terms of a sum that are written down, at most.
const TEXT_TERMS_MAX: usize = 4;

/// Where a variable comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The program reads it.
    Input,
    /// A parameter of a function that nothing calls.
    Parameter,
    /// The variable of a loop; `bound` says how large it becomes.
    Counter,
    /// A name that nothing in the program binds.
    Free,
    /// Something whose size the analysis could not follow.
    Guess,
}

/// One variable.
#[derive(Debug, Clone)]
struct Info {
    name: Option<String>,
    origin: Origin,
    bound: Cost,
    flags: Flags,
}

/// What else is known of a variable.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts, each found on its own")]
struct Flags {
    constant: bool,
    /// It is how long something is that was read.
    length: bool,
    /// The program does more with it than to read it.
    used: bool,
    /// It is the length of one of many short texts.
    word: bool,
}

/// All variables.
#[derive(Debug, Default)]
pub struct Vars(Vec<Info>);

impl Vars {
    /// A new variable.
    pub fn fresh(&mut self, origin: Origin, name: Option<&str>) -> Var {
        let var = Var(u32::try_from(self.0.len()).unwrap_or(u32::MAX));
        self.0.push(Info { name: name.map(str::to_owned), origin, bound: Cost::var(var), flags: Flags::default() });
        var
    }

    /// A new loop variable below `bound`.
    pub fn counter(&mut self, bound: Cost) -> Var {
        let var = self.fresh(Origin::Counter, None);
        if let Some(info) = self.0.last_mut() {
            info.bound = bound;
        }
        var
    }

    /// A new variable for how long something is that the program reads.
    pub fn length(&mut self, name: Option<&str>) -> Var {
        let var = self.fresh(Origin::Input, name);
        if let Some(info) = self.0.last_mut() {
            info.flags.length = true;
        }
        var
    }

    /// A new variable for how long one of many texts is that the program reads.
    pub fn word(&mut self) -> Var {
        let var = self.length(None);
        if let Some(info) = self.0.last_mut() {
            info.flags.word = true;
        }
        var
    }

    /// The program does something with a text as a whole: with one of many, that is as good as a constant.
    pub fn mark_text(&mut self, cost: &Cost) {
        for (var, _) in cost.terms().iter().flat_map(Term::factors) {
            if let Some(info) = self.0.get_mut(var.0 as usize) {
                info.flags.used |= !info.flags.word;
            }
        }
    }

    /// Whether this is how long something is that was read.
    pub fn is_length(&self, var: Var) -> bool {
        self.info(var).is_some_and(|info| info.flags.length)
    }

    /// Whether this is the first number that the program reads.
    pub fn is_first_number(&self, var: Var) -> bool {
        let first = self.0.iter().position(|info| info.origin == Origin::Input && !info.flags.length);
        first == Some(var.0 as usize)
    }

    /// The program does something with each part of what is so long.
    pub fn mark_used(&mut self, cost: &Cost) {
        for (var, _) in cost.terms().iter().flat_map(Term::factors) {
            if let Some(info) = self.0.get_mut(var.0 as usize) {
                info.flags.used = true;
            }
        }
    }

    /// How large a variable becomes.
    pub fn bound(&self, var: Var) -> Cost {
        self.info(var).map_or(Cost::ONE, |info| info.bound.clone())
    }

    /// Where a variable comes from.
    pub fn origin(&self, var: Var) -> Origin {
        self.info(var).map_or(Origin::Guess, |info| info.origin)
    }

    /// Gives a variable that has no name yet the one that the program uses.
    pub fn name(&mut self, var: Var, name: &str) {
        if let Some(info) = self.0.get_mut(var.0 as usize)
            && info.name.is_none()
        {
            info.name = Some(name.to_owned());
        }
    }

    /// The variable turned out not to vary.
    pub fn set_constant(&mut self, var: Var) {
        if let Some(info) = self.0.get_mut(var.0 as usize) {
            info.flags.constant = true;
        }
    }

    /// Whether a variable turned out not to vary.
    pub fn is_constant(&self, var: Var) -> bool {
        self.info(var).is_some_and(|info| info.flags.constant || (info.flags.length && !info.flags.used))
    }

    fn info(&self, var: Var) -> Option<&Info> {
        self.0.get(var.0 as usize)
    }

    /// A cost without the variables that turned out not to vary.
    pub fn settle(&self, cost: &Cost) -> Cost {
        cost.without(&|var| self.is_constant(var))
    }

    /// A space without the variables that turned out not to vary: what is read is kept even when nothing else is done
    /// with it.
    pub fn settle_space(&self, cost: &Cost) -> Cost {
        cost.without(&|var| self.info(var).is_some_and(|info| info.flags.constant))
    }

    /// A cost as text.
    pub fn text(&self, cost: &Cost) -> String {
        let used: Vec<Var> = cost.terms().iter().flat_map(Term::factors).map(|(var, _)| *var).collect();
        let namesake = |var: Var| used.iter().copied().find(|other| self.short(*other) == self.short(var));
        let cost = cost.renamed(&|var| namesake(var).unwrap_or(var));
        let mut terms: Vec<&Term> = cost.terms().iter().collect();
        terms.sort_by_key(|term| std::cmp::Reverse(term.class()));
        let texts: Vec<String> = terms.iter().take(TEXT_TERMS_MAX).map(|term| self.term(term)).collect();
        if texts.is_empty() { "O(1)".to_owned() } else { format!("O({})", texts.join(" + ")) }
    }

    fn term(&self, term: &Term) -> String {
        let factors = term.factors().iter();
        factors.map(|&(var, growth)| factor(self.short(var), growth)).collect::<Vec<_>>().join("·")
    }

    fn short(&self, var: Var) -> &str {
        self.info(var).and_then(|info| info.name.as_deref()).unwrap_or("n")
    }
}

fn factor(name: &str, growth: Growth) -> String {
    if growth.power < 0 {
        return format!("1/{name}");
    }
    let log = match growth.log {
        0 => String::new(),
        1 => format!("log {name}"),
        power => format!("log{} {name}", superscript(power)),
    };
    let base = if growth.factorial {
        format!("{name}!")
    } else if growth.exponential {
        format!("2^{name}")
    } else {
        power(name, growth.power)
    };
    [base, log].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("·")
}

fn power(name: &str, sixths: i32) -> String {
    match (sixths / WHOLE, sixths % WHOLE) {
        (0, 0) => String::new(),
        (1, 0) => name.to_owned(),
        (whole, 0) => format!("{name}{}", superscript(u8::try_from(whole).unwrap_or(9))),
        (0, 3) => format!("√{name}"),
        (1, 3) => format!("{name}·√{name}"),
        _ => format!("{name}^({sixths}/{WHOLE})"),
    }
}

fn superscript(number: u8) -> &'static str {
    ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"].get(usize::from(number)).copied().unwrap_or("ᵏ")
}
