use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Barrier};

use super::*;

/// Short, but a busy machine that keeps a thread waiting for a second still passes.
const DEADLINE: Duration = Duration::from_millis(50);

/// A check that panics on `panic`, waits on `hang` until released, and accepts the rest.
fn checker(release: &Arc<AtomicBool>, workers: usize, abandoned_max: usize) -> Checker {
    let release = Arc::clone(release);
    let bounds = CheckerBounds { workers, deadline: DEADLINE, abandoned_max };
    let check = move |source: &[u8], _: &Cancel| {
        match source {
            b"panic" => panic!("as asked"),
            b"hang" => {
                while !release.load(Ordering::Relaxed) {
                    std::hint::spin_loop();
                }
            }
            _ => {}
        }
        Verdict::Accepted
    };
    Checker::with_check(1 << 20, bounds, check).expect("threads start")
}

/// The rule that refuses a source; nothing when it is accepted.
fn rule(answer: Result<Verdict, Busy>) -> String {
    answer.expect("a thread is there").violations().first().map_or_else(String::new, |violation| violation.rule.clone())
}

#[tokio::test]
async fn panics_and_hangs_are_refused_and_the_next_check_is_not() {
    let release = Arc::new(AtomicBool::new(false));
    let checker = checker(&release, 1, 4);
    assert_eq!(rule(checker.check(b"panic".to_vec()).await), "too_complex");
    assert_eq!(rule(checker.check(b"fine".to_vec()).await), "");
    assert_eq!(rule(checker.check(b"hang".to_vec()).await), "too_complex");
    assert_eq!(rule(checker.check(b"fine".to_vec()).await), "");
    release.store(true, Ordering::Relaxed);
}

#[tokio::test]
async fn out_of_threads_it_is_busy_until_one_comes_back() {
    let release = Arc::new(AtomicBool::new(false));
    let checker = checker(&release, 1, 0);
    assert_eq!(rule(checker.check(b"hang".to_vec()).await), "too_complex");
    assert_eq!(checker.check(b"fine".to_vec()).await, Err(Busy));
    release.store(true, Ordering::Relaxed);
    while checker.check(b"fine".to_vec()).await != Ok(Verdict::Accepted) {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn jobs_behind_a_hung_one_are_checked_all_the_same() {
    let release = Arc::new(AtomicBool::new(false));
    let checker = checker(&release, 1, 4);
    // The one that asked has gone away, so only those behind it notice that it hangs.
    let gone = timeout(Duration::from_millis(1), checker.check(b"hang".to_vec())).await;
    assert!(gone.is_err());
    assert_eq!(rule(checker.check(b"fine".to_vec()).await), "");
    release.store(true, Ordering::Relaxed);
}

#[tokio::test]
async fn waiting_for_a_thread_is_not_held_against_a_source() {
    let together = Arc::new(Barrier::new(2));
    let theirs = Arc::clone(&together);
    let bounds = CheckerBounds { workers: 1, deadline: DEADLINE, abandoned_max: 1 };
    // A thread that waits uses no processor time: the machine is busy, not the check.
    let check = move |source: &[u8], _: &Cancel| {
        if source == b"slow" {
            theirs.wait();
        }
        Verdict::Accepted
    };
    let checker = Arc::new(Checker::with_check(1 << 20, bounds, check).expect("threads start"));
    let ask = |source: &[u8]| {
        let (checker, source) = (Arc::clone(&checker), source.to_vec());
        tokio::spawn(async move { checker.check(source).await })
    };
    let (slow, behind) = (ask(b"slow"), ask(b"fine"));
    tokio::time::sleep(DEADLINE * 3).await;
    together.wait();
    assert!(slow.await.expect("it ends") == Ok(Verdict::Accepted));
    assert!(behind.await.expect("it ends") == Ok(Verdict::Accepted));
}

#[tokio::test]
async fn a_check_that_is_given_up_is_told_to_end() {
    let bounds = CheckerBounds { workers: 2, deadline: DEADLINE, abandoned_max: 4 };
    let check = |source: &[u8], cancel: &Cancel| {
        while source == b"hang" && !cancel.is_cancelled() {
            std::hint::spin_loop();
        }
        Verdict::Accepted
    };
    let checker = Checker::with_check(1 << 20, bounds, check).expect("threads start");
    for _ in 0..5 {
        assert_eq!(rule(checker.check(b"hang".to_vec()).await), "too_complex");
    }
    while checker.pool.state().abandoned > 0 {
        tokio::task::yield_now().await;
    }
    assert_eq!(checker.pool.state().workers.len(), 2);
    assert_eq!(rule(checker.check(b"fine".to_vec()).await), "");
}
