//! Over real connections: what only shows between sockets.

use std::{net::SocketAddr, time::Duration};

use code_remote_gateway::serve;
use domain::TerminalStatus;
use serde_json::json;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
    time::timeout,
};

use crate::support::TestGateway;

const LIVE: &str = "GET /health/live HTTP/1.1\r\nhost: localhost\r\n\r\n";
const LONG: Duration = Duration::from_secs(20);

async fn start(gateway: &TestGateway) -> (SocketAddr, JoinHandle<std::io::Result<()>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    (address, tokio::spawn(serve(listener, gateway.router(), gateway.stopping.clone())))
}

fn post(path: &str, length: usize) -> String {
    format!(
        "POST {path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n"
    )
}

async fn read_all(mut stream: TcpStream) -> String {
    let mut text = Vec::new();
    timeout(LONG, stream.read_to_end(&mut text)).await.expect("an end").unwrap();
    String::from_utf8_lossy(&text).into_owned()
}

/// Reads until the text so far has `end` in it.
async fn read_until(stream: &mut TcpStream, end: &str) -> String {
    let mut text = String::new();
    let mut chunk = [0; 4096];
    while !text.contains(end) {
        let n = timeout(LONG, stream.read(&mut chunk)).await.expect("more").unwrap();
        assert!(n > 0, "{text}");
        text.push_str(&String::from_utf8_lossy(&chunk[..n]));
    }
    text
}

#[tokio::test]
async fn a_client_that_sends_far_too_much_still_sees_the_answer() {
    let gateway = TestGateway::local();
    let (address, _server) = start(&gateway).await;
    let length = 20 << 20;
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(post("/execute", length).as_bytes()).await.unwrap();
    let chunk = vec![b' '; 1 << 20];
    for _ in 0..20 {
        stream.write_all(&chunk).await.expect("the service reads on");
    }
    let answer = read_until(&mut stream, "PAYLOAD_TOO_LARGE").await;
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
}

#[tokio::test]
async fn an_answer_that_nobody_reads_is_given_up() {
    let gateway = TestGateway::local();
    let body = json!({ "code": "print(1)", "stdin": "\u{1}".repeat(1 << 20) });
    let id = gateway.post("/v1/jobs", &body).await.json()["job_id"].as_str().unwrap().to_owned();
    let (address, _server) = start(&gateway).await;
    let get = format!("GET /v1/jobs/{id} HTTP/1.1\r\nhost: localhost\r\n\r\n");
    let mut stream = TcpStream::connect(address).await.unwrap();
    // More answers than the two sockets' buffers hold, and none is read.
    stream.write_all(get.repeat(8).as_bytes()).await.unwrap();
    stream.readable().await.unwrap();
    tokio::time::pause();
    let closed = async {
        while !is_closed(&stream) {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    };
    timeout(Duration::from_mins(10), closed).await.expect("the service hangs up");
}

/// Whether the other side has ended the connection, as the system says without reading what is there.
fn is_closed(stream: &TcpStream) -> bool {
    let port = stream.local_addr().unwrap().port();
    let table = std::fs::read_to_string("/proc/net/tcp").unwrap();
    // The service's side of the connection: its remote port is ours, and 01 is ESTABLISHED.
    !table.lines().any(|line| {
        line.split_whitespace().nth(2).is_some_and(|remote| remote.ends_with(&format!(":{port:04X}")))
            && line.split_whitespace().nth(3) == Some("01")
    })
}

#[tokio::test]
async fn a_client_that_asks_before_it_sends_too_much_need_not_send() {
    let gateway = TestGateway::local();
    let (address, _server) = start(&gateway).await;
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = post("/execute", 20 << 20).replace("\r\n\r\n", "\r\nexpect: 100-continue\r\n\r\n");
    stream.write_all(head.as_bytes()).await.unwrap();
    assert!(read_until(&mut stream, "PAYLOAD_TOO_LARGE").await.starts_with("HTTP/1.1 413"));
}

#[tokio::test]
async fn what_is_not_http_or_stops_early_harms_nobody() {
    let gateway = TestGateway::local();
    let (address, _server) = start(&gateway).await;
    for bytes in ["\0\u{1}\u{2}\r\n\r\n", "GET / HTTP/1.1\r\nhost: local", "GET /\r\n\r\n", &post("/execute", 100)] {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(bytes.as_bytes()).await.unwrap();
        stream.shutdown().await.unwrap();
        let answer = read_all(stream).await;
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 400"), "{answer}");
    }
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(LIVE.as_bytes()).await.unwrap();
    assert!(read_until(&mut stream, "alive").await.starts_with("HTTP/1.1 200"));
}

#[tokio::test]
async fn stopping_ends_streams_lets_answers_finish_and_takes_nothing_new() {
    let gateway = TestGateway::local();
    let (address, server) = start(&gateway).await;

    let body = json!({ "code": "print(1)" }).to_string();
    let mut executing = TcpStream::connect(address).await.unwrap();
    executing.write_all((post("/execute", body.len()) + &body).as_bytes()).await.unwrap();
    let id = gateway.store.only_job().await;
    gateway.store.start(id, b"");
    let mut following = TcpStream::connect(address).await.unwrap();
    let ask = format!("GET /v1/jobs/{id}/events HTTP/1.1\r\nhost: localhost\r\n\r\n");
    following.write_all(ask.as_bytes()).await.unwrap();
    read_until(&mut following, "running").await;
    let mut idle = TcpStream::connect(address).await.unwrap();
    idle.write_all(LIVE.as_bytes()).await.unwrap();
    read_until(&mut idle, "alive").await;

    gateway.stopping.cancel();
    read_all(following).await;
    assert_eq!(read_all(idle).await, "");
    assert!(!server.is_finished());
    gateway.store.finish(id, TerminalStatus::Success);
    assert!(read_all(executing).await.contains("\"status\":\"success\""));
    timeout(LONG, server).await.expect("an end").unwrap().unwrap();
    assert!(TcpStream::connect(address).await.is_err());
}

#[tokio::test]
async fn who_is_connected_when_it_stops_is_answered() {
    let gateway = TestGateway::local();
    let (address, server) = start(&gateway).await;
    let mut used = TcpStream::connect(address).await.unwrap();
    used.write_all(LIVE.as_bytes()).await.unwrap();
    read_until(&mut used, "alive").await;
    let fresh = TcpStream::connect(address).await.unwrap();

    gateway.stopping.cancel();
    for stream in [&used, &fresh] {
        // Before the service can have noticed.
        assert_eq!(stream.try_write(LIVE.as_bytes()).unwrap(), LIVE.len());
    }
    for stream in [used, fresh] {
        let answer = read_all(stream).await;
        assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("connection: close"), "{answer}");
    }
    timeout(LONG, server).await.expect("an end").unwrap().unwrap();
}

#[tokio::test]
async fn who_waits_to_be_accepted_when_it_stops_is_answered() {
    let gateway = TestGateway::local();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let mut waiting = Vec::new();
    for _ in 0..8 {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(LIVE.as_bytes()).await.unwrap();
        waiting.push(stream);
    }
    gateway.stopping.cancel();
    let server = tokio::spawn(serve(listener, gateway.router(), gateway.stopping.clone()));
    for stream in waiting {
        let answer = read_all(stream).await;
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    }
    timeout(LONG, server).await.expect("an end").unwrap().unwrap();
}
