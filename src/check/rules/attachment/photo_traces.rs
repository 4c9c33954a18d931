use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    model::Site,
    source::file_name,
};

use super::Attachments;

declare_rule! {
    /// 查出照片里的拍摄位置和设备信息。
    ///
    /// ## 为什么
    ///
    /// 手机和相机会把拍摄的经纬度、机型、序列号、机主写进照片文件（EXIF、XMP），网页上看不见，下载下来就能看到；入户走访、信访接待的照片会因此露出当事人的住处（《条例》第十五条）。`--fix` 去掉这些，画面一个字节也不变，朝向照旧。JPEG、PNG、WebP 都查。
    ///
    /// ## 反例
    ///
    /// ```fields content/通知公告/例/index.md
    /// 附件:
    ///   - {文件: 值班室.jpg, 名称: 值班室}
    /// ```
    ///
    /// ```build content/通知公告/例/值班室.jpg
    /// 相机: 示例牌
    /// ```
    ///
    /// ## 正例
    ///
    /// ```fields content/通知公告/例/index.md
    /// 附件:
    ///   - {文件: 值班室.jpg, 名称: 值班室}
    /// ```
    ///
    /// ```build content/通知公告/例/值班室.jpg
    /// 朝向: 6
    /// ```
    PhotoTraces { id: "photo-traces", severity: Warning, since: "0.1.0" }
}

impl Rule for PhotoTraces {
    fn site(&self, site: &Site, sink: &mut Sink) {
        let attachments = Attachments::new(site);
        for (id, placed) in attachments.iter() {
            // The file that a link leads to is told by itself.
            let traces = placed.contents.traces.as_ref();
            let Some(traces) = traces.filter(|_| placed.asset.links_to.is_none()) else {
                continue;
            };
            let mut told = Vec::new();
            if traces.has_position {
                told.push("拍摄位置（经纬度）".to_owned());
            }
            if !traces.device.is_empty() {
                told.push(format!("设备信息（{}）", traces.device.join("、")));
            }
            let name = file_name(&placed.asset.path);
            let message = format!("照片“{name}”里写有{}", told.join("和"));
            let help =
                "运行 gongkai check --fix 去掉，画面不变；原来的照片要留的，先另存一份在站点之外";
            attachments.tell(id, Finding::new(message, help), sink);
        }
    }
}
