//! Parts that pages share are judged once, and told as if they were judged on every page.

use std::path::Path;

use gongkai::{
    check::{Built, Found, PageCheck, conclude},
    pipeline::{Options, load},
    read::read_theme,
    render::Renderer,
};

use crate::site::{AS_OF, OWN, Quiet, Site};

/// Findings on the pages of a site, with the parts that they share known before or not.
fn told(folder: &Path, is_known: bool) -> Vec<String> {
    let day: jiff::civil::Date = AS_OF.parse().unwrap();
    let options = Options {
        site: folder.to_owned(),
        out: folder.join("public"),
        last: folder.join("public"),
        clock: day.into(),
    };
    let site = load(&options, &Quiet).unwrap();
    let theme = read_theme(folder, site.config.theme()).unwrap();
    let renderer = Renderer::new(&site, &theme).unwrap();
    let parts = if is_known { renderer.parts() } else { &[] };
    let checks = PageCheck::new(
        Built {
            site: &site,
            theme: &theme,
        },
        parts,
    );
    let mut found = Found::default();
    for job in renderer.plan() {
        found = found.and(checks.pages(job, &renderer.render(job).unwrap()));
    }
    for placed in site.assets.iter().filter(|placed| placed.is_published) {
        checks.file(&placed.output);
    }
    let verdict = conclude(&site, found.and(checks.whole()), true);
    let told = verdict.diagnostics.iter();
    told.map(|found| format!("{found:?}")).collect()
}

#[test]
fn parts_are_judged_as_if_every_page_had_its_own() {
    for (file, before, after, wanted) in [
        ("footer", "", "", 0),
        (
            "rail",
            "<ul>",
            "<a href=\"{{ root }}index.html\"></a><ul>",
            1,
        ),
        (
            "rail",
            "<ul>",
            "<a href=\"{{ root }}no.html\">无</a><ul>",
            1,
        ),
        ("rail", "<ul>", "<a href=\"#no\">无</a><ul>", 1),
        ("rail", "<ul>", "<a href=\"no.html\">无</a><ul>", 1),
        (
            "footer",
            "<ul",
            "<a href=\"https://a.example.com/\">外</a><ul",
            1,
        ),
        ("footer", "站点地图", "地图", 0),
        ("footer", "{{ sitemap_href }}", "{{ home_href }}", 1),
        ("header", "<label", "<i", 1),
        (
            "header",
            "<div class=\"tools\">",
            "<div class=\"tools\" hidden><a href=\"https://a.gov.cn/\">一</a>",
            1,
        ),
    ] {
        let site = Site::new();
        let name = format!("themes/official/templates/partials/{file}.html");
        let template = std::fs::read_to_string(Path::new(OWN).join(&name)).unwrap();
        site.put(&name, template.replacen(before, after, 1));
        let (known, unknown) = (told(site.path(), true), told(site.path(), false));
        assert_eq!(known, unknown, "{file}: {after}");
        let is_told = !known.is_empty();
        assert_eq!(is_told, wanted > 0, "{file}: {after}: {known:#?}");
    }
}
