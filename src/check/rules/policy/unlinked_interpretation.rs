use std::collections::BTreeSet;

use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    model::{Page, PageId, Resolved, Site, Target},
    source::{Span, lines},
    standard::view::ColumnKind,
};

declare_rule! {
    /// 查出正文链接了政策文件、却没有写“解读对象”的解读。
    ///
    /// ## 为什么
    ///
    /// 文件页和解读页的相互链接由“解读对象”生成；没有它，文件页上就没有解读。正文只链接了一份政策文件的，`check --fix` 会把它写进文件头；链接了几份的分不清解读的是哪一份，由 missing-field 提醒。
    ///
    /// ## 反例
    ///
    /// ```diff content/政策解读/公示栏管理办法解读/index.md
    /// -解读对象: [政策文件/公示栏管理办法.md]
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff content/政策解读/公示栏管理办法解读/index.md
    ///  解读对象: [政策文件/公示栏管理办法.md]
    /// ```
    UnlinkedInterpretation {
        id: "unlinked-interpretation", severity: Error,
        requirements: ["JD-7"], since: "0.1.0"
    }
}

impl Rule for UnlinkedInterpretation {
    fn document(&self, site: &Site, page: &Page, sink: &mut Sink) {
        let meta = page.document.meta();
        if !site.has_in(page, ColumnKind::Interpretations) || !meta.interprets().is_absent() {
            return;
        }
        let linked: BTreeSet<PageId> = page
            .links
            .iter()
            .filter_map(|link| match link {
                Resolved::Target(Target::Page(id))
                    if site.has_in(&site.pages[*id], ColumnKind::Policies) =>
                {
                    Some(*id)
                }
                _ => None,
            })
            .collect();
        let (Some(id), 1) = (linked.first(), linked.len()) else {
            return;
        };
        let original = &site.pages[*id].document;
        let message = format!("正文链接了《{}》，没有写“解读对象”", original.title);
        let key = original
            .file
            .path
            .strip_prefix("content/")
            .unwrap_or(&original.file.path);
        let line = format!("解读对象: [\"{key}\"]");
        let finding = Finding::new(message, format!("在文件头写 {line}"))
            .at(meta.title().span())
            .related(
                &original.file.path,
                original.meta().title().span(),
                "链接的政策文件",
            );
        // Only a path that needs no escaping is written without asking.
        let is_plain = !key.contains(['"', '\\']);
        let place = field_place(&page.document.file.text).filter(|_| is_plain);
        sink.add(
            &page.document.file.path,
            match place {
                Some(FieldPlace::Blank(span)) => finding.fix(span, line),
                Some(FieldPlace::End(at)) => finding.fix(Span::new(at, at), format!("{line}\n")),
                None => finding,
            },
        );
    }
}

/// Place at which a field can be put into the front matter.
#[derive(Debug, PartialEq, Eq)]
enum FieldPlace {
    /// The line of the field, which is there without a value.
    Blank(Span),
    /// Right before the line that closes the front matter.
    End(usize),
}

fn field_place(text: &str) -> Option<FieldPlace> {
    for (number, (at, line)) in lines(text).enumerate() {
        let words = line.trim_end();
        if number > 0 && words == "---" {
            return Some(FieldPlace::End(at));
        }
        let (key, value) = words.split_once(':').unwrap_or((words, "x"));
        if matches!(key, "解读对象" | "interprets") {
            let span = Span::new(at, at + words.len());
            return value.trim().is_empty().then_some(FieldPlace::Blank(span));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_field_goes_where_it_belongs() {
        assert_eq!(
            field_place("---\n标题: 甲\n---\n正文"),
            Some(FieldPlace::End("---\n标题: 甲\n".len()))
        );
        assert_eq!(
            field_place("---\n解读对象:\n标题: 甲\n---\n"),
            Some(FieldPlace::Blank(Span::new(4, 4 + "解读对象:".len())))
        );
        assert_eq!(field_place("---\n解读对象: [甲]\n---\n"), None);
        assert_eq!(field_place("---\n标题: 甲\n"), None);
    }
}
