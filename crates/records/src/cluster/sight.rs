//! Whether the scheduler sees the files that it is asked about: the engine takes one that is
//! not there for one without records, and the count would lack it.

use std::sync::Arc;

use async_trait::async_trait;
use ballista_core::utils::default_session_builder;
use datafusion::catalog::Session;
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::datasource::listing::{ListingTable, ListingTableUrl};
use datafusion::datasource::source_as_provider;
use datafusion::error::Result;
use datafusion::execution::context::QueryPlanner;
use datafusion::execution::{SessionState, SessionStateBuilder};
use datafusion::logical_expr::LogicalPlan;
use datafusion::object_store::ObjectStoreExt as _;
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_planner::{DefaultPhysicalPlanner, PhysicalPlanner as _};
use datafusion::prelude::SessionConfig;

/// Ballista's own session, whose plans are of files that are there.
pub(super) fn session(config: SessionConfig) -> Result<SessionState> {
    let state = SessionStateBuilder::new_from_existing(default_session_builder(config)?);
    Ok(state.with_query_planner(Arc::new(Seeing)).build())
}

#[derive(Debug)]
struct Seeing;

#[async_trait]
impl QueryPlanner for Seeing {
    async fn create_physical_plan(
        &self,
        plan: &LogicalPlan,
        session: &dyn Session,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        for file in files(plan)? {
            let store = session.runtime_env().object_store(&file)?;
            store.head(file.prefix()).await?;
        }
        DefaultPhysicalPlanner::default().create_physical_plan(plan, session).await
    }
}

/// The files that a plan reads.
fn files(plan: &LogicalPlan) -> Result<Vec<ListingTableUrl>> {
    let mut files = Vec::new();
    plan.apply_with_subqueries(|node| {
        if let LogicalPlan::TableScan(scan) = node
            && let Some(table) = source_as_provider(&scan.source)?.downcast_ref::<ListingTable>()
        {
            files.extend(table.table_paths().iter().cloned());
        }
        Ok(TreeNodeRecursion::Continue)
    })?;
    Ok(files)
}

#[cfg(test)]
mod tests {
    use ballista_core::extension::SessionConfigExt as _;
    use datafusion::error::DataFusionError;
    use datafusion::prelude::{CsvReadOptions, SessionContext};

    use super::*;

    #[test]
    fn a_file_that_is_not_there_is_no_file_without_records() {
        let folder = tempfile::tempdir().unwrap();
        let paths = ["a.csv", "b.csv"].map(|name| folder.path().join(name));
        for path in &paths {
            std::fs::write(path, "x\n1\n").unwrap();
        }
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let context = |state| SessionContext::new_with_state(state);
            let ours = context(session(SessionConfig::new_with_ballista()).unwrap());
            let names = || paths.iter().map(|path| path.to_str().unwrap().to_owned()).collect();
            let read = |context: SessionContext, names: Vec<String>| async move {
                let table = context.read_csv(names, CsvReadOptions::new()).await.unwrap();
                table.into_unoptimized_plan()
            };
            let plan = read(ours.clone(), names()).await;
            assert_eq!(files(&plan).unwrap().len(), 2);
            assert!(ours.state().create_physical_plan(&plan).await.is_ok());

            std::fs::remove_file(&paths[1]).unwrap();
            let theirs = default_session_builder(SessionConfig::new_with_ballista()).unwrap();
            assert!(context(theirs).state().create_physical_plan(&plan).await.is_ok());
            let refused = ours.state().create_physical_plan(&plan).await.unwrap_err();
            assert!(matches!(refused.find_root(), DataFusionError::ObjectStore(_)), "{refused}");
        });
    }
}
