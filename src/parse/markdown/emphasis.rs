//! Asterisks, underscores and tildes that are no markup: masks (`李*明`, `1409**********1234`),
//! products (`3*4米`), ranges (`8:00~12:00`), blanks to be filled in (`编号：____`).
//!
//! `CommonMark` pairs them by what stands beside them and takes them out of the text. What it paired
//! is judged here; what was no markup stays as it was written when the text is parsed again.

use std::{ops::Range, sync::LazyLock};

use rustc_hash::FxHashSet;

/// Family names by which a mask of a name is known. Names that are the last character of everyday
/// words (`元`, `都`, `和`) are left out.
const FAMILY_NAMES: &str = "\
    王李张刘陈杨黄赵周吴徐孙马朱胡郭何林高罗郑梁谢宋唐许邓冯韩曹曾彭萧肖蔡潘田董袁于叶蒋杜苏魏程吕丁沈任姚卢傅钟姜崔谭廖范汪\
    陆金石戴贾韦夏邱方侯邹熊孟秦白江阎闫薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严覃武莫孔汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁\
    岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾\
    尤阳穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫卜冷晏席卫米柏宗瞿桂佟臧闵苟邬边卞姬师仇栾隋刁沙荣巫寇桑郎甄丛仲虞敖巩佘池\
    查麻苑迟邝封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻厉伊仝郜海阚花帅屠朴盖练廉禹井祖漆巴丰卿国狄索宣晋云\
    容敬扈晁芮普阙浦戈伏鹿薄邸雍辜羊阿乌裘亓修邰赫杭宿鲜印逯隆茹诺战慕危玉银亢嵇哈湛宾戎勾茅利於呼揭干尉冶斯束檀阴昝智奉植衡\
    富尧常赖洪付商位强丘展";

/// True for a character that is a family name.
fn is_family_name(c: char) -> bool {
    static NAMES: LazyLock<FxHashSet<char>> = LazyLock::new(|| FAMILY_NAMES.chars().collect());
    NAMES.contains(&c)
}

/// Family names that are everyday words as well.
const EVERYDAY: &str = "于方成高常安单付";

/// Family names of two characters that are often met.
const COMPOUND_NAMES: [&str; 12] = [
    "欧阳", "上官", "司马", "诸葛", "皇甫", "尉迟", "司徒", "令狐", "夏侯", "慕容", "公孙", "端木",
];

/// Last characters of names of places: `**市**区` hides which.
const PLACES: &str = "省市县区镇乡村组街路巷号室院楼栋队";

/// Characters after which a product goes on in the next factor: units, brackets, letters.
const UNITS: &str = "米厘毫分㎡㎥m寸尺块元个层根台人户亩株头%％)）]】";

/// Words of the names of firms, of which the rest is masked: `山西**商贸有限公司`.
const FIRMS: [&str; 9] = [
    "公司",
    "工程",
    "商贸",
    "建筑",
    "合作社",
    "中心",
    "商店",
    "超市",
    "厂",
];

/// Signs at which a sentence pauses or ends, or a part of it begins.
const fn is_pause(c: char) -> bool {
    matches!(
        c,
        '、' | '，'
            | '；'
            | '。'
            | '：'
            | '！'
            | '？'
            | '（'
            | '）'
            | '('
            | ')'
            | '|'
            | ','
            | ';'
            | ':'
            | '→'
    )
}

/// Number of characters from which on a stress is meant as such, though it stands within words.
const SHORT: usize = 4;

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
    sign: u8,
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
            sign,
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
        self.before.is_some_and(is_family_name) || self.follows_compound_name(text)
    }

    fn follows_compound_name(&self, text: &str) -> bool {
        let before = &text[..self.range.start];
        COMPOUND_NAMES.iter().any(|name| before.ends_with(name))
    }

    /// True where a family name and one more character are all that stands before it: `李建**`.
    fn follows_half_name(&self, text: &str) -> bool {
        let mut back = text[..self.range.start].chars().rev();
        let is_given = back.next().is_some_and(char::is_alphabetic);
        let is_family = back.next().is_some_and(is_family_name);
        let is_whole = back.next().is_none_or(|c| !c.is_alphanumeric() && c != '*');
        let is_masked = !self.after.is_some_and(char::is_alphanumeric);
        is_given && is_family && is_whole && is_masked
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
        // Words that are family names too begin a stress: `于**（一）…`.
        let is_word = self.before.is_some_and(|c| EVERYDAY.contains(c)) && name.is_none();
        let is_last = !self
            .after
            .is_some_and(|c| c.is_alphanumeric() || is_word && "（(“‘《".contains(c));
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
    let inside = &text[open.range.end..close.range.start];
    let pair = Pair {
        text,
        inside: &inside[..inside.floor_char_boundary(NEAR)],
        open: &open,
        close: &close,
    };
    let own = pair.own();
    if !own.is_empty() {
        return Reading::Text(own);
    }
    if pair.is_latin() {
        return Reading::Markup;
    }
    let both = vec![open.range.clone(), close.range.clone()];
    let (is_text, is_certain) = match sign {
        b'_' => (pair.is_blank(), true),
        b'~' => (pair.is_in_words() && pair.pauses(), false),
        _ if pair.is_of_names() => (true, pair.is_certain()),
        _ if pair.begins_or_ends_amiss() => (true, true),
        _ if pair.is_alike() => (true, false),
        _ if pair.is_single() => return pair.read_single(both),
        _ if pair.may_be_masks() => return Reading::DoubtfulMarkup,
        _ => (false, false),
    };
    match (is_text, is_certain) {
        (false, _) => Reading::Markup,
        (true, true) => Reading::Text(both),
        (true, false) => Reading::DoubtfulText(both),
    }
}

/// Two runs that the parser took for a pair.
struct Pair<'t> {
    text: &'t str,
    /// Text between them, as far as is looked.
    inside: &'t str,
    open: &'t Run,
    close: &'t Run,
}

impl Pair<'_> {
    /// Runs that are text by themselves: too long for markup, in the middle of a number, in a product,
    /// behind nothing but a family name.
    fn own(&self) -> Vec<Range<usize>> {
        let pauses = self.pauses();
        let is_own = |run: &&Run| {
            let is_long = run.len() > 3 && !run.is_latin();
            let is_mask =
                run.len() < 3 && (run.len() == 1 || pauses) && run.is_bare_mask(self.text);
            let is_product = run.len() == 1 && run.is_in_product();
            // `马**·艾**`, `第*季度`, `完成率*%`.
            let is_cut = run.before == Some('·') || run.after == Some('·');
            let is_open_figure = run.len() == 1
                && (run.before == Some('第') || matches!(run.after, Some('%' | '％')));
            is_cut || is_open_figure || is_long || run.is_in_number() || is_product || is_mask
        };
        if self.open.sign == b'_' {
            return Vec::new();
        }
        let own = [self.open, self.close].into_iter().filter(is_own);
        own.map(|run| run.range.clone()).collect()
    }

    fn is_latin(&self) -> bool {
        self.open.is_latin() && self.close.is_latin() && self.inside.is_ascii()
    }

    fn is_single(&self) -> bool {
        self.open.len() == 1 || self.close.len() == 1
    }

    /// True where a sentence pauses, or a blank stands.
    fn pauses(&self) -> bool {
        self.inside
            .contains(|c: char| is_pause(c) || c.is_whitespace())
    }

    fn is_in_words(&self) -> bool {
        self.open.is_in_word() && self.close.is_in_word()
    }

    /// True where a name, or the beginning of one, stands before both.
    fn is_of_names(&self) -> bool {
        let is_name = |run: &Run| run.follows_name(self.text) || run.follows_half_name(self.text);
        if !is_name(self.open) || !is_name(self.close) {
            return false;
        }
        // A long stress may happen to end like a name: `支付**一元报名费**`.
        let is_short = self.inside.chars().nth(7).is_none();
        let joins = "和与及同诉跟之对给等".contains(|c| self.open.after == Some(c));
        self.is_single() || self.pauses() || is_short && (joins || self.open.len() == 3)
    }

    /// True where a whole clause would be stressed from within a word to within another, and one end
    /// looks like a mask: `诸葛**同志入选，房号3**栋`.
    fn may_be_masks(&self) -> bool {
        let length = 1 + usize::from(self.open.follows_compound_name(self.text));
        let mut before = self.text[..self.open.range.start].chars().rev();
        let begins = before
            .nth(length)
            .is_none_or(|c| !c.is_alphanumeric() && c != '*');
        let is_name = begins && self.open.follows_name(self.text);
        let is_number = self.close.before.is_some_and(|c| c.is_ascii_digit())
            && self.close.after.is_some_and(char::is_alphanumeric);
        let is_clause = self.inside.contains(['，', '。', '；']);
        is_clause && self.is_in_words() && (is_name || is_number)
    }

    /// True where nobody can have meant to stress: single signs between names, or a word that only
    /// begins like one would have to be cut.
    fn is_certain(&self) -> bool {
        self.is_single() || self.pauses() && !self.open.after.is_some_and(char::is_alphabetic)
    }

    /// True where the text between begins with a sign that ends something, or ends with one that
    /// begins something or goes on: `（*）为必备、（*）`.
    fn begins_or_ends_amiss(&self) -> bool {
        let begins = self
            .open
            .after
            .is_some_and(|c| "）)】》”’、，。；：！？,;:!?".contains(c));
        let ends = self.close.before.is_some_and(|c| "（(【《“‘、".contains(c));
        let goes_on = self.is_single() && self.close.before.is_some_and(|c| "，；,;".contains(c));
        begins || ends || goes_on
    }

    /// True where the two stand in parts that are built alike: `某**公司、某**商贸`, `甲街**号、乙路**号`.
    fn is_alike(&self) -> bool {
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let (open, close) = (self.open, self.close);
        let is_same = |a: Option<char>, b: Option<char>| is_word(a) && a == b;
        let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        let is_series = close.before.is_some_and(|c| "，,；".contains(c))
            && is_digit(open.after)
            && is_digit(close.after);
        let is_place = open.len() == 2 && {
            let mut all = self.inside.chars();
            all.next().is_some_and(|c| PLACES.contains(c)) && all.next().is_none()
        };
        // One character and a pause after each: `户主**国，配偶**英。`
        let is_ended = |range: &Range<usize>| {
            let mut after = self.text[range.end..].chars();
            after.next().is_some_and(char::is_alphabetic)
                && after.next().is_none_or(|c| !c.is_alphanumeric())
        };
        let mut after = self.inside.chars().skip(1);
        let goes_on = after.next().is_some_and(|c| "，、；".contains(c));
        let is_short =
            is_word(open.before) && goes_on && is_ended(&open.range) && is_ended(&close.range);
        let is_parallel = is_same(open.before, close.before) || is_same(open.after, close.after);
        // `补助**元、**万元`: before each a number is hidden.
        let is_unit = |c: Option<char>| c.is_some_and(|c| "元万亿人户岁件个名台亩吨".contains(c));
        let is_amount = is_unit(open.after) && is_unit(close.after) && self.pauses();
        // `忻州市**建筑有限公司、山西**商贸有限公司`.
        let names_firm = |text: &str| {
            let first = text.split(is_pause).next().unwrap_or_default();
            FIRMS.iter().any(|firm| first.contains(firm))
        };
        let after = &self.text[close.range.end..];
        let after = &after[..after.floor_char_boundary(NEAR)];
        let are_firms =
            self.pauses() && self.is_in_words() && names_firm(self.inside) && names_firm(after);
        is_amount
            || are_firms
            || is_series
            || is_place
            || self.pauses() && (is_short || is_parallel && is_word(open.before))
    }

    /// Reads a pair of single signs: within words, and over a pause, they are hardly markup.
    fn read_single(&self, both: Vec<Range<usize>>) -> Reading {
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let (begins, ends) = (is_word(self.open.before), is_word(self.close.after));
        // A sentence may be stressed with its end.
        let inner = self
            .inside
            .trim_end_matches(['。', '！', '？', '：', '）', '”']);
        let pauses = inner.contains(|c: char| is_pause(c) || c.is_whitespace());
        if pauses && (begins || ends) {
            return Reading::DoubtfulText(both);
        }
        let is_short = self.inside.chars().nth(SHORT).is_none();
        if begins && ends && is_short {
            return Reading::DoubtfulMarkup;
        }
        Reading::Markup
    }

    /// True where two runs of underscores are places to be filled in: what they would stress begins
    /// with a sign that ends something, or ends with one that begins something.
    fn is_blank(&self) -> bool {
        let begins = |c: char| c.is_alphanumeric() || "（(“‘《「『【〔[<\"'".contains(c);
        let ends = |c: char| c.is_alphanumeric() || "）)”’》」』】〕]>\"'。！？.!?…%℃".contains(c);
        self.open.len() > 2
            || self.close.len() > 2
            || !self.open.after.is_some_and(begins)
            || !self.close.before.is_some_and(ends)
            || self.inside.contains('_')
    }
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
