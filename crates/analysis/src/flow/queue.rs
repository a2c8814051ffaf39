//! Queues, event by event: people arrive, wait for a place, are seen or leave.
//!
//! A clock jumps from one event to the next. Events of one time come in the order in
//! which they were foreseen, so that the same draws give the same run. What somebody
//! draws depends on the replication, the group and the place in its row alone: another
//! number of places lets everyone arrive, wait and leave as before.

use std::cmp::{Ordering, Reverse};
use std::collections::{BinaryHeap, VecDeque};

use firstyear_metrics::random::Counter;

use crate::delay::{DAY, Delay};

/// How many can be seen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Places {
    /// So many on a day from Monday to Friday, at noon.
    Slots(u32),
    /// So many at once, each for so long.
    Servers(u32, Delay),
}

/// A place to wait at.
#[derive(Clone, Debug)]
pub(super) struct Station {
    /// The stage that one comes to when one is seen.
    pub(super) stage: usize,
    pub(super) places: Places,
    /// Times after which people leave, each for a reason of its own.
    pub(super) leaves: Vec<Delay>,
}

/// A clinic to be simulated.
#[derive(Clone, Debug)]
pub(super) struct Network {
    pub(super) seed: u64,
    /// People a day, by group.
    pub(super) rates: Vec<f64>,
    /// For each stage the chance of each group; not asked for where there is a station.
    pub(super) chances: Vec<Vec<f64>>,
    /// In the order of their stages.
    pub(super) stations: Vec<Station>,
    /// Days that are not counted.
    pub(super) warm_up: f64,
    /// The last day.
    pub(super) end: f64,
}

/// What happened at a station after the warm-up, of those who came after it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Run {
    pub(super) joined: u64,
    /// By group.
    pub(super) seen: Vec<u64>,
    /// By reason.
    pub(super) left: Vec<u64>,
    /// Days that those waited who were seen.
    pub(super) waits: Vec<f64>,
    /// Days that those waited who left.
    pub(super) waited_in_vain: f64,
    /// People who wait at the end, whenever they came.
    pub(super) waiting: u64,
    /// People who waited, times days.
    pub(super) waiting_days: f64,
    /// Places that were taken, and that there were: slots, or servers times days.
    pub(super) used: f64,
    pub(super) offered: f64,
}

/// A time, in order.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Time(f64);

impl Eq for Time {}

impl PartialOrd for Time {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Time {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    /// Somebody of a group enters.
    Arrives(usize),
    /// Somebody has waited long enough at a station, for the reason.
    Leaves(usize, usize, usize),
    /// Somebody was seen.
    Done(usize, usize),
    /// The slots of a day.
    Day(usize),
}

/// Somebody on the way.
#[derive(Debug)]
struct Person {
    group: usize,
    draws: Counter,
    /// Where they wait, since when.
    waits: Option<(usize, f64)>,
}

/// Who waits at a station, and how many are being seen.
#[derive(Debug, Default)]
struct State {
    line: VecDeque<usize>,
    waiting: u64,
    busy: u32,
    /// Until when its areas were added up.
    since: f64,
}

struct Running<'n> {
    network: &'n Network,
    replication: u32,
    events: BinaryHeap<Reverse<(Time, u64, Event)>>,
    foreseen: u64,
    people: Vec<Person>,
    arrivals: Vec<(Counter, u32)>,
    states: Vec<State>,
    runs: Vec<Run>,
}

/// One run of a network, the `replication`th: what happened at each station.
pub(super) fn run(network: &Network, replication: u32) -> Vec<Run> {
    let run = |station: &Station| Run {
        seen: vec![0; network.rates.len()],
        left: vec![0; station.leaves.len()],
        ..Run::default()
    };
    let of_group = |group: usize| {
        (Counter::named(network.seed, &format!("queue/{replication}/arrivals/{group}")), 0)
    };
    let mut running = Running {
        network,
        replication,
        events: BinaryHeap::new(),
        foreseen: 0,
        people: Vec::new(),
        arrivals: (0..network.rates.len()).map(of_group).collect(),
        states: network.stations.iter().map(|_| State::default()).collect(),
        runs: network.stations.iter().map(run).collect(),
    };
    (0..network.rates.len()).for_each(|group| running.foresee_arrival(group, 0.0));
    for (at, station) in network.stations.iter().enumerate() {
        if matches!(station.places, Places::Slots(_)) {
            running.foresee(NOON, Event::Day(at));
        }
    }
    while let Some(Reverse((Time(now), _, event))) = running.events.pop() {
        if now > network.end {
            break;
        }
        running.take(now, event);
    }
    for at in 0..running.states.len() {
        running.add_up(at, network.end);
        running.runs[at].waiting = running.states[at].waiting;
    }
    running.runs
}

/// When the slots of a day are.
const NOON: f64 = 0.5;

impl Running<'_> {
    fn foresee(&mut self, time: f64, event: Event) {
        self.foreseen += 1;
        self.events.push(Reverse((Time(time), self.foreseen, event)));
    }

    fn foresee_arrival(&mut self, group: usize, now: f64) {
        let rate = self.network.rates[group];
        if rate > 0.0 {
            let gap = self.arrivals[group].0.gamma(1.0) / rate;
            self.foresee(now + gap, Event::Arrives(group));
        }
    }

    fn take(&mut self, now: f64, event: Event) {
        match event {
            Event::Arrives(group) => {
                self.foresee_arrival(group, now);
                let (replication, nth) = (self.replication, self.arrivals[group].1);
                self.arrivals[group].1 += 1;
                let name = format!("queue/{replication}/{group}/{nth}");
                let draws = Counter::named(self.network.seed, &name);
                self.people.push(Person { group, draws, waits: None });
                self.go_on(self.people.len() - 1, 0, now);
            }
            Event::Leaves(person, at, reason) => {
                let Some((_, since)) = self.people[person].waits.filter(|(of, _)| *of == at) else {
                    return;
                };
                self.people[person].waits = None;
                self.add_up(at, now);
                self.states[at].waiting -= 1;
                if since >= self.network.warm_up {
                    self.runs[at].left[reason] += 1;
                    self.runs[at].waited_in_vain += now - since;
                }
            }
            Event::Done(person, at) => {
                self.add_up(at, now);
                self.states[at].busy -= 1;
                self.see_next(at, now);
                self.go_on(person, self.network.stations[at].stage + 1, now);
            }
            Event::Day(at) => {
                self.slots(at, now);
                self.foresee(now + 1.0, Event::Day(at));
            }
        }
    }

    /// Takes somebody from a stage on, to the next station or out.
    fn go_on(&mut self, person: usize, from: usize, now: f64) {
        for stage in from..self.network.chances.len() {
            if let Some(at) = self.network.stations.iter().position(|one| one.stage == stage) {
                self.join(person, at, now);
                return;
            }
            let one = &mut self.people[person];
            if one.draws.uniform() >= self.network.chances[stage][one.group] {
                return;
            }
        }
    }

    fn join(&mut self, person: usize, at: usize, now: f64) {
        self.add_up(at, now);
        let station = &self.network.stations[at];
        self.runs[at].joined += u64::from(now >= self.network.warm_up);
        self.states[at].line.push_back(person);
        self.states[at].waiting += 1;
        let one = &mut self.people[person];
        one.waits = Some((at, now));
        // Everyone draws as much here, whether they come to leave or not.
        let mut first: Option<(f64, usize)> = None;
        for (reason, leave) in station.leaves.iter().enumerate() {
            let after = leave.minutes(&mut one.draws) / DAY as f64;
            if first.is_none_or(|(before, _)| after < before) {
                first = Some((after, reason));
            }
        }
        if let Some((after, reason)) = first {
            self.foresee(now + after, Event::Leaves(person, at, reason));
        }
        self.see_next(at, now);
    }

    /// Sees who has waited longest, where a server is free.
    fn see_next(&mut self, at: usize, now: f64) {
        let Places::Servers(servers, service) = self.network.stations[at].places else { return };
        while self.states[at].busy < servers {
            let Some(person) = self.next(at, now) else { return };
            self.states[at].busy += 1;
            let takes = service.minutes(&mut self.people[person].draws) / DAY as f64;
            self.foresee(now + takes, Event::Done(person, at));
        }
    }

    /// The slots of a day: day 0 is a Monday.
    fn slots(&mut self, at: usize, now: f64) {
        let Places::Slots(slots) = self.network.stations[at].places else { return };
        if now.floor() % 7.0 >= 5.0 {
            return;
        }
        let counts = now >= self.network.warm_up;
        self.runs[at].offered += if counts { f64::from(slots) } else { 0.0 };
        for _ in 0..slots {
            let Some(person) = self.next(at, now) else { return };
            self.runs[at].used += f64::from(u8::from(counts));
            self.go_on(person, self.network.stations[at].stage + 1, now);
        }
    }

    /// Takes who has waited longest out of the line, and counts them as seen.
    fn next(&mut self, at: usize, now: f64) -> Option<usize> {
        loop {
            let person = self.states[at].line.pop_front()?;
            // Who has left still stands in the line.
            let Some((_, since)) = self.people[person].waits.filter(|(of, _)| *of == at) else {
                continue;
            };
            self.people[person].waits = None;
            self.add_up(at, now);
            self.states[at].waiting -= 1;
            if since >= self.network.warm_up {
                let group = self.people[person].group;
                self.runs[at].seen[group] += 1;
                self.runs[at].waits.push(now - since);
            }
            return Some(person);
        }
    }

    /// Adds up who waited and who was seen until now.
    fn add_up(&mut self, at: usize, now: f64) {
        let state = &mut self.states[at];
        let days = now - state.since.max(self.network.warm_up);
        state.since = now;
        if days <= 0.0 {
            return;
        }
        let run = &mut self.runs[at];
        run.waiting_days += state.waiting as f64 * days;
        if let Places::Servers(servers, _) = self.network.stations[at].places {
            run.used += f64::from(state.busy) * days;
            run.offered += f64::from(servers) * days;
        }
    }
}

#[cfg(test)]
mod tests;
