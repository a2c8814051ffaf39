//! Rows that stand for the parts of one population: each once, and in order.

use std::collections::BTreeSet;

use super::{Group, RunError};

impl Group<'_> {
    /// The rows, counted from 0, in the order that a column gives.
    ///
    /// # Errors
    ///
    /// As [`Self::counts`], and [`RunError::Measure`], which names the place,
    /// unless each place from 1 to the number of rows is there once.
    pub fn in_order(&self, column: &str) -> Result<Vec<usize>, RunError> {
        let places = self.counts(column)?;
        let mut rows: Vec<usize> = (0..places.len()).collect();
        rows.sort_by_key(|row| places[*row]);
        for (expected, row) in (1..).zip(&rows) {
            let place = places[*row];
            // 0 comes before the first, and a repeat after its like.
            if place != expected {
                let error = if place < expected && place > 0 {
                    repeated(column, &place.to_string())
                } else {
                    let wanted = "places run from 1 without gaps or repeats";
                    format!("`{column}` {expected} is not there: {wanted}")
                };
                return Err(RunError::Measure(error));
            }
        }
        Ok(rows)
    }

    /// Checks that a column names each row differently; rows without a name
    /// are passed over, and so is a table without such a column.
    ///
    /// # Errors
    ///
    /// [`RunError::Measure`], which names the first that is there again.
    pub fn distinct(&self, column: &str) -> Result<(), RunError> {
        let mut seen = BTreeSet::new();
        for name in self.values(column).filter(|name| !name.is_lacking()) {
            let name = name.to_string();
            if seen.contains(&name) {
                return Err(RunError::Measure(repeated(column, &name)));
            }
            seen.insert(name);
        }
        Ok(())
    }
}

fn repeated(column: &str, name: &str) -> String {
    format!("`{column}` {name} is there twice: each part of one population is one row")
}

#[cfg(test)]
mod tests {
    use crate::method;
    use crate::run::{Settings, Table, Value, run};

    fn problem(id: &str, text: &str) -> String {
        let mut lines = text.lines();
        let mut table = Table::new(lines.next().unwrap().split(',')).unwrap();
        for line in lines {
            table.push(line.split(',').map(Value::from)).unwrap();
        }
        let run = run(method(id).unwrap(), &table, &Settings::default()).unwrap();
        run.problems.first().map(ToString::to_string).unwrap_or_default()
    }

    #[test]
    fn a_level_that_is_there_twice_is_named() {
        let twice = |column: &str, name: &str| {
            format!(
                "all rows: `{column}` {name} is there twice: each part of one population is one row"
            )
        };
        let slope = "subgroup_order,x,n\n1,9,100\n2,8,100\n2,7,100\n3,6,100";
        for id in ["sii-poisson", "rii-poisson", "sii-binomial", "sii-poisson-robust"] {
            assert_eq!(problem(id, slope), twice("subgroup_order", "2"), "{id}");
        }
        let quantiles = "quantile,population,value,se\n1,9,5,1\n1,9,6,1\n2,9,8,1";
        for id in ["sii-wls", "scotpho-sii"] {
            assert_eq!(problem(id, quantiles), twice("quantile", "1"), "{id}");
        }
        let ordered = "estimate,se,subgroup_order,indicator_scale\n5,1,1,100\n6,1,2,100\n7,1,2,100";
        for id in ["who-sii", "who-aci"] {
            assert_eq!(problem(id, ordered), twice("subgroup_order", "2"), "{id}");
        }
        let named = "subgroup,estimate,se\nnorth,5,1\nsouth,6,1\nnorth,7,1";
        for id in ["who-bgv", "who-mdmu", "between-area-tau"] {
            assert_eq!(problem(id, named), twice("subgroup", "north"), "{id}");
        }
    }

    #[test]
    fn a_place_that_is_lacking_is_named() {
        for (places, lacking) in [("0,1,2", 1), ("1,2,4", 3), ("2,3,4", 1)] {
            let rows: Vec<String> = places.split(',').map(|p| format!("{p},9,100")).collect();
            let said = problem("sii-poisson", &format!("subgroup_order,x,n\n{}", rows.join("\n")));
            let wanted = "places run from 1 without gaps or repeats";
            assert_eq!(
                said,
                format!("all rows: `subgroup_order` {lacking} is not there: {wanted}")
            );
        }
    }
}
