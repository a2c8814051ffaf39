//! What is known of a count: its least and its largest value.

/// The counts that a cell can be, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Range {
    /// The smallest.
    pub lower: u64,
    /// The largest; `None` where there is no end.
    pub upper: Option<u64>,
}

impl Range {
    /// Any count.
    pub const ANY: Self = Self { lower: 0, upper: None };

    /// One count.
    #[must_use]
    pub const fn exactly(count: u64) -> Self {
        Self { lower: count, upper: Some(count) }
    }

    /// Whether a cell can be `count`.
    #[must_use]
    pub fn contains(&self, count: u64) -> bool {
        self.lower <= count && self.upper.is_none_or(|upper| count <= upper)
    }

    /// Whether only one count is left.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        self.upper == Some(self.lower)
    }

    /// Largest minus smallest; `None` where there is no end.
    #[must_use]
    pub fn width(&self) -> Option<u64> {
        self.upper.map(|upper| upper.saturating_sub(self.lower))
    }

    /// Whether every count of `other` is one of these.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        self.lower <= other.lower
            && match (self.upper, other.upper) {
                (None, _) => true,
                (Some(_), None) => false,
                (Some(own), Some(others)) => others <= own,
            }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_without_end_covers_every_other_above_its_start() {
        let open = Range { lower: 3, upper: None };
        assert!(open.covers(&open) && open.covers(&Range::exactly(3)));
        assert!(!open.covers(&Range::ANY) && !Range::exactly(3).covers(&open));
        assert!(open.contains(u64::MAX) && !open.contains(2));
        assert_eq!((open.width(), Range::exactly(3).width()), (None, Some(0)));
        assert!(Range::exactly(3).is_exact() && !open.is_exact());
    }
}
