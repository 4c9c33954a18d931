use crate::{
    check::{Built, Finding, Html, Rule, Sink, rule::declare_rule},
    model::{Resolved, Target},
    render::Job,
    source::Span,
};

use super::column_of;

declare_rule! {
    /// 查出太大的网页。
    ///
    /// ## 为什么
    ///
    /// 十五秒打不开的次数多了，网站会被单项否决；网页连同正文里的图片超过两兆字节（`标准.阈值.网页大小上限`），在乡镇的网络和旧手机上就难打开。网站能否访问须连续监测，这里只是提示。
    ///
    /// ## 反例
    ///
    /// ```md content/通知公告/现场.png encoding=huge
    /// ```
    ///
    /// ```body
    /// 汛期已到，各村、各站所从6月1日起二十四小时值班，值班人员不得离岗；遇有险情，立即向街道办事处报告。值班电话：0350-0000001。
    ///
    /// ![演练现场，值班人员正在检查排水泵](现场.png)
    /// ```
    ///
    /// ## 正例
    ///
    /// ```body
    /// 汛期已到，各村、各站所从6月1日起二十四小时值班，值班人员不得离岗；遇有险情，立即向街道办事处报告。值班电话：0350-0000001。
    /// ```
    HeavyPage {
        id: "heavy-page", severity: Info,
        requirements: ["VETO-2"], since: "0.1.0"
    }
}

impl Rule for HeavyPage {
    fn html(&self, built: &Built<'_>, html: &Html<'_>, sink: &mut Sink) {
        let site = built.site;
        let (body, links) = match html.job {
            Job::Document(id) => {
                let page = &site.pages[id];
                (Some(&page.document.body), page.links.as_slice())
            }
            job => {
                let column = column_of(job).map(|id| &site.columns[id]);
                let links = column.map_or(&[][..], |column| &column.links);
                (column.map(|column| &column.source.body), links)
            }
        };
        let shown = body.into_iter().flat_map(|body| &body.links).zip(links);
        let pictures = shown.filter_map(|(link, resolved)| match resolved {
            Resolved::Target(Target::Asset(id)) if link.is_picture => {
                Some(site.assets[*id].asset.size)
            }
            _ => None,
        });
        let kilobytes = (html.text.len() as u64 + pictures.sum::<u64>()) / 1024;
        let most = site.config.standard.figures.page_kilobytes as u64;
        if kilobytes <= most {
            return;
        }
        let message = format!("网页连同图片有 {kilobytes} KB，超过 {most} KB");
        let finding = Finding::new(message, "压缩图片，或者把长表格、大图放到附件里");
        if body.is_some() {
            sink.add(built.source(html.job), finding.at(Span::default()));
        } else {
            sink.add_everywhere(html.path, finding);
        }
    }
}
