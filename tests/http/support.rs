//! A service over an engine in memory, with a key for each role.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt;
use serde_json::Value;
use tower::ServiceExt;
use tradewind::config::HttpConfig;
use tradewind::domain::{Actor, Command, Role};
use tradewind::engine::{Engine, Options};
use tradewind::http::{AppState, NewKey, router};

/// A running service and its keys.
pub(crate) struct Service {
    pub(crate) router: Router,
    pub(crate) engine: Arc<Engine>,
    pub(crate) operator: String,
    pub(crate) exporter: String,
    pub(crate) importer: String,
}

/// What came back.
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Reply {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    pub(crate) fn lines(&self) -> Vec<Value> {
        self.text.lines().map(|line| serde_json::from_str(line).expect(line)).collect()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("ASCII"))
    }

    /// Asserts a problem document of a status and a type, and returns it.
    pub(crate) fn problem(&self, status: u16, kind: &str) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", self.text);
        assert_eq!(self.header("content-type"), "application/problem+json");
        let value = self.json();
        assert_eq!(value["type"], format!("urn:tradewind:problem:{kind}"), "{value}");
        assert_eq!(value["status"], status);
        assert!(value["title"].is_string() && value["detail"].is_string(), "{value}");
        value
    }
}

pub(crate) fn service() -> Service {
    with(HttpConfig::default())
}

pub(crate) fn with(config: HttpConfig) -> Service {
    over(Arc::new(Engine::open(Options::memory()).expect("opens")), config)
}

/// A service over an engine.
pub(crate) fn over(engine: Arc<Engine>, config: HttpConfig) -> Service {
    let key = |id: &str, role: Role, party: &str| {
        let key = NewKey::draw(id).expect("random");
        let actor = Actor { role, party: party.to_owned() };
        let command = Command::AddKey { id: key.id, hash: key.hash, actor };
        assert!(engine.submit(&Actor::operator(), command).is_ok());
        key.bearer
    };
    let operator = key("op", Role::Operator, "operator");
    let exporter = key("exp", Role::Exporter, "borgou");
    let importer = key("imp", Role::Importer, "qingdao");
    Service { router: router(AppState::new(Arc::clone(&engine), config)), engine, operator, exporter, importer }
}

impl Service {
    /// Sends a request; headers are `name: value` lines.
    pub(crate) async fn send(&self, method: &str, uri: &str, headers: &[&str], body: impl Into<Body>) -> Reply {
        let mut request = Request::builder().method(method).uri(uri);
        for line in headers {
            let (name, value) = line.split_once(": ").expect("name: value");
            request = request.header(name, value);
        }
        let response = self.router.clone().oneshot(request.body(body.into()).expect("valid")).await.expect("infallible");
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.expect("whole").to_bytes();
        Reply { status: parts.status, headers: parts.headers, text: String::from_utf8(bytes.to_vec()).expect("UTF-8") }
    }

    pub(crate) async fn get(&self, uri: &str) -> Reply {
        self.send("GET", uri, &[], Body::empty()).await
    }

    /// Sends JSON with a key.
    pub(crate) async fn write(&self, method: &str, uri: &str, key: &str, body: &Value) -> Reply {
        let auth = format!("authorization: Bearer {key}");
        self.send(method, uri, &[&auth, "content-type: application/json"], body.to_string()).await
    }
}
