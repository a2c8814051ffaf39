//! Fields written out: what a frame adds to its records, in terms of the columns of the files.
//!
//! Most of what is asked of a record looks at one column that has few values, such as the week
//! or the code of an area. Written out, it can be worked out once for each value.

use datafusion::common::Column;
use datafusion::common::tree_node::{Transformed, TreeNode as _};
use datafusion::logical_expr::{Expr, JoinType, LogicalPlan};
use datafusion::prelude::DataFrame;

use super::CountError;
use super::frame::{Frame, failed};

/// The table that columns of deaths are said to be of while fields are written out.
const OF_DEATHS: &str = "__deaths";

/// The name of a column of the files of births, by its place.
fn base_name(at: usize) -> String {
    format!("__base_{at}")
}

impl Frame {
    /// Births as they stand in their files, under names by place, with their key and the first
    /// death of it.
    pub(super) fn base(&self) -> Result<DataFrame, CountError> {
        let columns = self.opened.schema().iter().enumerate();
        let mut exprs: Vec<Expr> = columns
            .map(|(at, (table, field))| {
                Expr::Column(Column::new(table.cloned(), field.name())).alias(base_name(at))
            })
            .collect();
        exprs.extend(self.key.clone().map(|key| key.alias("__key")));
        let base = self.opened.clone().select(exprs).map_err(|error| failed(&error))?;
        match &self.first_deaths {
            None => Ok(base),
            Some(first) => first
                .clone()
                .join(base, JoinType::Right, &["__death_key"], &["__key"], None)
                .map_err(|error| failed(&error)),
        }
    }

    /// An expression over the columns of `births`, over those of [`Frame::base`].
    pub(super) fn written_out(&self, expr: Expr) -> Result<Expr, CountError> {
        let opened = self.opened.logical_plan();
        let (mut expr, mut plan) = (expr, self.births.logical_plan());
        while plan != opened {
            plan = match plan {
                LogicalPlan::Projection(chosen) => {
                    expr = replaced(expr, &|column| {
                        let at = chosen.schema.maybe_index_of_column(column)?;
                        Some(chosen.expr.get(at)?.clone().unalias())
                    })?;
                    &chosen.input
                }
                LogicalPlan::Join(join) => {
                    expr = replaced(expr, &|column| {
                        join.left.schema().maybe_index_of_column(column)?;
                        Some(Expr::Column(Column::new(Some(OF_DEATHS), &column.name)))
                    })?;
                    &join.right
                }
                _ => return Err(CountError::Engine { what: "births are in no order".to_owned() }),
            };
        }
        replaced(expr, &|column| {
            let at = self.opened.schema().maybe_index_of_column(column)?;
            Some(Expr::Column(Column::new_unqualified(base_name(at))))
        })
        .and_then(|expr| {
            expr.transform_up(|inner| match inner {
                Expr::Column(column) if is_of_deaths(&column) => {
                    Ok(Transformed::yes(Expr::Column(Column::new_unqualified(column.name))))
                }
                other => Ok(Transformed::no(other)),
            })
            .map(|done| done.data)
            .map_err(|error| failed(&error))
        })
    }
}

fn is_of_deaths(column: &Column) -> bool {
    column.relation.as_ref().is_some_and(|table| table.table() == OF_DEATHS)
}

/// An expression with what stands for its columns; those of deaths stay as they are.
fn replaced(expr: Expr, stands_for: &dyn Fn(&Column) -> Option<Expr>) -> Result<Expr, CountError> {
    // From the bottom up, so that what is put in is not gone through again.
    let done = expr.transform_up(|inner| match &inner {
        Expr::Column(column) if !is_of_deaths(column) => match stands_for(column) {
            Some(other) => Ok(Transformed::yes(other)),
            None => Ok(Transformed::no(inner)),
        },
        _ => Ok(Transformed::no(inner)),
    });
    done.map(|done| done.data).map_err(|error| failed(&error))
}
