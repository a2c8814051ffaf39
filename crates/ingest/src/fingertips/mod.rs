//! Fingertips, the public health profiles of England.
//!
//! | a file is                                          | read by    |
//! |----------------------------------------------------|------------|
//! | a download, or the same from a client library      | `download` |
//! | the layout in which figures are uploaded           | `upload`   |
//! | an answer of the newer API, JSON                   | `api`      |

mod age;
pub(crate) mod api;
mod category;
mod columns;
mod dates;
pub(crate) mod download;
mod figures;
mod groups;
mod indicator;
mod lines;
mod notes;
mod period;
mod place;
mod subject;
pub(crate) mod upload;
mod upload_by_date;
mod upload_by_id;

/// The scheme of indicator codes, and the source of rows that name none.
const SCHEME: &str = "fingertips";
