//! Random sequences of calls, compared with a model that is simple enough to be right.

mod engine;
mod play;
mod state;

use proptest::prelude::*;

use self::{engine::Place, play::Play};
use code_remote_store::testing::Server;

const OWNERS: [&str; 3] = ["ada", "bob", "cy"];
const EXECUTORS: [&str; 2] = ["one", "two"];

/// One call. Jobs and tickets are picked among those that exist by then.
#[derive(Debug, Clone)]
enum Call {
    Accept { owner: usize },
    Claim { job: usize, executor: usize },
    Append { ticket: usize },
    Heartbeat { ticket: usize },
    Finish { ticket: usize },
    Requeue { ticket: usize, counts: bool },
    Cancel { job: usize },
    Delete { job: usize },
    Wait { seconds: u64 },
    ReapExpired,
    ReapOthers { alive: usize },
    Prune,
    Reopen,
}

fn call() -> impl Strategy<Value = Call> {
    let pick = || 0..64_usize;
    prop_oneof![
        8 => (0..OWNERS.len()).prop_map(|owner| Call::Accept { owner }),
        8 => (pick(), 0..EXECUTORS.len()).prop_map(|(job, executor)| Call::Claim { job, executor }),
        3 => pick().prop_map(|ticket| Call::Append { ticket }),
        2 => pick().prop_map(|ticket| Call::Heartbeat { ticket }),
        4 => pick().prop_map(|ticket| Call::Finish { ticket }),
        3 => (pick(), any::<bool>()).prop_map(|(ticket, counts)| Call::Requeue { ticket, counts }),
        2 => pick().prop_map(|job| Call::Cancel { job }),
        2 => pick().prop_map(|job| Call::Delete { job }),
        2 => (1..40_u64).prop_map(|seconds| Call::Wait { seconds }),
        1 => Just(Call::ReapExpired),
        1 => (0..EXECUTORS.len()).prop_map(|alive| Call::ReapOthers { alive }),
        1 => Just(Call::Prune),
        1 => Just(Call::Reopen),
    ]
}

async fn play(place: Place<'_>, calls: Vec<Call>) {
    let mut play = Play::new(place).await;
    for call in &calls {
        play.call(call).await;
        play.compare().await;
    }
    play.compare_line().await;
}

fn run(playing: impl Future<Output = ()>) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    runtime.expect("starts").block_on(playing);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn the_store_does_what_the_model_does(calls in prop::collection::vec(call(), 1..80)) {
        let directory = tempfile::tempdir().expect("a temporary directory");
        run(play(Place::Directory(directory.path()), calls));
    }
}

proptest! {
    // Fewer, because each comparison reads everything over a connection.
    #![proptest_config(ProptestConfig { cases: 8, ..ProptestConfig::default() })]

    #[test]
    fn the_shared_store_does_what_the_model_does(calls in prop::collection::vec(call(), 1..80)) {
        run(async { play(Place::Server(Server::shared().fresh_schema().await), calls).await });
    }
}
