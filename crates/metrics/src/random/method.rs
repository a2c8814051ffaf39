//! R's generator on a table.

use firstyear_core::MethodId;

use super::RDefault;
use crate::registry::Method;
use crate::run::{Argument, Call, Field, Group, Output, RunError};

const SEED: Argument = Argument::required("seed", "a whole number, as for R's `set.seed`");

pub(crate) const METHODS: &[Method] = &[
    Method {
        id: MethodId::new("r-random"),
        name: "Draws of R's generator",
        family: "random numbers",
        unit: "none",
        ordered: false,
        reading: "as the columns say",
        source: "Matsumoto and Nishimura (1998), ACM Trans Model Comput Simul 8:3; Wichura (1988), Appl Stat 37:477",
        explanation: "The first words of the state of R's default generator after `set.seed`, and its uniform and normal draws, each from the seed on. The methods that reproduce a package's simulated limits draw from it; our own methods do not.",
        call: Call {
            key: &["seed"],
            inputs: &[Field::new("i", "which word and draw, from 1; at most 624")],
            arguments: &[SEED],
            outputs: &[
                Field::new("i", "which"),
                Field::new("state_word", "word i of the state, as a signed number"),
                Field::new("runif", "draw i of runif"),
                Field::new("rnorm", "draw i of rnorm"),
                Field::new("rnorm_recycled", "draw i of rnorm(5, c(50, 10), c(2, 0.5))"),
            ],
            vectors: &["base_r/rng"],
            run: run_draws,
        },
    },
    Method {
        id: MethodId::new("r-normal-stream"),
        name: "A long stream of R's normal draws",
        family: "random numbers",
        unit: "none",
        ordered: false,
        reading: "as the columns say",
        source: "as r-random",
        explanation: "Normal draws of R's default generator at the places asked for, and their sums up to there.",
        call: Call {
            key: &["seed"],
            inputs: &[Field::new("i", "which draw, from 1")],
            arguments: &[Argument { default: Some("123456"), ..SEED }],
            outputs: &[
                Field::new("i", "which"),
                Field::new("z", "the draw"),
                Field::new("cumsum", "the sum of the draws up to this one"),
            ],
            vectors: &["base_r/rng"],
            run: run_stream,
        },
    },
];

fn seed(group: &Group<'_>) -> Result<i32, RunError> {
    super::whole_number(group.number_required("seed")?).ok_or_else(|| RunError::Argument {
        name: "seed",
        wanted: "a whole number from -2147483647 to 2147483647".to_owned(),
    })
}

fn run_draws(group: &Group<'_>, out: &mut Output) -> Result<(), RunError> {
    let fresh = RDefault::new(seed(group)?);
    let places = group.counts("i")?;
    if let Some(at) = places.iter().position(|place| !(1..=624).contains(place)) {
        return Err(group.out_of_range("i", at, "a place from 1 to 624"));
    }
    let last = places.iter().copied().max().unwrap_or(0);
    let draw = |next: fn(&mut RDefault, u64) -> f64, last: u64| -> Vec<f64> {
        let mut generator = fresh.clone();
        (0..last).map(|i| next(&mut generator, i)).collect()
    };
    let uniform = draw(|generator, _| generator.uniform(), last);
    let normal = draw(|generator, _| generator.standard_normal(), last);
    let recycled = draw(
        |generator, i| {
            let (mean, sd) = if i % 2 == 0 { (50.0, 2.0) } else { (10.0, 0.5) };
            generator.normal(mean, sd)
        },
        5,
    );
    for place in places {
        let at = usize::try_from(place - 1).unwrap_or(usize::MAX);
        out.row()
            .set("i", place)
            .set("state_word", f64::from(fresh.state()[at].cast_signed()))
            .set("runif", uniform[at])
            .set("rnorm", normal[at])
            .set("rnorm_recycled", recycled.get(at).copied());
    }
    Ok(())
}

fn run_stream(group: &Group<'_>, out: &mut Output) -> Result<(), RunError> {
    /// Far beyond any use; a slip would otherwise draw for hours.
    const LONGEST: u64 = 100_000_000;
    let places = group.counts("i")?;
    if let Some(at) = places.iter().position(|place| !(1..=LONGEST).contains(place)) {
        return Err(group.out_of_range("i", at, "a place from 1 to 100000000"));
    }
    let mut order: Vec<usize> = (0..places.len()).collect();
    order.sort_by_key(|row| places[*row]);
    let mut found = vec![(0.0, 0.0); places.len()];
    let mut generator = RDefault::new(seed(group)?);
    let (mut drawn, mut z, mut sum) = (0, f64::NAN, 0.0);
    for row in order {
        while drawn < places[row] {
            z = generator.standard_normal();
            sum += z;
            drawn += 1;
        }
        found[row] = (z, sum);
    }
    for (place, (z, sum)) in places.into_iter().zip(found) {
        out.row().set("i", place).set("z", z).set("cumsum", sum);
    }
    Ok(())
}
