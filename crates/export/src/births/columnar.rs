//! Births and deaths in columns.

use std::io::Write;
use std::sync::Arc;

use arrow_array::types::{Int32Type, UInt16Type};
use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, DictionaryArray, Int32Array, Int64Array, PrimitiveArray,
    RecordBatch, StringArray,
};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use chrono::NaiveDate;
use firstyear_core::count::{BirthBlock, BirthSimulation};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;

/// Rows of a row group of births.
const ROW_GROUP: usize = 1 << 20;

/// Writes blocks of births and of their deaths as Parquet, one after another, packed by
/// Zstandard. Areas and categories are dictionaries, days 32-bit dates.
pub struct ParquetBirths<B: Write + Send, D: Write + Send> {
    births: ArrowWriter<B>,
    deaths: ArrowWriter<D>,
    schemas: [SchemaRef; 2],
    areas: ArrayRef,
    splits: Vec<ArrayRef>,
}

impl<B: Write + Send, D: Write + Send> ParquetBirths<B, D> {
    /// Begins both files.
    ///
    /// # Errors
    ///
    /// What `births` or `deaths` fails with.
    pub fn new(plan: &BirthSimulation, births: B, deaths: D) -> Result<Self, ParquetError> {
        let codes = DataType::Dictionary(Box::new(DataType::UInt16), Box::new(DataType::Utf8));
        let mut fields = vec![
            Field::new("id", DataType::Int64, false),
            Field::new("born", DataType::Date32, false),
            Field::new("area", codes.clone(), false),
        ];
        fields.extend(plan.splits.iter().map(|one| Field::new(one.column(), codes.clone(), true)));
        fields.extend([
            Field::new("weeks", DataType::Int32, false),
            Field::new("birth_weight_grams", DataType::Int32, false),
            Field::new("born_dead", DataType::Boolean, false),
        ]);
        let of_deaths = vec![
            Field::new("id", DataType::Int64, true),
            Field::new("died", DataType::Date32, false),
            Field::new("age_days", DataType::Int32, false),
        ];
        let schemas = [fields, of_deaths].map(|fields| Arc::new(Schema::new(fields)));
        let [of_births, of_deaths] = schemas.each_ref().map(Arc::clone);
        let codes = plan.areas.iter().map(|area| area.code.to_string());
        let categories = plan.splits.iter().map(|split| {
            let ids = split.categories.iter().map(|one| one.id.to_string());
            Arc::new(StringArray::from_iter_values(ids)) as ArrayRef
        });
        Ok(Self {
            births: ArrowWriter::try_new(births, of_births, Some(properties()))?,
            deaths: ArrowWriter::try_new(deaths, of_deaths, Some(properties()))?,
            schemas,
            areas: Arc::new(StringArray::from_iter_values(codes)),
            splits: categories.collect(),
        })
    }

    /// Writes the next block.
    ///
    /// # Errors
    ///
    /// What `births` or `deaths` fails with.
    pub fn write(&mut self, block: &BirthBlock) -> Result<(), ParquetError> {
        let keys = (block.first_key..).take(block.born.len());
        let keys = keys.map(|key| i64::try_from(key).unwrap_or(i64::MAX));
        let areas = PrimitiveArray::<UInt16Type>::from_iter_values(block.areas.iter().copied());
        let mut columns: Vec<ArrayRef> = vec![
            Arc::new(Int64Array::from_iter_values(keys)),
            Arc::new(Date32Array::from_iter_values(block.born.iter().map(|day| since_1970(*day)))),
            Arc::new(DictionaryArray::try_new(areas, Arc::clone(&self.areas))?),
        ];
        for (column, names) in block.splits.iter().zip(&self.splits) {
            let places: PrimitiveArray<UInt16Type> = column.iter().copied().collect();
            columns.push(Arc::new(DictionaryArray::try_new(places, Arc::clone(names))?));
        }
        let weeks = block.weeks.iter().map(|weeks| i32::from(*weeks));
        let grams = block.grams.iter().map(|grams| i32::from(*grams));
        columns.extend([
            Arc::new(PrimitiveArray::<Int32Type>::from_iter_values(weeks)) as ArrayRef,
            Arc::new(Int32Array::from_iter_values(grams)),
            Arc::new(BooleanArray::from(block.stillborn.clone())),
        ]);
        let schema = Arc::clone(&self.schemas[0]);
        self.births.write(&RecordBatch::try_new(schema, columns)?)?;

        let deaths = &block.deaths;
        let keys = deaths.iter().map(|death| death.key.and_then(|key| i64::try_from(key).ok()));
        let columns: Vec<ArrayRef> = vec![
            Arc::new(keys.collect::<Int64Array>()),
            Arc::new(Date32Array::from_iter_values(
                deaths.iter().map(|death| since_1970(death.died)),
            )),
            Arc::new(Int32Array::from_iter_values(deaths.iter().map(|death| death.age.into()))),
        ];
        let schema = Arc::clone(&self.schemas[1]);
        self.deaths.write(&RecordBatch::try_new(schema, columns)?)
    }

    /// Ends both files.
    ///
    /// # Errors
    ///
    /// What `births` or `deaths` fails with.
    pub fn finish(self) -> Result<(), ParquetError> {
        self.births.close()?;
        self.deaths.close()?;
        Ok(())
    }
}

impl<B: Write + Send, D: Write + Send> std::fmt::Debug for ParquetBirths<B, D> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ParquetBirths").finish_non_exhaustive()
    }
}

fn properties() -> WriterProperties {
    WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_max_row_group_row_count(Some(ROW_GROUP))
        .set_key_value_metadata(Some(vec![KeyValue::new(
            "synthetic".to_owned(),
            "made up from a seed: nobody was born or died".to_owned(),
        )]))
        .build()
}

fn since_1970(day: NaiveDate) -> i32 {
    let days = (day - NaiveDate::default()).num_days();
    i32::try_from(days).unwrap_or(i32::MAX)
}
