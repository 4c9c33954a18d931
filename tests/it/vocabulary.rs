//! Words that a site adds in `标准.词表`: they change what is found, and those that make no sense are
//! told at their place.

use std::fs;

use crate::site::{Site, place, text};

const DOCUMENT: &str = "content/通知公告/例.md";
const CATALOG: &str = "content/主动公开基本目录/目录.yaml";

/// Puts entries of `标准.词表` in place of those before.
fn set(site: &Site, words: &str) {
    let settings = fs::read_to_string(site.path().join("site.yaml")).unwrap();
    let (settings, _) = settings.split_once("标准:\n").unwrap_or((&settings, ""));
    site.put("site.yaml", format!("{settings}标准:\n  词表:\n{words}"));
}

/// Changes a file once.
fn replace(site: &Site, path: &str, from: &str, to: &str) {
    let old = fs::read_to_string(site.path().join(path)).unwrap();
    assert!(old.contains(from), "{path}: {from}");
    site.put(path, old.replacen(from, to, 1));
}

fn rules(site: &Site) -> Vec<String> {
    let found = site.all_findings();
    found.into_iter().map(|(rule, ..)| rule).collect()
}

/// A site with a document of a body whose name has no known ending.
fn with_odd_issuer() -> Site {
    let site = Site::new();
    site.document(DOCUMENT, 1, "", "正文。");
    replace(
        &site,
        DOCUMENT,
        "机构: 旭来街街道办事处",
        "机构: 忻府区河长办",
    );
    site
}

#[test]
fn an_added_word_is_recognised() {
    let site = with_odd_issuer();
    assert_eq!(rules(&site), ["unofficial-issuer"]);
    set(&site, "    机关全称的结尾: [河长办]\n");
    assert_eq!(rules(&site), [""; 0]);
    // The English name will do, and so will one word without brackets.
    set(&site, "    issuer_endings: 河长办\n");
    assert_eq!(rules(&site), [""; 0]);
}

#[test]
fn a_word_is_added_to_its_group() {
    let site = Site::new();
    replace(&site, CATALOG, "一级事项: 农村宅基地", "一级事项: 农村建房");
    replace(&site, CATALOG, "宅基地使用情况审核", "建房审核情况");
    assert_eq!(rules(&site), ["missing-rural-item"]);
    set(
        &site,
        "    农业农村事项: {宅基地使用情况审核: [农村建房]}\n",
    );
    assert_eq!(rules(&site), [""; 0]);
    set(&site, "    农业农村事项: {土地征收: [农村建房]}\n");
    assert_eq!(rules(&site), ["missing-rural-item"]);
}

#[test]
fn a_basis_is_out_of_force_from_its_day_on() {
    let site = Site::new();
    replace(
        &site,
        CATALOG,
        "《中华人民共和国农村土地承包法》",
        "《示例办法》",
    );
    assert_eq!(rules(&site), [""; 0]);
    let basis = |day: &str| {
        format!("    失效的公开依据: [{{名称: 示例办法, 失效日期: {day}, 现行规定: 《新办法》}}]\n")
    };
    set(&site, &basis("2026-11-20"));
    let found = site.diagnostics();
    let [found] = found.as_slice() else {
        panic!("{found:#?}");
    };
    assert_eq!(found["rule"], "obsolete-catalog-basis");
    let (message, help) = (text(&found["message"]), text(&found["help"]));
    assert!(message.contains("《示例办法》"), "{message}");
    assert!(help.contains("《新办法》"), "{help}");
    set(&site, &basis("2026-11-21"));
    assert_eq!(rules(&site), [""; 0]);
}

#[test]
fn words_that_make_no_sense_are_told_at_their_place() {
    let site = Site::new();
    let lines = fs::read_to_string(site.path().join("site.yaml")).unwrap();
    let first = lines.lines().count() + 3;
    let many = "词, ".repeat(100);
    for (entry, rule, column, said) in [
        (
            "机关全称的结位: [河长办]",
            "unknown-field",
            5,
            "是不是“机关全称的结尾”",
        ),
        (
            "农业农村事项: {社会救济: [五保]}",
            "unknown-field",
            14,
            "是不是“社会救助”",
        ),
        (
            "农业农村事项: [五保]",
            "ill-typed-field",
            13,
            "一组键值：贯彻落实农业农村政策、",
        ),
        ("离站提示: {站外: 是}", "ill-typed-field", 11, "一段文字"),
        (
            "离站提示: [离开, \"\"]",
            "out-of-range-field",
            16,
            "词是空的",
        ),
        (
            "失效的公开依据: [{名称: 甲, 失效日期: 去年, 现行规定: 乙}]",
            "ill-typed-field",
            29,
            "日期",
        ),
        (
            "失效的公开依据: [{名称: 甲, 现行规定: 乙}]",
            "missing-field",
            15,
            "失效日期",
        ),
        (
            &format!("离站提示: [{many}末]"),
            "out-of-range-field",
            11,
            "最多 100 项",
        ),
    ] {
        set(&site, &format!("    {entry}\n"));
        let found = site.diagnostics();
        let [found] = found.as_slice() else {
            panic!("{entry}: {found:#?}");
        };
        assert_eq!(found["rule"], rule, "{entry}");
        assert_eq!(
            place(found),
            format!("site.yaml:{first}:{column}"),
            "{entry}"
        );
        let told = text(&found["message"]) + &text(&found["help"]);
        assert!(told.contains(said), "{entry}: {told}");
    }
}

/// An empty word would stand at the end of every name.
#[test]
fn words_that_make_no_sense_change_nothing() {
    let site = with_odd_issuer();
    set(&site, "    机关全称的结尾: [\"\"]\n");
    assert!(rules(&site).contains(&"unofficial-issuer".to_owned()));
}
