//! Names that people take for the same, though their bytes differ.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization as _, is_nfc_quick};

/// The name in the one normal form that keyboards give: macOS takes `é` apart where others do not.
pub fn nfc(name: &str) -> Cow<'_, str> {
    if name.is_ascii() || is_nfc_quick(name.chars()) == IsNormalized::Yes {
        return Cow::Borrowed(name);
    }
    Cow::Owned(name.nfc().collect())
}

/// The name without what only a careful eye sees: normal form and case.
pub fn fold(name: &str) -> String {
    nfc(name).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_and_cases_are_one() {
        assert_eq!(nfc("re\u{301}sume\u{301}"), "résumé");
        assert_eq!(fold("甲/Re\u{301}.MD"), fold("甲/ré.md"));
        assert_ne!(fold("甲"), fold("乙"));
    }
}
