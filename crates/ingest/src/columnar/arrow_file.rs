//! Arrow files: the blocks that the footer names, each within the file.

use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_buffer::Buffer;
use arrow_ipc::convert::fb_to_schema;
use arrow_ipc::reader::{FileDecoder, read_footer_length};
use arrow_ipc::{Block, CompressionType, Footer, root_as_footer, root_as_message};
use arrow_schema::{ArrowError, Schema};
use bytes::Bytes;

use super::{Batches, Refused};
use crate::input::WHOLE;

/// Bytes at the end of a file: the length of its footer, and `ARROW1`.
pub(super) const TAIL: usize = 10;

/// The schema of a file.
pub(super) fn schema(file: &Bytes) -> Result<Schema, Refused> {
    Ok(fb_to_schema(footer(file)?.schema().ok_or(Refused::Damaged)?))
}

fn footer(file: &Bytes) -> Result<Footer<'_>, Refused> {
    let (front, tail) = file.split_last_chunk::<TAIL>().ok_or(Refused::Damaged)?;
    let length = read_footer_length(*tail).map_err(|_| Refused::Damaged)?;
    let start = front.len().checked_sub(length).ok_or(Refused::Damaged)?;
    root_as_footer(&front[start..]).map_err(|_| Refused::Damaged)
}

/// The schema of a file, its rows as far as they are known, and its batches: of some
/// columns, in the order of the file, or of all.
pub(super) fn open(
    file: &Bytes,
    columns: Option<&[usize]>,
) -> Result<(Schema, u64, Batches), Refused> {
    let damaged = |_| Refused::Damaged;
    let (footer, schema) = (footer(file)?, schema(file)?);
    let whole = Buffer::from(file.clone());
    let mut decoder = FileDecoder::new(Arc::new(schema.clone()), footer.version());
    if let Some(columns) = columns {
        decoder = decoder.with_projection(columns.to_vec());
    }
    for block in footer.dictionaries().iter().flatten() {
        let bytes = within(&whole, block).ok_or(Refused::Damaged)?;
        decoder.read_dictionary(block, &bytes).map_err(damaged)?;
    }
    let blocks: Vec<Block> = footer.recordBatches().iter().flatten().copied().collect();
    if blocks.iter().filter_map(|block| within(&whole, block)).any(|block| is_zstd(&block)) {
        let message = "the columns are packed by Zstandard, which is not read in Arrow files";
        let help = "write the file unpacked, or packed by LZ4";
        return Err(Refused::Unread(message.into(), help));
    }
    let rows = blocks.iter().filter_map(|block| rows(&within(&whole, block)?)).sum();
    let batches = blocks.into_iter().filter_map(move |block| next(&decoder, &whole, &block));
    Ok((schema, rows, Box::new(batches)))
}

fn next(
    decoder: &FileDecoder,
    whole: &Buffer,
    block: &Block,
) -> Option<Result<RecordBatch, ArrowError>> {
    let damaged = || ArrowError::IpcError("a block lies outside the file".to_owned());
    let Some(bytes) = within(whole, block) else { return Some(Err(damaged())) };
    decoder.read_record_batch(block, &bytes).transpose()
}

/// The bytes of a block, where they lie in the file and unpack to no more than
/// is held of a workbook.
fn within(whole: &Buffer, block: &Block) -> Option<Buffer> {
    let start = usize::try_from(block.offset()).ok()?;
    let (about, body) =
        (usize::try_from(block.metaDataLength()).ok()?, usize::try_from(block.bodyLength()).ok()?);
    let length = about.checked_add(body)?;
    if start.checked_add(length)? > whole.len() {
        return None;
    }
    let bytes = whole.slice_with_length(start, length);
    let unpacked = unpacked(&bytes[..about], &bytes[about..])?;
    (unpacked <= WHOLE).then_some(bytes)
}

/// What a block's parts say that they unpack to, together. Each begins with
/// that number where it is packed.
pub(super) fn unpacked(about: &[u8], body: &[u8]) -> Option<u64> {
    let message = message(about)?;
    let batch = message
        .header_as_record_batch()
        .or_else(|| message.header_as_dictionary_batch().and_then(|batch| batch.data()))?;
    let packed = batch.compression().is_some();
    let mut all = 0_u64;
    for part in batch.buffers()? {
        let (start, length) =
            (usize::try_from(part.offset()).ok()?, usize::try_from(part.length()).ok()?);
        let bytes = body.get(start..start.checked_add(length)?)?;
        let size = match bytes.first_chunk::<8>() {
            // -1 stands for a part that is not packed after all.
            Some(size) if packed => match i64::from_le_bytes(*size) {
                -1 => length as u64,
                size => u64::try_from(size).ok()?,
            },
            _ => length as u64,
        };
        all = all.checked_add(size)?;
    }
    Some(all)
}

fn rows(block: &Buffer) -> Option<u64> {
    u64::try_from(message(block)?.header_as_record_batch()?.length()).ok()
}

fn is_zstd(block: &[u8]) -> bool {
    let packing = message(block)
        .and_then(|message| message.header_as_record_batch())
        .and_then(|batch| batch.compression());
    packing.is_some_and(|packing| packing.codec() == CompressionType::ZSTD)
}

/// The message at the start of a block, behind its length.
pub(super) fn message(block: &[u8]) -> Option<arrow_ipc::Message<'_>> {
    const CONTINUES: [u8; 4] = [0xFF; 4];
    let rest = block.strip_prefix(&CONTINUES).unwrap_or(block);
    root_as_message(rest.get(4..)?).ok()
}
