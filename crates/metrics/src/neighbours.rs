//! Statistical neighbours: the areas that are most like one in stated variables.

/// An area among those that may be neighbours.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NearArea {
    /// Its place among the candidates.
    pub place: usize,
    /// How far it is: 0 for one with the same values.
    pub distance: f64,
}

/// Why there are no neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NeighbourError {
    /// No variable, or a row with another number of values.
    #[error("every area has one value for each variable, and there is a variable at least")]
    Shape,
    /// A value or weight that is no finite number, or a weight below 0.
    #[error("values are finite numbers, and weights finite numbers from 0 on")]
    NotFinite,
}

/// The candidates that are nearest to an area: the root of the weighted sum of
/// squared differences, each in standard deviations of its variable among the
/// area and all candidates.
///
/// A variable in which all are alike tells nothing and is passed over. Of equally
/// distant candidates the one that stands first comes first.
///
/// # Units
///
/// Values in any unit, a row for each candidate in the order of the variables;
/// weights from 0 on, one for each variable. Distances in standard deviations.
///
/// # Errors
///
/// [`NeighbourError`]: rows of different length, numbers that are not finite.
///
/// # Source
///
/// Weighted standardised Euclidean distance, as the statistical neighbours of
/// children's services in England are chosen: Benton T, Chamberlain T, Wilson R,
/// Teeman D (2007), *The development of the children's services statistical
/// neighbour benchmarking model*, NFER. The standard deviation is that of the
/// population of areas.
///
/// ```
/// use firstyear_metrics::neighbours::nearest;
///
/// // Births a year and percent in poverty of two candidates: the second is as
/// // poor as the area, and a little larger.
/// let candidates = [vec![3_000.0, 40.0], vec![3_400.0, 21.0]];
/// let near = nearest(&[3_000.0, 20.0], &candidates, &[1.0, 2.0], 1)?;
/// assert_eq!(near[0].place, 1);
/// # Ok::<(), firstyear_metrics::neighbours::NeighbourError>(())
/// ```
pub fn nearest(
    area: &[f64],
    candidates: &[Vec<f64>],
    weights: &[f64],
    count: usize,
) -> Result<Vec<NearArea>, NeighbourError> {
    let variables = area.len();
    let rows = || std::iter::once(area).chain(candidates.iter().map(Vec::as_slice));
    if variables == 0 || weights.len() != variables || rows().any(|row| row.len() != variables) {
        return Err(NeighbourError::Shape);
    }
    let finite = rows().flatten().all(|value| value.is_finite());
    if !finite || weights.iter().any(|weight| !(weight.is_finite() && *weight >= 0.0)) {
        return Err(NeighbourError::NotFinite);
    }
    let all = candidates.len() as f64 + 1.0;
    // What a squared difference counts for: its weight over the variance.
    let scales: Vec<f64> = (0..variables)
        .map(|at| {
            let mean = rows().map(|row| row[at]).sum::<f64>() / all;
            let variance = rows().map(|row| (row[at] - mean).powi(2)).sum::<f64>() / all;
            if variance > 0.0 { weights[at] / variance } else { 0.0 }
        })
        .collect();
    let distance = |row: &[f64]| {
        let parts = row.iter().zip(area).zip(&scales);
        parts.map(|((other, own), scale)| scale * (other - own).powi(2)).sum::<f64>().sqrt()
    };
    let mut near: Vec<NearArea> = candidates
        .iter()
        .enumerate()
        .map(|(place, row)| NearArea { place, distance: distance(row) })
        .collect();
    near.sort_by(|one, other| one.distance.total_cmp(&other.distance));
    near.truncate(count);
    Ok(near)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Worked out by hand: values 0, 2, 4 have a mean of 2 and a variance of 8/3,
    /// and 0, 3, 3 a mean of 2 and a variance of 2.
    #[test]
    fn distances_are_those_worked_out_by_hand() {
        let candidates = [vec![2.0, 3.0, 7.0], vec![4.0, 3.0, 7.0]];
        let near = nearest(&[0.0, 0.0, 7.0], &candidates, &[1.0, 2.0, 5.0], 9).unwrap();
        // 4 / (8/3) + 2 * 9 / 2, and 16 / (8/3) + 9; the third is the same for all.
        let expected = [(0, 10.5_f64.sqrt()), (1, 15.0_f64.sqrt())];
        for (near, (place, distance)) in near.iter().zip(expected) {
            assert_eq!(near.place, place);
            assert!((near.distance - distance).abs() < 1e-12, "{near:?}");
        }
        let other_unit = [vec![0.2, 3.0, 7.0], vec![0.4, 3.0, 7.0]];
        let same = nearest(&[0.0, 0.0, 7.0], &other_unit, &[1.0, 2.0, 5.0], 1).unwrap();
        assert!((same[0].distance - 10.5_f64.sqrt()).abs() < 1e-12, "whatever the unit");
        assert_eq!(same.len(), 1);
    }

    #[test]
    fn what_has_no_distance_is_refused() {
        let one = [vec![1.0]];
        assert_eq!(nearest(&[], &[], &[], 1), Err(NeighbourError::Shape));
        assert_eq!(nearest(&[1.0, 2.0], &one, &[1.0, 1.0], 1), Err(NeighbourError::Shape));
        assert_eq!(nearest(&[f64::NAN], &one, &[1.0], 1), Err(NeighbourError::NotFinite));
        assert_eq!(nearest(&[1.0], &one, &[-1.0], 1), Err(NeighbourError::NotFinite));
        assert_eq!(nearest(&[1.0], &[], &[1.0], 1), Ok(Vec::new()));
    }
}
