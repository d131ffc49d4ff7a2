//! What all sandboxes of a driver share.

use std::sync::Arc;

use domain::SandboxError;
use k8s_openapi::api::{
    core::v1::{Event, Pod},
    networking::v1::NetworkPolicy,
};
use kube::{Api, Client, api::ListParams};

use crate::{
    calls::call,
    lease::Life,
    names::Names,
    pods::Pods,
    policies::{Policies, Word},
    settings::Settings,
    watch,
};

/// What all sandboxes of a driver share.
pub(crate) struct Shared {
    pub(crate) settings: Settings,
    pub(crate) names: Names,
    pub(crate) client: Client,
    pub(crate) api: Api<Pod>,
    pub(crate) pods: Arc<Pods>,
    pub(crate) network: Api<NetworkPolicy>,
    pub(crate) policies: Arc<Policies>,
    pub(crate) life: Life,
}

impl Shared {
    pub(crate) fn new(settings: Settings, client: Client) -> Self {
        let names = Names::of(&settings.executor);
        let api = Api::namespaced(client.clone(), &settings.namespace);
        let network = Api::namespaced(client.clone(), &settings.namespace);
        let life = Life::new(&client, &settings, names.clone());
        Self { settings, names, client, api, pods: Arc::default(), network, policies: Arc::default(), life }
    }

    /// Whether the cluster says that sandboxes reach nothing; asks it where nobody has yet.
    pub(crate) async fn closed(&self) -> Result<(), SandboxError> {
        if self.policies.word() == Word::Unknown {
            let listed = watch::list(&self.network, "", self.policies.as_ref()).await;
            listed.map_err(|refusal| refusal.at_start("network policies cannot be listed"))?;
        }
        match self.policies.word() {
            Word::Closed => Ok(()),
            Word::Open(reason) => Err(SandboxError::NotIsolated(reason)),
            Word::Unknown => Err(SandboxError::NotStarted { reason: "network policies are not known".into() }),
        }
    }

    /// What the cluster last warned of about a pod, where its status says too little.
    pub(crate) async fn last_warning(&self, pod: &str) -> Option<String> {
        let events: Api<Event> = Api::namespaced(self.client.clone(), &self.settings.namespace);
        let about = ListParams::default().fields(&format!("involvedObject.name={pod}"));
        let found = call(events.list(&about)).await.ok()?;
        let last = found.items.into_iter().rfind(|event| event.type_.as_deref() != Some("Normal"))?;
        Some(format!("{}: {}", last.reason.unwrap_or_default(), last.message.unwrap_or_default()))
    }
}
