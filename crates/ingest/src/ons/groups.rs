//! Groups: a printed label to a category of the right dimension.

use chrono::Datelike;
use firstyear_core::{AreaCode, CategoryId, DimensionId, Period};

use super::columns::Split;
use crate::CodeLists;

/// From this year the ONS cause groups are those of the new coding software.
const CAUSES_CHANGED: i32 = 2021;

/// The first and last year of a period.
fn years(period: Period) -> (i32, i32) {
    (period.start().year(), period.end().year())
}

/// Whether figures by cause in this period mix two classifications.
pub(super) fn causes_change_within(period: Period) -> bool {
    let (first, last) = years(period);
    first < CAUSES_CHANGED && last >= CAUSES_CHANGED
}

/// The dimensions that a split can be, in the given area and period. Where
/// there are several, the labels of the column decide.
fn candidates(split: Split, area: &AreaCode, period: Period) -> &'static [&'static str] {
    let (first, last) = years(period);
    match split {
        Split::Birthweight => &["birthweight", "birthweight-broad"],
        Split::Cause if last >= CAUSES_CHANGED => &["cause-group-2021"],
        Split::Cause => &["cause-group-2014"],
        Split::EthnicGroup => &["ethnic-group"],
        Split::Gestation => &["gestation-week", "gestation-group"],
        Split::Gestation24 => &["gestation-24"],
        Split::IcdChapter => &["icd-chapter"],
        Split::Imd if area.as_str().starts_with('W') => &["wimd-2019-decile"],
        Split::Imd if first < 2011 => &["imd-2010-decile"],
        Split::Imd if first < 2016 => &["imd-2015-decile"],
        Split::Imd => &["imd-2019-decile"],
        Split::MotherAge => &["mother-age"],
        Split::MotherCountry => &["mother-country-of-birth"],
        Split::NsSec => &["ns-sec-household"],
        Split::PlaceOfDelivery => &["place-of-delivery"],
        Split::PreviousChildren => &["previous-children"],
        Split::Registration => &["registration-type"],
        Split::Sex => &["sex"],
    }
}

/// The category of a label among `column`, every label of its column. `None`
/// when the dimension has no such category.
pub(super) fn category(
    codes: &CodeLists<'_>,
    split: Split,
    (area, period): (&AreaCode, Period),
    label: &str,
    column: &[String],
) -> Option<(DimensionId, CategoryId)> {
    let known = |id: &DimensionId| {
        let labels = codes.labels.get(id);
        column.iter().filter(|label| labels.is_some_and(|l| l.contains_key(*label))).count()
    };
    let mut best: Option<(usize, DimensionId)> = None;
    for id in candidates(split, area, period).iter().filter_map(|id| DimensionId::new(id).ok()) {
        let count = known(&id);
        if best.as_ref().is_none_or(|(most, _)| count > *most) {
            best = Some((count, id));
        }
    }
    let (_, id) = best?;
    let category = codes.labels.get(&id)?.get(label)?.clone();
    Some((id, category))
}

/// Whether the births of a class of occupation are a sample multiplied up:
/// those of the classes 1.1 to 8, and those that could not be classified.
pub(super) fn is_sampled(split: Split, label: &str) -> bool {
    let class = label.starts_with(|first: char| first.is_ascii_digit());
    split == Split::NsSec && (class || label == "not classified")
}

/// Whether a heading names parents who do not live at one address.
pub(super) fn is_outside(heading: &str) -> bool {
    heading.starts_with("joint registration different address")
}
