//! The sixty columns: where they lie, how many of the documents each gets.

/// One column below the home page.
pub(crate) struct Column {
    /// Folder below `content/`.
    pub(crate) path: &'static str,
    /// Title.
    pub(crate) title: &'static str,
    /// 栏目类型.
    pub(crate) kind: &'static str,
    /// 网址名; made from the title where it is empty.
    pub(crate) slug: &'static str,
    /// File of its structured data.
    pub(crate) data: &'static str,
    /// Its share of the documents.
    pub(crate) weight: usize,
    /// Topics its documents may have; any where it is empty.
    pub(crate) topics: &'static [usize],
}

const fn column(
    path: &'static str,
    title: &'static str,
    kind: &'static str,
    slug: &'static str,
    data: &'static str,
    weight: usize,
    topics: &'static [usize],
) -> Column {
    Column {
        path,
        title,
        kind,
        slug,
        data,
        weight,
        topics,
    }
}

/// Every column; a parent stands before its children.
#[rustfmt::skip] // a table
pub(crate) const COLUMNS: [Column; 60] = [
    column("政府信息公开指南", "政府信息公开指南", "指南", "zfxxgkzn", "指南.yaml", 0, &[]),
    column("政府信息公开制度", "政府信息公开制度", "制度", "zfxxgkzd", "", 4, &[17]),
    column("法定主动公开内容", "法定主动公开内容", "法定主动公开内容", "fdzdgknr", "事项.yaml", 0, &[]),
    column("法定主动公开内容/财政预决算", "财政预决算", "通知公告", "", "", 14, &[11]),
    column("法定主动公开内容/办事指南", "办事指南", "通知公告", "", "", 16, &[0, 1, 8, 9, 10]),
    column("法定主动公开内容/行政执法", "行政执法", "通知公告", "", "", 40, &[12, 13]),
    column("法定主动公开内容/应急管理", "应急管理", "通知公告", "", "", 18, &[2, 3]),
    column("法定主动公开内容/民生保障", "民生保障", "通知公告", "", "", 30, &[0, 1, 6, 7, 16]),
    column("法定主动公开内容/监督检查", "监督检查", "通知公告", "", "", 34, &[3, 4, 13]),
    column("法定主动公开内容/重大项目", "重大项目", "通知公告", "", "", 8, &[18]),
    column("法定主动公开内容/收费采购", "收费采购", "通知公告", "", "", 12, &[11]),
    column("主动公开基本目录", "主动公开基本目录", "主动公开基本目录", "zdgkjbml", "目录.yaml", 0, &[]),
    column("政府信息公开工作年度报告", "政府信息公开工作年度报告", "年报", "zfxxgkgznb", "", 0, &[17]),
    column("依申请公开", "依申请公开", "依申请公开", "ysqgk", "流程.yaml", 1, &[17]),
    column("政策文件", "政策文件", "政策文件", "zcwj", "", 10, &[]),
    column("政策文件/街道文件", "街道文件", "政策文件", "", "", 40, &[]),
    column("政策文件/街道办文件", "街道办文件", "政策文件", "", "", 45, &[]),
    column("政策文件/行政规范性文件", "行政规范性文件", "政策文件", "gfxwj", "", 12, &[]),
    column("政策文件/应急预案", "应急预案", "政策文件", "", "", 6, &[2, 3, 4]),
    column("政策文件/工作方案", "工作方案", "政策文件", "", "", 24, &[]),
    column("政策文件/规划计划", "规划计划", "政策文件", "", "", 6, &[]),
    column("政策文件/专项整治文件", "专项整治文件", "政策文件", "", "", 8, &[3, 4, 5, 12]),
    column("政策解读", "政策解读", "政策解读", "zcjd", "", 4, &[]),
    column("政策解读/文字解读", "文字解读", "政策解读", "", "", 14, &[]),
    column("政策解读/图解", "图解", "政策解读", "", "", 16, &[]),
    column("政策解读/政策问答", "政策问答", "政策解读", "", "", 16, &[]),
    column("政策解读/负责人解读", "负责人解读", "政策解读", "", "", 5, &[]),
    column("通知公告", "通知公告", "通知公告", "tzgg", "", 30, &[]),
    column("通知公告/公示", "公示", "通知公告", "", "", 80, &[0, 1, 6, 7, 8, 10]),
    column("通知公告/通告", "通告", "通知公告", "", "", 40, &[]),
    column("通知公告/招考录用", "招考录用", "通知公告", "", "", 6, &[8]),
    column("通知公告/便民提示", "便民提示", "通知公告", "bmts", "", 60, &[]),
    column("通知公告/工作通报", "工作通报", "通知公告", "gztb", "", 110, &[]),
    column("通知公告/检查结果", "检查结果", "通知公告", "jcjg", "", 90, &[3, 4, 5, 13]),
    column("重点领域信息", "重点领域信息", "通知公告", "zdly", "", 4, &[]),
    column("重点领域信息/社会救助", "社会救助信息", "通知公告", "", "", 22, &[0]),
    column("重点领域信息/养老服务", "养老服务信息", "通知公告", "", "", 14, &[1]),
    column("重点领域信息/就业创业", "就业创业信息", "通知公告", "", "", 12, &[8, 9]),
    column("重点领域信息/生态环境", "生态环境信息", "通知公告", "", "", 16, &[4, 5]),
    column("重点领域信息/安全生产", "安全生产信息", "通知公告", "", "", 26, &[3]),
    column("重点领域信息/乡村振兴", "乡村振兴信息", "通知公告", "", "", 30, &[6, 7]),
    column("重点领域信息/城市管理", "城市管理信息", "通知公告", "", "", 40, &[5, 12]),
    column("重点领域信息/卫生健康", "卫生健康信息", "通知公告", "", "", 34, &[16]),
    column("重点领域信息/文化体育", "文化体育信息", "通知公告", "", "", 40, &[14]),
    column("决策公众参与", "决策公众参与", "决策公众参与", "jcgzcy", "", 1, &[17, 19]),
    column("决策公众参与/意见征集", "意见征集", "决策公众参与", "", "", 12, &[]),
    column("决策公众参与/听证", "听证", "决策公众参与", "", "", 6, &[]),
    column("决策公众参与/采纳反馈", "采纳反馈", "决策公众参与", "", "", 8, &[]),
    column("机构职能", "机构职能", "机构职能", "jgzn", "机构.yaml", 0, &[]),
    column("舆情回应", "舆情回应", "舆情回应", "yqhy", "联络表.yaml", 12, &[]),
    column("村居公开", "村（居）公开", "村居公开", "cjgk", "", 0, &[]),
    column("村居公开/东王村", "东王村", "村居公开", "", "清单.yaml", 6, &[0, 1, 6, 7]),
    column("村居公开/南关社区", "南关社区", "村居公开", "", "清单.yaml", 7, &[0, 1, 6, 7]),
    column("村居公开/石桥村", "石桥村", "村居公开", "", "清单.yaml", 5, &[0, 1, 6, 7]),
    column("村居公开/柳林村", "柳林村", "村居公开", "", "清单.yaml", 4, &[0, 1, 6, 7]),
    column("村居公开/学府社区", "学府社区", "村居公开", "", "清单.yaml", 6, &[0, 1, 6, 7]),
    column("村居公开/高城村", "高城村", "村居公开", "", "清单.yaml", 3, &[0, 1, 6, 7]),
    column("工作台账", "工作台账", "工作台账", "gztz", "台账.yaml", 0, &[]),
    column("考核评价", "考核评价", "考核", "khpj", "考核.yaml", 2, &[17]),
    column("教育培训", "教育培训", "培训", "jypx", "培训.yaml", 3, &[17]),
];

/// The column at a path, as its place in [`COLUMNS`]; the first where there is none.
pub(crate) fn at(path: &str) -> usize {
    COLUMNS
        .iter()
        .position(|column| column.path == path)
        .unwrap_or_default()
}
