use crate::{
    check::{Finding, Rule, rule::declare_rule},
    diagnostic::{Fault, FaultKind, Severity},
    source::{file_name, is_markdown},
};

declare_rule! {
    /// 查出备份、副本、临时文件和合并剩下的文件。
    ///
    /// ## 为什么
    ///
    /// 编辑软件、同步软件和系统留下的文件（`.bak`、`.orig`、`.old`、`.tmp`、`.asd`、`~WRL0001.tmp`、`index.md.txt`、`附件 - 副本.docx`、`desktop.ini` 等）里常有改掉以前的文字。这样的文件不会公开，名字是副本的 `.md` 也不当作文档；正文或者文件头里写明要用的附件除外。
    ///
    /// ## 反例
    ///
    /// ```fields content/通知公告/例/index.md
    /// ```
    ///
    /// ```txt content/通知公告/例/值班表.csv.bak
    /// 日期,值班科室
    /// ```
    ///
    /// ## 正例
    ///
    /// ```fields content/通知公告/例/index.md
    /// ```
    ///
    /// ```txt content/通知公告/例/值班表.csv
    /// 日期,值班科室
    /// ```
    LeftoverFile { id: "leftover-file", severity: Error, since: "0.1.0" }
}

impl Rule for LeftoverFile {
    fn fault(&self, fault: &Fault) -> Option<Finding> {
        Some(match &fault.kind {
            FaultKind::LeftoverFile => Finding::new(
                format!("“{}”像是备份或临时文件，不会公开", file_name(&fault.path)),
                match source_of(file_name(&fault.path)) {
                    Some(name) => format!("不需要的，删去；是文档的，改名为 {name}"),
                    None => "不需要的，删去；确要公开的，改成正式的文件名".to_owned(),
                },
            )
            .severity(Severity::Warning),
            FaultKind::NamedLeftover {
                name,
                is_published: true,
            } => Finding::new(
                format!("“{name}”像是备份或临时文件，因为这里用到它，会公开"),
                "核对它是不是定稿：是的，改成正式的文件名，这里也照改；不是的，换成定稿",
            )
            .severity(Severity::Warning),
            FaultKind::NamedLeftover { name, .. } => Finding::new(
                format!("“{name}”像是副本，不当作文档，这个链接打不开"),
                "改成链接到原来的那一篇；若它就是正式的文档，给它改个名字，这里也照改",
            ),
            _ => return None,
        })
    }
}

/// Name of the source that was saved as text: `通知.md` of `通知.md.txt`.
fn source_of(name: &str) -> Option<&str> {
    let (stem, _) = name.rsplit_once('.')?;
    is_markdown(stem).then_some(stem)
}
