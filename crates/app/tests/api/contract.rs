//! Answers, held against the description that is given to programs.

use std::sync::LazyLock;

use serde_json::{Value, json};
use wardline::web::api::DOCUMENT;

use crate::client::{Answer, get, request};
use crate::support::on_each;

static DESCRIBED: LazyLock<Value> = LazyLock::new(|| serde_json::from_str(DOCUMENT).unwrap());

/// Panics unless this is an answer that the document describes: status, type, headers and members.
#[track_caller]
pub fn holds(method: &str, path: &str, answer: &Answer) {
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
    let Some(operation) = operation(method, path) else {
        assert!([404, 405].contains(&answer.status), "{method} {path}");
        return is_a("Problem", answer);
    };
    let status = answer.status.to_string();
    let told = &operation["responses"][&status];
    assert!(
        told.is_object(),
        "{method} {path}: {status} is not described"
    );
    let told = resolved(told);
    for (name, header) in told["headers"].as_object().unwrap() {
        let value = answer.header(name);
        let value = value.unwrap_or_else(|| panic!("{status} without {name}"));
        fits(&resolved(header)["schema"], &json!(value));
    }
    let (kind, body) = told["content"].as_object().unwrap().iter().next().unwrap();
    assert_eq!(answer.header("content-type"), Some(kind.as_str()));
    fits(&body["schema"], &answer.json());
    if answer.status >= 400 {
        assert_eq!(answer.json()["status"], answer.status);
    }
}

fn operation(method: &str, path: &str) -> Option<&'static Value> {
    let template = match path.strip_prefix("/api/v1/reports/") {
        Some(id) if !id.contains('/') => "/api/v1/reports/{id}",
        _ => path,
    };
    DESCRIBED["paths"].get(template)?.get(method.to_lowercase())
}

fn is_a(schema: &str, answer: &Answer) {
    fits(
        &json!({"$ref": format!("#/components/schemas/{schema}")}),
        &answer.json(),
    );
}

fn resolved(value: &'static Value) -> &'static Value {
    match value["$ref"].as_str() {
        Some(to) => DESCRIBED.pointer(&to[1..]).unwrap(),
        None => value,
    }
}

#[track_caller]
fn fits(schema: &Value, value: &Value) {
    let mut whole = schema.clone();
    whole["components"] = DESCRIBED["components"].clone();
    let validator = jsonschema::draft202012::new(&whole).unwrap();
    let wrong: Vec<String> = validator
        .iter_errors(value)
        .map(|error| error.to_string())
        .collect();
    assert!(wrong.is_empty(), "{value}: {wrong:?}");
}

#[test]
fn every_route_of_the_document_answers_and_is_not_another() {
    on_each(async |desk| {
        let id = "7f8f1f9c-53b1-4b0e-9d38-0f3c9a1b6a52";
        for (template, operations) in DESCRIBED["paths"].as_object().unwrap() {
            let path = template.replace("{id}", id);
            for (method, operation) in operations.as_object().unwrap() {
                let method: &'static str = if method == "get" { "GET" } else { "POST" };
                let answer = request(method, &path).send(desk.at()).await;
                let is_open = operation["security"] == json!([]);
                assert_eq!(answer.status, if is_open { 200 } else { 401 }, "{path}");
            }
            for method in ["PUT", "DELETE", "PATCH", "TRACE"] {
                let answer = request(method, &path).send(desk.at()).await;
                assert_eq!(answer.status, 405, "{method} {path}");
                assert!(answer.header("allow").is_some());
            }
        }
        let document = get("/api/v1/openapi.json").send(desk.at()).await;
        assert_eq!(document.json(), *DESCRIBED);
        for path in ["/api/", "/api/v1/report", "/api/v1/reports/", "/api/%00"] {
            assert_eq!(get(path).send(desk.at()).await.status, 404, "{path}");
        }
    });
}

#[test]
fn a_store_that_cannot_be_used_is_told_with_when_to_come_again() {
    on_each(async |desk| {
        let token = desk.token("receive,read").await;
        assert_eq!(get("/readyz").send(desk.at()).await.status, 200);
        desk.store().close().await;
        assert_eq!(get("/healthz").send(desk.at()).await.status, 200);
        for request in [
            get("/readyz"),
            get("/api/v1/reports/7f8f1f9c-53b1-4b0e-9d38-0f3c9a1b6a52").token(&token),
            crate::client::post(r#"{"text":"a"}"#).token(&token),
        ] {
            let answer = request.send(desk.at()).await;
            assert_eq!((answer.status, answer.problem().as_str()), (503, "later"));
            assert!(answer.header("retry-after").is_some());
        }
    });
}
