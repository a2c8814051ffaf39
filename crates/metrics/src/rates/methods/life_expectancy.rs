//! Life expectancy on a table.

use super::{judged_at_levels, write};
use crate::rates::{Expectation, LIFE_EXPECTANCY, LifeExpectancyRules, LifeTable, LifeTableError};
use crate::registry::Method;
use crate::run::{Argument, Call, Field, Group, Output, RunError, VALUE};

pub(super) const METHOD: Method = Method {
    id: LIFE_EXPECTANCY,
    name: "Life expectancy",
    family: "rates",
    unit: "years",
    ordered: false,
    reading: "higher means longer lives",
    source: "Chiang (1984), The life table and its applications, chapter 8; last band: Silcocks and others (2001), J Epidemiol Community Health 55:38",
    explanation: "Years still to live at the start of each age band if the death rates of the period held for life, from an abridged life table with any bands, the last without end. Those who die live half of their band, a tenth of the first year of life; a column a_fraction says otherwise. Bands without deaths add no variance, so that limits of areas with a few thousand people are a little too narrow: at 95% they hold the truth 94 times in 100. A lower limit below 0 years, as very few deaths can give, is 0.",
    call: Call {
        key: &["group"],
        inputs: &[
            Field::new("startage", "age at which the band starts, ascending"),
            Field::new("deaths", "deaths in the band, not 0 in the last"),
            Field::new("pops", "people in the band, above 0"),
            Field::optional(
                "a_fraction",
                "fraction of the band that those live who die in it, 0 to 1; not read in the last",
            ),
        ],
        arguments: &[
            Argument::new(
                "people_above",
                "NA",
                "people of a group at or below which there is no result, such as 5000",
            ),
            Argument::new(
                "years_either_side",
                "NA",
                "years from the value to its limits at 95% above which there is no result, such as 10",
            ),
            Argument::CONFIDENCE,
        ],
        outputs: &[
            Field::new("startage", "the age"),
            VALUE,
            Field::new("pops_used", "people from this age on"),
            Field::new("dths_used", "deaths from this age on"),
        ],
        vectors: &[],
        run: run_life_expectancy,
    },
};

fn run_life_expectancy(group: &Group<'_>, out: &mut Output) -> Result<(), RunError> {
    let starts = group.numbers("startage")?;
    let (deaths, people) = (group.numbers("deaths")?, group.numbers("pops")?);
    let mut ages = vec![Expectation::default(); starts.len()];
    table(group, &starts)?.expectations(&deaths, &people, &mut ages).map_err(RunError::measure)?;
    let rules = LifeExpectancyRules {
        people_above: group.number("people_above")?,
        at_most_years_either_side: group.number("years_either_side")?,
    };
    let (all, levels) = (ages[0].people, group.confidences()?);
    for (start, age) in starts.into_iter().zip(ages) {
        let figures = judged_at_levels(group, |levels| {
            Ok::<_, LifeTableError>(rules.judge(age, all, levels))
        })?;
        let mut row = out.row();
        row.set("startage", start);
        write(&mut row, &levels, &figures)?;
        row.set("pops_used", age.people).set("dths_used", age.deaths);
    }
    Ok(())
}

fn table(group: &Group<'_>, starts: &[f64]) -> Result<LifeTable, RunError> {
    if !group.has("a_fraction") {
        return LifeTable::new(starts).map_err(RunError::measure);
    }
    // The last band has no end, and so no fraction of it.
    let cells = group.cells("a_fraction")?;
    let bands = &cells[..cells.len().saturating_sub(1)];
    match crate::rates::all_known(bands) {
        firstyear_core::Cell::Known { value, .. } => {
            LifeTable::with_fractions(starts, &value).map_err(RunError::measure)
        }
        _ => Err(RunError::measure(
            "`a_fraction` lacks a value: give one for each band but the last, or leave the column out",
        )),
    }
}
