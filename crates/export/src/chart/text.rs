//! Words on a drawing and beside it: how wide they are, where they wrap, when they are cut.

use maud::{Markup, html};

/// Font size of most words, in drawing units (pixels at full width).
pub(crate) const SIZE: f64 = 13.0;
/// The smallest font size of any chart.
pub(crate) const SMALL: f64 = 12.0;

/// An estimate of the width of `text`, on the wide side so that any sans-serif font fits.
///
/// SVG without scripts cannot measure its font. The classes follow `DejaVu Sans`, the widest of the
/// fonts that the font list of the charts falls back to.
pub(crate) fn width(text: &str, size: f64) -> f64 {
    text.chars().map(|c| em(c) * size).sum()
}

fn em(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | '\'' | '’' | '|' => 0.3,
        ' ' | '.' | ',' | ':' | ';' | '!' | 'I' | '-' | '(' | ')' | 'f' | 't' | 'r' => 0.4,
        'm' | 'w' | 'M' | 'W' | '%' | '@' | '→' | '←' => 0.98,
        '0'..='9' | 'a'..='z' => 0.635,
        'A'..='Z' | '\u{2212}' | '+' | '=' | '<' | '>' => 0.8,
        c if c.is_ascii() => 0.6,
        c if (c as u32) < 0x0500 => 0.75,
        // Han, kana, emoji: as wide as tall.
        _ => 1.0,
    }
}

/// The words of `text` in at most `most_lines` lines of at most `room`; what does not fit is cut,
/// with an ellipsis.
pub(crate) fn wrap(text: &str, room: f64, size: f64, most_lines: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        for piece in pieces(word, room, size) {
            let gap = if piece.joined { "" } else { " " };
            match lines.last_mut() {
                Some(line) if width(&format!("{line}{gap}{}", piece.text), size) <= room => {
                    line.push_str(gap);
                    line.push_str(&piece.text);
                }
                _ => lines.push(piece.text),
            }
        }
    }
    if lines.len() > most_lines {
        lines.truncate(most_lines);
        if let Some(last) = lines.last_mut() {
            *last = shortened(last, room, size);
        }
    }
    lines
}

/// A word in pieces that fit: whole if it can be, else cut after its hyphens, else into parts of
/// even length with a hyphen after each.
fn pieces(word: &str, room: f64, size: f64) -> Vec<Piece> {
    if width(word, size) <= room {
        return vec![Piece { text: word.to_owned(), joined: false }];
    }
    let parts: Vec<&str> = word.split_inclusive('-').collect();
    let parts = parts.into_iter().flat_map(|part| even_parts(part, room, size)).enumerate();
    parts.map(|(index, text)| Piece { text, joined: index > 0 }).collect()
}

/// Part of a word; `joined` to the part before it without a space.
struct Piece {
    text: String,
    joined: bool,
}

fn even_parts(part: &str, room: f64, size: f64) -> Vec<String> {
    let letters: Vec<char> = part.chars().collect();
    if width(part, size) <= room {
        return vec![part.to_owned()];
    }
    let hyphened = |chars: &[char], last: bool| {
        let mut text: String = chars.iter().collect();
        if !last {
            text.push('-');
        }
        text
    };
    (2..=letters.len())
        .map(|count| {
            let length = letters.len().div_ceil(count);
            let chunks: Vec<&[char]> = letters.chunks(length).collect();
            let last = chunks.len() - 1;
            let parts = chunks.into_iter().enumerate();
            parts.map(|(index, chunk)| hyphened(chunk, index == last)).collect::<Vec<_>>()
        })
        .find(|parts| parts.iter().all(|part| width(part, size) <= room))
        // Room for less than a letter and a hyphen: letters alone.
        .unwrap_or_else(|| letters.iter().map(char::to_string).collect())
}

/// `line` with an ellipsis, short enough for `room`.
fn shortened(line: &str, room: f64, size: f64) -> String {
    let mut kept = line.to_owned();
    while !kept.is_empty() && width(&kept, size) + em('…') * size > room {
        kept.pop();
    }
    format!("{}…", kept.trim_end())
}

/// The direction of a text with letters that run from right to left: that of most of its letters,
/// so that a name at its begin does not turn a sentence round. Words beside it keep their own.
pub(crate) fn direction(text: &str) -> Option<&'static str> {
    let runs_left = |c| {
        matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFE}'
            | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
    };
    let left = text.chars().filter(|c| runs_left(*c)).count();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    (left > 0).then_some(if 2 * left > letters { "rtl" } else { "ltr" })
}

/// Text without the control characters that XML forbids.
pub(crate) fn printable(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') { ' ' } else { c })
        .collect()
}

/// The pieces of a text between backticks, and whether each is a name as a file or a program
/// has it. A backtick without another is one.
pub(crate) fn names_in(text: &str) -> impl Iterator<Item = (&str, bool)> {
    let paired = text.matches('`').count().is_multiple_of(2);
    let pieces = text.split(move |c| paired && c == '`').enumerate();
    pieces.map(|(at, piece)| (piece, at % 2 == 1)).filter(|(piece, _)| !piece.is_empty())
}

/// Text whose names between backticks are set as such.
pub(crate) fn with_names(text: &str) -> Markup {
    html! {
        @for (piece, is_name) in names_in(text) {
            @if is_name { code { (printable(piece)) } } @else { (printable(piece)) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_set_as_such() {
        let html = |text| with_names(text).into_string();
        assert_eq!(html("call `first-call` <here>"), "call <code>first-call</code> &lt;here&gt;");
        assert_eq!(html("`a``b`"), "<code>a</code><code>b</code>");
        assert_eq!(html("one ` alone"), "one ` alone");
    }

    #[test]
    fn lines_fit_their_room() {
        let name = "Bournemouth, Christchurch and Poole Llanfairpwllgwyngyllgogerychwyrndrobwll";
        for room in [20.0, 60.0, 150.0, 900.0] {
            for line in wrap(name, room, SIZE, 9) {
                assert!(width(&line, SIZE) <= room, "{line:?} in {room}");
            }
        }
    }

    #[test]
    fn letters_tell_their_direction() {
        assert_eq!(direction("Bournemouth, 2022"), None);
        for name in ["חיפה", "دمشق", "חיפה (2)"] {
            assert_eq!(direction(name), Some("rtl"), "{name}");
        }
        for sentence in ["England: חיפה", "חיפה had 3,253 births"] {
            assert_eq!(direction(sentence), Some("ltr"), "{sentence}");
        }
    }

    #[test]
    fn what_does_not_fit_is_cut_visibly() {
        let lines = wrap("one two three four five six seven", 60.0, SIZE, 2);
        assert_eq!(lines.len(), 2);
        assert!(lines[1].ends_with('…'), "{lines:?}");
        assert_eq!(wrap("", 60.0, SIZE, 2), Vec::<String>::new());
    }
}
