//! When two names are one: in any case, without accents, words in either order, spaces and signs told or not.

use unicode_normalization::UnicodeNormalization as _;

/// Letters and digits in capitals without accents, word by word; none if nothing is left.
pub(crate) fn words(text: &str) -> Option<Vec<String>> {
    let plain: String = text.nfkd().flat_map(char::to_uppercase).collect();
    let letters = |word: &str| word.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let words: Vec<String> = plain.split_whitespace().map(letters).filter(|word| !word.is_empty()).collect();
    (!words.is_empty()).then_some(words)
}

/// Whether two names or addresses are one; nothing is like nothing.
pub(crate) fn is_same(one: &str, other: &str) -> bool {
    let (Some(mut one), Some(mut other)) = (words(one), words(other)) else { return false };
    if one.concat() == other.concat() {
        return true;
    }
    one.sort_unstable();
    other.sort_unstable();
    one == other
}

#[cfg(test)]
mod tests {
    use super::is_same;

    #[test]
    fn names_are_one_in_any_order_and_case_with_or_without_accents() {
        for (one, other) in [
            ("Zoë Smith", "SMITH ZOE"),
            ("Mary-Jane O'Neill", "mary jane oneill"),
            ("Ann  Smith", "Ann Smith"),
            ("Groß", "GROSS"),
            ("عمر خالد", "خالد عمر"),
        ] {
            assert!(is_same(one, other) && is_same(other, one), "{one} and {other}");
        }
        for (one, other) in [("Ann Smith", "Ann Smyth"), ("", ""), ("–", "–"), ("Ann", "Ann Ann")] {
            assert!(!is_same(one, other), "{one} and {other}");
        }
    }
}
