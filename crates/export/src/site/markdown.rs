//! The report as one Markdown file: the same sentences and tables as the
//! pages, without the drawings.

use super::block::PageParts;
use super::{Report, shell};
use crate::words::say;

/// The whole report.
pub(super) fn report(report: &Report<'_>, pages: &[PageParts]) -> String {
    let words = report.language;
    let mut out = format!("# {}\n", escaped(&report.project.title));
    if report.answers.not_for_release {
        push(&mut out, &format!("**{}**\n", say!(words, "frame-not-for-release")));
    }
    for page in pages {
        // The title of the first page is that of the report, which stands above.
        let title = if page.title == report.project.title { &page.nav } else { &page.title };
        push(&mut out, &format!("## {}\n", escaped(title)));
        for block in &page.blocks {
            push(&mut out, &block.markdown());
        }
    }
    push(&mut out, &format!("## {}\n", say!(words, "frame-sources")));
    let sources = report.sources_of(&std::collections::BTreeSet::new());
    push(&mut out, &bullets(sources.iter().map(|source| escaped(&shell::source_line(source)))));
    push(&mut out, &format!("{}\n", escaped(&report.disclosure(&sources))));
    push(&mut out, &format!("{}\n", escaped(&shell::made(report))));
    out
}

fn push(out: &mut String, block: &str) {
    if !block.is_empty() {
        out.push('\n');
        out.push_str(block);
    }
}

/// Points of a list.
pub(super) fn bullets(points: impl Iterator<Item = String>) -> String {
    points.fold(String::new(), |out, point| out + "- " + &point + "\n")
}

/// Text in which nothing is read as markup.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (index, c) in text.chars().enumerate() {
        match c {
            '\n' | '\r' => out.push(' '),
            '\\' | '`' | '*' | '_' | '<' | '[' | ']' | '|' | '&' => {
                out.push('\\');
                out.push(c);
            }
            '#' | '>' | '+' | '-' if index == 0 => {
                out.push('\\');
                out.push(c);
            }
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_becomes_markup() {
        assert_eq!(escaped("<b>*a*</b> [x](y) & c\nd"), r"\<b>\*a\*\</b> \[x\](y) \& c d");
        assert_eq!(escaped("# not a heading"), r"\# not a heading");
    }
}
