//! Sentences about areas by their size.

use firstyear_analysis::{AreaFunnel, FunnelArea, FunnelPosition, Verdict};
use firstyear_core::Confidence;
use firstyear_core::project::Overdispersion;

use super::{Measured, comparator, judged as better_or_worse, listed};
use crate::format::{count, number, plural};

/// How the drawing is to be read.
pub const READING: &str = "Each area stands at its size and its rate. The lines are the limits \
                           between which chance alone keeps an area of that size, if its true \
                           rate is the comparator's: small areas may lie far from it and mean \
                           nothing. Areas are not ranked.";

/// What a place outside the lines does not say.
pub const RULE: &str = "An area outside the lines differs by more than chance explains at that \
                        level. It is not said why: how mothers and births are made up, how deaths \
                        are counted and the care that was given are all in it. The comparator's \
                        rate is taken as exact.";

/// How many areas lie outside, how many chance would put there, and which.
#[must_use]
pub fn findings(funnel: &AreaFunnel, measured: &Measured) -> Vec<String> {
    let mut said = vec![comparator(funnel.period, &funnel.comparator, measured)];
    if let Some(why) = &funnel.not_computed {
        said.push(format!("No limits could be made: {why}."));
        return said;
    }
    said.push(outside(funnel));
    let named = [
        (&[FunnelPosition::VeryHigh][..], "Above the 99.8% line"),
        (&[FunnelPosition::High], "Above the 95% line"),
        (&[FunnelPosition::Low], "Below the 95% line"),
        (&[FunnelPosition::VeryLow], "Below the 99.8% line"),
    ];
    said.extend(named.into_iter().filter_map(|(positions, words)| {
        let areas: Vec<String> = funnel.at(positions).map(|at| at.area.name.clone()).collect();
        let judged = judged(positions, measured);
        (!areas.is_empty()).then(|| format!("{words}{judged}: {}.", listed(&areas)))
    }));
    said
}

/// How many areas lie outside, beside how many chance would put there.
fn outside(funnel: &AreaFunnel) -> String {
    let compared = funnel.compared() as u64;
    let of = |positions: &[FunnelPosition]| funnel.at(positions).count() as u64;
    let far = of(&[FunnelPosition::VeryLow, FunnelPosition::VeryHigh]);
    let all = far + of(&[FunnelPosition::Low, FunnelPosition::High]);
    format!(
        "Of {} {} compared ({}), {} {} outside the 95% lines, {} of them outside the 99.8% lines. \
         Chance alone would put up to about {} outside the 95% lines and {} outside the 99.8% \
         lines if none truly differed.",
        count(compared),
        plural(compared, "area", "areas"),
        funnel.name,
        count(all),
        plural(all, "lies", "lie"),
        count(far),
        number(funnel.expected_outside(Confidence::P95), 1),
        number(funnel.expected_outside(Confidence::P998), 1),
    )
}

/// How much areas scatter beyond chance, and whether the lines allow for it;
/// `None` without limits.
#[must_use]
pub fn scatter(funnel: &AreaFunnel, measured: &Measured) -> Option<String> {
    let scatter = funnel.scatter?;
    let phi = number(scatter.phi, 2);
    let found = if scatter.tau2 > 0.0 {
        format!(
            "The areas scatter {phi} times as much as chance alone lets them (the mean squared \
             distance φ, with the outermost tenth at either end drawn in). What is left beyond \
             chance is a spread of their true rates with a standard deviation τ of {}.",
            spread(scatter.tau2.sqrt(), measured),
        )
    } else {
        format!(
            "The areas scatter no more than chance alone lets them (the mean squared distance φ, \
             with the outermost tenth at either end drawn in, is {phi}; no variance τ² is left \
             beyond chance)."
        )
    };
    let lines = match (funnel.overdispersion, scatter.tau2 > 0.0) {
        (Overdispersion::None, true) => {
            "The lines are those of chance alone: where all areas differ a little, some lie \
             outside without being exceptions."
        }
        (Overdispersion::Additive, true) => {
            "The lines are widened by that spread, so that an area outside differs by more than \
             areas usually do."
        }
        (_, false) => "The lines are those of chance alone.",
    };
    Some(format!("{found} {lines}"))
}

/// How many areas have no place in the funnel; `None` where all have one, and
/// where there is no funnel.
#[must_use]
pub fn left_out(funnel: &AreaFunnel) -> Option<String> {
    let not = (funnel.areas.len() - funnel.compared()) as u64;
    (not > 0 && funnel.not_computed.is_none()).then(|| {
        format!(
            "{} {} not in the drawing, because a count is missing or withheld.",
            count(not),
            plural(not, "area is", "areas are"),
        )
    })
}

/// Where an area lies, in words.
#[must_use]
pub fn position(area: &FunnelArea) -> &'static str {
    match area.band.map(|band| band.position) {
        None => "not compared",
        Some(FunnelPosition::VeryLow) => "below the 99.8% line",
        Some(FunnelPosition::Low) => "below the 95% line",
        Some(FunnelPosition::Within) => "within the lines",
        Some(FunnelPosition::High) => "above the 95% line",
        Some(FunnelPosition::VeryHigh) => "above the 99.8% line",
    }
}

/// A spread with its unit; small ones keep a second decimal.
fn spread(value: f64, measured: &Measured) -> String {
    let unit = measured.unit.value(0.0);
    let words = unit.strip_prefix("0.0").or_else(|| unit.strip_prefix('0')).unwrap_or_default();
    format!("{}{words}", number(value, 2))
}

fn judged(positions: &[FunnelPosition], measured: &Measured) -> String {
    let above = positions
        .iter()
        .all(|position| matches!(position, FunnelPosition::High | FunnelPosition::VeryHigh));
    let verdict = if above { Verdict::Higher } else { Verdict::Lower };
    better_or_worse(verdict, measured)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{area_funnel, measured};

    #[test]
    fn areas_outside_are_named_beside_what_chance_would_put_there() {
        let funnel = area_funnel();
        assert_eq!(
            findings(&funnel, &measured()),
            [
                "In 2020 to 2022 the infant mortality rate in England was 4.0 per 1,000 live \
                 births (95% interval 3.9 to 4.1).",
                "Of 3 areas compared (local authorities), 2 lie outside the 95% lines, 1 of them \
                 outside the 99.8% lines. Chance alone would put up to about 0.2 outside the 95% \
                 lines and 0.0 outside the 99.8% lines if none truly differed.",
                "Above the 95% line (worse): Hartlepool.",
                "Below the 99.8% line (better): Buckinghamshire.",
            ]
        );
        assert_eq!(
            left_out(&funnel).unwrap(),
            "1 area is not in the drawing, because a count is missing or withheld."
        );
    }

    #[test]
    fn names_with_commas_stay_apart() {
        let names =
            |list: &[&str]| listed(&list.iter().map(ToString::to_string).collect::<Vec<_>>());
        assert_eq!(names(&["Kent", "Surrey"]), "Kent and Surrey");
        assert_eq!(names(&["Herefordshire, County of", "Kent"]), "Herefordshire, County of; Kent");
    }

    #[test]
    fn what_has_no_limits_says_why() {
        let mut funnel = area_funnel();
        funnel.not_computed = Some("the counts of England are not known or not shown".to_owned());
        assert_eq!(
            findings(&funnel, &measured())[1],
            "No limits could be made: the counts of England are not known or not shown."
        );
    }

    #[test]
    fn scatter_says_what_it_does_to_the_lines() {
        let mut funnel = area_funnel();
        let said = scatter(&funnel, &measured()).unwrap();
        assert!(said.contains("scatter 6.25 times as much as chance"), "{said}");
        assert!(said.contains("τ of 1.20 per 1,000 live births."), "{said}");
        assert!(said.ends_with("some lie outside without being exceptions."), "{said}");
        funnel.overdispersion = Overdispersion::Additive;
        let said = scatter(&funnel, &measured()).unwrap();
        assert!(said.ends_with("differs by more than areas usually do."), "{said}");
    }
}
