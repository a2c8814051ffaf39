//! The shorthand of official statistics: one code in each square bracket.
//!
//! The codes are those of the Government Analysis Function, "Using symbols and
//! shorthand in data tables".

use std::collections::{BTreeMap, BTreeSet};

use firstyear_core::Flags;

use crate::words::{Words, say};

/// A code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Shorthand {
    Break,
    Confidential,
    Estimated,
    Provisional,
    Revised,
    LowReliability,
    NotAvailable,
    NotApplicable,
}

impl Shorthand {
    /// In the order of the alphabet.
    pub(super) const ALL: [Self; 8] = [
        Self::Break,
        Self::Confidential,
        Self::Estimated,
        Self::Provisional,
        Self::Revised,
        Self::LowReliability,
        Self::NotAvailable,
        Self::NotApplicable,
    ];

    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Break => "[b]",
            Self::Confidential => "[c]",
            Self::Estimated => "[e]",
            Self::Provisional => "[p]",
            Self::Revised => "[r]",
            Self::LowReliability => "[u]",
            Self::NotAvailable => "[x]",
            Self::NotApplicable => "[z]",
        }
    }

    pub(super) fn meaning(self, words: &Words) -> String {
        match self {
            Self::Break => say!(words, "document-break"),
            Self::Confidential => say!(words, "document-confidential"),
            Self::Estimated => say!(words, "document-estimated"),
            Self::Provisional => say!(words, "document-provisional"),
            Self::Revised => say!(words, "document-revised"),
            Self::LowReliability => say!(words, "document-low-reliability"),
            Self::NotAvailable => say!(words, "document-not-available"),
            Self::NotApplicable => say!(words, "document-not-applicable"),
        }
    }
}

/// What publishers say of figures.
const MARKS: [(Flags, Shorthand); 5] = [
    (Flags::SERIES_BREAK, Shorthand::Break),
    (Flags::ESTIMATED, Shorthand::Estimated),
    (Flags::PROVISIONAL, Shorthand::Provisional),
    (Flags::REVISED, Shorthand::Revised),
    (Flags::LOW_RELIABILITY, Shorthand::LowReliability),
];

/// Tells the code of a figure by the words that stand on a page, in the language of the page.
pub(super) struct Legend {
    withheld: String,
    /// Words for figures that cannot be, rather than are not known.
    cannot_be: BTreeSet<String>,
    /// What publishers say of a figure, with the codes of it.
    marks: BTreeMap<String, Vec<Shorthand>>,
}

impl Legend {
    pub(super) fn of(words: &Words) -> Self {
        let cannot_be = say!(words, "document-cannot-be");
        let cannot_be = cannot_be.split('|').map(|one| one.trim().to_owned());
        // Every set of marks, in which each is there or is not.
        let marks = (1_u8..1 << MARKS.len()).filter_map(|set| {
            let of_set = || MARKS.iter().zip(0..).filter(move |(_, at)| set >> at & 1 == 1);
            let flags = of_set().fold(Flags::NONE, |all, ((flag, _), _)| all | *flag);
            Some((words.flags(flags)?, of_set().map(|((_, code), _)| *code).collect()))
        });
        Self {
            withheld: say!(words, "withheld"),
            cannot_be: ["", "–"].map(str::to_owned).into_iter().chain(cannot_be).collect(),
            marks: marks.collect(),
        }
    }

    /// The code for a missing figure.
    fn of_missing(&self, words: &str) -> Shorthand {
        if words.starts_with(&self.withheld) {
            Shorthand::Confidential
        } else if self.cannot_be.contains(words) {
            Shorthand::NotApplicable
        } else {
            Shorthand::NotAvailable
        }
    }

    /// The words of a missing figure behind their code.
    pub(super) fn missing(&self, words: &str) -> String {
        let words = words.trim();
        let code = self.of_missing(words).code();
        match words {
            "" | "–" => code.to_owned(),
            words => format!("{code} {words}"),
        }
    }

    /// Words about a figure behind the codes for the marks among them, as in
    /// `[p] [u] provisional and of low reliability`. A remark that says anything but marks is
    /// a sentence, and has no code.
    pub(super) fn marked(&self, words: &str) -> String {
        let remarks = words.split("; ").filter_map(|remark| {
            let of = remark.split_once(": ").map_or(remark, |(_, mark)| mark);
            self.marks.get(of)
        });
        let codes: BTreeSet<Shorthand> = remarks.flatten().copied().collect();
        codes.into_iter().rev().fold(words.to_owned(), |words, of| format!("{} {words}", of.code()))
    }
}

#[cfg(test)]
mod tests {
    use firstyear_core::{Cell, Language, Withholding};

    use super::*;

    #[test]
    fn every_mark_has_its_code_in_every_language() {
        let all = MARKS.into_iter().fold(Flags::NONE, |all, (flag, _)| all | flag);
        for (language, _) in Language::ALL {
            let words = Words::of(*language);
            let legend = Legend::of(words);
            assert_eq!(all.words().count(), MARKS.len());
            let said = words.flags(all).unwrap();
            assert_eq!(legend.marked(&said), format!("[b] [e] [p] [r] [u] {said}"));
            for word in all.words() {
                let flag = Flags::from_word(word).unwrap();
                let (_, code) = MARKS.into_iter().find(|(known, _)| *known == flag).unwrap();
                let said = words.flags(flag).unwrap();
                assert_eq!(legend.marked(&said), format!("{} {said}", code.code()));
            }
        }
    }

    #[test]
    fn a_remark_that_is_a_sentence_has_no_code() {
        let legend = Legend::of(Words::of(Language::English));
        let marked = |words: &str| legend.marked(words);
        assert_eq!(
            marked("rate of the group: of low reliability; no rate published"),
            "[u] rate of the group: of low reliability; no rate published"
        );
        assert_eq!(
            marked("provisional and of low reliability"),
            "[p] [u] provisional and of low reliability"
        );
        assert_eq!(marked("estimated from births and deaths"), "estimated from births and deaths");
        assert_eq!(marked(""), "");
    }

    #[test]
    fn what_is_hidden_what_cannot_be_and_what_is_not_known_differ() {
        let legend = Legend::of(Words::of(Language::English));
        for (words, said) in [
            ("withheld", "[c] withheld"),
            ("not applicable", "[z] not applicable"),
            ("none", "[z] none"),
            ("nothing uncertain", "[z] nothing uncertain"),
            ("nobody came", "[z] nobody came"),
            ("", "[z]"),
            ("–", "[z]"),
            ("not reported", "[x] not reported"),
            ("too large to show", "[x] too large to show"),
        ] {
            assert_eq!(legend.missing(words), said);
        }
    }

    #[test]
    fn what_is_missing_is_told_in_the_language_of_its_page() {
        for (language, _) in Language::ALL {
            let words = Words::of(*language);
            let legend = Legend::of(words);
            for (cell, code) in [
                (Cell::Withheld(Withholding::Publisher), "[c]"),
                (Cell::Absent, "[x]"),
                (Cell::NotApplicable, "[z]"),
            ] {
                let said = words.missing::<u64>(&cell).unwrap();
                assert_eq!(legend.missing(&said), format!("{code} {said}"));
            }
        }
    }
}
