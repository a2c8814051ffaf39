//! Ways to split records: which category a field's text belongs to.

use firstyear_core::{
    Category, CategoryId, Dimension, DimensionAbout, DimensionId, Direction, OrderedDimension,
    Role, Splits, UnorderedDimension, slug,
};
use serde::Deserialize;

/// A dimension as a data file writes it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Written {
    id: String,
    name: String,
    order: Order,
    splits: Whom,
    /// The field, or the column of an extract, whose text says the category.
    pub(super) field: String,
    #[serde(default)]
    codes: Vec<Code>,
    #[serde(default)]
    bands: Vec<Band>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Order {
    None,
    Magnitude,
    MostDisadvantagedFirst,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Whom {
    Population,
    Events,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Code {
    #[serde(rename = "code")]
    text: String,
    label: String,
    #[serde(default)]
    remainder: bool,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Band {
    from: u32,
    to: u32,
    label: String,
}

/// A dimension with the texts of its categories.
#[derive(Clone, Debug)]
pub(super) struct Split {
    written: Written,
    pub(super) id: DimensionId,
    /// Bands first, then codes; those whose field is blank come last.
    categories: Vec<Category>,
}

/// A text that is no code of the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NoSuchCode;

impl Split {
    /// `None` for an entry with a name that cannot be an id.
    pub(super) fn new(written: &Written) -> Option<Self> {
        let bands = written.bands.iter().map(|band| (&band.label, false));
        let codes = written.codes.iter().map(|code| (&code.label, code.remainder));
        let category = |(label, remainder): (&String, bool)| {
            let role = if remainder { Role::Remainder } else { Role::Group };
            Some(Category { id: CategoryId::new(&slug(label)?).ok()?, label: label.clone(), role })
        };
        let mut categories: Vec<Category> =
            bands.chain(codes).map(category).collect::<Option<_>>()?;
        categories.push(Category {
            id: CategoryId::new("blank").ok()?,
            label: "Left blank".to_owned(),
            role: Role::Remainder,
        });
        let id = DimensionId::new(&written.id).ok()?;
        Some(Self { written: written.clone(), id, categories })
    }

    /// How many categories there are, the blank one included.
    pub(super) fn len(&self) -> usize {
        self.categories.len()
    }

    /// The category of a text, by its place in the list.
    pub(super) fn category(&self, text: &[u8]) -> Result<usize, NoSuchCode> {
        let text = text.trim_ascii();
        if text.is_empty() {
            return Ok(self.categories.len() - 1);
        }
        let code = self.written.codes.iter().position(|code| code.text.as_bytes() == text);
        if let Some(at) = code {
            return Ok(self.written.bands.len() + at);
        }
        let number = number(text).ok_or(NoSuchCode)?;
        let within = |band: &Band| (band.from..=band.to).contains(&number);
        self.written.bands.iter().position(within).ok_or(NoSuchCode)
    }

    pub(super) fn category_id(&self, at: usize) -> &CategoryId {
        &self.categories[at].id
    }

    pub(super) fn is_blank(&self, at: usize) -> bool {
        at + 1 == self.categories.len()
    }

    /// The dimension, with the category of blank fields where one was blank.
    pub(super) fn dimension(&self, with_blank: bool, source: &str) -> Dimension {
        let about = DimensionAbout {
            id: self.id.clone(),
            name: self.written.name.clone(),
            short_name: self.written.name.clone(),
            family: self.id.clone(),
            splits: match self.written.splits {
                Whom::Population => Splits::Population,
                Whom::Events => Splits::Events,
            },
            source: source.to_owned(),
        };
        let categories = self.categories.iter().take(self.len() - usize::from(!with_blank));
        let categories = categories.cloned().collect();
        let direction = match self.written.order {
            Order::None => return Dimension::Unordered(UnorderedDimension { about, categories }),
            Order::Magnitude => Direction::Magnitude,
            Order::MostDisadvantagedFirst => Direction::MostDisadvantagedFirst,
        };
        Dimension::Ordered(OrderedDimension { about, direction, categories })
    }
}

/// A whole number, as extracts write it too: `39` or `39.0`.
pub(super) fn number(text: &[u8]) -> Option<u32> {
    let text = std::str::from_utf8(text).ok()?.trim();
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let digits = !whole.is_empty() && whole.bytes().all(|b| b.is_ascii_digit());
    (digits && decimals.bytes().all(|b| b == b'0')).then(|| whole.parse().ok()).flatten()
}
