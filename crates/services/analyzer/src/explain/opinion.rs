//! A model's opinion beside the evidence, which wins.

use complexity::{Agreement, Analysis, Class, Confidence, Growing, ModelOpinion};
use domain::LanguageModel;

use super::PROMPT_VERSION;
use super::reply::Reply;

/// Suggestions of an answer, at most.
const SUGGESTIONS_MAX: usize = 8;

/// Takes from a reply what the evidence leaves open, and its words where they do not contradict the evidence. Answers a
/// sentence where they do.
pub(super) fn weigh(
    analysis: &mut Analysis,
    reply: Reply,
    model: &dyn LanguageModel,
    opinion: &mut Option<ModelOpinion>,
) -> Option<String> {
    let agreement =
        both(relation(analysis.time.class, reply.time.class), relation(analysis.space.class, reply.space.class));
    let said = ModelOpinion {
        provider: model.provider().to_owned(),
        model: model.model().to_owned(),
        prompt_version: PROMPT_VERSION.to_owned(),
        time: reply.time.clone(),
        space: reply.space.clone(),
        agreement,
    };
    *opinion = Some(said);
    if agreement == Agreement::Conflict {
        return Some(conflict(analysis, &reply));
    }
    if fill(&mut analysis.time, reply.time) {
        analysis.confidence = Confidence::Low;
        analysis.agreement = Agreement::Single;
    }
    fill(&mut analysis.space, reply.space);
    analysis.narrative = reply.narrative;
    for suggestion in reply.suggestions {
        if !analysis.suggestions.iter().any(|own| own.line == suggestion.line) {
            analysis.suggestions.push(suggestion);
        }
    }
    analysis.suggestions.truncate(SUGGESTIONS_MAX);
    None
}

/// The narrative stays the evidence's own: the model's explains something else.
fn conflict(analysis: &mut Analysis, reply: &Reply) -> String {
    let sentence = format!(
        "The language model says {} time and {} space, which the evidence contradicts; its explanation is left out.",
        reply.time.expression, reply.space.expression
    );
    analysis.narrative = format!("{}\n\n{sentence}\n", analysis.narrative.trim_end());
    sentence
}

/// Takes a class where the evidence has none.
fn fill(own: &mut Growing, said: Growing) -> bool {
    let is_open = own.class == Class::Unknown && said.class != Class::Unknown;
    if is_open {
        *own = said;
    }
    is_open
}

fn relation(own: Class, said: Class) -> Agreement {
    if own == Class::Unknown || said == Class::Unknown {
        return Agreement::Single;
    }
    match (own as i32 - said as i32).abs() {
        0 => Agreement::Agree,
        1 => Agreement::Near,
        _ => Agreement::Conflict,
    }
}

/// Of time and space, what matters more.
fn both(time: Agreement, space: Agreement) -> Agreement {
    let order = [Agreement::Conflict, Agreement::Near, Agreement::Agree];
    order.into_iter().find(|kind| [time, space].contains(kind)).unwrap_or(Agreement::Single)
}
