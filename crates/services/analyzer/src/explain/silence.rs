//! Why a model was not heard, in a sentence for a person.

use std::time::Duration;

use domain::ModelError;

/// Why there is no opinion of a model.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Silence {
    /// It failed too often in a row.
    #[error("the language model is left alone after failures")]
    Paused,
    /// The caller has asked as often as it may in a minute.
    #[error("the caller's questions of this minute are used up")]
    Minute,
    /// The caller has asked as often as it may in a day.
    #[error("the caller's questions of this day are used up")]
    Day,
    /// Its answer is not what it was asked for.
    #[error("the answer of the language model cannot be read: {0}")]
    Unreadable(&'static str),
    /// It did not answer.
    #[error(transparent)]
    Model(#[from] ModelError),
}

impl Silence {
    /// The word under which it is counted.
    pub(crate) const fn word(&self) -> &'static str {
        match self {
            Self::Paused => "paused",
            Self::Minute | Self::Day => "budget",
            Self::Unreadable(_) => "unreadable",
            Self::Model(error) => match error {
                ModelError::Refused(_) => "refused",
                ModelError::Quota { .. } => "quota",
                ModelError::Blocked(_) => "blocked",
                ModelError::TooLong => "too_long",
                ModelError::Cut => "cut",
                ModelError::Unavailable(_) => "unavailable",
            },
        }
    }

    /// What a caller is told. Nothing of the provider's own words gets into it.
    pub(crate) fn sentence(&self) -> String {
        let what = match self {
            Self::Paused => "The language model has failed repeatedly and is left alone for a moment",
            Self::Minute => "You have asked for as many explanations as one caller may in a minute",
            Self::Day => "You have asked for as many explanations as one caller may in a day",
            Self::Unreadable(_) => "The language model's answer did not have the agreed form and is not used",
            Self::Model(error) => return model(error),
        };
        closed(what)
    }
}

fn model(error: &ModelError) -> String {
    closed(match error {
        ModelError::Refused(_) => "The language model does not accept this service's key or settings",
        ModelError::Quota { retry_after: Some(after) } => return closed(&quota(*after)),
        ModelError::Quota { retry_after: None } => "The quota of the language model is used up",
        ModelError::Blocked(_) => "The language model declines to speak about this program",
        ModelError::TooLong => "The language model's answer was too long",
        ModelError::Cut => "The language model's answer broke off",
        ModelError::Unavailable(_) => "The language model cannot be reached right now",
    })
}

fn quota(after: Duration) -> String {
    let seconds = after.as_secs().max(1);
    format!("The quota of the language model is used up for another {seconds} seconds")
}

fn closed(what: &str) -> String {
    format!("{what}; this answer rests on the evidence alone.")
}
