use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    model::Site,
    standard::view::Org,
};

use super::{format_of, numbers, own_format};

declare_rule! {
    /// 查出不合格式的索引号。
    ///
    /// ## 为什么
    ///
    /// 索引号是目录的主键，写法不一就排不了序、对不上号。默认认两种常见格式：9 位机构代码或者 18 位统一社会信用代码，斜杠，年份（信用代码后也可以是年月），短横，五位流水号。全国没有统一的编码规则，当地另有规定的，在 site.yaml 的“标准”里写“索引号格式”，例如 {代码}/{年}-{序号:5}：{代码} 是两种代码之一，{机构代码}、{信用代码} 只认一种，{年} {月} {日} {年月} 是日期，{序号:5} 是五位流水号，{数字:4} {字母:2} {字符} 是其他内容，其余的字照写，几种格式用 | 隔开。格式本身写错的，也由本规则指出。
    ///
    /// ## 反例
    ///
    /// ```fields
    /// 索引号: "111409020123456714/2026-100"
    /// ```
    ///
    /// ## 正例
    ///
    /// ```fields
    /// 索引号: "111409020123456714/2026-00100"
    /// ```
    MalformedIndexNumber { id: "malformed-index-number", severity: Error, requirements: ["IX-2", "IX-3"], since: "0.1.0" }
}

impl Rule for MalformedIndexNumber {
    fn site(&self, site: &Site, sink: &mut Sink) {
        let format = match format_of(site) {
            Ok(format) => format,
            Err(reason) => {
                let finding = Finding::new(
                    format!("索引号格式读不懂：{reason}"),
                    "照“{代码}/{年}-{序号:5}”的样子写，或者删去这一行用常见格式",
                );
                sink.add(&site.config.file.path, finding.at(own_format(site).span()));
                return;
            }
        };
        let example = format.example(site.config.org(Org::credit_code));
        for number in numbers(site) {
            if number.parts.is_some() {
                continue;
            }
            let code = number.text.split('/').next().unwrap_or_default();
            let requirement = if code.len() == 9 { "IX-2" } else { "IX-3" };
            let finding = Finding::new(
                format!("索引号“{}”不合格式", number.text),
                format!(
                    "照“{example}”的样子写；当地另有规则的，在 site.yaml 的“标准”里写“索引号格式”"
                ),
            );
            sink.add(
                &number.page.document.file.path,
                finding.of(requirement).at(number.span),
            );
        }
    }
}
