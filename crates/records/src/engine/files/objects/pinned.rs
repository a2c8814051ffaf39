//! A store as the engine sees it: the files of tables of which one is on an object store, as
//! they were when the count began, and nothing else.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use futures::stream::{self, BoxStream, StreamExt as _};
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{
    Attributes, CopyOptions, Error, GetOptions, GetResult, GetResultPayload, ListResult,
    MultipartUpload, ObjectMeta, ObjectStore, PutMultipartOptions, PutOptions, PutPayload,
    PutResult, Result,
};

use super::{Object, PIECE, Source};

/// In how many bytes a long range is handed on: the engine takes one lot of them for each batch
/// of CSV that it makes, and holds what is over. 8192 records have no fewer bytes.
const LOT: usize = 1 << 14;

const NAME: &str = "files of a count";

/// How many parts of a range are under way at once.
const AHEAD: usize = 2;

/// Files by the names under which the engine knows them.
#[derive(Debug)]
pub(super) struct Pinned {
    files: BTreeMap<Path, Pin>,
    here: LocalFileSystem,
}

#[derive(Debug)]
enum Pin {
    Here(Path),
    There(Arc<Object>),
}

impl Pinned {
    pub(super) fn of<'s>(files: impl Iterator<Item = (String, &'s Source)>) -> Result<Self> {
        let files = files.map(|(name, source)| {
            let pin = match source {
                Source::Local { path, .. } => Pin::Here(Path::from_absolute_path(path)?),
                Source::Object(object) => Pin::There(Arc::clone(object)),
            };
            Ok((Path::from(name), pin))
        });
        Ok(Self { files: files.collect::<Result<_>>()?, here: LocalFileSystem::new() })
    }
}

impl fmt::Display for Pinned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(NAME)
    }
}

fn only_read(operation: &str) -> Error {
    let (operation, implementer) = (operation.to_owned(), NAME.to_owned());
    Error::NotImplemented { operation, implementer }
}

/// A part of an object, whoever asks for it.
async fn part(object: Arc<Object>, range: Range<u64>) -> Result<Bytes> {
    let failed = |source| Error::Generic { store: NAME, source };
    let asked = Arc::clone(&object);
    let fetched = object.runtime.spawn(async move { asked.fetched(range).await });
    match fetched.await {
        Ok(fetched) => fetched.map_err(|fault| failed(Box::new(fault))),
        Err(error) => Err(failed(Box::new(error))),
    }
}

/// A part in lots.
fn lots(part: Result<Bytes>) -> BoxStream<'static, Result<Bytes>> {
    match part {
        Ok(mut rest) => stream::iter(std::iter::from_fn(move || {
            let lot = rest.split_to(rest.len().min(LOT));
            (!lot.is_empty()).then_some(Ok(lot))
        }))
        .boxed(),
        Err(error) => stream::once(async { Err(error) }).boxed(),
    }
}

#[async_trait]
impl ObjectStore for Pinned {
    async fn get_opts(&self, location: &Path, options: GetOptions) -> Result<GetResult> {
        let object = match self.files.get(location) {
            Some(Pin::There(object)) => object,
            Some(Pin::Here(path)) => {
                let mut got = self.here.get_opts(path, options).await?;
                got.meta.location = location.clone();
                return Ok(got);
            }
            None => {
                let (path, source) = (location.to_string(), "it is no file of the count".into());
                return Err(Error::NotFound { path, source });
            }
        };
        let meta = ObjectMeta { location: location.clone(), ..object.seen.clone() };
        options.check_preconditions(&meta)?;
        let wrong = |source| Error::Generic { store: NAME, source };
        let range = match &options.range {
            Some(range) => range.as_range(meta.size).map_err(|error| wrong(Box::new(error)))?,
            None => 0..meta.size,
        };
        let end = if options.head { range.start } else { range.end };
        let object = Arc::clone(object);
        let starts = (range.start..end).step_by(usize::try_from(PIECE).unwrap_or(usize::MAX));
        let parts = stream::iter(starts)
            .map(move |start| part(Arc::clone(&object), start..end.min(start + PIECE)))
            .buffered(AHEAD);
        let is_long = end - range.start > PIECE;
        let parts = if is_long { parts.flat_map(lots).boxed() } else { parts.boxed() };
        let payload = GetResultPayload::Stream(parts);
        Ok(GetResult { payload, meta, range, attributes: Attributes::default() })
    }

    async fn put_opts(&self, _: &Path, _: PutPayload, _: PutOptions) -> Result<PutResult> {
        Err(only_read("put"))
    }

    async fn put_multipart_opts(
        &self,
        _: &Path,
        _: PutMultipartOptions,
    ) -> Result<Box<dyn MultipartUpload>> {
        Err(only_read("put"))
    }

    fn delete_stream(
        &self,
        _: BoxStream<'static, Result<Path>>,
    ) -> BoxStream<'static, Result<Path>> {
        stream::once(async { Err(only_read("delete")) }).boxed()
    }

    fn list(&self, _: Option<&Path>) -> BoxStream<'static, Result<ObjectMeta>> {
        stream::once(async { Err(only_read("list")) }).boxed()
    }

    async fn list_with_delimiter(&self, _: Option<&Path>) -> Result<ListResult> {
        Err(only_read("list"))
    }

    async fn copy_opts(&self, _: &Path, _: &Path, _: CopyOptions) -> Result<()> {
        Err(only_read("copy"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Longer ones would all be held until their records are counted.
    #[test]
    fn a_long_range_is_handed_on_in_small_lots() {
        let whole: Vec<u8> = (0..=u8::MAX).cycle().take(3 * LOT + 5).collect();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let handed: Vec<_> = runtime.block_on(lots(Ok(whole.clone().into())).collect());
        let handed: Vec<Bytes> = handed.into_iter().map(|lot| lot.unwrap()).collect();
        assert_eq!(handed.iter().map(Bytes::len).collect::<Vec<_>>(), [LOT, LOT, LOT, 5]);
        assert_eq!(handed.concat(), whole);
        let failed: Vec<_> = runtime.block_on(lots(Err(only_read("put"))).collect());
        assert!(matches!(&failed[..], [Err(_)]));
    }
}
