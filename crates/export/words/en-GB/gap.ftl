### The page of gaps

## A gap between a group and those it is held against

gap-subject = The gap of { $group } against { $against }
gap-subject-by = The gap of { $group } against { $against } (by { $classification })
gap-was = { $subject } was { $value } in { $period } { $limits }.
gap-below-0 = Below 0, the group has the lower rate.
gap-is-real = It is more than chance explains.
gap-may-be-chance = Chance alone could explain it: 0 lies between its limits.
gap-real-not-known = Without limits it cannot be told whether chance explains it.
gap-is-missing = { $subject } is { $missing } for { $period }.
gap-no-period = No period has a figure by { $classification }.
gap-of-not-known = The gap of { $period } is not known.
gap-no-interval-from-counts = (no interval can be given, because its counts give none)
gap-no-interval-without-counts = (no interval can be given, because its counts are not known)
gap-across-break = Between the two lies a change of classification, from { $from } to { $to }.
gap-earlier-value = the { $value } of { $period }
gap-earlier = the gap of { $period }
gap-cannot-tell = It cannot be told from { $earlier }.
gap-overlapping =
    It is not compared with { $earlier }: the periods overlap, so that the two are not independent.
gap-without-limits = It is not compared with { $earlier }: neither has limits.
gap-without-figure = It is not compared with { $earlier }: a figure is missing or withheld.
gap-higher-across-break =
    It is higher than { $earlier }, but the two classifications define the group and those it is
    held against differently: whether the gap changed cannot be told from them.
gap-lower-across-break =
    It is lower than { $earlier }, but the two classifications define the group and those it is
    held against differently: whether the gap changed cannot be told from them.
gap-higher = It is higher than { $earlier } by more than chance explains{ $change }{ $judged }.
gap-lower = It is lower than { $earlier } by more than chance explains{ $change }{ $judged }.
gap-widened = : the gap has widened
gap-narrowed = : the gap has narrowed
gap-better = , which is better for the group
gap-worse = , which is worse for the group
gap-absolute = The difference between the two rates was { $value } in { $period }.
gap-basis-difference =
    Both gaps have limits: the ratio of the two rate ratios was tested against 1.
gap-basis-within-limits =
    At most one of the two gaps has limits: where one has, the question is whether the other lies
    between them.
gap-basis-overlapping = The periods share days, so that no test of the two is valid.
gap-overlap =
    Some periods of { $classification } overlap: they share years with the one before, so that
    neighbouring figures are not independent. They are marked, and not compared with each other.

## The page of gaps

gap-page = How wide is the gap, and is it real?
gap-page-short = Gap
gap-heading = { $group } against { $against }
gap-meaning =
    The gap is the { $indicator } of the group minus that of those it is held against, as a
    percentage of the latter. Above 0, the group has the higher rate.
gap-pair = { $earlier } and { $later }. { $basis }
gap-printed-rates =
    Rates printed beside a published gap are rounded: the gap is as published, and is not made from
    them.
gap-against-varies = all that each classification covers
gap-chart = Gap of { $group } against { $against }, by period
gap-chart-words =
    The relative gap in percent by period, with its limits where they are known, by { $series }.
gap-chart-no-line = No line crosses a change of classification.
gap-chart-empty = No gap of any period can be shown.
gap-axis = Relative gap, %
gap-break = now { $classification }
gap-table = Gap of { $group } against { $against }; rates { $unit }
gap-title-none = No gap of { $group } is known
gap-title-missing = The gap of { $period } is { $missing }
gap-title = The gap was { $value } in { $period }
gap-title-cannot-tell = , which cannot be told from that of { $earlier }
gap-title-overlapping = ; the period overlaps that of { $earlier }, so the two are not compared
gap-title-not-compared = ; it is not compared with that of { $earlier }
gap-title-across-break =
    ; whether it changed since { $earlier } cannot be told across a change of classification
gap-title-higher = , higher than in { $earlier } by more than chance explains
gap-title-lower = , lower than in { $earlier } by more than chance explains
gap-rates-none = No period has both rates of the gap of { $group }
gap-rates-title = In { $period } the rate was { $rate } for { $group }, against { $other }
gap-rates-subtitle = { $indicator } of both sides of the gap, by period
gap-rates-words =
    A row for each period of which the rates are known: a filled mark for { $group }, a hollow one
    for { $against }, with their limits where there are any, and a line between the two. The gap
    stands beside it. Rows under different classifications do not compare.
gap-rates-empty = No period has both rates.
gap-published = published: { $origin }
gap-computed = made from counts
gap-overlaps-before = overlaps the period before
