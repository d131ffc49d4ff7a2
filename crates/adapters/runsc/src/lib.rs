//! Sandboxes of gVisor's `runsc` on this host: the ports [`domain::SandboxDriver`] and [`domain::Sandbox`].
//!
//! Reading order:
//!
//! - `settings`: what an operator may choose.
//! - `prepare`: checks the machine, has the image built, finds the recipe by which a sandbox starts. `driver`: starts them.
//! - `host`: what all sandboxes of a driver share. `tally`: how they started, and whether restoring is worth a try.
//! - `check`, `instance`: what this machine has; what belongs to this data directory.
//! - `image`: the root file system made from the machine's Python, and the checkpoint that sandboxes are restored from.
//! - `bundle`: the one list of containment, as an OCI `config.json`.
//! - `cgroup`: resource limits and their evidence, on cgroup v1 and v2.
//! - `process`: one `runsc` per sandbox, its exit, and who reaps what it leaves.
//! - `launch`, `sandbox`, `remains`: a sandbox's birth, life and removal; what is said to the runner is in [`domain::runner`]. `sweep`: the removal of a killed predecessor's.
//!
//! To support another language, add its tree to `image` and its runner beside `python/`; the rest does not know Python.

mod bundle;
mod cgroup;
mod check;
mod driver;
mod host;
mod image;
mod instance;
mod launch;
mod prepare;
mod process;
mod remains;
mod sandbox;
mod settings;
mod sweep;
mod tally;

pub use driver::RunscDriver;
pub use image::Image;
pub use prepare::Step;
pub use settings::{Platform, Settings, StartMode};
pub use tally::Tally;
