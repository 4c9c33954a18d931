use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    model::{PlacedAsset, Site},
    source::extension,
};

use super::tell_each;

declare_rule! {
    /// 查出能直接运行的附件：程序、脚本、安装包。
    ///
    /// ## 为什么
    ///
    /// 公开的是信息，不是程序。群众点开就会运行的附件，一旦被换成木马就危害所有下载的人；多半也是误放的。确需提供客户端的，链接到主管部门的下载页。
    ///
    /// ## 反例
    ///
    /// ```fields content/通知公告/例/index.md
    /// 附件:
    ///   - {文件: 填报工具.exe, 名称: 填报工具}
    /// ```
    ///
    /// ```txt content/通知公告/例/填报工具.exe
    /// MZ
    /// ```
    ///
    /// ## 正例
    ///
    /// ```fields content/通知公告/例/index.md
    /// 附件:
    ///   - {文件: 值班表.xlsx, 名称: 值班表}
    /// ```
    ///
    /// ```build content/通知公告/例/值班表.xlsx
    /// A1: 日期
    /// B1: 值班科室
    /// ```
    ExecutableAttachment { id: "executable-attachment", severity: Error, since: "0.1.0" }
}

/// Endings of files that a computer or a phone runs, or installs, as soon as they are opened.
const RUNS: [&str; 27] = [
    "exe", "com", "scr", "pif", "msi", "msix", "bat", "cmd", "ps1", "vbs", "vbe", "js", "jse",
    "wsf", "wsh", "hta", "lnk", "reg", "jar", "apk", "ipa", "dmg", "pkg", "deb", "rpm", "sh",
    "dll",
];

/// True types of programs, whatever they are called.
const PROGRAMS: [&str; 5] = ["exe", "elf", "dex", "mach", "msi"];

/// Recognises a file that runs when it is opened.
pub(super) fn is_executable(placed: &PlacedAsset) -> bool {
    let kind = placed.contents.true_type;
    RUNS.contains(&extension(&placed.asset.path).as_str())
        || kind.is_some_and(|kind| PROGRAMS.contains(&kind))
}

impl Rule for ExecutableAttachment {
    fn site(&self, site: &Site, sink: &mut Sink) {
        tell_each(site, sink, |placed, name| {
            let finding = || {
                Finding::new(
                    format!("附件“{name}”是能直接运行的程序或者脚本"),
                    "撤下这个附件；确需提供的，链接到主管部门的下载页",
                )
            };
            is_executable(placed).then(finding)
        });
    }
}
