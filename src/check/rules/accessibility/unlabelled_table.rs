use crate::{
    check::{Built, Finding, Html, Rule, Sink, Tag, rule::declare_rule},
    model::{Page, Site},
    parse::{Body, Table},
    source::{SourceFile, Span},
};

use super::{column_bodies, tell_of_tag};

declare_rule! {
    /// 查出没有表头的表格，以及没写 scope 的表头。
    ///
    /// ## 为什么
    ///
    /// 读屏软件逐格读表，靠表头告诉听的人这一格是什么；表头空着，或者没写明是行的还是列的，听到的只是一串数字。
    ///
    /// ## 反例
    ///
    /// ```body
    /// |  |  |
    /// |---|---|
    /// | 值班电话 | 0350-0000001 |
    /// ```
    ///
    /// ## 正例
    ///
    /// ```body
    /// | 事项 | 电话 |
    /// |---|---|
    /// | 值班 | 0350-0000001 |
    /// ```
    UnlabelledTable { id: "unlabelled-table", severity: Warning, requirements: ["AX-8"], since: "0.1.0" }
}

impl Rule for UnlabelledTable {
    fn site(&self, site: &Site, sink: &mut Sink) {
        column_bodies(site).for_each(|(file, body)| check_tables(file, body, sink));
    }

    fn document(&self, _site: &Site, page: &Page, sink: &mut Sink) {
        if page.is_published {
            check_tables(&page.document.file, &page.document.body, sink);
        }
    }

    fn html(&self, built: &Built<'_>, html: &Html<'_>, sink: &mut Sink) {
        let Some(first) = html.places("table").next() else {
            return;
        };
        // Open tables, each with the first fault of its heads.
        let mut open: Vec<(&Tag<'_>, State)> = Vec::new();
        for tag in &html.tags()[first..] {
            if tag.is("table") && !tag.is_end {
                let is_layout = tag
                    .attribute("role")
                    .is_some_and(|role| role == "presentation" || role == "none");
                open.push((
                    tag,
                    if is_layout {
                        State::Fine
                    } else {
                        State::Headless
                    },
                ));
            } else if tag.is("table") {
                if let Some((table, state)) = open.pop() {
                    tell(built, html, table, state, sink);
                }
            } else if tag.is("th")
                && !tag.is_end
                && let Some((_, state)) = open.last_mut()
            {
                let has_scope = tag
                    .attribute("scope")
                    .is_some_and(|scope| !scope.is_empty());
                *state = match (*state, has_scope) {
                    (State::Headless, true) => State::Fine,
                    (State::Headless | State::Fine, false) => State::Vague,
                    (state, _) => state,
                };
            }
        }
    }
}

#[derive(Clone, Copy)]
enum State {
    Headless,
    Vague,
    Fine,
}

fn tell(built: &Built<'_>, html: &Html<'_>, table: &Tag<'_>, state: State, sink: &mut Sink) {
    let message = match state {
        State::Headless => "表格没有表头（<th>）",
        State::Vague => "表头（<th>）没有写 scope",
        State::Fine => return,
    };
    let help = "列的表头写 <th scope=\"col\">，行的表头写 <th scope=\"row\">；只为排版的表格写 role=\"presentation\"";
    tell_of_tag(built, html, table, sink, Finding::new(message, help));
}

fn check_tables(file: &SourceFile, body: &Body, sink: &mut Sink) {
    for table in &body.tables {
        if has_no_heads(file, table) {
            let finding = Finding::new("表格的表头是空的", "在第一行写出每一列的名称");
            sink.add(&file.path, finding.at(first_line(file, table.span)));
        }
    }
}

fn has_no_heads(file: &SourceFile, table: &Table) -> bool {
    let is_blank = |cell: &Span| {
        let text = file.text.get(cell.start..cell.end).unwrap_or_default();
        text.trim_matches(|c: char| c.is_whitespace() || c == '|')
            .is_empty()
    };
    table
        .rows
        .first()
        .is_some_and(|heads| heads.iter().all(is_blank))
}

fn first_line(file: &SourceFile, span: Span) -> Span {
    let text = file.text.get(span.start..span.end).unwrap_or_default();
    Span::new(
        span.start,
        span.start + text.find('\n').unwrap_or(text.len()),
    )
}
