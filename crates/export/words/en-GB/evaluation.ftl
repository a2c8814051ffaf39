### The pages of whether it worked

## What changed

evaluation-page = Did it work?
evaluation-page-short = Evaluation
evaluation-reading =
    Each area is held against itself, and the change of those visited against that of the others.
    This is an effect of what was done only if both would have changed alike without it, which no
    figure proves. Areas chosen because their rate was high at the time come back towards the others
    by themselves.
evaluation-limits =
    Limits are those of chance, or those of the scatter of the areas' changes where that is wider.
    Relative changes assume that rates would have changed by the same share, absolute ones by the
    same amount: where the two disagree, the answer rests on that choice.
evaluation-origin = The figures are those that the { $source } states, recomputed.
evaluation-side =
    { $indicator } of { $side }: { $before } in { $when }, { $after } in { $later }.
evaluation-side-changed =
    { $indicator } of { $side }: { $before } in { $when }, { $after } in { $later }: { $change }.
evaluation-side-changed-printed =
    { $indicator } of { $side }: { $before } in { $when }, { $after } in { $later }: { $change }
    (printed as { $printed }).
evaluation-side-within =
    { $indicator } of { $side }: { $before } in { $when }, { $after } in { $later }, within areas
    { $change }.
evaluation-side-within-printed =
    { $indicator } of { $side }: { $before } in { $when }, { $after } in { $later }, within areas
    { $change } (printed as { $printed }).
evaluation-percentage-points = { $value } percentage points
evaluation-beyond =
    Beyond { $comparison }, the change of { $visited } is { $relative }: { $absolute } { $limits }.
evaluation-beyond-absolute =
    Beyond { $comparison }, the change of { $visited } is { $absolute } { $limits }; a side without
    events at one of the two times has no relative change.
evaluation-no-effect = No effect of what was done can be told from these figures.
evaluation-chance-alone =
    Chance alone could explain this difference: it shows no effect, and none is ruled out within the
    limits.
evaluation-beyond-chance =
    That is more than chance explains, and an effect if both would have changed alike otherwise.
evaluation-beyond-chance-but =
    That is more than chance explains, but something else could have made it.
evaluation-title =
    { $chance ->
        [beyond]
            { $visited } changed by { $change } beyond { $comparison }, more than chance explains
       *[within]
            { $visited } changed by { $change } beyond { $comparison }, which chance alone could
            explain
    }

## What speaks against an effect

evaluation-what-else = What else could have made the difference
evaluation-started-worse =
    Before, the rate of { $visited } was worse than that of { $comparison } ({ $baseline }): if they
    were chosen for it, part of the change came by itself.
evaluation-started-better =
    Before, the rate of { $visited } was better than that of { $comparison } ({ $baseline }): the
    two may not have changed alike.
evaluation-no-events-before = which had no events at all
evaluation-moved-before =
    The rate of { $visited } already moved against that of { $comparison } before ({ $yearly } a
    year): what went on then may simply have gone on.
evaluation-unequal-periods =
    { $count ->
        [one] { $before } year before is held against { $after } after.
       *[other] { $before } years before are held against { $after } after.
    }
evaluation-one-area =
    One side is a single area: how much areas scatter beyond chance is not seen on it, and the
    limits may be too narrow.
evaluation-left-out =
    { $count ->
        [one] { $written } area without counts at one of the two times is left out.
       *[other] { $written } areas without counts at one of the two times are left out.
    }

## Single years

evaluation-series =
    By single years, and against that of { $comparison }, the rate of { $visited } changed by
    { $level } in its level when it was done, and by { $slope } a year in its slope; at the end it
    stood { $end } from where the years before led to.
evaluation-no-series = No interrupted series: { $why }.

## Charts

evaluation-course-chart = { $evaluation }: { $indicator } of both sides
evaluation-course-words =
    The { $indicator } of { $visited } and of { $comparison } over time, with limits where counts
    are known.
evaluation-course-side =
    { $side }: { $first } in { $from }, { $last } in { $to }.
evaluation-course-line = A line marks where the time after begins.
evaluation-course-rest = Every figure is in the table or its download.
evaluation-course-empty = No rate can be shown.
evaluation-course-after = after
evaluation-changes-chart = { $evaluation }: change within areas, { $indicator }
evaluation-changes-words =
    A square for the change of { $visited } and one for that of { $comparison }, and a diamond for
    the difference of the two, each as wide as its limits: to the left of 0 where the rate fell.
    Where the diamond holds 0, chance alone could have made the difference.
evaluation-changes-row = { $place }: { $change }.
evaluation-changes-empty = No change can be shown.
evaluation-relative-percent = Relative change, percent
evaluation-change-points = Change, percentage points
evaluation-change-in-unit = Change, { $unit }
evaluation-fell = fell
evaluation-rose = rose
evaluation-axis = { $indicator }, { $unit }

## Tables

evaluation-where = Where
evaluation-when = When
evaluation-difference = Difference
evaluation-relative-change = Relative change, %
evaluation-absolute-change = Absolute change
evaluation-changes-table = { $evaluation }: changes within areas
evaluation-rates-table = { $evaluation }: before and after
evaluation-areas-table = { $evaluation }: each area
evaluation-side-head = Side
evaluation-events-before = Events before
evaluation-at-risk-before = At risk before
evaluation-rate-before = Rate before
evaluation-events-after = Events after
evaluation-at-risk-after = At risk after
evaluation-rate-after = Rate after
evaluation-used = Used
evaluation-is-used = yes
evaluation-lacks-counts = no, lacks counts

## What followed recommendations

learning-page = What followed where it was done?
learning-page-short = What followed
learning-caution =
    This is no effect estimate: areas chose what they did, and what they chose it for, or what else
    they did, can be why their figures moved. It says what to ask the areas, not what to do
    elsewhere.
learning-areas =
    { $count ->
        [one]
            By { $day } { $written } area had been recommended something on { $theme }: in { $done }
            all of it was done between the years that are compared, in { $undone } nothing was done
            by their end, and in { $partly } some, or at another time, which are on neither side.
       *[other]
            By { $day } { $written } areas had been recommended something on { $theme }: in
            { $done } all of it was done between the years that are compared, in { $undone } nothing
            was done by their end, and in { $partly } some, or at another time, which are on neither
            side.
    }
learning-refused = Nothing is held against anything: { $why }.
learning-table = { $question }: recommendations on { $theme }
learning-done = Done
learning-done-at-another-time = Done at another time
learning-not-done = Not done
learning-side-done = done
learning-side-not-done = not done
learning-side-partly = partly, or at another time
