//! The tests that html5lib has for tokenizers of HTML, as far as ours does what they ask for: which tags
//! a text has, with their attributes, and what references to characters stand for.
//!
//! They lie in the sources of `markup5ever_rcdom`, a crate that is there for them alone. Left out are
//! those of `CDATA section state`, which needs the tree, of text that has neither tags nor references,
//! of lone surrogates, and of documents of XML.

use std::{borrow::Cow, collections::BTreeMap, fs};

use gongkai::html::{Tag, Tags, tags, unescape};
use serde_json::Value;

use crate::fetched::crate_folder;

/// A tag as the tests write it: its name, after a slash where it closes, and its attributes.
type Written = (String, BTreeMap<String, String>);

#[derive(Default)]
struct Tests {
    /// By the element whose content a text is, if any: inputs and their tags.
    tags: BTreeMap<String, BTreeMap<String, Vec<Written>>>,
    /// Inputs and the text that they are.
    texts: BTreeMap<String, String>,
}

/// Tests of tags that ours does not pass, with why.
const TAGS_LEFT_OUT: [(&str, &str); 2] = [
    // Nothing ends `<plaintext>`, and no page of ours or of an editor has it.
    ("plaintext", "</plaintext>&body;"),
    ("plaintext", "<head>&body;"),
];

/// Tests of references that ours does not pass: a letter follows the name of one without a semicolon,
/// which makes it none in a value, and `unescape` reads all text as values.
const TEXTS_LEFT_OUT: [&str; 3] = ["&noti;", "I'm &notin", "I'm &notit"];

/// Elements whose content is text, as `<xmp>` is.
const LIKE_XMP: [&str; 7] = [
    "iframe", "noembed", "noframes", "script", "style", "textarea", "title",
];

fn tests() -> Tests {
    let folder = crate_folder("markup5ever_rcdom").join("html5lib-tests/tokenizer");
    let mut tests = Tests::default();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ext| ext == "test") {
            let file: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
            let all = file["tests"].as_array().map_or(&[][..], Vec::as_slice);
            for test in all {
                tests.add(test);
            }
        }
    }
    tests
}

impl Tests {
    fn add(&mut self, test: &Value) {
        let is_escaped = test["doubleEscaped"] == true;
        let text = |value: &Value| {
            let text = value.as_str().unwrap_or_default();
            if is_escaped {
                unescaped(text)
            } else {
                Some(text.to_owned())
            }
        };
        // A surrogate alone is no text.
        let Some(input) = text(&test["input"]) else {
            return;
        };
        let output = test["output"].as_array().unwrap();
        let data = [Value::from("Data state")];
        for state in test["initialStates"]
            .as_array()
            .map_or(&data[..], Vec::as_slice)
        {
            let element = match (state.as_str().unwrap(), test["lastStartTag"].as_str()) {
                ("CDATA section state", _) => continue,
                ("Data state", _) => "",
                (_, Some(element)) => element,
                ("RCDATA state", None) => "title",
                ("RAWTEXT state", None) => "style",
                ("Script data state", None) => "script",
                ("PLAINTEXT state", None) => "plaintext",
                (other, None) => panic!("unknown state: {other}"),
            };
            if element.is_empty() && input.contains('&') && !input.contains('<') {
                let pieces = output.iter().filter(|token| token[0] == "Character");
                let whole: Option<String> = pieces.map(|token| text(&token[1])).collect();
                self.texts.extend(whole.map(|whole| (input.clone(), whole)));
                continue;
            }
            let tags: Vec<Written> = output
                .iter()
                .filter_map(|token| tag(token, &text))
                .collect();
            if input.contains('<') || !tags.is_empty() {
                let of_element = self.tags.entry(element.to_owned()).or_default();
                of_element.insert(input.clone(), tags);
            }
        }
    }
}

fn tag(token: &Value, text: &dyn Fn(&Value) -> Option<String>) -> Option<Written> {
    let name = text(&token[1])?;
    if token[0] == "EndTag" {
        return Some((format!("/{name}"), BTreeMap::new()));
    }
    let attributes = token[2].as_object().into_iter().flatten();
    let attributes =
        attributes.map(|(name, value)| Some((text(&Value::from(name.as_str()))?, text(value)?)));
    (token[0] == "StartTag").then(|| attributes.collect::<Option<_>>().map(|all| (name, all)))?
}

/// A text whose characters stand as `\\uXXXX`; `None` where one of them is half a pair.
fn unescaped(text: &str) -> Option<String> {
    let quoted = format!("\"{}\"", text.replace('"', "\\\""));
    let plain = quoted.chars().map(|c| match c {
        '\0'..='\u{1f}' => format!("\\u{:04x}", u32::from(c)),
        c => c.to_string(),
    });
    serde_json::from_str(&plain.collect::<String>()).ok()
}

/// Text as the standard changes it before or while it finds tags; ours gives what is written.
fn cleaned(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.replace('\0', "\u{fffd}")
}

fn written(tag: &Tag<'_>) -> Written {
    let name = cleaned(tag.name()).to_ascii_lowercase();
    if tag.is_end {
        return (format!("/{name}"), BTreeMap::new());
    }
    let mut attributes = BTreeMap::new();
    for (name, _) in tag.attributes() {
        let value = tag.attribute(name).unwrap();
        attributes.insert(cleaned(name).to_ascii_lowercase(), cleaned(&value));
    }
    (name, attributes)
}

/// The tags of what is the content of an element.
fn found(element: &str, input: &str) -> Vec<Written> {
    let text = if element.is_empty() {
        input.to_owned()
    } else {
        format!("<{element}>{input}")
    };
    for tag in tags(&text) {
        let whole = &text[tag.start()..tag.end()];
        assert!(whole.starts_with('<') && whole.ends_with('>'), "{text:?}");
    }
    let mut all: Vec<Written> = tags(&text).map(|tag| written(&tag)).collect();
    let again: Vec<Written> = Tags::new(&text, &[]).all.iter().map(written).collect();
    assert_eq!(again, all, "{text:?}");
    all.drain(..usize::from(!element.is_empty()));
    all
}

#[test]
fn tags_are_those_of_the_standard() {
    let mut count = 0;
    for (element, tests) in &tests().tags {
        for (input, wanted) in tests {
            count += 1;
            let is_passed = found(element, input) == *wanted;
            let is_left_out = TAGS_LEFT_OUT.contains(&(element, input));
            assert_ne!(
                is_passed,
                is_left_out,
                "<{element}> {input:?}: {:?}, not {wanted:?}",
                found(element, input)
            );
        }
    }
    assert!(count > 1_600, "{count}");
}

#[test]
fn every_element_of_text_ends_as_xmp_does() {
    for (input, wanted) in &tests().tags["xmp"] {
        for element in LIKE_XMP {
            let changed = |text: &str| text.to_ascii_lowercase().replace("xmp", element);
            let opening = element.to_ascii_uppercase();
            let wanted = wanted.iter();
            let wanted = wanted.map(|(name, attributes)| (changed(name), attributes.clone()));
            let wanted: Vec<Written> = wanted.collect();
            assert_eq!(
                found(&opening, &changed(input)),
                wanted,
                "<{element}> {input:?}"
            );
        }
    }
}

/// Texts of which the tests have none: what a tag after something shows of where that ended.
#[test]
fn what_is_no_tag_ends_where_the_standard_says() {
    for text in [
        "<SCRIPT>'<p>'</script ><b>",
        "<script>'</scripts>'</Script/><b>",
        "<!--><b>",
        "<!---><b>",
        "<!----><b>",
        "<!-- <p> --!><b>",
        "<!--!> <p> --><b>",
        "<!-- <!-- <p> --><b>",
        "<!doctype html PUBLIC \"<p>\"><b>",
        "<?php echo '<p>'?><b>",
        "</ <p><b>",
        "<![CDATA[<p>]]><b>",
        "<3 < a <b>",
        "<a href=?q=\"甲><b>",
        "<a title=it's><b>",
        "<a =\"><b>",
        "<a b=''=\"><b>",
    ] {
        let shown: Vec<String> = found("", text).into_iter().map(|(name, _)| name).collect();
        let last = shown.last().map(String::as_str);
        assert!(
            last == Some("b") && !shown.contains(&"p".into()),
            "{text}: {shown:?}"
        );
    }
}

#[test]
fn references_stand_for_what_the_standard_says() {
    let tests = tests();
    for (input, wanted) in &tests.texts {
        let is_left_out = TEXTS_LEFT_OUT.contains(&input.as_str());
        let found = unescape(input);
        assert_ne!(found == *wanted, is_left_out, "{input:?}: {found:?}");
        assert!(!is_left_out || matches!(found, Cow::Borrowed(text) if text == input));
    }
    assert!(tests.texts.len() > 4_500, "{}", tests.texts.len());
}
