//! A stylesheet as its rules, for rules that judge what the theme looks like.
//!
//! A reader of our own, that knows no page: what is said of a selector is said of every element that
//! it can meet, by the declarations that certainly apply to such an element.

mod cascade;
mod colour;
mod length;
mod read;
mod uses;

pub(crate) use cascade::{Inherited, View};
pub(crate) use colour::Colour;
pub(crate) use length::{font_parts, pixels};
pub(crate) use read::{Sheet, Style, blank_comments, line_of};
pub(crate) use uses::Uses;

#[cfg(test)]
mod tests {
    use super::{cascade::covers, read::read_selector, *};

    const SHEET: &str = r#"@charset "utf-8"; /* 注 "释 { */
:root{--ink:#222; --tap:44px; --deep:var(--ink)}
html[data-contrast="high"]{--ink:#fff}
html{font-size:20px}
body{color:var(--ink);background:#fff}
.a,.b>p{color:red;background:url("a;b{}.png")}
.a b:hover{color:#00f!important}
@media screen and (max-width:10em){.a{color:green} .c{color:blue}}
@media print{.a{color:black}}
@font-face{font-family:x;src:url(y)}
html[data-contrast="high"] .c{background:#000}"#;

    fn texts(sheet: &Sheet<'_>) -> Vec<String> {
        sheet
            .styles
            .iter()
            .map(|style| style.text.to_owned())
            .collect()
    }

    #[test]
    fn blocks_are_read() {
        let clean = blank_comments(SHEET);
        assert_eq!(clean.len(), SHEET.len());
        let sheet = Sheet::read(&clean);
        assert_eq!(
            texts(&sheet),
            [
                ":root",
                "html[data-contrast=\"high\"]",
                "html",
                "body",
                ".a",
                ".b>p",
                ".a b:hover",
                ".a",
                ".c",
                "html[data-contrast=\"high\"] .c"
            ]
        );
        assert_eq!(sheet.modes(), [vec![], vec!["[data-contrast=\"high\"]"]]);
        assert_eq!(sheet.line(&sheet.styles[4]), 6);
        assert_eq!(sheet.styles[9].subject(), [".c"]);
    }

    #[test]
    fn values_follow_the_mode() {
        let clean = blank_comments(SHEET);
        let sheet = Sheet::read(&clean);
        let (usual, high) = (Vec::new(), vec!["[data-contrast=\"high\"]"]);
        assert_eq!(
            sheet.view(&usual).resolve("1px var(--deep)").as_deref(),
            Some("1px #222")
        );
        assert_eq!(
            sheet.view(&high).resolve("var(--deep)").as_deref(),
            Some("#fff")
        );
        assert_eq!(sheet.view(&usual).resolve("var(--no)"), None);
        assert_eq!(
            sheet
                .view(&usual)
                .resolve("var(--no, var(--tap))")
                .as_deref(),
            Some("44px")
        );
        assert!((sheet.view(&usual).base() - 20.0).abs() < 1e-9);
    }

    #[test]
    fn selectors_cover_others() {
        let covers = |general, known| covers(&read_selector(general).0, &read_selector(known).0);
        for (general, known) in [
            ("a", "a:hover"),
            (".b", ".a .b.c"),
            (".a b", ".a .x b"),
            (".a .b", ".a>.b"),
            (".a>.b", "x .a>.b"),
            (".a .c", ".a .b+.c"),
        ] {
            assert!(covers(general, known), "{general} {known}");
        }
        for (general, known) in [
            ("a:hover", "a"),
            (".a>.b", ".a .b"),
            (".a .c", ".a+.c"),
            (".x .b", ".b"),
            ("a::before", "a"),
        ] {
            assert!(!covers(general, known), "{general} {known}");
        }
    }

    #[test]
    fn colours_and_lengths_are_read() {
        let contrast = |a, b| Some(Colour::read(a)?.contrast(Colour::read(b)?));
        assert!(contrast("#000", "white").is_some_and(|ratio| (ratio - 21.0).abs() < 0.001));
        assert!(
            contrast("#767676", "rgb(255, 255, 255)")
                .is_some_and(|ratio| (ratio - 4.54).abs() < 0.01)
        );
        assert!(
            Colour::read("rgba(0 0 0 / 50%)")
                .is_some_and(|colour| (colour.alpha - 0.5).abs() < 0.001)
        );
        for text in ["none", "#12", "#é12", "rgb(1)", "hsl(1 2% 3%)", "#ggg"] {
            assert_eq!(Colour::read(text), None, "{text}");
        }
        for (text, wanted) in [
            ("44px", Some(44.0)),
            ("2.75rem", Some(44.0)),
            ("max(40px, 3rem)", Some(48.0)),
            ("0", Some(0.0)),
            ("3", None),
            ("50%", None),
            ("calc(1px + 2px)", None),
        ] {
            assert_eq!(pixels(text, 16.0), wanted, "{text}");
        }
        assert_eq!(
            font_parts("700 1rem/1.5 serif"),
            (Some("1rem"), Some("1.5"))
        );
        assert_eq!(font_parts("bold 18px \"A B\""), (Some("18px"), None));
        assert_eq!(font_parts("inherit"), (None, None));
    }

    #[test]
    fn broken_sheets_are_read_as_far_as_they_go() {
        for text in [
            "{",
            "}",
            "a{",
            "a{color",
            "@media",
            "@media{a{",
            "\"",
            "a[{b",
            "/*",
            "a{color:red}}b{color:red}",
            "汉\\",
            &"@media a{.b{c:d}".repeat(20_000),
            ":",
            "::{x:y}",
        ] {
            let clean = blank_comments(text);
            assert_eq!(clean.len(), text.len());
            let sheet = Sheet::read(&clean);
            for mode in sheet.modes() {
                let view = sheet.view(&mode);
                for style in view.styles() {
                    let _ = view.inherited(style, &["color"], false, |_| Inherited::<()>::Up);
                }
            }
        }
    }
}
