use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    model::{Page, Site},
    parse::Link,
    standard::view::ColumnKind,
};

declare_rule! {
    /// 查出没有文字说明的解读图片。
    ///
    /// ## 为什么
    ///
    /// 图解里的字，读屏软件读不出，也检索不到，要有文字代替：图片的说明写明图里的内容，或者正文附文字版。图片的说明为空的一律报出；标为“图解”的，说明很短、正文又没有文字的也报出。
    ///
    /// ## 反例
    ///
    /// ```diff content/政策解读/公示栏管理办法解读/index.md
    /// -![图解共三部分：谁来管，村里有专人；看什么，收支和救助；没更新，打电话给街道。](图解.svg)
    /// +![](图解.svg)
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff content/政策解读/公示栏管理办法解读/index.md
    /// -![图解共三部分：谁来管，村里有专人；看什么，收支和救助；没更新，打电话给街道。](图解.svg)
    /// +![一图读懂公示栏管理办法：谁来管，村里有专人；看什么，收支和救助。](图解.svg)
    /// ```
    UnlabelledInterpretationPicture {
        id: "unlabelled-interpretation-picture", severity: Warning,
        requirements: ["JD-8"], since: "0.1.0"
    }
}

/// A text alternative of so many letters says what is in the picture.
const TELLING: usize = 20;
/// Number of letters beside the pictures that make a version in words.
const VERSION: usize = 100;

impl Rule for UnlabelledInterpretationPicture {
    fn document(&self, site: &Site, page: &Page, sink: &mut Sink) {
        if !site.has_in(page, ColumnKind::Interpretations) || !page.is_published {
            return;
        }
        let document = &page.document;
        let pictures: Vec<&Link> = document
            .body
            .links
            .iter()
            .filter(|link| link.is_picture)
            .collect();
        if pictures.is_empty() {
            return;
        }
        let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
        let mut forms = document.meta().forms().into_iter();
        let is_drawn = forms.any(|form| form == "图解");
        // A picture's text alternative is no text beside it: the gaps of the HTML hold none.
        let has_version = || {
            let words = crate::check::facts::plain_text::letters(&document.body.html);
            words.len() >= VERSION
        };
        for picture in pictures {
            let message = match letters(&picture.text) {
                0 => "解读图片没有文字说明".to_owned(),
                1..TELLING if is_drawn && !has_version() => {
                    format!("图解只写了“{}”，正文也没有文字版", picture.text)
                }
                _ => continue,
            };
            let help = "在方括号里写明图中的内容：![图解：……](图解.svg)，或者在图下附完整的文字版";
            let finding = Finding::new(message, help).at(picture.span);
            sink.add(&document.file.path, finding);
        }
    }
}
