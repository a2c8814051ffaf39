//! Categories of deprivation, whose labels say which end is worse off.

/// A place among equal parts, counted from the most deprived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rank {
    /// 1 is the most deprived.
    pub(super) place: u8,
    /// How many parts there are: 10 for deciles.
    pub(super) of: u8,
}

const PARTS: [(&str, u8); 3] = [("decile", 10), ("quintile", 5), ("quartile", 4)];
const ORDINALS: [&str; 5] = ["first", "second", "third", "fourth", "fifth"];

impl Rank {
    /// Reads `Most deprived decile (IMD2015)`, `Fifth less deprived decile`;
    /// `None` for a label that does not say its place in words.
    pub(super) fn read(label: &str) -> Option<Self> {
        let label = label.to_lowercase();
        let words: Vec<&str> =
            label.split('(').next().unwrap_or_default().split_whitespace().collect();
        let of = |part: &str| PARTS.iter().find(|(name, _)| *name == part).map(|(_, of)| *of);
        let (place, side, of) = match words[..] {
            [side @ ("most" | "least"), "deprived", part] => (1, side, of(part)?),
            ["middle", "deprived", "quintile"] => (3, "most", 5),
            [ordinal, side @ ("most" | "more" | "least" | "less"), "deprived", part] => {
                let place = ORDINALS.iter().zip(1..).find(|(name, _)| **name == ordinal)?.1;
                (place, side, of(part)?)
            }
            _ => return None,
        };
        let place =
            if matches!(side, "most" | "more") { place } else { (of + 1).checked_sub(place)? };
        (1..=of).contains(&place).then_some(Self { place, of })
    }

    /// The label of each part, most deprived first.
    pub(super) fn labels(of: u8) -> impl Iterator<Item = String> {
        let part = PARTS.iter().find(|(_, parts)| *parts == of).map_or("part", |(name, _)| *name);
        (1..=of).map(move |place| {
            let (nearer, from) =
                if 2 * place <= of + 1 { ("most", place) } else { ("least", of + 1 - place) };
            match ORDINALS.get(usize::from(from) - 1) {
                Some(&ordinal) if from > 1 => {
                    let first = ordinal[..1].to_uppercase();
                    format!("{first}{} {nearer} deprived {part}", &ordinal[1..])
                }
                _ => format!("{}{} deprived {part}", nearer[..1].to_uppercase(), &nearer[1..]),
            }
        })
    }
}

/// The dimension of the code lists that a type of categories is: tenths of the
/// small areas of England. Tenths of authorities are another thing, and so
/// are tenths within an area.
pub(super) fn national_deciles(category_type: &str) -> Option<String> {
    let words = category_type.to_lowercase();
    let small_areas = words.starts_with("lsoa") && words.contains("deprivation deciles");
    if !small_areas || words.contains("within") {
        return None;
    }
    let year = ["2010", "2015", "2019"].into_iter().find(|year| {
        words.contains(&format!("imd{year}"))
            || words.contains(&format!("imd {year}"))
            || words.contains(&format!("index of multiple deprivation {year}"))
    })?;
    Some(format!("imd-{year}-decile"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_say_their_place() {
        // The labels of the categories of published downloads, in their order.
        let deciles = [
            "Most deprived decile (IMD2015)",
            "Second most deprived decile (IMD2015)",
            "Third more deprived decile (IMD2015)",
            "Fourth more deprived decile (IMD2015)",
            "Fifth more deprived decile (IMD2015)",
            "Fifth less deprived decile (IMD2015)",
            "Fourth less deprived decile (IMD2015)",
            "Third less deprived decile (IMD2015)",
            "Second least deprived decile (IMD2015)",
            "Least deprived decile (IMD2015)",
        ];
        for (label, place) in deciles.iter().zip(1..) {
            assert_eq!(Rank::read(label), Some(Rank { place, of: 10 }), "{label}");
        }
        for of in [4, 5, 10] {
            for (label, place) in Rank::labels(of).zip(1..) {
                assert_eq!(Rank::read(&label), Some(Rank { place, of }), "{label}");
            }
        }
        for label in ["White", "Decile 1", "most deprived", "Sixth most deprived quintile", ""] {
            assert_eq!(Rank::read(label), None, "{label}");
        }
    }

    #[test]
    fn only_tenths_of_all_small_areas_are_those_of_the_code_lists() {
        let id = |text| national_deciles(text);
        assert_eq!(
            id("LSOA11 deprivation deciles in England (IMD2019)").as_deref(),
            Some("imd-2019-decile")
        );
        for other in [
            "County & UA deprivation deciles in England (IMD2015)",
            "LSOA11 deprivation deciles within area (IMD2019)",
            "LSOA11 deprivation quintiles in England (IMD2019)",
            "LSOA11 deprivation deciles in England (IMD trend)",
        ] {
            assert_eq!(id(other), None, "{other}");
        }
    }
}
