//! Messages that came for somebody who could not take them.

use std::{thread, time::Duration};

use code_remote_aws::testing::Emulator;
use domain::{PrincipalId, Queue as _};
use tokio::time::{sleep, timeout};

use super::{MANY, SOON, fresh, ids, message, queue, receive, send};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_receiver_that_left_loses_nothing() {
    let (queue, settings) = fresh(MANY).await;
    for round in 0..10 {
        let leaver = queue.clone();
        let leaving = tokio::spawn(async move { leaver.receive(10, SOON, &[]).await });
        sleep(Duration::from_millis(20 * round)).await;
        let sent = message("ada");
        send(&queue, std::slice::from_ref(&sent)).await;
        sleep(Duration::from_millis(15 * (10 - round))).await;
        leaving.abort();
        let mut got = match leaving.await {
            Ok(deliveries) => deliveries.expect("receives"),
            Err(_) => Vec::new(),
        };
        if got.is_empty() {
            // Long before it would be visible again by itself.
            got = receive(&queue, SOON).await;
        }
        assert_eq!(ids(&got), [sent.job_id]);
        queue.acknowledge(got.remove(0)).await.expect("acknowledges");
    }
    assert_eq!(Emulator::shared().await.count(&settings.queue_url).await, (0, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_nobody_comes_for_goes_back_to_others() {
    let (one, settings) = fresh(MANY).await;
    let leaver = one.clone();
    let leaving = tokio::spawn(async move { leaver.receive(10, SOON, &[]).await });
    sleep(Duration::from_millis(200)).await;
    leaving.abort();
    leaving.await.expect_err("it was aborted");
    let sent = message("ada");
    send(&one, std::slice::from_ref(&sent)).await;
    let two = queue(&settings).await;
    assert_eq!(ids(&receive(&two, SOON).await), [sent.job_id]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_process_that_stops_keeps_no_message() {
    for sent_while_it_stops in [true, false] {
        let (other, settings) = fresh(MANY).await;
        // A runtime of its own, which ends as that of a process does.
        let process = thread::spawn(move || {
            let runtime = tokio::runtime::Runtime::new().expect("starts");
            runtime.block_on(async {
                let queue = queue(&settings).await;
                let leaver = queue.clone();
                let leaving = tokio::spawn(async move { leaver.receive(10, SOON, &[]).await });
                sleep(Duration::from_millis(300)).await;
                leaving.abort();
                queue.close().await;
            });
            runtime.shutdown_background();
        });
        let ended = tokio::task::spawn_blocking(move || process.join().expect("ends"));
        if sent_while_it_stops {
            sleep(Duration::from_millis(600)).await;
        } else {
            ended.await.expect("ends");
        }
        let sent = message("ada");
        send(&other, std::slice::from_ref(&sent)).await;
        // Long before it would be visible again by itself.
        assert_eq!(ids(&receive(&other, SOON).await), [sent.job_id], "{sent_while_it_stops}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_busy_owner_waits_and_others_do_not() {
    let (queue, _) = fresh(MANY).await;
    let of_ada: Vec<_> = (0..25).map(|_| message("ada")).collect();
    send(&queue, &of_ada).await;
    let of_bob = message("bob");
    send(&queue, std::slice::from_ref(&of_bob)).await;
    let busy = [PrincipalId::new("ada")];
    let got = queue.receive(1, SOON, &busy).await.expect("receives");
    assert_eq!(ids(&got), [of_bob.job_id]);
    assert_eq!(queue.receive(10, Duration::from_millis(100), &busy).await.expect("receives"), []);
    // Once she is not busy any more, they are at hand.
    let mut left: Vec<_> = of_ada.iter().map(|message| message.job_id).collect();
    while !left.is_empty() {
        let got = receive(&queue, SOON).await;
        assert!(!got.is_empty(), "{} are missing", left.len());
        left.retain(|id| !ids(&got).contains(id));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_owner_who_is_busy_here_is_served_elsewhere() {
    let (one, settings) = fresh(MANY).await;
    let sent = message("ada");
    send(&one, std::slice::from_ref(&sent)).await;
    let busy = [PrincipalId::new("ada")];
    assert_eq!(one.receive(10, Duration::from_millis(200), &busy).await.expect("receives"), []);
    let two = queue(&settings).await;
    assert_eq!(ids(&receive(&two, SOON).await), [sent.job_id]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_woken_receiver_answers_at_once() {
    let (queue, _) = fresh(MANY).await;
    let waiter = queue.clone();
    let waiting = tokio::spawn(async move { waiter.receive(1, 10 * SOON, &[]).await.expect("receives") });
    sleep(Duration::from_millis(100)).await;
    queue.wake();
    assert_eq!(timeout(SOON, waiting).await.expect("answers early").expect("runs"), []);
}
