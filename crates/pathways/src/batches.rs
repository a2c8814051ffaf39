//! Batches of a log, shared out to threads and put together in their order.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::sync::mpsc::sync_channel;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use firstyear_core::event::CaseLog;

/// Lets threads `work` on the batches that `feed` gives, and adds what they make to `all`
/// in the order of the batches: the result is the same for any number of threads. No more
/// batches are held than there are threads, and two.
///
/// # Errors
///
/// That of `feed`.
pub(crate) fn over<T: Send, A: Send, E>(
    threads: NonZeroUsize,
    all: A,
    work: impl Fn(&CaseLog) -> T + Sync,
    add: impl Fn(&mut A, T) + Sync,
    feed: impl FnOnce(&mut dyn FnMut(CaseLog)) -> Result<(), E>,
) -> Result<A, E> {
    let (give, take) = sync_channel::<(usize, CaseLog)>(1);
    // Held by the threads alone: where all of them have panicked, giving ends.
    let take = Arc::new(Mutex::new(take));
    let made = Mutex::new(Made { all, next: 0, waiting: BTreeMap::new() });
    let fed = std::thread::scope(|scope| {
        let (work, add, made) = (&work, &add, &made);
        let takes: Vec<_> = (0..threads.get()).map(|_| Arc::clone(&take)).collect();
        drop(take);
        let run = |take: Arc<Mutex<_>>| {
            scope.spawn(move || {
                loop {
                    let batch = locked::<std::sync::mpsc::Receiver<(usize, CaseLog)>>(&take).recv();
                    let Ok((nth, batch)) = batch else { return };
                    let part = work(&batch);
                    drop(batch);
                    locked(made).add(nth, part, add);
                }
            })
        };
        let running: Vec<_> = takes.into_iter().map(run).collect();
        let mut nth = 0;
        let fed = feed(&mut |batch| {
            // Where nobody takes it, a panic is passed on below.
            let _ = give.send((nth, batch));
            nth += 1;
        });
        drop(give);
        for thread in running {
            thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        }
        fed
    });
    fed?;
    Ok(made.into_inner().unwrap_or_else(PoisonError::into_inner).all)
}

/// What was made so far.
struct Made<A, T> {
    all: A,
    /// The batch that is to be added next.
    next: usize,
    /// What was made of those after it.
    waiting: BTreeMap<usize, T>,
}

impl<A, T> Made<A, T> {
    fn add(&mut self, nth: usize, part: T, add: &impl Fn(&mut A, T)) {
        self.waiting.insert(nth, part);
        while let Some(part) = self.waiting.remove(&self.next) {
            add(&mut self.all, part);
            self.next += 1;
        }
    }
}

fn locked<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    // A panic is passed on where its thread is waited for.
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use firstyear_core::event::{CaseLogBuilder, LogPlan};

    use super::*;

    fn batch(cases: usize) -> CaseLog {
        let plan = LogPlan::new();
        let mut log = CaseLogBuilder::new(&plan);
        for case in 0..cases {
            log.case(&case.to_string());
        }
        log.finish()
    }

    #[test]
    fn what_is_made_of_batches_stands_in_their_order() {
        let made = over::<_, _, ()>(
            NonZeroUsize::new(4).unwrap(),
            Vec::new(),
            |log| {
                // Those of later batches are done first.
                std::thread::sleep(std::time::Duration::from_millis(12 - log.len() as u64));
                log.len()
            },
            Vec::push,
            |take| {
                for cases in 1..12 {
                    take(batch(cases));
                }
                Ok(())
            },
        );
        assert_eq!(made.unwrap(), (1..12).collect::<Vec<_>>());
    }

    #[test]
    fn an_error_of_who_feeds_is_told() {
        let one = NonZeroUsize::MIN;
        let made = over(
            one,
            (),
            |_| (),
            |(), ()| (),
            |take| {
                take(batch(1));
                Err("cut short")
            },
        );
        assert_eq!(made, Err("cut short"));
    }

    #[test]
    #[should_panic(expected = "at work")]
    fn a_panic_of_every_thread_is_passed_on_and_nobody_waits() {
        let threads = NonZeroUsize::new(2).unwrap();
        let _ = over::<(), _, ()>(
            threads,
            (),
            |_| panic!("at work"),
            |(), ()| (),
            |take| {
                for _ in 0..20 {
                    take(batch(1));
                }
                Ok(())
            },
        );
    }
}
