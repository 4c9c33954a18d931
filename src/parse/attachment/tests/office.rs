//! XLSX, DOCX, PPTX, OFD and open documents, with all their hidden places.

use rust_xlsxwriter::{DocProperties, Note, Workbook};

use super::*;

const ID_CARD: &str = "11010519491231002X";

#[test]
fn every_cell_of_a_workbook_is_read() {
    let mut book = Workbook::new();
    book.set_properties(&DocProperties::new().set_author("张三"));
    let sheet = book.add_worksheet().set_name("名单").unwrap();
    sheet.write(0, 0, "姓名").unwrap();
    sheet.write(0, 1, 13_800_138_000_i64).unwrap();
    sheet.write(1, 2, ID_CARD).unwrap();
    sheet.write(2, 1, "行").unwrap();
    sheet.write(2, 2, "都").unwrap();
    sheet.set_column_hidden(2).unwrap();
    sheet.set_row_hidden(2).unwrap();
    let note = Note::new(ID_CARD).add_author_prefix(false);
    sheet.insert_note(0, 1, &note).unwrap();
    sheet.set_header("&C内部");
    let below = book.add_worksheet().set_name("底表").unwrap();
    below.write(0, 0, ID_CARD).unwrap();
    below.set_hidden(true);
    let deepest = book.add_worksheet().set_name("最底").unwrap();
    deepest.write(1, 1, "乙").unwrap();
    deepest.set_very_hidden(true);
    let bytes = book.save_to_buffer().unwrap();
    assert_eq!(parse_attachment("a.xlsx", &bytes).true_type, Some("xlsx"));
    assert_eq!(
        read("a.xlsx", &bytes),
        [
            "*文档属性 作者: 张三",
            "*文档属性 最后修改者: 张三",
            "工作表“名单”A1: 姓名",
            "工作表“名单”B1: 13800138000",
            "*工作表“名单”隐藏列C C2: 11010519491231002X",
            "*工作表“名单”隐藏行3 B3: 行",
            "*工作表“名单”隐藏行3隐藏列C C3: 都",
            "工作表“名单”页眉页脚: &C内部",
            "*工作表“名单”B1 批注: 11010519491231002X",
            "*隐藏工作表“底表”A1: 11010519491231002X",
            "*隐藏工作表“最底”B2: 乙",
        ]
    );
}

#[test]
fn workbooks_of_other_programs_are_read() {
    let relations = |targets: &[(&str, &str, &str)]| {
        let list: String = targets
            .iter()
            .map(|(id, kind, target)| {
                format!("<Relationship Id=\"{id}\" Type=\"x/{kind}\" Target=\"{target}\"/>")
            })
            .collect();
        format!("<Relationships>{list}</Relationships>").into_bytes()
    };
    let bytes = packed(&[
        ("[Content_Types].xml", b"<Types/>"),
        (
            "xl/workbook.xml",
            "<x:workbook xmlns:x=\"x\" xmlns:r=\"r\"><x:sheets><x:sheet name=\"甲\" \
            sheetId=\"1\" r:id=\"r1\"/><x:sheet name=\"乙\" r:id=\"r9\"/></x:sheets></x:workbook>"
                .as_bytes(),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            &relations(&[("r1", "worksheet", "/xl/worksheets/sheet1.xml")]),
        ),
        (
            "xl/sharedStrings.xml",
            "<sst><si><r><t>共</t></r><r><t>享 &amp;&#x7532;</t></r><rPh><t>gong</t></rPh></si></sst>"
                .as_bytes(),
        ),
        (
            "xl/worksheets/sheet1.xml",
            b"<x:worksheet xmlns:x=\"x\"><x:cols><x:col min=\"4\" max=\"9\" width=\"0\"/></x:cols>\
            <x:sheetData><x:row><x:c t=\"s\"><x:v>0</x:v></x:c><x:c><x:v>1.3800138E10</x:v></x:c>\
            <x:c r=\"D1\" t=\"inlineStr\"><x:is><x:t>in</x:t></x:is></x:c>\
            <x:c t=\"str\"><x:f>1+1</x:f><x:v>two</x:v></x:c></x:row></x:sheetData></x:worksheet>",
        ),
        (
            "xl/worksheets/_rels/sheet1.xml.rels",
            &relations(&[
                ("a", "comments", "../comments1.xml"),
                ("b", "threadedComment", "../threadedComments/t1.xml"),
                ("c", "drawing", "../drawings/d1.xml"),
            ]),
        ),
        (
            "xl/comments1.xml",
            b"<comments><authors><author>tc={1}</author><author>b</author></authors><commentList>\
            <comment ref=\"A1\" authorId=\"0\"><text><t>twice</t></text></comment>\
            <comment ref=\"A2\" authorId=\"1\"><text><r><t>once</t></r></text></comment>\
            </commentList></comments>",
        ),
        (
            "xl/threadedComments/t1.xml",
            b"<ThreadedComments><threadedComment ref=\"A1\"><text>thread</text></threadedComment>\
            </ThreadedComments>",
        ),
        (
            "xl/drawings/d1.xml",
            b"<wsDr><a:p><a:r><a:t>bo</a:t></a:r><a:r><a:t>x</a:t></a:r></a:p></wsDr>",
        ),
        (
            "xl/pivotCache/pivotCacheDefinition1.xml",
            b"<d><sharedItems><s v=\"cached\"/><n v=\"1.38E10\"/></sharedItems></d>",
        ),
        (
            "xl/embeddings/a.bin",
            b"embedded",
        ),
    ]);
    let contents = parse_attachment("a.xlsx", &bytes);
    assert_eq!(
        lines(&contents),
        [
            "工作表“甲”A1: 共享 &甲",
            "工作表“甲”B1: 13800138000",
            "*工作表“甲”隐藏列D D1: in",
            "*工作表“甲”隐藏列E E1: two",
            "*工作表“甲”A2 批注: once",
            "*工作表“甲”A1 批注: thread",
            "工作表“甲”文本框: box",
            "*数据透视表缓存: cached\n13800000000",
            "*嵌入对象“a.bin”：第 1 行: embedded",
        ]
    );
    assert_eq!(contents.unreadable.as_deref(), Some("工作表“乙”没有内容"));
}

#[test]
fn every_part_of_a_text_document_is_read() {
    let body = "<w:p><w:r><w:t>第一</w:t></w:r><w:ins><w:r><w:t>加</w:t></w:r></w:ins>\
        <w:del><w:r><w:delText>1101</w:delText></w:r></w:del>\
        <w:del><w:r><w:delText>05</w:delText></w:r></w:del>\
        <w:r><w:rPr><w:vanish/></w:rPr><w:t>看不见</w:t></w:r>\
        <w:r><w:rPr><w:vanish w:val=\"0\"/></w:rPr><w:tab/><w:t>段</w:t></w:r>\
        <w:moveFrom><w:r><w:t>搬走</w:t></w:r></w:moveFrom></w:p><w:p/>\
        <w:tbl><w:tr><w:tc><w:p><w:r><w:t>格</w:t></w:r></w:p></w:tc><w:tc><w:p>\
        <w:r><w:t>13800138000</w:t></w:r></w:p></w:tc></w:tr></w:tbl>\
        <w:p><w:r><w:t>外</w:t><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r>\
        <w:t>框</w:t></w:r></w:p></w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent><w:p>\
        <w:r><w:t>框</w:t></w:r></w:p></w:txbxContent></mc:Fallback></mc:AlternateContent>\
        <w:t>面</w:t></w:r></w:p>";
    let document = format!("<w:document><w:body>{body}</w:body></w:document>");
    let kinds = ["header", "footer", "footnotes", "endnotes", "comments"];
    let relations: String = kinds
        .iter()
        .map(|kind| {
            format!("<Relationship Id=\"{kind}\" Type=\"x/{kind}\" Target=\"{kind}.xml\"/>")
        })
        .collect();
    let relations = format!("<Relationships>{relations}</Relationships>");
    let text = |text: &str| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>");
    let parts = [
        format!("<w:hdr>{}</w:hdr>", text("上")),
        format!("<w:ftr>{}</w:ftr>", text("下")),
        format!(
            "<w:footnotes><w:footnote w:type=\"separator\">{}</w:footnote>\
            <w:footnote w:id=\"2\">{}</w:footnote></w:footnotes>",
            text("线"),
            text("脚")
        ),
        format!(
            "<w:endnotes><w:endnote>{}</w:endnote></w:endnotes>",
            text("尾")
        ),
        format!(
            "<w:comments><w:comment>{}</w:comment><w:comment>{}</w:comment></w:comments>",
            text("甲"),
            text("乙")
        ),
    ];
    let names = kinds.map(|kind| format!("word/{kind}.xml"));
    let mut files: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", b"<Types/>"),
        (
            "docProps/core.xml",
            "<c><dc:creator>张三</dc:creator><dc:title/></c>".as_bytes(),
        ),
        ("word/document.xml", document.as_bytes()),
        ("word/_rels/document.xml.rels", relations.as_bytes()),
    ];
    for (name, part) in names.iter().zip(&parts) {
        files.push((name, part.as_bytes()));
    }
    let bytes = packed(&files);
    assert_eq!(parse_attachment("a.docx", &bytes).true_type, Some("docx"));
    assert_eq!(
        read("a.docx", &bytes),
        [
            "*文档属性 作者: 张三",
            "*第 1 段 修订删除的文字: 110105\n搬走",
            "*第 1 段 隐藏文字: 看不见",
            "第 1 段: 第一加\t段",
            "第 1 个表格第 1 行第 1 列: 格",
            "第 1 个表格第 1 行第 2 列: 13800138000",
            "文本框 1: 框",
            "第 2 段: 外面",
            "页眉: 上",
            "页脚: 下",
            "脚注 1: 脚",
            "尾注 1: 尾",
            "*批注 1: 甲",
            "*批注 2: 乙",
        ]
    );
}

#[test]
fn slides_are_read_with_notes() {
    let relation = |id: &str, kind: &str, target: &str| {
        format!(
            "<Relationships><Relationship Id=\"{id}\" Type=\"x/{kind}\" Target=\"{target}\"/>\
            </Relationships>"
        )
    };
    let bytes = packed(&[
        ("[Content_Types].xml", b"<Types/>"),
        (
            "ppt/presentation.xml",
            b"<p:presentation><p:sldIdLst><p:sldId id=\"256\" r:id=\"r1\"/></p:sldIdLst></p:presentation>",
        ),
        (
            "ppt/_rels/presentation.xml.rels",
            relation("r1", "slide", "slides/slide1.xml").as_bytes(),
        ),
        (
            "ppt/slides/slide1.xml",
            "<p:sld show=\"0\"><a:p><a:r><a:t>题</a:t></a:r></a:p><a:p><a:r><a:t>文</a:t></a:r></a:p></p:sld>"
                .as_bytes(),
        ),
        (
            "ppt/slides/_rels/slide1.xml.rels",
            relation("n", "notesSlide", "../notesSlides/n1.xml").as_bytes(),
        ),
        (
            "ppt/notesSlides/n1.xml",
            "<p:notes><a:p><a:r><a:t>13800138000</a:t></a:r></a:p></p:notes>".as_bytes(),
        ),
    ]);
    assert_eq!(
        read("a.pptx", &bytes),
        [
            "*隐藏的第 1 张幻灯片: 题\n文",
            "*隐藏的第 1 张幻灯片 备注: 13800138000",
        ]
    );
}

#[test]
fn pieces_on_a_page_are_put_together() {
    let character = |at: usize, c: char| {
        format!(
            "<ofd:TextObject Boundary=\"{} 20 3 5\"><ofd:TextCode>{c}</ofd:TextCode></ofd:TextObject>",
            10 + 3 * at
        )
    };
    let page: String = ID_CARD
        .chars()
        .enumerate()
        .map(|(at, c)| character(at, c))
        .collect();
    let page = format!(
        "<ofd:Page>{page}<ofd:TextObject Boundary=\"90 20 3 5\"><ofd:TextCode Y=\"4\">远</ofd:TextCode>\
        </ofd:TextObject><ofd:TextObject Boundary=\"10 30 60 5\"><ofd:TextCode Y=\"4\">下一行</ofd:TextCode>\
        </ofd:TextObject></ofd:Page>"
    );
    let bytes = packed(&[
        (
            "OFD.xml",
            "<ofd:OFD><ofd:DocBody><ofd:DocInfo><ofd:Author>张三</ofd:Author></ofd:DocInfo>\
            <ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
                .as_bytes(),
        ),
        (
            "Doc_0/Document.xml",
            b"<ofd:Document><ofd:Pages><ofd:Page BaseLoc=\"Pages/Page_0/Content.xml\"/></ofd:Pages></ofd:Document>",
        ),
        ("Doc_0/Pages/Page_0/Content.xml", page.as_bytes()),
    ]);
    assert_eq!(parse_attachment("a.ofd", &bytes).true_type, Some("ofd"));
    assert_eq!(
        read("a.ofd", &bytes),
        [
            "*文档属性 作者: 张三",
            "第 1 页: 11010519491231002X 远\n下一行",
        ]
    );
}

#[test]
fn open_documents_are_read() {
    let kind = b"application/vnd.oasis.opendocument.text";
    let content = "<office:text><text:p>甲<text:s/>乙<office:annotation><text:p>批</text:p>\
        </office:annotation></text:p></office:text>";
    let bytes = packed(&[("mimetype", kind), ("content.xml", content.as_bytes())]);
    assert_eq!(parse_attachment("a.odt", &bytes).true_type, Some("odt"));
    assert_eq!(read("a.odt", &bytes), ["*批注: 批", "第 1 段: 甲 乙"]);
    let manifest = b"<manifest><encryption-data/></manifest>";
    let bytes = packed(&[
        ("mimetype", kind),
        ("META-INF/manifest.xml", manifest),
        ("content.xml", b"sealed"),
    ]);
    assert!(parse_attachment("a.odt", &bytes).is_encrypted);
}
