//! How far an estimate from a sample scatters, by Taylor linearisation.

use std::collections::BTreeMap;

use super::SurveyError;

/// Who was sampled with whom.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::inequality) struct Design {
    /// The cluster of each record, counted from 0 over all strata.
    clusters: Vec<usize>,
    /// The stratum of each cluster, counted from 0.
    strata: Vec<usize>,
    /// How many clusters each stratum has.
    sizes: Vec<usize>,
}

impl Design {
    /// A design for so many records: each its own cluster, and all in one
    /// stratum, where nothing else is said.
    pub(in crate::inequality) fn new(
        records: usize,
        clusters: Option<&[u64]>,
        strata: Option<&[u64]>,
    ) -> Result<Self, SurveyError> {
        let mut stratum_of = BTreeMap::new();
        let mut cluster_of = BTreeMap::new();
        let mut design =
            Self { clusters: Vec::with_capacity(records), strata: Vec::new(), sizes: Vec::new() };
        for record in 0..records {
            let next = stratum_of.len();
            let stratum = *stratum_of.entry(strata.map(|strata| strata[record])).or_insert(next);
            if stratum == design.sizes.len() {
                design.sizes.push(0);
            }
            let name = clusters.map_or(record as u64, |clusters| clusters[record]);
            let next = cluster_of.len();
            let cluster = *cluster_of.entry((stratum, name)).or_insert(next);
            if cluster == design.strata.len() {
                design.strata.push(stratum);
                design.sizes[stratum] += 1;
            }
            design.clusters.push(cluster);
        }
        if let Some(alone) = design.sizes.iter().position(|&size| size == 1) {
            let stratum = stratum_of.iter().find(|(_, at)| **at == alone);
            let stratum = stratum.and_then(|(name, _)| *name);
            return Err(SurveyError::LonelyCluster { stratum });
        }
        Ok(design)
    }

    /// Clusters less strata: how much is known of the scatter.
    pub(in crate::inequality) fn freedom(&self) -> f64 {
        (self.strata.len() - self.sizes.len()) as f64
    }

    /// The standard error of a sum to which each record adds its part, given
    /// in the order of the records.
    pub(in crate::inequality) fn error(&self, parts: impl Iterator<Item = f64>) -> f64 {
        let mut totals = vec![0.0; self.strata.len()];
        for (cluster, part) in self.clusters.iter().zip(parts) {
            totals[*cluster] += part;
        }
        let mut means = vec![0.0; self.sizes.len()];
        for (stratum, total) in self.strata.iter().zip(&totals) {
            means[*stratum] += total / self.sizes[*stratum] as f64;
        }
        let scatter = |(stratum, total): (&usize, &f64)| {
            let size = self.sizes[*stratum] as f64;
            size / (size - 1.0) * (total - means[*stratum]).powi(2)
        };
        self.strata.iter().zip(&totals).map(scatter).sum::<f64>().sqrt()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_error_of_a_mean_is_that_of_the_textbook() {
        // Cochran WG (1977), Sampling techniques, equations 2.20 (simple
        // sample) and 5.13 (two strata of weight one half).
        let y = [3.0, 5.0, 10.0, 14.0];
        let mean = 8.0;
        let simple = Design::new(4, None, None).unwrap();
        let error = simple.error(y.iter().map(|y| (y - mean) / 4.0));
        let variance: f64 = y.iter().map(|y| (y - mean).powi(2)).sum::<f64>() / 3.0;
        assert!((error - (variance / 4.0).sqrt()).abs() < 1e-14);
        let stratified = Design::new(4, None, Some(&[1, 1, 2, 2])).unwrap();
        let error = stratified.error(y.iter().map(|y| (y - mean) / 4.0));
        // Variances 2 and 8 of the strata, each over its two people and times
        // its squared weight of a quarter: 1/4 + 1.
        assert!((error - 1.25_f64.sqrt()).abs() < 1e-14);
        assert_eq!(stratified.freedom(), 2.0);
    }

    #[test]
    fn a_stratum_with_one_cluster_is_refused() {
        let lonely = Design::new(3, Some(&[1, 1, 2]), Some(&[1, 1, 2]));
        assert_eq!(lonely, Err(SurveyError::LonelyCluster { stratum: Some(1) }));
    }
}
