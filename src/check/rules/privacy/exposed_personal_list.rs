use std::collections::BTreeMap;

use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    diagnostic::Severity,
    model::{Page, Site},
    parse::{Body, Contents},
    source::{SourceFile, Span},
    standard::{Vocabulary, is_bank_card, is_id_number},
};

use super::{
    super::attachment::{Attachments, file_name},
    cell_place, digits, reaches_residents,
};

declare_rule! {
    /// 查出把姓名和证件号、住址、病情、残疾类别、银行账号列在一起的名单。
    ///
    /// ## 为什么
    ///
    /// 公示低保、救助、补贴的名单，姓名之外的证件号、详细住址、病情、残疾类别属于个人隐私（《条例》第十五条）。姓名或这一项已经遮掩（张某某、张*、1101****），以及住址只到村、社区的，不算。表格和 Excel、CSV、Word 附件都查；姓名只出现在图片里的看不出来。表头用了别的说法的，在 `标准.词表.姓名列的标题`（一字不差才算）、`标准.词表.证件号码列的标题`、`标准.词表.住址列的标题`、`标准.词表.健康状况列的标题`、`标准.词表.银行账户列的标题` 里加。
    ///
    /// ## 反例
    ///
    /// ```body
    /// | 姓名 | 家庭住址 | 金额 |
    /// |---|---|---|
    /// | 张示例 | 示例一村示例路3号院2单元 | 500元 |
    /// ```
    ///
    /// ## 正例
    ///
    /// ```body
    /// | 姓名 | 家庭住址 | 金额 |
    /// |---|---|---|
    /// | 张某某 | 示例一村 | 500元 |
    /// ```
    ExposedPersonalList {
        id: "exposed-personal-list", severity: Warning,
        requirements: ["TL-15"], since: "0.1.0"
    }
}

/// Content of a column of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Name,
    Identity,
    Address,
    Health,
    Account,
}

impl Column {
    fn is_name(header: &str, vocabulary: &Vocabulary) -> bool {
        vocabulary.name_headers.has(&bare(header))
    }

    /// Kind of a column, by the words of its header.
    fn of(header: &str, vocabulary: &Vocabulary) -> Option<Self> {
        if Self::is_name(header, vocabulary) {
            return Some(Self::Name);
        }
        let header = bare(header);
        let kinds = [
            (&vocabulary.identity_headers, Self::Identity),
            (&vocabulary.address_headers, Self::Address),
            (&vocabulary.health_headers, Self::Health),
            (&vocabulary.account_headers, Self::Account),
        ];
        let found = kinds.into_iter().find(|(words, _)| words.any_in(&header));
        found.map(|(_, kind)| kind)
    }

    /// Checks that a cell tells something that it should not.
    fn is_exposed(self, cell: &str) -> bool {
        let number = digits(cell);
        match self {
            Self::Name => is_whole_name(cell),
            _ if is_masked(cell) => false,
            // A number that holds is told by itself, where it stands.
            Self::Identity => number.len() >= 15 && !is_id_number(&number),
            Self::Account => number.len() >= 12 && !is_bank_card(&number),
            Self::Address => {
                cell.chars()
                    .any(|c| c.is_numeric() || matches!(c, '号' | '室'))
                    && cell.chars().count() > 4
            }
            Self::Health => {
                let cell =
                    cell.trim_matches(|c: char| c.is_whitespace() || c.is_ascii_punctuation());
                !matches!(
                    cell,
                    "" | "无" | "否" | "健康" | "良好" | "正常" | "—" | "——" | "／"
                )
            }
        }
    }
}

/// A header without marks, and without blanks, which are for looks.
fn bare(header: &str) -> String {
    header.replace(|c: char| c.is_whitespace() || matches!(c, '*' | '|'), "")
}

/// A list with a row that tells too much.
struct Exposed<P> {
    /// Header of the column.
    header: String,
    /// Number of rows that tell too much.
    rows: usize,
    /// Place of the first such row.
    place: P,
}

/// Goes down the rows of a table: the header first, wherever it stands.
fn exposed<'c, P: Copy>(
    rows: impl Iterator<Item = Vec<(u32, P, &'c str)>>,
    vocabulary: &Vocabulary,
) -> Option<Exposed<P>> {
    let mut columns: BTreeMap<u32, (Column, String)> = BTreeMap::new();
    let mut found: Option<Exposed<P>> = None;
    for row in rows {
        let is_name = |cell: &str| Column::is_name(cell, vocabulary);
        let may_be_header = row.iter().any(|(_, _, cell)| is_name(cell));
        let header: BTreeMap<u32, (Column, String)> = row
            .iter()
            .filter(|_| may_be_header)
            .filter_map(|(at, _, cell)| {
                let kind = Column::of(cell, vocabulary)?;
                Some((*at, (kind, cell.trim().to_owned())))
            })
            .collect();
        let has = |name: bool| {
            let mut kinds = header.values();
            kinds.any(|(kind, _)| (*kind == Column::Name) == name)
        };
        if has(true) && has(false) {
            columns = header;
            continue;
        }
        let of = |name: bool| {
            row.iter().find_map(|(at, place, cell)| {
                let (kind, header) = columns.get(at)?;
                let is_told = (*kind == Column::Name) == name && kind.is_exposed(cell);
                is_told.then_some((place, header))
            })
        };
        if let (Some(_), Some((place, header))) = (of(true), of(false)) {
            match &mut found {
                Some(found) => found.rows += 1,
                None => {
                    found = Some(Exposed {
                        header: header.clone(),
                        rows: 1,
                        place: *place,
                    });
                }
            }
        }
    }
    found
}

impl Rule for ExposedPersonalList {
    fn site(&self, site: &Site, sink: &mut Sink) {
        for column in &site.columns {
            in_body(site, &column.source.file, &column.source.body, sink);
        }
        let attachments = Attachments::new(site);
        let vocabulary = &site.config.standard.vocabulary;
        for (id, placed) in attachments.iter() {
            if let Some(found) = in_contents(&placed.contents, vocabulary) {
                let name = file_name(&placed.asset.path);
                let message = format!(
                    "附件“{name}”的名单把姓名和“{}”列在一起，{} 行没有遮掩，第一处在{}",
                    found.header, found.rows, found.place
                );
                attachments.tell(id, told(message), sink);
            }
        }
    }

    fn document(&self, site: &Site, page: &Page, sink: &mut Sink) {
        if reaches_residents(page) {
            in_body(site, &page.document.file, &page.document.body, sink);
        }
    }
}

fn told(message: String) -> Finding {
    let help = "删去这一列，或遮掩姓名（张某某）和这一项；公示只写到能核对的程度，住址写到村、社区";
    Finding::new(message, help).severity(Severity::Warning)
}

fn in_body(site: &Site, file: &SourceFile, body: &Body, sink: &mut Sink) {
    for table in &body.tables {
        let rows = table.rows.iter().map(|row| {
            let cells = row.iter().enumerate();
            cells
                .map(|(at, span)| (at as u32, *span, words(file, *span)))
                .collect()
        });
        if let Some(found) = exposed(rows, &site.config.standard.vocabulary) {
            let message = format!(
                "名单把姓名和“{}”列在一起，{} 行没有遮掩",
                found.header.trim_matches('*'),
                found.rows
            );
            sink.add(&file.path, told(message).at(found.place));
        }
    }
}

fn words(file: &SourceFile, span: Span) -> &str {
    let text = file.text.get(span.start..span.end).unwrap_or_default();
    text.trim_matches(|c: char| c.is_whitespace() || c == '|')
}

/// The rows of all tables of an attachment, as the places of its passages tell them.
fn in_contents<'c>(contents: &'c Contents, vocabulary: &Vocabulary) -> Option<Exposed<&'c str>> {
    let mut cells = contents
        .passages
        .iter()
        .filter_map(|passage| Some((cell_place(&passage.place)?, passage)))
        .peekable();
    let mut found: Option<Exposed<&str>> = None;
    // A list does not go on from one sheet to the next.
    while let Some((place, _)) = cells.peek() {
        let current = place.sheet;
        let rows = std::iter::from_fn(|| {
            let row = cells
                .peek()
                .filter(|(place, _)| place.sheet == current)?
                .0
                .row;
            let mut cells_of_row = Vec::new();
            while let Some((place, passage)) =
                cells.next_if(|(place, _)| place.sheet == current && place.row == row)
            {
                cells_of_row.push((place.column, passage.place.as_str(), passage.text.as_str()));
            }
            Some(cells_of_row)
        });
        if let Some(more) = exposed(rows, vocabulary) {
            match &mut found {
                Some(found) => found.rows += more.rows,
                None => found = Some(more),
            }
        }
    }
    found
}

/// Recognises a name in full: two to four characters, or a longer one with a dot.
fn is_whole_name(cell: &str) -> bool {
    let name: Vec<char> = cell.chars().filter(|c| !c.is_whitespace()).collect();
    let is_han = |c: &char| ('\u{4e00}'..='\u{9fff}').contains(c);
    !is_masked(cell)
        && (2..=15).contains(&name.len())
        && name.iter().all(|c| is_han(c) || matches!(c, '·' | '•'))
        && !matches!(cell.trim(), "合计" | "总计" | "小计" | "姓名" | "略")
}

/// Checks that something in a cell is covered.
fn is_masked(cell: &str) -> bool {
    cell.contains(['*', '＊', '×', '某', '●', '○', '■', '█', '□'])
        || cell.to_ascii_lowercase().contains("xx")
        || cell.contains("ＸＸ")
}

#[cfg(test)]
mod tests {
    use crate::parse::Passage;

    use super::*;

    fn rows(text: &str) -> Option<(String, usize, String)> {
        let passages = text
            .lines()
            .filter_map(|line| line.split_once('='))
            .map(|(place, text)| Passage {
                place: place.to_owned(),
                text: text.to_owned(),
                is_hidden: false,
            })
            .collect();
        let contents = Contents {
            passages,
            ..Contents::default()
        };
        in_contents(&contents, &Vocabulary::builtin())
            .map(|found| (found.header, found.rows, found.place.to_owned()))
    }

    #[test]
    fn lists_in_workbooks_are_seen() {
        let list = "文档属性 作者=张三\n\
             工作表“名单”A1=低保公示名单\n\
             工作表“名单”A2=姓名\n工作表“名单”B2=残疾类别\n工作表“名单”C2=金额\n\
             工作表“名单”A3=李示例\n工作表“名单”B3=肢体\n工作表“名单”C3=500\n\
             工作表“名单”A4=王示例\n工作表“名单”B4=视力\n";
        let place = "工作表“名单”B3".to_owned();
        assert_eq!(rows(list), Some(("残疾类别".to_owned(), 2, place)));
        let csv = "第 1 行第 1 列=姓名\n第 1 行第 2 列=身份证号\n\
             第 2 行第 1 列=李示例\n第 2 行第 2 列=140902194912310021\n";
        let place = "第 2 行第 2 列".to_owned();
        assert_eq!(rows(csv), Some(("身份证号".to_owned(), 1, place)));
    }

    #[test]
    fn lists_that_tell_little_pass() {
        for list in [
            "第 1 行第 1 列=姓名\n第 1 行第 2 列=职务\n第 2 行第 1 列=李示例\n第 2 行第 2 列=主任\n",
            "第 1 行第 1 列=姓名\n第 1 行第 2 列=身份证号\n第 2 行第 1 列=李示例\n第 2 行第 2 列=1409********0021\n",
            "第 1 行第 1 列=姓名\n第 1 行第 2 列=病情\n第 2 行第 1 列=李某某\n第 2 行第 2 列=肺炎\n",
            "第 1 行第 1 列=姓名\n第 1 行第 2 列=家庭住址\n第 2 行第 1 列=李示例\n第 2 行第 2 列=示例一村\n",
            "第 1 行第 1 列=姓名\n第 1 行第 2 列=残疾类别\n第 2 行第 1 列=李示例\n第 2 行第 2 列=无\n",
            "第 1 行第 1 列=姓名\n第 1 行第 2 列=家庭住址\n第 2 行第 1 列=（签名）\n",
            "工作表“甲”A1=姓名\n工作表“甲”B1=病情\n工作表“乙”A2=李示例\n工作表“乙”B2=肺炎\n",
        ] {
            assert_eq!(rows(list), None, "{list}");
        }
    }

    #[test]
    fn places_of_cells_are_read() {
        let read = |place| cell_place(place).map(|cell| (cell.row, cell.column));
        assert_eq!(read("工作表“表1”AB12"), Some((12, 28)));
        assert_eq!(read("隐藏工作表“表1”隐藏行3 B3"), Some((3, 2)));
        assert_eq!(read("第 1 个表格第 3 行第 2 列"), Some((3, 2)));
        for place in [
            "工作表“表1”页眉页脚",
            "第 3 段",
            "批注 1",
            "工作表“表1”B3 批注",
            "文档属性 作者",
        ] {
            assert_eq!(read(place), None, "{place}");
        }
    }
}
