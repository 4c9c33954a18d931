use crate::{
    check::{Finding, Rule, Sink, facts::prose::Prose, rule::declare_rule},
    model::{Page, Site},
    source::{Span, line_at},
    standard::{Lexicon, PhraseKind},
};

use super::{document, every_other_text, phrases};

declare_rule! {
    /// 查出不规范的字形：日文新字体、旧字形、兼容汉字和康熙部首，可自动修复。
    ///
    /// ## 为什么
    ///
    /// 这些字看上去一样，却不是规范汉字：检索搜不到，读屏软件读不出，换一种字体就成方框。多半是扫描识别或从 PDF 里复制带来的。人名、地名、古籍和外文引文里可能是对的，所以只是警告；有假名的行当作日文，不查。
    ///
    /// ## 反例
    ///
    /// ```body
    /// 请各有关単位按时上报。
    /// ```
    ///
    /// ## 正例
    ///
    /// ```body
    /// 请各有关单位按时上报。
    /// ```
    VariantCharacter { id: "variant-character", severity: Warning, since: "0.1.0" }
}

/// Characters that the radicals of Kangxi (U+2F00 to U+2FD5) stand for.
const RADICALS: &str = "\
    一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢尸\
    屮山巛工己巾干幺广廴廾弋弓彐彡彳心戈户手支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火爪父\
    爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸缶网羊羽老而耒耳聿肉臣自\
    至臼舌舛舟艮色艸虍虫血行衣襾见角言谷豆豕豸贝赤走足身车辛辰辵邑酉釆里金长门阜隶隹雨青非面\
    革韦韭音页风飞食首香马骨高髟斗鬯鬲鬼鱼鸟卤鹿麦麻黄黍黑黹黾鼎鼓鼠鼻齐齿龙龟龠";

/// Of the supplement to the radicals those that are characters of their own, each after its radical.
const SUPPLEMENT: &str = "\
    ⺟母⺠民⻁虎⻄西⻅见⻆角⻉贝⻋车⻓长⻔门⻘青⻙韦⻚页⻛风⻜飞⻝食⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤\
    ⻨麦⻩黄⻪黾⻬齐⻮齿⻰龙⻳龟";

/// Characters that the compatibility ideographs (U+F900 to U+FAD9) stand for, where they are
/// characters of standard Chinese (GB 2312); a dot where it is none.
const COMPATIBLE: &str = "\
    ·更··滑串句··契金喇奈····螺裸··洛烙珞落酪··卵········拉··廊朗浪狼\
    郎·冷·····老··路露··碌····鹿··弄··牢磊·雷····漏累·陋勒肋·凌··\
    菱陵····丹·怒率·北·便·不泌·索·塞省···辰沈拾若掠略亮·凉梁·良·量··女·旅\
    ·····黎力···年·············列劣咽烈裂·廉念捻···令囹··怜玲·羚\
    聆·零··例·醴··了僚寮尿料·燎·蓼···阮··柳流溜琉留硫··六戮·····律·栗率\
    隆利吏履易李梨泥理痢罹··里·匿溺吝·····麟林淋·立笠粒·炙·什茶刺切度拓糖宅洞暴·\
    行降·廓兀·····晴···猪益礼神祥福靖精羽······逸都·········侮僧免勉\
    勤卑喝·器·墨·屮悔慨憎·敏既暑梅海渚·煮·琢碑社祉祈·祖祝···突···繁署者臭艹艹著\
    褐·····辶逸·········况全·充冀勇勺喝啕喙···奄奔婢·廒·彩徭惘慎愈憎··\
    戴揄搜摒敖晴朗望杖歹·流·滋··煮瞧爵犯猪··画·瘟益盛直·着···类···者荒··襁覆\
    ················靖·················";

impl Rule for VariantCharacter {
    fn site(&self, site: &Site, sink: &mut Sink) {
        every_other_text(site, sink, |prose, sink| check_variants(site, prose, sink));
    }

    fn document(&self, site: &Site, page: &Page, sink: &mut Sink) {
        document(page, sink, |prose, sink| check_variants(site, prose, sink));
    }
}

fn check_variants(site: &Site, prose: &Prose<'_>, sink: &mut Sink) {
    let text = prose.file.text.as_str();
    let mut line = None;
    for (mark, phrase) in phrases(site, prose, PhraseKind::Variant) {
        if !is_beside_kana(text, mark.span, &mut line) {
            tell(prose, mark.span, &phrase.text, Some(&phrase.right), sink);
        }
    }
    for span in doubles(text) {
        let Some(written) = text.get(span.start..span.end) else {
            continue;
        };
        if !prose.holds(span) {
            continue;
        }
        let meant = written.chars().next().and_then(unified);
        let meant = meant.map(|meant| standard(&site.config.standard.lexicon, meant));
        tell(prose, span, written, meant.as_deref(), sink);
    }
}

fn tell(prose: &Prose<'_>, span: Span, written: &str, meant: Option<&str>, sink: &mut Sink) {
    let code = written.chars().next().map_or(0, |c| c as u32);
    let message = match meant {
        Some(meant) => format!("“{written}”（U+{code:04X}）不是规范字形，应为“{meant}”"),
        None => format!("“{written}”（U+{code:04X}）是兼容汉字，不是规范字形"),
    };
    let help = "改用规范字；人名、地名、引文确实如此的，在 site.yaml 的 豁免 里写明";
    let mut finding = Finding::new(message, help).at(span);
    if let (Some(meant), true) = (meant, prose.is_source) {
        finding = finding.fix(span, meant);
    }
    sink.add(&prose.file.path, finding);
}

/// Japanese is quoted as it is: a line with hiragana, or katakana beside katakana. `line` is the one
/// that was looked at last, and whether it has hiragana.
fn is_beside_kana(text: &str, span: Span, line: &mut Option<(Span, bool)>) -> bool {
    let (Some(before), Some(after)) = (text.get(..span.start), text.get(span.end..)) else {
        return false;
    };
    let is_katakana = |c: char| ('\u{30a0}'..='\u{30ff}').contains(&c);
    let is_kana = |c: Option<char>| c.is_some_and(is_katakana);
    let has_hiragana = match line {
        Some((known, has)) if known.start <= span.start && span.end <= known.end => *has,
        _ => {
            let here = line_at(text, span.start);
            let is_hiragana = |c: char| ('\u{3040}'..='\u{309f}').contains(&c);
            let has = text[here.start..here.end].contains(is_hiragana);
            *line = Some((here, has));
            has
        }
    };
    has_hiragana || is_kana(before.chars().next_back()) || is_kana(after.chars().next())
}

/// The places of characters that are there only for the sake of other codes.
fn doubles(text: &str) -> Vec<Span> {
    // They begin with E2 BA to E2 BF, EF A4 to EF AB and F0 AF; full-width signs share the EF.
    let bytes = text.as_bytes();
    let may_be = |first: u8, second: u8| match first {
        0xe2 => second >= 0xba,
        0xef => (0xa4..=0xab).contains(&second),
        0xf0 => second == 0xaf,
        _ => false,
    };
    // Without a way out in between, many bytes are compared at once; hardly any text has one.
    let pairs = bytes.iter().zip(bytes.iter().skip(1));
    let has_any = pairs.fold(false, |any, (first, second)| any | may_be(*first, *second));
    if !has_any {
        return Vec::new();
    }
    memchr::memchr3_iter(0xe2, 0xef, 0xf0, bytes)
        .filter(|at| {
            let second = bytes.get(at + 1);
            second.is_some_and(|second| may_be(bytes[*at], *second))
        })
        .filter_map(|at| {
            let c = text.get(at..)?.chars().next()?;
            is_double(c).then(|| Span::new(at, at + c.len_utf8()))
        })
        .collect()
}

/// Recognises the double of a character; twelve in the block of compatibility are none.
fn is_double(c: char) -> bool {
    match c {
        '\u{fa0e}'
        | '\u{fa0f}'
        | '\u{fa11}'
        | '\u{fa13}'
        | '\u{fa14}'
        | '\u{fa1f}'
        | '\u{fa21}'
        | '\u{fa23}'
        | '\u{fa24}'
        | '\u{fa27}'..='\u{fa29}' => false,
        '\u{2f00}'..='\u{2fd5}' | '\u{f900}'..='\u{fad9}' | '\u{2f800}'..='\u{2fa1d}' => true,
        '\u{2e80}'..='\u{2eff}' => SUPPLEMENT.contains(c),
        _ => false,
    }
}

/// Character that such a one stands for, where that is certain.
fn unified(c: char) -> Option<char> {
    let nth = |table: &str, first: u32| table.chars().nth((c as u32 - first) as usize);
    match c {
        '\u{2f00}'..='\u{2fd5}' => nth(RADICALS, 0x2f00),
        '\u{2e80}'..='\u{2eff}' => SUPPLEMENT.chars().skip_while(|known| *known != c).nth(1),
        '\u{f900}'..='\u{fad9}' => nth(COMPATIBLE, 0xf900).filter(|meant| *meant != '·'),
        _ => None,
    }
}

/// The standard form of what a character stands for.
fn standard(lexicon: &Lexicon, c: char) -> String {
    let written = c.to_string();
    let marks = lexicon.scan(&written);
    let right = marks.iter().find_map(|mark| match mark.kind {
        crate::standard::MarkKind::Phrase(place) => lexicon
            .phrase(place)
            .filter(|phrase| phrase.kind == PhraseKind::Variant),
        _ => None,
    });
    right.map_or(written, |phrase| phrase.right.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(String, Option<char>)> {
        doubles(text)
            .iter()
            .filter_map(|span| {
                let c = text[span.start..].chars().next()?;
                Some((format!("{:04X}", c as u32), unified(c)))
            })
            .collect()
    }

    #[test]
    fn doubles_are_found_by_their_code() {
        assert_eq!(
            found("政府\u{2ED4}户\u{2F79}站，\u{2F3E}籍；\u{F9B5}外“条件”（一）"),
            [
                ("2ED4".to_owned(), Some('门')),
                ("2F79".to_owned(), Some('网')),
                ("2F3E".to_owned(), Some('户')),
                ("F9B5".to_owned(), Some('例')),
            ]
        );
        assert_eq!(found("\u{F902}"), [("F902".to_owned(), None)]);
        assert_eq!(found("\u{FA11}\u{2E81}——…→①☆％，"), []);
    }

    #[test]
    fn tables_are_whole() {
        assert_eq!(RADICALS.chars().count(), 214);
        assert_eq!(COMPATIBLE.chars().count(), 0xfada - 0xf900);
    }

    #[test]
    fn japanese_is_left_alone() {
        let text = "カラオケ\n工エ程\n単位です\n";
        let beside = |word: &str| {
            let start = text.find(word).unwrap_or_default();
            is_beside_kana(text, Span::new(start, start + word.len()), &mut None)
        };
        assert!(beside("カ") && beside("単") && !beside("エ"));
    }
}
