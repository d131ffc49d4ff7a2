//! Where files are kept.

use std::path::PathBuf;

use clap::Args;

/// Where files are kept.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Files")]
pub struct DataSettings {
    /// Directory of the embedded database and of the sandbox images; made if it is missing. Default: `code-remote` in the user's data directory.
    #[arg(long, env = "CODE_REMOTE_DATA_DIR", value_name = "DIR")]
    pub data_dir: Option<PathBuf>,
}

impl DataSettings {
    /// The data directory, given or usual; absolute, as the sandbox runtime does not know where this process was started.
    pub fn directory(&self) -> PathBuf {
        let directory = self.data_dir.clone().unwrap_or_else(usual);
        std::path::absolute(&directory).unwrap_or(directory)
    }
}

fn usual() -> PathBuf {
    let home = || std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".local/share"));
    let base = std::env::var_os("XDG_DATA_HOME").map(PathBuf::from).or_else(home);
    base.unwrap_or_else(|| PathBuf::from("/var/lib")).join("code-remote")
}
