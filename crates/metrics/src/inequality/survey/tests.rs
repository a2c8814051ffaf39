//! Measures of survey records, a second way.

use firstyear_core::Confidence;

use super::*;
use crate::inequality::{Concentration, InequalityError, Line, Measure, Scale};
use crate::random::Counter;

const LEVEL: Confidence = Confidence::P95;

type Function = fn(&Survey) -> Result<Measure, SurveyError>;

const ALL: &[(&str, Function)] = &[
    ("aci", |survey| aci(survey, LEVEL)),
    ("rci", |survey| rci(survey, Concentration::Relative, LEVEL)),
    ("wagstaff", |survey| rci(survey, Concentration::Wagstaff, LEVEL)),
    ("erreygers", |survey| rci(survey, Concentration::Erreygers, LEVEL)),
    ("sii", |survey| sii(survey, Line::Logistic, LEVEL)),
    ("sii linear", |survey| sii(survey, Line::Linear, LEVEL)),
    ("rii", |survey| rii(survey, Line::Logistic, LEVEL)),
];

/// People of whom it matters whom they were sampled with.
#[derive(Clone, Default)]
struct People {
    values: Vec<f64>,
    weights: Vec<f64>,
    order: Vec<u32>,
    clusters: Vec<u64>,
    strata: Vec<u64>,
}

impl People {
    /// Clusters in two strata; those of a cluster resemble one another in
    /// value and in group.
    fn sample(clusters: u64, seed: u64) -> Self {
        let mut generator = Counter::new(seed, 0);
        let mut people = Self::default();
        for cluster in 0..clusters {
            let level = 0.8 * generator.normal();
            for _ in 0..10 {
                let standing = generator.uniform() + 0.1 * level;
                let place = 1 + [0.2, 0.45, 0.6, 0.8].iter().filter(|cut| standing > **cut).count();
                let odds = -1.0 + 0.4 * place as f64 + level;
                let chance = 1.0 / (1.0 + (-odds).exp());
                people.values.push(f64::from(u8::from(generator.uniform() < chance)));
                people.weights.push(0.5 + generator.uniform());
                people.order.push(u32::try_from(place).unwrap());
                people.clusters.push(cluster);
                people.strata.push(cluster % 2);
            }
        }
        people
    }

    fn survey(&self) -> Result<Survey, SurveyError> {
        Survey::new(Records {
            values: &self.values,
            weights: &self.weights,
            order: &self.order,
            clusters: Some(&self.clusters),
            strata: Some(&self.strata),
            scale: Some(Scale::FRACTION),
        })
    }

    fn without(&self, cluster: u64) -> Self {
        let mut people = self.clone();
        let stratum = cluster % 2;
        let size = self.clusters.iter().max().unwrap().div_ceil(2) as f64;
        for at in 0..people.values.len() {
            if people.clusters[at] == cluster {
                people.weights[at] = 1e-12;
            } else if people.strata[at] == stratum {
                people.weights[at] *= size / (size - 1.0);
            }
        }
        people
    }
}

#[test]
fn linearised_errors_are_those_of_the_jackknife() {
    // Wolter KM (2007), Introduction to variance estimation, section 4.5: one
    // cluster at a time is left out of its stratum.
    let clusters = 80;
    let people = People::sample(clusters, 11);
    let survey = people.survey().unwrap();
    let replicates: Vec<Survey> =
        (0..clusters).map(|cluster| people.without(cluster).survey().unwrap()).collect();
    for (name, measure) in ALL {
        let found = measure(&survey).unwrap();
        let value = |survey| {
            let value = measure(survey).unwrap().estimate.value;
            if *name == "rii" { value.ln() } else { value }
        };
        let mut variance = 0.0;
        for stratum in 0..2 {
            let of: Vec<f64> = replicates.iter().skip(stratum).step_by(2).map(value).collect();
            let (size, mean) = (of.len() as f64, of.iter().sum::<f64>() / of.len() as f64);
            variance += (size - 1.0) / size * of.iter().map(|x| (x - mean).powi(2)).sum::<f64>();
        }
        let ratio = found.standard_error.unwrap() / variance.sqrt();
        assert!((ratio - 1.0).abs() < 0.02, "{name}: {ratio}");
    }
}

#[test]
fn what_the_sample_says_of_ranks_counts() {
    // All values alike within groups and one person to a cluster: with ranks
    // known there would be no error at all in the mean of any group.
    let survey = Survey::new(Records {
        values: &[0.2, 0.2, 0.2, 0.6, 0.6, 0.6],
        weights: &[1.0; 6],
        order: &[1, 1, 1, 2, 2, 2],
        clusters: None,
        strata: None,
        scale: None,
    })
    .unwrap();
    // p (1 − p) × 0.4 at p = 1/2 is flat: no error there either; but the mean
    // moves, and with it the relative index.
    assert!(aci(&survey, LEVEL).unwrap().standard_error.unwrap() < 1e-15);
    let relative = rci(&survey, Concentration::Relative, LEVEL).unwrap();
    assert!(relative.standard_error.unwrap() > 0.01);
}

#[test]
fn equal_values_have_no_inequality() {
    let mut people = People::sample(20, 3);
    people.values.fill(0.25);
    let survey = people.survey().unwrap();
    for (name, measure) in ALL {
        let found = measure(&survey).unwrap();
        let neutral = if *name == "rii" { 1.0 } else { 0.0 };
        assert!((found.estimate.value - neutral).abs() < 1e-9, "{name}: {found:?}");
        assert!(found.standard_error.unwrap() < 1e-9, "{name}: {found:?}");
    }
}

#[test]
fn bad_records_are_named() {
    use SurveyError as E;
    let good = Records {
        values: &[0.0, 1.0, 1.0],
        weights: &[1.0; 3],
        order: &[1, 2, 2],
        clusters: None,
        strata: None,
        scale: Some(Scale::FRACTION),
    };
    let refused = |records| Survey::new(records).unwrap_err();
    assert!(Survey::new(good).is_ok());
    assert_eq!(refused(Records { values: &[], ..good }), E::NoRecords);
    let lengths = E::Lengths { part: RecordsPart::Weights, given: 2, records: 3 };
    assert_eq!(refused(Records { weights: &[1.0; 2], ..good }), lengths);
    let not_finite = E::NotFinite { part: RecordsPart::Values, at: 2 };
    assert_eq!(refused(Records { values: &[0.0, f64::NAN, 1.0], ..good }), not_finite);
    assert_eq!(refused(Records { weights: &[1.0, 0.0, 1.0], ..good }), E::Weight { at: 2 });
    assert_eq!(refused(Records { values: &[0.0, 1.5, 1.0], ..good }), E::BeyondScale { at: 2 });
    assert_eq!(refused(Records { order: &[1, 3, 3], ..good }), E::Gap { place: 2 });
    assert_eq!(refused(Records { order: &[0, 1, 1], ..good }), E::Gap { place: 1 });
    let few = E::Measure(InequalityError::TooFewGroups { given: 1, needed: 2 });
    assert_eq!(refused(Records { order: &[1, 1, 1], ..good }), few);
    let lonely = E::LonelyCluster { stratum: Some(8) };
    assert_eq!(refused(Records { strata: Some(&[7, 7, 8]), ..good }), lonely);
    let alone = refused(Records { clusters: Some(&[4, 4, 4]), ..good });
    assert_eq!(alone.to_string(), "the survey has one cluster alone: join it with one like it");
    let survey = Survey::new(Records { scale: None, ..good }).unwrap();
    let no_scale = Err(E::Measure(InequalityError::NoScale));
    assert_eq!(sii(&survey, Line::Logistic, LEVEL), no_scale);
}
