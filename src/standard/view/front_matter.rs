//! Front matter of documents and columns.

use jiff::civil::{Date, DateTime};

use super::{choice, view};

view! {
    /// Front matter of a document.
    DocumentMeta {
        title: Text,
        index_no: Text,
        document_no: Text,
        topic: Text,
        issuer: Text,
        formed_date: (Date),
        received_date: (Date),
        changed_date: (Date),
        publish_date: (DateTime),
        validity: (Validity),
        valid_until: (Date),
        disclosure: (Disclosure),
        reason: Text,
        disclosure_reviewed_on: (Date),
        summary = "abstract": Text,
        keywords: [Text],
        statutory_items: [(i64)],
        catalog_ids: [Text],
        review: Review,
        source: Text,
        editor: Text,
        needs_interpretation: (bool),
        no_interpretation_reason: Text,
        interprets: [Text],
        forms: [Text],
        elements: [Text],
        drafter: Text,
        lead: Text,
        amends: [Text],
        repeals: [Text],
        based_on: [Text],
        related: [Text],
        village_topic: Text,
        year: (i64),
        data: Text,
        attachments: [AttachedFile],
        slug: Text,
        aliases: [Text],
        sample: (bool),
    }

    /// The review before disclosure.
    Review {
        by: Text,
        date: (Date),
        conclusion: Text,
    }

    /// A file that a page hands out.
    AttachedFile {
        file: Text,
        name: Text,
    }

    /// Front matter of a column.
    ColumnMeta {
        title: Text,
        kind: (ColumnKind),
        description: Text,
        keywords: [Text],
        order: (i64),
        slug: Text,
        permalink: Text,
        aliases: [Text],
        per_page: (i64),
        data: Text,
        attachments: [AttachedFile],
        max_age: (i64),
        empty_note: Text,
        sample: (bool),
    }
}

choice! {
    /// 有效性.
    Validity {
        Valid = "有效",
        Expired = "失效",
        Repealed = "废止",
        Amended = "已修改",
    }
}

choice! {
    /// 公开属性 (《条例》第十三条).
    Disclosure {
        Proactive = "主动公开",
        OnRequest = "依申请公开",
        Withheld = "不予公开",
    }
}

choice! {
    /// 栏目类型: a column's kind, which decides its page, its data and what is asked of it.
    ColumnKind {
        Home = "首页",
        Guide = "指南",
        Systems = "制度",
        StatutoryItems = "法定主动公开内容",
        Catalog = "主动公开基本目录",
        AnnualReports = "年报",
        Application = "依申请公开",
        Policies = "政策文件",
        Interpretations = "政策解读",
        Notices = "通知公告",
        News = "动态",
        Consultations = "决策公众参与",
        Units = "机构职能",
        Concerns = "舆情回应",
        Villages = "村居公开",
        Ledger = "工作台账",
        Assessment = "考核",
        Training = "培训",
    }
}
