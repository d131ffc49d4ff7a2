//! When a failed try is repeated.

use std::time::Duration;

use domain::ModelError;
use tokio::time::{Instant, sleep, timeout_at};

use crate::{
    Patience,
    fault::{Again, Fault},
};

/// All tries together.
const TRIES_MAX: u32 = 4;
/// Longest pause, however often it doubled.
const PAUSE_MAX: Duration = Duration::from_secs(4);

/// Asks until it is answered, it makes no sense any more, or the time is over at `until`. `ask` is told how long a try may
/// take altogether; until its answer begins it has an attempt's time.
pub(crate) async fn tries<T, F>(
    patience: &Patience,
    until: Instant,
    mut ask: impl FnMut(Duration) -> F,
) -> Result<T, ModelError>
where
    F: Future<Output = Result<T, Fault>>,
{
    let mut failed = 0;
    loop {
        let now = Instant::now();
        let fault = match timeout_at(until.min(now + patience.attempt), ask(until - now)).await {
            Ok(Ok(answer)) => return Ok(answer),
            Ok(Err(fault)) => fault,
            Err(_) => Fault::slow(),
        };
        failed += 1;
        let Some(pause) = pause(patience.pause, failed, fault.again) else { return Err(fault.error) };
        if failed == TRIES_MAX || pause >= until - Instant::now() {
            return Err(fault.error);
        }
        tracing::debug!(llm.failed_tries = failed, pause_ms = pause.as_millis(), "the language model is asked again");
        sleep(pause).await;
    }
}

/// How long to wait after so many failures; nothing if it is not worth it.
fn pause(first: Duration, failed: u32, again: Again) -> Option<Duration> {
    let grown = jitter(first.saturating_mul(1 << (failed - 1)).min(PAUSE_MAX));
    match again {
        Again::No => None,
        Again::Once => (failed == 1).then_some(grown),
        Again::Yes => Some(grown),
        // Never earlier than the server wants.
        Again::After(wait) => Some(wait.saturating_add(grown)),
    }
}

/// Half to the whole of it, so that callers who failed together do not come back together.
fn jitter(pause: Duration) -> Duration {
    pause.mul_f64(0.5 + fastrand::f64() / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: Duration = Duration::from_millis(300);

    #[test]
    fn pauses_grow_up_to_a_bound_and_differ() {
        for (failed, whole) in [(1, 300), (2, 600), (3, 1200), (4, 2400), (5, 4000), (9, 4000)] {
            for _ in 0..50 {
                let pause = pause(FIRST, failed, Again::Yes).expect("it is tried again").as_millis();
                assert!((whole / 2..=whole).contains(&pause), "{failed}: {pause}");
            }
        }
        let some: std::collections::HashSet<_> = (0..20).map(|_| pause(FIRST, 3, Again::Yes)).collect();
        assert!(some.len() > 1, "{some:?}");
    }

    #[test]
    fn the_server_is_never_asked_earlier_than_it_wants() {
        let wait = Duration::from_secs(2);
        assert!(pause(FIRST, 1, Again::After(wait)) >= Some(wait));
        assert!(pause(FIRST, 1, Again::After(Duration::MAX)) >= Some(wait));
    }

    #[test]
    fn what_was_bad_luck_is_tried_once_more() {
        assert!(pause(FIRST, 1, Again::Once).is_some());
        assert_eq!(pause(FIRST, 2, Again::Once), None);
        assert_eq!(pause(FIRST, 1, Again::No), None);
    }

    fn patience() -> Patience {
        Patience { total: Duration::from_secs(40), attempt: Duration::from_secs(25), pause: FIRST }
    }

    async fn failing(again: Again) -> (u32, Duration) {
        let begun = Instant::now();
        let mut asked = 0;
        let ask = |_| {
            asked += 1;
            async move { Err::<(), _>(Fault { error: ModelError::Cut, again }) }
        };
        tries(&patience(), begun + patience().total, ask).await.expect_err("fails");
        (asked, begun.elapsed())
    }

    #[tokio::test(start_paused = true)]
    async fn tries_are_bounded() {
        assert_eq!(failing(Again::Yes).await.0, TRIES_MAX);
        assert_eq!(failing(Again::Once).await.0, 2);
        assert_eq!(failing(Again::No).await.0, 1);
    }

    #[tokio::test(start_paused = true)]
    async fn a_pause_beyond_the_deadline_is_not_made() {
        assert_eq!(failing(Again::After(Duration::from_secs(40))).await, (1, Duration::ZERO));
        assert_eq!(failing(Again::After(Duration::MAX)).await, (1, Duration::ZERO));
        let (asked, took) = failing(Again::After(Duration::from_secs(15))).await;
        assert_eq!(asked, 3);
        assert!(took < Duration::from_secs(40), "{took:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn silence_ends_at_the_deadline() {
        let begun = Instant::now();
        let mut asked = 0;
        let silent = |_| {
            asked += 1;
            std::future::pending::<Result<(), _>>()
        };
        let error = tries(&patience(), begun + patience().total, silent).await.expect_err("ends");
        assert!(matches!(error, ModelError::Unavailable(_)), "{error:?}");
        assert_eq!(asked, 2);
        assert!(begun.elapsed() <= Duration::from_secs(40), "{:?}", begun.elapsed());
    }
}
