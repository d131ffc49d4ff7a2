//! The queue is away, or comes back without what it knew.

use std::{sync::Arc, time::Duration};

use aws::testing::Emulator;
use domain::{Queue as _, Status, testing::owner};

use super::plant::{ANNOUNCE_AGAIN_AFTER, Plant};
use crate::harness::eventually;

const SOON: Duration = Duration::from_secs(20);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_job_accepted_while_the_queue_is_down_runs_when_it_is_back() {
    let emulator = Emulator::start().await;
    let plant = Plant::on(emulator.queues(5).await).await;
    plant.executor("e", Arc::new(plant.queue.clone()));
    let before = plant.accept("print before").await;
    plant.until(before, Status::Success).await;

    emulator.kill().await;
    let mut jobs = Vec::new();
    for _ in 0..25 {
        jobs.push(plant.accept("print during").await);
    }
    plant.until_relay(false).await;
    assert_eq!(plant.store.reader.queue_stats().await.expect("counts").queued, 25);

    emulator.begin().await;
    emulator.create(&plant.settings, 5).await;
    for id in jobs {
        plant.until(id, Status::Success).await;
        assert_eq!(plant.store.get(&owner("ada"), id).await.attempt, 1);
    }
    plant.until_relay(true).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_relay_that_has_nothing_left_to_send_is_ready_again() {
    let emulator = Emulator::start().await;
    let plant = Plant::on(emulator.queues(5).await).await;
    emulator.kill().await;
    let id = plant.accept("print during").await;
    plant.until_relay(false).await;

    // As if another relay had sent it.
    plant.store.intake.cancel(&owner("ada"), id).await.expect("cancels");
    plant.store.intake.delete(&owner("ada"), id).await.expect("deletes");
    plant.until_relay(true).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_that_the_queue_lost_strands_nobody() {
    let emulator = Emulator::start().await;
    let plant = Plant::on(emulator.queues(5).await).await;
    let id = plant.accept("print hello").await;
    eventually("the message is not sent", async || {
        let count = emulator.count(&plant.settings.queue_url).await;
        (count != (1, 0)).then_some(count)
    })
    .await;
    emulator.kill().await;
    emulator.begin().await;
    emulator.create(&plant.settings, 5).await;
    plant.executor("e", Arc::new(plant.queue.clone()));
    plant.store.clock.advance(2 * ANNOUNCE_AGAIN_AFTER);
    plant.until(id, Status::Success).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_queue_killed_before_the_message_is_deleted_runs_nothing_twice() {
    let emulator = Emulator::start().await;
    let plant = Plant::on(emulator.queues(5).await).await;
    let id = plant.accept("print hello").await;
    let delivery = plant.queue.receive(1, SOON, &[]).await.expect("receives").remove(0);
    let ticket = plant.store.claim(id, &domain::testing::executor("by hand")).await.ticket;
    emulator.kill().await;
    plant.store.finish(&ticket).await;
    plant.queue.acknowledge(delivery.clone()).await.expect_err("nobody is there");

    emulator.begin().await;
    emulator.create(&plant.settings, 5).await;
    plant.queue.acknowledge(delivery).await.expect("an old receipt does nothing");
    // As a queue would that kept it.
    let message = domain::JobMessage { job_id: id, owner: owner("ada"), trace: None };
    emulator.put(&plant.settings.queue_url, &aws::testing::body_of(&message)).await;
    plant.executor("e", Arc::new(plant.queue.clone()));
    eventually("the void message stays", async || {
        let count = emulator.count(&plant.settings.queue_url).await;
        (count != (0, 0)).then_some(count)
    })
    .await;
    let job = plant.store.get(&owner("ada"), id).await;
    assert_eq!((job.status, job.attempt), (Status::Success, 1));
}
