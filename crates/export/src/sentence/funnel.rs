//! Sentences about areas by their size.

use firstyear_analysis::{AreaFunnel, FunnelArea, FunnelPosition, Verdict};
use firstyear_core::Confidence;
use firstyear_core::project::Overdispersion;

use super::areas::judged;
use super::{Measured, comparator};
use crate::format::{count, number};
use crate::words::{Words, say};

/// How the drawing is to be read.
#[must_use]
pub fn reading(words: &Words) -> String {
    say!(words, "funnel-reading")
}

/// What a place outside the lines does not say.
#[must_use]
pub fn rule(words: &Words) -> String {
    say!(words, "funnel-rule")
}

/// How many areas lie outside, how many chance would put there, and which.
#[must_use]
pub fn findings(funnel: &AreaFunnel, measured: &Measured) -> Vec<String> {
    let words = measured.words;
    let mut said = vec![comparator(funnel.period, &funnel.comparator, measured)];
    if let Some(why) = &funnel.not_computed {
        said.push(say!(words, "funnel-not-made", why = why.as_str()));
        return said;
    }
    said.push(outside(funnel, words));
    let names = |position| {
        let areas: Vec<String> = funnel.at(&[position]).map(|at| at.area.name.clone()).collect();
        (!areas.is_empty()).then(|| words.listed(&areas))
    };
    let (high, low) = (judged(Verdict::Higher, measured), judged(Verdict::Lower, measured));
    said.extend(
        names(FunnelPosition::VeryHigh)
            .map(|areas| say!(words, "funnel-all-far-above", is = high, areas = areas)),
    );
    said.extend(
        names(FunnelPosition::High)
            .map(|areas| say!(words, "funnel-all-above", is = high, areas = areas)),
    );
    said.extend(
        names(FunnelPosition::Low)
            .map(|areas| say!(words, "funnel-all-below", is = low, areas = areas)),
    );
    said.extend(
        names(FunnelPosition::VeryLow)
            .map(|areas| say!(words, "funnel-all-far-below", is = low, areas = areas)),
    );
    said
}

/// How many areas lie outside, beside how many chance would put there.
fn outside(funnel: &AreaFunnel, words: &Words) -> String {
    let compared = funnel.compared() as u64;
    let of = |positions: &[FunnelPosition]| funnel.at(positions).count() as u64;
    let far = of(&[FunnelPosition::VeryLow, FunnelPosition::VeryHigh]);
    let all = far + of(&[FunnelPosition::Low, FunnelPosition::High]);
    say!(
        words,
        "funnel-outside",
        compared = count(compared),
        manycompared = compared,
        name = funnel.name.as_str(),
        outside = count(all),
        manyoutside = all,
        far = count(far),
        expected = number(funnel.expected_outside(Confidence::P95), 1),
        expectedfar = number(funnel.expected_outside(Confidence::P998), 1)
    )
}

/// What the drawing shows, for those who do not see it: how wide the lines are at either end,
/// and how many areas lie outside of them, and which.
#[must_use]
pub fn in_a_drawing(funnel: &AreaFunnel, measured: &Measured) -> String {
    let words = measured.words;
    let at_risk = measured.at_risk.as_str();
    let against = funnel.comparator.name.as_str();
    let mut said = vec![say!(words, "funnel-chart-words", atrisk = at_risk, against = against)];
    if let [first, .., last] = funnel.lines.as_slice() {
        let short = |rate| measured.unit.short(rate);
        said.push(say!(
            words,
            "funnel-chart-lines",
            smallest = number(first.at_risk, 0),
            atrisk = at_risk,
            lower = short(first.inner.lower),
            upper = short(first.inner.upper),
            largest = number(last.at_risk, 0),
            largelower = short(last.inner.lower),
            largeupper = short(last.inner.upper)
        ));
    }
    said.extend(findings(funnel, measured));
    said.extend(left_out(funnel, words));
    said.push(say!(words, "figures-in-table"));
    said.join(" ")
}

/// How much areas scatter beyond chance, and whether the lines allow for it;
/// `None` without limits.
#[must_use]
pub fn scatter(funnel: &AreaFunnel, measured: &Measured) -> Option<String> {
    let (scatter, words) = (funnel.scatter?, measured.words);
    let phi = number(scatter.phi, 2);
    let is_beyond = scatter.tau2 > 0.0;
    let found = if is_beyond {
        let tau = spread(scatter.tau2.sqrt(), measured);
        say!(words, "funnel-scatter", phi = phi, tau = tau)
    } else {
        say!(words, "funnel-no-scatter", phi = phi)
    };
    let lines = match (funnel.overdispersion, is_beyond) {
        (Overdispersion::None, true) => say!(words, "funnel-lines-not-widened"),
        (Overdispersion::Additive, true) => say!(words, "funnel-lines-widened"),
        (_, false) => say!(words, "funnel-lines"),
    };
    Some(format!("{found} {lines}"))
}

/// How many areas have no place in the funnel; `None` where all have one, and
/// where there is no funnel.
#[must_use]
pub fn left_out(funnel: &AreaFunnel, words: &Words) -> Option<String> {
    let not = (funnel.areas.len() - funnel.compared()) as u64;
    (not > 0 && funnel.not_computed.is_none())
        .then(|| say!(words, "funnel-left-out", count = count(not), many = not))
}

/// Where an area lies, in words.
#[must_use]
pub fn position(area: &FunnelArea, words: &Words) -> String {
    match area.band.map(|band| band.position) {
        None => say!(words, "areas-not-compared"),
        Some(FunnelPosition::VeryLow) => say!(words, "funnel-far-below"),
        Some(FunnelPosition::Low) => say!(words, "funnel-below"),
        Some(FunnelPosition::Within) => say!(words, "funnel-within"),
        Some(FunnelPosition::High) => say!(words, "funnel-above"),
        Some(FunnelPosition::VeryHigh) => say!(words, "funnel-far-above"),
    }
}

/// A spread with its unit; small ones keep a second decimal.
fn spread(value: f64, measured: &Measured) -> String {
    let unit = measured.unit.value(0.0);
    let words = unit.strip_prefix("0.0").or_else(|| unit.strip_prefix('0')).unwrap_or_default();
    format!("{}{words}", number(value, 2))
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
            left_out(&funnel, measured().words).unwrap(),
            "1 area is not in the drawing, because a count is missing or withheld."
        );
    }

    #[test]
    fn names_with_commas_stay_apart() {
        let names = |list: &[&str]| {
            measured().words.listed(&list.iter().map(ToString::to_string).collect::<Vec<_>>())
        };
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

    #[test]
    fn no_scatter_leaves_the_lines_to_chance() {
        let mut funnel = area_funnel();
        funnel.scatter = Some(firstyear_analysis::Scatter { phi: 0.8, tau2: 0.0 });
        assert_eq!(
            scatter(&funnel, &measured()).unwrap(),
            "The areas scatter no more than chance alone lets them (the mean squared distance φ, \
             with the outermost tenth at either end drawn in, is 0.80; no variance τ² is left \
             beyond chance). The lines are those of chance alone."
        );
    }

    #[test]
    fn the_drawing_is_told_to_those_who_do_not_see_it() {
        assert_eq!(
            in_a_drawing(&area_funnel(), &measured()),
            "Each area at its number of live births and its rate, between lines that narrow towards \
             the rate of England as areas become larger. For an area of 2,500 live births the \
             95% lines stand at 1.8 and 6.7, for one of 18,000 at 3.1 and 5.0. In \
             2020 to 2022 the infant mortality rate in England was 4.0 per 1,000 live births (95% \
             interval 3.9 to 4.1). Of 3 areas compared (local authorities), 2 lie outside the 95% \
             lines, 1 of them outside the 99.8% lines. Chance alone would put up to about 0.2 \
             outside the 95% lines and 0.0 outside the 99.8% lines if none truly differed. Above \
             the 95% line (worse): Hartlepool. Below the 99.8% line (better): Buckinghamshire. 1 \
             area is not in the drawing, because a count is missing or withheld. Every figure is \
             in the table."
        );
    }

    #[test]
    fn every_place_has_its_words() {
        use firstyear_core::Polarity;
        let mut funnel = area_funnel();
        let places = [
            (FunnelPosition::VeryLow, "below the 99.8% line"),
            (FunnelPosition::Low, "below the 95% line"),
            (FunnelPosition::Within, "within the lines"),
            (FunnelPosition::High, "above the 95% line"),
            (FunnelPosition::VeryHigh, "above the 99.8% line"),
        ];
        let band = funnel.areas[0].band.unwrap();
        funnel.areas.retain(|area| area.band.is_none());
        assert_eq!(position(&funnel.areas[0], measured().words), "not compared");
        for (at, words) in places {
            funnel.areas[0].band = Some(firstyear_analysis::FunnelBand { position: at, ..band });
            assert_eq!(position(&funnel.areas[0], measured().words), words);
            let line = findings(&funnel, &measured()).pop().unwrap();
            if at == FunnelPosition::Within {
                assert!(line.starts_with("Of 1 area compared (local authorities), 0 lie outside"));
                continue;
            }
            let neutral = Measured { polarity: Polarity::NoAgreedOptimum, ..measured() };
            let bare = findings(&funnel, &neutral).pop().unwrap();
            assert!(
                bare.to_lowercase().starts_with(&format!("{words}: isles of scilly")),
                "{bare}"
            );
            let turned = Measured { polarity: Polarity::HigherIsBetter, ..measured() };
            let is_above = matches!(at, FunnelPosition::High | FunnelPosition::VeryHigh);
            let (word, other) =
                if is_above { ("(worse)", "(better)") } else { ("(better)", "(worse)") };
            assert!(line.contains(word), "{line}");
            let line = findings(&funnel, &turned).pop().unwrap();
            assert!(line.contains(other), "{line}");
        }
        assert_eq!(left_out(&funnel, measured().words), None);
    }
}
