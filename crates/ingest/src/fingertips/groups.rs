//! The group of a row: its category, its sex and its age.

use firstyear_core::{CategoryId, DimensionId, Groups, ProblemCode};

use super::age::id_of_label;
use super::category::{Rank, national_deciles};
use super::indicator::{Indicator, Indicators};
use crate::CodeLists;
use crate::fault::{Fault, RowProblems};
use crate::found::Found;
use crate::memo::Memo;

/// What a row says of its group, as texts.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Texts<'r> {
    pub(super) sex: &'r str,
    pub(super) age: &'r str,
    pub(super) category_type: &'r str,
    pub(super) category: &'r str,
}

/// The groups of one file, each read once and shared by its rows.
pub(super) struct GroupsOf<'a> {
    codes: &'a CodeLists<'a>,
    seen: Memo<Groups>,
    key: String,
}

impl<'a> GroupsOf<'a> {
    pub(super) fn new(codes: &'a CodeLists<'a>) -> Self {
        Self { codes, seen: Memo::new(), key: String::new() }
    }

    /// The group of a row of `indicator`. Sex and age are no groups where they
    /// stand for everyone, or where the indicator is defined by them.
    pub(super) fn get(
        &mut self,
        texts: Texts<'_>,
        indicator: &Indicator,
        indicators: &mut Indicators<'_>,
        found: &mut Found<'_>,
        row: &mut RowProblems<'_>,
    ) -> &Result<Groups, Fault> {
        let mut texts = texts;
        let Texts { sex, age, category, .. } = texts;
        if says_all(sex) || !indicator.sex_is_group(sex) {
            texts.sex = "";
        }
        if says_all(age) || !indicators.age_is_group(indicator, age, row) {
            texts.age = "";
        }
        if says_all(category) {
            (texts.category_type, texts.category) = ("", "");
        }
        let Self { codes, seen, key } = self;
        key.clear();
        for part in [texts.category_type, "\n", texts.category, "\n", texts.sex, "\n", texts.age] {
            key.push_str(part);
        }
        seen.get(key, |_| read(texts, codes, found))
    }
}

/// Whether a text stands for everyone, or for nothing at all.
pub(super) fn says_all(text: &str) -> bool {
    const WORDS: [&str; 6] = ["NA", "All", "All ages", "Persons", "Person", "Not applicable"];
    text.is_empty() || WORDS.iter().any(|word| text.eq_ignore_ascii_case(word))
}

fn read(texts: Texts<'_>, codes: &CodeLists<'_>, found: &mut Found<'_>) -> Result<Groups, Fault> {
    let mut pairs = Vec::new();
    if !texts.category.is_empty() {
        pairs.push(category(texts, codes, found)?);
    }
    if !texts.sex.is_empty() {
        let sex = DimensionId::new("sex").expect("a literal in kebab-case");
        pairs.push(found.category("sex", Some(&sex), texts.sex)?);
    }
    if !texts.age.is_empty() {
        pairs.push(found.own_category("age", &id_of_label(texts.age), texts.age)?);
    }
    let twice = || Fault::new(ProblemCode::GroupsInvalid, "one dimension is named twice");
    Groups::new(pairs).ok_or_else(twice)
}

/// A category: of the code lists where it surely is the same, ordered where its
/// labels say the order, else of a dimension of the file's own.
fn category(
    texts: Texts<'_>,
    codes: &CodeLists<'_>,
    found: &mut Found<'_>,
) -> Result<(DimensionId, CategoryId), Fault> {
    let name = if texts.category_type.is_empty() { "category" } else { texts.category_type };
    let Some(rank) = Rank::read(texts.category) else {
        return found.own_category(name, &id_of_label(texts.category), texts.category);
    };
    let national = national_deciles(name).and_then(|id| DimensionId::new(&id).ok());
    if let (10, Some(id)) = (rank.of, national)
        && let Some(dimension) = codes.dimensions.get(&id)
        && let Some(category) = CategoryId::new(&rank.place.to_string())
            .ok()
            .and_then(|place| dimension.category(&place))
    {
        return Ok((id, category.id.clone()));
    }
    found.ordered_category(name, rank.place, Rank::labels(rank.of))
}
