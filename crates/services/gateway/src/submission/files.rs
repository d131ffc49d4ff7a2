//! Extra files: relative paths that stay inside the working directory, and their contents.

use domain::{ByteString, InputFile};
use serde::Deserialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;

use super::base64_field;
use crate::fields::{Complaints, UpTo};

const FILES_MAX: usize = 32;
const PATH_BYTES_MAX: usize = 1_024;
const NAME_BYTES_MAX: usize = 255;

/// A file in the program's working directory.
#[derive(Debug, ToSchema)]
#[schema(as = File, example = json!({ "path": "data/input.csv", "content": "a,b\n1,2\n" }))]
#[expect(dead_code, reason = "the document's description of `Fields`, which are read one by one")]
pub struct FileBody {
    /// Relative, without `..`.
    #[schema(max_length = 1024)]
    path: String,
    /// Contents as text.
    content: Option<String>,
    /// Contents as base64, instead of `content`.
    #[schema(format = "byte")]
    content_base64: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Fields<'a> {
    #[serde(borrow)]
    path: Option<&'a RawValue>,
    #[serde(borrow)]
    content: Option<&'a RawValue>,
    #[serde(borrow)]
    content_base64: Option<&'a RawValue>,
}

/// Reads the list.
pub fn read(raw: Option<&RawValue>, bytes_max: usize, complaints: &mut Complaints) -> Vec<InputFile> {
    let items: Option<UpTo<Box<RawValue>, FILES_MAX>> = complaints.read("files", raw);
    let items = items.map(|items| items.0).unwrap_or_default();
    let numbered = items.iter().map(|item| &**item).enumerate();
    let files: Vec<_> =
        numbered.filter_map(|(index, item)| file(&format!("files[{index}]"), item, complaints)).collect();
    check_together(&files, bytes_max, complaints);
    files
}

fn file(at: &str, item: &RawValue, complaints: &mut Complaints) -> Option<InputFile> {
    let fields: Fields<'_> = complaints.read_object(at, item)?;
    let path = path(&format!("{at}.path"), fields.path, complaints);
    let content = content(at, &fields, complaints);
    Some(InputFile { path: path?, content: ByteString(content?) })
}

fn path(at: &str, raw: Option<&RawValue>, complaints: &mut Complaints) -> Option<String> {
    if raw.is_none() {
        complaints.invalid(at, "is required");
    }
    let path: String = complaints.read(at, raw)?;
    if let Some(wrong) = path_error(&path) {
        complaints.invalid(at, wrong);
    }
    Some(path)
}

/// What is wrong with a path.
fn path_error(path: &str) -> Option<&'static str> {
    let is_step = |name: &str| matches!(name, "." | "..");
    if path.is_empty() {
        Some("must not be empty")
    } else if path.len() > PATH_BYTES_MAX || path.split('/').any(|name| name.len() > NAME_BYTES_MAX) {
        Some("must be at most 1024 bytes, and each name in it at most 255")
    } else if path.starts_with('/') {
        Some("must be relative")
    } else if path.split('/').any(|name| name.is_empty() || is_step(name)) {
        Some("must not have empty, `.` or `..` parts")
    } else if path.contains(char::is_control) {
        Some("must not contain control characters")
    } else {
        None
    }
}

fn content(at: &str, fields: &Fields<'_>, complaints: &mut Complaints) -> Option<Vec<u8>> {
    match (fields.content, fields.content_base64) {
        (Some(_), Some(_)) => {
            complaints.invalid(format!("{at}.content_base64"), "must not be given together with `content`");
            None
        }
        (None, None) => {
            complaints.invalid(format!("{at}.content"), "is required, or `content_base64`");
            None
        }
        (text @ Some(_), None) => complaints.read::<String>(&format!("{at}.content"), text).map(String::into_bytes),
        (None, exact) => base64_field(&format!("{at}.content_base64"), exact, complaints),
    }
}

/// A path twice, or below another file, could not be written; the bytes are bounded together.
fn check_together(files: &[InputFile], bytes_max: usize, complaints: &mut Complaints) {
    let is_below =
        |path: &str, other: &str| path == other || path.strip_prefix(other).is_some_and(|r| r.starts_with('/'));
    for (index, file) in files.iter().enumerate() {
        if files[..index].iter().any(|other| is_below(&file.path, &other.path) || is_below(&other.path, &file.path)) {
            complaints.invalid("files", format!("`{}` is there twice, or is both a file and a folder", file.path));
        }
    }
    let bytes = files.iter().map(|file| file.content.0.len()).sum();
    if bytes > bytes_max {
        complaints.too_large("files", bytes, bytes_max);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_inside_the_directory_are_taken() {
        let long = "a".repeat(256);
        for bad in ["", "/etc/passwd", "..", "a/../b", "./a", "a//b", "a/", "a\0b", "a\nb", long.as_str()] {
            assert!(path_error(bad).is_some(), "{bad:?}");
        }
        for good in ["a", "a/b.txt", "..a", "ä/ü", "...", &long[1..]] {
            assert_eq!(path_error(good), None, "{good:?}");
        }
    }
}
