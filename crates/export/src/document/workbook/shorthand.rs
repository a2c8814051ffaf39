//! The shorthand of official statistics: one code in each square bracket.
//!
//! The codes are those of the Government Analysis Function, "Using symbols and
//! shorthand in data tables".

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

    pub(super) const fn meaning(self) -> &'static str {
        match self {
            Self::Break => "Break in the series: not comparable with the figure before.",
            Self::Confidential => "Confidential: there is a figure, and it is withheld.",
            Self::Estimated => "Estimated, not counted.",
            Self::Provisional => "Provisional: will be revised.",
            Self::Revised => "Revised: differs from what was published before.",
            Self::LowReliability => "Low reliability: rests on few events.",
            Self::NotAvailable => "Not available: not reported, or it could not be worked out.",
            Self::NotApplicable => "Not applicable: there is nothing to say here.",
        }
    }

    /// The code for a missing figure, by the words that stand in its place.
    pub(super) fn of_missing(words: &str) -> Self {
        let words = words.trim();
        if words.starts_with("withheld") {
            Self::Confidential
        } else if NOTHING_TO_SAY.contains(&words) || words.starts_with("nobody") {
            Self::NotApplicable
        } else {
            Self::NotAvailable
        }
    }

    /// The code for what a publisher says of a figure, by its words.
    fn of_mark(words: &str) -> Option<Self> {
        match words {
            "not comparable with the one before" => Some(Self::Break),
            "estimated" => Some(Self::Estimated),
            "provisional" => Some(Self::Provisional),
            "revised" => Some(Self::Revised),
            "of low reliability" => Some(Self::LowReliability),
            _ => None,
        }
    }
}

/// Words for figures that cannot be, rather than are not known.
const NOTHING_TO_SAY: [&str; 13] = [
    "",
    "–",
    "against each other",
    "all parts",
    "given",
    "none",
    "not applicable",
    "not overdue",
    "not yet",
    "nothing uncertain",
    "split",
    "half are not done",
    "not seen so long",
];

/// The words of a missing figure behind their code.
pub(super) fn missing(words: &str) -> String {
    let code = Shorthand::of_missing(words).code();
    match words.trim() {
        "" | "–" => code.to_owned(),
        words => format!("{code} {words}"),
    }
}

/// Words about a figure behind the codes for the marks among them, as in
/// `[p] [u] provisional and of low reliability`. Marks are told by the words
/// that [`crate::sentence::flags`] has for them, one after the other.
pub(super) fn marked(words: &str) -> String {
    let remarks = words.split("; ").map(|remark| {
        let of = remark.split_once(": ").map_or(remark, |(_, mark)| mark);
        let marks = of.split(", ").flat_map(|marks| marks.split(" and "));
        // A remark that says anything else is a sentence, not marks.
        marks.map(Shorthand::of_mark).collect::<Option<Vec<_>>>().unwrap_or_default()
    });
    let mut codes: Vec<Shorthand> = remarks.flatten().collect();
    codes.sort_unstable();
    codes.dedup();
    codes.into_iter().rev().fold(words.to_owned(), |words, of| format!("{} {words}", of.code()))
}

#[cfg(test)]
mod tests {
    use firstyear_core::Flags;

    use super::*;
    use crate::sentence;

    #[test]
    fn every_mark_has_its_code() {
        let all = Flags::PROVISIONAL
            | Flags::REVISED
            | Flags::ESTIMATED
            | Flags::LOW_RELIABILITY
            | Flags::SERIES_BREAK;
        let words = sentence::flags(all).unwrap();
        assert_eq!(marked(&words), format!("[b] [e] [p] [r] [u] {words}"));
        assert_eq!(
            marked("rate of the group: of low reliability; no rate published"),
            "[u] rate of the group: of low reliability; no rate published"
        );
        assert_eq!(marked("estimated from births and deaths"), "estimated from births and deaths");
        assert_eq!(marked(""), "");
    }

    #[test]
    fn what_is_hidden_what_cannot_be_and_what_is_not_known_differ() {
        for (words, said) in [
            ("withheld", "[c] withheld"),
            ("not applicable", "[z] not applicable"),
            ("none", "[z] none"),
            ("", "[z]"),
            ("not reported", "[x] not reported"),
            ("too large to show", "[x] too large to show"),
        ] {
            assert_eq!(missing(words), said);
        }
    }
}
