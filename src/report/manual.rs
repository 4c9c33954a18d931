//! The manual of the rules: as data, and as pages that a site can publish.

use minijinja::{Environment, Value, context};
use serde_json::json;

use crate::{
    check::{FAMILIES, RuleMeta, family, rules},
    parse::{Dialect, parse_markdown},
    standard::{Requirement, Requirements},
};

/// The requirements that a rule judges, in the order it names them.
pub fn requirements_of(meta: &RuleMeta) -> Vec<Requirement> {
    let known = Requirements::builtin();
    let ids = meta.requirements.iter();
    ids.filter_map(|id| known.get(id)).cloned().collect()
}

/// Every rule as JSON: a list of objects.
pub fn rules_json() -> String {
    let list: Vec<serde_json::Value> = rules()
        .iter()
        .map(|rule| {
            let meta = rule.meta();
            json!({
                "rule": meta.id, "family": meta.folder(), "severity": meta.severity,
                "requirements": meta.requirements, "since": meta.since,
                "summary": meta.summary(), "docs": text(meta),
            })
        })
        .collect();
    format!("{:#}\n", serde_json::Value::Array(list))
}

/// The pages of the manual: names of files with their HTML, `index.html` first.
pub fn manual() -> Vec<(String, String)> {
    let mut templates = Environment::new();
    for (name, source) in [
        ("manual.html", include_str!("manual.html")),
        ("report.css", include_str!("report.css")),
    ] {
        // Compiled in, and rendered by a test.
        let _ = templates.add_template(name, source);
    }
    let render = |context: Value| {
        let template = templates.get_template("manual.html");
        template
            .and_then(|template| template.render(context))
            .unwrap_or_default()
    };
    let known = Requirements::builtin();
    let families: Vec<Value> = FAMILIES
        .iter()
        .map(|family| {
            let metas = family.rules.iter().map(|rule| rule.meta());
            let rules: Vec<Value> = metas.map(|meta| card(meta, &known)).collect();
            context! { title => family.label, id => family.folder, rules }
        })
        .collect();
    let mut pages = vec![(
        "index.html".to_owned(),
        render(context! { families, count => rules().len() }),
    )];
    for meta in rules().iter().map(|rule| rule.meta()) {
        let body = Value::from_safe_string(parse_markdown(&body(meta), Dialect::site()));
        let rule = card(meta, &known);
        pages.push((format!("{}.html", meta.id), render(context! { rule, body })));
    }
    pages
}

fn card(meta: &RuleMeta, known: &Requirements) -> Value {
    let requirements: Vec<Value> = meta
        .requirements
        .iter()
        .filter_map(|id| known.get(id))
        .map(|requirement| {
            context! {
                id => requirement.id.as_str(), clause => requirement.clause.as_str(),
                text => requirement.text.as_str(), confirmed => requirement.confirmed.label(),
            }
        })
        .collect();
    context! {
        id => meta.id, summary => meta.summary(), severity => meta.severity.label(),
        family => family(meta).label, since => meta.since, requirements,
    }
}

/// The doc comment without the blank that every line of one starts with.
fn text(meta: &RuleMeta) -> String {
    let lines = meta.docs.lines();
    lines
        .map(|line| line.strip_prefix(' ').unwrap_or(line))
        .collect::<Vec<_>>()
        .join("\n")
}

/// Text behind the first line. The file that an example changes stands on its fence, which a page
/// does not show: it is named before.
fn body(meta: &RuleMeta) -> String {
    let text = text(meta);
    let Some((_, body)) = text.split_once('\n') else {
        return String::new();
    };
    let mut out = String::with_capacity(body.len());
    for line in body.lines() {
        let words = line.strip_prefix("```");
        let path = words
            .and_then(|words| words.split(' ').nth(1))
            .filter(|path| path.contains(['/', '.']));
        if let Some(path) = path {
            out.push_str(&format!("`{path}`：\n\n"));
        }
        out.push_str(line);
        out.push('\n');
    }
    out
}
