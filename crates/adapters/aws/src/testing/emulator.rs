//! The `MiniStack` emulator, which `cargo xtask test` installs and names in `MINISTACK`: a process, started when the first
//! test needs it and gone with the last.

use std::{
    io,
    net::TcpListener,
    os::unix::process::CommandExt as _,
    process::{Child, Command, Stdio},
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use aws_sdk_sqs::{Client, types::QueueAttributeName};
use tokio::{sync::OnceCell, time::sleep};

use crate::sqs::{SqsCredentials, SqsSettings, body, client};

const MISSING: &str = "there is no emulator (MINISTACK is not set): run `cargo xtask test`, which installs one";
const REGION: &str = "eu-west-1";
/// Longer than a start takes on a crowded machine.
const START_WITHIN: Duration = Duration::from_mins(1);

/// An emulator, running or not. When this process ends, however it ends, the emulator is killed.
pub struct Emulator {
    port: u16,
    queues: AtomicU64,
    keeper: Mutex<Option<Child>>,
}

impl Emulator {
    /// The one that tests share.
    pub async fn shared() -> &'static Self {
        static SHARED: OnceCell<Emulator> = OnceCell::const_new();
        SHARED.get_or_init(Self::start).await
    }

    /// A new one that answers.
    pub async fn start() -> Self {
        let free = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
        let port = free.expect("a port is free").port();
        let emulator = Self { port, queues: AtomicU64::new(0), keeper: Mutex::default() };
        emulator.begin().await;
        emulator
    }

    /// Where it listens, on this machine.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Starts the process and waits until it answers. It has forgotten everything.
    pub async fn begin(&self) {
        *self.keeper() = Some(keeper(self.port).expect("the emulator starts"));
        let (client, begun) = (self.client().await, Instant::now());
        while client.list_queues().send().await.is_err() {
            assert!(begun.elapsed() < START_WITHIN, "the emulator does not answer");
            sleep(Duration::from_millis(20)).await;
        }
    }

    /// Kills the process as a failure of its machine would.
    pub async fn kill(&self) {
        let Some(mut keeper) = self.keeper().take() else { return };
        drop(keeper.stdin.take());
        let ended = tokio::task::spawn_blocking(move || keeper.wait()).await;
        ended.expect("waits").expect("it was ours");
    }

    /// A fresh queue, and one for what was received `max_receives` times there.
    pub async fn queues(&self, max_receives: u32) -> SqsSettings {
        let settings = self.settings(self.queues.fetch_add(1, Ordering::Relaxed));
        self.create(&settings, max_receives).await;
        settings
    }

    /// Makes the queues of these settings, for example because the emulator has forgotten them.
    pub async fn create(&self, settings: &SqsSettings, max_receives: u32) {
        let client = self.client().await;
        let dead = name(&settings.dead_letter_url);
        client.create_queue().queue_name(dead).send().await.expect("makes a queue");
        let redrive = format!(
            r#"{{"deadLetterTargetArn":"arn:aws:sqs:{REGION}:000000000000:{dead}","maxReceiveCount":{max_receives}}}"#
        );
        let queue = client.create_queue().queue_name(name(&settings.queue_url));
        let queue = queue.attributes(QueueAttributeName::RedrivePolicy, redrive).send().await.expect("makes a queue");
        assert_eq!(queue.queue_url.as_deref(), Some(settings.queue_url.as_str()));
    }

    /// Puts any text into a queue.
    pub async fn put(&self, url: &str, body: &str) {
        self.client().await.send_message().queue_url(url).message_body(body).send().await.expect("sends");
    }

    /// Messages in a queue: visible, and received by somebody.
    pub async fn count(&self, url: &str) -> (u32, u32) {
        let names = [
            QueueAttributeName::ApproximateNumberOfMessages,
            QueueAttributeName::ApproximateNumberOfMessagesNotVisible,
        ];
        let request = self.client().await.get_queue_attributes().queue_url(url);
        let answer = request.set_attribute_names(Some(names.to_vec())).send().await.expect("answers");
        let attributes = answer.attributes.expect("has attributes");
        let [visible, taken] = names.map(|name| attributes[&name].parse().expect("a number"));
        (visible, taken)
    }

    fn settings(&self, number: u64) -> SqsSettings {
        let url = |name: String| format!("http://127.0.0.1:{}/000000000000/{name}", self.port);
        SqsSettings {
            queue_url: url(format!("jobs-{number}")),
            dead_letter_url: url(format!("dead-{number}")),
            region: Some(REGION.into()),
            endpoint_url: Some(format!("http://127.0.0.1:{}", self.port)),
            credentials: SqsCredentials::Emulator,
            visibility: Duration::from_secs(30),
        }
    }

    async fn client(&self) -> Client {
        client::client(&self.settings(0)).await
    }

    fn keeper(&self) -> std::sync::MutexGuard<'_, Option<Child>> {
        self.keeper.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What our message of a job says.
pub fn body_of(message: &domain::JobMessage) -> String {
    body::write(message)
}

fn name(url: &str) -> &str {
    url.rsplit_once('/').map_or(url, |(_, name)| name)
}

/// Runs the emulator until its own input is closed, which the kernel does when this process is killed too.
fn keeper(port: u16) -> io::Result<Child> {
    const SCRIPT: &str = r#""$@" & pid=$!; cat; kill -9 $pid; wait $pid"#;
    let executable = std::env::var_os("MINISTACK").expect(MISSING);
    let mut command = Command::new("sh");
    command.args(["-c", SCRIPT, "keeper"]).arg(executable);
    command.env("GATEWAY_PORT", port.to_string());
    command.envs([("MINISTACK_HOST", "127.0.0.1"), ("BIND_HOST", "127.0.0.1"), ("MINISTACK_REGION", REGION)]);
    command.envs([("SERVICES", "sqs"), ("DOCKER_HOST", "unix:///nonexistent"), ("STATE_DIR", "/nonexistent")]);
    // It would listen on a port that two emulators cannot share.
    command.env("IOT_MTLS_ENABLED", "0");
    // Its own group: a Ctrl-C at the terminal is for the tests.
    command.process_group(0).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn()
}
