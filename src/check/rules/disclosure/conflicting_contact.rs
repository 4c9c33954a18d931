use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::{
    check::{
        Finding, Rule, Sink,
        facts::{line::Line, pattern},
        rule::declare_rule,
    },
    diagnostic::Severity,
    model::{Column, Site},
    source::{SourceFile, Span},
    standard::view::{Application, BodyUnit, ColumnKind, Guide, Org, Units},
};

declare_rule! {
    /// 查出正文里和数据对不上的电话、地址和办公时间。
    ///
    /// ## 为什么
    ///
    /// 指南的数据改了，正文的表没有跟着改，群众照着旧电话打、照着旧地址去。查三处：各单位名称后面的电话，是不是机构职能、指南、联络表里它的电话；指南、依申请公开、机构职能三个栏目里的电话，在数据里有没有；这三个栏目的表里，和数据同名的一行写得是不是一样。
    ///
    /// ## 反例
    ///
    /// ```diff content/政府信息公开指南/_index.md
    /// -- 联系电话：0350-0000001
    /// +- 联系电话：0350-0000077
    /// ```
    ///
    /// ## 正例
    ///
    /// ```fields
    /// 标题: 关于防汛值班的通知
    /// ```
    ConflictingContact {
        id: "conflicting-contact", severity: Warning,
        requirements: ["TL-12-2", "TL-25", "TL-29-1", "TL-51/47", "WD-15"], since: "0.1.0",
    }
}

/// Columns whose telephones are all in their data.
const HOME: [ColumnKind; 3] = [
    ColumnKind::Guide,
    ColumnKind::Application,
    ColumnKind::Units,
];

impl Rule for ConflictingContact {
    fn site(&self, site: &Site, sink: &mut Sink) {
        let book = Book::of(site);
        for column in &site.columns {
            let source = &column.source;
            let start = source.body.start;
            let is_home = HOME.contains(&column.kind);
            book.in_text(&source.file, start, is_home, sink);
            if is_home {
                rows_against_data(column, sink);
            }
            for unit in column.units().into_iter().flat_map(Units::units) {
                let Some((phone, span)) = unit.phone().given() else {
                    continue;
                };
                if !phone.contains(|c: char| c.is_ascii_digit()) {
                    let message = format!("“{phone}”不是电话");
                    let help = "写这个机构对外公布的电话；没有专线的，写总机或者办公室的电话";
                    let finding = Finding::new(message, help)
                        .of("WD-15")
                        .severity(Severity::Warning);
                    sink.add(&column.data_path(), finding.at(span));
                }
            }
            for channel in column
                .application()
                .into_iter()
                .flat_map(Application::channels)
            {
                let (Some(method), Some((address, span))) =
                    (channel.method().get(), channel.address().given())
                else {
                    continue;
                };
                let is_online = ["互联网", "网上", "邮箱", "邮件", "网络"];
                let is_online = is_online.iter().any(|word| method.contains(word));
                if is_online && !address.contains(['@', '.', '/']) || address.contains('#') {
                    let message = format!("“{address}”不是邮箱，也不是网址");
                    let help = "写邮箱（gongkai@example.gov.cn）或者网址";
                    let finding = Finding::new(message, help)
                        .of("TL-29-1")
                        .severity(Severity::Warning);
                    sink.add(&column.data_path(), finding.at(span));
                }
            }
        }
        // The book is made once, and so the documents are looked at here.
        let pages = site.pages.par_iter().filter(|page| page.is_published);
        let found: Vec<Sink> = pages
            .map(|page| {
                let document = &page.document;
                let is_home = HOME.contains(&site.columns[page.column].kind)
                    || ["机关职能", "机构职能", "领导信息"]
                        .iter()
                        .any(|word| document.title.contains(word));
                let mut own = Sink::default();
                book.in_text(&document.file, document.body.start, is_home, &mut own);
                own
            })
            .collect();
        for own in found {
            sink.append(own);
        }
        book.in_settings(site, sink);
    }
}

pattern!(
    /// Telephone of a landline.
    TELEPHONE,
    "0[0-9]{2,3}[-—－]?[0-9]{7,8}"
);

/// Telephones of the units, as the data gives them.
struct Book {
    /// Names without that of the office before them, the longest first, each with its telephones.
    units: Vec<(String, BTreeSet<String>)>,
    all: BTreeSet<String>,
    has_data: bool,
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

impl Book {
    fn of(site: &Site) -> Self {
        let org = site.config.settings().org();
        let prefixes: Vec<&str> = [org.and(Org::name).get(), org.and(Org::short_name).get()]
            .into_iter()
            .flatten()
            .collect();
        let mut units: Vec<(String, BTreeSet<String>)> = Vec::new();
        let mut all = BTreeSet::new();
        let mut note = |name: &str, phone: &str| {
            let mut name = name.trim();
            for prefix in &prefixes {
                name = name.strip_prefix(prefix).unwrap_or(name);
            }
            let numbers = TELEPHONE
                .find_iter(phone)
                .map(|found| digits(found.as_str()));
            let numbers: BTreeSet<String> = numbers.collect();
            all.extend(numbers.iter().cloned());
            if name.chars().count() < 3 || numbers.is_empty() {
                return;
            }
            match units.iter_mut().find(|(known, _)| known == name) {
                Some((_, known)) => known.extend(numbers),
                None => units.push((name.to_owned(), numbers)),
            }
        };
        let mut has_data = false;
        for column in &site.columns {
            if let Some(data) = column.units() {
                has_data = true;
                for unit in data.units() {
                    note(unit.name().or_default(), unit.phone().or_default());
                }
            }
            if let Some(data) = column.contacts() {
                for unit in data.units() {
                    note(unit.name().or_default(), unit.phone().or_default());
                }
            }
            if let Some(data) = column.guide() {
                has_data = true;
                let own = data.body_unit();
                let name = own.and(BodyUnit::name).or_default();
                note(name, own.and(BodyUnit::phone).or_default());
                note("", own.and(BodyUnit::fax).or_default());
                for channel in data.supervision() {
                    note(channel.name().or_default(), channel.phone().or_default());
                }
            }
            if let Some(data) = column.application() {
                for channel in data.channels() {
                    note("", channel.address().or_default());
                    note("", channel.text().or_default());
                }
            }
        }
        units.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
        Self {
            units,
            all,
            has_data,
        }
    }

    fn in_text(&self, file: &SourceFile, start: usize, is_home: bool, sink: &mut Sink) {
        let body = file.text.get(start..).unwrap_or_default();
        // Few texts have any.
        if !self.has_data || !TELEPHONE.is_match(body) {
            return;
        }
        // Of a quotation too: a note below the text often stands in one.
        for (at, written) in crate::source::lines(body) {
            if !TELEPHONE.is_match(written) {
                continue;
            }
            let line = Line::read(written, start + at);
            for found in TELEPHONE.find_iter(&line.text) {
                let number = digits(found.as_str());
                let span = line.span(found.start(), found.end());
                let before = &line.text[..found.start()];
                if let Some((name, known)) = self.unit_before(before) {
                    if !known.contains(&number) {
                        let known: Vec<&str> = known.iter().map(String::as_str).collect();
                        let message = format!(
                            "“{name}”的电话写的是 {}，数据里是 {}",
                            found.as_str(),
                            known.join("、")
                        );
                        let help = "核实哪一个是对的，正文和数据改成一样";
                        let finding = Finding::new(message, help)
                            .of("WD-15")
                            .severity(Severity::Warning);
                        sink.add(&file.path, finding.at(span));
                    }
                } else if is_home && !self.all.contains(&number) {
                    let message = format!("电话 {} 在指南和机构职能的数据里没有", found.as_str());
                    let help = "核实电话：数据对的，改正文；正文对的，改数据";
                    let finding = Finding::new(message, help)
                        .of("TL-12-2")
                        .severity(Severity::Warning);
                    sink.add(&file.path, finding.at(span));
                }
            }
        }
    }

    /// The unit whose name stands right before a telephone.
    fn unit_before<'b>(&'b self, before: &str) -> Option<(&'b str, &'b BTreeSet<String>)> {
        const BETWEEN: &str = "：:（(，,电话联系咨询办公监督服务热线号码为是|请拨打致";
        let from = before.len().saturating_sub(60);
        let near = &before[before.ceil_char_boundary(from)..];
        let (name, known) = self
            .units
            .iter()
            .find(|(name, _)| near.contains(name.as_str()))?;
        let after = near.rsplit(name.as_str()).next().unwrap_or_default();
        // Only a few words that lead from a name to its number.
        let is_next = after.chars().count() < 10 && after.chars().all(|c| BETWEEN.contains(c));
        is_next.then_some((name.as_str(), known))
    }

    fn in_settings(&self, site: &Site, sink: &mut Sink) {
        let org = site.config.settings().org();
        for field in [org.and(Org::phone), org.and(Org::fax)] {
            let Some((text, span)) = field.given() else {
                continue;
            };
            let numbers = TELEPHONE
                .find_iter(text)
                .map(|found| digits(found.as_str()));
            let unknown = numbers.filter(|number| !self.all.contains(number));
            if self.has_data && unknown.count() > 0 {
                let message = format!("页脚的电话 {text} 在指南和机构职能的数据里没有");
                let help = "核实电话，site.yaml 和指南改成一样";
                let finding = Finding::new(message, help)
                    .of("WD-15")
                    .severity(Severity::Warning);
                sink.add(&site.config.file.path, finding.at(span));
            }
        }
    }
}

/// Value of a record under a name, and the requirement that it is of.
struct Entry<'s> {
    name: &'s str,
    value: &'s str,
    requirement: &'static str,
}

/// Letters and digits of a text, without what is marked as a sample.
fn essence(text: &str) -> String {
    let text = text.replace("示例）", "）").replace("（示例", "（");
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn rows_against_data(column: &Column, sink: &mut Sink) {
    let mut entries: Vec<Entry<'_>> = Vec::new();
    if let Some(data) = column.guide() {
        guide_entries(data, &mut entries);
    }
    if let Some(data) = column.application() {
        application_entries(data, &mut entries);
    }
    let file = &column.source.file;
    for table in &column.source.body.tables {
        for row in table.rows.iter().skip(1) {
            in_row(file, row, &entries, sink);
        }
    }
}

fn guide_entries<'s>(data: Guide<'s>, entries: &mut Vec<Entry<'s>>) {
    let own = data.body_unit();
    for (name, value) in [
        ("机构名称", own.and(BodyUnit::name)),
        ("办公地址", own.and(BodyUnit::address)),
        ("办公时间", own.and(BodyUnit::hours)),
        ("联系电话", own.and(BodyUnit::phone)),
        ("传真号码", own.and(BodyUnit::fax)),
        ("互联网联系方式", own.and(BodyUnit::internet)),
    ] {
        entries.extend(value.get().map(|value| Entry {
            name,
            value,
            requirement: "TL-12-2",
        }));
    }
    for place in data.reading_places() {
        let name = place.name().or_default();
        for value in [place.address(), place.hours()] {
            entries.extend(value.get().map(|value| Entry {
                name,
                value,
                requirement: "TL-25",
            }));
        }
    }
    for channel in data.supervision() {
        let name = channel.name().or_default();
        for value in [channel.phone(), channel.address()] {
            entries.extend(value.get().map(|value| Entry {
                name,
                value,
                requirement: "TL-51/47",
            }));
        }
    }
}

fn application_entries<'s>(data: Application<'s>, entries: &mut Vec<Entry<'s>>) {
    for channel in data.channels() {
        let name = channel.method().or_default();
        entries.extend(channel.address().get().map(|value| Entry {
            name,
            value,
            requirement: "TL-29-1",
        }));
    }
}

fn in_row(file: &SourceFile, row: &[Span], entries: &[Entry<'_>], sink: &mut Sink) {
    let cell = |span: &Span| {
        let text = file.text.get(span.start..span.end).unwrap_or_default();
        essence(&Line::read(text, 0).text)
    };
    let Some((first, rest)) = row.split_first() else {
        return;
    };
    let name = cell(first);
    let words: Vec<String> = rest.iter().map(cell).collect();
    let of_row: Vec<&Entry<'_>> = entries
        .iter()
        .filter(|entry| essence(entry.name) == name)
        .collect();
    for entry in of_row {
        let value = essence(entry.value);
        // A table may give less than the data; a cell that begins alike gives the same thing.
        let length = (value.chars().count() / 2).min(4);
        let begin: String = value.chars().take(length).collect();
        if !words.iter().any(|words| words.starts_with(&begin)) {
            continue;
        }
        let is_there = words.iter().any(|words| {
            words.contains(&value) || value.contains(words) && words.len() * 2 > value.len()
        });
        if is_there {
            continue;
        }
        let span = rest.last().copied().unwrap_or(*first);
        let message = format!(
            "“{}”写得和数据不一样，数据里是“{}”",
            entry.name, entry.value
        );
        let help = "核实哪一个是对的，正文和数据改成一样";
        let finding = Finding::new(message, help)
            .of(entry.requirement)
            .severity(Severity::Warning);
        sink.add(&file.path, finding.at(span));
    }
}
