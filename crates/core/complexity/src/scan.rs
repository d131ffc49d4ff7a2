//! Questions about the tree that need no sizes: who assigns what, and how names change from round to round.

mod bounded;
mod call_sites;
mod call_steps;
mod caps;
mod effects;
mod endless;
mod exits;
mod facts;
mod forms;
mod marks;
mod memory;
mod names;
mod partitions;
mod self_calls;
mod shapes;
mod starts;
mod tests_loop;
mod updates;

pub use bounded::bounded;
pub use effects::{Effects, effects};
pub use endless::{always_calls_itself, is_endless};
pub use exits::exits;
pub use facts::{
    Facts, calls_of, container_calls, expression_reads, facts, indexed, mentions, names_in, reads_input, subscripted,
    yields,
};
pub use forms::regrouped;
pub use names::{NameFacts, captured, is_built_in, names};
pub use self_calls::{Calls, Step, self_calls};
pub use shapes::{Shape, shape_of};
pub use starts::starts_only;
pub use tests_loop::is_independent;
pub use updates::{Change, Changes, changes, changes_always, steps_always};
