//! `search`.

use std::{fmt::Write as _, fs, io, path::Path, process::ExitCode};

use serde::Serialize;

use crate::{
    index::{Engine, EngineError, Facet, Hits, Order, Query},
    read::read_published,
    system::reason,
};

use super::{
    BAD_WORLD, FINE,
    arguments::{ListFormat, SearchArguments, Sort},
    print, say,
};

/// One result, for programs.
#[derive(Serialize)]
struct Found<'h> {
    title: &'h str,
    url: &'h str,
    index_no: &'h str,
    document_no: &'h str,
    date: &'h str,
    excerpt: String,
    score: u32,
}

pub(super) fn search(arguments: &SearchArguments) -> ExitCode {
    let questions = match questions(arguments) {
        Ok(questions) => questions,
        Err(error) => {
            say(&format!("错误：{error}\n"));
            return ExitCode::from(BAD_WORLD);
        }
    };
    let read = |path: &str| read_published(&arguments.site, path);
    match answer(arguments, &questions, read) {
        Ok(text) => print(&text, FINE),
        Err(error) => {
            say(&format!(
                "错误：{error}\n先用 gongkai build 生成网站，再用 --site 指明它的文件夹（现在是 {}）\n",
                arguments.site.display()
            ));
            ExitCode::from(BAD_WORLD)
        }
    }
}

/// The questions, or why they cannot be read.
fn questions(arguments: &SearchArguments) -> Result<Vec<String>, String> {
    let Some(path) = &arguments.queries else {
        return Ok(arguments.query.iter().cloned().collect());
    };
    let (name, text) = if path == Path::new("-") {
        ("标准输入".to_owned(), io::read_to_string(io::stdin()))
    } else {
        (path.display().to_string(), fs::read_to_string(path))
    };
    let text = text.map_err(|error| match error.kind() {
        io::ErrorKind::InvalidData => format!("不能读 {name}：不是 UTF-8 文字"),
        _ => format!("不能读 {name}：{}", reason(&error)),
    })?;
    Ok(text.lines().map(str::to_owned).collect())
}

fn answer(
    arguments: &SearchArguments,
    questions: &[String],
    read: impl Fn(&str) -> Result<Vec<u8>, String>,
) -> Result<String, EngineError> {
    let engine = Engine::open(read)?;
    let order = match arguments.sort {
        Sort::Relevance => Order::Relevance,
        Sort::Date => Order::Date,
    };
    let mut out = String::new();
    for question in questions {
        let query = limited(arguments, Query::new(question));
        let found = engine.search(&query, order, 0, arguments.limit)?;
        match arguments.format {
            ListFormat::Json => {
                let list: Vec<Found<'_>> = list(&found, &query);
                let json = if arguments.queries.is_some() {
                    serde_json::to_string(&list)
                } else {
                    serde_json::to_string_pretty(&list)
                };
                let _ = writeln!(out, "{}", json.unwrap_or_default());
            }
            ListFormat::Human => human(&mut out, question, &found, &query),
        }
    }
    Ok(out)
}

fn limited(arguments: &SearchArguments, query: Query) -> Query {
    let facets = [
        (&arguments.column, Facet::Column as fn(String) -> Facet),
        (&arguments.issuer, Facet::Issuer),
        (&arguments.topic, Facet::Topic),
        (&arguments.year, Facet::Year),
        (&arguments.validity, Facet::Validity),
    ];
    let given = facets.into_iter();
    let given = given.filter_map(|(value, facet)| value.clone().map(facet));
    given.fold(query, Query::with)
}

fn list<'h>(found: &'h Hits, query: &Query) -> Vec<Found<'h>> {
    let hits = found.hits.iter();
    hits.map(|hit| Found {
        title: &hit.entry.title,
        url: &hit.entry.url,
        index_no: &hit.entry.index_no,
        document_no: &hit.entry.document_no,
        date: &hit.entry.date,
        excerpt: hit.entry.excerpt(query),
        score: hit.score,
    })
    .collect()
}

fn human(out: &mut String, question: &str, found: &Hits, query: &Query) {
    let about = if found.is_exact { "" } else { "约" };
    let _ = writeln!(out, "“{question}”：找到{about} {} 条", found.total);
    for (number, hit) in (1..).zip(&found.hits) {
        let entry = &hit.entry;
        let _ = writeln!(out, "\n{number}. {}", entry.title);
        let facts = [
            &entry.document_no,
            &entry.date,
            &entry.validity,
            &entry.column,
        ];
        let facts: Vec<&str> = facts.into_iter().map(String::as_str).collect();
        let facts: Vec<&str> = facts.into_iter().filter(|fact| !fact.is_empty()).collect();
        let _ = writeln!(out, "   {}", facts.join("　"));
        let excerpt = entry.excerpt(query);
        if !excerpt.is_empty() {
            let _ = writeln!(out, "   {excerpt}");
        }
        let _ = writeln!(out, "   {}", entry.url);
    }
}
