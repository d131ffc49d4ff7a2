//! Who answers, asked now and then: anyone may want to know, and the analyzer is not asked each time.

use std::time::Duration;

use complexity::{AnalyzerStatus, ComplexityAnalyzer};
use tokio::{
    sync::Mutex,
    time::{Instant, timeout},
};

/// How long the analyzer may take to say who it is.
const ASK_WITHIN: Duration = Duration::from_secs(2);
/// How long an answer is believed.
const BELIEVED: Duration = Duration::from_secs(5);

/// What was last heard. One asks, the others wait for the answer.
#[derive(Default)]
pub struct Known(Mutex<Option<Heard>>);

struct Heard {
    at: Instant,
    status: Option<AnalyzerStatus>,
}

impl Known {
    /// Who answers; none while it does not.
    pub async fn ask(&self, analyzer: &dyn ComplexityAnalyzer) -> Option<AnalyzerStatus> {
        let mut heard = self.0.lock().await;
        if let Some(Heard { at, status }) = &*heard
            && at.elapsed() < BELIEVED
        {
            return status.clone();
        }
        let status = timeout(ASK_WITHIN, analyzer.status()).await.ok().and_then(Result::ok);
        *heard = Some(Heard { at: Instant::now(), status: status.clone() });
        status
    }
}
