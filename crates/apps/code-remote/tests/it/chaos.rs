//! Everything dies or is cut off at moments that a seed chooses, under load. A checker goes over the history of accepts,
//! claims and results: no accepted job is lost or done twice, none is invented, and everything ends once the faults stop.
//!
//! A few seeds run with the other tests. `CODE_REMOTE_CHAOS_SEEDS=200` runs more, `CODE_REMOTE_CHAOS_FIRST=7` begins
//! elsewhere; a failure names its seed.

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use aws::{SqsSettings, testing::Emulator};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use store::testing::{FORGETFUL, Server};
use tokio::time::sleep;

use crate::{
    crash::check_history,
    harness::{Caller, Deployment, Network, PATIENCE, Proxy, Random, Role, Upstream, status_of},
};

const SEEDS: u64 = 2;
const FAULTS: usize = 4;
const CLIENTS: u64 = 3;
/// Of one client in one round.
const JOBS_MAX: u64 = 10;

/// Short, so that what a dead executor held is soon taken over.
const SETTINGS: [(&str, &str); 2] = [("CODE_REMOTE_LEASE_SECONDS", "2"), ("CODE_REMOTE_QUEUE_MAX_PER_CALLER", "1000")];

/// A deployment that can be hurt.
struct World {
    server: Server,
    network: Proxy,
    broker: Option<Broker>,
    gateways: [Role; 2],
    executors: [Role; 2],
}

/// The queue on SQS, where the database's own is not used.
struct Broker {
    emulator: Emulator,
    queues: SqsSettings,
    network: Proxy,
}

/// Receptions after which a message is set aside.
const RECEIVES: u32 = 5;

impl Broker {
    async fn start() -> Self {
        let emulator = Emulator::start().await;
        let queues = emulator.queues(RECEIVES).await;
        let network = Proxy::to(Upstream::Port(emulator.port())).await;
        Self { emulator, queues, network }
    }

    fn settings(&self) -> Vec<(&'static str, String)> {
        vec![
            ("CODE_REMOTE_QUEUE", "sqs".to_owned()),
            ("CODE_REMOTE_SQS_QUEUE_URL", self.queues.queue_url.clone()),
            ("CODE_REMOTE_SQS_DEAD_LETTER_URL", self.queues.dead_letter_url.clone()),
            ("CODE_REMOTE_SQS_REGION", self.queues.region.clone().expect("the emulator has one")),
            ("CODE_REMOTE_SQS_ENDPOINT", format!("http://{}", self.network.address())),
            ("CODE_REMOTE_SQS_EMULATED", "true".to_owned()),
            ("CODE_REMOTE_SQS_VISIBILITY_SECONDS", "2".to_owned()),
            // What the emulator forgets is announced again soon.
            ("CODE_REMOTE_SQS_ANNOUNCE_AGAIN_SECONDS", "3".to_owned()),
        ]
    }

    /// It forgets everything.
    async fn die(&self, away: Duration) {
        self.emulator.kill().await;
        sleep(away).await;
        self.emulator.begin().await;
        self.emulator.create(&self.queues, RECEIVES).await;
    }
}

impl World {
    async fn new(broker: Option<Broker>) -> Self {
        let server = tokio::task::spawn_blocking(|| Server::start(FORGETFUL)).await.expect("the server starts");
        let network = Proxy::to(Upstream::Socket(server.socket())).await;
        let name = server.fresh_database_name().await;
        let url = format!("postgres://postgres@{}/{name}", network.address());
        let more = broker.as_ref().map(Broker::settings).unwrap_or_default();
        let more = more.iter().map(|(name, value)| (*name, value.as_str()));
        let deployment = Deployment::at(url, &SETTINGS.into_iter().chain(more).collect::<Vec<_>>());
        let gateways = [deployment.gateway().await, deployment.gateway().await];
        let executors = [deployment.executor().await, deployment.executor().await];
        Self { server, network, broker, gateways, executors }
    }

    fn callers(&self) -> [Caller; 2] {
        [(*self.gateways[0]).clone(), (*self.gateways[1]).clone()]
    }

    /// One fault, over when it returns, though not yet recovered from.
    async fn hurt(&mut self, random: &mut Random) {
        if let Some(broker) = &self.broker
            && random.below(3) == 0
        {
            return match random.below(3) {
                0 => broker.die(random.time(Duration::from_secs(1))).await,
                1 => disturb(&broker.network, Network::Cut, random.time(Duration::from_secs(2))).await,
                _ => disturb(&broker.network, Network::Stalled, random.time(Duration::from_secs(4))).await,
            };
        }
        match random.below(7) {
            kind @ 0..=3 => {
                let roles = if kind < 2 { &mut self.gateways } else { &mut self.executors };
                let role = &mut roles[random.index(2)];
                if kind % 2 == 0 {
                    role.kill();
                } else {
                    role.stop().await;
                }
                sleep(random.time(Duration::from_secs(1))).await;
                role.start_again();
            }
            4 => {
                self.server.crash();
                sleep(random.time(Duration::from_millis(500))).await;
                self.server.begin();
            }
            5 => disturb(&self.network, Network::Cut, random.time(Duration::from_secs(2))).await,
            _ => disturb(&self.network, Network::Stalled, random.time(Duration::from_secs(4))).await,
        }
    }

    async fn until_ready(&self) {
        for role in self.gateways.iter().chain(&self.executors) {
            role.until_ready().await;
        }
    }
}

async fn disturb(proxy: &Proxy, network: Network, time: Duration) {
    proxy.set(network);
    sleep(time).await;
    proxy.set(Network::Whole);
}

/// What clients know: each accepted key's job, and the number that its program prints.
type History = BTreeMap<String, (String, u64)>;

// The network is carried by this runtime, while starting a role blocks one of its threads.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_accepted_job_is_lost_or_ends_twice_whatever_dies() {
    play(World::new(None).await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_accepted_job_is_lost_or_ends_twice_on_sqs_whatever_dies() {
    play(World::new(Some(Broker::start().await)).await).await;
}

async fn play(mut world: World) {
    let (first, count) = (number("CODE_REMOTE_CHAOS_FIRST", 1), number("CODE_REMOTE_CHAOS_SEEDS", SEEDS));
    let mut known = 0;
    for seed in first..first + count {
        let history = round(&mut world, seed).await;
        known += history.len();
        check(&world, seed, &history, known).await;
    }
}

fn number(variable: &str, default: u64) -> u64 {
    std::env::var(variable).map_or(default, |text| text.parse().unwrap_or_else(|_| panic!("{variable}: not a number")))
}

/// Load and faults together; both over when it returns.
async fn round(world: &mut World, seed: u64) -> History {
    let over = Arc::new(AtomicBool::new(false));
    let clients: Vec<_> =
        (0..CLIENTS).map(|client| tokio::spawn(submit(world.callers(), seed, client, over.clone()))).collect();
    let mut random = Random::new(seed);
    for _ in 0..FAULTS {
        sleep(random.time(Duration::from_millis(1_500))).await;
        world.hurt(&mut random).await;
    }
    over.store(true, Ordering::Relaxed);
    world.until_ready().await;
    let mut history = History::new();
    for client in clients {
        history.extend(client.await.unwrap_or_else(|error| panic!("seed {seed}: {error}")));
    }
    history
}

/// One client: each job is sent until it is accepted, to whichever gateway, under one key.
async fn submit(gateways: [Caller; 2], seed: u64, client: u64, over: Arc<AtomicBool>) -> History {
    let mut random = Random::new(seed ^ (client + 1) << 32);
    let mut history = History::new();
    for n in 0..JOBS_MAX {
        if over.load(Ordering::Relaxed) {
            break;
        }
        let (key, rounds) = (format!("{seed}-{client}-{n}"), random.below(1_500_000));
        let body = json!({ "code": format!("n = 0\nfor i in range({rounds}): n += 1\nprint(n)") });
        let id = accepted(&gateways, &mut random, &key, &body).await;
        // Asked again elsewhere, the answer is the same.
        if random.below(3) == 0 {
            assert_eq!(accepted(&gateways, &mut random, &key, &body).await, id, "key {key}");
        }
        history.insert(key, (id, rounds));
        sleep(random.time(Duration::from_millis(300))).await;
    }
    history
}

async fn accepted(gateways: &[Caller; 2], random: &mut Random, key: &str, body: &Value) -> String {
    let deadline = tokio::time::Instant::now() + PATIENCE;
    loop {
        let gateway = &gateways[random.index(2)];
        let request = gateway.request(Method::POST, "/v1/jobs").header("idempotency-key", key).json(body);
        // A dead gateway does not answer, and one that waits for the database may be asked again.
        if let Ok(response) = request.timeout(Duration::from_secs(20)).send().await {
            let (status, retry) = (response.status(), response.headers().contains_key("retry-after"));
            match (status, response.json::<Value>().await) {
                (StatusCode::ACCEPTED, Ok(answer)) => return answer["job_id"].as_str().expect("an id").to_owned(),
                (StatusCode::SERVICE_UNAVAILABLE, Ok(_)) => assert!(retry, "503 says when to try again"),
                (_, Err(_)) => {}
                (status, Ok(answer)) => panic!("key {key}: {status} {answer}"),
            }
        }
        assert!(tokio::time::Instant::now() < deadline, "key {key} is not accepted");
        sleep(Duration::from_millis(50)).await;
    }
}

/// Goes over the history. `known` jobs were accepted so far, in all rounds.
async fn check(world: &World, seed: u64, history: &History, known: usize) {
    // Connections that a fault broke may be found out by the first requests after it, which are told to come again.
    let gateway = world.callers()[0].patient();
    for (key, (id, number)) in history {
        let job = gateway.result(id).await;
        match status_of(&job) {
            "success" => assert_eq!(job["stdout"], format!("{number}\n"), "seed {seed}, key {key}: {job}"),
            // Three attempts died with their executors.
            "failed" => assert_eq!(job["error_code"], "EXECUTOR_LOST", "seed {seed}, key {key}: {job}"),
            other => panic!("seed {seed}, key {key} is {other}: {job}"),
        }
        check_history(&job, &gateway.events(id).await.rest().await);
    }
    let ids: std::collections::BTreeSet<_> = history.values().map(|(id, _)| id).collect();
    assert_eq!(ids.len(), history.len(), "seed {seed}: one job a key");
    assert_eq!(count(&gateway).await, known, "seed {seed}: no job is invented");
}

/// All jobs that there are.
async fn count(gateway: &Caller) -> usize {
    let (mut jobs, mut cursor) = (0, String::new());
    loop {
        let page = gateway.get(&format!("/v1/jobs?limit=200{cursor}")).await;
        jobs += page["jobs"].as_array().expect("a list").len();
        match page["next"].as_str() {
            Some(next) => cursor = format!("&before={next}"),
            None => return jobs,
        }
    }
}
