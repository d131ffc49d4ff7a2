//! A server that crashes in the middle of a load.

use std::{collections::HashMap, sync::Arc, time::Duration};

use domain::{
    JobId, PrincipalId, Status, Written,
    testing::{LEASE, ROOMY, StoreFixture, executor, new_job, owner, success},
};
use tokio::{sync::mpsc, task::JoinSet, time::timeout};

use code_remote_store::testing::DURABLE;

use super::pair;
use crate::{
    crash::{check_log, recover},
    postgres::Server,
};

const CALLERS: usize = 8;
const CRASHES: usize = 3;
/// Answers that are given between two crashes.
const ANSWERS: usize = 120;
/// Only a failing test waits for it.
const SOON: Duration = Duration::from_mins(1);

/// What a caller was told about a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Told {
    Accepted,
    Finished,
}

type Answer = (JobId, PrincipalId, Told);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_acknowledged_is_lost_with_the_server() {
    let server = tokio::task::spawn_blocking(|| Server::start(DURABLE)).await.expect("starts");
    let stores = pair(&server.fresh_database().await).await.map(Arc::new);
    let (tell, mut told) = mpsc::unbounded_channel();
    let mut callers = JoinSet::new();
    for caller in 0..CALLERS {
        callers.spawn(work(stores[caller % 2].clone(), caller, tell.clone()));
    }
    let mut answers = HashMap::new();
    for crash in 0..=CRASHES {
        for _ in 0..ANSWERS {
            let (id, owner, told) = timeout(SOON, told.recv()).await.expect("the store works").expect("callers run");
            answers.insert(id, (owner, told));
        }
        if crash < CRASHES {
            tokio::task::block_in_place(|| {
                server.crash();
                server.begin();
            });
        }
    }
    callers.shutdown().await;
    while let Ok((id, owner, told)) = told.try_recv() {
        answers.insert(id, (owner, told));
    }
    check(&stores[0], &answers).await;
}

/// Half of the callers leave their jobs running. What fails is not repeated: the caller was told nothing.
async fn work(store: Arc<StoreFixture>, caller: usize, tell: mpsc::UnboundedSender<Answer>) {
    let owner = owner(&format!("owner-{caller}"));
    loop {
        let Ok(accepted) = store.intake.accept(new_job(&owner), None, ROOMY).await else { continue };
        let id = accepted.job_id;
        tell.send((id, owner.clone(), Told::Accepted)).expect("somebody listens");
        let Ok(Some(claim)) = store.ledger.claim(id, &executor("victim"), LEASE).await else { continue };
        if caller.is_multiple_of(4) {
            continue;
        }
        if let Ok(Written::Yes) = store.ledger.finish(&claim.ticket, Vec::new(), success()).await {
            tell.send((id, owner.clone(), Told::Finished)).expect("somebody listens");
        }
    }
}

async fn check(store: &StoreFixture, answers: &HashMap<JobId, (PrincipalId, Told)>) {
    assert!(answers.values().any(|(_, told)| *told == Told::Finished));
    for (id, (owner, told)) in answers {
        let status = check_log(store, owner, *id).await;
        assert!(*told == Told::Accepted || status == Status::Success, "{id} was finished and is {status:?}");
    }
    recover(store).await;
    for (id, (owner, _)) in answers {
        assert!(check_log(store, owner, *id).await.is_terminal());
    }
}
