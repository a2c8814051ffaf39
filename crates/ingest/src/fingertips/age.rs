//! Ages as the upload layout and its readers write them: from a year to a
//! year, both included.

/// A span of ages in completed years.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ages {
    pub(super) from: Option<u16>,
    pub(super) to: Option<u16>,
}

impl Ages {
    /// The text of its id: `5-to-10`, `65-and-over`, `up-to-40`; `None` for
    /// all ages.
    pub(super) fn id(self) -> Option<String> {
        match (self.from, self.to) {
            (Some(from), Some(to)) => Some(format!("{from} to {to}")),
            (Some(from), None) => Some(format!("{from} and over")),
            (None, Some(to)) => Some(format!("up to {to}")),
            (None, None) => None,
        }
    }
}

/// The text from which the id of a printed age comes: `16+ yrs` and `16 yrs`
/// are two ages, and `<1 yr` a third.
pub(super) fn id_of_label(label: &str) -> String {
    label.replace('+', " and over ").replace(">=", " from ").replace("<=", " up to ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use firstyear_core::slug;

    #[test]
    fn ages_that_differ_in_a_sign_have_two_ids() {
        let id = |label| slug(&id_of_label(label)).unwrap();
        assert_eq!(id("16+ yrs"), "16-and-over-yrs");
        assert_eq!(id("16 yrs"), "16-yrs");
        assert_eq!(id("<1 yr"), "under-1-yr");
        assert_eq!(id("5-16 yrs"), "5-16-yrs");
    }
}
