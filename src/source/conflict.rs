//! Lines that a merge leaves in a file where two versions differ.

use super::{Span, lines};

/// Signs that a line of a conflict begins with.
const SIGNS: [&str; 3] = ["<<<<<<<", "|||||||", ">>>>>>>"];

/// Places of the conflicts of a text: the line that begins each, or the first that is left of it.
pub fn conflicts(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    // Few texts hold so many of a sign in a row.
    let may_have = SIGNS
        .iter()
        .any(|sign| memchr::memmem::find(text.as_bytes(), sign.as_bytes()).is_some());
    if !may_have {
        return found;
    }
    let mut is_open = false;
    for (start, line) in lines(text) {
        let line = line.trim_end();
        let sign = SIGNS.iter().find(|sign| {
            let rest = line.strip_prefix(**sign);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        });
        let Some(sign) = sign else { continue };
        if !is_open || sign.starts_with('<') {
            found.push(Span::new(start, start + line.len()));
        }
        is_open = !sign.starts_with('>');
    }
    found
}

/// The text with blanks in place of what a merge left, which is no Markdown: a line of `=` makes a heading.
pub fn without_conflicts(text: &str) -> String {
    let blank = |line: &str| {
        let is_sign =
            line.starts_with("=======") || SIGNS.iter().any(|sign| line.starts_with(sign));
        if is_sign {
            " ".repeat(line.len() - 1) + "\n"
        } else {
            line.to_owned()
        }
    };
    text.split_inclusive('\n').map(blank).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_conflict_is_found_once() {
        let text = "甲\n<<<<<<< HEAD\n乙\n||||||| 1a2b\n=======\n丙\n>>>>>>> x\n丁\n>>>>>>> y\n<<<<<<<<\n>>>>>>>>> 引\n";
        let found = conflicts(text);
        let found: Vec<&str> = found
            .iter()
            .map(|span| &text[span.start..span.end])
            .collect();
        assert_eq!(found, ["<<<<<<< HEAD", ">>>>>>> y"]);
    }
}
