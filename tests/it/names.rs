//! Names that the compiler cannot hold: fields asked for by string, types of one name.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::PathBuf,
    sync::Arc,
};

use gongkai::standard::{Field, FieldType, Standard};
use syn::{Item, Visibility};

use crate::tidy::rust_files;

/// Files that ask a record by string, with the field.
const ASKED_BY_STRING: [(&str, &str); 1] = [
    // Structured data of any kind can be marked 示例.
    ("src/render/chrome.rs", "sample"),
];

/// Files that handle records as such; all others see the views of them.
const HANDLE_RECORDS: [&str; 21] = [
    // Every field is walked over: links, outward links, wording, characters, addresses, days.
    "src/check/facts/prose.rs",
    "src/check/freshness.rs",
    "src/check/rules/accessibility/mod.rs",
    "src/check/rules/content/hidden_character.rs",
    "src/check/rules/disclosure/mod.rs",
    "src/check/rules/wording/unfinished_text.rs",
    "src/model/outward.rs",
    // Records are made, kept and put where they belong.
    "src/config/mod.rs",
    "src/model/bind.rs",
    "src/model/builder.rs",
    "src/model/mod.rs",
    "src/parse/mod.rs",
    // Templates are given every field.
    "src/render/data.rs",
    "src/render/page/application.rs",
    "src/render/page/catalog.rs",
    "src/render/page/ledger.rs",
    "src/render/page/mod.rs",
    "src/render/page/statutory.rs",
    "src/render/page/tables.rs",
    "src/render/page/units.rs",
    "src/render/page/village.rs",
];

/// The ways to ask a record for a field.
const ASKING: [&str; 11] = [
    "get", "text", "date", "integer", "number", "flag", "list", "integers", "texts", "records",
    "record",
];

/// The Rust files of a folder, without their unit tests.
fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    let without_tests = |(path, text): (PathBuf, String)| {
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        (path, code.to_owned())
    };
    rust_files(folder).into_iter().map(without_tests).collect()
}

#[test]
fn records_are_handled_where_they_are_walked_or_made() {
    let handles = |(path, code): (PathBuf, String)| {
        let path = path.to_str().unwrap().to_owned();
        let is_word = |(at, _): (usize, &str)| {
            let is_letter = |c: char| c.is_alphanumeric() || c == '_';
            !code[..at].ends_with(is_letter) && !code[at + "Record".len()..].starts_with(is_letter)
        };
        let says = code.match_indices("Record").any(is_word);
        (says && !path.starts_with("src/standard/")).then_some(path)
    };
    let found = sources("src").into_iter().filter_map(handles);
    assert_eq!(
        found.collect::<BTreeSet<_>>(),
        BTreeSet::from(HANDLE_RECORDS.map(str::to_owned))
    );
}

fn aliases(fields: &Arc<[Field]>, found: &mut BTreeSet<String>) {
    for field in fields.iter() {
        found.insert(field.alias.to_string());
        if let FieldType::Map(fields) = &field.kind {
            aliases(fields, found);
        }
    }
}

#[test]
fn fields_are_asked_for_through_views() {
    let standard = Standard::builtin();
    let mut names = BTreeSet::new();
    let own = [&standard.document, &standard.column, &standard.site];
    for fields in own.into_iter().chain(standard.data.values()) {
        aliases(fields, &mut names);
    }
    let mut found = BTreeSet::new();
    for (path, code) in sources("src") {
        let path = path.to_str().unwrap().to_owned();
        let is_ground = ["src/standard/", "src/yaml/", "src/parse/attachment/"];
        if is_ground.iter().any(|ground| path.starts_with(ground)) {
            continue;
        }
        for asking in ASKING {
            let call = format!(".{asking}(\"");
            for (at, _) in code.match_indices(&call) {
                let name = code[at + call.len()..].split('"').next().unwrap();
                if names.contains(name) {
                    found.insert((path.clone(), name.to_owned()));
                }
            }
        }
    }
    let allowed = ASKED_BY_STRING.map(|(path, name)| (path.to_owned(), name.to_owned()));
    assert_eq!(
        found,
        BTreeSet::from(allowed),
        "ask for fields through a view of standard/view/"
    );
}

/// Fields of documents that `src/render/` does not ask for: the model holds them in a form of its own
/// (title, day, relations, addresses, figures), or they are for the checks alone.
const NOT_ASKED_FOR: [&str; 21] = [
    "title",
    "received_date",
    "changed_date",
    "publish_date",
    "disclosure",
    "reason",
    "disclosure_reviewed_on",
    "review",
    "needs_interpretation",
    "no_interpretation_reason",
    "interprets",
    "elements",
    "lead",
    "amends",
    "repeals",
    "based_on",
    "related",
    "year",
    "data",
    "slug",
    "aliases",
];

/// Templates see of a document what `src/render/` gives them by hand: none of its fields is forgotten.
#[test]
fn every_field_of_documents_is_shown_or_said_not_to_be() {
    let views = fs::read_to_string("src/standard/view/front_matter.rs").unwrap();
    let (_, of_documents) = views.split_once("DocumentMeta {\n").unwrap();
    let (fields, _) = of_documents.split_once("    }\n").unwrap();
    let names = fields
        .lines()
        .filter_map(|line| line.trim().split([':', ' ']).next());
    let render: String = sources("src/render")
        .into_iter()
        .map(|(_, code)| code)
        .collect();
    let hidden: Vec<&str> = names
        .filter(|name| {
            let asked = [format!("meta.{name}()"), format!("meta().{name}()")];
            !asked.iter().any(|asked| render.contains(asked))
        })
        .collect();
    assert_eq!(
        hidden, NOT_ASKED_FOR,
        "give these to the templates, or list them here"
    );
}

/// The words of the choices that the standard closes are named by their types.
#[test]
fn kinds_are_compared_as_kinds() {
    let standard = Standard::builtin();
    let words: Vec<&str> = standard.kinds.keys().map(|kind| kind.word()).collect();
    assert!(words.len() > 10);
    let mut found = Vec::new();
    for (path, code) in sources("src") {
        for (number, line) in code.lines().enumerate() {
            let compares = |word: &&str| {
                let signs = ["==", "!="];
                signs
                    .iter()
                    .any(|sign| line.contains(&format!("{sign} \"{word}\"")))
            };
            if words.iter().any(compares) || line.contains("threshold(\"") {
                found.push(format!("{}:{}", path.display(), number + 1));
            }
        }
    }
    assert!(
        found.is_empty(),
        "compare with the type's own value: {found:?}"
    );
}

#[test]
fn no_two_public_types_have_one_name() {
    let mut places: BTreeMap<String, BTreeSet<PathBuf>> = BTreeMap::new();
    for (path, code) in sources("src") {
        let mut put = |name: String| {
            places.entry(name).or_default().insert(path.clone());
        };
        for item in syn::parse_file(&code).unwrap().items {
            if let Some(name) = public_type(&item) {
                put(name);
            }
        }
        if path.starts_with("src/standard/view") {
            viewed(&code).for_each(put);
        }
    }
    let shared: Vec<_> = places
        .iter()
        .filter(|(_, places)| places.len() > 1)
        .collect();
    assert!(shared.is_empty(), "{shared:?}");
    assert!(places.len() > 200 && places.contains_key("SiteSettings"));
}

/// The name of a type that other files can use.
fn public_type(item: &Item) -> Option<String> {
    let (visibility, name) = match item {
        Item::Struct(item) => (&item.vis, &item.ident),
        Item::Enum(item) => (&item.vis, &item.ident),
        Item::Trait(item) => (&item.vis, &item.ident),
        Item::Type(item) => (&item.vis, &item.ident),
        _ => return None,
    };
    let is_public = match visibility {
        Visibility::Public(_) => true,
        Visibility::Restricted(within) => within.path.is_ident("crate"),
        Visibility::Inherited => false,
    };
    is_public.then(|| name.to_string())
}

/// The types that `view!` and `choice!` declare: their names stand four columns in.
fn viewed(code: &str) -> impl Iterator<Item = String> + '_ {
    code.lines().filter_map(|line| {
        let name = line.strip_prefix("    ")?.strip_suffix(" {")?;
        let is_name =
            name.starts_with(char::is_uppercase) && name.chars().all(char::is_alphanumeric);
        is_name.then(|| name.to_owned())
    })
}

/// A doc comment opens with a noun or a verb.
#[test]
fn doc_comments_say_what_things_are() {
    const OPENINGS: [&str; 9] = [
        "What", "Whether", "How", "Where", "Those", "Which", "Why", "When", "Who",
    ];
    let mut found = Vec::new();
    for folder in ["src", "benches", "tests/it"] {
        for (path, text) in rust_files(folder) {
            let mut is_inside = false;
            for (number, line) in text.lines().enumerate() {
                let line = line.trim_start();
                let comment = line
                    .strip_prefix("///")
                    .or_else(|| line.strip_prefix("//!"));
                let first = comment.filter(|_| !is_inside).map(str::trim_start);
                is_inside = comment.is_some();
                let word = first.and_then(|first| first.split([' ', ',']).next());
                if word.is_some_and(|word| OPENINGS.contains(&word)) {
                    found.push(format!("{}:{}: {line}", path.display(), number + 1));
                }
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}
