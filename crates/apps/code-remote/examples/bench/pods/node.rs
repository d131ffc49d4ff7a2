//! A node whose programs print what the bench's program prints, at once.

use async_trait::async_trait;
use domain::runner;
use kubernetes::testing::{Container, Exited, Node, Streams};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

pub(super) struct Instantly;

#[async_trait]
impl Node for Instantly {
    async fn start(&self, _: Vec<String>) -> Result<Box<dyn Container>, String> {
        Ok(Box::new(Self))
    }
}

#[async_trait]
impl Container for Instantly {
    async fn exec(&self, _: Vec<String>, streams: Streams) -> Result<Exited, String> {
        let Streams { mut stdin, mut stdout, .. } = streams;
        loop {
            let mut header = [0; 8];
            stdin.read_exact(&mut header).await.map_err(|error| error.to_string())?;
            if header != runner::ping() {
                break;
            }
            stdout.write_all(&[runner::READY]).await.map_err(|error| error.to_string())?;
        }
        stdout.write_all(b"1\n").await.map_err(|error| error.to_string())?;
        Ok(Exited::Code(0))
    }

    async fn stop(&self) {}
}
