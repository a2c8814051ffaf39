//! A build that reads no object stores: there are no objects, and nothing is asked of any.

use std::io::{self, Seek, SeekFrom};
use std::sync::Arc;

use datafusion::prelude::SessionContext;

use super::source::{Opened, Source};
use crate::engine::CountError;

/// Where the engine would find them.
pub(super) const ROOT: &str = "count://files";

/// No store.
#[derive(Debug, Default)]
pub(super) struct Stores {}

/// No object.
#[derive(Debug)]
pub(in crate::engine) enum Object {}

/// No object that is being read.
pub(in crate::engine) enum Reading {}

/// Nothing is the address of an object that could be read.
pub(super) fn checked(name: &str) -> Result<(), CountError> {
    // Credentials may stand before an `@` or behind a question mark.
    let scheme = name.split("://").next().unwrap_or_default();
    let why = "this build reads no object stores: it is without the feature `objects`".to_owned();
    Err(CountError::File { file: format!("{}://…", scheme.get(..2).unwrap_or_default()), why })
}

impl Stores {
    #[expect(clippy::unused_self, reason = "builds with the feature have stores")]
    pub(super) fn look(
        &mut self,
        name: &str,
        _: &dyn Fn() -> bool,
    ) -> Result<Arc<Object>, CountError> {
        checked(name)?;
        Err(CountError::faulty())
    }

    /// Nothing is waited for.
    #[expect(
        clippy::unnecessary_wraps,
        clippy::unused_self,
        reason = "builds with the feature have stores"
    )]
    pub(super) fn waited_for<T>(
        &self,
        _: &dyn Fn() -> bool,
        work: impl FnOnce() -> T,
    ) -> Result<T, CountError> {
        Ok(work())
    }

    #[expect(clippy::unused_self, reason = "builds with the feature have stores")]
    pub(super) const fn are_given_up(&self) -> bool {
        false
    }

    #[expect(clippy::unused_self, reason = "builds with the feature have stores")]
    pub(super) fn is_unchanged(
        &self,
        object: &Object,
        _: &dyn Fn() -> bool,
    ) -> Result<bool, CountError> {
        match *object {}
    }
}

/// Where there are no objects there is nothing to find.
#[expect(clippy::unnecessary_wraps, reason = "builds with the feature have stores")]
pub(super) fn register<'s>(
    _: impl Iterator<Item = (String, &'s Source)>,
    _: &SessionContext,
) -> Result<(), CountError> {
    Ok(())
}

impl Object {
    pub(super) fn open(self: &Arc<Self>) -> io::Result<Opened> {
        match **self {}
    }

    pub(super) fn bytes(&self) -> u64 {
        match *self {}
    }

    pub(super) fn key(&self) -> &str {
        match *self {}
    }

    pub(super) fn is(&self, _: &Self) -> bool {
        match *self {}
    }

    pub(super) fn fault(&self) -> Option<CountError> {
        match *self {}
    }
}

impl Reading {
    pub(super) fn read_or_stop(&mut self, _: &mut [u8], _: &dyn Fn() -> bool) -> io::Result<usize> {
        match *self {}
    }
}

impl Seek for Reading {
    fn seek(&mut self, _: SeekFrom) -> io::Result<u64> {
        match *self {}
    }
}
