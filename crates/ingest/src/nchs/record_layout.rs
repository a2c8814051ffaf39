//! Where the columns of records of fixed width stand, by the name of their layout or one by one.

use firstyear_core::count::{RecordColumn, RecordFiles};

use super::layout::{JOINT, LAYOUTS, Layout};
use crate::nearest;

/// The columns of records of fixed width.
///
/// ```
/// use firstyear_core::count::{RecordColumn, RecordFiles};
/// use firstyear_ingest::RecordLayout;
///
/// let layout = RecordLayout::of(&RecordFiles {
///     files: vec!["births.txt".to_owned()],
///     format: None,
///     layout: Some("linked-2017-cohort-births".to_owned()),
///     columns: vec![RecordColumn { name: "WIC".to_owned(), start: 251, width: 1 }],
///     key: None,
///     fields: Default::default(),
/// })?;
/// assert!(layout.columns.iter().any(|column| column.name == "RESTATUS"));
/// assert!(layout.fits(1346) && !layout.fits(1345));
/// # Ok::<(), String>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RecordLayout {
    /// In the order of the layout, and then as they are told.
    pub columns: Vec<RecordColumn>,
    /// How long records are, in bytes; where none is told, they reach to the last column at least.
    pub lengths: Vec<usize>,
}

impl RecordLayout {
    /// That of files of fixed width.
    ///
    /// # Errors
    ///
    /// That no layout has this name, or that a column has the name of one of the layout.
    pub fn of(records: &RecordFiles) -> Result<Self, String> {
        let mut found = match &records.layout {
            Some(name) => Self::named(name)?,
            None => Self { columns: Vec::new(), lengths: Vec::new() },
        };
        for column in &records.columns {
            if found.columns.iter().any(|known| known.name == column.name) {
                return Err(format!("it has a column `{}` already: rename yours", column.name));
            }
            found.columns.push(column.clone());
        }
        let longest = found.lengths.iter().max();
        let beyond =
            |column: &&RecordColumn| longest.is_some_and(|end| column.last() as usize > *end);
        match found.columns.iter().find(beyond) {
            Some(column) => Err(format!("its records end before `{}`", column.name)),
            None => Ok(found),
        }
    }

    fn named(name: &str) -> Result<Self, String> {
        let kinds: Vec<&Layout> = match (Layout::named(name), JOINT.get(name)) {
            (Some(kind), _) => vec![kind],
            (None, Some(kinds)) => kinds.clone(),
            (None, None) => return Err(unknown(name)),
        };
        let column = |(name, first, last): (&String, usize, usize)| {
            let start = u32::try_from(first).ok()?;
            let width = u32::try_from(last + 1 - first).ok()?;
            Some(RecordColumn { name: name.clone(), start, width })
        };
        let mut columns: Vec<RecordColumn> = Vec::new();
        for place in kinds.iter().flat_map(|kind| &kind.fields) {
            if !columns.iter().any(|known| known.name == place.name) {
                columns.extend(column((&place.name, place.first, place.last)));
            }
        }
        let lengths = kinds.iter().filter_map(|kind| kind.record_length).collect();
        Ok(Self { columns, lengths })
    }

    /// Whether a record of so many bytes is one of these.
    #[must_use]
    pub fn fits(&self, length: usize) -> bool {
        if self.lengths.is_empty() {
            length >= self.reach()
        } else {
            self.lengths.contains(&length)
        }
    }

    /// The last byte of the last column.
    #[must_use]
    pub fn reach(&self) -> usize {
        self.columns.iter().map(|column| column.last() as usize).max().unwrap_or(0)
    }
}

fn unknown(name: &str) -> String {
    let all = || {
        LAYOUTS.iter().map(|layout| layout.name.as_str()).chain(JOINT.keys().map(String::as_str))
    };
    if let Some(near) = nearest(name, all()) {
        return format!("no layout is named `{name}`: is `{near}` meant?");
    }
    let all: Vec<&str> = all().collect();
    format!("no layout is named `{name}`: use one of {}", all.join(", "))
}
