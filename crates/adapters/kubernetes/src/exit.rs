//! What the stream's status and the pod's say about how a program ended: pure functions.

use domain::{Exit, ExitEvidence, ResourceUsage};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::Status;

use crate::state::PodState;

/// Exit codes that a program can have itself, but that are also those of a container that was killed: gVisor's when its sandbox is
/// out of memory, and the kernel's.
const AMBIGUOUS: [i32; 2] = [SANDBOX_KILLED, 137];
/// gVisor's code for a command whose sandbox was killed under it.
const SANDBOX_KILLED: i32 = 128;
/// The code of a program that was killed for memory.
const KILLED: i32 = 137;

/// How the stream into the pod ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum StreamEnd {
    /// The program returned this code.
    Code(i32),
    /// The stream broke, or the cluster could not say; why.
    Lost(String),
}

impl StreamEnd {
    /// Whether the runtime says that the sandbox was killed as a whole.
    pub(crate) fn is_of_sandbox(&self) -> bool {
        *self == Self::Code(SANDBOX_KILLED)
    }

    /// Whether it may be the pod's end rather than the program's own.
    pub(crate) fn is_doubtful(&self) -> bool {
        match self {
            Self::Code(code) => AMBIGUOUS.contains(code),
            Self::Lost(_) => true,
        }
    }
}

/// Reads the status that ends a stream.
pub(crate) fn of_status(status: &Status) -> StreamEnd {
    if status.status.as_deref() == Some("Success") {
        return StreamEnd::Code(0);
    }
    let causes = status.details.as_ref().and_then(|details| details.causes.as_deref()).unwrap_or_default();
    let code = causes.iter().find(|cause| cause.reason.as_deref() == Some("ExitCode"));
    match code.and_then(|cause| cause.message.as_deref()?.parse().ok()) {
        Some(code) => StreamEnd::Code(code),
        None => StreamEnd::Lost(status.message.clone().unwrap_or_else(|| "it ended without a status".into())),
    }
}

/// Joins both. `state` is the pod's as far as it is known now; a code is believed unless the pod's end explains it.
pub(crate) fn evidence(end: Option<&StreamEnd>, state: &PodState) -> ExitEvidence {
    let (exit, out_of_memory, runtime_died) = match (end, state) {
        (_, PodState::OutOfMemory) => (KILLED, true, None),
        (Some(StreamEnd::Code(code)), PodState::Running) => (*code, false, None),
        (Some(StreamEnd::Code(code)), _) if !AMBIGUOUS.contains(code) => (*code, false, None),
        (_, PodState::Ended(reason) | PodState::Hopeless(reason)) => (KILLED, false, Some(reason.clone())),
        (Some(StreamEnd::Lost(reason)), _) => {
            (KILLED, false, Some(format!("the stream into the pod was lost: {reason}")))
        }
        (Some(StreamEnd::Code(code)), _) => {
            (*code, false, Some(format!("the pod is not there any more (exit {code})")))
        }
        (None, _) => (KILLED, false, Some("it did not end".into())),
    };
    ExitEvidence {
        exit: Exit::Code(exit),
        out_of_memory,
        out_of_processes: false,
        runtime_died,
        // A pod's counters are its node's, which this executor has no right to ask.
        usage: ResourceUsage::default(),
    }
}

/// What [`domain::Sandbox::kill`] leaves to be seen.
pub(crate) fn killed() -> ExitEvidence {
    let usage = ResourceUsage::default();
    ExitEvidence { exit: Exit::Killed, out_of_memory: false, out_of_processes: false, runtime_died: None, usage }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn end(status: Value) -> StreamEnd {
        of_status(&serde_json::from_value(status).expect("a status"))
    }

    fn nonzero(code: &str) -> Value {
        let causes = json!([{ "reason": "ExitCode", "message": code }]);
        json!({ "status": "Failure", "reason": "NonZeroExitCode", "message": "command terminated", "details": { "causes": causes } })
    }

    #[test]
    fn the_status_carries_the_exit_code() {
        assert_eq!(end(json!({ "status": "Success" })), StreamEnd::Code(0));
        assert_eq!(end(nonzero("3")), StreamEnd::Code(3));
        assert_eq!(
            end(json!({ "status": "Failure", "message": "container not found", "reason": "InternalError" })),
            StreamEnd::Lost("container not found".into())
        );
        assert!(matches!(end(nonzero("x")), StreamEnd::Lost(_)));
    }

    #[test]
    fn a_programs_own_code_is_believed() {
        for code in [0, 1, 3, 137] {
            let seen = evidence(Some(&StreamEnd::Code(code)), &PodState::Running);
            assert_eq!((seen.exit, seen.runtime_died, seen.out_of_memory), (Exit::Code(code), None, false));
        }
        let late = evidence(Some(&StreamEnd::Code(3)), &PodState::Ended("Evicted".into()));
        assert_eq!((late.exit, late.runtime_died), (Exit::Code(3), None));
    }

    #[test]
    fn memory_is_the_programs_fault_and_everything_else_the_clusters() {
        let oom = evidence(Some(&StreamEnd::Code(128)), &PodState::OutOfMemory);
        assert!(oom.out_of_memory && oom.runtime_died.is_none());
        let evicted = evidence(Some(&StreamEnd::Code(137)), &PodState::Ended("Evicted".into()));
        assert_eq!((evicted.out_of_memory, evicted.runtime_died.as_deref()), (false, Some("Evicted")));
        let lost = evidence(Some(&StreamEnd::Lost("reset".into())), &PodState::Running);
        assert!(lost.runtime_died.is_some_and(|reason| reason.contains("reset")));
    }
}
