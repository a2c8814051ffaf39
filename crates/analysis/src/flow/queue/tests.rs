//! Queues against closed forms.

use super::*;

/// Days of an exponential time.
fn exponential(mean: f64) -> Delay {
    Delay::Gamma { shape: 1.0, scale: mean * DAY as f64 }
}

/// One station, to which everyone comes.
fn station(rate: f64, places: Places, leaves: Vec<Delay>) -> Network {
    Network {
        seed: 2_010,
        rates: vec![rate],
        chances: vec![vec![1.0]],
        stations: vec![Station { stage: 0, places, leaves }],
        warm_up: 300.0,
        end: 2_800.0,
    }
}

/// Mean over replications, with its standard error.
fn mean_of(network: &Network, of: impl Fn(&Run) -> f64) -> (f64, f64) {
    let values: Vec<f64> = (0..25).map(|replication| of(&run(network, replication)[0])).collect();
    let many = values.len() as f64;
    let mean = values.iter().sum::<f64>() / many;
    let variance = values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (many - 1.0);
    (mean, (variance / many).sqrt())
}

fn mean_wait(run: &Run) -> f64 {
    run.waits.iter().sum::<f64>() / run.waits.len().max(1) as f64
}

/// Within four standard errors of the simulation.
#[track_caller]
fn agrees((mean, error): (f64, f64), want: f64, what: &str) {
    assert!((mean - want).abs() < 4.0 * error, "{what}: {mean} ± {error}, {want}");
}

/// The mean wait with Poisson arrivals, exponential service and so many servers: Erlang's
/// C, AK Erlang (1917), as L Kleinrock (1975), Queueing Systems I, section 3.5 has it.
fn erlang_c_wait(arrivals: f64, service: f64, servers: i32) -> f64 {
    let load = arrivals * service;
    let (mut term, mut sum) = (1.0, 0.0);
    for n in 0..servers {
        sum += term;
        term *= load / f64::from(n + 1);
    }
    let c = f64::from(servers);
    let busy = term * c / (c - load);
    busy / (sum + busy) * service / (c - load)
}

#[test]
fn the_formula_gives_known_waits() {
    // One server: ρ/(μ-λ); two at a load of 1.5: C = 9/14; three at 2: C = 4/9.
    let cases = [(0.8, 1.0, 1, 4.0), (1.5, 1.0, 2, 9.0 / 7.0), (2.0, 1.0, 3, 4.0 / 9.0)];
    for (arrivals, service, servers, want) in cases {
        assert!((erlang_c_wait(arrivals, service, servers) - want).abs() < 1e-12);
    }
}

#[test]
fn waits_are_those_of_erlang() {
    let cases = [(0.5, 1.0, 1), (0.8, 1.0, 1), (1.5, 1.0, 2), (2.0, 1.0, 3), (4.0, 2.0, 10)];
    for (rate, service, servers) in cases {
        let places = Places::Servers(u32::try_from(servers).unwrap(), exponential(service));
        let network = station(rate, places, Vec::new());
        let want = erlang_c_wait(rate, service, servers);
        let what = format!("{rate} a day, {servers} servers");
        agrees(mean_of(&network, mean_wait), want, &what);
        let load = rate * service / f64::from(servers);
        agrees(mean_of(&network, |run| run.used / run.offered), load, &what);
    }
}

#[test]
fn a_service_that_always_lasts_as_long_halves_the_wait() {
    // Pollaczek and Khinchine: λ E[S²] / 2(1-ρ), Kleinrock (1975), section 5.6.
    let day = Delay::Fixed(DAY as f64);
    let network = station(0.8, Places::Servers(1, day), Vec::new());
    agrees(mean_of(&network, mean_wait), 2.0, "a fixed service");
    let network =
        station(0.8, Places::Servers(1, Delay::Uniform(0.0, 2.0 * DAY as f64)), Vec::new());
    agrees(mean_of(&network, mean_wait), 0.8 * (4.0 / 3.0) / 0.4, "a uniform service");
}

#[test]
fn people_leave_as_often_as_palm_says() {
    // Where people leave at the rate at which they are served, each of n departs at that
    // rate, so that n is Poisson: Palm's model (1957), now called Erlang A. At a load of 2
    // and two servers those who wait are 4 e^-2 in the mean, and leave so often a day.
    let places = Places::Servers(2, exponential(1.0));
    let network = station(2.0, places, vec![exponential(1.0)]);
    let left = 4.0 * (-2.0_f64).exp() / 2.0;
    let share = |run: &Run| run.left[0] as f64 / run.joined as f64;
    agrees(mean_of(&network, share), left, "share who leave");
    // Two reasons at half the rate are one at the whole.
    let twice = vec![exponential(2.0), exponential(2.0)];
    let network = station(2.0, places, twice);
    let share = |reason: usize| move |run: &Run| run.left[reason] as f64 / run.joined as f64;
    agrees(mean_of(&network, share(0)), left / 2.0, "the first reason");
    agrees(mean_of(&network, share(1)), left / 2.0, "the second reason");
}

#[test]
fn who_waits_is_how_many_come_times_how_long_they_wait() {
    // JDC Little (1961), Oper Res 9:383-387. It holds of one run but for those who wait at
    // its ends.
    for places in [Places::Servers(2, exponential(1.0)), Places::Slots(3)] {
        let mut network = station(1.9, places, vec![exponential(30.0)]);
        network.end = 20_300.0;
        let one = &run(&network, 0)[0];
        let days = network.end - network.warm_up;
        let came = one.joined as f64 / days;
        let waited = (one.waits.iter().sum::<f64>() + one.waited_in_vain) / one.joined as f64;
        let waiting = one.waiting_days / days;
        assert!((waiting / (came * waited) - 1.0).abs() < 0.01, "{waiting} {came} {waited}");
    }
}

#[test]
fn slots_are_of_working_days_and_are_lost_where_nobody_waits() {
    let network = station(100.0, Places::Slots(3), Vec::new());
    let one = &run(&Network { warm_up: 0.0, end: 14.0, ..network.clone() }, 0)[0];
    assert_eq!((one.offered, one.used), (30.0, 30.0));
    assert_eq!(one.waits.len() as u64 + one.waiting, one.joined);
    let idle = Network { rates: vec![0.0], warm_up: 0.0, end: 7.0, ..network };
    let one = &run(&idle, 0)[0];
    assert_eq!((one.offered, one.used, one.joined), (15.0, 0.0, 0));
}

#[test]
fn without_places_nobody_is_seen() {
    for places in [Places::Slots(0), Places::Servers(0, exponential(1.0))] {
        let network = station(1.0, places, vec![Delay::Fixed(10.0 * DAY as f64)]);
        let one = &run(&network, 0)[0];
        assert_eq!((one.seen[0], one.used), (0, 0.0));
        // All but the last ten days have left.
        assert!(one.left[0] + one.waiting >= one.joined && one.waiting < 40, "{one:?}");
    }
}

#[test]
fn another_number_of_places_lets_everyone_arrive_and_lose_patience_as_before() {
    let few = station(1.0, Places::Slots(0), vec![exponential(20.0)]);
    let many = station(1.0, Places::Slots(1), vec![exponential(20.0)]);
    let (few, many) = (&run(&few, 3)[0], &run(&many, 3)[0]);
    assert_eq!(few.joined, many.joined);
    assert!(many.left[0] < few.left[0]);
}

#[test]
fn people_go_on_from_one_station_to_the_next() {
    let network = Network {
        seed: 7,
        rates: vec![1.0, 2.0],
        chances: vec![vec![0.5, 1.0], vec![1.0, 1.0], vec![0.5, 0.0], vec![1.0, 1.0]],
        stations: vec![
            Station { stage: 1, places: Places::Slots(10), leaves: Vec::new() },
            Station { stage: 3, places: Places::Servers(5, exponential(0.1)), leaves: Vec::new() },
        ],
        warm_up: 100.0,
        end: 20_100.0,
    };
    let runs = run(&network, 0);
    let day = |count: u64| count as f64 / 20_000.0;
    assert!((day(runs[0].joined) - 2.5).abs() < 0.06, "{}", day(runs[0].joined));
    assert!((day(runs[1].joined) - 0.25).abs() < 0.02, "{}", day(runs[1].joined));
    assert_eq!(runs[1].seen[1], 0);
}
