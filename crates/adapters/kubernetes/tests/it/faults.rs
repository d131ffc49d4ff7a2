//! Two executors, one API server, and whatever can go wrong: no pod is used twice, none is left.
//!
//! `CODE_REMOTE_KUBERNETES_SEEDS=200` tries more.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    thread,
    time::Duration,
};

use code_remote_kubernetes::{
    KubernetesDriver, Settings,
    testing::{Cluster, Faults},
};
use domain::{Exit, Sandbox, SandboxDriver as _};

use crate::support::{cluster, driver_with, eventually, run, settings};

/// Seeds that are tried unless more are asked for.
const SEEDS: u64 = 4;
/// Seeds at once: they mostly wait.
const AT_ONCE: usize = 4;
/// Jobs of each executor.
const JOBS: u64 = 6;
/// How often a job is tried: a fault of the cluster's is not its own.
const TRIES: u32 = 60;

fn seeds() -> u64 {
    let asked = std::env::var("CODE_REMOTE_KUBERNETES_SEEDS").ok();
    asked.map_or(SEEDS, |count| count.parse().expect("a number of seeds"))
}

fn faults(seed: u64) -> Faults {
    Faults {
        seed: seed + 1,
        throttled: if seed.is_multiple_of(4) { 3 } else { 0 },
        failing: 4,
        conflicting: 4,
        cut: 4,
        unanswered: 4,
        watches_cut: 8,
        watches_expired: 5,
        stillborn: 6,
        evicted: 8,
        delay: Duration::from_millis(seed % 20),
    }
}

async fn work(driver: &KubernetesDriver, seed: u64) {
    for job in 0..JOBS {
        let wanted = format!("{seed}-{job}");
        let source = format!("print('{wanted}', end='')");
        let mut done = false;
        for _ in 0..TRIES {
            if let Ok((out, evidence)) = run(driver, &source).await
                && evidence.runtime_died.is_none()
            {
                assert_eq!((out.as_str(), evidence.exit), (wanted.as_str(), Exit::Code(0)));
                done = true;
                break;
            }
        }
        assert!(done, "seed {seed}: job {job} never ran");
    }
}

/// A sandbox. On a machine that is too busy to renew a lease in time the other one takes this one for dead, rightly.
async fn started(driver: &KubernetesDriver, seed: u64) -> Box<dyn Sandbox> {
    for _ in 0..TRIES {
        if let Ok(sandbox) = driver.start().await {
            return sandbox;
        }
    }
    panic!("seed {seed}: nothing starts though nothing is wrong any more");
}

async fn try_seed(seed: u64) {
    let cluster: Cluster = cluster().await;
    cluster.set_faults(faults(seed));
    cluster.set_quota(Some(3));
    let chosen = || Settings { room_within: Duration::from_secs(2), ..settings() };
    let (one, other) = (driver_with(&cluster, chosen()), driver_with(&cluster, chosen()));
    tokio::join!(work(&one, seed), work(&other, seed + 1_000));
    let twice: Vec<_> = cluster.programs().into_iter().filter(|(_, count)| *count > 1).collect();
    assert_eq!(twice, [], "seed {seed}: pods were used twice");
    assert!(cluster.made().1 <= 3, "seed {seed}: the quota held");
    cluster.set_faults(Faults::default());
    eventually(&format!("seed {seed}: nothing is left"), || cluster.pods().is_empty()).await;
    // One dies without a word; the other sees to what it leaves.
    std::mem::forget(started(&one, seed).await);
    drop(one);
    eventually(&format!("seed {seed}: the survivor removes it"), || cluster.pods().is_empty()).await;
    other.leave().await;
}

#[test]
fn two_executors_share_a_failing_cluster() {
    let (next, seeds) = (AtomicU64::new(0), seeds());
    let share = || {
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        let mine = std::iter::repeat_with(|| next.fetch_add(1, Ordering::Relaxed)).take_while(|seed| *seed < seeds);
        mine.for_each(|seed| runtime.block_on(try_seed(seed)));
    };
    thread::scope(|scope| (0..AT_ONCE).for_each(|_| drop(scope.spawn(share))));
}
