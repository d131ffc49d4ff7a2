//! One answer from what the tree says and what the runs say.

use serde::{Deserialize, Serialize};

use crate::analysis::{BY_GUESS, Confidence, Growing, NOT_FOLLOWED, Reason, StaticAnalysis};
use crate::class::Class;
use crate::fit::{Fit, Point};
use crate::narrative::narrate;
use crate::suggestions::suggestions;

/// Quality from which a fit counts.
const QUALITY_MIN: f64 = 0.85;

/// Quality from which runs that show more growth than the tree are believed: steps that were counted were made, but a
/// curve through few points may be another.
const MORE_QUALITY_MIN: f64 = 0.95;

/// Classes that such runs must show more than the tree: the next one may be noise.
const MORE_GAP_MIN: i32 = 2;

/// Classes from which on another curve through the same points would still be more than the tree tells.
const FAR_GAP_MIN: i32 = 4;

/// Quality from which runs are believed that show so much more.
const FAR_QUALITY_MIN: f64 = 0.90;

/// Classes between what the tree allows and what the runs show, from which on the bound of the tree is no description
/// of the program any more.
const GAP_MIN: i32 = 3;

/// Runs refute growth beyond any polynomial when they took fewer steps than two to the power of a part of their size.
const POWER_PART: u64 = 8;

/// What may double at each round, and does where both parts stay as long as they are.
const DOUBLES: &str = "joins ";

/// Classes that runs must find more of than the tree, to be believed about space.
const SPACE_GAP_MIN: i32 = 2;

/// How the sources of an answer relate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Agreement {
    /// Both say the same.
    Agree,
    /// One is next to the other.
    Near,
    /// They say different things.
    Conflict,
    /// There is only one.
    Single,
}

/// One answer, with what it rests on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Analysis {
    /// How the program's time grows.
    pub time: Growing,
    /// How its space grows.
    pub space: Growing,
    /// How sure this is of the time.
    pub confidence: Confidence,
    /// How the sources relate.
    pub agreement: Agreement,
    /// The same in words, as Markdown.
    pub narrative: String,
    /// What to change, by line.
    pub suggestions: Vec<Reason>,
    /// What the syntax tree says.
    pub statics: StaticAnalysis,
    /// What measured runs say, if there were any.
    pub measured: Option<Fit>,
}

/// Combines the sources.
pub fn combine(statics: StaticAnalysis, measured: Option<Fit>) -> Analysis {
    let usable = measured.as_ref().filter(|fit| fit.class != Class::Unknown && fit.quality >= QUALITY_MIN);
    let (class, confidence, agreement) = match usable {
        Some(fit) => weigh(&statics, fit),
        None => (statics.time.class, statics.confidence, Agreement::Single),
    };
    let time = if class == statics.time.class {
        statics.time.clone()
    } else {
        Growing { class, expression: class.notation().to_owned() }
    };
    let held = measured.as_ref().and_then(|fit| fit.space.as_deref());
    let space = weigh_space(&statics, held).no_more_than(&time);
    let suggestions = suggestions(&statics, time.class);
    let narrative = String::new();
    let mut analysis = Analysis { time, space, confidence, agreement, narrative, suggestions, statics, measured };
    analysis.narrative = narrate(&analysis);
    analysis
}

/// What is held, when runs have counted it too.
///
/// The count sees what names lead to, at few moments: what it finds is there, what it misses may have come and gone. So
/// more than the tree tells is believed, and less only where the tree knows nothing. Where the tree finds nothing that
/// grows, what grows is the input, which may be larger than any that the program is for.
fn weigh_space(statics: &StaticAnalysis, held: Option<&Fit>) -> Growing {
    let own = statics.space.class;
    let usable = held.filter(|fit| fit.class != Class::Unknown && fit.quality >= QUALITY_MIN);
    match usable.map(|fit| fit.class) {
        Some(class) if own == Class::Unknown || own > Class::Constant && class as i32 - own as i32 >= SPACE_GAP_MIN => {
            Growing { class, expression: class.notation().to_owned() }
        }
        _ => statics.space.clone(),
    }
}

/// What holds when a measured class stands beside the static one.
///
/// A run shows what one input costs, and the tree shows the worst that any input may cost: so a measured class that is a
/// little smaller does not refute the static one. One that is much smaller does: inputs of every size did not come near.
/// And one that is larger does, unless the tree accounts for every step: what was counted has happened.
fn weigh(statics: &StaticAnalysis, fit: &Fit) -> (Class, Confidence, Agreement) {
    let measured = fit.class;
    let own = statics.time.class;
    if own == Class::Unknown {
        return (measured, Confidence::Low, Agreement::Single);
    }
    if own == measured {
        return (own, statics.confidence, Agreement::Agree);
    }
    let near = (own as i32 - measured as i32).abs() <= 1;
    let agreement = if near { Agreement::Near } else { Agreement::Conflict };
    let gap = own as i32 - measured as i32;
    let sure = statics.confidence == Confidence::High;
    if !sure && shows_more(own, fit) {
        return (measured, statics.confidence, agreement);
    }
    // Only rounds are counted in full; work inside of built-ins may go unseen.
    let followed = statics.reasons.iter().filter(|reason| !reason.text.ends_with(NOT_FOLLOWED));
    let counted = followed.into_iter().all(|reason| reason.text.contains(" rounds"));
    // A program that keeps what it reads has read it: runs that look constant left before they had used it.
    let left_early = measured == Class::Constant && statics.space.class >= Class::Linear;
    let never_reached = counted && !left_early && gap >= GAP_MIN && own >= Class::Linear && own < Class::Exponential;
    if statics.confidence == Confidence::Low || never_reached || refuted(statics, fit) {
        return (measured, Confidence::Low, agreement);
    }
    let confidence = if near { statics.confidence } else { Confidence::Medium.min(statics.confidence) };
    (own, confidence, agreement)
}

/// Whether runs show surely more than the tree.
fn shows_more(own: Class, fit: &Fit) -> bool {
    let gap = fit.class as i32 - own as i32;
    // Between a logarithm and a root there is no noise: one has hardly grown where the other is many times as large.
    let rooted = (own, fit.class) == (Class::Logarithmic, Class::Root);
    let more = (gap >= MORE_GAP_MIN || rooted) && fit.quality >= MORE_QUALITY_MIN;
    more || gap >= FAR_GAP_MIN && fit.quality >= FAR_QUALITY_MIN
}

/// Whether runs went where nothing could that grows beyond any polynomial, as the tree guessed it does.
///
/// Runs that look smaller than linear may have left before the size mattered. And where each call is known to have one
/// step less than the one before, runs may have left early that need not: there the tree stands.
fn refuted(statics: &StaticAnalysis, fit: &Fit) -> bool {
    let beyond = |class: Class| (Class::Exponential..Class::Unknown).contains(&class);
    let guess = |reason: &Reason| reason.text.ends_with(BY_GUESS) || reason.text.starts_with(DOUBLES);
    let guessed = statics.reasons.iter().any(guess);
    let cheap = |point: &Point| u64::from(point.steps.max(1).ilog2()) < point.size / POWER_PART;
    let went_far = fit.points.last().is_some_and(cheap);
    beyond(statics.time.class) && guessed && went_far && fit.class >= Class::Linear && !beyond(fit.class)
}
