//! What may be asked of records, told of the logical plan: one grouping of `births` by
//! declared columns with counts and sums, and what is made of its rows once they are
//! released. Whatever is not named here is refused.
//!
//! No expression of a query is ever worked out on a record: the grouping is taken out of the
//! plan and counted by its specification, and the rest of the plan runs on released rows.

use datafusion::common::tree_node::{TreeNode as _, TreeNodeRecursion};
use datafusion::logical_expr::expr::AggregateFunction;
use datafusion::logical_expr::{Aggregate, Expr, LogicalPlan, Operator};

use super::QueryError;
use super::births::{BIRTHS, Births, Counted};
use super::status;

/// The grouping of `births` that a plan rests on.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Grouping {
    /// The places of its columns in the table.
    pub(super) by: Vec<usize>,
    /// What is counted, in the order of its results.
    pub(super) counted: Vec<Counted>,
    /// Which of its rows are asked for.
    pub(super) chosen: Vec<Expr>,
}

/// The grouping that a plan rests on; `None` where it reads no records.
pub(super) fn grouping(
    plan: &LogicalPlan,
    births: Option<&Births>,
    aggregates: &[String],
) -> Result<Option<Grouping>, QueryError> {
    let mut scans = 0;
    let counted = plan.apply_with_subqueries(|node| {
        scans += usize::from(is_births(node));
        Ok(TreeNodeRecursion::Continue)
    });
    counted.map_err(|error| QueryError::unexpected(&error))?;
    let Some(births) = births.filter(|_| scans > 0) else { return Ok(None) };
    if scans > 1 {
        return Err(broken(
            "`births` is grouped once: what two groupings leave of one another could be a small count, so ask for each by itself",
        ));
    }
    let form = Form { births, aggregates };
    form.above(plan).map(Some)
}

/// Whether a node reads `births`.
fn is_births(node: &LogicalPlan) -> bool {
    matches!(node, LogicalPlan::TableScan(scan) if scan.table_name.table() == BIRTHS)
}

/// Whether this node is the grouping: the aggregate over `births`, with nothing between but
/// names and a choice of rows.
pub(super) fn is_grouping(node: &LogicalPlan) -> bool {
    let LogicalPlan::Aggregate(aggregate) = node else { return false };
    let mut input = aggregate.input.as_ref();
    loop {
        match input {
            LogicalPlan::SubqueryAlias(alias) => input = alias.input.as_ref(),
            LogicalPlan::Filter(filter) => input = filter.input.as_ref(),
            other => return is_births(other),
        }
    }
}

fn broken(rule: impl Into<String>) -> QueryError {
    QueryError::Form { rule: rule.into() }
}

struct Form<'a> {
    births: &'a Births,
    /// The aggregates that may be made of released rows.
    aggregates: &'a [String],
}

impl Form<'_> {
    /// What stands above the grouping works on released rows.
    fn above(&self, node: &LogicalPlan) -> Result<Grouping, QueryError> {
        if is_grouping(node) {
            let LogicalPlan::Aggregate(aggregate) = node else {
                return Err(broken("records are grouped"));
            };
            return self.taken(aggregate);
        }
        for expr in node.expressions() {
            self.of_released(&expr)?;
        }
        match node {
            LogicalPlan::Projection(node) => self.above(&node.input),
            LogicalPlan::Filter(node) => self.above(&node.input),
            LogicalPlan::Sort(node) => self.above(&node.input),
            LogicalPlan::Limit(node) => self.above(&node.input),
            LogicalPlan::SubqueryAlias(node) => self.above(&node.input),
            LogicalPlan::Aggregate(node) => {
                if node.group_expr.iter().any(|expr| matches!(expr, Expr::GroupingSet(_))) {
                    return Err(broken("there is no ROLLUP, CUBE or GROUPING SETS"));
                }
                self.above(&node.input)
            }
            LogicalPlan::TableScan(_) => Err(broken(
                "records are not told of one by one: GROUP BY the columns that you ask for",
            )),
            LogicalPlan::Join(_) => Err(broken("records are joined with nothing")),
            LogicalPlan::Union(_) => Err(broken("there is no UNION: ask for each by itself")),
            LogicalPlan::Window(_) => Err(broken("there are no window functions")),
            LogicalPlan::Distinct(_) => Err(broken("there is no DISTINCT")),
            LogicalPlan::Subquery(_) => Err(broken("there are no queries in expressions")),
            _ => Err(broken("this form of query is not among it")),
        }
    }

    /// Expressions over released rows: whatever the functions are, they see nothing else.
    fn of_released(&self, expr: &Expr) -> Result<(), QueryError> {
        let mut why: Option<String> = None;
        let seen = expr.apply(|inner| {
            match inner {
                Expr::ScalarSubquery(_)
                | Expr::InSubquery(_)
                | Expr::Exists(_)
                | Expr::SetComparison(_)
                | Expr::OuterReferenceColumn(..) => {
                    why = Some("there are no queries in expressions".to_owned());
                }
                Expr::WindowFunction(_) => why = Some("there are no window functions".to_owned()),
                Expr::AggregateFunction(call) if !self.may_aggregate(call) => {
                    let name = call.func.name();
                    why = Some(format!("`{name}` is no aggregate of released counts"));
                }
                _ => {}
            }
            Ok(TreeNodeRecursion::Continue)
        });
        seen.map_err(|error| QueryError::unexpected(&error))?;
        why.map_or(Ok(()), |why| Err(broken(why)))
    }

    fn may_aggregate(&self, call: &AggregateFunction) -> bool {
        let name = call.func.name();
        !call.params.distinct && self.aggregates.iter().any(|known| known == name)
    }

    /// The grouping itself.
    fn taken(&self, aggregate: &Aggregate) -> Result<Grouping, QueryError> {
        let mut by = Vec::new();
        for expr in &aggregate.group_expr {
            let column = self.declared(expr)?;
            // One that stands twice is one column of the plan.
            if !by.contains(&column) {
                by.push(column);
            }
        }
        let mut counted = Vec::new();
        for expr in &aggregate.aggr_expr {
            counted.push(self.counted(expr)?);
        }
        let mut chosen = Vec::new();
        let mut input = aggregate.input.as_ref();
        loop {
            input = match input {
                LogicalPlan::SubqueryAlias(alias) => &alias.input,
                LogicalPlan::Filter(filter) => {
                    self.choice(&filter.predicate, &by)?;
                    chosen.push(filter.predicate.clone());
                    &filter.input
                }
                _ => break,
            };
        }
        Ok(Grouping { by, counted, chosen })
    }

    /// A column by which births may be grouped.
    fn declared(&self, expr: &Expr) -> Result<usize, QueryError> {
        let columns = || self.births.groups().collect::<Vec<_>>().join(", ");
        match expr {
            Expr::Column(column) => self.births.group(&column.name).ok_or_else(|| {
                let (name, columns) = (&column.name, columns());
                broken(format!("`{name}` is no column to group by: those are {columns}"))
            }),
            Expr::GroupingSet(_) => Err(broken("there is no ROLLUP, CUBE or GROUPING SETS")),
            _ => Err(broken(format!(
                "GROUP BY takes columns as they are, and no expression of them: those are {}",
                columns()
            ))),
        }
    }

    fn counted(&self, expr: &Expr) -> Result<Counted, QueryError> {
        let call = match expr {
            Expr::AggregateFunction(call) => call,
            Expr::Alias(alias) => return self.counted(&alias.expr),
            _ => return Err(broken("count(*), sum(…) and status() are what is counted")),
        };
        let params = &call.params;
        if params.distinct {
            return Err(broken("there is no DISTINCT: it would count values of records"));
        }
        if params.filter.is_some() {
            return Err(broken("there is no FILTER: declare an indicator for it"));
        }
        if !params.order_by.is_empty() || params.null_treatment.is_some() {
            return Err(broken("aggregates have no order of their own"));
        }
        match (call.func.name(), params.args.as_slice()) {
            ("count", [Expr::Literal(value, _)]) if !value.is_null() => Ok(Counted::Births),
            ("count", _) => Err(broken("count(*) is the only count of records")),
            (status::NAME, []) => Ok(Counted::Status),
            ("sum", [Expr::Column(column)]) => self.births.sum(&column.name).ok_or_else(|| {
                let sums = self.births.sums().collect::<Vec<_>>().join(", ");
                broken(format!("`{}` is not summed: what is are {sums}", column.name))
            }),
            ("sum", _) => Err(broken("sum(…) takes a column of `births` as it is")),
            (name, _) => Err(broken(format!(
                "`{name}` is not made of records: count(*), sum(…) and status() are, and statistics are made of these"
            ))),
        }
    }

    /// WHERE chooses among the released rows, by the columns that they are grouped by.
    fn choice(&self, expr: &Expr, by: &[usize]) -> Result<(), QueryError> {
        match expr {
            Expr::Column(column) => {
                let grouped = self.births.group(&column.name).is_some_and(|at| by.contains(&at));
                if grouped {
                    return Ok(());
                }
                let name = &column.name;
                Err(broken(format!(
                    "WHERE chooses rows of the result by columns of GROUP BY, and `{name}` is none"
                )))
            }
            Expr::Literal(..) => Ok(()),
            Expr::Not(inner) | Expr::IsNull(inner) | Expr::IsNotNull(inner) => {
                self.choice(inner, by)
            }
            Expr::BinaryExpr(both) if is_comparison(both.op) => {
                self.choice(&both.left, by)?;
                self.choice(&both.right, by)
            }
            Expr::InList(list) => {
                self.choice(&list.expr, by)?;
                list.list.iter().try_for_each(|one| self.choice(one, by))
            }
            Expr::Between(between) => [&between.expr, &between.low, &between.high]
                .into_iter()
                .try_for_each(|one| self.choice(one, by)),
            _ => Err(broken("WHERE compares columns of GROUP BY with what is written beside them")),
        }
    }
}

fn is_comparison(operator: Operator) -> bool {
    matches!(
        operator,
        Operator::Eq
            | Operator::NotEq
            | Operator::Lt
            | Operator::LtEq
            | Operator::Gt
            | Operator::GtEq
            | Operator::And
            | Operator::Or
    )
}
