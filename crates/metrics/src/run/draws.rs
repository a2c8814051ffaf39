//! How many draws a simulation takes.

use super::{Argument, Group, RunError};

/// Fewer do not show the tails of limits.
const LEAST: f64 = 1e3;
/// More add nothing that a figure shows, and may not fit into memory.
pub(crate) const MOST_DRAWS: usize = 1_000_000;

impl Argument {
    /// How many draws limits come from.
    pub const DRAWS: Self = Self::new(
        "draws",
        "10000",
        "how many draws the limits come from, a whole number from 1000 to 1000000",
    );

    /// The same under the name that English profiles know.
    pub const REPETITIONS: Self = Self::new(
        "repetitions",
        "100000",
        "how often values are drawn anew, a whole number from 1000 to 1000000",
    );

    /// The same argument with another default.
    #[must_use]
    pub const fn with_default(self, default: &'static str) -> Self {
        Self { default: Some(default), ..self }
    }
}

impl Group<'_> {
    /// An argument that says how many draws are taken: 1,000 to 1,000,000.
    ///
    /// # Errors
    ///
    /// As [`Self::number`], and [`RunError::Argument`] for anything else.
    pub fn draws(&self, name: &'static str) -> Result<usize, RunError> {
        self.draws_from(LEAST, name)
    }

    /// The same for a package that takes fewer.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "checked to be whole and in range"
    )]
    pub(crate) fn draws_from(&self, least: f64, name: &'static str) -> Result<usize, RunError> {
        let number = self.number_required(name)?;
        if (least..=MOST_DRAWS as f64).contains(&number) && number.fract() == 0.0 {
            return Ok(number as usize);
        }
        let wanted = format!("a whole number from {least} to {MOST_DRAWS}");
        Err(RunError::Argument { name, wanted })
    }
}

#[cfg(test)]
mod tests {
    use crate::method;
    use crate::run::{Settings, Table, Value, run};

    #[test]
    fn every_simulation_has_the_same_bounds() {
        let tables = [
            ("rank-interval", "draws", "area,x,n\na,5,100\nb,9,100\nc,7,90"),
            ("levin", "draws", "p,rr,rr_lower,rr_upper\n0.2,1.5,1.2,1.9"),
            ("who-mdmu", "draws", "estimate,se\n5,1\n7,1"),
            ("sii-wls", "repetitions", "quantile,population,value,se\n1,9,5,1\n2,9,6,1\n3,9,8,1"),
            (
                "phe-sii",
                "repetitions",
                "area,quantile,population,value,se\na,1,9,5,1\na,2,9,6,1\na,3,9,8,1\na,4,9,8,1\na,5,9,9,1",
            ),
            ("heat6-mdmu", "sim", "estimate,se,favourable_indicator\n5,1,1\n7,1,1"),
        ];
        for (id, name, text) in tables {
            let mut lines = text.lines();
            let mut table = Table::new(lines.next().unwrap().split(',')).unwrap();
            for line in lines {
                table.push(line.split(',').map(Value::from)).unwrap();
            }
            let problems = |given: &str| -> Vec<String> {
                let mut settings = vec![(name, given)];
                if id == "levin" {
                    settings.extend([("limits", "monte-carlo"), ("adjustment", "crude")]);
                }
                let settings = Settings::new(settings);
                let run = run(method(id).unwrap(), &table, &settings).unwrap();
                run.problems.iter().map(|problem| problem.error.to_string()).collect()
            };
            assert_eq!(problems("1000"), [""; 0], "{id}");
            let least = if name == "sim" { 1 } else { 1_000 };
            let wanted = format!("`{name}`: a whole number from {least} to 1000000");
            for bad in ["1000001", "1e12", "0", "1000.5", "-5", "NaN", "Inf"] {
                assert_eq!(problems(bad), [wanted.as_str()], "{id} {bad}");
            }
            let argument = method(id).unwrap().call.argument(name).unwrap();
            let stated = format!("a whole number from {least} to 1000000");
            assert!(argument.meaning.ends_with(&stated), "{id}: {}", argument.meaning);
        }
    }
}
