//! The suite that every driver passes, with pods that are processes.

use domain::testing::sandbox_suite::SandboxCase;
use tokio::runtime::Runtime;

use crate::support::{cluster, driver};

fn run(case: SandboxCase) {
    Runtime::new().expect("a runtime").block_on(async {
        let cluster = cluster().await;
        case(&driver(&cluster)).await;
        assert_eq!(cluster.pods(), Vec::<String>::new(), "every pod is removed");
        let used_twice: Vec<_> = cluster.programs().into_iter().filter(|(_, count)| *count > 1).collect();
        assert_eq!(used_twice, [], "every pod runs one program");
    });
}

domain::sandbox_suite!(run);
