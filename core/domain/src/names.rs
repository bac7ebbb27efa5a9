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

/// Whether a text names somebody: it is the name, or each word of that stands in it whole, among others and in any order.
pub(crate) fn stands_in(name: &str, text: &str) -> bool {
    let apart = text.replace(|c: char| !c.is_alphanumeric(), " ");
    let (Some(wanted), Some(there)) = (words(name), words(&apart)) else { return false };
    // One word may be told in several: O'Neill, Mary-Jane.
    let stands = |word: &String| (1..=3).any(|parts| there.windows(parts).any(|run| run.concat() == *word));
    is_same(name, text) || wanted.iter().all(stands)
}

#[cfg(test)]
mod tests {
    use super::{is_same, stands_in};

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

    #[test]
    fn a_text_names_whose_words_all_stand_in_it_whole() {
        for (name, text) in [
            ("Walter Watcher", "Walter Watcher, 07700 900123"),
            ("walter WATCHER", "Mr. Watcher (Walter),07700 900123"),
            ("Zoe O'Neill", "ZOË ONEILL of number 9"),
            ("Mary-Jane ONeill", "Mary Jane O'Neill and her sister"),
            ("Mary Jane Smith", "Smith, Mary-Jane"),
            ("Mary Jane", "maryjane"),
        ] {
            assert!(stands_in(name, text), "{name} in {text}");
        }
        for (name, text) in [
            ("Walter Watcher", "Walter, 07700 900123"),
            ("Ann Smith", "Anna Smith"),
            ("Walter Watch", "Walter Watcher"),
            ("", "Walter Watcher"),
            ("–", "– Watcher"),
            ("Walter", ""),
        ] {
            assert!(!stands_in(name, text), "{name} in {text}");
        }
    }
}
