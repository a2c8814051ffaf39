//! Words explained where they stand: each is marked where a page first uses it, and a page holds
//! all that the report uses.
//!
//! A marked word is a button that opens its meaning, which a browser does by itself
//! (`popovertarget`); on paper, and in a browser that does not know it, the meanings stand at the
//! end of the page.

use std::collections::BTreeSet;

use maud::{Markup, html};

use super::WordNote;
use super::block::{Block, PageParts};
use crate::chart::{Slug, direction, names_in, printable};
use crate::words::{english, say};

pub(super) const PATH: &str = "glossary.html";

/// The page of the words that these pages use, with those to read beside them; `None` for none.
pub(super) fn page(words: &[WordNote], pages: &[PageParts]) -> Option<PageParts> {
    let mut marker = Marker::new(words, "");
    for block in pages.iter().flat_map(|page| &page.blocks) {
        block.texts(&mut |text| {
            marker.mark(text);
        });
    }
    let mut used: BTreeSet<usize> = marker.used.into_iter().collect();
    let mut next: Vec<usize> = used.iter().copied().collect();
    while let Some(at) = next.pop() {
        let beside = words[at].see.iter();
        let beside = beside.filter_map(|see| words.iter().position(|word| word.word == *see));
        next.extend(beside.filter(|at| used.insert(*at)));
    }
    if used.is_empty() {
        return None;
    }
    let mut listed: Vec<&WordNote> = used.into_iter().map(|at| &words[at]).collect();
    listed.sort_by_cached_key(|word| word.word.to_lowercase());
    Some(PageParts {
        path: PATH.to_owned(),
        nav: say!(english(), "frame-glossary"),
        title: say!(english(), "frame-glossary"),
        sources: BTreeSet::new(),
        blocks: vec![
            Block::Text(say!(english(), "glossary-about")),
            Block::Words(listed.into_iter().cloned().collect()),
        ],
    })
}

/// Name of the place of a word.
pub(super) fn id(word: &WordNote) -> String {
    format!("word-{}", Slug::new(&word.word))
}

/// Marks words in the texts of one page, each once.
pub(super) struct Marker<'a> {
    words: &'a [WordNote],
    /// The way from the page to the first page of its report.
    top: &'a str,
    /// Places in `words` of those that are not marked yet, the longest first, so that
    /// `Early neonatal mortality` is not taken for `Neonatal mortality`.
    left: Vec<usize>,
    used: Vec<usize>,
}

impl<'a> Marker<'a> {
    pub(super) fn new(words: &'a [WordNote], top: &'a str) -> Self {
        let mut left: Vec<usize> = (0..words.len()).collect();
        left.sort_by_key(|at| std::cmp::Reverse(words[*at].word.len()));
        // Two words with the same name of their place would open each other's meaning.
        let mut places = BTreeSet::new();
        left.retain(|at| places.insert(id(&words[*at])));
        Self { words, top, left, used: Vec::new() }
    }

    /// The text, with its names set as such and each word marked that was not marked before.
    pub(super) fn mark(&mut self, text: &str) -> Markup {
        html! {
            @for (piece, is_name) in names_in(text) {
                @if is_name { code { (printable(piece)) } } @else { (self.marked(piece)) }
            }
        }
    }

    fn marked(&mut self, text: &str) -> Markup {
        let mut found: Vec<(usize, usize, usize)> = Vec::new();
        let words = self.words;
        self.left.retain(|at| {
            let place = places(text, &words[*at].word).find(|(start, end)| {
                found.iter().all(|(other, until, _)| end <= other || start >= until)
            });
            found.extend(place.map(|(start, end)| (start, end, *at)));
            place.is_none()
        });
        found.sort_unstable();
        self.used.extend(found.iter().map(|(.., at)| *at));
        let mut from = 0;
        html! {
            @for (start, end, at) in found {
                (printable(&text[from..start]))
                button type="button" class="word" popovertarget=(id(&words[at])) {
                    (printable(&text[start..end]))
                }
                @let () = from = end;
            }
            (printable(&text[from..]))
        }
    }

    /// The meanings of what was marked, for the end of the page.
    pub(super) fn meanings(&self) -> Markup {
        html! {
            @if !self.used.is_empty() {
                div class="meanings" {
                    p class="meanings-title" { (say!(english(), "frame-words")) }
                    @for word in self.used.iter().map(|at| &self.words[*at]) {
                        div class="meaning" id=(id(word)) popover {
                            p dir=[direction(&word.word)] {
                                strong { (printable(&word.word)) } ": " (printable(&word.meaning)) ". "
                                a href={ (self.top) (PATH) "#" (id(word)) } { (say!(english(), "frame-glossary")) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Where a word stands in a text, alone: not within another.
fn places(text: &str, word: &str) -> impl Iterator<Item = (usize, usize)> {
    // A word may begin a sentence and have a plural; of an abbreviation every letter counts.
    let is_word = word.chars().skip(1).any(char::is_lowercase) && word.contains(char::is_lowercase);
    let mut forms = vec![word.to_owned()];
    if is_word {
        let (first, rest) = word.split_at(word.chars().next().map_or(0, char::len_utf8));
        forms.push(format!("{}{rest}", first.to_lowercase()));
    }
    let joined = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '&');
    let of_form = move |form: String| {
        let places = text.match_indices(&form).map(|(at, found)| (at, at + found.len()));
        let places: Vec<(usize, usize)> = places.collect();
        places
    };
    forms.into_iter().flat_map(of_form).filter_map(move |(start, end)| {
        let plural = is_word && text[end..].starts_with('s');
        let end = end + usize::from(plural);
        let before = text[..start].chars().next_back();
        let after = text[end..].chars().next();
        (!before.is_some_and(joined) && !after.is_some_and(joined)).then_some((start, end))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(all: &[&str]) -> Vec<WordNote> {
        let note = |word: &&str| WordNote {
            word: (*word).to_owned(),
            meaning: format!("what {word} means"),
            see: Vec::new(),
        };
        all.iter().map(note).collect()
    }

    #[test]
    fn a_word_is_marked_once_and_as_a_whole() {
        let known = words(&["Neonatal mortality", "Early neonatal mortality", "CO", "IMD"]);
        let mut marker = Marker::new(&known, "");
        let said = marker.mark("Early neonatal mortality and neonatal mortality by IMD, COV").0;
        let marked: Vec<&str> = said
            .split("<button")
            .skip(1)
            .map(|part| part.split_once('>').unwrap().1.split_once('<').unwrap().0)
            .collect();
        assert_eq!(marked, ["Early neonatal mortality", "neonatal mortality", "IMD"]);
        assert!(!marker.mark("IMD again").0.contains("<button"), "once a page");
        assert!(marker.mark("co and CO").0.contains("co and <button"), "letters count");
        assert_eq!(marker.meanings().0.matches(" popover").count(), 4);
    }

    #[test]
    fn a_word_may_be_many_and_is_never_markup() {
        let known = words(&["Control chart"]);
        let said = Marker::new(&known, "").mark("<b> control charts").0;
        assert!(said.starts_with("&lt;b&gt; <button"), "{said}");
        assert!(said.ends_with(">control charts</button>"), "{said}");
    }
}
