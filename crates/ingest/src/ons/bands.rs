//! Tables of neonatal deaths by a band of gestation: the words of a header to
//! the band and what its column holds.

use super::kind::Part;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Held {
    Births,
    Part(Part),
    /// `Unlinked deaths` heads the count, and again the rate.
    DeathsOrRate,
}

/// Bands, by the labels that categories have and headers print.
const BANDS: [&str; 3] = ["under 24 weeks", "24 weeks or over", "not stated"];
const ALL: &str = "all";
/// The label of deaths that are linked to no birth.
pub(super) const UNLINKED: &str = "unlinked deaths";

/// The band of a normalised header, and what its column holds.
pub(super) fn of_header(header: &str) -> Option<(&'static str, Held)> {
    let band = |name: &str| BANDS.into_iter().find(|band| *band == name);
    let after = |begin: &str| header.strip_prefix(begin).and_then(band);
    match header {
        "total live births" => return Some((ALL, Held::Births)),
        "total neonatal deaths" => return Some((ALL, Held::Part(Part::Deaths))),
        "total neonatal mortality rate" => return Some((ALL, Held::Part(Part::Rate))),
        "neonatal deaths unlinked deaths" => return Some((UNLINKED, Held::Part(Part::Deaths))),
        "unlinked deaths" | "unlinked neonatal deaths" => {
            return Some((UNLINKED, Held::DeathsOrRate));
        }
        _ => {}
    }
    let marks = header.strip_suffix(" unreliable indicator").and_then(band);
    None.or(after("live births ").map(|band| (band, Held::Births)))
        .or(after("neonatal deaths ").map(|band| (band, Held::Part(Part::Deaths))))
        .or(after("neonatal mortality rate ").map(|band| (band, Held::Part(Part::Rate))))
        .or(marks.map(|band| (band, Held::Part(Part::Marks))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_a_header_counts() {
        assert_eq!(of_header("live births not stated"), Some(("not stated", Held::Births)));
        let marks = of_header("24 weeks or over unreliable indicator");
        assert_eq!(marks, Some(("24 weeks or over", Held::Part(Part::Marks))));
        assert_eq!(of_header("neonatal mortality rate under 24 weeks upper limit"), None);
        assert_eq!(of_header("neonatal deaths"), None);
    }
}
