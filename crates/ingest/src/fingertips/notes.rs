//! Value notes: what the publisher says of a figure.

use std::sync::Arc;

use firstyear_core::Flags;

/// A note, and what it means for the cells beside it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Note {
    /// As printed; `None` where there is none.
    pub(super) text: Option<Arc<str>>,
    /// Whether a number that is missing was counted and hidden.
    pub(super) hides: bool,
    /// What it says of a number that is there.
    pub(super) flags: Flags,
}

/// Words of a note, and what they say.
const MEANINGS: [(&str, Meaning); 14] = [
    ("suppress", Meaning::Hidden),
    ("disclos", Meaning::Hidden),
    ("confidential", Meaning::Hidden),
    ("redact", Meaning::Hidden),
    ("estimate", Meaning::Flag(Flags::ESTIMATED)),
    ("modelled", Meaning::Flag(Flags::ESTIMATED)),
    ("imputed", Meaning::Flag(Flags::ESTIMATED)),
    ("provisional", Meaning::Flag(Flags::PROVISIONAL)),
    ("revised", Meaning::Flag(Flags::REVISED)),
    ("caution", Meaning::Flag(Flags::LOW_RELIABILITY)),
    ("small sample", Meaning::Flag(Flags::LOW_RELIABILITY)),
    ("small number", Meaning::Flag(Flags::LOW_RELIABILITY)),
    ("incomplete", Meaning::Flag(Flags::LOW_RELIABILITY)),
    ("data quality", Meaning::Flag(Flags::LOW_RELIABILITY)),
];

#[derive(Clone, Copy)]
enum Meaning {
    Hidden,
    Flag(Flags),
}

impl Note {
    /// Reads a note. `NA` is what R writes for none.
    pub(super) fn read(text: &str) -> Self {
        if matches!(text, "" | "NA") {
            return Self::default();
        }
        let words = text.to_lowercase();
        let mut note = Self { text: Some(text.into()), ..Self::default() };
        for (word, meaning) in MEANINGS {
            if words.contains(word) {
                match meaning {
                    Meaning::Hidden => note.hides = true,
                    Meaning::Flag(flags) => note.flags |= flags,
                }
            }
        }
        // "Not suppressed", "no disclosure": nothing was hidden.
        note.hides &= !words.contains("not suppress") && !words.contains("unsuppress");
        note
    }

    /// The note with this id of the upload layout.
    pub(super) fn of_id(id: &str) -> Self {
        match id {
            "" | "0" | "-1" => Self::default(),
            "101" => Self::read("Value suppressed for disclosure control due to small count"),
            "500" | "506" => Self::read("Aggregated from all known lower geography values"),
            other => Self { text: Some(format!("value note {other}").into()), ..Self::default() },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_mean_what_they_say() {
        // The first four stand in published files, the others in the lists
        // that `notes/uk-systems.md` 1.2 collects.
        let cases = [
            ("Value suppressed for disclosure control reasons", true, Flags::NONE),
            ("Value is modelled or synthetic estimate", false, Flags::ESTIMATED),
            ("Aggregated from all known lower geography values", false, Flags::NONE),
            ("Value for Cornwall & Isles of Scilly combined", false, Flags::NONE),
            ("Value suppressed for disclosure control due to small count", true, Flags::NONE),
            ("Value missing in source data", false, Flags::NONE),
            ("Interpret with caution", false, Flags::LOW_RELIABILITY),
        ];
        for (text, hides, flags) in cases {
            let note = Note::read(text);
            assert_eq!((note.hides, note.flags), (hides, flags), "{text}");
        }
        assert_eq!(Note::read("NA"), Note::default());
    }
}
