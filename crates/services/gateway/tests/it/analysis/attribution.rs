//! Who had what analysed.

use super::{LINEAR, PATHS, ask, run_with_analysis, spawn, with};
use crate::support::{analyzer::Does, log, with_header};

#[tokio::test]
async fn who_had_what_hash_analysed_is_in_the_audit_log_of_the_process() {
    let (_, gateway) = with(Does::Answer);
    let requests = PATHS.map(|path| ask(path, "print('hush')"));
    for (request, id) in requests.into_iter().chain([run_with_analysis("print('hush')")]).zip(["a-1", "a-2", "a-3"]) {
        if id == "a-3" {
            spawn(&gateway, with_header(request, "x-request-id", id));
            gateway.store.only_job().await;
        } else {
            gateway.ask(with_header(request, "x-request-id", id)).await;
        }
    }
    let told =
        || log::text().lines().filter(|line| line.contains("audit.event=\"analyzed\"")).collect::<Vec<_>>().join("\n");
    while !told().contains("a-3") {
        tokio::task::yield_now().await;
    }
    let hash = "source.sha256=\"547ce043";
    for id in ["a-1", "a-2", "a-3"] {
        let line = told().lines().find(|line| line.contains(&format!("request.id=\"{id}\""))).unwrap().to_owned();
        assert!(line.contains("principal.id=\"local\"") && line.contains(hash) && !line.contains("hush"), "{line}");
    }
}

#[tokio::test]
async fn the_analyzer_is_told_who_asks_and_by_which_request() {
    let (analyzer, gateway) = with(Does::Answer);
    for path in PATHS {
        gateway.ask(with_header(ask(path, LINEAR), "x-request-id", "order-17")).await;
    }
    for request in analyzer.requests() {
        assert_eq!((request.caller.as_str(), request.request_id.as_deref()), ("local", Some("order-17")));
    }
}
