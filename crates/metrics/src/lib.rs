//! Statistics of public health, each estimate with its limits.
//!
//! | you have                                   | you want                          | use                       |
//! |--------------------------------------------|-----------------------------------|---------------------------|
//! | events among those at risk                 | a rate                            | [`rate`]                  |
//! | a count                                    | its limits                        | [`poisson_exact`], [`byar`]|
//! | people with a property among all           | a proportion                      | [`wilson`], [`clopper_pearson`] |
//! | a group and others, or the whole           | the gap between them              | [`relative_gap`], [`absolute_gap`] |
//! | a gap as printed, with counts              | its limits                        | [`published_relative_gap`]|
//! | a figure as printed, without counts        | an estimate that says so          | [`as_published`]          |
//! | groups in an order of disadvantage         | the slope across them             | [`slope_index`]           |
//! | values or counts by quantile               | the slope in other forms          | [`slopes`]                |
//! | groups and one to hold them against        | what lies above its rate          | [`excess`](excess()) |
//! | counts too small to show                   | to hide them, and audit the rest  | the module `disclosure`   |
//! | groups with estimates, of any kind         | a measure of inequality           | [`inequality`]            |
//! | an area and a comparator, a goal or others | where it stands                   | [`benchmark`]             |
//! | columns of rates, bands of age, two groups, deaths by age | rates standardised and compared, life expectancy | [`rates`] |
//! | a count and a value to test                | an exact test                     | [`exact_tests`]           |
//! | several p-values                           | ones that allow for their number  | [`comparisons`]           |
//! | proportions by a score                     | a test for trend                  | [`trend`]                 |
//! | before and after, with and without         | what changed beyond the others    | [`evaluation`]            |
//! | times to an event                          | who is still without it           | [`survival`]              |
//! | a series over time                         | which changes are more than chance | [`control`]              |
//! | many units and a comparator                | who differs by more than chance   | [`funnel`]                |
//! | rates or shares of small areas             | steadied ones, and ranks          | [`small_areas`]           |
//! | two rates that differ                      | what the difference comes of      | [`decomposition`]         |
//! | exposures and relative risks, or coverage  | what they cause or would prevent  | [`attribution`]           |
//! | what measures change, and a gap            | what they take from it            | [`scenario`]              |
//! | a response and what may explain it         | a fitted model                    | [`fit`]                   |
//! | values of areas in several variables       | the areas most like one           | [`neighbours`]            |
//! | a simulation to make                       | seeded random numbers             | [`random`]                |
//! | a method's id                              | what it does and where it is from | [`method`]                |
//! | a method's id and a table                  | its results                       | [`run`](mod@run)          |
//!
//! Counts go in; fractions and events per person come out, and reports do the
//! "per 1,000". The crate knows nothing of areas, periods or files: it depends
//! on `firstyear-core` for estimates and intervals alone.

pub mod attribution;
pub mod benchmark;
pub mod comparisons;
pub mod control;
mod count_cells;
pub mod decomposition;
mod delta;
#[cfg(feature = "disclosure")]
pub mod disclosure;
pub mod evaluation;
pub mod exact_tests;
mod excess;
pub mod fit;
pub mod funnel;
mod gap;
pub mod inequality;
mod limits;
pub mod neighbours;
mod poisson;
mod proportion;
mod published;
pub mod random;
pub mod rates;
mod registry;
pub mod run;
mod sampled;
pub mod scenario;
mod slope_index;
pub mod slopes;
pub mod small_areas;
pub mod special;
pub mod survival;
pub mod trend;

pub use excess::{EXCESS_EVENTS, Excess, ExcessError, PAF, PAR, excess, excess_with};
pub use gap::{
    ABSOLUTE_GAP, GapChange, GapError, GapInput, PUBLISHED_RELATIVE_GAP, PublishedGapInput,
    RELATIVE_GAP, Relation, absolute_gap, change_in_relative_gap, published_relative_gap,
    relative_gap,
};
pub use poisson::{BYAR, EXACT_BYAR, POISSON_EXACT, byar, poisson_exact, rate};
pub use proportion::{CLOPPER_PEARSON, ProportionError, WILSON, clopper_pearson, wilson};
pub use published::{AS_PUBLISHED, as_published};
pub use registry::{Method, method, methods};
pub use sampled::{point_of_sample, sampling_factor, slope_of_sample, trend_of_sample};
pub use slope_index::{
    Dispersion, Order, RII, SII, SlopeGroupsError, SlopeIndex, SlopeIndexError, slope_index,
    slope_index_with,
};
