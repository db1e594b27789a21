//! Bodies and path segments: own extractors, so that whatever cannot be read is a [`Problem`].

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use serde_json::{Map, Value};

use super::problem::{Kind, Problem};
use crate::domain::relevance::check_note;
use crate::domain::once::Once;
use crate::domain::{FieldError, Id, Side};

/// The content type without parameters, lower-case; empty if there is none.
pub(crate) fn media_type(headers: &HeaderMap) -> String {
    let text = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// A JSON object. A byte-order mark is skipped; a missing content type counts as JSON.
#[derive(Debug)]
pub(crate) struct Object(pub(crate) Map<String, Value>);

impl<S: Send + Sync> FromRequest<S> for Object {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Object, Problem> {
        let media = media_type(request.headers());
        if !(media.is_empty() || media == "application/json" || media.ends_with("+json")) {
            return Err(Problem::new(Kind::UnsupportedMediaType, format!("{media:?} is not read here; send application/json")));
        }
        let bytes = Bytes::from_request(request, state).await.map_err(|rejection| match rejection.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Problem::new(Kind::TooLarge, "a single record is small; send many to the bulk address"),
            _ => Problem::new(Kind::BadRequest, "the body broke off"),
        })?;
        parse_object(&bytes).map(Object)
    }
}

impl Object {
    /// Refuses fields other than these.
    pub(crate) fn only(&self, known: &[&str]) -> Result<(), Problem> {
        match self.0.keys().find(|field| !known.contains(&field.as_str())) {
            None => Ok(()),
            Some(strange) => Err(Problem::field(strange, "is not read here", format!("known here: {}", known.join(", ")))),
        }
    }

    /// A field of a type; absent or null counts as none.
    pub(crate) fn parsed<T>(&self, field: &str, parse: impl Fn(&Value) -> Option<T>, hint: &str) -> Result<Option<T>, Problem> {
        match self.0.get(field) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => match parse(value) {
                Some(read) => Ok(Some(read)),
                None => Err(Problem::fields(vec![FieldError { field: field.to_owned(), problem: "cannot be read".to_owned(), hint: hint.to_owned() }])),
            },
        }
    }

    /// The same, and it has to be there.
    pub(crate) fn required<T>(&self, field: &str, parse: impl Fn(&Value) -> Option<T>, hint: &str) -> Result<T, Problem> {
        let missing = || Problem::fields(vec![FieldError { field: field.to_owned(), problem: "is missing".to_owned(), hint: hint.to_owned() }]);
        self.parsed(field, parse, hint)?.ok_or_else(missing)
    }

    /// Why something is changed, in the operator's words; empty if absent.
    pub(crate) fn note(&self) -> Result<String, Problem> {
        let text = |value: &Value| value.as_str().map(|text| text.trim().to_owned());
        let note = self.parsed("note", text, "say why, as text")?.unwrap_or_default();
        check_note(&note).map_err(|fault| Problem::fields(vec![fault]))?;
        Ok(note)
    }

    /// The same, taken out of the body.
    pub(crate) fn take_note(&mut self) -> Result<String, Problem> {
        let note = self.note();
        self.0.remove("note");
        note
    }
}

fn parse_object(bytes: &[u8]) -> Result<Map<String, Value>, Problem> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if std::str::from_utf8(bytes).is_err() {
        return Err(Problem::field("body", "is not UTF-8", "JSON is always UTF-8; save the text as UTF-8"));
    }
    match serde_json::from_slice(bytes).map(|Once(value)| value) {
        Ok(Value::Object(map)) => Ok(map),
        Ok(_) => Err(Problem::field("body", "is not a JSON object", "send one object in braces")),
        Err(error) => Err(Problem::field("body", format!("is not JSON: {error}"), "check the text at the named line and column")),
    }
}

/// The `{id}` of a path.
#[derive(Debug)]
pub(crate) struct PathId(pub(crate) String);

impl<S: Send + Sync> FromRequestParts<S> for PathId {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<PathId, Problem> {
        match Path::<String>::from_request_parts(parts, state).await {
            Ok(Path(id)) => Ok(PathId(id)),
            Err(_) => Err(Problem::new(Kind::BadRequest, "the path is not UTF-8")),
        }
    }
}

impl PathId {
    /// An identifier; what can be none is simply not there.
    pub(crate) fn id(&self, side: Side) -> Result<Id, Problem> {
        Id::parse(&self.0).ok_or_else(|| not_found(side, &self.0))
    }
}

pub(crate) fn not_found(side: Side, id: &str) -> Problem {
    let id: String = id.chars().take(64).collect();
    Problem::new(Kind::NotFound, format!("there is no {} with id {id}", side.name()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_order_mark_is_skipped_and_faults_are_named() {
        assert!(parse_object("\u{feff}{\"title\":\"茶\"}".as_bytes()).is_ok());
        for (bytes, word) in [(&b"{\"a\":\xd1\xfc}"[..], "UTF-8"), (b"[1]", "object"), (b"{\"a\":", "line 1")] {
            let problem = parse_object(bytes).expect_err("faulty");
            assert!(problem.detail.contains(word), "{problem:?}");
        }
    }
}
