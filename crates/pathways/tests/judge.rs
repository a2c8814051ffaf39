//! What the judge says of cases that were worked out by hand.

use std::collections::BTreeSet;

use firstyear_core::ProblemCode;
use firstyear_core::event::{CaseLog, CaseLogBuilder, LogFound, Moment, When};
use firstyear_core::pathway::{CarePathway, LogMapping, Verdict};
use firstyear_pathways::{Grouping, JudgeError, Judged, PathwayLog, judge};

const PATHWAY: &str = include_str!("data/owed.toml");

fn pathway() -> CarePathway {
    toml::from_str(PATHWAY).unwrap()
}

fn mapping(text: &str) -> LogMapping {
    toml::from_str(&format!("schema_version = 1\n{text}")).unwrap()
}

/// Lines of `case activity time`, and after them attributes as `name=text`.
fn log(reading: &PathwayLog<'_>, lines: &str) -> CaseLog {
    let mut log = CaseLogBuilder::new(reading.plan());
    for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let mut words = line.split_whitespace();
        let case = log.case(words.next().unwrap());
        let Some(activity) = words.next() else { continue };
        let time = words.next().unwrap();
        let time = if time == "-" { When::UNKNOWN } else { Moment::parse(time).unwrap().into() };
        let code = log.code(activity);
        if code == CaseLog::OTHER {
            log.unknown(activity, 1);
        }
        log.event(case, code, time);
        for word in words {
            let (name, text) = word.split_once('=').unwrap();
            let attributes = reading.plan().attributes();
            let place = attributes.iter().position(|one| **one == *name).unwrap();
            let text = log.text(place, &text.replace('_', " "));
            log.of_event(place, text);
        }
    }
    log.finish()
}

fn judged(pathway: &CarePathway, mapped: &str, lines: &str) -> Judged {
    let mapping = mapping(mapped);
    let reading = PathwayLog::new(pathway, &mapping).unwrap();
    let log = log(&reading, lines);
    let whole = Grouping::whole(log.len());
    judge(&reading, &log, &whole, 1.try_into().unwrap()).unwrap()
}

/// The verdict of one obligation on each case.
fn verdicts(obligation: &str, mapped: &str, lines: &str) -> Vec<Verdict> {
    let pathway = pathway();
    let judged = judged(&pathway, mapped, lines);
    let at =
        judged.obligations.iter().position(|&at| pathway.obligations[at].id == obligation).unwrap();
    let verdicts = (0..cases(lines)).map(|case| judged.of_case(case)[at]);
    verdicts.collect()
}

/// How many cases lines tell of.
fn cases(lines: &str) -> usize {
    let names = lines.lines().filter_map(|line| line.split_whitespace().next());
    names.collect::<BTreeSet<_>>().len()
}

const SEEN: &str = "observed_until = \"2024-06-30\"\n";

#[test]
fn a_referral_is_answered_in_time_late_never_or_not_yet() {
    let lines = "
        met       book 2024-03-01 smokes=yes
        met       refer 2024-03-01
        met       contact 2024-03-15
        late      book 2024-03-01 smokes=yes
        late      refer 2024-03-01
        late      contact 2024-03-16
        missed    book 2024-03-01 smokes=yes
        missed    refer 2024-03-01
        pending   book 2024-06-20 smokes=yes
        pending   refer 2024-06-20
        declined  book 2024-03-01 smokes=yes
        declined  refer 2024-03-01
        declined  opt-out 2024-03-10
        too-late-to-decline book 2024-03-01 smokes=yes
        too-late-to-decline refer 2024-03-01
        too-late-to-decline opt-out 2024-03-20
        undated   book 2024-03-01 smokes=yes
        undated   refer 2024-03-01
        undated   contact -
        none      book 2024-03-01 smokes=no
    ";
    let want = [
        Verdict::Met,
        Verdict::Late,
        Verdict::Missed,
        Verdict::Pending,
        Verdict::Declined,
        Verdict::Missed,
        Verdict::Unknown,
        Verdict::NotApplicable,
    ];
    assert_eq!(verdicts("contacted", SEEN, lines), want);
}

#[test]
fn every_activation_is_looked_at() {
    // Two referrals and one contact, which comes after both: it is in time for the
    // second, and the first has waited for 30 days.
    let lines = "
        a book 2024-03-01 smokes=yes
        a refer 2024-03-01
        a refer 2024-03-31
        a contact 2024-04-02
    ";
    let pathway = pathway();
    let judged = judged(&pathway, SEEN, lines);
    let at = pathway.obligations.iter().position(|one| one.id == "contacted").unwrap();
    let tally = judged.activations()[0][at];
    assert_eq!((tally[Verdict::Met as usize], tally[Verdict::Late as usize]), (1, 1));
    assert_eq!(judged.of_case(0)[at], Verdict::Late);
    // One answer closes one referral: the other stays without.
    assert_eq!(
        verdicts(
            "answered",
            SEEN,
            "
        a refer 2024-03-01
        a refer 2024-03-31
        a feedback 2024-04-02
    "
        ),
        [Verdict::Missed]
    );
}

#[test]
fn a_day_proves_no_hours() {
    let lines = "
        hours book 2024-03-01T09:00
        hours bloods 2024-03-02T09:00
        over  book 2024-03-01T09:00
        over  bloods 2024-03-02T09:01
        days  book 2024-03-01
        days  bloods 2024-03-01
        far   book 2024-03-01
        far   bloods 2024-03-04
    ";
    let want = [Verdict::Met, Verdict::Late, Verdict::Unknown, Verdict::Late];
    assert_eq!(verdicts("bloods-taken", SEEN, lines), want);
}

#[test]
fn who_is_eligible_is_told_by_what_was_recorded_by_then() {
    let lines = "
        yes       book 2024-03-01 smokes=yes
        no        book 2024-03-01 smokes=no
        nothing   book 2024-03-01
        said-so   book 2024-03-01 smokes=not_known
        odd       book 2024-03-01 smokes=perhaps
        later     book 2024-03-01
        later     scan 2024-03-20 smokes=yes
    ";
    let want = [
        Verdict::Missed,
        Verdict::NotApplicable,
        Verdict::Unknown,
        Verdict::Unknown,
        Verdict::Unknown,
        Verdict::Unknown,
    ];
    assert_eq!(verdicts("referred", SEEN, lines), want);
    let pathway = pathway();
    let found = judged(&pathway, SEEN, lines).findings;
    let odd = found.iter().find(|one| one.code == ProblemCode::EventValueUnreadable).unwrap();
    assert_eq!(
        odd.to_string(),
        "pathway `owed`: 1 of the 4 texts of `smokes` are nothing that it can be"
    );
}

#[test]
fn gestation_counts_from_what_the_log_says_of_it() {
    let weeks = "[[clock]]\nid = \"gestation\"\nattribute = \"ga\"\nis = \"weeks\"\n";
    let lines = "
        early   book 2024-03-01 ga=9+6
        edge    book 2024-03-01 ga=10+0
        past    book 2024-03-01 ga=10+1
        whole   book 2024-03-01 ga=9
        vague   book 2024-03-01 ga=10
        never   book 2024-03-01 ga=soon
    ";
    let want = [
        Verdict::Met,
        Verdict::Met,
        Verdict::Late,
        Verdict::Met,
        Verdict::Unknown,
        Verdict::Unknown,
    ];
    assert_eq!(verdicts("booked-early", &format!("{SEEN}{weeks}"), lines), want);
    // Due 280 days after it began: ten weeks before 2024-03-01 is 2023-12-22.
    let due = "[[clock]]\nid = \"gestation\"\nattribute = \"edd\"\nis = \"due-date\"\n";
    let lines = "
        edge book 2024-03-01 edd=2024-09-27
        past book 2024-03-01 edd=2024-09-26
    ";
    let want = [Verdict::Met, Verdict::Late];
    assert_eq!(verdicts("booked-early", &format!("{SEEN}{due}"), lines), want);
}

#[test]
fn two_births_make_what_counts_from_them_unknown() {
    let lines = "
        one   birth 2024-03-01
        one   check 2024-03-08
        two   birth 2024-03-01
        two   birth 2024-03-03
        two   check 2024-03-08
        same  birth 2024-03-01T09:00
        same  birth 2024-03-01T09:20
        same  check 2024-03-08
        early birth 2024-03-10
        early check 2024-03-08
        none  book 2024-03-01
    ";
    let want = [Verdict::Met, Verdict::Unknown, Verdict::Met, Verdict::Missed, Verdict::Pending];
    assert_eq!(verdicts("checked", SEEN, lines), want);
    let pathway = pathway();
    let found = judged(&pathway, SEEN, lines).findings;
    let said: Vec<_> = found.iter().map(ToString::to_string).collect();
    let want = [
        "step `book`: 4 cases without it, with which a case begins",
        "clock `birth`: it begins more than once in 1 case",
        "clock `birth`: the log does not say when it begins in 1 case",
        "clock `birth`: a step that is expected after it comes before it in 1 case",
    ];
    for text in want {
        assert!(said.iter().any(|one| one == text), "{text}\n{said:#?}");
    }
}

#[test]
fn a_log_without_births_says_nothing_of_them() {
    let lines = "a book 2024-03-01\na check 2024-03-08";
    assert_eq!(verdicts("checked", SEEN, lines), [Verdict::Unknown]);
}

#[test]
fn an_exit_closes_a_case_unless_a_step_follows_or_it_says_otherwise() {
    let lines = "
        open    book 2024-03-01
        closed  book 2024-03-01
        closed  done 2024-03-02
        again   book 2024-03-01
        again   done 2024-03-02
        again   scan 2024-03-05
        branch  book 2024-03-01
        branch  paused 2024-03-02
        inside  book 2024-03-01
        inside  scan 2024-04-01
        inside  done 2024-04-01
    ";
    let want = [Verdict::Pending, Verdict::Missed, Verdict::Met, Verdict::Pending, Verdict::Met];
    assert_eq!(verdicts("scanned", SEEN, lines), want);
}

#[test]
fn what_may_not_happen_is_met_once_it_cannot() {
    let lines = "
        broken  book 2024-03-01
        broken  smoke-again 2024-03-05
        kept    book 2024-03-01
        kept    done 2024-03-02
        open    book 2024-03-01
    ";
    let want = [Verdict::Missed, Verdict::Met, Verdict::Pending];
    assert_eq!(verdicts("stays-quit", SEEN, lines), want);
}

#[test]
fn what_repeats_has_no_longer_gap_than_its_window() {
    // Every seven days.
    let lines = "
        kept   refer 2024-03-01
        kept   visit 2024-03-08
        kept   visit 2024-03-15
        kept   done 2024-03-20
        gap    refer 2024-03-01
        gap    visit 2024-03-08
        gap    visit 2024-03-17
        gap    done 2024-03-20
        ends   refer 2024-03-01
        ends   visit 2024-03-08
        ends   done 2024-03-20
        open   refer 2024-06-20
        open   visit 2024-06-27
    ";
    let want = [Verdict::Met, Verdict::Late, Verdict::Missed, Verdict::Pending];
    assert_eq!(verdicts("visited", SEEN, lines), want);
}

#[test]
fn cases_and_activations_are_told_apart_by_group() {
    let pathway = pathway();
    let mapping = mapping(&format!(
        "{SEEN}[[group]]\nid = \"imd\"\norder = [\"1\", \"2\"]\nranked = true\n\
         [[group]]\nid = \"ethnicity\"\n"
    ));
    let reading = PathwayLog::new(&pathway, &mapping).unwrap();
    let lines = "
        a book 2024-03-01 smokes=yes imd=1 ethnicity=b
        a opt-out 2024-03-01
        b book 2024-03-01 smokes=yes imd=2 ethnicity=a
        b refer 2024-03-01
        c book 2024-03-01 smokes=yes imd=unknown ethnicity=a
        d book 2024-03-01 smokes=yes imd=3
    ";
    let log = log(&reading, lines);
    let imd = reading.grouping(&log, "imd").unwrap();
    assert_eq!((&imd.categories[..], imd.ranked), (&["1", "2", "3"].map(str::to_owned)[..], true));
    assert_eq!(imd.of_cases, [0, 1, 3, 2]);
    let judged = judge(&reading, &log, &imd, 2.try_into().unwrap()).unwrap();
    let at = pathway.obligations.iter().position(|one| one.id == "referred").unwrap();
    let of = |group: usize, verdict: Verdict| judged.cases(&imd)[group][at][verdict as usize];
    assert_eq!(of(0, Verdict::Declined), 1, "who opts out stays in view");
    assert_eq!((of(1, Verdict::Met), of(2, Verdict::Missed), of(3, Verdict::Missed)), (1, 1, 1));
    assert_eq!(judged.activations()[1][at][Verdict::Met as usize], 1);
    let ethnicity = reading.grouping(&log, "ethnicity").unwrap();
    let pair = imd.pair(&ethnicity);
    assert_eq!(pair.categories[pair.of_cases[1] as usize], "2 · a");
    assert_eq!(pair.categories[pair.of_cases[3] as usize], "3 · not recorded");
    assert_eq!(pair.categories.len(), 4 * 3 - 1);
    assert_eq!(reading.grouping(&log, "age"), Err("age"));
    let other = Grouping::whole(1);
    let error = judge(&reading, &log, &other, 1.try_into().unwrap()).unwrap_err();
    assert_eq!(error, JudgeError::Grouping { groups: 1, cases: 4 });
}

#[test]
fn what_is_odd_in_a_log_is_told_and_nothing_is_dropped() {
    let pathway = pathway();
    let lines = "
        a book 2024-03-01
        a book 2024-03-01
        a telephone 2024-03-02
        a scan 2024-03-03T10:00
        a contact 2024-03-04T10:00Z
        b
        c refer -
    ";
    let judged = judged(&pathway, SEEN, lines);
    let said: Vec<_> = judged.findings.iter().map(ToString::to_string).collect();
    let want = [
        "pathway `owed`: 1 event of the activity `telephone`, which stands for no step",
        "pathway `owed`: 1 event repeated, in case, activity and time: counted once",
        "pathway `owed`: 1 event without a time",
        "pathway `owed`: 1 case with times that have an offset beside times that have none: they \
         are put in order by their days",
        "step `book`: 2 cases without it, with which a case begins",
    ];
    for text in want {
        assert!(said.iter().any(|one| one == text), "{text}\n{said:#?}");
    }
    // A case without events is one to whom all is owed.
    let scanned = judged.obligations.iter().position(|&at| pathway.obligations[at].id == "scanned");
    assert_eq!(judged.of_case(1)[scanned.unwrap()], Verdict::Pending);
}

#[test]
fn a_log_without_a_day_is_not_judged_unless_one_is_told() {
    let pathway = pathway();
    let empty = mapping("");
    let reading = PathwayLog::new(&pathway, &empty).unwrap();
    let none = log(&reading, "a book -");
    assert_eq!(*none.found(), LogFound { events: 1, without_time: 1, ..LogFound::default() });
    let whole = Grouping::whole(1);
    let error = judge(&reading, &none, &whole, 1.try_into().unwrap()).unwrap_err();
    assert_eq!(error, JudgeError::NoDay);
    let told = mapping(SEEN);
    let reading = PathwayLog::new(&pathway, &told).unwrap();
    assert!(judge(&reading, &none, &whole, 1.try_into().unwrap()).is_ok());
    let nobody = log(&reading, "");
    let judged = judge(&reading, &nobody, &Grouping::whole(0), 4.try_into().unwrap()).unwrap();
    assert!(judged.findings.is_empty());
}

#[test]
fn a_mapping_that_does_not_fit_says_everything_at_once() {
    let pathway = pathway();
    let mapping = mapping(
        "[[activity]]\nname = \"Booking\"\nstep = \"bok\"\n\
         [[activity]]\nname = \"Scan\"\nstep = \"scan\"\n\
         [[activity]]\nname = \"Scan\"\nstep = \"refer\"\n\
         [[clock]]\nid = \"term\"\nattribute = \"edd\"\n\
         [[clock]]\nid = \"birth\"\n\
         [[attribute]]\nname = \"bmi\"\ninput = \"weight\"\n\
         [[group]]\nid = \"imd\"\n[[group]]\nid = \"imd\"\n",
    );
    let found = PathwayLog::new(&pathway, &mapping).unwrap_err();
    let said: Vec<_> = found.iter().map(|one| one.message.as_str()).collect();
    let want = [
        "the activity `Booking` stands for `bok`, which is no step and no exit",
        "the activity `Scan` stands for `scan` and for `refer`",
        "the pathway has no clock `term`",
        "nothing says where the clock `birth` begins: name an activity or an attribute",
        "the attribute `bmi` is for `weight`, which no decision has as an input",
        "`imd` stands twice under `group`",
    ];
    assert_eq!(said, want);
}

#[test]
fn what_comes_after_the_last_day_is_not_known_on_it() {
    let lines = "a book 2024-03-01\n a scan 2024-05-20\n b book 2024-05-10\n a refer -\n";
    let of = |day: &str| {
        let pathway = pathway();
        let judged = judged(&pathway, &format!("observed_until = \"{day}\"\n"), lines);
        let obligation = |at: &usize| pathway.obligations[*at].id == "scanned";
        let at = judged.obligations.iter().position(obligation).unwrap();
        judged.activations()[0][at]
    };
    // One case, whose scan is of a later day; then it was done, and another has begun.
    assert_eq!(of("2024-05-09").iter().sum::<u64>(), 1);
    assert_eq!(of("2024-05-09")[Verdict::Met as usize], 0);
    assert_eq!(of("2024-05-31").iter().sum::<u64>(), 2);
}

#[test]
fn a_log_that_was_made_for_a_later_day_is_refused() {
    let pathway = pathway();
    let (early, late) = (
        mapping("observed_until = \"2024-03-09\"\n"),
        mapping("observed_until = \"2024-03-10\"\n"),
    );
    let [early, late] = [&early, &late].map(|day| PathwayLog::new(&pathway, day).unwrap());
    let of_late = log(&late, "a book 2024-03-10");
    let one = 1.try_into().unwrap();
    let whole = Grouping::whole(1);
    assert_eq!(judge(&early, &of_late, &whole, one).unwrap_err(), JudgeError::Later);
    assert!(judge(&late, &of_late, &whole, one).is_ok());
    let stages = firstyear_pathways::chosen_stages(&pathway, &["book"]).unwrap();
    let counted = firstyear_pathways::cascade(&early, &of_late, &stages, &whole, one);
    assert_eq!(counted, Err(JudgeError::Later.into()));
    let batches = firstyear_pathways::judge_batches(
        &early,
        &of_late,
        &|log| Grouping::whole(log.len()),
        one,
        |_| Ok::<(), JudgeError>(()),
    );
    assert_eq!(batches, Err(JudgeError::Later));
}
