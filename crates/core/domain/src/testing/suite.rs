//! How a conformance suite is written down: cases once, in a list that exports them as tests.

/// Exports each case, and a macro that makes a test of each for one implementation. A case that is not in the list is dead
/// code, so the compiler reports it.
macro_rules! suite {
    ($d:tt $name:ident in $suite:ident { $($module:ident: $($case:ident),+;)+ }) => {
        $(pub use $module::{$($case),+};)+

        /// Makes a test of every case of the suite. The argument is the path of an asynchronous function without arguments
        /// that answers a [`StoreFixture`](crate::testing::StoreFixture) around an empty store.
        #[macro_export]
        macro_rules! $name {
            ($d fixture:path) => {
                $($(
                    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                    async fn $case() {
                        $d crate::testing::$suite::$case($d fixture().await).await;
                    }
                )+)+
            };
        }
    };
}

pub(super) use suite;
