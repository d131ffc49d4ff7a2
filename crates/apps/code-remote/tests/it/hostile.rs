//! Programs that attack the service that runs them: what they try is contained and told as what it is, others are not
//! disturbed, and nothing of them is left. The programs are in `hostile/`; one that got somewhere prints `ESCAPED`.

use std::{collections::BTreeSet, net::TcpListener};

use serde_json::{Value, json};

use crate::harness::{Caller, Service, eventually, status_of};

/// An ending: status, and limit where there is one.
type Ending = (&'static str, Option<&'static str>);

/// One program, and what may come of it.
struct Hostile {
    name: &'static str,
    source: &'static str,
    ends: &'static [Ending],
    /// What its output must contain.
    says: &'static str,
}

const GOOD: &[Ending] = &[("success", None)];
const LATE: &[Ending] = &[("timed_out", Some("wall_time"))];
const FAILS: &[Ending] = &[("failed", None)];
const HOARDS: &[Ending] = &[("failed", Some("memory"))];
/// Children of Python fill the memory before the bound on processes is met; it is their number that does. On a slow machine
/// neither happens in time.
const FORKS: &[Ending] = &[("failed", Some("processes")), ("timed_out", Some("wall_time")), ("failed", None)];
const FLOODS: &[Ending] = &[("timed_out", Some("wall_time")), ("failed", Some("output")), ("failed", None)];
/// Its children may have written more than is kept before it ends.
const CRASHES: &[Ending] = &[("failed", None), ("failed", Some("output"))];
const AT_THE_EDGE: &[Ending] = &[("success", None), ("timed_out", Some("wall_time"))];

macro_rules! hostile {
    ($($name:literal $ends:ident $says:literal,)*) => {
        [$(Hostile { name: $name, source: include_str!(concat!("hostile/", $name, ".py")), ends: $ends, says: $says }),*]
    };
}

const PROGRAMS: [Hostile; 28] = hostile![
    "cpu_spin" LATE "spinning\n",
    "cpu_stopped" LATE "stopping\n",
    "cpu_children" LATE "",
    "mem_hoard" HOARDS "",
    "mem_workers" HOARDS "",
    "proc_bomb" FORKS "",
    "proc_stubborn" GOOD "parent is gone\n",
    "disk_fill" GOOD "bounded\n",
    "disk_names" GOOD "deep\n",
    "out_flood" FLOODS "o",
    "out_drip" LATE "..",
    "out_rewrite" GOOD "first second",
    "fd_inherited" FAILS "none\n",
    "fd_exhaust" GOOD "bounded\n",
    "net_reach" GOOD "tried\n",
    "net_local" GOOD "tried\n",
    "fs_host" GOOD "tried",
    "fs_source" GOOD "tried\n",
    "kern_calls" GOOD "tried\n",
    "kern_rise" GOOD "tried\n",
    "det_identity" GOOD "tried\n",
    "time_edge" AT_THE_EDGE "",
    "in_endless" GOOD "0 b''\n",
    "enc_bytes" GOOD "refused\n",
    "enc_nested" FAILS "",
    "enc_number" GOOD "Error\n",
    "poison_segv" FAILS "about to\n",
    "poison_first" CRASHES "",
];

/// Long enough for those that end by themselves on a crowded machine.
const SECONDS: f64 = 20.0;
/// Those that never do, and the one that aims at its limit, get as much.
const SECONDS_OF_ENDLESS: f64 = 2.0;
/// In the environment of the service and in a file of its host: must come back nowhere.
const SECRET: &str = "a-secret-of-the-host-5d1f0c";

#[tokio::test]
async fn hostile_programs_are_contained_and_told_as_what_they_are() {
    let service = Service::start_for(
        &["mallory", "ann"],
        &[
            ("CODE_REMOTE_PYTHON_IMPORTS", "any"),
            ("CODE_REMOTE_SOURCE_BYTES_MAX", "1000000"),
            ("CODE_REMOTE_CPU_MILLIS", "1000"),
            ("CODE_REMOTE_LOG", "debug"),
            ("EXEC_SECRET", SECRET),
        ],
    )
    .await;
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    listener.set_nonblocking(true).expect("it can be told");
    let args = arguments(&service, &listener);
    let (mallory, ann) = (service.of("mallory"), service.of("ann"));
    let mut answers = Vec::new();
    for program in &PROGRAMS {
        answers.push(attack(&mallory, &ann, program, &args).await);
    }

    assert!(listener.accept().is_err(), "a port of the host was reached");
    answers.push(mallory.get("/v1/jobs?limit=200").await);
    let said = answers.iter().map(Value::to_string);
    assert!(said.chain([service.log()]).all(|text| !text.contains(SECRET)), "the secret came back");
    assert!(!service.log().contains("spinning") && !service.log().contains("ESCAPED"), "output is in no log");
    nothing_is_left(&service).await;
}

/// A port that listens, a file with the secret, and words that name the host.
fn arguments(service: &Service, listener: &TcpListener) -> Vec<String> {
    let file = service.data_dir().join("secret");
    std::fs::write(&file, SECRET).expect("a file can be written");
    let port = listener.local_addr().expect("it has an address").port();
    let host = ["/proc/sys/kernel/osrelease", "/etc/machine-id"].map(std::fs::read_to_string);
    let host = host.into_iter().flatten().map(|text| text.trim().to_owned());
    [port.to_string(), file.display().to_string()].into_iter().chain(host).collect()
}

/// Runs one, with a program of somebody else beside it and one after it.
async fn attack(mallory: &Caller, ann: &Caller, program: &Hostile, args: &[String]) -> Value {
    let Hostile { name, source, ends, says } = program;
    let is_endless = ends.iter().any(|(status, _)| *status == "timed_out");
    let timeout = if is_endless { SECONDS_OF_ENDLESS } else { SECONDS };
    let body = json!({ "code": source, "args": args, "timeout": timeout });
    let (result, ()) = tokio::join!(mallory.run(body), others_are_served(ann, name));
    others_are_served(ann, name).await;

    let ending = (status_of(&result), result["limit"].as_str());
    assert!(ends.contains(&ending), "{name}: {ending:?} {}", excerpt(&result));
    assert_eq!((&result["attempt"], &result["error_code"]), (&json!(1), &Value::Null), "{name}: {}", excerpt(&result));
    let said = result["stdout"].as_str().expect("text");
    assert!(said.contains(says), "{name}: {}", excerpt(&result));
    assert!(!said.contains("ESCAPED"), "{name}: {}", excerpt(&result));
    assert!(said.len() <= 3 << 20, "{name}: no more is kept than may be");
    let id = result["job_id"].as_str().expect("an id");
    let events = mallory.events(id).await.rest().await;
    assert_eq!(events.iter().filter(|event| event.kind == "done").count(), 1, "{name}");
    assert_eq!(mallory.job(id).await, result, "{name}: what was told stays so");
    result
}

async fn others_are_served(ann: &Caller, beside: &str) {
    let canary = ann.execute("print(6 * 7)").await;
    assert_eq!((status_of(&canary), &canary["stdout"]), ("success", &json!("42\n")), "beside {beside}");
    assert_eq!(canary["attempt"], 1, "beside {beside}");
}

fn excerpt(result: &Value) -> String {
    let start = |field: &str| result[field].as_str().unwrap_or_default().chars().take(400).collect::<String>();
    format!("{} {:?} {:?}", result["error"], start("stdout"), start("stderr"))
}

async fn nothing_is_left(service: &Service) {
    eventually("something is left", async || {
        let traces = service.traces();
        let of_groups: BTreeSet<_> = traces.groups.iter().filter_map(|group| group.file_name()?.to_str()).collect();
        let of_directories: BTreeSet<_> = traces.directories.iter().map(String::as_str).collect();
        let only_the_pool = of_directories.len() == 2 && of_groups == of_directories && traces.mounts.is_empty();
        (!only_the_pool).then_some(traces)
    })
    .await;
}
