//! Formats of 索引号, written as small templates: `{代码}/{年}-{序号:5}`.
//!
//! | placeholder | stands for |
//! |---|---|
//! | `{代码}` | `{机构代码}` or `{信用代码}` |
//! | `{机构代码}` | organisation code, 9 characters (GB 11714) |
//! | `{信用代码}` | unified social credit code, 18 characters (GB 32100) |
//! | `{年}`, `{年月}`, `{月}`, `{日}` | year, year and month, month, day |
//! | `{序号}`, `{序号:5}` | serial, of any or of so many figures |
//! | `{数字:6}` | figures without a meaning for checks, here six |
//! | `{字母:2}` | capital letters, here two |
//! | `{字符}`, `{字符:4}` | letters, figures or Chinese characters |
//!
//! Everything else stands for itself; `|` parts formats that are as good as each other.

/// Patterns of the two usual formats: a code, a year, a serial.
pub(crate) const USUAL: &str = "{代码}/{年}-{序号:5}|{信用代码}/{年月}-{序号:5}";

/// A format, ready to be held against numbers.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct IndexFormat {
    choices: Vec<Vec<Token>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token {
    Literal(char),
    Organisation,
    Credit,
    Year,
    Month,
    Day,
    Serial(Option<usize>),
    Figures(Option<usize>),
    Letters(Option<usize>),
    Any(Option<usize>),
}

/// Parts that a number is made of.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Parts<'t> {
    /// The code of who gave it: 9 or 18 characters.
    pub(crate) code: Option<&'t str>,
    /// The year.
    pub(crate) year: Option<i16>,
    /// The serial.
    pub(crate) serial: Option<Serial<'t>>,
}

/// The serial of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Serial<'t> {
    /// Text before the serial: numbers that share it count together.
    pub(crate) before: &'t str,
    /// Its figures as written.
    pub(crate) figures: &'t str,
    /// Its value.
    pub(crate) value: u64,
}

impl IndexFormat {
    /// Reads a format; the error says in Chinese what is wrong with it.
    pub(crate) fn read(text: &str) -> Result<Self, String> {
        let mut choices = Vec::new();
        for choice in text.split('|') {
            let mut tokens = vec![Vec::new()];
            let mut rest = choice;
            while let Some(first) = rest.chars().next() {
                let Some(inner) = rest.strip_prefix('{') else {
                    for tokens in &mut tokens {
                        tokens.push(Token::Literal(first));
                    }
                    rest = &rest[first.len_utf8()..];
                    continue;
                };
                let (name, after) = inner
                    .split_once('}')
                    .ok_or_else(|| format!("“{rest}”缺少“}}”"))?;
                rest = after;
                // A placeholder that is either of two things makes two formats of one.
                let kinds = placeholder(name)?;
                tokens = tokens
                    .iter()
                    .flat_map(|tokens| kinds.iter().map(|kind| [tokens.as_slice(), kind].concat()))
                    .collect();
            }
            choices.append(&mut tokens);
        }
        if choices.iter().any(Vec::is_empty) {
            return Err("格式是空的".to_owned());
        }
        Ok(Self { choices })
    }

    /// Parts of a number; nothing where it does not have the format.
    pub(crate) fn parts<'t>(&self, text: &'t str) -> Option<Parts<'t>> {
        self.choices.iter().find_map(|tokens| {
            let mut parts = Parts::default();
            matches(tokens, text, 0, &mut parts).then_some(parts)
        })
    }

    /// A number of this format, to show what is meant.
    pub(crate) fn example(&self, credit_code: &str) -> String {
        let is_credit = credit_code.len() == 18 && credit_code.is_ascii();
        let code = if is_credit {
            credit_code
        } else {
            "11000000000000000X"
        };
        // The choice with the longer code is the one that sites have today.
        let has_credit = |tokens: &&Vec<Token>| tokens.contains(&Token::Credit);
        let tokens = self
            .choices
            .iter()
            .find(has_credit)
            .or(self.choices.first());
        let repeat = |what: &str, width: Option<usize>| what.repeat(width.unwrap_or(4));
        let mut text = String::new();
        for token in tokens.into_iter().flatten() {
            match token {
                Token::Literal(c) => text.push(*c),
                Token::Organisation => text.push_str(&code[8..17]),
                Token::Credit => text.push_str(code),
                Token::Year => text.push_str("2026"),
                Token::Month | Token::Day => text.push_str("01"),
                Token::Serial(width) => {
                    let width = width.unwrap_or(5);
                    text.push_str(&format!("{:0width$}", 1));
                }
                Token::Figures(width) => text.push_str(&repeat("0", *width)),
                Token::Letters(width) | Token::Any(width) => text.push_str(&repeat("A", *width)),
            }
        }
        text
    }
}

/// Tokens that a placeholder stands for: one row, or several to choose from.
fn placeholder(name: &str) -> Result<Vec<Vec<Token>>, String> {
    let (name, width) = match name.split_once(':') {
        None => (name, None),
        Some((name, width)) => {
            let width = width
                .trim()
                .parse()
                .ok()
                .filter(|width| (1..=30).contains(width));
            let told = || format!("“{{{name}:…}}”里的位数应是 1 到 30");
            (name, Some(width.ok_or_else(told)?))
        }
    };
    let one = |token| Ok(vec![vec![token]]);
    match name.trim() {
        "代码" => Ok(vec![vec![Token::Credit], vec![Token::Organisation]]),
        "机构代码" => one(Token::Organisation),
        "信用代码" => one(Token::Credit),
        "年" => one(Token::Year),
        "月" => one(Token::Month),
        "日" => one(Token::Day),
        "年月" => Ok(vec![vec![Token::Year, Token::Month]]),
        "序号" => one(Token::Serial(width)),
        "数字" => one(Token::Figures(width)),
        "字母" => one(Token::Letters(width)),
        "字符" => one(Token::Any(width)),
        other => Err(format!(
            "不认识“{{{other}}}”，可以用 {{代码}}、{{机构代码}}、{{信用代码}}、{{年}}、{{月}}、{{日}}、{{年月}}、{{序号}}、{{数字}}、{{字母}}、{{字符}}"
        )),
    }
}

/// Holds tokens against the text from `at` on; what was understood is left in `parts`.
fn matches<'t>(tokens: &[Token], text: &'t str, at: usize, parts: &mut Parts<'t>) -> bool {
    let Some((token, tokens)) = tokens.split_first() else {
        return at == text.len();
    };
    let mut try_word = |word: &'t str| {
        let fits = token.is_whole(word) && matches(tokens, text, at + word.len(), parts);
        if fits {
            token.note(word, &text[..at], parts);
        }
        fits
    };
    let rest = &text[at..];
    match token.width() {
        Some(width) => token.word(rest, width).is_some_and(&mut try_word),
        // Fewest characters first: what comes after decides.
        None => (1..)
            .map_while(|width| token.word(rest, width))
            .any(try_word),
    }
}

impl Token {
    /// Number of characters that it takes, where that is settled.
    fn width(self) -> Option<usize> {
        match self {
            Self::Literal(_) => Some(1),
            Self::Organisation => Some(9),
            Self::Credit => Some(18),
            Self::Year => Some(4),
            Self::Month | Self::Day => Some(2),
            Self::Serial(width)
            | Self::Figures(width)
            | Self::Letters(width)
            | Self::Any(width) => width,
        }
    }

    /// The first so many characters of a text, if all of them can be part of it.
    fn word(self, text: &str, width: usize) -> Option<&str> {
        let all = |fits: fn(&u8) -> bool| {
            let word = text.get(..width)?;
            word.as_bytes().iter().all(fits).then_some(word)
        };
        match self {
            Self::Literal(c) => text.starts_with(c).then(|| &text[..c.len_utf8()]),
            Self::Organisation | Self::Credit => {
                all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
            }
            Self::Letters(_) => all(u8::is_ascii_uppercase),
            Self::Any(_) => {
                let (at, last) = text.char_indices().nth(width.checked_sub(1)?)?;
                let word = &text[..at + last.len_utf8()];
                word.chars().all(char::is_alphanumeric).then_some(word)
            }
            _ => all(u8::is_ascii_digit),
        }
    }

    /// Checks that a word of the right length makes sense.
    fn is_whole(self, word: &str) -> bool {
        let number = || word.parse::<u32>().unwrap_or_default();
        match self {
            Self::Year => (1949..=2100).contains(&number()),
            Self::Month => (1..=12).contains(&number()),
            Self::Day => (1..=31).contains(&number()),
            _ => true,
        }
    }

    fn note<'t>(self, word: &'t str, before: &'t str, parts: &mut Parts<'t>) {
        match self {
            Self::Organisation | Self::Credit => parts.code = Some(word),
            Self::Year => parts.year = word.parse().ok(),
            Self::Serial(_) => {
                parts.serial = word.parse().ok().map(|value| Serial {
                    before,
                    figures: word,
                    value,
                });
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> IndexFormat {
        IndexFormat::read(text).unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    #[test]
    fn the_usual_numbers_are_taken_apart() {
        let usual = read(USUAL);
        let parts = usual.parts("000014349/2018-00222").unwrap();
        assert_eq!((parts.code, parts.year), (Some("000014349"), Some(2018)));
        let serial = parts.serial.unwrap();
        assert_eq!((serial.before, serial.value), ("000014349/2018-", 222));
        let parts = usual.parts("11441700007280420Y/2021-00012").unwrap();
        assert_eq!(parts.code, Some("11441700007280420Y"));
        let parts = usual.parts("11341702486344515H/202103-00012").unwrap();
        assert_eq!(
            (parts.year, parts.serial.unwrap().figures),
            (Some(2021), "00012")
        );
        for text in [
            "",
            "a/1",
            "000014349/2018-222",
            "000014349/1800-00222",
            "00001434/2018-00222",
            "11341702486344515H/202113-00012",
            "11341702486344515h/2021-00012",
            "１11409020123456714/2026-00001",
        ] {
            assert_eq!(usual.parts(text), None, "{text}");
        }
    }

    #[test]
    fn a_site_may_have_its_own() {
        let own = read("{字母:2}{数字:4}-{字符}-{年}{月}{日}-{序号}");
        let parts = own.parts("SX0101-民政3-20260105-17").unwrap();
        assert_eq!((parts.year, parts.serial.unwrap().value), (Some(2026), 17));
        assert_eq!(own.example(""), "AA0000-AAAA-20260101-00001");
        assert_eq!(
            read(USUAL).example("111409020123456714"),
            "111409020123456714/2026-00001"
        );
    }

    #[test]
    fn bad_formats_say_why() {
        for (text, why) in [
            ("{代码", "缺少"),
            ("{流水}", "不认识“{流水}”"),
            ("{序号:0}", "位数"),
            ("", "空"),
        ] {
            let error = IndexFormat::read(text).unwrap_err();
            assert!(error.contains(why), "{text}: {error}");
        }
    }
}
