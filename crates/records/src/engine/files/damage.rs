//! Where a file is damaged, once the engine has met records that it cannot read: it says
//! neither in which file nor in which part of it. Nothing of what is read here is kept.

use std::io::{self, BufReader, Read as _};

use datafusion::parquet::arrow::ProjectionMask;
use datafusion::parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder,
};
use firstyear_ingest::decoding;

use super::packed;
use super::source::Source;
use super::streamed::BATCH;

/// The first row group of a Parquet file that cannot be read, and its column. None where all
/// can be read, or where it is to stop.
pub(super) fn of_parquet(source: &Source, stop: &dyn Fn() -> bool) -> Option<String> {
    let metadata = ArrowReaderMetadata::load(source, ArrowReaderOptions::default()).ok()?;
    let columns = metadata.metadata().file_metadata().schema_descr_ptr();
    let groups = metadata.metadata().num_row_groups();
    for group in 0..groups {
        for column in 0..columns.num_columns() {
            if stop() {
                return None;
            }
            let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(
                source.clone(),
                metadata.clone(),
            )
            .with_row_groups(vec![group])
            .with_projection(ProjectionMask::leaves(&columns, [column]))
            .with_batch_size(BATCH);
            // Those of columns check most of what they read, and panic at the rest.
            let is_whole = decoding(|| {
                builder.build().is_ok_and(|mut batches| batches.all(|batch| batch.is_ok()))
            });
            if is_whole != Some(true) {
                let name = columns.column(column).path().string();
                let (group, column) = (group + 1, name);
                return Some(format!(
                    "row group {group} of {groups} is damaged in the column `{column}`"
                ));
            }
        }
    }
    None
}

/// The first line of CSV that has another number of cells than there are heads, or is no text.
/// None where all can be read, or where it is to stop.
pub(super) fn of_csv(source: &Source, separator: u8, stop: &dyn Fn() -> bool) -> Option<String> {
    const BETWEEN: u64 = 8192;
    let text = packed::open(source).ok()?;
    let mut reader = csv::ReaderBuilder::new().delimiter(separator).from_reader(text);
    let heads = reader.byte_headers().ok()?.len();
    let mut record = csv::ByteRecord::new();
    loop {
        match reader.read_byte_record(&mut record) {
            Ok(false) => return None,
            Ok(true) => {}
            Err(error) => {
                let csv::ErrorKind::UnequalLengths { pos, len, .. } = error.kind() else {
                    return None;
                };
                let line = line_at(source, pos.as_ref()?)?;
                return Some(format!(
                    "line {line} has another number of cells than there are heads: {len}, and not {heads}"
                ));
            }
        }
        let position = record.position()?;
        if record.iter().any(|cell| std::str::from_utf8(cell).is_err()) {
            return Some(format!("line {} is no text in UTF-8", line_at(source, position)?));
        }
        if position.record().is_multiple_of(BETWEEN) && stop() {
            return None;
        }
    }
}

/// The line of a record. Its position is that of the blank lines before it.
fn line_at(source: &Source, position: &csv::Position) -> Option<u64> {
    let mut text = packed::open(source).ok()?;
    io::copy(&mut text.by_ref().take(position.byte()), &mut io::sink()).ok()?;
    let next = BufReader::new(text).bytes().map_while(Result::ok);
    let blank = next.take_while(|byte| matches!(byte, b'\r' | b'\n'));
    Some(position.line() + blank.filter(|byte| *byte == b'\n').count() as u64)
}
