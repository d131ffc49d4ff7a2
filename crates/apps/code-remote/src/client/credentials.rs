//! Where sign-ins are kept: a file of the user's own, by the address of the service.

use std::{
    collections::BTreeMap,
    fs::{self, DirBuilder, OpenOptions},
    io::{self, Write as _},
    os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _},
    path::{Path, PathBuf},
};

use anyhow::{Context as _, bail};
use serde::{Deserialize, Serialize};

const FILE: &str = "credentials.json";
/// Nobody but the owner.
const FILE_MODE: u32 = 0o600;
const DIRECTORY_MODE: u32 = 0o700;
const OTHERS: u32 = 0o077;

/// What one sign-in gave.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct SignedIn {
    /// Proves who calls.
    pub(crate) access_token: String,
    /// Gets a new one.
    pub(crate) refresh_token: String,
    /// When the access token expires, in seconds since 1970.
    pub(crate) expires_at: i64,
}

/// The file.
#[derive(Debug, Clone)]
pub(crate) struct Credentials(PathBuf);

type Entries = BTreeMap<String, SignedIn>;

impl Credentials {
    /// That of the user.
    pub(crate) fn of_user() -> anyhow::Result<Self> {
        let home = || std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".config"));
        let base = std::env::var_os("XDG_CONFIG_HOME").filter(|base| !base.is_empty()).map(PathBuf::from);
        let base = base.or_else(home).context("there is no place for sign-ins: HOME is not set")?;
        Ok(Self(base.join("code-remote").join(FILE)))
    }

    /// The sign-in at this service, if there is one.
    pub(crate) fn get(&self, url: &str) -> anyhow::Result<Option<SignedIn>> {
        Ok(self.read()?.remove(url))
    }

    /// Keeps a sign-in.
    pub(crate) fn keep(&self, url: &str, signed_in: SignedIn) -> anyhow::Result<()> {
        let mut entries = self.read()?;
        entries.insert(url.to_owned(), signed_in);
        self.write(&entries)
    }

    /// Forgets a sign-in; what it was.
    pub(crate) fn forget(&self, url: &str) -> anyhow::Result<Option<SignedIn>> {
        let mut entries = self.read()?;
        let forgotten = entries.remove(url);
        if forgotten.is_some() {
            self.write(&entries)?;
        }
        Ok(forgotten)
    }

    fn read(&self) -> anyhow::Result<Entries> {
        let path = &self.0;
        let metadata = match fs::metadata(path) {
            Ok(metadata) => metadata,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Entries::new()),
            Err(error) => return Err(error).with_context(|| format!("{} cannot be read", path.display())),
        };
        if metadata.mode() & OTHERS != 0 {
            bail!("{0} can be read by others: `chmod 600 {0}`, or remove it and sign in again", path.display());
        }
        let text = fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
        serde_json::from_slice(&text)
            .with_context(|| format!("{} is damaged: remove it and sign in again", path.display()))
    }

    /// A reader sees the old file or the new one, whole.
    fn write(&self, entries: &Entries) -> anyhow::Result<()> {
        let path = &self.0;
        let written = path.parent().map_or(Ok(()), make_private_directory).and_then(|()| {
            let new = path.with_extension(format!("{}.new", std::process::id()));
            write_private(&new, &serde_json::to_vec_pretty(entries)?)?;
            fs::rename(&new, path)
        });
        written.with_context(|| format!("{} cannot be written", path.display()))
    }
}

fn make_private_directory(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(DIRECTORY_MODE).create(path)
}

fn write_private(path: &Path, text: &[u8]) -> io::Result<()> {
    // One that a killed command left behind is not written into: it may have another mode.
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = OpenOptions::new().write(true).create_new(true).mode(FILE_MODE).open(path)?;
    file.write_all(text)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    fn signed_in(token: &str) -> SignedIn {
        SignedIn { access_token: token.to_owned(), refresh_token: "r".to_owned(), expires_at: 1 }
    }

    fn token(credentials: &Credentials, url: &str) -> Option<String> {
        credentials.get(url).unwrap().map(|signed_in| signed_in.access_token)
    }

    #[test]
    fn sign_ins_are_kept_by_address_for_the_owner_alone() {
        let home = tempfile::tempdir().unwrap();
        let credentials = Credentials(home.path().join("a/b").join(FILE));
        assert_eq!(token(&credentials, "one"), None);
        credentials.keep("one", signed_in("1")).unwrap();
        credentials.keep("two", signed_in("2")).unwrap();
        credentials.keep("one", signed_in("3")).unwrap();
        assert_eq!((token(&credentials, "one"), token(&credentials, "two")), (Some("3".into()), Some("2".into())));
        let mode = |path: &Path| fs::metadata(path).unwrap().mode() & 0o777;
        assert_eq!((mode(&credentials.0), mode(credentials.0.parent().unwrap())), (0o600, 0o700));
        assert!(credentials.forget("one").unwrap().is_some());
        assert!(credentials.forget("one").unwrap().is_none());
        assert_eq!((token(&credentials, "one"), token(&credentials, "two")), (None, Some("2".into())));
        assert_eq!(fs::read_dir(credentials.0.parent().unwrap()).unwrap().count(), 1, "nothing is left behind");
    }

    #[test]
    fn a_file_that_others_can_read_or_that_is_damaged_is_not_used() {
        let home = tempfile::tempdir().unwrap();
        let credentials = Credentials(home.path().join(FILE));
        credentials.keep("one", signed_in("1")).unwrap();
        fs::set_permissions(&credentials.0, fs::Permissions::from_mode(0o644)).unwrap();
        assert!(credentials.get("one").err().unwrap().to_string().contains("chmod 600"));
        fs::set_permissions(&credentials.0, fs::Permissions::from_mode(0o600)).unwrap();
        fs::write(&credentials.0, "{").unwrap();
        assert!(credentials.get("one").err().unwrap().to_string().contains("damaged"));
    }
}
