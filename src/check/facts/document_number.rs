//! 发文字号: what people write, and what GB/T 9704—2012 prescribes.

use super::plain_text::narrow;

/// A document number as far as it can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DocumentNumber {
    /// Code of the office: `旭街办发`.
    pub(crate) code: String,
    /// Year as written; two digits where the century was left out.
    pub(crate) year: String,
    /// Serial number without leading zeros.
    pub(crate) serial: String,
}

const OPENING: &str = "〔[［(（【〖﹝﹙「〈<《{";
const CLOSING: &str = "〕]］)）】〗﹞﹚」〉>》}";

impl DocumentNumber {
    /// Reads a number in any of the dresses that people give it; nothing where it is another kind of
    /// number, or none.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let text: String = text
            .chars()
            .filter(|c| !c.is_whitespace())
            .map(narrow)
            .collect();
        let (code, rest) = text.split_once(|c| OPENING.contains(c))?;
        let (year, rest) = rest.split_once(|c| CLOSING.contains(c))?;
        let year = year.strip_suffix('年').unwrap_or(year);
        let serial = rest.strip_prefix('第').unwrap_or(rest);
        let serial = serial.strip_suffix('号').unwrap_or(serial);
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let serial = serial.trim_start_matches('0');
        let is_code = !code.is_empty() && code.chars().all(char::is_alphanumeric);
        (is_code && matches!(year.len(), 2 | 4) && is_number(year) && is_number(serial)).then(
            || Self {
                code: code.to_owned(),
                year: year.to_owned(),
                serial: serial.to_owned(),
            },
        )
    }

    /// The year of four digits.
    pub(crate) fn full_year(&self) -> Option<i16> {
        self.year.parse().ok().filter(|year| *year >= 1000)
    }

    /// The number as it should be written, where the year is whole.
    pub(crate) fn standard(&self) -> Option<String> {
        let year = self.full_year()?;
        Some(format!("{}〔{year}〕{}号", self.code, self.serial))
    }
}

/// Recognises a number of a kind with a form of its own: orders and announcements are counted
/// 第N号, without a year; decisions in cases have numbers with 第 and zeros.
pub(crate) fn is_other_kind(text: &str) -> bool {
    let kinds: &[&str] = match DocumentNumber::read(text) {
        Some(_) => &["罚", "许", "强", "决字", "告字"],
        None => &["令", "公告", "通告"],
    };
    kinds.iter().any(|kind| text.contains(kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_dress_is_brought_into_one() {
        for text in [
            "旭街办发〔2022〕8号",
            "旭街办发[2022]8号",
            "旭街办发（２０２２）第08号",
            "旭街办发 【2022】 8 号",
            "旭街办发〔2022年〕8",
        ] {
            let number = DocumentNumber::read(text).unwrap();
            assert_eq!(
                number.standard().as_deref(),
                Some("旭街办发〔2022〕8号"),
                "{text}"
            );
        }
        assert_eq!(
            DocumentNumber::read("旭街办发〔22〕8号")
                .unwrap()
                .standard(),
            None
        );
    }

    #[test]
    fn what_is_no_such_number_is_not_guessed() {
        for text in [
            "无",
            "〔2022〕8号",
            "旭街办发2022年8号",
            "旭街办发〔2022〕号",
            "旭街办发〔2022〕0号",
            "国发〔2019〕5号、晋政发〔2019〕6号",
        ] {
            assert_eq!(DocumentNumber::read(text), None, "{text}");
        }
        assert!(is_other_kind("国务院令第711号") && is_other_kind("公告2024年第3号"));
        assert!(
            is_other_kind("主席令（第七十号）") && is_other_kind("忻综执罚决字〔2024〕第001号")
        );
        assert!(!is_other_kind("旭街办公告〔2024〕3号"));
    }
}
