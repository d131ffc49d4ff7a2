//! Publishes a key set over HTTP, or fails in the ways that servers do.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex, PoisonError},
};

use serde_json::json;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::Semaphore,
};

use crate::rsa::Key;

/// What the next request is answered with.
#[derive(Clone)]
pub(crate) enum Answer {
    /// This, as it is.
    Whole(String),
    /// A body that never ends.
    Endless,
    /// The connection is closed.
    Nothing,
}

impl Answer {
    pub(crate) fn keys(keys: &[&Key]) -> Self {
        let keys: Vec<_> = keys.iter().map(|key| key.jwk()).collect();
        Self::json(&json!({ "keys": keys }).to_string())
    }

    pub(crate) fn json(body: &str) -> Self {
        let length = body.len();
        Self::Whole(format!(
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
        ))
    }

    /// One of Cognito's errors.
    pub(crate) fn error(code: &str, message: &str) -> Self {
        let body = json!({ "__type": code, "message": message }).to_string();
        let length = body.len();
        Self::Whole(format!(
            "HTTP/1.1 400 Bad Request\r\ncontent-type: application/x-amz-json-1.1\r\ncontent-length: {length}\r\n\r\n{body}"
        ))
    }

    pub(crate) fn status(line: &str) -> Self {
        Self::Whole(format!("HTTP/1.1 {line}\r\ncontent-length: 0\r\n\r\n"))
    }
}

/// A server on a free loopback port.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    shared: Arc<Shared>,
}

struct Shared {
    answer: Mutex<Answer>,
    requests: Mutex<usize>,
    /// A request is answered with a permit.
    gate: Semaphore,
}

impl Server {
    pub(crate) async fn start(answer: Answer) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let address = listener.local_addr().expect("it has an address");
        let gate = Semaphore::new(Semaphore::MAX_PERMITS);
        let shared = Arc::new(Shared { answer: Mutex::new(answer), requests: Mutex::new(0), gate });
        let serving = Arc::clone(&shared);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let shared = Arc::clone(&serving);
                tokio::spawn(async move { shared.serve(stream).await });
            }
        });
        Self { address, shared }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}/pool/.well-known/jwks.json", self.address)
    }

    pub(crate) fn answer_with(&self, answer: Answer) {
        *lock(&self.shared.answer) = answer;
    }

    /// Requests so far.
    pub(crate) fn requests(&self) -> usize {
        *lock(&self.shared.requests)
    }

    /// Waits until so many requests have come.
    pub(crate) async fn until_requests(&self, requests: usize) {
        let reached = async {
            while self.requests() < requests {
                tokio::time::sleep(std::time::Duration::from_millis(5)).await;
            }
        };
        tokio::time::timeout(std::time::Duration::from_secs(20), reached).await.expect("they come");
    }

    /// Lets requests wait for their answers.
    pub(crate) fn hold(&self) {
        self.shared.gate.forget_permits(Semaphore::MAX_PERMITS);
    }

    /// Answers those that wait, and later ones.
    pub(crate) fn go_on(&self) {
        self.shared.gate.add_permits(Semaphore::MAX_PERMITS / 2);
    }
}

impl Shared {
    async fn serve(&self, mut stream: TcpStream) {
        let mut head = Vec::new();
        while !head.windows(4).any(|window| window == b"\r\n\r\n") {
            match stream.read_buf(&mut head).await {
                Ok(0) | Err(_) => return,
                Ok(_) => {}
            }
        }
        if read_body(&mut stream, &head).await.is_err() {
            return;
        }
        *lock(&self.requests) += 1;
        let _permit = self.gate.acquire().await.expect("the gate stays");
        let answer = lock(&self.answer).clone();
        // The client may go away while it is answered.
        let _ = match answer {
            Answer::Whole(text) => stream.write_all(text.as_bytes()).await,
            Answer::Endless => endless(&mut stream).await,
            Answer::Nothing => Ok(()),
        };
    }
}

/// Reads what the request's head announces.
async fn read_body(stream: &mut TcpStream, head: &[u8]) -> std::io::Result<()> {
    let text = String::from_utf8_lossy(head).to_ascii_lowercase();
    let (head_text, begun) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
    let length = head_text.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok());
    let mut left = length.unwrap_or(0_usize).saturating_sub(begun.len());
    let mut buffer = [0; 4096];
    while left > 0 {
        match stream.read(&mut buffer).await? {
            0 => return Err(std::io::ErrorKind::UnexpectedEof.into()),
            read => left = left.saturating_sub(read),
        }
    }
    Ok(())
}

async fn endless(stream: &mut TcpStream) -> std::io::Result<()> {
    stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n").await?;
    loop {
        stream.write_all(&[b' '; 4096]).await?;
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
