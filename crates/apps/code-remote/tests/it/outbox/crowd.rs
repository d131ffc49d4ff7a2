//! More jobs of one owner than may run at once.

use std::sync::Arc;

use aws::testing::Emulator;
use domain::{Status, testing::owner};

use super::plant::Plant;

const JOBS: usize = 300;

/// The queue cannot leave a busy owner's jobs alone, so they come again and again; that must not look as if nobody could
/// take them.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_long_line_of_one_owner_runs_to_its_end() {
    let emulator = Emulator::shared().await;
    let plant = Plant::on(emulator.queues(3).await).await;
    for name in ["one", "two"] {
        plant.executor(name, Arc::new(plant.queue.clone()));
    }
    let mut jobs = Vec::new();
    for _ in 0..JOBS {
        jobs.push(plant.accept("sleep 30\nprint done").await);
    }
    for id in jobs {
        plant.until(id, Status::Success).await;
        assert_eq!(plant.store.get(&owner("ada"), id).await.attempt, 1);
    }
}
