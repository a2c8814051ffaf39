### The page of control charts

## A control chart

spc-kind-xmr = This is an XmR chart (values and their moving ranges).
spc-kind-u = This is a u chart (events over births or people, limits from chance alone).
spc-kind-p = This is a p chart (events among people, limits from chance alone).
spc-kind-u-prime =
    This is a u′ chart (events over births or people, limits allow for more variation than chance).
spc-kind-p-prime =
    This is a p′ chart (events among people, limits allow for more variation than chance).
spc-reading-limits =
    The limits show what chance makes of a process that does not change. A point of chance is no
    news, whichever way it goes from the one before. Limits need about 12 points: with fewer they
    move with each that comes. Of a rate that rises or falls for long they mark the two ends: its
    trend says more.
spc-reading-rules =
    A rule marks a point outside the limits, seven in a row that rise or fall, two of three near
    one limit, and seven in a row on one side of the centre. A period without a figure ends a run.
spc-rule-above = above the upper limit
spc-rule-below = below the lower limit
spc-rule-rising = in a run of { $points } or more points that rises at each step
spc-rule-falling = in a run of { $points } or more points that falls at each step
spc-rule-near-upper = one of two in three points near the upper limit
spc-rule-near-lower = one of two in three points near the lower limit
spc-rule-high = in a run of { $points } or more points above the centre
spc-rule-low = in a run of { $points } or more points below the centre
spc-chance = chance
spc-better = better
spc-worse = worse
spc-higher = higher
spc-lower = lower
spc-begins = new limits begin
spc-begins-after-break = new limits begin after a break of the series
spc-mark = { $meaning }: { $rule }
spc-unknown = The { $indicator } of { $group } in { $area } is not known for any period.
spc-missing = The { $indicator } of { $group } in { $area } is { $missing } for { $period }.
spc-was = The { $indicator } of { $group } in { $area } was { $value } in { $period }.
spc-was-within =
    The { $indicator } of { $group } in { $area } was { $value } in { $period }, between limits of
    { $lower } and { $upper }: within what chance explains.
spc-was-marked =
    The { $indicator } of { $group } in { $area } was { $value } in { $period }, between limits of
    { $lower } and { $upper }: { $meaning }, { $rule }.
spc-no-limits = There are no limits: { $why }.
spc-nothing-varies =
    There are no limits since { $since }: nothing has varied or happened from which to tell what
    chance allows.
spc-none-marked-short = No point since { $since } is marked by a rule.
spc-none-marked =
    No point since { $since } is marked by a rule: what varies is within what chance explains.
spc-marked =
    Of the { $allCount ->
        [one] { $all } point
       *[other] { $all } points
    } with a figure since { $since }, { $markedCount ->
        [one] { $marked } is
       *[other] { $marked } are
    } more than chance: { $which }.
spc-marked-periods = { $periods } ({ $meaning }, { $rule })
spc-many-periods = { $count } from { $first } to { $last }
spc-target-met =
    The process as it is will meet the target of { $target }: both limits do.
spc-target-missed =
    The process as it is will miss the target of { $target }: no value between the limits meets it.
    It takes a change of the process.
spc-target-between =
    The process as it is will meet the target of { $target } in some periods and miss it in others,
    by chance: it lies between the limits.
spc-target-not-told =
    Whether the target of { $target } will be met is not told: that takes limits, and a direction
    that is agreed to be better.
spc-short =
    The latest limits rest on { $count ->
        [one] { $points } point
       *[other] { $points } points
    }. Limits need about 12, and will move until then.

## Why there are no limits

spc-why-empty = no points: a chart needs at least one
spc-why-denominator = point { $point }: the denominator is not a positive number
spc-why-more-events =
    point { $point }: more events than people; a chart of rates allows that

## The page

spc-page = Which changes over time are more than chance?
spc-page-short = Control charts
spc-subject = { $indicator } of { $group }, { $area }
spc-chart = { $subject }, between its limits
spc-chart-words =
    The { $indicator } by period, { $unit }, joined by a line, with its centre and the limits of
    chance.
spc-chart-limits =
    The latest limits are { $lower } and { $upper }, round a centre of { $centre }.
spc-chart-marks =
    Points that a rule marks have a shape of their own; every figure and every rule is in the
    table. No line crosses a period without a figure or the begin of new limits.
spc-chart-empty = No rate of any period can be shown.
spc-title-none = No rate of any period can be held against limits
spc-axis = { $indicator }, { $unit }
spc-target = target
spc-limits-from = new limits from { $period }
spc-limits-from-break = break of the series: new limits from { $period }
spc-table = { $subject }; rates { $unit }
spc-column-lower = Lower limit
spc-column-centre = Centre
spc-column-upper = Upper limit
spc-column-says = What it says
