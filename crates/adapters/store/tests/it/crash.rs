//! `kill -9` in the middle of a load.

use std::{
    collections::HashMap,
    env,
    io::{BufRead as _, BufReader, Write as _},
    path::Path,
    process::{Command, Stdio},
    sync::Arc,
    time::Duration,
};

use domain::{
    EventBody, JobId, PrincipalId, Status,
    testing::{StoreFixture, executor, owner},
};
use tokio::task::JoinSet;

use crate::fixture::open;

const DIRECTORY: &str = "STORE_CRASH_DIRECTORY";
const KILLS: usize = 4;
const CALLERS: usize = 8;
/// Answers that the program gives before it is killed.
const ANSWERS: usize = 60;

/// What the program was told about a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Told {
    Accepted,
    Finished,
}

type Answers = HashMap<JobId, (PrincipalId, Told)>;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "the program that `nothing_acknowledged_is_lost` kills; it needs its directory"]
async fn victim() {
    let directory = env::var_os(DIRECTORY).expect("only the other test starts this");
    let (_store, fixture) = open(directory.as_ref());
    fixture.ledger.reap_other_than(&executor("nobody")).await.expect("recovers");
    let fixture = Arc::new(fixture);
    let mut callers = JoinSet::new();
    for caller in 0..CALLERS {
        callers.spawn(work(fixture.clone(), caller));
    }
    callers.join_all().await;
}

/// Half of the callers leave their jobs running.
async fn work(store: Arc<StoreFixture>, caller: usize) {
    let name = format!("owner-{caller}");
    loop {
        let id = store.accept(&owner(&name)).await;
        tell("accepted", &name, id);
        let ticket = store.claim(id, &executor("victim")).await.ticket;
        if caller.is_multiple_of(2) {
            store.finish(&ticket).await;
            tell("finished", &name, id);
        }
    }
}

/// One short write, so that a line is there entirely or not at all.
fn tell(told: &str, owner: &str, id: JobId) {
    let line = format!("{told} {owner} {id}\n");
    std::io::stdout().write_all(line.as_bytes()).expect("writes");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_acknowledged_is_lost() {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let mut answers = Answers::new();
    for _ in 0..KILLS {
        run_and_kill(directory.path(), &mut answers);
    }
    assert!(answers.len() >= KILLS * ANSWERS / 2);
    assert!(answers.values().any(|(_, told)| *told == Told::Finished));

    let (_store, store) = open(directory.path());
    for (id, (owner, told)) in &answers {
        let status = check_log(&store, owner, *id).await;
        assert!(*told == Told::Accepted || status == Status::Success, "{id} was finished and is {status:?}");
    }
    recover(&store).await;
    for (id, (owner, _)) in &answers {
        assert!(check_log(&store, owner, *id).await.is_terminal());
    }
}

fn run_and_kill(directory: &Path, answers: &mut Answers) {
    let mut child = Command::new(env::current_exe().expect("this test has a file"))
        .args(["--exact", "crash::victim", "--ignored", "--nocapture"])
        .env(DIRECTORY, directory)
        .stdout(Stdio::piped())
        .spawn()
        .expect("starts");
    let mut lines = BufReader::new(child.stdout.take().expect("is piped")).lines();
    let before_kill = answers.len() + ANSWERS;
    while answers.len() < before_kill {
        note(&lines.next().expect("works until it is killed").expect("is text"), answers);
    }
    child.kill().expect("is killed");
    // What it still said before it died counts as well.
    lines.for_each(|line| note(&line.expect("is text"), answers));
    child.wait().expect("is dead");
}

fn note(line: &str, answers: &mut Answers) {
    // The test harness may have begun the line.
    let words: Vec<_> = line.rsplit(' ').collect();
    let [id, name, told, ..] = words[..] else { return };
    let (Ok(id), Ok(told)) = (id.parse(), told_word(told)) else { return };
    answers.insert(id, (owner(name), told));
}

fn told_word(word: &str) -> Result<Told, ()> {
    match word {
        "accepted" => Ok(Told::Accepted),
        "finished" => Ok(Told::Finished),
        _ => Err(()),
    }
}

/// The log has no gap, and ends with `done` exactly when the job has ended.
pub async fn check_log(store: &StoreFixture, owner: &PrincipalId, id: JobId) -> Status {
    let job = store.get(owner, id).await;
    let events = store.events(owner, id).await;
    assert!(events.iter().zip(1..).all(|(event, seq)| event.seq == seq), "{events:?}");
    let endings = events.iter().filter(|event| matches!(event.body, EventBody::Done { .. })).count();
    assert_eq!(endings, usize::from(job.status.is_terminal()));
    assert_eq!(matches!(events.last().map(|event| &event.body), Some(EventBody::Done { .. })), endings == 1);
    job.status
}

/// What a service does after a crash: takes over what was running, and works through the line.
pub async fn recover(store: &StoreFixture) {
    store.ledger.reap_other_than(&executor("recovery")).await.expect("reaps");
    loop {
        let deliveries = store.queue.receive(10, Duration::ZERO, &[]).await.expect("receives");
        if deliveries.is_empty() {
            return;
        }
        for delivery in deliveries {
            let ticket = store.claim(delivery.job_id, &executor("recovery")).await.ticket;
            store.finish(&ticket).await;
            store.queue.acknowledge(delivery).await.expect("acknowledges");
        }
    }
}
