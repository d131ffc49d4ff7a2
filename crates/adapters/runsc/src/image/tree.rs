//! The sandbox's root as a directory tree: an interpreter, its library, what these link to, and nothing else of the host.

use std::{
    collections::BTreeSet,
    fs,
    io::{self, ErrorKind},
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::Command,
};

use super::python::Python;

/// Where the runner is, inside.
pub(crate) const RUNNER_DIR: &str = "/usr/lib/code-remote";
/// Directories that mounts cover, or that programs expect.
const EMPTY_DIRS: [&str; 5] = ["proc", "tmp", "dev", "sys", "etc"];
const PASSWD: &str = "root:x:0:0:root:/:/usr/sbin/nologin\nnobody:x:65534:65534:nobody:/tmp:/usr/sbin/nologin\n";
const GROUP: &str = "root:x:0:\nnogroup:x:65534:\n";
/// Parts of the library that no sandboxed program can use, or that only test it.
const LEFT_OUT: [&str; 12] = [
    "__pycache__",
    "dist-packages",
    "ensurepip",
    "idlelib",
    "lib2to3",
    "site-packages",
    "sitecustomize.py",
    "test",
    "tests",
    "tkinter",
    "turtledemo",
    "venv",
];
const LEFT_OUT_STARTS: [&str; 5] = ["config-", "_test", "_xxtest", "xxlimited", "_tkinter"];

/// Makes the tree and gives the host's shared libraries in it.
pub(super) fn build(tree: &Path, python: &Python, runner: &[(&str, &str)]) -> io::Result<Vec<PathBuf>> {
    for dir in EMPTY_DIRS {
        fs::create_dir_all(tree.join(dir))?;
    }
    fs::write(tree.join("etc/passwd"), PASSWD)?;
    fs::write(tree.join("etc/group"), GROUP)?;
    copy_file(&python.executable, &inside(tree, &python.executable))?;
    for dir in &python.library {
        copy_library(dir, &inside(tree, dir))?;
    }
    let libraries = copy_shared_libraries(tree, python)?;
    let runner_dir = inside(tree, Path::new(RUNNER_DIR));
    fs::create_dir_all(&runner_dir)?;
    for (name, text) in runner {
        fs::write(runner_dir.join(name), text)?;
    }
    compile(tree, python)?;
    readable_by_all(tree)?;
    Ok(libraries)
}

/// Programs run as nobody: what this process's mask keeps from others, it would keep from them.
fn readable_by_all(path: &Path) -> io::Result<()> {
    let meta = fs::symlink_metadata(path)?;
    if meta.is_symlink() {
        // A link has no mode of its own: this would change what it points to, which may be the host's.
        return Ok(());
    }
    let all = if meta.is_dir() || meta.permissions().mode() & 0o111 != 0 { 0o755 } else { 0o644 };
    fs::set_permissions(path, fs::Permissions::from_mode(all))?;
    if meta.is_dir() {
        for entry in fs::read_dir(path)? {
            readable_by_all(&entry?.path())?;
        }
    }
    Ok(())
}

/// A host path as a path in the tree.
fn inside(tree: &Path, path: &Path) -> PathBuf {
    tree.join(path.strip_prefix("/").unwrap_or(path))
}

fn copy_file(from: &Path, to: &Path) -> io::Result<()> {
    let parent = to.parent().ok_or(ErrorKind::InvalidInput)?;
    fs::create_dir_all(parent)?;
    fs::copy(from, to).map(drop)
}

/// Copies a library directory; links become what they point to, dangling ones nothing.
fn copy_library(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let name = entry.file_name();
        if is_left_out(&name.to_string_lossy()) {
            continue;
        }
        let (source, target) = (entry.path(), to.join(&name));
        match fs::metadata(&source) {
            Ok(kind) if kind.is_dir() && !entry.file_type()?.is_symlink() => copy_library(&source, &target)?,
            Ok(kind) if kind.is_file() => copy_file(&source, &target)?,
            _ => {}
        }
    }
    Ok(())
}

fn is_left_out(name: &str) -> bool {
    LEFT_OUT.contains(&name) || LEFT_OUT_STARTS.iter().any(|start| name.starts_with(start))
}

/// Copies what the interpreter and the library's extensions link to, each to where the loader found it.
fn copy_shared_libraries(tree: &Path, python: &Python) -> io::Result<Vec<PathBuf>> {
    let mut objects = vec![python.executable.clone()];
    for dir in &python.library {
        collect_extensions(&inside(tree, dir), &mut objects)?;
    }
    let mut libraries = BTreeSet::new();
    for object in &objects {
        libraries.extend(linked_to(object)?);
    }
    for library in &libraries {
        copy_file(library, &inside(tree, library))?;
    }
    make_loader_cache(tree, &libraries)?;
    Ok(libraries.into_iter().collect())
}

fn collect_extensions(dir: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        if path.is_dir() {
            collect_extensions(&path, found)?;
        } else if path.extension().is_some_and(|extension| extension == "so") && !found.contains(&path) {
            found.push(path);
        }
    }
    Ok(())
}

/// The shared libraries and the loader that an object needs, by the loader's own account.
fn linked_to(object: &Path) -> io::Result<Vec<PathBuf>> {
    let output = Command::new("ldd").arg(object).output()?;
    Ok(paths_in(&String::from_utf8_lossy(&output.stdout)))
}

fn paths_in(listing: &str) -> Vec<PathBuf> {
    listing.split_whitespace().filter(|word| word.starts_with('/') && !word.ends_with(':')).map(PathBuf::from).collect()
}

/// Tells the sandbox's loader about directories that are not among those it knows; without the tool it knows the usual ones.
fn make_loader_cache(tree: &Path, libraries: &BTreeSet<PathBuf>) -> io::Result<()> {
    let dirs: BTreeSet<_> = libraries.iter().filter_map(|library| library.parent()).collect();
    let list: Vec<_> = dirs.iter().map(|dir| dir.to_string_lossy()).collect();
    fs::write(tree.join("etc/ld.so.conf"), list.join("\n"))?;
    let made = ["/sbin/ldconfig", "/usr/sbin/ldconfig"].iter().any(|tool| {
        Command::new(tool).arg("-X").arg("-r").arg(tree).output().is_ok_and(|output| output.status.success())
    });
    tracing::debug!(made, "loader cache of the sandbox image");
    Ok(())
}

/// Compiles the library so that importing never looks at a source file.
fn compile(tree: &Path, python: &Python) -> io::Result<()> {
    let mut command = Command::new(&python.executable);
    command.args(["-I", "-m", "compileall", "-q", "-j", "0", "--invalidation-mode", "unchecked-hash", "-p", "/", "-s"]);
    command.arg(tree).args(python.library.iter().map(|dir| inside(tree, dir)));
    let output = command.output()?;
    // A library has a few files that are meant not to compile; the interpreter says so and goes on.
    tracing::debug!(success = output.status.success(), "standard library compiled");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_strict_mask_made_is_readable_by_all() {
        let home = tempfile::tempdir().expect("a directory");
        let (dir, file, tool) = (home.path().join("dir"), home.path().join("dir/file"), home.path().join("dir/tool"));
        fs::create_dir(&dir).expect("a directory");
        for (path, mode) in [(&file, 0o600), (&tool, 0o700), (&dir, 0o700)] {
            if path != &dir {
                fs::write(path, "").expect("a file");
            }
            fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("ours");
        }
        readable_by_all(home.path()).expect("ours");
        let mode = |path: &Path| fs::metadata(path).expect("it is there").permissions().mode() & 0o777;
        assert_eq!([mode(home.path()), mode(&dir), mode(&file), mode(&tool)], [0o755, 0o755, 0o644, 0o755]);
    }

    #[test]
    fn paths_are_taken_from_every_form_of_a_listing() {
        let listing = "\tlinux-vdso.so.1 (0x7ffd)\n\tlibm.so.6 => /lib/x86_64-linux-gnu/libm.so.6 (0x7f75)\n\
                       \t/lib64/ld-linux-x86-64.so.2 (0x7f76)\n\tlibgone.so => not found\n";
        let expected = ["/lib/x86_64-linux-gnu/libm.so.6", "/lib64/ld-linux-x86-64.so.2"].map(PathBuf::from);
        assert_eq!(paths_in(listing), expected);
    }

    #[test]
    fn a_program_that_is_not_dynamic_needs_nothing() {
        assert!(paths_in("\tnot a dynamic executable\n").is_empty());
        assert!(paths_in("\tstatically linked\n").is_empty());
    }
}
