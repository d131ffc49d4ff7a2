//! Connections that can be cut.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll, ready},
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
};
use tokio_util::sync::{CancellationToken, WaitForCancellationFutureOwned};
use tonic::transport::server::Connected;

/// A connection. Cutting it first sends what was written before.
pub(super) struct Wire {
    stream: TcpStream,
    cut: CancellationToken,
    cutting: Pin<Box<WaitForCancellationFutureOwned>>,
    /// What was written before the cut is sent.
    is_flushed: bool,
}

/// Cuts the connection that a request came on.
#[derive(Clone)]
pub(super) struct Scissors(CancellationToken);

impl Scissors {
    pub(super) fn cut(&self) {
        self.0.cancel();
    }
}

impl Wire {
    pub(super) fn new(stream: TcpStream, cut: CancellationToken) -> Self {
        let cutting = Box::pin(cut.clone().cancelled_owned());
        Self { stream, cut, cutting, is_flushed: false }
    }
}

impl Connected for Wire {
    type ConnectInfo = Scissors;

    fn connect_info(&self) -> Scissors {
        Scissors(self.cut.clone())
    }
}

fn reset() -> io::Error {
    io::ErrorKind::ConnectionReset.into()
}

impl AsyncRead for Wire {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if self.cutting.as_mut().poll(cx).is_ready() && self.is_flushed {
            return Poll::Ready(Err(reset()));
        }
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl AsyncWrite for Wire {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(Pin::new(&mut self.stream).poll_flush(cx))?;
        if self.cut.is_cancelled() {
            self.is_flushed = true;
            cx.waker().wake_by_ref();
        }
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
