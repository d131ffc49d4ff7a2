//! Says that this driver lives: a lease of its own, renewed three times in each of its terms.

use std::time::Duration;

use domain::{Clock as _, SystemClock};
use k8s_openapi::{
    api::coordination::v1::{Lease, LeaseSpec},
    apimachinery::pkg::apis::meta::v1::{MicroTime, ObjectMeta},
};
use kube::{
    Api, Client,
    api::{DeleteParams, PostParams},
};
use tokio::{sync::Mutex, time::Instant};

use crate::{
    calls::{Refusal, call},
    names::Names,
    settings::Settings,
};

/// One life, and its lease.
pub(crate) struct Life {
    pub(crate) leases: Api<Lease>,
    names: Names,
    term: Duration,
    held: Mutex<Held>,
}

#[derive(Default)]
struct Held {
    lease: Option<Lease>,
    renewed: Option<Instant>,
    left: bool,
}

impl Life {
    pub(crate) fn new(client: &Client, settings: &Settings, names: Names) -> Self {
        let leases = Api::namespaced(client.clone(), &settings.namespace);
        Self { leases, names, term: settings.lease, held: Mutex::default() }
    }

    /// How often it is renewed.
    pub(crate) fn every(&self) -> Duration {
        self.term / 3
    }

    /// Makes sure that it is held, before something is made that is removed without it.
    pub(crate) async fn assure(&self) -> Result<(), Refusal> {
        let mut held = self.held.lock().await;
        match held.renewed {
            Some(renewed) if renewed.elapsed() < self.term => Ok(()),
            _ => self.renew_held(&mut held).await,
        }
    }

    /// Says once more that this driver lives.
    pub(crate) async fn renew(&self) -> Result<(), Refusal> {
        let mut held = self.held.lock().await;
        self.renew_held(&mut held).await
    }

    /// The end of this life, in good order.
    pub(crate) async fn end(&self) -> Result<(), Refusal> {
        let mut held = self.held.lock().await;
        (held.left, held.renewed) = (true, None);
        match call(self.leases.delete(self.names.life(), &DeleteParams::default())).await {
            Ok(_) | Err(Refusal::Gone) => Ok(()),
            Err(refusal) => Err(refusal),
        }
    }

    async fn renew_held(&self, held: &mut Held) -> Result<(), Refusal> {
        if held.left {
            return Err(Refusal::Failed("this executor is leaving".into()));
        }
        // From before it was asked for: others must never see it end earlier than this driver does.
        let asked = Instant::now();
        let known = held.lease.take();
        held.lease = Some(self.write(known).await?);
        held.renewed = Some(asked);
        Ok(())
    }

    async fn write(&self, known: Option<Lease>) -> Result<Lease, Refusal> {
        if let Some(known) = known {
            match self.replace(&known).await {
                Err(Refusal::Conflict | Refusal::Gone) => {}
                answer => return answer,
            }
        }
        match call(self.leases.create(&PostParams::default(), &self.lease(None))).await {
            Err(Refusal::Exists) => self.replace(&call(self.leases.get(self.names.life())).await?).await,
            answer => answer,
        }
    }

    async fn replace(&self, known: &Lease) -> Result<Lease, Refusal> {
        let next = self.lease(known.metadata.resource_version.clone());
        call(self.leases.replace(self.names.life(), &PostParams::default(), &next)).await
    }

    fn lease(&self, version: Option<String>) -> Lease {
        let now = MicroTime(SystemClock.now());
        let term = i32::try_from(self.term.as_secs().max(1)).unwrap_or(i32::MAX);
        Lease {
            metadata: ObjectMeta {
                name: Some(self.names.life().to_owned()),
                labels: Some(self.names.labels()),
                resource_version: version,
                ..ObjectMeta::default()
            },
            spec: Some(LeaseSpec {
                holder_identity: Some(self.names.life().to_owned()),
                lease_duration_seconds: Some(term),
                renew_time: Some(now),
                ..LeaseSpec::default()
            }),
        }
    }
}
