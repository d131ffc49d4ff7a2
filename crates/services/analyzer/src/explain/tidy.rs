//! Makes a model's words harmless for whoever renders them as Markdown.

/// A line without what is no text, and without HTML, images, links and addresses: an explanation needs none of them, and
/// a program that talks to the model may ask for them.
pub(crate) fn line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().filter(|letter| is_text(*letter)).peekable();
    while let Some(letter) = rest.next() {
        let next = rest.peek().copied();
        match (letter, next) {
            ('!', Some('[')) => {}
            ('<', Some('a'..='z' | 'A'..='Z' | '/' | '!' | '?')) | (']', Some('(' | '[' | ':')) => {
                out.push(letter);
                out.push(' ');
            }
            (':', Some('/')) => {
                out.push_str(": ");
            }
            _ => out.push(letter),
        }
    }
    out
}

/// At most so many bytes, at a border of letters.
pub(crate) fn cut(text: &mut String, bytes_max: usize) {
    text.truncate(text.floor_char_boundary(bytes_max));
}

fn is_text(letter: char) -> bool {
    let is_invisible = matches!(letter,
        '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}');
    letter == '\t' || !(letter.is_control() || is_invisible)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_and_what_acts_does_not() {
        assert_eq!(line("## Time: O(n²), as `i < n` says – “twice”"), "## Time: O(n²), as `i < n` says – “twice”");
        assert_eq!(line("<script>x</script>"), "< script>x< /script>");
        assert_eq!(line("![i](https://evil.example/x)"), "[i] (https: //evil.example/x)");
        assert_eq!(line("[a]: javascript:alert(1)"), "[a] : javascript:alert(1)");
        assert_eq!(line("a\u{202e}b\u{0}c\u{1b}[2J\u{200b}"), "abc[2J");
        assert_eq!(line("!\u{200b}["), "[");
    }

    #[test]
    fn a_cut_keeps_letters_whole() {
        let mut text = "aé".to_owned();
        cut(&mut text, 2);
        assert_eq!(text, "a");
    }
}
