use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    model::{Page, Site},
    standard::view::Org,
};

declare_rule! {
    /// 查出只是重复标题、日期、机构，或者过长的内容概述。
    ///
    /// ## 为什么
    ///
    /// 《条例》第十二条要求目录写明内容概述，让人不点开就知道说什么；照抄标题等于没有写，整段正文又没法看。字数上限默认 300 字，可在“标准”的“阈值”里改。概述是否说清了内容，须由人看。等于没写的词不止这些的，在 `标准.词表.内容概述的空话` 里加。
    ///
    /// ## 反例
    ///
    /// ```fields
    /// 标题: 关于防汛值班的通知
    /// 内容概述: 旭来街街道办事处关于防汛值班的通知。
    /// ```
    ///
    /// ## 正例
    ///
    /// ```fields
    /// 标题: 关于防汛值班的通知
    /// 内容概述: 汛期值班的时间、人员安排和联系方式
    /// ```
    UnhelpfulAbstract { id: "unhelpful-abstract", severity: Warning, requirements: ["IX-7"], since: "0.1.0" }
}

/// The least number of characters that an abstract adds to what the catalogue says anyway.
const ADDED: usize = 4;
/// Greatest likeness of abstract and title that is allowed, from 0 to 1.
const ALIKE: f64 = 0.85;
impl Rule for UnhelpfulAbstract {
    fn document(&self, site: &Site, page: &Page, sink: &mut Sink) {
        let document = &page.document;
        let summary = document.meta().summary().given();
        let Some((text, span)) = summary.filter(|_| page.is_published) else {
            return;
        };
        let allowed = site.config.standard.figures.abstract_characters;
        let mut schema = site.config.standard.document.iter();
        let schema = schema.find(|field| &*field.alias == "abstract");
        // Past the schema's own limit, that is told already.
        let most = schema.and_then(|field| field.max).unwrap_or(f64::MAX);
        let length = text.chars().count() as f64;
        let path = &document.file.path;
        if length > allowed && length <= most {
            let message = format!("内容概述有 {length} 个字，超过 {allowed} 个字");
            let help = "用一两句话写明文件规定了什么、涉及谁";
            sink.add(path, Finding::new(message, help).at(span));
        } else if is_repetition(site, page, text) {
            let message = format!("内容概述“{text}”只是重复标题、日期或者机构");
            let help = "写明文件规定了什么、涉及谁、什么时候开始，不要照抄标题";
            sink.add(path, Finding::new(message, help).at(span));
        }
    }
}

/// Characters that say nothing by themselves.
const EMPTY: &str = "的了是为在年月日号第";

fn is_repetition(site: &Site, page: &Page, text: &str) -> bool {
    let meta = page.document.meta();
    let issuer = meta.issuer().or_default();
    let fillers = &site.config.standard.vocabulary.abstract_fillers;
    let is_empty = |c: char| EMPTY.contains(c) || fillers.all().any(|filler| filler.contains(c));
    // Nearly every abstract shows at once that it says something of its own.
    let said = [&page.document.title, issuer, site.config.org(Org::name)];
    let own = text.chars().filter(|c| {
        c.is_alphabetic() && !said.iter().any(|said| said.contains(*c)) && !is_empty(*c)
    });
    if own.take(ADDED).count() == ADDED {
        return false;
    }
    let (plain, title) = (letters(text), letters(&page.document.title));
    if title.contains(&plain) {
        return true;
    }
    let mut rest = plain.clone();
    let known = [
        title.clone(),
        letters(site.config.org(Org::name)),
        letters(site.config.org(Org::short_name)),
        letters(issuer),
        letters(meta.document_no().or_default()),
    ];
    for known in known.iter().filter(|known| !known.is_empty()) {
        rest = rest.replace(known.as_str(), "");
    }
    let adds = fillers
        .taken_from(rest)
        .chars()
        .filter(|c| !c.is_ascii_digit() && !is_empty(*c))
        .count();
    adds < ADDED || strsim::normalized_levenshtein(&plain, &title) > ALIKE
}

/// A text without blanks and punctuation.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}
