//! Answers requests.

use std::{convert::Infallible, io, sync::Arc, time::Duration};

use http::{Method, Request, Response, StatusCode, header};
use http_body_util::{BodyExt, Full, combinators::BoxBody};
use hyper::{body::Incoming, service::service_fn};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_util::bytes::Bytes;

use super::{
    exec,
    faults::Fate,
    kubelet,
    watches::{self, expired},
    world::{Refused, World},
};

type Answer = Response<BoxBody<Bytes, Infallible>>;

/// Whoever is throttled is to wait this long, in seconds.
const RETRY_AFTER: u32 = 1;

/// A request, taken apart.
struct Asked {
    verb: &'static str,
    kind: &'static str,
    name: String,
    exec: bool,
    query: Vec<(String, String)>,
}

/// Serves until the listener's task is aborted.
pub(super) async fn serve(world: Arc<World>, listener: TcpListener) {
    while let Ok((stream, _)) = listener.accept().await {
        let world = world.clone();
        tokio::spawn(async move { connection(world, stream).await });
    }
}

async fn connection(world: Arc<World>, stream: TcpStream) {
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request| answer(world.clone(), request));
    let serving = hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    // A client may go at any time, and a fault cuts it off.
    let _ = serving.with_upgrades().await;
}

async fn answer(world: Arc<World>, request: Request<Incoming>) -> io::Result<Answer> {
    let Some(asked) = Asked::of(&request) else {
        return Ok(status(404, "NotFound", "the path leads nowhere"));
    };
    let changes = matches!(asked.verb, "create" | "delete" | "update") && !asked.exec;
    let (fate, pause) = {
        let mut inner = world.lock();
        *inner.requests.entry(asked.label()).or_default() += 1;
        let faults = inner.faults;
        (faults.fate(inner.dice(), changes), faults.pause(inner.dice()))
    };
    if pause > Duration::ZERO {
        tokio::time::sleep(pause).await;
    }
    match fate {
        Fate::Throttled => return Ok(throttled()),
        Fate::Failing => return Ok(status(500, "InternalError", "told to")),
        Fate::Conflicting => return Ok(status(409, "Conflict", "somebody else was quicker")),
        Fate::Cut => return Err(io::ErrorKind::ConnectionReset.into()),
        Fate::Served | Fate::Unanswered => {}
    }
    let done = if asked.exec { attach(&world, &asked, request) } else { object(&world, &asked, request).await };
    if fate == Fate::Unanswered { Err(io::ErrorKind::ConnectionReset.into()) } else { Ok(done) }
}

impl Asked {
    fn of(request: &Request<Incoming>) -> Option<Self> {
        let parts: Vec<_> = request.uri().path().trim_matches('/').split('/').collect();
        let (kind, rest) = match parts.as_slice() {
            ["api", "v1", "namespaces", _, "pods", rest @ ..] => ("pods", rest),
            ["api", "v1", "namespaces", _, "events", rest @ ..] => ("events", rest),
            ["apis", "networking.k8s.io", "v1", "namespaces", _, "networkpolicies", rest @ ..] => {
                ("networkpolicies", rest)
            }
            ["apis", "coordination.k8s.io", "v1", "namespaces", _, "leases", rest @ ..] => ("leases", rest),
            _ => return None,
        };
        let query = pairs(request.uri().query().unwrap_or_default());
        let watching = query.iter().any(|(key, value)| key == "watch" && value == "true");
        let exec = rest.get(1) == Some(&"exec");
        let verb = match (request.method(), rest.is_empty()) {
            (&Method::GET, true) if watching => "watch",
            (&Method::GET, true) => "list",
            (&Method::GET, false) => "get",
            (&Method::POST, _) => "create",
            (&Method::PUT, _) => "update",
            (&Method::PATCH, _) => "patch",
            (&Method::DELETE, _) => "delete",
            _ => return None,
        };
        Some(Self { verb, kind, name: (*rest.first().unwrap_or(&"")).to_owned(), exec, query })
    }

    fn label(&self) -> String {
        if self.exec { format!("{} {}/exec", self.verb, self.kind) } else { format!("{} {}", self.verb, self.kind) }
    }

    fn param(&self, name: &str) -> &str {
        self.query.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }
}

async fn object(world: &Arc<World>, asked: &Asked, request: Request<Incoming>) -> Answer {
    let bytes = match request.into_body().collect().await {
        Ok(body) => body.to_bytes(),
        Err(error) => return status(400, "BadRequest", &error.to_string()),
    };
    let body: Value = serde_json::from_slice(&bytes).unwrap_or_default();
    let answer = match asked.verb {
        "watch" => return watch(world, asked),
        "list" => Ok(list(world, asked)),
        "get" => world.lock().get(asked.kind, &asked.name).cloned().ok_or_else(|| missing(asked)),
        "create" => create(world, asked.kind, body),
        "update" => update(world, asked, body),
        "patch" => label(world, asked, &body),
        _ => delete(world, asked, &body).await,
    };
    world.ring();
    match answer {
        Ok(value) => json_answer(200, &value),
        Err((code, reason, message)) => status(code, reason, &message),
    }
}

fn list(world: &World, asked: &Asked) -> Value {
    let inner = world.lock();
    let (labels, fields) = (asked.param("labelSelector"), asked.param("fieldSelector"));
    let about = fields.strip_prefix("involvedObject.name=");
    let chosen =
        |object: &Value| selects(labels, object) && about.is_none_or(|name| object["involvedObject"]["name"] == name);
    let items: Vec<_> = inner.all(asked.kind).into_iter().filter(chosen).collect();
    let (kind, api) = match asked.kind {
        "pods" => ("PodList", "v1"),
        "events" => ("EventList", "v1"),
        "networkpolicies" => ("NetworkPolicyList", "networking.k8s.io/v1"),
        _ => ("LeaseList", "coordination.k8s.io/v1"),
    };
    json!({ "kind": kind, "apiVersion": api, "metadata": { "resourceVersion": inner.version().to_string() }, "items": items })
}

fn watch(world: &Arc<World>, asked: &Asked) -> Answer {
    let version = asked.param("resourceVersion").parse().unwrap_or(0);
    if world.lock().forgotten > version {
        return json_answer(410, &expired());
    }
    let mut answer = Response::new(watches::body(world, asked.kind, asked.param("labelSelector"), version));
    answer.headers_mut().insert(header::CONTENT_TYPE, header::HeaderValue::from_static("application/json"));
    answer
}

fn create(world: &Arc<World>, kind: &'static str, body: Value) -> Result<Value, Refused> {
    let name = body["metadata"]["name"].as_str().unwrap_or_default().to_owned();
    let made = world.lock().create(kind, &name, body)?;
    if kind == "pods" {
        kubelet::made(world, name);
    }
    Ok(made)
}

fn update(world: &World, asked: &Asked, body: Value) -> Result<Value, Refused> {
    let mut inner = world.lock();
    let current = inner.get(asked.kind, &asked.name).cloned().ok_or_else(|| missing(asked))?;
    let version = &body["metadata"]["resourceVersion"];
    if !version.is_null() && *version != current["metadata"]["resourceVersion"] {
        return Err((409, "Conflict", "the object has been modified".into()));
    }
    let mut next = body;
    next["metadata"]["uid"] = current["metadata"]["uid"].clone();
    Ok(inner.put(asked.kind, &asked.name, next, "MODIFIED"))
}

/// Merges labels and annotations; nothing else is ever patched.
fn label(world: &World, asked: &Asked, body: &Value) -> Result<Value, Refused> {
    let mut inner = world.lock();
    let mut object = inner.get(asked.kind, &asked.name).cloned().ok_or_else(|| missing(asked))?;
    for part in ["labels", "annotations"] {
        for (key, value) in body["metadata"][part].as_object().into_iter().flatten() {
            object["metadata"][part][key] = value.clone();
        }
    }
    Ok(inner.put(asked.kind, &asked.name, object, "MODIFIED"))
}

async fn delete(world: &Arc<World>, asked: &Asked, options: &Value) -> Result<Value, Refused> {
    let gone = {
        let mut inner = world.lock();
        let current = inner.get(asked.kind, &asked.name).cloned().ok_or_else(|| missing(asked))?;
        for field in ["uid", "resourceVersion"] {
            let wanted = &options["preconditions"][field];
            if !wanted.is_null() && *wanted != current["metadata"][field] {
                return Err((409, "Conflict", format!("the {field} in the precondition does not match")));
            }
        }
        inner.remove(asked.kind, &asked.name)
    };
    if asked.kind == "pods" {
        kubelet::stop(world, &asked.name).await;
    }
    Ok(gone.unwrap_or_default())
}

fn attach(world: &Arc<World>, asked: &Asked, mut request: Request<Incoming>) -> Answer {
    if !world.lock().containers.contains_key(&asked.name) {
        return status(500, "InternalError", "container not found");
    }
    let Some(key) = request.headers().get(header::SEC_WEBSOCKET_KEY) else {
        return status(400, "BadRequest", "no WebSocket");
    };
    let accept = derive_accept_key(key.as_bytes());
    let words = asked.query.iter().filter(|(key, _)| key == "command").map(|(_, value)| value.clone()).collect();
    let (world, pod) = (world.clone(), asked.name.clone());
    tokio::spawn(async move {
        if let Ok(upgraded) = hyper::upgrade::on(&mut request).await {
            exec::serve(world, pod, words, upgraded).await;
        }
    });
    let answer = Response::builder()
        .status(StatusCode::SWITCHING_PROTOCOLS)
        .header(header::UPGRADE, "websocket")
        .header(header::CONNECTION, "Upgrade")
        .header(header::SEC_WEBSOCKET_ACCEPT, accept)
        .header(header::SEC_WEBSOCKET_PROTOCOL, "v5.channel.k8s.io");
    answer.body(BodyExt::boxed(Full::default())).expect("these headers are good")
}

fn missing(asked: &Asked) -> Refused {
    (404, "NotFound", format!("{} \"{}\" not found", asked.kind, asked.name))
}

fn throttled() -> Answer {
    let details = json!({ "retryAfterSeconds": RETRY_AFTER });
    let body = json!({ "kind": "Status", "status": "Failure", "reason": "TooManyRequests", "code": 429, "message": "slow down", "details": details });
    let mut answer = json_answer(429, &body);
    answer.headers_mut().insert(header::RETRY_AFTER, RETRY_AFTER.into());
    answer
}

fn status(code: u16, reason: &str, message: &str) -> Answer {
    let body = json!({ "kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Failure", "reason": reason, "code": code, "message": message });
    json_answer(code, &body)
}

fn json_answer(code: u16, body: &Value) -> Answer {
    let answer = Response::builder().status(code).header(header::CONTENT_TYPE, "application/json");
    answer.body(BodyExt::boxed(Full::from(body.to_string()))).expect("these headers are good")
}

/// Whether an object has all these labels.
pub(super) fn selects(selector: &str, object: &Value) -> bool {
    let mut wanted = selector.split(',').filter_map(|part| part.split_once('='));
    wanted.all(|(key, value)| object["metadata"]["labels"][key] == value)
}

fn pairs(query: &str) -> Vec<(String, String)> {
    let split = query.split('&').filter_map(|pair| pair.split_once('='));
    split.map(|(key, value)| (decoded(key), decoded(value))).collect()
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let digits = [rest.next().unwrap_or(b'0'), rest.next().unwrap_or(b'0')];
                u8::from_str_radix(&String::from_utf8_lossy(&digits), 16).unwrap_or(b'?')
            }
            other => other,
        });
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
