//! Asterisks, underscores and tildes that are no markup: masks (`李*明`, `1409**********1234`),
//! products (`3*4米`), ranges (`8:00~12:00`), blanks to be filled in (`编号：____`).
//!
//! `CommonMark` pairs them by what stands beside them and takes them out of the text. What it paired
//! is judged here; what was no markup stays as it was written when the text is parsed again.

use std::ops::Range;

/// Family names by which a mask of a name is known. Names that are the last character of everyday
/// words (`元`, `都`, `和`) are left out.
const FAMILY_NAMES: &str = "\
    王李张刘陈杨黄赵周吴徐孙马朱胡郭何林高罗郑梁谢宋唐许邓冯韩曹曾彭萧肖蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜崔谭廖范\
    汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎闫薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严覃武莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂\
    章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解\
    牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂佟应臧闵苟邬边卞姬师仇栾隋刁沙荣巫寇桑郎甄丛仲\
    虞敖巩明佘池查麻苑迟邝封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻厉伊仝郜海阚花帅屠朴盖练廉禹井祖漆巴丰卿\
    国狄索宣晋云容敬扈晁芮普阙浦戈伏鹿薄邸雍辜羊阿乌裘亓修邰赫杭宿鲜印逯隆茹诺战慕危玉银亢嵇哈湛宾戎勾茅利於呼揭干尉冶斯束檀\
    阴昝智奉植衡富尧";

/// Family names of two characters that are often met.
const COMPOUND_NAMES: [&str; 12] = [
    "欧阳", "上官", "司马", "诸葛", "皇甫", "尉迟", "司徒", "令狐", "夏侯", "慕容", "公孙", "端木",
];

/// Last characters of names of places: `**市**区` hides which.
const PLACES: &str = "省市县区镇乡村组街路巷号室院楼栋队";

/// Characters after which a product goes on in the next factor: units, brackets, letters.
const UNITS: &str = "米厘毫分㎡m寸尺块元个层根台人户亩)）]】";

/// Longest look at what stands between two signs, in bytes: the first break in a sentence counts.
const NEAR: usize = 240;

/// Greatest number of signs of a run that are counted.
const RUN_LIMIT: usize = 64;

/// Reading of a pair of signs that the parser took for markup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Reading {
    /// Markup.
    Markup,
    /// Markup, though it can be read both ways.
    DoubtfulMarkup,
    /// Signs that belong to the text, by the places of their runs.
    Text(Vec<Range<usize>>),
    /// Likewise, though they can be read both ways.
    DoubtfulText(Vec<Range<usize>>),
}

/// Run of one sign, with what stands beside it.
#[derive(Debug, Clone)]
struct Run {
    range: Range<usize>,
    before: Option<char>,
    after: Option<char>,
}

impl Run {
    /// The run around a place.
    fn around(text: &str, at: usize) -> Self {
        let bytes = text.as_bytes();
        let sign = bytes[at];
        let is_sign = |b: &&u8| **b == sign;
        let back = bytes[..at].iter().rev().take(RUN_LIMIT);
        let start = at - back.take_while(is_sign).count();
        let ahead = bytes[at..].iter().take(RUN_LIMIT);
        let end = at + ahead.take_while(is_sign).count();
        Self {
            before: text[..start].chars().next_back(),
            after: text[end..].chars().next(),
            range: start..end,
        }
    }

    fn len(&self) -> usize {
        self.range.len()
    }

    /// True where nothing but Latin letters and signs stand beside it.
    fn is_latin(&self) -> bool {
        let is_latin = |c: Option<char>| c.is_none_or(|c| c.is_ascii() && !c.is_ascii_digit());
        is_latin(self.before) && is_latin(self.after)
    }

    /// True where it stands between two digits, as in a number or a product.
    fn is_in_number(&self) -> bool {
        let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        is_digit(self.before) && (is_digit(self.after) || matches!(self.after, Some('X' | 'x')))
    }

    /// True where it stands between a factor and the next: `3米*4米`, `(甲)*5`.
    fn is_in_product(&self) -> bool {
        let is_factor = |c: char| c.is_ascii_alphanumeric() || UNITS.contains(c);
        self.before.is_some_and(is_factor) && self.after.is_some_and(|c| c.is_ascii_digit())
    }

    /// True where it stands in a word.
    fn is_in_word(&self) -> bool {
        self.before.is_some_and(char::is_alphanumeric)
            && self.after.is_some_and(char::is_alphanumeric)
    }

    /// True where a family name stands before it.
    fn follows_name(&self, text: &str) -> bool {
        let before = &text[..self.range.start];
        let is_one = self.before.is_some_and(|c| FAMILY_NAMES.contains(c));
        is_one || COMPOUND_NAMES.iter().any(|name| before.ends_with(name))
    }

    /// True where nothing but a family name stands before it, and no word after it.
    fn is_bare_mask(&self, text: &str) -> bool {
        let before = &text[..self.range.start];
        let name = COMPOUND_NAMES.iter().find(|name| before.ends_with(*name));
        let length = name.map_or_else(|| self.before.map_or(0, char::len_utf8), |name| name.len());
        // After another mask it is the end of a name.
        let is_first = !before[..before.len() - length]
            .chars()
            .next_back()
            .is_some_and(|c| c.is_alphanumeric() || c == '*');
        let is_last = !self.after.is_some_and(char::is_alphabetic);
        self.follows_name(text) && is_first && is_last
    }
}

/// Reads a pair of signs that the parser took for markup: those at the two ends of a range.
pub(super) fn read(text: &str, range: &Range<usize>) -> Reading {
    let is_sign = |at: usize| matches!(text.as_bytes().get(at), Some(b'*' | b'_' | b'~'));
    let Some(last) = range.end.checked_sub(1).filter(|last| is_sign(*last)) else {
        return Reading::Markup;
    };
    if range.start >= last || !is_sign(range.start) {
        return Reading::Markup;
    }
    let sign = text.as_bytes()[range.start];
    let (open, close) = (Run::around(text, range.start), Run::around(text, last));
    if open.range.end > close.range.start {
        return Reading::Markup;
    }
    // A run by itself: too long for markup, or in the middle of a number.
    let own: Vec<Range<usize>> = [&open, &close]
        .into_iter()
        .filter(|run| run.len() > 3 && !run.is_latin() || run.is_in_number())
        .map(|run| run.range.clone())
        .collect();
    if !own.is_empty() {
        return Reading::Text(own);
    }
    let inside = &text[open.range.end..close.range.start];
    let inside = &inside[..inside.floor_char_boundary(NEAR)];
    let both = || vec![open.range.clone(), close.range.clone()];
    if sign == b'_' {
        let is_latin = open.is_latin() && close.is_latin() && inside.is_ascii();
        return if !is_latin && is_blank(&open, &close, inside) {
            Reading::Text(both())
        } else {
            Reading::Markup
        };
    }
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let pauses = pauses(inside);
    if sign == b'~' {
        let is_range = open.is_in_word() && close.is_in_word() && pauses;
        return if is_range {
            Reading::DoubtfulText(both())
        } else {
            Reading::Markup
        };
    }
    for run in [&open, &close] {
        if run.len() < 3 && (run.len() == 1 || pauses) && run.is_bare_mask(text) {
            return Reading::Text(vec![run.range.clone()]);
        }
    }
    let names = open.follows_name(text) && close.follows_name(text);
    let single = open.len() == 1 || close.len() == 1;
    if names && (single || pauses || open.len() == 3) {
        // Two words that happen to begin like names may have been stressed.
        let is_certain = single || !open.after.is_some_and(char::is_alphabetic);
        return if is_certain {
            Reading::Text(both())
        } else {
            Reading::DoubtfulText(both())
        };
    }
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let is_series = close.before.is_some_and(|c| "、，,；".contains(c));
    if is_series && is_digit(open.after) && is_digit(close.after) {
        return Reading::DoubtfulText(both());
    }
    if !single {
        let is_place = inside.chars().count() == 1 && inside.chars().all(|c| PLACES.contains(c));
        return if is_place && open.len() == 2 {
            Reading::DoubtfulText(both())
        } else {
            Reading::Markup
        };
    }
    if open.is_in_product() && close.is_in_product() {
        return Reading::Text(both());
    }
    if !is_word(open.before) || open.is_latin() {
        return Reading::Markup;
    }
    if pauses || open.is_in_product() || close.is_in_product() {
        Reading::DoubtfulText(both())
    } else {
        Reading::DoubtfulMarkup
    }
}

/// True where two runs of underscores are places to be filled in: what they would stress begins with a
/// sign that ends something, or a sentence goes on in it.
fn is_blank(open: &Run, close: &Run, inside: &str) -> bool {
    let begins = |c: char| c.is_alphanumeric() || "（(“‘《「『【〔[<\"'".contains(c);
    let ends = |c: char| c.is_alphanumeric() || "）)”’》」』】〕]>\"'。！？.!?…%℃".contains(c);
    open.len() > 2
        || close.len() > 2
        || !open.after.is_some_and(begins)
        || !close.before.is_some_and(ends)
        || inside.contains('_')
        || inside.contains('：')
}

/// True where a sentence pauses, or a blank stands.
fn pauses(inside: &str) -> bool {
    inside.contains(|c: char| c.is_whitespace() || "、，；。：！？（）()|,;:→".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(text: &str, from: &str, to: &str) -> Reading {
        let start = text.find(from).unwrap() + from.find(['*', '_', '~']).unwrap();
        let end = text.rfind(to).unwrap() + to.rfind(['*', '_', '~']).unwrap() + 1;
        read(text, &(start..end))
    }

    #[test]
    fn masks_products_and_ranges_are_text() {
        for (text, from, to) in [
            ("李*明（三口）、王*华（两口）", "李*", "王*"),
            ("李*、王*、李*红", "李*", "王*"),
            ("面积为3*4米，另一处5*6米", "3*", "5*"),
            ("长3米*4米，宽5米*6米", "米*4", "米*6"),
            ("王**（三口）、李**（两口）", "王**", "李**"),
            ("村民王**（三口）、村民李**（两口）", "王**", "李**"),
            ("1409****1234，1409****5678", "9****1", "9****5"),
            ("138***12、139***34", "8***", "9***"),
            ("编号：____，日期：____。", "：____，", "：____。"),
            ("（__）年（__）月", "（__）年", "（__）月"),
        ] {
            assert!(
                matches!(reading(text, from, to), Reading::Text(_)),
                "{text}"
            );
        }
    }

    #[test]
    fn stress_stays() {
        for (text, from, to) in [
            ("这是**重点**内容", "是**", "点**"),
            ("在**30个工作日**内", "在**", "日**"),
            ("**2026年**起", "**2", "年**"),
            ("关于**（试行）**的说明", "于**", "）**"),
            ("如**甲、乙**两类", "如**", "乙**"),
            ("*重点*内容", "*重", "点*"),
            ("foo*bar*", "foo*", "bar*"),
            ("__重点__", "__重", "点__"),
            ("~~原文~~", "~~原", "文~~"),
        ] {
            assert_eq!(reading(text, from, to), Reading::Markup, "{text}");
        }
    }

    #[test]
    fn what_can_be_read_both_ways_is_in_doubt() {
        assert_eq!(
            reading("这是*重点*内容", "是*", "点*"),
            Reading::DoubtfulMarkup
        );
        for (text, from, to) in [
            ("这是*重点、难点*内容", "是*", "点*"),
            ("**市**区", "**市", "市**"),
            ("高**标准、严**要求", "高**", "严**"),
            ("甲~~乙，丙~~丁", "甲~~", "丙~~"),
        ] {
            assert!(
                matches!(reading(text, from, to), Reading::DoubtfulText(_)),
                "{text}"
            );
        }
    }
}
