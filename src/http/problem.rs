//! The one shape of every error: a problem document of RFC 9457. This file alone decides which
//! status an error of the lower layers gets; causes go to the log, never to the caller.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::{FieldError, Refusal};
use crate::engine::{EngineError, EvaluationError, FeedbackError, ImportError, PublishError, SubmitError};
use crate::evaluate::RowError;
use crate::evaluate::tune::TuneError;

/// The content type of a problem document.
pub(crate) const MEDIA: &str = "application/problem+json";

/// The kinds of problem; the name in `type` never changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    BadRequest,
    InvalidFields,
    Unauthorized,
    Forbidden,
    NotFound,
    MethodNotAllowed,
    Conflict,
    NotShown,
    Stale,
    GateClosed,
    TooLarge,
    UriTooLong,
    UnsupportedMediaType,
    Overloaded,
    Timeout,
    Unavailable,
    Internal,
}

impl Kind {
    fn row(self) -> (StatusCode, &'static str, &'static str) {
        match self {
            Kind::BadRequest => (StatusCode::BAD_REQUEST, "bad-request", "The request cannot be read"),
            Kind::InvalidFields => (StatusCode::UNPROCESSABLE_ENTITY, "invalid-fields", "Some fields cannot be read"),
            Kind::Unauthorized => (StatusCode::UNAUTHORIZED, "unauthorized", "A valid key is needed"),
            Kind::Forbidden => (StatusCode::FORBIDDEN, "forbidden", "The key does not allow this"),
            Kind::NotFound => (StatusCode::NOT_FOUND, "not-found", "There is nothing here"),
            Kind::MethodNotAllowed => (StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed", "The method does not apply here"),
            Kind::Conflict => (StatusCode::CONFLICT, "conflict", "The identifier is taken"),
            Kind::NotShown => (StatusCode::CONFLICT, "not-shown", "The answer did not show this hit"),
            Kind::Stale => (StatusCode::PRECONDITION_FAILED, "stale", "The record has changed"),
            Kind::GateClosed => (StatusCode::UNPROCESSABLE_ENTITY, "gate-closed", "The draft does not pass the gate"),
            Kind::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "too-large", "The body is too large"),
            Kind::UriTooLong => (StatusCode::URI_TOO_LONG, "uri-too-long", "The query string is too long"),
            Kind::UnsupportedMediaType => (StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type", "The content type is not read here"),
            Kind::Overloaded => (StatusCode::SERVICE_UNAVAILABLE, "overloaded", "Too many requests are running"),
            Kind::Timeout => (StatusCode::SERVICE_UNAVAILABLE, "timeout", "The request took too long"),
            Kind::Unavailable => (StatusCode::SERVICE_UNAVAILABLE, "unavailable", "The engine cannot do this now"),
            Kind::Internal => (StatusCode::INTERNAL_SERVER_ERROR, "internal", "Something went wrong on our side"),
        }
    }
}

/// One field of a request and what is wrong with it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Fault {
    /// The field or parameter, with its path: `price.currency`.
    pub field: String,
    /// What is wrong with it.
    pub problem: String,
    /// What to write instead.
    pub hint: String,
}

impl From<FieldError> for Fault {
    fn from(error: FieldError) -> Fault {
        Fault { field: error.field, problem: error.problem, hint: error.hint }
    }
}

/// A problem document, sent as `application/problem+json`.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Problem {
    /// Stable name: `urn:tradewind:problem:stale`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The same sentence for every problem of the type.
    pub title: String,
    /// The status of the answer.
    pub status: u16,
    /// What happened this time.
    pub detail: String,
    /// The fields at fault, if any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<Fault>,
}

impl Problem {
    pub(crate) fn new(kind: Kind, detail: impl Into<String>) -> Problem {
        let (status, name, title) = kind.row();
        Problem {
            kind: format!("urn:tradewind:problem:{name}"),
            title: title.to_owned(),
            status: status.as_u16(),
            detail: detail.into(),
            errors: Vec::new(),
        }
    }

    /// A bad request because of one field or parameter.
    pub(crate) fn field(field: &str, problem: impl Into<String>, hint: impl Into<String>) -> Problem {
        let problem = problem.into();
        let mut out = Problem::new(Kind::BadRequest, format!("{field} {problem}"));
        out.errors.push(Fault { field: field.to_owned(), problem, hint: hint.into() });
        out
    }

    /// A draft with unreadable fields.
    pub(crate) fn fields(errors: Vec<FieldError>) -> Problem {
        let names: Vec<&str> = errors.iter().map(|error| error.field.as_str()).collect();
        let mut out = Problem::new(Kind::InvalidFields, format!("unreadable: {}", names.join(", ")));
        out.errors = errors.into_iter().map(Fault::from).collect();
        out
    }

    /// The same with the fields at fault put below another, but for those that stand beside it.
    pub(crate) fn below(mut self, field: &str, beside: &[&str]) -> Problem {
        for fault in self.errors.iter_mut().filter(|fault| !beside.contains(&fault.field.as_str())) {
            fault.field = format!("{field}.{}", fault.field);
        }
        self
    }

    /// Our own fault: the cause is logged and kept from the caller.
    pub(crate) fn internal(cause: impl std::fmt::Display) -> Problem {
        tracing::error!(%cause, "a request failed");
        Problem::new(Kind::Internal, "the cause is in the log of the server under the request id")
    }
}

impl From<EngineError> for Problem {
    fn from(error: EngineError) -> Problem {
        match error {
            EngineError::NoAlerts => Problem::new(Kind::NotFound, "new matches are not told of here; the server tells of them unless it was started with --alerts false"),
            EngineError::BadCursor => Problem::field("cursor", "cannot be read", "send the cursor of the page before, unchanged, with the same query"),
            EngineError::BadQuery { field, problem, hint } => Problem::field(&field, problem, hint),
            cause => Problem::internal(cause),
        }
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Problem {
        let kind = match &refusal {
            Refusal::Unfit(fault) if fault.field == "expected" => {
                let errors = vec![fault.clone().into()];
                return Problem { errors, ..Problem::new(Kind::Stale, refusal.to_string()) };
            }
            Refusal::Unfit(fault) => return Problem::fields(vec![fault.clone()]),
            Refusal::NotFound { .. } => Kind::NotFound,
            Refusal::Forbidden { .. } | Refusal::OperatorOnly { .. } => Kind::Forbidden,
            Refusal::Stale { .. } => Kind::Stale,
            Refusal::Taken { .. } => Kind::Conflict,
        };
        Problem::new(kind, refusal.to_string())
    }
}

impl From<SubmitError> for Problem {
    fn from(error: SubmitError) -> Problem {
        match error {
            SubmitError::Refused(refusal) => refusal.into(),
            SubmitError::Rejected(errors) => Problem::fields(errors),
            SubmitError::Unavailable(cause) => {
                tracing::error!(%cause, "a write was not taken");
                Problem::new(Kind::Unavailable, "the write was not taken; try again")
            }
        }
    }
}

impl From<ImportError> for Problem {
    fn from(error: ImportError) -> Problem {
        match error {
            ImportError::Rows(errors) => Problem::fields(errors.into_iter().map(in_row).collect()),
            ImportError::Submit(error) => error.into(),
            ImportError::Engine(error) => error.into(),
        }
    }
}

/// The field of a row, with the row before it.
fn in_row(RowError { row, error }: RowError) -> FieldError {
    let field = if error.field.is_empty() { format!("row {row}") } else { format!("row {row}.{}", error.field) };
    FieldError { field, ..error }
}

impl From<EvaluationError> for Problem {
    fn from(error: EvaluationError) -> Problem {
        let field = |field: &str, hint: &str| Problem::fields(vec![FieldError { field: field.to_owned(), problem: error.to_string(), hint: hint.to_owned() }]);
        match error {
            EvaluationError::NoSet(..) | EvaluationError::NoQuery(..) | EvaluationError::NotKept(_) => Problem::new(Kind::NotFound, error.to_string()),
            EvaluationError::Open(kind, _) => field(kind.name(), "try again when it has ended; if it was cut off, import the file again"),
            EvaluationError::NoProfile { field: named, .. } => field(named, "take one from the list of profiles"),
            EvaluationError::Profiles => field("profiles", "name different ones, e.g. current, draft, current with rules, current without freshness"),
            EvaluationError::TooMany(..) => field("queries", "name a smaller set, or use `tradewind tune`"),
            EvaluationError::Tune(TuneError::Folds(_)) => field("folds", "use 2 to 20"),
            EvaluationError::Tune(TuneError::TooFew(..)) => field("judgments", "judge more queries, or ask for fewer folds"),
            EvaluationError::OtherRules(..) => field("to", "name one with the same k, gain, unjudged, relevant and across"),
            EvaluationError::Engine(error) => error.into(),
        }
    }
}

impl From<PublishError> for Problem {
    fn from(error: PublishError) -> Problem {
        match error {
            PublishError::Submit(error) => error.into(),
            PublishError::Unmeasured(error) => error.into(),
            PublishError::Closed(report) => {
                let missed: Vec<String> = report.faults.iter().map(|fault| format!("{} {}", fault.field, fault.problem)).collect();
                let detail = format!("{} does not pass the gate: {}", report.profile, missed.join("; "));
                Problem { errors: report.faults.into_iter().map(Fault::from).collect(), ..Problem::new(Kind::GateClosed, detail) }
            }
        }
    }
}

impl From<FeedbackError> for Problem {
    fn from(error: FeedbackError) -> Problem {
        let (kind, field, hint) = match &error {
            FeedbackError::Off => return Problem::new(Kind::NotFound, "feedback is not taken here; the server takes it with --feedback"),
            FeedbackError::UnknownQuery(_) => (Kind::NotFound, "query_id", "send the query_id of a recent answer, unchanged"),
            FeedbackError::NotShown { .. } => (Kind::NotShown, "id", "send the id of one of the hits of that answer"),
            FeedbackError::Store(cause) => return Problem::internal(cause),
        };
        let mut out = Problem::new(kind, error.to_string());
        out.errors.push(Fault { field: field.to_owned(), problem: error.to_string(), hint: hint.to_owned() });
        out
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, Json(self)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA));
        if status == StatusCode::SERVICE_UNAVAILABLE {
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
        }
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"tradewind\""));
        }
        response
    }
}
