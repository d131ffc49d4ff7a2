//! Symbolic costs: sums of products of powers, logarithms, exponentials and factorials of size variables.

use std::rc::Rc;

use crate::class::Class;

/// A size that a cost depends on; an index into [`crate::vars::Vars`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Var(pub u32);

/// Powers are counted in sixths, so that square and cube roots stay whole numbers.
pub const WHOLE: i32 = 6;
/// Terms kept in a sum; more would only be smaller ones.
const TERMS_MAX: usize = 8;
/// The largest power kept: beyond it every answer is the same.
const POWER_MAX: i32 = 12 * WHOLE;

/// How a product grows with one variable; compared in this order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Growth {
    pub factorial: bool,
    pub exponential: bool,
    pub power: i32,
    pub log: u8,
}

impl Growth {
    fn times(self, other: Self) -> Self {
        Self {
            factorial: self.factorial || other.factorial,
            exponential: self.exponential || other.exponential,
            power: (self.power + other.power).min(POWER_MAX),
            log: self.log.saturating_add(other.log).min(9),
        }
    }
}

/// A product.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Term(Vec<(Var, Growth)>);

impl Term {
    /// The factors, by variable.
    pub fn factors(&self) -> &[(Var, Growth)] {
        &self.0
    }

    fn growth(&self, var: Var) -> Growth {
        self.0.iter().find(|(own, _)| *own == var).map(|(_, growth)| *growth).unwrap_or_default()
    }

    fn times(&self, other: &Self) -> Self {
        let mut product = self.0.clone();
        for &(var, growth) in &other.0 {
            match product.iter_mut().find(|(own, _)| *own == var) {
                Some((_, own)) => *own = own.times(growth),
                None => product.push((var, growth)),
            }
        }
        product.sort_unstable_by_key(|(var, _)| *var);
        Self(product).trimmed()
    }

    /// Whether this grows at least as fast in every variable.
    fn dominates(&self, other: &Self) -> bool {
        other.0.iter().all(|&(var, growth)| self.growth(var) >= growth)
            && self.0.iter().all(|&(var, growth)| growth.power >= 0 || other.growth(var) <= growth)
    }

    /// The class, all variables taken as one.
    pub fn class(&self) -> Class {
        let growing = self.0.iter().filter(|(_, growth)| *growth >= Growth::default());
        let total = growing.fold(Growth::default(), |sum, (_, growth)| sum.times(*growth));
        Class::of(total)
    }

    /// Without factors that do not grow.
    fn trimmed(mut self) -> Self {
        self.0.retain(|(_, growth)| *growth != Growth::default());
        self
    }

    fn has_growing(&self) -> bool {
        self.0.iter().any(|(_, growth)| growth.power > 0 || growth.log > 0 || growth.exponential || growth.factorial)
    }
}

/// A sum of products; an empty one is constant.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cost(Option<Rc<Vec<Term>>>);

impl Cost {
    /// A constant.
    pub const ONE: Self = Self(None);

    /// A variable.
    pub fn var(var: Var) -> Self {
        Self::power(var, Growth { power: WHOLE, ..Growth::default() })
    }

    fn power(var: Var, growth: Growth) -> Self {
        Self::of(vec![Term(vec![(var, growth)])])
    }

    fn of(mut terms: Vec<Term>) -> Self {
        terms.retain(Term::has_growing);
        if terms.is_empty() {
            return Self(None);
        }
        if terms.len() > TERMS_MAX {
            terms.sort_by_key(|term| std::cmp::Reverse(term.class()));
            terms.truncate(TERMS_MAX);
        }
        Self(Some(Rc::new(terms)))
    }

    /// The terms; none for a constant.
    pub fn terms(&self) -> &[Term] {
        self.0.as_ref().map_or(&[], |terms| terms.as_slice())
    }

    /// Whether this is a constant.
    pub fn is_one(&self) -> bool {
        self.0.is_none()
    }

    /// The sum.
    #[must_use]
    pub fn plus(&self, other: &Self) -> Self {
        if other.is_one() || self == other {
            return self.clone();
        }
        if self.is_one() {
            return other.clone();
        }
        let mut sum: Vec<Term> = self.terms().to_vec();
        for term in other.terms() {
            push(&mut sum, term.clone());
        }
        Self::of(sum)
    }

    /// The product.
    #[must_use]
    pub fn times(&self, other: &Self) -> Self {
        if other.is_one() {
            return self.clone();
        }
        if self.is_one() {
            return other.clone();
        }
        let mut sum = Vec::new();
        for left in self.terms() {
            for right in other.terms() {
                push(&mut sum, left.times(right));
            }
        }
        Self::of(sum)
    }

    /// The quotient by a variable.
    #[must_use]
    pub fn over(&self, var: Var) -> Self {
        let divisor = Term(vec![(var, Growth { power: -WHOLE, ..Growth::default() })]);
        Self::of(self.terms().iter().map(|term| term.times(&divisor)).collect())
    }

    /// The logarithm, up to a factor.
    #[must_use]
    pub fn log(&self) -> Self {
        let mut sum = Vec::new();
        let factors = self.terms().iter().flat_map(|term| &term.0);
        for &(var, growth) in factors.filter(|(_, growth)| *growth > Growth::default()) {
            let factor = if growth.factorial || growth.exponential {
                Growth { power: WHOLE, log: u8::from(growth.factorial), ..Growth::default() }
            } else {
                Growth { log: 1, ..Growth::default() }
            };
            push(&mut sum, Term(vec![(var, factor)]));
        }
        Self::of(sum)
    }

    /// The root of the given degree.
    #[must_use]
    pub fn root(&self, degree: i32) -> Self {
        let root = |&(var, growth): &(Var, Growth)| (var, Growth { power: growth.power / degree.max(1), ..growth });
        Self::of(self.terms().iter().map(|term| Term(term.0.iter().map(root).collect())).collect())
    }

    /// Two, or any other constant, to the power of this.
    #[must_use]
    pub fn exponential(&self) -> Self {
        self.lifted(Growth { exponential: true, ..Growth::default() })
    }

    /// The factorial.
    #[must_use]
    pub fn factorial(&self) -> Self {
        self.lifted(Growth { factorial: true, ..Growth::default() })
    }

    /// A power of logarithms is a power; of anything more, what is asked for.
    fn lifted(&self, to: Growth) -> Self {
        let lift = |term: &Term| {
            let lift = |&(var, growth): &(Var, Growth)| {
                let linear = Growth { power: WHOLE, ..Growth::default() };
                (var, if growth.power == 0 && !growth.exponential && !growth.factorial { linear } else { to })
            };
            Term(term.0.iter().map(lift).collect())
        };
        Self::of(self.terms().iter().map(lift).collect())
    }

    /// This with the variables that `constant` names taken as constants.
    #[must_use]
    pub fn without(&self, constant: &dyn Fn(Var) -> bool) -> Self {
        let mut sum = Vec::new();
        for term in self.terms() {
            push(&mut sum, Term(term.0.iter().copied().filter(|(var, _)| !constant(*var)).collect()));
        }
        Self::of(sum)
    }

    /// This with other variables in place of its own.
    #[must_use]
    pub fn renamed(&self, name: &dyn Fn(Var) -> Var) -> Self {
        let mut sum = Vec::new();
        for term in self.terms() {
            let factors = term.0.iter().map(|&(var, growth)| Term(vec![(name(var), growth)]));
            push(&mut sum, factors.fold(Term::default(), |product, factor| product.times(&factor)));
        }
        Self::of(sum)
    }

    /// The class of the largest term.
    pub fn class(&self) -> Class {
        self.terms().iter().map(Term::class).max().unwrap_or(Class::Constant)
    }
}

/// Adds a term to a sum, unless another hides it.
fn push(sum: &mut Vec<Term>, term: Term) {
    if sum.iter().any(|own| own.dominates(&term)) {
        return;
    }
    sum.retain(|own| !term.dominates(own));
    sum.push(term);
}
