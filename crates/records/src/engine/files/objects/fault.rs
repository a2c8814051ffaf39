//! Why a store does not give an object, in words of this crate alone.

use std::error::Error;

use object_store::client::{HttpError, HttpErrorKind};

use crate::engine::CountError;

/// Why a store does not give an object.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Fault {
    #[error("there is no such object")]
    NoObject,
    #[error("there is no such bucket")]
    NoBucket,
    #[error(
        "its store refuses access: the credentials of the environment may not read it, or there is no such object"
    )]
    Refused,
    #[error("it changed")]
    Changed,
    #[error(
        "its store cannot be reached, or has no certificate that is trusted: is AWS_ENDPOINT_URL or the host right?"
    )]
    Unreachable,
    #[error("its store does not answer in time")]
    Slow,
    #[error("its store answers with the status {0}")]
    Status(u16),
    #[error(
        "its store says that it stands elsewhere, where nobody is asked: is AWS_REGION right, or is that its address?"
    )]
    Elsewhere,
    #[error("its server gives no parts of a file: copy it here, and name the copy")]
    NoParts,
    #[error("its store gave another number of bytes than it was asked for")]
    Short,
    #[error("its store gives no answer that can be read")]
    Unclear,
}

impl Fault {
    pub(super) fn of(error: &object_store::Error) -> Self {
        use object_store::Error as Of;

        match error {
            Of::NotFound { .. } if said(error).contains("<Code>NoSuchBucket</Code>") => {
                Self::NoBucket
            }
            Of::NotFound { .. } => Self::NoObject,
            Of::PermissionDenied { .. } | Of::Unauthenticated { .. } => Self::Refused,
            Of::Precondition { .. } | Of::NotModified { .. } => Self::Changed,
            Of::NotSupported { .. } => Self::NoParts,
            other => Self::of_answer(other),
        }
    }

    /// That of an object which was there when the count began.
    pub(super) fn in_the_middle(error: &object_store::Error) -> Self {
        match Self::of(error) {
            Self::NoObject | Self::NoBucket => Self::Changed,
            fault => fault,
        }
    }

    /// By the answer that came, if any did. The library keeps its status to itself, and tells
    /// it in words.
    fn of_answer(error: &object_store::Error) -> Self {
        const STATUS: &str = "status code: ";
        let said = said(error);
        if let Some(at) = said.find(STATUS) {
            let status = said[at + STATUS.len()..].get(..3).and_then(|status| status.parse().ok());
            return match status {
                Some(300..=308) => Self::Elsewhere,
                // Parts lie behind the end of what is there now.
                Some(416) => Self::Changed,
                Some(status) => Self::Status(status),
                None => Self::Unclear,
            };
        }
        // More of the words than one: they may hold the address.
        if said.contains("Received redirect without LOCATION") {
            return Self::Elsewhere;
        }
        if said.contains("non-partial response") {
            return Self::NoParts;
        }
        match chain(error).find_map(|error| error.downcast_ref::<HttpError>()) {
            Some(error) => match error.kind() {
                HttpErrorKind::Timeout => Self::Slow,
                HttpErrorKind::Connect | HttpErrorKind::Request | HttpErrorKind::Interrupted => {
                    Self::Unreachable
                }
                _ => Self::Unclear,
            },
            None => Self::Unclear,
        }
    }

    /// The error of a count, about the object of this name.
    pub(super) fn told(&self, name: &str) -> CountError {
        let file = name.to_owned();
        match self {
            Self::Changed => CountError::Changed { file },
            fault => CountError::File { file, why: fault.to_string() },
        }
    }
}

/// An error, and what it came of.
fn chain(error: &object_store::Error) -> impl Iterator<Item = &(dyn Error + 'static)> {
    let mut next = Some(error as &(dyn Error + 'static));
    std::iter::from_fn(move || {
        let error = next?;
        next = error.source();
        Some(error)
    })
}

/// All that is said of an error. It is looked through and never told.
fn said(error: &object_store::Error) -> String {
    chain(error).map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Names are chosen by others, and may be any words.
    #[test]
    fn the_name_of_an_object_is_no_word_of_its_store() {
        let words = "error sending request for url (https://example.org/redirects/b.csv)";
        let of = |kind| {
            let source = Box::new(HttpError::new(kind, std::io::Error::other(words)));
            Fault::of(&object_store::Error::Generic { store: "HTTP", source })
        };
        assert_eq!(of(HttpErrorKind::Connect), Fault::Unreachable);
        assert_eq!(of(HttpErrorKind::Timeout), Fault::Slow);
    }
}
