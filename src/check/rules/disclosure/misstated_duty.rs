use crate::{
    check::{
        Finding, Rule, Sink,
        facts::{
            limits,
            line::{self, Line},
        },
        rule::declare_rule,
        rules::attachment::Attachments,
    },
    config::OWN_WORDS,
    diagnostic::Severity,
    model::{Page, Site},
    source::Span,
    standard::{
        Bound, Scope, Stated, Statement,
        view::{ColumnKind, Org},
    },
};

use super::{PlacedText, has_any, record_texts};

declare_rule! {
    /// 查出写得和现行规定不一样的法定要求：期限、收费、救济、程序、条号。
    ///
    /// ## 为什么
    ///
    /// 指南、制度、问答、培训材料里的一句话写错，经办人照着办错，申请人照着误了期限：不予公开的应当先申请行政复议，写成可以直接起诉，申请人就会白跑一趟法院。查正文、数据和附件；引文、讲旧规定的句子不查。
    ///
    /// ## 反例
    ///
    /// ```append content/政府信息公开指南/_index.md
    ///
    /// 第三方逾期未提出意见的，视为同意公开。
    /// ```
    ///
    /// ## 正例
    ///
    /// ```append content/政府信息公开指南/_index.md
    ///
    /// 第三方逾期未提出意见的，由本机关依照《条例》的规定决定是否公开；共同制作机关逾期未提出意见的，视为同意公开。
    /// ```
    MisstatedDuty {
        id: "misstated-duty", severity: Warning,
        requirements: [
            "TL-12-3", "TL-16", "TL-17", "TL-18", "TL-19/20", "TL-21", "TL-26", "TL-29-1", "TL-29-2", "TL-30", "TL-31",
            "TL-32/34", "TL-33", "TL-42", "TL-49", "TL-50", "TL-51/47", "TL-53", "AR-5", "JD-9", "PT-9", "SD-1", "SD-3", "SD-4", "CAT-7",
        ],
        since: "0.1.0",
    }
}

impl Rule for MisstatedDuty {
    fn site(&self, site: &Site, sink: &mut Sink) {
        for column in &site.columns {
            let source = &column.source;
            let ground = Ground::of(site, column.kind, &column.title);
            let body = source.file.text.get(source.body.start..);
            let body = body.unwrap_or_default();
            ground.judge(body, source.body.start, None, &mut |finding| {
                sink.add(&source.file.path, finding);
            });
            let mut values = Vec::new();
            if let Some(data) = &column.data {
                record_texts(&column.data_path(), data, &mut values);
            }
            for PlacedText { path, span, text } in values {
                ground.judge(text, 0, Some(span), &mut |finding| sink.add(&path, finding));
            }
        }
        let attachments = Attachments::new(site);
        for (id, placed) in attachments.iter() {
            let owner = placed.owner.and_then(|owner| site.pages.get(owner));
            let (kind, title) = owner.map_or((ColumnKind::News, ""), |page| {
                (site.columns[page.column].kind, page.document.title.as_str())
            });
            let ground = Ground {
                is_read_elsewhere: false,
                ..Ground::of(site, kind, title)
            };
            let passages = placed.contents.passages.iter();
            let text: Vec<&str> = passages.map(|passage| passage.text.as_str()).collect();
            ground.judge(
                &text.join("\n"),
                0,
                Some(Span::default()),
                &mut |mut finding| {
                    finding.message = format!("附件里{}", finding.message);
                    attachments.tell(id, finding, sink);
                },
            );
        }
    }

    fn document(&self, site: &Site, page: &Page, sink: &mut Sink) {
        if !page.is_published {
            return;
        }
        let document = &page.document;
        let ground = Ground::of(site, site.columns[page.column].kind, &document.title);
        let body = document.file.text.get(document.body.start..);
        let body = body.unwrap_or_default();
        ground.judge(body, document.body.start, None, &mut |finding| {
            sink.add(&document.file.path, finding);
        });
    }
}

/// Kind of text that statements are looked for in.
#[derive(Clone, Copy)]
struct Ground<'s> {
    site: &'s Site,
    kind: ColumnKind,
    title: &'s str,
    is_disclosure: bool,
    /// True if the rule on time limits reads it too.
    is_read_elsewhere: bool,
}

impl<'s> Ground<'s> {
    fn of(site: &'s Site, kind: ColumnKind, title: &'s str) -> Self {
        use ColumnKind::{
            AnnualReports, Application, Assessment, Catalog, Guide, Ledger, Systems, Training,
        };
        let is_home = matches!(
            kind,
            AnnualReports
                | Application
                | Assessment
                | Catalog
                | Guide
                | Ledger
                | Systems
                | Training
        );
        let is_read_elsewhere = matches!(kind, Guide | Application)
            || kind == Systems && has_any(title, &["依申请公开", "公开申请"]);
        Self {
            site,
            kind,
            title,
            is_disclosure: is_home || title.contains("公开"),
            is_read_elsewhere,
        }
    }

    fn is_in(&self, scope: Scope) -> bool {
        use ColumnKind::{AnnualReports, Application, Guide, Systems};
        match scope {
            Scope::All => true,
            Scope::Disclosure => self.is_disclosure,
            Scope::Application => {
                matches!(self.kind, Guide | Application | Systems)
                    || has_any(self.title, &["信息公开", "依申请"])
            }
            Scope::Report => self.kind == AnnualReports || self.title.contains("年度报告"),
            Scope::Regulation => self.title.contains("政府信息公开条例"),
            Scope::Office => {
                let name = self
                    .site
                    .config
                    .settings()
                    .org()
                    .and(Org::name)
                    .or_default();
                let is_government = ["县人民政府", "区人民政府", "市人民政府", "省人民政府"];
                self.is_disclosure && !is_government.iter().any(|end| name.ends_with(end))
            }
            Scope::Settled => {
                self.kind != ColumnKind::Consultations
                    && !has_any(self.title, &["征求", "征集", "草案", "意见稿"])
            }
            Scope::Assessment => {
                self.is_disclosure || has_any(self.title, &["考核", "通报", "要点"])
            }
        }
    }

    /// Judges a text that stands at a place of its file; `whole` is the place of all findings where
    /// the text has none of its own.
    fn judge(&self, text: &str, start: usize, whole: Option<Span>, tell: &mut impl FnMut(Finding)) {
        let statements = &self.site.config.standard.statements;
        let is_special = Scope::SPECIAL.iter().any(|scope| self.is_in(*scope));
        // Where only few statements may be, the lines are passed over that have nothing of them.
        let mut next = Some(0);
        for (at, written) in line::lines(text, start) {
            let from = at - start;
            if !is_special && next.is_some_and(|next| next <= from) {
                let found = statements.first_general(&text[from..]);
                next = found.map(|found| from + found);
            }
            let Some(first) = next else { return };
            let Some(words) = written.get(first.saturating_sub(from)..) else {
                continue;
            };
            let hinted: Vec<&Statement> = statements
                .hinted(words)
                .into_iter()
                .filter(|statement| self.is_in(statement.scope))
                .filter(|statement| !(statement.is_elsewhere && self.is_read_elsewhere))
                .collect();
            if hinted.is_empty() {
                continue;
            }
            let line = Line::read(written, at);
            let mut told: Vec<&str> = Vec::new();
            for statement in hinted {
                // One thing may be said in several ways.
                if told.contains(&statement.name.as_str()) {
                    continue;
                }
                let found = if statement.is_of_lines {
                    self.stated(statement, &line.text).map(|stated| (0, stated))
                } else {
                    line.sentences().find_map(|(at, sentence)| {
                        self.stated(statement, sentence).map(|stated| (at, stated))
                    })
                };
                let Some((at, stated)) = found else { continue };
                if statement.is_made_good(text) {
                    continue;
                }
                told.push(&statement.name);
                let (from, to) = (at + stated.start, at + stated.end);
                let span = whole.unwrap_or_else(|| line.span(from, to));
                tell(finding(statement, &line.text[from..to]).at(span));
            }
        }
    }

    /// The statement in a sentence, where it is wrong there.
    fn stated<'t>(&self, statement: &Statement, sentence: &'t str) -> Option<Stated<'t>> {
        const HISTORY: [&str; 8] = [
            "旧条例",
            "原条例",
            "修订前",
            "修改前",
            "原规定",
            "曾规定",
            "已废止",
            "旧规定",
        ];
        let stated = statement.find(sentence)?;
        if has_any(sentence, &HISTORY) {
            return None;
        }
        let number = || limits::numbers(stated.number?).next().map(|one| one.value);
        let is_wrong = match &statement.bound {
            Bound::None => !statement.names_superior || self.is_foreign(stated.body?),
            Bound::Most(most) => number()? > *most,
            Bound::Least(least) => number()? < *least,
            Bound::Exactly(right) => !right.contains(&number()?),
        };
        is_wrong.then_some(stated)
    }

    /// True for a body that cannot be the one above this office.
    fn is_foreign(&self, body: &str) -> bool {
        let org = self.site.config.settings().org();
        let (name, short) = (org.and(Org::name).or_default(), org.and(Org::short_name));
        let is_own = OWN_WORDS.iter().any(|(_, word)| *word == body)
            || !name.is_empty() && body.ends_with(name)
            || short.get().is_some_and(|short| body == short);
        let above = org.and(Org::parent_name).or_default();
        let above = above.split(['（', '(']).next().unwrap_or_default();
        let has_government = above.ends_with("政府") && body.ends_with("政府");
        // `上一级人民政府`, `本级人民政府` are no names.
        let is_named = !has_any(body, &["上一级", "本级", "上级", "同级", "所属", "有关"]);
        let is_above = body.contains(above) || above.ends_with(body);
        is_own || has_government && is_named && !is_above
    }
}

fn finding(statement: &Statement, words: &str) -> Finding {
    let shown: String = words.chars().take(40).collect();
    let finding = Finding::new(
        format!("“{shown}”与现行规定不符（{}）", statement.name),
        format!("改正：{}", statement.right),
    );
    let finding = finding
        .of(&statement.requirement)
        .clause_if(statement.clause.as_deref());
    // A pattern may be wrong about a sentence, and no build is to fail for that.
    finding.severity(statement.severity.unwrap_or(Severity::Warning))
}
