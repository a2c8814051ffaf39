//! Dimensions: the ways in which a population is split into groups.
//!
//! | the groups                                    | use                  |
//! |-----------------------------------------------|----------------------|
//! | stand in an order, such as deprivation deciles| [`OrderedDimension`] |
//! | have none, such as ethnic groups              | [`UnorderedDimension`]|
//!
//! A slope across groups exists only for an ordered dimension whose
//! [`Direction`] says which end is worse off.

use crate::{CategoryId, DimensionId};

/// A way to split a population, ordered or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Dimension {
    /// The groups stand in an order.
    Ordered(OrderedDimension),
    /// The groups have no order.
    Unordered(UnorderedDimension),
}

/// Groups in an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderedDimension {
    /// What every dimension has.
    pub about: DimensionAbout,
    /// Which end of the order is worse off.
    pub direction: Direction,
    /// Groups in their order; totals and remainders stand anywhere.
    pub categories: Vec<Category>,
}

/// Groups without an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnorderedDimension {
    /// What every dimension has.
    pub about: DimensionAbout,
    /// In the order in which they are shown.
    pub categories: Vec<Category>,
}

/// What every dimension has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DimensionAbout {
    /// Its id, version included: `imd-2019-decile`.
    pub id: DimensionId,
    /// Its name, such as `Index of Multiple Deprivation 2019, decile`.
    pub name: String,
    /// The name where room is short, such as beside a line of a chart: what
    /// tells versions of a family apart. The same as `name` where that is
    /// short.
    pub short_name: String,
    /// The family of versions to which it belongs, such as `imd-decile`.
    /// Between two versions of a family a series breaks.
    pub family: DimensionId,
    /// What it splits.
    pub splits: Splits,
    /// Where the classification comes from.
    pub source: String,
}

/// What a dimension splits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Splits {
    /// People and events alike: every group has births of its own.
    Population,
    /// Events alone, such as causes of death: the denominator of a category
    /// is that of the total.
    Events,
}

/// Which end of an ordered dimension is worse off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// The first group is the most disadvantaged, as in English deprivation
    /// deciles.
    MostDisadvantagedFirst,
    /// The first group is the least disadvantaged, as in classes of
    /// occupation from higher managerial to routine.
    LeastDisadvantagedFirst,
    /// An order of size, such as birthweight, in which neither end is a
    /// disadvantage. No slope of inequality is drawn across it.
    Magnitude,
}

/// One group, total or remainder of a dimension.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Category {
    /// Its id within the dimension.
    pub id: CategoryId,
    /// As readers know it.
    pub label: String,
    /// What it is to the whole.
    pub role: Role,
}

/// What a category is to the whole.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// One of the groups that together, each once, make the population.
    Group,
    /// A part of a group, already counted there.
    Within(CategoryId),
    /// All groups, and what the publisher counts with them.
    Total,
    /// Counted in the total and in no group: not stated, not classified,
    /// unlinked.
    Remainder,
    /// Listed beside the total without being a part of it: a subtotal of some
    /// groups, or births that the classification does not cover.
    Beside,
}

impl Dimension {
    /// What every dimension has.
    #[must_use]
    pub const fn about(&self) -> &DimensionAbout {
        match self {
            Self::Ordered(ordered) => &ordered.about,
            Self::Unordered(unordered) => &unordered.about,
        }
    }

    /// Its id.
    #[must_use]
    pub const fn id(&self) -> &DimensionId {
        &self.about().id
    }

    /// All categories.
    #[must_use]
    pub fn categories(&self) -> &[Category] {
        match self {
            Self::Ordered(ordered) => &ordered.categories,
            Self::Unordered(unordered) => &unordered.categories,
        }
    }

    /// Adds the categories of another file's dimension of the same id that this
    /// one lacks, at the end.
    ///
    /// ```
    /// use firstyear_core::{
    ///     Category, CategoryId, Dimension, DimensionAbout, DimensionId, Role, Splits,
    ///     UnorderedDimension,
    /// };
    ///
    /// let of_year = |labels: &[&str]| {
    ///     let id = DimensionId::new("feeding").unwrap();
    ///     let about = DimensionAbout {
    ///         family: id.clone(),
    ///         id,
    ///         name: "First feed".to_owned(),
    ///         short_name: "First feed".to_owned(),
    ///         splits: Splits::Population,
    ///         source: String::new(),
    ///     };
    ///     let category = |label: &&str| Category {
    ///         id: CategoryId::new(label).unwrap(),
    ///         label: (*label).to_owned(),
    ///         role: Role::Group,
    ///     };
    ///     let categories = labels.iter().map(category).collect();
    ///     Dimension::Unordered(UnorderedDimension { about, categories })
    /// };
    /// let mut feeding = of_year(&["breast", "formula"]);
    /// feeding.gain(of_year(&["formula", "donor"]));
    /// assert_eq!(feeding.categories().len(), 3);
    /// ```
    pub fn gain(&mut self, other: Self) {
        let (Self::Ordered(OrderedDimension { categories: from, .. })
        | Self::Unordered(UnorderedDimension { categories: from, .. })) = other;
        let (Self::Ordered(OrderedDimension { categories, .. })
        | Self::Unordered(UnorderedDimension { categories, .. })) = self;
        for category in from {
            if categories.iter().all(|known| known.id != category.id) {
                categories.push(category);
            }
        }
    }

    /// The category with this id.
    #[must_use]
    pub fn category(&self, id: &CategoryId) -> Option<&Category> {
        self.categories().iter().find(|category| category.id == *id)
    }

    /// The groups that together make the population, in order.
    pub fn groups(&self) -> impl Iterator<Item = &Category> {
        self.categories().iter().filter(|category| category.role == Role::Group)
    }

    /// The category that stands for all groups.
    #[must_use]
    pub fn total(&self) -> Option<&Category> {
        self.categories().iter().find(|category| category.role == Role::Total)
    }

    /// The direction of an ordered dimension.
    #[must_use]
    pub const fn direction(&self) -> Option<Direction> {
        match self {
            Self::Ordered(ordered) => Some(ordered.direction),
            Self::Unordered(_) => None,
        }
    }
}
