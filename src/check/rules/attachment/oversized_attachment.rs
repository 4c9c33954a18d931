use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    model::Site,
    read::ATTACHMENT_LIMIT,
    source::file_name,
};

use super::{Attachments, megabytes};

declare_rule! {
    /// 查出过大的附件。
    ///
    /// ## 为什么
    ///
    /// 几十兆的附件在手机上下载不动，多是没有压缩的扫描图片。上限在 site.yaml 的 标准.阈值.附件大小上限 里改；大于 64 MB 的，程序不打开检查，有没有个人信息须由人看。
    ///
    /// ## 反例
    ///
    /// ```fields content/通知公告/例/index.md
    /// 附件:
    ///   - {文件: 宣传片.mp4, 名称: 防汛宣传片}
    /// ```
    ///
    /// ```build content/通知公告/例/宣传片.mp4
    /// 大小: 51 MB
    /// ```
    ///
    /// ## 正例
    ///
    /// ```fields content/通知公告/例/index.md
    /// 附件:
    ///   - {文件: 宣传片.mp4, 名称: 防汛宣传片}
    /// ```
    ///
    /// ```build content/通知公告/例/宣传片.mp4
    /// 大小: 1 MB
    /// ```
    OversizedAttachment {
        id: "oversized-attachment", severity: Warning, since: "0.1.0"
    }
}

impl Rule for OversizedAttachment {
    fn site(&self, site: &Site, sink: &mut Sink) {
        let attachments = Attachments::new(site);
        let limit = site.config.standard.figures.attachment_megabytes;
        for (id, placed) in attachments.iter() {
            let size = placed.asset.size;
            let is_over = size as f64 > limit * f64::from(1 << 20);
            let is_unseen = size > ATTACHMENT_LIMIT;
            if !is_over && !is_unseen {
                continue;
            }
            let name = file_name(&placed.asset.path);
            let mut message = format!("附件“{name}”有 {}", megabytes(size));
            if is_over {
                message.push_str(&format!("，超过 {limit} MB"));
            }
            if is_unseen {
                let looked = ATTACHMENT_LIMIT >> 20;
                message.push_str(&format!("，大于 {looked} MB，没有检查里面有没有个人信息"));
            }
            let help = "压缩图片后重新导出，或拆成几个文件；视频放到上级门户的视频栏目再链接";
            attachments.tell(id, Finding::new(message, help), sink);
        }
    }
}
