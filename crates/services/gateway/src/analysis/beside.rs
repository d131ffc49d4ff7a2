//! An analysis beside a run, which it must not hold up.

use std::{sync::Arc, time::Duration};

use domain::Scope;
use tokio::time::timeout;
use tokio_util::task::AbortOnDropHandle;
use tracing::Instrument as _;

use super::{Analyses, AnalysisDocument, Question};
use crate::{audit::Came, auth::Caller, error::RouteError};

const LATE: &str = "The analysis was not ready soon after the run.";
const BROKEN: &str = "The analysis failed.";

/// On its way; it is given up when nobody waits for it any more.
pub struct Beside(AbortOnDropHandle<Result<AnalysisDocument, RouteError>>);

impl Beside {
    /// Asks in the background.
    pub fn start(analyses: Arc<Analyses>, caller: &Caller, came: Came, question: Question) -> Self {
        let caller = caller.clone();
        let asked = async move {
            if !caller.0.may(Scope::Analyze) {
                return Err(RouteError::ScopeRequired(Scope::Analyze));
            }
            analyses.answer(caller.id(), &came, question).await
        };
        Self(AbortOnDropHandle::new(tokio::spawn(asked.in_current_span())))
    }

    /// The answer, waited for no longer than this, or a sentence that says why there is none.
    pub async fn finish(self, wait_max: Duration) -> Result<AnalysisDocument, String> {
        match timeout(wait_max, self.0).await {
            Ok(Ok(Ok(document))) => Ok(document),
            Ok(Ok(Err(error))) => Err(format!("{}.", error.sentence())),
            Ok(Err(_)) => Err(BROKEN.to_owned()),
            Err(_) => Err(LATE.to_owned()),
        }
    }
}
