//! Alerts over HTTP: who sees which, reading, muting, and the stream of them.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::Request;
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tower::ServiceExt;
use tradewind::config::HttpConfig;
use tradewind::domain::{Actor, Command};
use tradewind::engine::{Alerting, Engine, Options};
use tradewind::http::{AppState, serve};

use crate::support::{Reply, Service, over, service};

/// So long without an answer, something hangs; far above what a loaded machine needs.
const PATIENCE: Duration = Duration::from_secs(60);

pub(crate) fn telling(config: HttpConfig) -> Service {
    over(Arc::new(Engine::open(Options::memory().with_alerts(Some(Alerting::default()))).expect("opens")), config)
}

impl Service {
    /// Posts, and waits until all alerts of it are there.
    pub(crate) async fn post_and_tell(&self, many: &str, key: &str, body: Value) {
        let reply = self.write("POST", &format!("/v1/{many}"), key, &body).await;
        assert!(reply.status.is_success(), "{}", reply.text);
        let position = reply.json().get("version").and_then(Value::as_u64).expect("a position");
        let engine = Arc::clone(&self.engine);
        let told = tokio::task::spawn_blocking(move || engine.wait_alerted(position, PATIENCE)).await.expect("ends");
        assert!(told, "followed");
    }

    pub(crate) async fn offer(&self, id: &str) {
        self.post_and_tell("offers", &self.exporter, json!({"id": id, "title": "Amandes de cajou W320", "lang": "fr"})).await;
    }

    pub(crate) async fn wish(&self, id: &str) {
        self.post_and_tell("requests", &self.importer, json!({"id": id, "title": "求购腰果仁W320", "lang": "zh"})).await;
    }

    pub(crate) async fn look_as(&self, key: &str, uri: &str) -> Reply {
        self.send("GET", uri, &[&format!("authorization: Bearer {key}")], Body::empty()).await
    }
}

fn abouts(reply: &Reply) -> Vec<String> {
    reply.json().get("items").and_then(Value::as_array).expect("a page").iter().map(about).collect()
}

fn about(alert: &Value) -> String {
    alert.pointer("/about/id").and_then(Value::as_str).expect("an id").to_owned()
}

#[tokio::test]
async fn each_party_sees_the_matches_of_its_own_side_in_its_language() {
    let service = telling(HttpConfig::default());
    service.wish("r1").await;
    service.offer("o1").await;
    let page = service.look_as(&service.importer, "/v1/alerts?reader=zh").await.json();
    let alert = &page["items"][0];
    assert_eq!((page["items"].as_array().map(Vec::len), &page["cursor"]), (Some(1), &Value::Null));
    assert_eq!((&alert["for"], &alert["about"]["id"], &alert["read"]), (&json!({"side": "request", "id": "r1", "title": "求购腰果仁W320"}), &json!("o1"), &json!(false)));
    assert!(alert["hit"]["gloss"]["title"].as_str().is_some_and(|title| title.contains("腰果仁")), "{alert}");
    let french = service.send("GET", "/v1/alerts", &[&format!("authorization: Bearer {}", service.importer), "accept-language: fr"], Body::empty()).await.json();
    assert!(french["items"][0]["hit"]["gloss"]["title"].as_str().is_some_and(|title| title.contains("cajou")), "{french}");
    let by_hand = service.get("/v1/requests/r1/matches").await.json();
    assert!((by_hand["hits"][0]["score"].as_f64().expect("a score") - alert["hit"]["score"].as_f64().expect("a score")).abs() < 1e-6);
    assert_eq!(abouts(&service.look_as(&service.exporter, "/v1/alerts").await), [] as [&str; 0]);
    service.wish("r2").await;
    assert_eq!(abouts(&service.look_as(&service.exporter, "/v1/alerts?posting=o1").await), ["r2"]);
    assert_eq!(abouts(&service.look_as(&service.exporter, "/v1/alerts?posting=o9").await), [] as [&str; 0]);
}

#[tokio::test]
async fn the_alerts_of_another_party_cannot_be_read() {
    let service = telling(HttpConfig::default());
    service.wish("r1").await;
    service.offer("o1").await;
    for uri in ["/v1/alerts", "/v1/matches/stream"] {
        service.get(uri).await.problem(401, "unauthorized");
        service.look_as(&service.exporter, &format!("{uri}?party=qingdao")).await.problem(403, "forbidden");
        service.look_as(&service.exporter, &format!("{uri}?side=requests")).await.problem(403, "forbidden");
        let problem = service.look_as(&service.operator, uri).await.problem(400, "bad-request");
        assert_eq!(problem["errors"][0]["field"], "party");
    }
    assert_eq!(abouts(&service.look_as(&service.operator, "/v1/alerts?party=qingdao&side=requests").await), ["o1"]);
    assert_eq!(abouts(&service.look_as(&service.operator, "/v1/alerts?party=qingdao&side=offers").await), [] as [&str; 0]);
    assert_eq!(abouts(&service.look_as(&service.operator, "/v1/alerts?party=borgou").await), [] as [&str; 0]);
    // Nor can they be marked: an exporter who names them marks nothing.
    let id = service.look_as(&service.importer, "/v1/alerts").await.json()["items"][0]["id"].clone();
    assert_eq!(service.write("POST", "/v1/alerts/read", &service.exporter, &json!({"ids": [id]})).await.json(), json!({"marked": 0}));
    service.write("POST", "/v1/alerts/read?party=qingdao", &service.exporter, &json!({"ids": [id]})).await.problem(403, "forbidden");
    assert_eq!(abouts(&service.look_as(&service.importer, "/v1/alerts?unread=true").await), ["o1"]);
}

#[tokio::test]
async fn alerts_are_paged_and_marked_as_read() {
    let service = telling(HttpConfig::default());
    service.wish("r1").await;
    for n in 0..5 {
        service.offer(&format!("o{n}")).await;
    }
    let (mut seen, mut ids, mut cursor) = (Vec::new(), Vec::new(), String::new());
    loop {
        let page = service.look_as(&service.importer, &format!("/v1/alerts?limit=2{cursor}")).await;
        seen.extend(abouts(&page));
        ids.extend(page.json()["items"].as_array().expect("a page").iter().map(|alert| alert["id"].clone()));
        let Some(next) = page.json()["cursor"].as_str().map(str::to_owned) else { break };
        cursor = format!("&cursor={next}");
    }
    assert_eq!(seen, ["o4", "o3", "o2", "o1", "o0"], "the newest first, each once");
    let mark = async |body: Value| service.write("POST", "/v1/alerts/read", &service.importer, &body).await;
    for _ in 0..2 {
        let marked = mark(json!({"ids": [ids[0]]})).await;
        assert_eq!(marked.status, 200, "{}", marked.text);
    }
    assert_eq!(mark(json!({"up_to": ids[3]})).await.json(), json!({"marked": 2}));
    assert_eq!(abouts(&service.look_as(&service.importer, "/v1/alerts?unread=true").await), ["o3", "o2"]);
    for (body, field) in [(json!({}), "ids"), (json!({"ids": ["1-r1"], "up_to": "1-r1"}), "ids"), (json!({"ids": "1-r1"}), "ids"), (json!({"up_to": "x"}), "up_to")] {
        assert_eq!(mark(body.clone()).await.problem(422, "invalid-fields")["errors"][0]["field"], field, "{body}");
    }
    for (uri, field) in [("cursor=x", "cursor"), ("posting=a/b", "posting"), ("unread=maybe", "unread"), ("limit=0", "limit"), ("colour=red", "colour")] {
        assert_eq!(service.look_as(&service.importer, &format!("/v1/alerts?{uri}")).await.problem(400, "bad-request")["errors"][0]["field"], field);
    }
}

#[tokio::test]
async fn the_owner_of_a_posting_mutes_it_and_hears_it_again() {
    let service = telling(HttpConfig::default());
    service.wish("r1").await;
    let uri = "/v1/requests/r1/alerts";
    assert_eq!(service.look_as(&service.importer, uri).await.json(), json!({"muted": false}));
    let last = || service.engine.status().journal_position;
    for _ in 0..2 {
        assert_eq!(service.write("PUT", uri, &service.importer, &json!({"muted": true})).await.json(), json!({"muted": true}));
    }
    let position = last();
    assert_eq!(service.write("PUT", uri, &service.importer, &json!({"muted": true})).await.status, 200);
    assert_eq!(last(), position, "what is so already leaves no trace");
    service.offer("o1").await;
    assert_eq!(abouts(&service.look_as(&service.importer, "/v1/alerts").await), [] as [&str; 0]);
    service.write("PUT", uri, &service.importer, &json!({"muted": false})).await;
    service.offer("o2").await;
    assert_eq!(abouts(&service.look_as(&service.importer, "/v1/alerts").await), ["o2"]);
    service.write("PUT", uri, &service.exporter, &json!({"muted": true})).await.problem(403, "forbidden");
    service.look_as(&service.exporter, uri).await.problem(403, "forbidden");
    service.write("PUT", "/v1/requests/r9/alerts", &service.importer, &json!({"muted": true})).await.problem(404, "not-found");
    assert_eq!(service.write("PUT", uri, &service.importer, &json!({"muted": "yes"})).await.problem(422, "invalid-fields")["errors"][0]["field"], "muted");
}

#[tokio::test]
async fn where_alerts_are_off_the_addresses_say_so() {
    let service = service();
    for uri in ["/v1/alerts", "/v1/matches/stream"] {
        service.look_as(&service.importer, uri).await.problem(404, "not-found");
    }
    service.write("POST", "/v1/alerts/read", &service.importer, &json!({"up_to": "1-r1"})).await.problem(404, "not-found");
}

/// An open stream of alerts.
struct Stream {
    body: Body,
    text: String,
}

impl Stream {
    async fn open(service: &Service, key: &str, last: Option<&str>) -> Stream {
        let mut request = Request::get("/v1/matches/stream?reader=zh").header("authorization", format!("Bearer {key}"));
        if let Some(id) = last {
            request = request.header("last-event-id", id);
        }
        let response = service.router.clone().oneshot(request.body(Body::empty()).expect("valid")).await.expect("infallible");
        assert_eq!((response.status().as_u16(), response.headers().get("content-type").and_then(|value| value.to_str().ok())), (200, Some("text/event-stream")));
        Stream { body: response.into_body(), text: String::new() }
    }

    /// The next event: its id and its data; none at the end of the stream.
    async fn next(&mut self) -> Option<(String, Value)> {
        loop {
            if let Some((event, rest)) = self.text.split_once("\n\n") {
                let field = |name: &str| event.lines().find_map(|line| line.strip_prefix(name)).map(|value| value.trim().to_owned());
                let found = field("id:").zip(field("data:").and_then(|data| serde_json::from_str(&data).ok()));
                assert!(found.is_none() || field("event:").as_deref() == Some("alert"), "{event}");
                self.text = rest.to_owned();
                if found.is_some() {
                    return found;
                }
                continue;
            }
            let frame = tokio::time::timeout(PATIENCE, self.body.frame()).await.expect("an event or the end")?;
            self.text += std::str::from_utf8(frame.expect("whole").data_ref().expect("data")).expect("UTF-8");
        }
    }

    async fn about(&mut self) -> String {
        let (_, alert) = self.next().await.expect("an event");
        about(&alert)
    }
}

#[tokio::test]
async fn a_stream_tells_what_comes_and_goes_on_where_it_broke_off() {
    let service = telling(HttpConfig::default());
    service.wish("r1").await;
    service.offer("o0").await;
    let mut stream = Stream::open(&service, &service.importer, None).await;
    service.offer("o1").await;
    let (first, alert) = stream.next().await.expect("an event");
    assert_eq!((&alert["about"]["id"], alert["id"].as_str()), (&json!("o1"), Some(first.as_str())), "what comes from now on");
    assert_eq!(alert["hit"]["offer"]["id"], "o1");
    service.offer("o2").await;
    assert_eq!(stream.about().await, "o2");
    drop(stream);
    for n in 3..30 {
        service.offer(&format!("o{n}")).await;
    }
    // More than a stream reads at once, and what was seen is not repeated.
    let mut again = Stream::open(&service, &service.importer, Some(&first)).await;
    for n in 2..30 {
        assert_eq!(again.about().await, format!("o{n}"));
    }
    service.offer("o30").await;
    assert_eq!(again.about().await, "o30");
    // The other side hears nothing of that.
    let mut other = Stream::open(&service, &service.exporter, None).await;
    service.wish("r2").await;
    assert_eq!(other.about().await, "r2");
    let bad = service.send("GET", "/v1/matches/stream", &[&format!("authorization: Bearer {}", service.importer), "last-event-id: x"], Body::empty()).await;
    assert_eq!(bad.problem(400, "bad-request")["errors"][0]["field"], "Last-Event-ID");
    let ahead = service.send("GET", "/v1/matches/stream", &[&format!("authorization: Bearer {}", service.importer), "last-event-id: 1000000-r1"], Body::empty()).await;
    assert_eq!(ahead.problem(400, "bad-request")["errors"][0]["field"], "Last-Event-ID", "an event of a journal that was longer");
}

#[tokio::test]
async fn streams_are_counted_and_end_with_their_key() {
    let service = telling(HttpConfig { max_streams: 1, ..HttpConfig::default() });
    service.wish("r1").await;
    let mut stream = Stream::open(&service, &service.importer, None).await;
    service.look_as(&service.importer, "/v1/matches/stream").await.problem(503, "overloaded");
    assert!(service.engine.submit(&Actor::operator(), Command::RevokeKey { id: "imp".to_owned() }).is_ok());
    service.offer("o1").await;
    assert_eq!(stream.next().await, None);
    drop(stream);
    drop(Stream::open(&service, &service.exporter, None).await);
}

#[tokio::test]
async fn one_party_does_not_take_all_streams() {
    let service = telling(HttpConfig::default());
    let mut open = Vec::new();
    for _ in 0..8 {
        open.push(Stream::open(&service, &service.importer, None).await);
    }
    service.look_as(&service.importer, "/v1/matches/stream").await.problem(503, "overloaded");
    drop(Stream::open(&service, &service.exporter, None).await);
    open.pop();
    drop(Stream::open(&service, &service.importer, None).await);
}

#[tokio::test]
async fn open_streams_do_not_keep_a_server_that_is_told_to_stop() {
    let service = telling(HttpConfig::default());
    let config = HttpConfig { drain_timeout: 10 * PATIENCE, ..HttpConfig::default() };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let server = tokio::spawn(serve(listener, AppState::new(Arc::clone(&service.engine), config), async { drop(stopped.await) }));
    let mut client = tokio::net::TcpStream::connect(address).await.expect("connects");
    let request = format!("GET /v1/matches/stream HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\n\r\n", service.importer);
    client.write_all(request.as_bytes()).await.expect("writes");
    let mut head = vec![0; 12];
    tokio::time::timeout(PATIENCE, client.read_exact(&mut head)).await.expect("answers").expect("reads");
    assert_eq!(head, b"HTTP/1.1 200");
    stop.send(()).expect("is listened to");
    let mut rest = Vec::new();
    tokio::time::timeout(PATIENCE, client.read_to_end(&mut rest)).await.expect("ends").expect("reads");
    tokio::time::timeout(PATIENCE, server).await.expect("ends").expect("does not panic").expect("serves");
}
