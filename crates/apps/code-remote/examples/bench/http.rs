//! A keep-alive HTTP/1.1 client as small as it can be, so that what it costs is not what is measured.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

use anyhow::Context as _;
use serde_json::Value;

/// Longer than any answer of a measurement takes.
const PATIENCE: Duration = Duration::from_mins(2);

/// One connection.
pub(crate) struct Client {
    stream: BufReader<TcpStream>,
}

impl Client {
    /// Connects.
    pub(crate) fn connect(address: SocketAddr) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(Self { stream: BufReader::new(stream) })
    }

    /// Runs a program and waits for its result. Anything but a program that printed `1` is an error.
    pub(crate) fn execute(&mut self, code: &str) -> anyhow::Result<()> {
        let body = serde_json::json!({ "code": code }).to_string();
        let (status, answer) = self.send("POST", "/execute", &body)?;
        let result: Value = serde_json::from_slice(&answer)?;
        anyhow::ensure!(status == 200 && result["stdout"] == "1\n" && result["success"] == true, "{status}: {result}");
        Ok(())
    }

    /// Submits a program and does not wait for it.
    pub(crate) fn submit(&mut self, code: &str) -> anyhow::Result<()> {
        let body = serde_json::json!({ "code": code }).to_string();
        let (status, answer) = self.send("POST", "/v1/jobs", &body)?;
        anyhow::ensure!(status == 202, "{status}: {}", String::from_utf8_lossy(&answer));
        Ok(())
    }

    /// Gets a text.
    pub(crate) fn get(&mut self, path: &str) -> anyhow::Result<(u16, String)> {
        let (status, body) = self.send("GET", path, "")?;
        Ok((status, String::from_utf8(body)?))
    }

    fn send(&mut self, method: &str, path: &str, body: &str) -> anyhow::Result<(u16, Vec<u8>)> {
        let request = format!(
            "{method} {path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        self.stream.get_mut().write_all(request.as_bytes())?;
        let status = self.line()?.split(' ').nth(1).context("no status")?.parse()?;
        let mut length = 0;
        loop {
            let line = self.line()?;
            if line.is_empty() {
                break;
            }
            if let Some(value) = line.strip_prefix("content-length: ") {
                length = value.parse()?;
            }
        }
        let mut answer = vec![0; length];
        self.stream.read_exact(&mut answer)?;
        Ok((status, answer))
    }

    fn line(&mut self) -> anyhow::Result<String> {
        let mut line = String::new();
        anyhow::ensure!(self.stream.read_line(&mut line)? > 0, "the service closed the connection");
        line.truncate(line.trim_end().len());
        Ok(line)
    }
}
