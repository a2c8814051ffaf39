//! Arrow files and streams of any size, a batch at a time.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_buffer::Buffer;
use arrow_ipc::convert::fb_to_schema;
use arrow_ipc::reader::{FileDecoder, StreamDecoder, read_footer_length};
use arrow_ipc::{Block, root_as_footer};
use arrow_schema::{ArrowError, SchemaRef};

use super::arrow_file::{TAIL, message, unpacked};
use super::decoding;
use crate::input::WHOLE;

/// By what an Arrow file begins and ends.
const MAGIC: &[u8; 6] = b"ARROW1";

/// By what a message of a stream begins, before its length.
const CONTINUES: [u8; 4] = [0xFF; 4];

/// By what a stream ends: a message of no length.
const END: [u8; 8] = [0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0];

/// Why an Arrow file or stream is read no further.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ArrowFault {
    /// Its bytes do not come.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// It is not what it should be.
    #[error("{0}")]
    Damaged(&'static str),
}

const NEITHER: ArrowFault = ArrowFault::Damaged("it is neither an Arrow file nor a stream");
const CUT: ArrowFault = ArrowFault::Damaged("it is cut off, or its end is damaged");
const BATCH: ArrowFault = ArrowFault::Damaged("a batch of its records is damaged");
const LARGE: ArrowFault = ArrowFault::Damaged(
    "a batch of its records unpacks to over a gigabyte: write it in smaller batches",
);

/// The batches of an Arrow file or stream, in their order. One is held at a time, and only what
/// lies within the file and unpacks to at most a gigabyte.
///
/// A stream must have its mark of the end: one that was cut off between two batches looks
/// like one that is whole.
///
/// ```no_run
/// use std::path::Path;
/// use firstyear_ingest::ArrowBatches;
///
/// let batches = ArrowBatches::open(Path::new("births.arrow"))?;
/// println!("{} columns", batches.schema().fields().len());
/// for batch in batches {
///     println!("{} births", batch?.num_rows());
/// }
/// # Ok::<(), firstyear_ingest::ArrowFault>(())
/// ```
#[derive(Debug)]
pub struct ArrowBatches<R = File> {
    schema: SchemaRef,
    input: BufReader<R>,
    /// The size of the file.
    size: u64,
    form: Form,
}

#[derive(Debug)]
enum Form {
    File {
        decoder: FileDecoder,
        blocks: std::vec::IntoIter<Block>,
    },
    /// `read` is what the decoder has yet to see.
    Stream {
        decoder: Box<StreamDecoder>,
        read: Buffer,
        is_over: bool,
    },
}

impl ArrowBatches {
    /// Opens a file and reads its columns.
    ///
    /// # Errors
    ///
    /// [`ArrowFault`] where it is no Arrow, or is cut off.
    pub fn open(path: &Path) -> Result<Self, ArrowFault> {
        let file = File::open(path)?;
        let size = file.metadata()?.len();
        Self::of(file, size)
    }
}

impl<R: Read + Seek> ArrowBatches<R> {
    /// Reads the columns of what stands at its start and has so many bytes.
    ///
    /// # Errors
    ///
    /// As [`ArrowBatches::open`].
    ///
    /// ```
    /// use std::io::Cursor;
    /// use firstyear_ingest::ArrowBatches;
    ///
    /// let refused = ArrowBatches::of(Cursor::new("year,area"), 9).unwrap_err();
    /// assert_eq!(refused.to_string(), "it is neither an Arrow file nor a stream");
    /// ```
    pub fn of(input: R, size: u64) -> Result<Self, ArrowFault> {
        let mut input = BufReader::with_capacity(1 << 16, input);
        let mut head = [0; MAGIC.len()];
        read_whole(&mut input, &mut head, NEITHER)?;
        if head == *MAGIC {
            return Self::of_file(input, size);
        }
        if !head.starts_with(&CONTINUES) {
            return Err(NEITHER);
        }
        input.seek(SeekFrom::Start(0))?;
        let first = read_message(&mut input, size)?.ok_or(NEITHER)?;
        let schema = message(&first).and_then(|message| message.header_as_schema());
        let schema = schema.and_then(|schema| decoding(|| fb_to_schema(schema))).ok_or(NEITHER)?;
        let (decoder, read) = (Box::new(StreamDecoder::new()), Buffer::from_vec(first));
        let form = Form::Stream { decoder, read, is_over: false };
        Ok(Self { schema: Arc::new(schema), input, size, form })
    }

    fn of_file(mut input: BufReader<R>, size: u64) -> Result<Self, ArrowFault> {
        let front = size.checked_sub(TAIL as u64).ok_or(CUT)?;
        input.seek(SeekFrom::Start(front))?;
        let mut tail = [0; TAIL];
        read_whole(&mut input, &mut tail, CUT)?;
        let length = read_footer_length(tail).map_err(|_| CUT)?;
        let start = front.checked_sub(length as u64).ok_or(CUT)?;
        input.seek(SeekFrom::Start(start))?;
        let mut footer = vec![0; length];
        read_whole(&mut input, &mut footer, CUT)?;
        let footer = root_as_footer(&footer).map_err(|_| CUT)?;
        let schema = footer.schema().ok_or(CUT)?;
        let schema = Arc::new(decoding(|| fb_to_schema(schema)).ok_or(CUT)?);
        let mut decoder = FileDecoder::new(Arc::clone(&schema), footer.version());
        for block in footer.dictionaries().iter().flatten() {
            let bytes = read_block(&mut input, size, block)?;
            decoding(|| decoder.read_dictionary(block, &bytes)).ok_or(BATCH)?.map_err(told)?;
        }
        let blocks: Vec<Block> = footer.recordBatches().iter().flatten().copied().collect();
        let form = Form::File { decoder, blocks: blocks.into_iter() };
        Ok(Self { schema, input, size, form })
    }

    /// Its columns.
    #[must_use]
    pub fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    fn next_of_file(&mut self) -> Result<Option<RecordBatch>, ArrowFault> {
        let Form::File { decoder, blocks } = &mut self.form else { return Ok(None) };
        for block in blocks {
            let bytes = read_block(&mut self.input, self.size, &block)?;
            let batch = decoding(|| decoder.read_record_batch(&block, &bytes));
            if let Some(batch) = batch.ok_or(BATCH)?.map_err(told)? {
                return Ok(Some(batch));
            }
        }
        Ok(None)
    }

    fn next_of_stream(&mut self) -> Result<Option<RecordBatch>, ArrowFault> {
        let Form::Stream { decoder, read, is_over } = &mut self.form else { return Ok(None) };
        loop {
            // A message without a body is only decoded with the next.
            while !read.is_empty() {
                let batch = decoding(|| decoder.decode(read)).ok_or(BATCH)?.map_err(told)?;
                if batch.is_some() {
                    return Ok(batch);
                }
            }
            if *is_over {
                return Ok(None);
            }
            let next = read_message(&mut self.input, self.size)?;
            *is_over = next.is_none();
            *read = Buffer::from_vec(next.unwrap_or_else(|| END.to_vec()));
        }
    }
}

impl<R: Read + Seek> Iterator for ArrowBatches<R> {
    type Item = Result<RecordBatch, ArrowFault>;

    fn next(&mut self) -> Option<Self::Item> {
        let next = match self.form {
            Form::File { .. } => self.next_of_file(),
            Form::Stream { .. } => self.next_of_stream(),
        };
        if next.is_err() {
            // Nothing behind what is damaged is trusted.
            let read = Buffer::from([]);
            self.form = Form::Stream { decoder: Box::default(), read, is_over: true };
        }
        next.transpose()
    }
}

/// The decoder's words may hold a value.
fn told(error: ArrowError) -> ArrowFault {
    match error {
        ArrowError::IoError(_, error) => error.into(),
        _ => BATCH,
    }
}

/// The next message of a stream with its body; none at the mark of its end.
fn read_message(input: &mut impl Read, size: u64) -> Result<Option<Vec<u8>>, ArrowFault> {
    let mut prefix = END;
    read_whole(input, &mut prefix, CUT)?;
    if prefix == END {
        return Ok(None);
    }
    let [continues @ .., a, b, c, d] = prefix;
    if continues != CONTINUES {
        return Err(BATCH);
    }
    let mut bytes = prefix.to_vec();
    extend(input, &mut bytes, u32::from_le_bytes([a, b, c, d]).into(), size)?;
    let body = message(&bytes).and_then(|message| u64::try_from(message.bodyLength()).ok());
    let about = bytes.len();
    extend(input, &mut bytes, body.ok_or(BATCH)?, size)?;
    let is_schema = message(&bytes).is_some_and(|message| message.header_as_schema().is_some());
    match unpacked(&bytes[..about], &bytes[about..]) {
        None if is_schema => Ok(Some(bytes)),
        Some(unpacked) if unpacked <= WHOLE => Ok(Some(bytes)),
        Some(_) => Err(LARGE),
        None => Err(BATCH),
    }
}

/// Fills a piece; `short` where the file is over before.
fn read_whole(
    input: &mut impl Read,
    piece: &mut [u8],
    short: ArrowFault,
) -> Result<(), ArrowFault> {
    input.read_exact(piece).map_err(|error| match error.kind() {
        io::ErrorKind::UnexpectedEof => short,
        _ => error.into(),
    })
}

/// Reads so many more bytes, which a file of this size must have.
fn extend(
    input: &mut impl Read,
    bytes: &mut Vec<u8>,
    more: u64,
    size: u64,
) -> Result<(), ArrowFault> {
    if more > size {
        return Err(CUT);
    }
    let read = input.take(more).read_to_end(bytes)?;
    if read as u64 == more { Ok(()) } else { Err(CUT) }
}

/// The bytes of a block, where they lie in the file and do not unpack to too much.
fn read_block(
    input: &mut (impl Read + Seek),
    size: u64,
    block: &Block,
) -> Result<Buffer, ArrowFault> {
    let part = |length: i64| u64::try_from(length).map_err(|_| CUT);
    let (start, about) = (part(block.offset())?, part(block.metaDataLength().into())?);
    let length = about.checked_add(part(block.bodyLength())?).ok_or(CUT)?;
    if start.checked_add(length).is_none_or(|end| end > size) {
        return Err(CUT);
    }
    input.seek(SeekFrom::Start(start))?;
    let mut bytes = Vec::new();
    extend(input, &mut bytes, length, size)?;
    let (about, body) = bytes.split_at(usize::try_from(about).map_err(|_| CUT)?);
    match unpacked(about, body) {
        Some(unpacked) if unpacked <= WHOLE => Ok(Buffer::from_vec(bytes)),
        Some(_) => Err(LARGE),
        None => Err(BATCH),
    }
}
