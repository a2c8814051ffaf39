//! Why records could not be counted. What the engine says may repeat a value of a record, so
//! that its words are never passed on.

use datafusion::arrow::error::ArrowError;
use datafusion::common::SchemaError;
use datafusion::error::DataFusionError;
use firstyear_core::count::CountFault;

use super::files::Unread;

/// Why records could not be counted.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CountError {
    /// The specification asks what cannot be.
    #[error("{}", said(.0))]
    Faults(Vec<CountFault>),
    /// A file that is not there, or cannot be taken.
    #[error("`{file}` cannot be taken: {why}")]
    File {
        /// The file as the specification names it.
        file: String,
        /// Why.
        why: String,
    },
    /// A file that is not what its ending or the specification says, or is damaged.
    #[error("`{file}` cannot be read as {format}: {why}")]
    Format {
        /// The file as the specification names it.
        file: String,
        /// As what it was to be read.
        format: &'static str,
        /// What is wrong.
        why: String,
    },
    /// Files of one kind that do not have the same columns.
    #[error("`{file}` and `{first}` are read as one table and differ: {what}")]
    Differ {
        /// The file that differs.
        file: String,
        /// From which.
        first: String,
        /// In what.
        what: String,
    },
    /// An expression that does not hold together.
    #[error("{part}: `{text}` {why}")]
    Expression {
        /// Where it stands.
        part: String,
        /// The expression.
        text: String,
        /// What is wrong, and what would be right.
        why: String,
    },
    /// A file that was written to while it was read.
    #[error("`{file}` changed while it was read: count again once it is whole")]
    Changed {
        /// The file as the specification names it.
        file: String,
    },
    /// The memory that was allowed does not suffice.
    #[error(
        "the memory that is allowed does not suffice for {what}: allow more, or ask for fewer dimensions at once"
    )]
    Memory {
        /// What was being done.
        what: &'static str,
    },
    /// There is no room for what the engine writes to disk, or it cannot be written.
    #[error("the engine cannot write or read its files: {why}")]
    Disk {
        /// Why.
        why: String,
    },
    /// Records that are damaged: what it says of them is not passed on.
    #[error(
        "{what} met records that it cannot read: a file is damaged, or a value does not fit its column"
    )]
    Records {
        /// What was being done.
        what: &'static str,
    },
    /// The cluster that was to count is not there, or did not come to an end.
    #[error("{what}")]
    Cluster {
        /// What is wrong, and what would be right.
        what: String,
    },
    /// The engine failed.
    #[error("the engine failed: {what}")]
    Engine {
        /// At what.
        what: String,
    },
    /// It was asked to stop.
    #[error("stopped before the count was whole")]
    Stopped,
}

fn said(faults: &[CountFault]) -> String {
    faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

impl CountError {
    /// That of a specification that was not looked through before.
    pub(super) fn faulty() -> Self {
        Self::Engine { what: "the specification has faults".to_owned() }
    }

    /// Whether it may come of a file whose bytes did not come.
    pub(super) const fn may_be_of_a_file(&self) -> bool {
        matches!(
            self,
            Self::Format { .. } | Self::Disk { .. } | Self::Records { .. } | Self::Engine { .. }
        )
    }

    /// That of the engine, without its words.
    pub(crate) fn of(error: &DataFusionError, what: &'static str) -> Self {
        #[cfg(feature = "cluster")]
        if let DataFusionError::External(inner) = error.find_root()
            && let Some(fault) = inner.downcast_ref::<crate::cluster::ClusterFault>()
        {
            return match fault {
                crate::cluster::ClusterFault::Records => Self::Records { what },
                fault => Self::Cluster { what: fault.to_string() },
            };
        }
        match error.find_root() {
            DataFusionError::External(error)
                if let Some(unread) = error.downcast_ref::<Unread>() =>
            {
                unread.clone().into()
            }
            DataFusionError::ResourcesExhausted(_) => Self::Memory { what },
            DataFusionError::IoError(error) => Self::Disk { why: error.kind().to_string() },
            DataFusionError::ArrowError(error, _) => match error.as_ref() {
                ArrowError::IoError(_, error) => Self::Disk { why: error.kind().to_string() },
                _ => Self::Records { what },
            },
            DataFusionError::ParquetError(_)
            | DataFusionError::ObjectStore(_)
            | DataFusionError::Execution(_)
            | DataFusionError::External(_) => Self::Records { what },
            DataFusionError::NotImplemented(_) => {
                Self::Engine { what: format!("{what} asks for something that it cannot do") }
            }
            _ => Self::Engine { what: what.to_owned() },
        }
    }

    /// What is wrong with an expression of the specification. It is planned before any
    /// record is read, so that its words hold none.
    pub(super) fn of_expression(error: &DataFusionError, part: &str, text: &str) -> Self {
        let why = match error.find_root() {
            DataFusionError::SchemaError(error, _) => match error.as_ref() {
                SchemaError::FieldNotFound { field, valid_fields } => {
                    let known: Vec<&str> =
                        valid_fields.iter().map(|column| column.name.as_str()).collect();
                    no_column(&field.name, &known)
                }
                other => format!("does not hold together: {other}"),
            },
            DataFusionError::SQL(error, _) => {
                let text = error.to_string();
                format!("is no expression: {}", text.trim_start_matches("sql parser error: "))
            }
            other => {
                let text = other.message();
                format!("does not hold together: {}", text.lines().next().unwrap_or_default())
            }
        };
        Self::Expression { part: part.to_owned(), text: text.to_owned(), why }
    }
}

impl From<Unread> for CountError {
    fn from(unread: Unread) -> Self {
        let Unread { file, format, why } = unread;
        Self::Format { file, format, why }
    }
}

/// That a column is not there, with those that are alike or with all.
fn no_column(name: &str, known: &[&str]) -> String {
    let shown: Vec<&str> = known.iter().copied().filter(|name| !name.starts_with("__")).collect();
    let near = firstyear_ingest::nearest(name, shown.iter().copied());
    match near {
        Some(near) => format!("names `{name}`, which is no column or field: is `{near}` meant?"),
        None => {
            format!("names `{name}`, which is no column or field; those are {}", shown.join(", "))
        }
    }
}
