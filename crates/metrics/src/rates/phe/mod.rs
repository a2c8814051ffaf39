//! The English public-health package's rates, number by number.
//!
//! `PHEindicatormethods` 2.1.0 is what published profiles were made with. Its
//! habits are kept here, so that its numbers can be checked: a missing count is
//! 0 in a standardised rate and missing in a crude one, Byar's lower limit is
//! missing where the formula gives a negative number, 95 is a level as 0.95 is,
//! and a table with a single group is not added up.
//!
//! | its function                        | the method           |
//! |-------------------------------------|----------------------|
//! | `phe_rate`                          | `phe-rate`           |
//! | `phe_proportion`                    | `phe-proportion`     |
//! | `phe_mean`                          | `phe-mean`           |
//! | `calculate_dsr`, `phe_dsr`          | `phe-dsr`            |
//! | `calculate_ISRate`                  | `phe-isr-rate`       |
//! | `calculate_ISRatio`                 | `phe-isr-ratio`      |
//! | `phe_life_expectancy`               | `phe-life-expectancy`|
//! | `byars_lower`, `byars_upper`        | `phe-byars`          |
//! | `wilson_lower`, `wilson_upper`      | `phe-wilson`         |

mod dsr;
mod isr;
mod level;
mod life_expectancy;
mod limits;
mod mean;
mod proportion;
mod rate;

use crate::registry::Method;

pub(super) const METHODS: &[Method] = &[
    rate::METHOD,
    proportion::METHOD,
    mean::METHOD,
    dsr::METHOD,
    isr::RATE,
    isr::RATIO,
    life_expectancy::METHOD,
    limits::BYARS,
    limits::WILSON,
];
