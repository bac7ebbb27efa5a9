//! How a value gets into a template's markup: nothing a person typed may end an element or turn a line around.

/// Writes a value as markup text: escaped, its line ends as `<br/>`, in `<bdi>` if any of it runs right to left.
///
/// Characters that only steer direction are left out, other control characters become U+FFFD, so that a reader
/// sees that something stood there.
pub fn escape(value: &str, out: &mut String) {
    let isolated = value.chars().any(runs_right_to_left);
    if isolated {
        out.push_str("<bdi>");
    }
    let mut characters = value.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\r' if characters.peek() == Some(&'\n') => {}
            '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => out.push_str("<br/>"),
            '\t' => out.push(' '),
            '\u{ad}'
            | '\u{61c}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}' => {}
            '\u{feff}' | '\u{fff9}'..='\u{fffb}' => out.push(char::REPLACEMENT_CHARACTER),
            _ if character.is_control() || is_noncharacter(character) => {
                out.push(char::REPLACEMENT_CHARACTER);
            }
            _ => out.push(character),
        }
    }
    if isolated {
        out.push_str("</bdi>");
    }
}

/// Whether it belongs to a block of scripts written from right to left (Unicode 17, ranges of DerivedBidiClass).
fn runs_right_to_left(character: char) -> bool {
    matches!(character, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}'
        | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

fn is_noncharacter(character: char) -> bool {
    matches!(character, '\u{fdd0}'..='\u{fdef}') || u32::from(character) & 0xfffe == 0xfffe
}

#[cfg(test)]
mod tests {
    use super::escape;

    fn escaped(value: &str) -> String {
        let mut out = String::new();
        escape(value, &mut out);
        out
    }

    #[test]
    fn markup_in_a_name_is_text() {
        assert_eq!(escaped("<script>\"a\" & 'b'"), "&lt;script&gt;&quot;a&quot; &amp; &#39;b&#39;");
    }

    #[test]
    fn line_ends_of_every_system_are_one_break_each() {
        assert_eq!(escaped("a\r\nb\rc\nd"), "a<br/>b<br/>c<br/>d");
    }

    #[test]
    fn an_override_cannot_turn_the_line_and_other_controls_are_seen() {
        assert_eq!(escaped("A\u{202e}001£\u{202c}B"), "A001£B");
        assert_eq!(escaped("A\0\u{7}B"), "A\u{fffd}\u{fffd}B");
    }

    #[test]
    fn a_hebrew_name_is_isolated() {
        assert_eq!(escaped("דנה"), "<bdi>דנה</bdi>");
    }
}
