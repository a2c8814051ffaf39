### Care pathways: what is owed on them, and how far people come

## Why somebody leaves a pathway

pathway-exit =
    { $reason ->
        [completed] completed
        [declined] declined
        [not-eligible] not eligible
        [birth] birth
        [loss] loss
        [death] death
        [moved] moved
        [lost-contact] lost contact
       *[handed-over] handed over
    }

## How far people come

cascade-title = { $pathway }: how far people come
cascade-title-by = { $pathway }: how far people come, by { $by }
cascade-until = Cases until { $day }.
cascade-reading =
    Each stage holds only those of the stage before it, and the first everyone whom it concerns, with
    those of whom nothing is recorded. What is recorded is not what was done: a step that nobody
    wrote down counts as not taken.
cascade-open =
    Cases were open when the log ended, on { $day }: some may yet come to { $stages }. Raw shares
    count them as not having come, and are too low: read the shares by time, in which those who left
    are a competing exit and those who wait count for as long as they were seen.
cascade-groups-hidden =
    Groups with a small count are withheld whole, and everyone with them: fewer groups or stages
    would show more.
cascade-counts-hidden =
    Small counts are withheld, with others that would give them away and all that is made of them.
cascade-rounded =
    Counts are rounded to the nearest 5, and shares are made of rounded counts; shares by a day have
    limits only where the end of everyone is known.
cascade-not-begun =
    { $n ->
        [one] { $count } case begins after { $day } and is not counted.
       *[other] { $count } cases begin after { $day } and are not counted.
    }
cascade-few-not-begun = A few cases begin after { $day } and are not counted.
cascade-everyone = Everyone
cascade-everyone-else = everyone else
cascade-not-recorded = Not recorded
cascade-quoted = “{ $name }”
cascade-against-nobody = it is held against nobody
cascade-one-stage = one stage has no step
cascade-count-withheld = a count is withheld
cascade-nobody-eligible = nobody of the group is at the first stage
cascade-no-other-eligible = nobody of those whom it is held against is at the first stage
cascade-nobody-passes =
    nobody of the group came to “{ $stage }”, so that the ratio has no logarithm
cascade-no-other-passes =
    nobody of those whom it is held against came to “{ $stage }”, so that the ratio has no logarithm
cascade-first-withheld = How many came to “{ $first }” is withheld.
cascade-came = { $count } came to “{ $first }”; of these { $share } came to “{ $last }”.
cascade-came-missing =
    { $count } came to “{ $first }”; how many of these came to “{ $last }” is { $missing }.
cascade-came-first = { $count } came to “{ $first }”.
cascade-worst =
    The step that fewest pass leads to “{ $stage }”: { $share } of those of the stage before.
cascade-worst-shown =
    The step that fewest pass of those that are shown leads to “{ $stage }”: { $share } of those of
    the stage before.
cascade-worst-near =
    The limits of another step overlap with these, so that chance may have put it first.
cascade-apart-less =
    { $group }: they come to “{ $stage }” less often than { $against }, { $ratio } times as often.
cascade-apart-more =
    { $group }: they come to “{ $stage }” more often than { $against }, { $ratio } times as often.
cascade-step-share =
    The step that makes most of it, { $share }%, leads to “{ $stage }”, which they pass { $ratio }
    times as often{ $chance }.
cascade-step-most =
    The step in that direction that sets them apart most leads to “{ $stage }”, which they pass
    { $ratio } times as often{ $chance }.
cascade-step-by-chance = ; chance alone could make that step
cascade-not-apart = { $groups } cannot be told apart from { $against }.
cascade-compared =
    { $n ->
        [one] { $count } step of groups is
       *[other] { $count } steps of groups are
    } held against others; about { $chance } would seem apart by chance alone if none truly were.
cascade-reach = Reach (“{ $to }” among “{ $from }”)
cascade-effectiveness = Effectiveness (“{ $to }” among “{ $from }”)
cascade-completion = Completion (“{ $to }” among “{ $from }”)
cascade-measure = { $measure }: { $all }.
cascade-lower = Against { $against } it is lower in { $lower }.
cascade-higher = Against { $against } it is higher in { $higher }.
cascade-both = Against { $against } it is lower in { $lower }, and higher in { $higher }.
cascade-slope =
    { $measure } across the order of disadvantage: { $sii } percentage points between the most
    disadvantaged end and the other { $siilimits }, and { $rii } times as high { $riilimits }.
cascade-no-slope = { $measure }: no slope, as { $why }.
cascade-unrecorded =
    { $n ->
        [one] Of { $count } case
       *[other] Of { $count } cases
    } { $grouping } is not recorded: they are a group of their own, and in no slope.
cascade-unrecorded-of =
    { $n ->
        [one] Of { $count } of { $all } case
       *[other] Of { $count } of { $all } cases
    } { $grouping } is not recorded: they are a group of their own, and in no slope.
cascade-chart = { $pathway }: who comes how far
cascade-chart-words =
    For each group a bar for each stage, as long as the share of those at the first stage that came
    to it; beside it stands the share of those of the stage before, with its limits.
cascade-chart-ends =
    Of the { $count } groups that are shown the smallest share that came to “{ $stage }” is that of
    “{ $lowest }”, { $low }, and the largest is that of “{ $highest }”, { $high }.
cascade-chart-hidden =
    { $n ->
        [one] The share of { $count } group is not shown.
       *[other] The shares of { $count } groups are not shown.
    }
cascade-chart-untold = How far anyone comes cannot be shown
cascade-chart-empty = No figure can be shown.
cascade-chart-axis = % of those at the first stage
cascade-chart-beside = of those of the stage before
cascade-cases =
    { $n ->
        [one] { $count } case
       *[other] { $count } cases
    }
cascade-cases-missing = cases: { $missing }
cascade-stream = { $pathway }: how many come from stage to stage
cascade-stream-words =
    A bar for each stage, as wide as the number of those who came to it. From it a stream leads to
    the next, and one for each way in which others left leads to the right with their number; those
    of whom nothing is recorded at the next stage are in no stream.
cascade-stream-came = How many came to each: { $stages }.
cascade-stream-stage = { $stage }, { $count }
cascade-stream-empty = Too few numbers are shown for a stream.
cascade-stream-unit = Cases
cascade-left = left: { $reason }
cascade-may-come = may yet come
cascade-does-not-hold = what must hold does not
cascade-not-known-whether = not known whether it holds
cascade-nobody = nobody
cascade-counts = Cases by stage
cascade-times = Time since the stage before, with leaving as a competing exit
cascade-nobody-came = nobody came
cascade-read-by-time = by time: some may yet come
cascade-read-either = either: nobody waits
cascade-not-seen = not seen so long
cascade-not-reached = not reached
cascade-half = { $days } ({ $lower } to { $upper })
cascade-half-open = open
cascade-steps = Where groups part from { $against }: the ratio of those who come to the end, by step
cascade-all-steps = All steps together
cascade-against-each-other = against each other
cascade-measures = Reach and effectiveness
cascade-measures-against = Reach and effectiveness, with ratios against { $against }
cascade-verdict-higher = higher
cascade-verdict-lower = lower
cascade-verdict-cannot-tell = cannot tell
cascade-verdict-not-compared = not compared
cascade-column-group = Group
cascade-column-stage = Stage
cascade-column-came = Came so far
cascade-column-did-not = Did not
cascade-column-by-day = Came by day { $day }, %
cascade-column-by-end = Came by the end, %
cascade-column-end = Days to that end
cascade-column-half = Half came by day
cascade-column-median = Median days of those who came
cascade-column-which = Which share to read
cascade-column-step = Step to
cascade-column-often = Times as often
cascade-column-part = Part of the logarithm
cascade-column-share = Share of it, %
cascade-column-chance = Against chance
cascade-column-measure = Measure
cascade-column-ratio = Ratio

## Whether a pathway works

pathway-reading =
    A pathway is judged by what is written and by what is recorded: that the check finds no error in
    it does not make it good care, and a step that nobody wrote down counts as not taken.
pathway-reference-sound =
    A reference, version { $version }, { $status }: the check found no error in it.
pathway-reference-unsound =
    A reference, version { $version }, { $status }: the check found errors in it, so that nobody is
    judged by it.
pathway-local-sound =
    A local pathway, version { $version }, { $status }: the check found no error in it.
pathway-local-unsound =
    A local pathway, version { $version }, { $status }: the check found errors in it, so that nobody
    is judged by it.
pathway-elements-open =
    { $n ->
        [one] { $count } element is open in it and judges nothing.
       *[other] { $count } elements are open in it and judge nothing.
    }
pathway-status =
    { $status ->
        [draft] draft
        [agreed] agreed
       *[withdrawn] withdrawn
    }
pathway-nothing-owed = Nothing is owed on it that judges.
pathway-nothing-told =
    Of nothing that is owed can it be told how often it is met: it is decided for nobody, or
    withheld.
pathway-least = The smallest share met is that of “{ $obligation }”: { $share }.
pathway-least-shown =
    The smallest share met among those that are shown is that of “{ $obligation }”: { $share }.
pathway-met-overdue = { $share }, overdue in { $cases }
pathway-met-no-time = { $share } so far, as no time is set by which it is to be done
pathway-about-cases =
    { $n ->
        [one] about { $count } case
       *[other] about { $count } cases
    }
pathway-least-near =
    { $n ->
        [one]
            Its limits overlap with those of { $count } other, so that chance may have put it first.
       *[other]
            Its limits overlap with those of { $count } others, so that chance may have put it first.
    }
pathway-no-group-apart =
    By { $by }, no group has a share met that lies apart from that of all by more than its limits.
pathway-no-group-apart-shown =
    By { $by }, no group has a share met that is shown that lies apart from that of all by more than
    its limits.
pathway-others = { $count } more
pathway-group-less = Met less often than for all among “{ $group }” ({ $by }): { $list }.
pathway-group-more = Met more often than for all among “{ $group }” ({ $by }): { $list }.

## What became of what is owed

pathway-judgement = { $pathway }: what became of what is owed
pathway-judgement-reading =
    The share is met of met, late and missed, with 95% limits; where no time is set by which it is to
    be done, of those too for whom it is pending: it was not met so far. Declined: what discharges it
    came first, such as an opt-out. Pending: its time is not over. Unknown: the log does not say
    enough, such as a day where hours count.
pathway-judgement-rounded =
    Counts of 1 to 7 are withheld, with another where one would stand alone, and others rounded to
    the nearest 5; shares are made of rounded counts.
pathway-all-cases =
    { $n ->
        [one] { $count } case.
       *[other] { $count } cases.
    }
pathway-cases-until =
    { $n ->
        [one] { $count } case, looked at until { $day }.
       *[other] { $count } cases, looked at until { $day }.
    }
pathway-few-cases = Fewer cases than may be told.
pathway-few-cases-until = Fewer cases than may be told, looked at until { $day }.
pathway-draft = The pathway is a draft: for review, not clinical advice.
pathway-open =
    { $n ->
        [one] Open, and judging nothing, is: { $list }.
       *[other] Open, and judging nothing, are: { $list }.
    }
pathway-met = Met for { $share }
pathway-met-so-far = Met so far for { $share }
pathway-met-nobody = Decided for nobody yet
pathway-met-withheld = The share for whom it was met is withheld
pathway-of-all-owed = { $found } of the { $count } to whom it is owed.
pathway-of-decided =
    { $found } of { $count }: those of the { $owed } to whom it is owed who did not decline, and for
    whom it is decided.
pathway-of-owed =
    { $found } of { $count }: those of the { $owed } to whom it is owed who did not decline, and of
    whom it is known.
pathway-of-nobody = { $found }.
pathway-if-unknown = If what is unknown was missed, { $low }%; if it was met, { $high }%.
pathway-less-often = Less often than for all: { $groups }.
pathway-more-often = More often than for all: { $groups }.
pathway-all = All
pathway-nobody-decided = nobody decided
pathway-each-time = Each time that it was owed:
pathway-of-cases = cases
pathway-of-activations = activations
pathway-obligation-cases = { $obligation } (cases)
pathway-obligation-each = { $obligation } (times that it was owed)
pathway-column-obligation = Obligation
pathway-column-of = Of
pathway-column-owed = Owed
pathway-column-met = Met
pathway-column-late = Late
pathway-column-missed = Missed
pathway-column-declined = Declined
pathway-column-pending = Pending
pathway-column-unknown = Unknown
pathway-column-share = Met, %
pathway-column-limits = 95% limits

## The page of a pathway

pathway-title-by = { $pathway }, by { $by }
pathway-drawing = The pathway
pathway-lights =
    Marks in the boxes say what became of what is owed there, for all cases. A circle: met for
    everyone of whom it is decided. A triangle: late or not met so far for some, or too few to tell.
    A square: missed for some.
pathway-light = { $percent }% met
pathway-light-withheld = met: withheld
pathway-owed = What is owed
pathway-how-far = How far people come, and where groups part
pathway-kept = What is kept of the reference
pathway-plan = How many a plan expects
pathway-plan-note = These numbers come from the plan that the project names, and from no log.
pathway-overdue = What is overdue
pathway-overdue-caption = Cases in which it is overdue, was late or is still to come
pathway-no-time-set = no time is set
pathway-obligations = What is owed; what is open judges nothing
pathway-strength =
    { $strength ->
        [must] must
        [should] should
       *[may] may
    }
pathway-basis =
    { $basis ->
        [stated] stated
        [inferred] inferred
       *[open] open
    }
pathway-step =
    { $kind ->
        [contact] contact
        [test] test
        [decision] decision
        [referral] referral
        [intervention] intervention
        [review] review
        [handover] handover
        [outcome] outcome
       *[safeguard] safeguard
    }
pathway-column-strength = How strongly
pathway-column-basis = Rests on
pathway-column-overdue = Overdue
pathway-column-to-come = To come
pathway-column-by-when = By when

## The page of all pathways

pathways-page = Do the care pathways work?
pathways-page-short = Care pathways
pathways-found = What was found
pathways-more = The drawing, every figure and the files to take away
pathways-wrong = What is wrong in it stands on the page of data quality.
pathways-does-not-fit = What in the log does not fit
pathways-rests-on = What the pathway rests on
pathways-source = { $publisher }: { $title }.
pathways-source-of = { $publisher }: { $title } ({ $year }).
pathways-take-away = To take away
pathways-drawing = The drawing (SVG)
pathways-checklist = A checklist (Markdown)
pathways-caption = The care pathways of the project
pathways-sound = no error found
pathways-unsound = errors: not used
pathways-no-log = no log
pathways-no-reference = no reference
pathways-kept =
    { $n ->
        [one] { $kept } of { $held } obligation entailed
       *[other] { $kept } of { $held } obligations entailed
    }
pathways-file-kept = { $pathway }: what is kept of the reference
pathways-file-plan = { $pathway }: how many a plan expects
pathways-column-pathway = Pathway
pathways-column-version = Version
pathways-column-status = Status
pathways-column-check = Check
pathways-column-obligations = Obligations
pathways-column-open = Open elements
pathways-column-kept = Kept of the reference

## A local pathway held against a reference

diff-caution =
    A class is of what is written, not of what is done: what is entailed may still be missed, and what
    is weakened or absent may be done all the same.
diff-entailed = entailed
diff-weakened = weakened
diff-altered = altered
diff-absent = absent
diff-open = open in the reference
diff-name = `{ $id }`, version { $version }
diff-name-of = `{ $id }`, version { $version } ({ $area })
diff-are =
    { $n ->
        [one] { $count } is { $class }
       *[other] { $count } are { $class }
    }
diff-none-held = none is held against
diff-became =
    { $local }, against { $reference }: of { $n ->
        [one] { $held } obligation
       *[other] { $held } obligations
    } { $became }.
diff-local-withdrawn = The local one is withdrawn: nobody works by it any more.
diff-reference-withdrawn = The reference is withdrawn: nobody works by it any more.
diff-other-version =
    The local one was made from version { $version } of the reference, not from this one.
diff-other-pathway = The local one was made from `{ $id }`, not from this reference.
diff-unsaid = The local one does not say that it was made from the reference.
diff-more-open =
    { $n ->
        [one] { $count } more is open in the reference, where it judges nothing.
       *[other] { $count } more are open in the reference, where they judge nothing.
    }
diff-lost-loops =
    { $n ->
        [one] { $count } feedback loop is
       *[other] { $count } feedback loops are
    } lost: a referral that the reference wants answered is not.
diff-obligations = Obligations of the reference
diff-others = What else differs
diff-settled-here = settled here
diff-why = { $why } ({ $direction })
diff-asks-more = asks more
diff-asks-less = asks less
diff-asks-other = asks something else
diff-element =
    { $element ->
        [loop] loop { $id }
        [obligation] obligation { $id }
        [step] step { $id }
       *[decision] decision { $id }
    }
diff-element-became =
    { $became ->
        [lost] lost
        [extra] extra
        [renamed] renamed
        [changed] changed
        [not-compared] not compared
       *[sends-elsewhere] sends elsewhere
    }
diff-loop-lost = what { $obligations } asks for is not owed here
diff-same-by-code = called `{ $id }` here, the same by a code
diff-same-by-activity = called `{ $id }` here, the same by the name of an activity
diff-same-by-inputs = called `{ $id }` here, the same by what it looks at
diff-same-otherwise = called `{ $id }` here, the same by something else
diff-kind = kind
diff-who = who
diff-agency = agency
diff-where = where
diff-at-most = at most
diff-differs = it differs
diff-changed = { $what }: { $local }, not { $reference }
diff-added = { $what }: { $local }, which the reference does not say
diff-left-out = { $what }: not said, where the reference has { $reference }
diff-not-the-same = { $what }: not the same
diff-other-input = `{ $input }` is not the same input in both, by its kind or unit
diff-sent-everywhere = everywhere to `{ $local }`, not to `{ $reference }`
diff-sent-where = where { $witness } to `{ $local }`, not to `{ $reference }`
diff-sent-open = { $sent }; a row of it is open
diff-template = asked as { $local }, not as { $reference }
diff-trigger = tied to `{ $local }`, not to `{ $reference }`
diff-owed-to-fewer = not owed where { $witness }
diff-owed-to-more = owed also where { $witness }
diff-other-clock = counted from { $local }, not from { $reference }
diff-by-clock-alone = owed only where there is { $clock }
diff-without-clock = owed even where there is never { $clock }
diff-once-per-case = looked at once a case, not each time
diff-each-time = looked at each time, not once a case
diff-more-discharges = ended by { $steps } too
diff-fewer-discharges = not ended by { $steps }
diff-strength = `{ $local }`, not `{ $reference }`
diff-other-actors = `{ $step }` is done by { $local }, not by { $reference }
diff-nobody-named =
    nobody is named who does `{ $step }`, where the reference names { $reference }
diff-open-here = open here, where it judges nothing
diff-open-here-why = open here, where it judges nothing: { $why }
diff-nothing-stands-for = nothing here stands for { $steps }
diff-not-owed = its steps are here, and nothing asks for them
diff-does-not-count =
    { $n ->
        [one] { $steps } does not count
       *[other] each of { $steps } does not count
    }
diff-is-not-forbidden =
    { $n ->
        [one] { $steps } is not forbidden
       *[other] each of { $steps } is not forbidden
    }
diff-counts-too =
    { $n ->
        [one] { $steps } counts too
       *[other] each of { $steps } counts too
    }
diff-is-forbidden-too =
    { $n ->
        [one] { $steps } is forbidden too
       *[other] each of { $steps } is forbidden too
    }
diff-not-before = not before { $time }
diff-within = within { $time }
diff-window = { $local }, not { $reference }
diff-window-cannot-tell =
    { $local } against { $reference }: neither is sure to lie within the other
diff-window-none = at any time, not { $reference }
diff-window-added = { $local }, not at any time
diff-window-other = at another time
diff-own-step = its own step
diff-gestation = the beginning of the pregnancy
diff-birth = a birth
diff-column-became = Became
diff-column-here = Here
diff-column-why = Why
diff-column-element = Element
diff-column-what = What differs

## The drawing of a pathway

drawing-words = A drawing of a care pathway. { $summary } { $review }
drawing-empty = The pathway has no step.
drawing-subtitle = { $status }, version { $version }. { $review }
drawing-nobody = nobody named
drawing-ends = ends here: { $reason }
drawing-with = { $first }, with { $others }
drawing-at-most =
    { $n ->
        [1] once at the most
       *[other] { $count } times at the most
    }
drawing-must = must
drawing-must-not = must not
drawing-should = should
drawing-should-not = should not
drawing-may = may
drawing-need-not = need not
drawing-open = open
drawing-inferred = { $strength }, inferred
drawing-by-gestation = When it is expected, in weeks of gestation
drawing-by-age =
    { $unit ->
        [hours] When it is expected, by the age of the child in hours
        [days] When it is expected, by the age of the child in days
       *[weeks] When it is expected, by the age of the child in weeks
    }
drawing-since =
    { $unit ->
        [hours] How soon it is expected, in hours after what is named
        [days] How soon it is expected, in days after what is named
       *[weeks] How soon it is expected, in weeks after what is named
    }
drawing-working-days = { $title } (a working day is drawn as a day)
drawing-lanes =
    A step of several agencies stands in the lane of the one named first. Decisions and ways out
    belong to nobody and stand with the step before them.
drawing-elements-open =
    { $n ->
        [one] { $count } element is open: the checklist says which.
       *[other] { $count } elements are open: the checklist says which.
    }
drawing-source = { $publisher }: { $title }
drawing-source-of = { $publisher }: { $title } ({ $year })
drawing-sources = Sources: { $sources }.

## Conditions and times

condition-every-case = in every case
condition-and = { $first }, and { $last }
condition-not-recorded = not recorded
condition-between = { $least } to under { $below }
condition-at-least = { $least } or more
condition-below = under { $below }
condition-anything = anything
condition-input = Input { $place }
window-gestation-between = at { $least } to { $most } of gestation
window-gestation-from = not before { $least } of gestation
window-gestation-by = by { $most } of gestation
window-between = { $least } to { $most } after { $start }
window-from = not before { $least } after { $start }
window-by = within { $most } of { $start }
window-clock =
    { $clock ->
        [gestation] gestation
        [birth] birth
       *[step] step
    }
time-hours =
    { $n ->
        [one] { $count } hour
       *[other] { $count } hours
    }
time-days =
    { $n ->
        [one] { $count } day
       *[other] { $count } days
    }
time-working-days =
    { $n ->
        [one] { $count } working day
       *[other] { $count } working days
    }
time-weeks =
    { $n ->
        [one] { $count } week
       *[other] { $count } weeks
    }
