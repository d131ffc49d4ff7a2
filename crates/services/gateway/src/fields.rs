//! Reads a JSON object field by field, so that one answer names everything that is wrong.
//!
//! Fields are kept as slices of the body until they are looked at: an unknown field costs nothing but its bytes, however
//! deeply it nests, and a wrong type in one field does not hide another.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, SeqAccess, Visitor},
};
use serde_json::{error::Category, value::RawValue};

use crate::error::{FieldError, RouteError};

/// What was wrong so far.
#[derive(Debug, Default)]
pub struct Complaints {
    fields: Vec<FieldError>,
    too_large: bool,
}

impl Complaints {
    /// A field that is missing, of the wrong type or out of range.
    pub fn invalid(&mut self, field: impl Into<String>, message: impl Into<String>) {
        self.fields.push(FieldError::new(field, message));
    }

    /// A field with more bytes than it may have.
    pub fn too_large(&mut self, field: impl Into<String>, bytes: usize, bytes_max: usize) {
        self.too_large = true;
        self.invalid(field, format!("must be at most {bytes_max} bytes, but is {bytes}"));
    }

    /// Keeps `value` when nothing was wrong. Too many bytes anywhere is 413, anything else 422.
    pub fn check<T>(self, value: T) -> Result<T, RouteError> {
        match self {
            Self { fields, .. } if fields.is_empty() => Ok(value),
            Self { fields, too_large: true } => Err(RouteError::TooLarge(fields)),
            Self { fields, too_large: false } => Err(RouteError::InvalidFields(fields)),
        }
    }

    /// Reads a field's value; `None` when it is absent, null, or was complained about.
    pub fn read<T: DeserializeOwned>(&mut self, field: &str, raw: Option<&RawValue>) -> Option<T> {
        let mut reader = serde_json::Deserializer::from_str(raw?.get());
        match serde_path_to_error::deserialize(&mut reader) {
            Ok(value) => Some(value),
            Err(error) => {
                let message = plain(error.inner());
                self.invalid(path(field, error.path()), message);
                None
            }
        }
    }

    /// Reads the fields of an object inside a field.
    pub fn read_object<'a, T: Deserialize<'a>>(&mut self, field: &str, raw: &'a RawValue) -> Option<T> {
        match object(raw.get().as_bytes()) {
            Ok(value) => Some(value),
            Err(error) => {
                self.invalid(field, error.message());
                None
            }
        }
    }
}

/// Why a text is not an object of the wanted shape.
#[derive(Debug)]
pub enum ObjectError {
    /// It is not JSON.
    Malformed(String),
    /// It is JSON of another shape.
    Shape(String),
    /// It would be JSON but for a number that is none.
    NotANumber {
        /// Of this field.
        field: String,
    },
}

impl ObjectError {
    fn message(self) -> String {
        match self {
            Self::Malformed(message) | Self::Shape(message) => message,
            Self::NotANumber { field } => format!("{field} must be a finite number"),
        }
    }
}

impl From<ObjectError> for RouteError {
    fn from(error: ObjectError) -> Self {
        match error {
            ObjectError::Malformed(message) => Self::MalformedBody(message),
            ObjectError::Shape(message) => Self::invalid("body", message),
            ObjectError::NotANumber { field } => Self::invalid(field, "must be a finite number"),
        }
    }
}

/// Splits an object into its fields. Serde would also take an array for a struct, so the shape is looked at first.
pub fn object<'a, T: Deserialize<'a>>(json: &'a [u8]) -> Result<T, ObjectError> {
    let is_object = json.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'{');
    if is_object {
        return serde_json::from_slice(json).map_err(|error| object_error(json, &error));
    }
    match serde_json::from_slice::<serde::de::IgnoredAny>(json) {
        Ok(_) => Err(ObjectError::Shape("must be a JSON object".to_owned())),
        Err(error) => Err(object_error(json, &error)),
    }
}

fn object_error(json: &[u8], error: &serde_json::Error) -> ObjectError {
    if let Some(field) = field_without_number(json, error) {
        return ObjectError::NotANumber { field };
    }
    match error.classify() {
        Category::Data => ObjectError::Shape(plain(error)),
        Category::Syntax | Category::Eof | Category::Io => ObjectError::Malformed(error.to_string()),
    }
}

/// The field whose value is `NaN` or an infinity. JSON has neither, but some clients write them, and then it is the field
/// that is wrong rather than the body.
fn field_without_number(json: &[u8], error: &serde_json::Error) -> Option<String> {
    let line = json.split(|byte| *byte == b'\n').nth(error.line().checked_sub(1)?)?;
    let (before, found) = line.split_at_checked(error.column().checked_sub(1)?)?;
    if ![b"NaN".as_slice(), b"Infinity"].iter().any(|word| found.starts_with(word)) {
        return None;
    }
    let before = before.strip_suffix(b"-").unwrap_or(before).trim_ascii_end();
    let name = before.strip_suffix(b":")?.trim_ascii_end().strip_suffix(b"\"")?;
    let name = name.rsplit(|byte| *byte == b'"').next()?;
    String::from_utf8(name.to_vec()).ok()
}

/// Serde's message for a person: without line and column (which count within one field), without the value that was sent
/// and without a type's name.
fn plain(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let message = text.rsplit_once(" at line ").map_or(text.as_str(), |(message, _)| message);
    match message.rsplit_once(", expected ") {
        Some((_, "f64")) => "must be a number".to_owned(),
        Some((_, "u64")) => "must be a whole number that is not negative".to_owned(),
        Some((_, expected)) => format!("must be {expected}"),
        None if message.contains("hex escape") => "must not contain half of a surrogate pair".to_owned(),
        None if message == "number out of range" => "must be a finite number".to_owned(),
        None => message.to_owned(),
    }
}

fn path(field: &str, inner: &serde_path_to_error::Path) -> String {
    let inner = inner.to_string();
    match inner.as_str() {
        "." => field.to_owned(),
        inner if inner.starts_with('[') => format!("{field}{inner}"),
        inner => format!("{field}.{inner}"),
    }
}

/// A list that is read no further than one past its bound, so that a body cannot make us allocate many times its size.
#[derive(Debug)]
pub struct UpTo<T, const N: usize>(pub Vec<T>);

impl<'de, T: Deserialize<'de>, const N: usize> Deserialize<'de> for UpTo<T, N> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(UpToVisitor(std::marker::PhantomData))
    }
}

struct UpToVisitor<T, const N: usize>(std::marker::PhantomData<T>);

impl<'de, T: Deserialize<'de>, const N: usize> Visitor<'de> for UpToVisitor<T, N> {
    type Value = UpTo<T, N>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a list of at most {N} items")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut items = Vec::new();
        while items.len() < N {
            match seq.next_element()? {
                Some(item) => items.push(item),
                None => return Ok(UpTo(items)),
            }
        }
        match seq.next_element::<serde::de::IgnoredAny>()? {
            None => Ok(UpTo(items)),
            Some(_) => Err(serde::de::Error::custom(format_args!("must have at most {N} items"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize)]
    struct Fields<'a> {
        #[serde(borrow)]
        a: Option<&'a RawValue>,
    }

    fn read<T: DeserializeOwned>(json: &str) -> Result<Option<T>, RouteError> {
        let fields: Fields<'_> = object(json.as_bytes())?;
        let mut complaints = Complaints::default();
        let value = complaints.read("a", fields.a);
        complaints.check(value)
    }

    #[test]
    fn absent_and_null_are_the_same() {
        assert_eq!(read::<u8>("{}").unwrap(), None);
        assert_eq!(read::<u8>(r#"{"a":null}"#).unwrap(), None);
        assert_eq!(read::<u8>(r#" {"b":[[{}]],"a":7}"#).unwrap(), Some(7));
    }

    #[track_caller]
    fn check_invalid<T: DeserializeOwned + fmt::Debug>(json: &str, field: &str, message: &str) {
        match read::<T>(json).unwrap_err() {
            RouteError::InvalidFields(fields) => {
                assert_eq!((fields[0].field.as_str(), fields[0].message.as_str()), (field, message));
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_wrong_type_names_its_path() {
        check_invalid::<f64>(r#"{"a":"x, expected y"}"#, "a", "must be a number");
        check_invalid::<f64>(r#"{"a":1e999}"#, "a", "must be a finite number");
        for no_number in ["NaN", " Infinity", "\t-Infinity"] {
            check_invalid::<f64>(&format!("{{\n\"b\":1,\"a\" :{no_number}}}"), "a", "must be a finite number");
        }
        check_invalid::<Vec<bool>>(r#"{"a":[true,1]}"#, "a[1]", "must be a boolean");
        check_invalid::<String>(r#"{"a":"\ud800"}"#, "a", "must not contain half of a surrogate pair");
    }

    #[test]
    fn another_shape_than_an_object_is_invalid() {
        for json in ["[]", "[null]", "1", "\"x\"", "null"] {
            check_invalid::<u8>(json, "body", "must be a JSON object");
        }
        check_invalid::<u8>(r#"{"a":1,"a":2}"#, "body", "duplicate field `a`");
    }

    #[test]
    fn what_is_not_json_is_malformed() {
        let deep = "[".repeat(100_000);
        let lone = r#"{"\ud800":1}"#;
        for json in ["", " ", "{", "{\"a\":}", "{\"a\":1}x", "{\"a\":[NaN]}", "NaN", "nope", deep.as_str(), lone] {
            assert!(matches!(read::<u8>(json), Err(RouteError::MalformedBody(_))), "{json:.20}");
        }
    }

    #[test]
    fn a_list_is_bounded() {
        let read = |json: &str| serde_json::from_str::<UpTo<u8, 2>>(json);
        assert_eq!(read("[1,2]").unwrap().0, [1, 2]);
        assert!(read("[1,2,3]").unwrap_err().to_string().contains("at most 2 items"));
        assert!(read("{}").is_err());
    }
}
