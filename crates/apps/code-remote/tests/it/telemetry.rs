//! Traces by OTLP, and what must not be in them.

use std::{
    io::{Read as _, Write as _},
    net::{TcpListener, TcpStream},
    sync::mpsc,
    thread,
    time::Duration,
};

use reqwest::Method;
use serde_json::json;

use crate::harness::{Deployment, Service, free_port};

/// The exporter sends what it has every few seconds, and what is left when the service stops.
const PATIENCE: Duration = Duration::from_mins(1);

/// A collector on a free port: its address, and the requests it gets.
fn collector() -> (String, mpsc::Receiver<Vec<u8>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = format!("http://{}", listener.local_addr().expect("it has an address"));
    let (sender, requests) = mpsc::channel();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let _ = sender.send(answer(stream.expect("the connection stands")));
        }
    });
    (address, requests)
}

/// Reads one request and closes the connection.
fn answer(mut stream: TcpStream) -> Vec<u8> {
    let mut request = Vec::new();
    let mut part = [0; 4096];
    while !is_whole(&request) {
        match stream.read(&mut part).expect("the request can be read") {
            0 => break,
            count => request.extend_from_slice(&part[..count]),
        }
    }
    stream
        .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
        .expect("the answer can be sent");
    request
}

fn is_whole(request: &[u8]) -> bool {
    let Some(end) = request.windows(4).position(|window| window == b"\r\n\r\n") else { return false };
    let head = String::from_utf8_lossy(&request[..end]).to_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok()).unwrap_or(0);
    request.len() >= end + 4 + length
}

#[tokio::test]
async fn traces_reach_the_collector_without_user_code() {
    let (address, requests) = collector();
    let service = Service::start(&[("CODE_REMOTE_OTLP_ENDPOINT", &address), ("CODE_REMOTE_LOG", "info")]).await;
    let result = service.execute("print('a-word-of-the-users')").await;
    assert_eq!(result["stdout"], "a-word-of-the-users\n");
    drop(service);
    let mut received = requests.recv_timeout(PATIENCE).expect("a batch of traces comes");
    received.extend(requests.try_iter().flatten());
    let text = String::from_utf8_lossy(&received);
    assert!(text.starts_with("POST /v1/traces "), "{}", text.lines().next().unwrap_or_default());
    assert!(text.contains("/execute"), "the request's span is in it");
    assert!(!text.contains("a-word-of-the-users"));
}

const TRACE: [u8; 16] = *b"\x0a\xf7\x65\x19\x16\xcd\x43\xdd\x84\x48\xeb\x21\x1c\x80\x31\x9c";
const TRACEPARENT: &str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

#[tokio::test]
async fn one_trace_leads_from_the_callers_request_to_the_sandbox() {
    let (address, requests) = collector();
    let deployment = Deployment::new(&[("CODE_REMOTE_OTLP_ENDPOINT", &address)]).await;
    let (mut gateway, mut executor) = (deployment.gateway().await, deployment.executor().await);
    let request = gateway.request(Method::POST, "/execute").json(&json!({ "code": "print('a-word-of-the-users')" }));
    let request = request.header("traceparent", TRACEPARENT);
    let answer = request.send().await.expect("the gateway answers");
    assert!(answer.status().is_success());
    for role in [&mut gateway, &mut executor] {
        assert!(role.stop().await.success());
    }
    check(&requests, &[("code-remote-gateway", "http.request"), ("code-remote-executor", "job.attempt")]);
}

// Starting a role blocks one of the runtime's threads.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_same_trace_leads_to_the_measured_runs_of_an_analysis() {
    let (address, requests) = collector();
    let analyzer = format!("127.0.0.1:{}", free_port());
    let url = format!("http://{analyzer}");
    let variables = [
        ("CODE_REMOTE_OTLP_ENDPOINT", address.as_str()),
        ("CODE_REMOTE_ANALYZER_LISTEN", &analyzer),
        ("CODE_REMOTE_ANALYZER_URL", &url),
    ];
    let deployment = Deployment::new(&variables).await;
    let (mut gateway, mut executor) = (deployment.gateway().await, deployment.executor().await);
    let mut analyzer = deployment.analyzer().await;
    let code = "word = 'a-word-of-the-users'\nfor i in range(int(input())):\n    print(i)\n";
    let request = gateway.request(Method::POST, "/analyze").json(&json!({ "code": code }));
    let answer = request.header("traceparent", TRACEPARENT).send().await.expect("the gateway answers");
    let document: serde_json::Value = answer.json().await.expect("a document");
    assert!(document["evidence"]["measured"]["points"].is_array(), "{document}");
    for role in [&mut gateway, &mut analyzer, &mut executor] {
        assert!(role.stop().await.success());
    }
    let roles = [
        ("code-remote-gateway", "http.request"),
        ("code-remote-analyzer", "analysis"),
        ("code-remote-executor", "job.attempt"),
    ];
    check(&requests, &roles);
}

/// Each role has sent such a span of the trace, and none a word of the program.
fn check(requests: &mpsc::Receiver<Vec<u8>>, roles: &[(&str, &str)]) {
    let of_this_trace: Vec<_> =
        requests.try_iter().filter(|request| request.windows(16).any(|bytes| bytes == TRACE)).collect();
    for (role, span) in roles {
        let has = |request: &Vec<u8>| {
            let text = String::from_utf8_lossy(request);
            assert!(!text.contains("a-word-of-the-users"));
            text.contains(role) && text.contains(span)
        };
        assert!(of_this_trace.iter().any(has), "{role} goes on with the trace");
    }
}
