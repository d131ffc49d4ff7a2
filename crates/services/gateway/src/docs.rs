//! The page at `/docs`, written from the `OpenAPI` document: plain HTML without scripts or anything from elsewhere.

use std::fmt::Write as _;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

const STYLE: &str = include_str!("docs.css");
const METHODS: [&str; 4] = ["get", "post", "put", "delete"];

/// Allows the page's own style and nothing else.
pub fn content_security_policy() -> String {
    let hash = STANDARD.encode(Sha256::digest(STYLE));
    format!(
        "default-src 'none'; style-src 'sha256-{hash}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
    )
}

/// Renders the document.
pub fn page(document: &Value) -> String {
    let title = escape(text(&document["info"]["title"]));
    let mut html = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title} API</title>\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><style>{STYLE}</style></head><body>\
         <header><h1>{title} API</h1><p>{}</p><p><a href=\"/openapi.json\">OpenAPI document</a></p></header>",
        prose(text(&document["info"]["description"]))
    );
    html.push_str(&contents(document));
    html.push_str("<main>");
    for tag in items(&document["tags"]) {
        html.push_str(&section(document, tag));
    }
    html.push_str("<section><h2>Types</h2>");
    for (name, schema) in fields(&document["components"]["schemas"]) {
        html.push_str(&schema_article(name, schema));
    }
    html.push_str("</section></main></body></html>\n");
    html
}

fn contents(document: &Value) -> String {
    let links = operations(document).map(|(method, path, operation)| {
        let id = escape(text(&operation["operationId"]));
        format!("<li><a href=\"#{id}\"><b>{method}</b> {}</a></li>", escape(path))
    });
    format!("<nav aria-label=\"Operations\"><ul>{}</ul></nav>", links.collect::<String>())
}

fn section(document: &Value, tag: &Value) -> String {
    let name = text(&tag["name"]);
    let of_tag = operations(document).filter(|(.., operation)| items(&operation["tags"]).any(|tag| tag == name));
    let articles: String = of_tag.map(|(method, path, operation)| article(&method, path, operation)).collect();
    format!("<section><h2>{}</h2><p>{}</p>{articles}</section>", escape(name), prose(text(&tag["description"])))
}

fn article(method: &str, path: &str, operation: &Value) -> String {
    let access = if operation["security"].is_array() { "" } else { " <small>no sign-in</small>" };
    let mut html = format!(
        "<article id=\"{}\"><h3><b>{method}</b> <code>{}</code>{access}</h3><p><strong>{}</strong></p><p>{}</p>",
        escape(text(&operation["operationId"])),
        escape(path),
        prose(text(&operation["summary"])),
        prose(text(&operation["description"]))
    );
    html.push_str(&parameters(operation));
    if let Some((media_type, content)) = fields(&operation["requestBody"]["content"]).next() {
        let _ = write!(html, "<p>Body: {} as <code>{}</code></p>", type_name(&content["schema"]), escape(media_type));
    }
    html.push_str(&responses(operation));
    html.push_str("</article>");
    html
}

fn parameters(operation: &Value) -> String {
    let row = |parameter: &Value| {
        let required = if parameter["required"] == true { ", required" } else { "" };
        let cells = [
            format!("<code>{}</code>", escape(text(&parameter["name"]))),
            format!("{}{required}", escape(text(&parameter["in"]))),
            type_name(&parameter["schema"]),
            prose(text(&parameter["description"])),
        ];
        format!("<tr><td>{}</td></tr>", cells.join("</td><td>"))
    };
    let rows: String = items(&operation["parameters"]).map(row).collect();
    table(&["Parameter", "In", "Type", "Meaning"], &rows)
}

fn responses(operation: &Value) -> String {
    let row = |(status, response): (&String, &Value)| {
        let body = fields(&response["content"]).next().map(|(_, content)| type_name(&content["schema"]));
        let description = prose(text(&response["description"]));
        format!("<tr><td>{}</td><td>{}</td><td>{description}</td></tr>", escape(status), body.unwrap_or_default())
    };
    let rows: String = fields(&operation["responses"]).map(row).collect();
    table(&["Status", "Body", "When"], &rows)
}

fn schema_article(name: &str, schema: &Value) -> String {
    let mut html =
        format!("<article id=\"type-{0}\"><h3>{0}</h3><p>{1}</p>", escape(name), prose(text(&schema["description"])));
    html.push_str(&properties(schema));
    for part in items(&schema["allOf"]).chain(items(&schema["oneOf"])) {
        let shape = if part.get("properties").is_some() { properties(part) } else { type_name(part) };
        let _ = write!(html, "<p>{}</p><div>{shape}</div>", prose(text(&part["description"])));
    }
    if let Some(example) = schema.get("example").and_then(|example| serde_json::to_string_pretty(example).ok()) {
        let _ = write!(html, "<pre>{}</pre>", escape(&example));
    }
    html.push_str("</article>");
    html
}

fn properties(schema: &Value) -> String {
    let row = |(name, property): (&String, &Value)| {
        let optional = if items(&schema["required"]).any(|required| required == name) { "" } else { ", optional" };
        let description = prose(text(&property["description"]));
        format!(
            "<tr><td><code>{}</code></td><td>{}{optional}</td><td>{description}</td></tr>",
            escape(name),
            type_name(property)
        )
    };
    let rows: String = fields(&schema["properties"]).map(row).collect();
    table(&["Field", "Type", "Meaning"], &rows)
}

/// The type of a schema in a few words, with links to named types.
fn type_name(schema: &Value) -> String {
    if let Some(name) = schema["$ref"].as_str().and_then(|reference| reference.rsplit('/').next()) {
        return format!("<a href=\"#type-{0}\">{0}</a>", escape(name));
    }
    let alternatives: Vec<_> = items(&schema["oneOf"]).map(type_name).collect();
    if !alternatives.is_empty() {
        return alternatives.join(" or ");
    }
    let words: Vec<_> = items(&schema["enum"]).map(|word| format!("<code>{}</code>", escape(text(word)))).collect();
    if !words.is_empty() {
        return words.join(" · ");
    }
    match &schema["type"] {
        Value::String(name) if name == "array" => format!("list of {}", type_name(&schema["items"])),
        Value::String(name) => escape(name),
        Value::Array(names) if names.iter().any(|name| name == "array") => {
            format!("list of {} or null", type_name(&schema["items"]))
        }
        Value::Array(names) => names.iter().map(|name| escape(text(name))).collect::<Vec<_>>().join(" or "),
        _ => "any".to_owned(),
    }
}

fn table(heads: &[&str], rows: &str) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let heads = heads.join("</th><th scope=\"col\">");
    format!(
        "<div class=\"wide\" tabindex=\"0\"><table><thead><tr><th scope=\"col\">{heads}</th></tr></thead><tbody>{rows}</tbody></table></div>"
    )
}

fn operations(document: &Value) -> impl Iterator<Item = (String, &str, &Value)> {
    fields(&document["paths"]).flat_map(|(path, item)| {
        let of_method = move |method: &&str| Some((method.to_uppercase(), path.as_str(), item.get(*method)?));
        METHODS.iter().filter_map(of_method)
    })
}

fn fields(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flat_map(Map::iter)
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// Escaped text in which `backticks` mark code.
fn prose(markdown: &str) -> String {
    let parts = markdown.split('`').map(escape).enumerate();
    parts.map(|(n, part)| if n % 2 == 1 { format!("<code>{part}</code>") } else { part }).collect()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rendered() -> String {
        page(&serde_json::to_value(crate::openapi()).unwrap())
    }

    #[test]
    fn every_operation_and_type_is_there_and_every_link_leads_somewhere() {
        let html = rendered();
        for endpoint in crate::endpoints() {
            assert!(
                html.contains(&format!("<b>{}</b> <code>{}</code>", endpoint.method, endpoint.path)),
                "{endpoint:?}"
            );
        }
        for link in html.split("href=\"#").skip(1).map(|rest| rest.split('"').next().unwrap()) {
            assert!(html.contains(&format!("id=\"{link}\"")), "{link}");
        }
    }

    #[test]
    fn nothing_runs_and_nothing_comes_from_elsewhere() {
        let html = rendered();
        for forbidden in ["<script", "javascript:", "http://", "src=", "@import", "url(", " style="] {
            assert!(!html.contains(forbidden), "{forbidden}");
        }
    }

    #[test]
    fn text_cannot_become_markup() {
        assert_eq!(prose("a `<b>` & \"c\""), "a <code>&lt;b&gt;</code> &amp; &quot;c&quot;");
    }
}
