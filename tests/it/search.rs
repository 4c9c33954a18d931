//! The search index against truth by substring, whole and damaged.

use std::{collections::BTreeMap, fs, path::Path};

use gongkai::index::{Engine, Facet, IndexEntry, Order, Query, fold};

use crate::site::{AS_OF, Site, index_number};

/// The entries of a built site in the order of their numbers, read without the engine.
fn entries(out: &Path) -> Vec<IndexEntry> {
    let mut packs: BTreeMap<usize, Vec<IndexEntry>> = BTreeMap::new();
    for file in fs::read_dir(out.join("search/p")).unwrap() {
        let text = fs::read_to_string(file.unwrap().path()).unwrap();
        let (name, json) = text.split_once(',').unwrap();
        let first = name.strip_prefix("gongkaiSearch(\"p").unwrap();
        let first = first.strip_suffix('"').unwrap().parse().unwrap();
        let json = json.trim_end().strip_suffix(");").unwrap();
        packs.insert(first, serde_json::from_str(json).unwrap());
    }
    packs.into_values().flatten().collect()
}

/// Rank of an entry for terms, by looking for them; lower is better.
fn truth(entry: &IndexEntry, terms: &[String], whole: &str) -> Option<u32> {
    let has = |text: &str, term: &String| fold(text).contains(term.as_str());
    let bare = |text: &str| fold(text).replace([' ', '"'], "");
    let lines: Vec<&str> = entry.text.split('\n').collect();
    let headings: Vec<&str> = entry
        .headings
        .iter()
        .map(|at| lines[*at as usize])
        .collect();
    let names = [&entry.title, &entry.document_no, &entry.index_no];
    let mut worst = 1;
    for term in terms {
        let tier = if names.iter().any(|name| has(name, term)) {
            1
        } else if has(&entry.summary, term) || headings.iter().any(|line| has(line, term)) {
            2
        } else if lines.iter().any(|line| has(line, term))
            || has(&entry.issuer, term)
            || has(&entry.keywords, term)
        {
            3
        } else {
            return None;
        };
        worst = worst.max(tier);
    }
    let is_whole = !whole.is_empty() && names.iter().any(|name| bare(name) == whole);
    Some(if is_whole { 0 } else { worst })
}

fn expected(entries: &[IndexEntry], terms: &[String], whole: &str, order: Order) -> Vec<u32> {
    let found = entries.iter().enumerate();
    let mut found: Vec<(u32, u32)> = found
        .filter_map(|(number, entry)| Some((truth(entry, terms, whole)?, number as u32)))
        .collect();
    found.sort_by_key(|(tier, number)| {
        let tier = if order == Order::Date { 0 } else { *tier };
        (tier, u32::MAX - number)
    });
    found.into_iter().map(|(_, number)| number).collect()
}

fn open(out: &Path) -> Engine<impl Fn(&str) -> Result<Vec<u8>, String> + '_> {
    Engine::open(|path: &str| fs::read(out.join(path)).map_err(|error| error.to_string())).unwrap()
}

fn found(
    engine: &Engine<impl Fn(&str) -> Result<Vec<u8>, String>>,
    query: &Query,
    order: Order,
) -> Vec<u32> {
    let hits = engine.search(query, order, 0, usize::MAX).unwrap();
    assert!(hits.is_exact && hits.total == hits.hits.len());
    hits.hits.iter().map(|hit| hit.number).collect()
}

/// The index number of a document of [`Site::document`], with the code of the body before it.
fn number(number: u32) -> String {
    format!("111409020123456714/{}", index_number(number))
}

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides.max(1)
    }
}

#[test]
fn results_are_those_that_contain_the_question_in_the_right_order() {
    let site = Site::new();
    let out = site.build_own();
    let (entries, engine) = (entries(&out), open(&out));
    assert!(entries.len() > 150 && engine.entries() as usize == entries.len());
    let mut dice = Dice(7);
    let mut piece = |length: usize| -> String {
        loop {
            let entry = &entries[dice.roll(entries.len())];
            let texts = [
                &entry.text,
                &entry.text,
                &entry.title,
                &entry.summary,
                &entry.keywords,
            ];
            let chars: Vec<char> = texts[dice.roll(texts.len())].chars().collect();
            if chars.len() < length {
                continue;
            }
            let start = dice.roll(chars.len() - length + 1);
            let piece: String = chars[start..start + length].iter().collect();
            // A blank or a quote would be read as more than one term.
            if !fold(&piece).contains([' ', '"', '\n']) {
                return piece;
            }
        }
    };
    for round in 0..600 {
        let length = round % 8 + 1;
        let (a, b) = (piece(length), piece(2));
        for (question, terms) in [
            (a.clone(), vec![fold(&a)]),
            (format!("“{a}”　{b}"), vec![fold(&a), fold(&b)]),
        ] {
            let whole = fold(&question).replace([' ', '"'], "");
            let query = Query::new(&question);
            for order in [Order::Relevance, Order::Date] {
                let wanted = expected(&entries, &terms, &whole, order);
                assert_eq!(found(&engine, &query, order), wanted, "{question}");
            }
        }
        assert!(!found(&engine, &Query::new(&a), Order::Date).is_empty());
    }
}

#[test]
fn numbers_titles_and_other_scripts_are_found_however_they_are_typed() {
    let site = Site::new();
    site.document(
        "content/通知公告/甲.md",
        1,
        "发文字号: 旭街办发〔2026〕3号\n",
        "# 第一节\n\n關係國家標準的說明，传真0350-123。ＡＢＣ、“三公”经费。\n",
    );
    site.document("content/通知公告/乙.md", 2, "", "第一节在正文里。\n");
    site.must_build();
    let out = site.out();
    let engine = open(&out);
    let first = |question: &str| {
        let hits = engine
            .search(&Query::new(question), Order::Relevance, 0, 1)
            .unwrap();
        hits.hits.first().map(|hit| hit.entry.index_no.clone())
    };
    for question in [
        "旭街办发〔2026〕3号",
        "旭街办发[2026]3号",
        "旭街办发（2026）3號",
        "【２０２６】３号",
        "关系国家标准的说明",
        "關係國家",
        "abc",
        "第一节",
        "“三公”经费",
        "0350-123",
        "傳",
    ] {
        assert_eq!(first(question), Some(number(1)), "{question}");
    }
    assert_eq!(first(&index_number(2)), Some(number(2)));
    assert_eq!(first("没有这样的话"), None);
    for nothing in ["", "  ", "\"\"", "\u{200b}"] {
        assert_eq!(first(nothing), None);
    }
    let limited = |facet: Facet| {
        let query = Query::new("第一节").with(facet);
        engine
            .search(&query, Order::Relevance, 0, 9)
            .unwrap()
            .hits
            .len()
    };
    assert_eq!(limited(Facet::Column("通知公告".to_owned())), 2);
    assert_eq!(limited(Facet::Column("政策文件".to_owned())), 0);
    assert_eq!(limited(Facet::Year("1999".to_owned())), 0);
}

#[test]
fn a_damaged_index_is_told_by_the_name_of_the_file() {
    let site = Site::new();
    site.document("content/通知公告/甲.md", 1, "", "正文。\n");
    site.must_build();
    let check = || {
        let output = site.run(&["check", "--format", "json", "--as-of", AS_OF]);
        let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let found = json["diagnostics"].as_array().unwrap().iter();
        let found = found.filter(|found| found["rule"] == "damaged-search-index");
        let paths = found.map(|found| found["path"].as_str().unwrap().to_owned());
        paths.collect::<Vec<_>>()
    };
    assert_eq!(check(), Vec::<String>::new());
    let shard = fs::read_dir(site.out().join("search/s"))
        .unwrap()
        .next()
        .unwrap()
        .unwrap();
    let shard = format!("search/s/{}", shard.file_name().to_string_lossy());
    let pack = fs::read_dir(site.out().join("search/p"))
        .unwrap()
        .next()
        .unwrap()
        .unwrap();
    let pack = format!("search/p/{}", pack.file_name().to_string_lossy());
    for path in [
        shard.as_str(),
        pack.as_str(),
        "search/index.js",
        "search/traditional.js",
        "search/checksums.json",
    ] {
        let file = site.out().join(path);
        let whole = fs::read(&file).unwrap();
        let mut changed = whole.clone();
        changed[whole.len() / 2] ^= 1;
        let half = whole[..whole.len() / 2].to_vec();
        for damaged in [changed, half, Vec::new()] {
            // Files of two builds may be one file: what is written over is a copy.
            fs::remove_file(&file).unwrap();
            fs::write(&file, damaged).unwrap();
            let told = check();
            let is_named = told.iter().any(|told| told == path);
            assert!(
                is_named || path.ends_with("checksums.json") && !told.is_empty(),
                "{path}: {told:?}"
            );
        }
        fs::remove_file(&file).unwrap();
        assert!(check().iter().any(|told| told == path), "{path} is gone");
        fs::write(&file, whole).unwrap();
    }
    assert_eq!(check(), Vec::<String>::new());
    // A page that was taken away by hand leaves its text behind.
    let page = crate::site::files(&site.out())
        .into_keys()
        .find(|path| path.ends_with("/jia.html"));
    fs::remove_file(site.out().join(page.unwrap())).unwrap();
    let told = check();
    assert!(
        told.len() == 1 && told[0].starts_with("search/p/"),
        "{told:?}"
    );
}

#[test]
fn the_command_line_answers() {
    let site = Site::new();
    site.document("content/通知公告/甲.md", 1, "", "临时救助的正文。\n");
    site.must_build();
    let out = site.out();
    let search = |more: &[&str]| {
        let mut arguments = vec!["search", "--site", out.to_str().unwrap()];
        arguments.extend(more);
        site.run(&arguments)
    };
    let output = search(&["临时救助的", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(json[0]["index_no"], number(1).as_str());
    assert_eq!(json[0]["excerpt"], "临时救助的正文。");
    let text = search(&["临时救助的", "--sort", "date"]).stdout;
    assert!(String::from_utf8(text).unwrap().contains("找到 1 条"));
    let text = search(&["临时救助的", "--year", "1999"]).stdout;
    assert!(String::from_utf8(text).unwrap().contains("找到 0 条"));
    site.put("问.txt", "临时\n救助的正\n无此");
    let file = site.path().join("问.txt");
    let output = search(&["--queries", file.to_str().unwrap(), "--format", "json"]);
    let lines = String::from_utf8(output.stdout).unwrap();
    assert_eq!(lines.lines().count(), 3);
    assert_eq!(lines.lines().last(), Some("[]"));
    let nowhere = site.run(&["search", "甲", "--site", "无此文件夹"]);
    assert_eq!(nowhere.status.code(), Some(2));
    assert!(
        String::from_utf8(nowhere.stderr)
            .unwrap()
            .contains("gongkai build")
    );
}
