use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    model::{Page, PageId, Relation, Resolved, Site},
    standard::view::Validity,
};

declare_rule! {
    /// 查出与废止、修改关系不符的有效性。
    ///
    /// ## 为什么
    ///
    /// 文件被修改、废止的，要在原文件上标明，并链到作出决定的文件。另一份文件写着废止或修改它，它自己还写“有效”的，`check --fix` 会改；写了“废止”“已修改”而没有文件说是由谁作出的，读者无从核对。由外单位的文件废止、正文已经链接到该文件的，不报。
    ///
    /// ## 反例
    ///
    /// ```diff content/政策文件/清雪通知.md
    /// -解读: 否
    /// +废止: [政策文件/公示栏管理办法.md]
    /// +解读: 否
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff content/政策文件/清雪通知.md
    /// -解读: 否
    /// +废止: [政策文件/公示栏管理办法.md]
    /// +解读: 否
    /// ```
    ///
    /// ```diff content/政策文件/公示栏管理办法.md
    /// -有效性: 有效
    /// +有效性: 废止
    /// ```
    StaleValidity {
        id: "stale-validity", severity: Error,
        requirements: ["WD-14", "NF-4", "NF-6"], since: "0.1.0"
    }
}

impl Rule for StaleValidity {
    fn document(&self, site: &Site, page: &Page, sink: &mut Sink) {
        let meta = page.document.meta();
        let validity = meta.validity().given().filter(|_| page.is_published);
        let Some((validity, place)) = validity else {
            return;
        };
        let by = |wanted: Relation| -> Option<PageId> {
            let mut relations = page.relations.iter();
            relations.find_map(|(relation, id)| (*relation == wanted).then_some(*id))
        };
        let (repealed, amended) = (by(Relation::RepealedBy), by(Relation::AmendedBy));
        let path = &page.document.file.path;
        let stale = match (validity, repealed, amended) {
            (Validity::Valid | Validity::Amended, Some(by), _) => Some((Validity::Repealed, by)),
            (Validity::Valid, None, Some(by)) => Some((Validity::Amended, by)),
            _ => None,
        };
        let word = validity.word();
        if let Some((right, by)) = stale {
            let (other, right) = (&site.pages[by].document, right.word());
            let message = format!(
                "已由《{}》{}，有效性仍写“{word}”",
                other.title,
                right.trim_start_matches('已')
            );
            let finding = Finding::new(message, format!("有效性改为“{right}”"))
                .of("WD-14")
                .of("NF-4")
                .at(place)
                .related(
                    &other.file.path,
                    other.meta().title().span(),
                    "作出决定的文件",
                );
            let written = page.document.file.text.get(place.start..place.end);
            let replacement = written.map(|written| written.replace(word, right));
            sink.add(
                path,
                match replacement {
                    Some(replacement) => finding.fix(place, replacement),
                    None => finding,
                },
            );
            return;
        }
        let (verb, has_decision) = match validity {
            Validity::Repealed => ("废止", repealed.is_some()),
            Validity::Amended => ("修改", amended.is_some()),
            Validity::Valid | Validity::Expired => return,
        };
        let is_linked =
            page.links.contains(&Resolved::External) && page.document.body.html.contains(verb);
        if !has_decision && !is_linked {
            let message = format!("有效性写“{word}”，没有文件说明由谁{verb}");
            let help = format!(
                "在作出决定的文件里写“{verb}: [本文件的路径]”；由外单位的文件{verb}的，在正文开头写明并链接到该文件"
            );
            sink.add(path, Finding::new(message, help).of("NF-6").at(place));
        }
    }
}
