//! Parquet files: what they are packed by, and which columns of them are decoded.

use std::sync::Arc;

use arrow_schema::{DataType, Field, Schema, TimeUnit};
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder,
};
use parquet::arrow::{ProjectionMask, parquet_to_arrow_schema};
use parquet::file::metadata::{ParquetMetaData, RowGroupMetaData};
use parquet::file::reader::ChunkReader;

use super::{Batches, ROWS, Refused};

/// Rows of chosen columns that are decoded together: their texts are not copied, so
/// that more fit.
const CHOSEN: usize = 1 << 13;

/// The schema of a file, its rows and its batches.
pub(super) fn open(file: impl ChunkReader + 'static) -> Result<(Schema, u64, Batches), Refused> {
    let about = about(&file)?;
    let schema = about.schema().as_ref().clone();
    packing(about.metadata())?;
    let rows = rows(about.metadata());
    let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(file, about);
    let batches = builder.with_batch_size(ROWS).build().map_err(|_| Refused::Damaged)?;
    Ok((schema, rows, Box::new(batches)))
}

/// Types that a writer adds in its own words are not needed to print a cell.
fn options() -> ArrowReaderOptions {
    ArrowReaderOptions::new().with_skip_arrow_metadata(true)
}

/// What a file says of itself.
pub(super) fn about(file: &impl ChunkReader) -> Result<ArrowReaderMetadata, Refused> {
    ArrowReaderMetadata::load(file, options()).map_err(|_| Refused::Damaged)
}

fn rows(about: &ParquetMetaData) -> u64 {
    u64::try_from(about.file_metadata().num_rows()).unwrap_or(0)
}

/// Whether every part is packed in a way that is read.
fn packing(about: &ParquetMetaData) -> Result<(), Refused> {
    use parquet::basic::Compression::{LZ4_RAW, SNAPPY, UNCOMPRESSED, ZSTD};
    let mut chunks = about.row_groups().iter().flat_map(RowGroupMetaData::columns);
    if chunks.all(|chunk| matches!(chunk.compression(), UNCOMPRESSED | SNAPPY | ZSTD(_) | LZ4_RAW))
    {
        return Ok(());
    }
    // A page of others unpacks to any size, whatever it declares.
    let message = "the columns are packed in a way that is not read";
    let help = "write the file unpacked, or packed by Snappy, Zstandard or LZ4";
    Err(Refused::Unread(message.into(), help))
}

/// The schema of a file with what a writer adds in its own words of times, and of them
/// alone: the zone of each column, and seconds and days that are stored as numbers.
pub(super) fn with_times(about: &ArrowReaderMetadata) -> (Schema, Vec<Option<Arc<str>>>) {
    use DataType::{Date64, Int64, Timestamp};
    let file = about.metadata().file_metadata();
    let said = parquet_to_arrow_schema(file.schema_descr(), file.key_value_metadata());
    let schema = about.schema();
    let Ok(said) = said else { return (schema.as_ref().clone(), Vec::new()) };
    let both = schema.fields().iter().zip(said.fields());
    let fields = both.map(|(field, said)| match (field.data_type(), said.data_type()) {
        (Int64, Date64 | Timestamp(TimeUnit::Second, _)) => {
            Arc::new(field.as_ref().clone().with_data_type(said.data_type().clone()))
        }
        _ => Arc::clone(field),
    });
    let zone = |field: &Arc<Field>| match field.data_type() {
        Timestamp(_, zone) => zone.clone(),
        _ => None,
    };
    let schema = Schema::new(fields.collect::<Vec<_>>());
    (schema, said.fields().iter().map(zone).collect())
}

/// The rows and batches of some columns, in the order of the file. Texts are decoded as
/// the keys of a dictionary where `keyed` says so, and else without a copy.
pub(super) fn choose(
    file: impl ChunkReader + 'static,
    (about, schema): (&ArrowReaderMetadata, &Schema),
    columns: &[(usize, bool)],
) -> Result<(u64, Batches), Refused> {
    packing(about.metadata())?;
    let fields = schema.fields().iter().enumerate().map(|(at, field)| {
        let keyed = columns.iter().find(|(column, _)| *column == at).map(|(_, keyed)| *keyed);
        match (keyed, field.data_type()) {
            (Some(true), DataType::Utf8) => {
                let keys =
                    DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
                Arc::new(field.as_ref().clone().with_data_type(keys))
            }
            (Some(false), DataType::Utf8) => {
                Arc::new(field.as_ref().clone().with_data_type(DataType::Utf8View))
            }
            _ => Arc::clone(field),
        }
    });
    let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
    let metadata = Arc::clone(about.metadata());
    let as_chosen = ArrowReaderMetadata::try_new(metadata, options().with_schema(schema));
    let as_chosen = as_chosen.map_err(|_| Refused::Damaged)?;
    let roots = columns.iter().map(|(column, _)| *column);
    let mask = ProjectionMask::roots(as_chosen.parquet_schema(), roots);
    let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(file, as_chosen);
    let builder = builder.with_projection(mask).with_batch_size(CHOSEN);
    let batches = builder.build().map_err(|_| Refused::Damaged)?;
    Ok((rows(about.metadata()), Box::new(batches)))
}
