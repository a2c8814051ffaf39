### The page of trends, periods that are left out, and the course of a line in words

## A rate over time

trend-unknown = The { $indicator } of { $group } in { $area } is not known for any period.
trend-was = The { $indicator } of { $group } in { $area } was { $value } in { $period }.
trend-missing = The { $indicator } of { $group } in { $area } is { $missing } for { $period }.
trend-recent-not-told = No recent trend is told: { $why }.
trend-recent-no-events =
    There were no events from { $first } to { $last }, so nothing can be said of a recent trend;
    the risk need not be zero.
trend-recent-none =
    The recent trend from { $first } to { $last } shows no significant change, which is not to say
    that nothing changed.
trend-recent = The recent trend from { $first } to { $last } is ‘{ $marker }’.
trend-marker-none = No significant change
trend-marker-increasing = Increasing
trend-marker-decreasing = Decreasing
trend-marker-increasing-better = Increasing and getting better
trend-marker-increasing-worse = Increasing and getting worse
trend-marker-decreasing-better = Decreasing and getting better
trend-marker-decreasing-worse = Decreasing and getting worse
trend-change-not-told = No yearly change is told: { $why }.
trend-change-cannot-tell =
    From { $first } to { $last }, a yearly change cannot be told from none: { $percent }% a year
    { $limits }.
trend-changed =
    From { $first } to { $last } it { $way ->
        [fell] fell
       *[rose] rose
    } by { $percent }% a year { $limits }{ $course ->
        [bent] , on average and not evenly
       *[even] {""}
    }, more than chance explains{ $judged ->
        [better] , for the better
        [worse] , for the worse
       *[neither] {""}
    }.
trend-scatter =
    The years of { $group } scatter round the line of the yearly change { $times } times as much as
    chance would have them: the course bends, and one figure for all years says less than the
    chart. The limits allow for it.
trend-others = the others
trend-gap-not-told = No trend in the gap is told: { $why }.
trend-gap-shared-members =
    No trend in the gap is told: { $group } and { $against } share members. Hold the group against
    others.
trend-gap-cannot-tell =
    From { $first } to { $last }, whether the gap widens or narrows cannot be told: the rate of
    { $group } over that of { $against } changed by { $percent }% a year { $limits }.
trend-gap-changed =
    From { $first } to { $last }, the rate of { $group } over that of { $against } { $way ->
        [fell] fell
       *[rose] rose
    } by { $percent }% a year { $limits }, more than chance explains{ $gap ->
        [widened] : the gap has widened
        [narrowed] : the gap has narrowed
        [lower-widened] : the gap, in which the group has the lower rate, has widened
        [lower-narrowed] : the gap, in which the group has the lower rate, has narrowed
       *[neither] {""}
    }{ $judged ->
        [better] , which is better for the group
        [worse] , which is worse for the group
       *[neither] {""}
    }.
trend-cannot-tell-recent = The recent trend of { $group }: { $why }.
trend-cannot-tell-gap = Whether the gap of { $group } changes: { $why }.

## Why a trend is not told

trend-why-too-few =
    { $count ->
        [one] { $given } comparable period
       *[other] { $given } comparable periods
    }, and { $needed } are needed
trend-why-not-yearly =
    the periods are { $years } years long, and the marker is made for single years
trend-why-sampled =
    those at risk are a sample multiplied up, and the marker is made for a full count
trend-why-shared-members =
    the two groups share members: a group is held against others, not against a whole
trend-why-no-events = no events at any point of a series
trend-why-not-settled =
    the fit does not settle: give points at different times, with events at more than one
trend-why-proportion =
    point { $point } (counted from 1): a proportion that is neither 0 nor 1 is asked for
trend-why-limits =
    point { $point } (counted from 1): a value between two different finite limits is asked for

## Periods that are left out

left-out-of-trend = Left out of the trend of { $group }: { $periods }.
left-out-of-chart = Left out of the chart: { $periods }.
left-out-reason = { $periods } ({ $why })
left-out-many = { $count } periods from { $first } to { $last }
left-out-overlaps = shares days with the periods that are used
left-out-other-length = of another length or kind than those used
left-out-other-version = by another version of the classification
left-out-before-break = before a break of the series
left-out-interrupted = apart from the periods that are used
left-out-without-counts = published without its counts
left-out-not-years = not a whole year

## The course of a line, for those who cannot see it

course-none = { $name }: no figure in any period.
course-one = { $name }: { $value } in { $period }.
course-ends =
    { $name }: { $first } in { $firstPeriod } and { $last } in { $lastPeriod }.
course-between =
    { $name }: { $first } in { $firstPeriod } and { $last } in { $lastPeriod }; no figure of the
    other periods lies outside these two.
course-beyond =
    { $name }: { $first } in { $firstPeriod } and { $last } in { $lastPeriod }; the lowest figure
    is { $lowest } in { $lowestPeriod }, the highest { $highest } in { $highestPeriod }.
course-anew = { $name } ({ $label })
course-missing = Without a figure: { $periods }.
course-missing-one = { $period } ({ $why })
course-missing-many =
    { $missing } of { $all } periods are without a figure, from { $first } to { $last }.

## The page of trends

trend-page = Is it rising or falling, and how fast?
trend-page-short = Trend
trend-subject = { $indicator } of { $group }, { $area }
trend-subject-pair = { $indicator } of { $group } and { $against }, { $area }
trend-reading-run =
    A trend rests on whole years of equal length, each next to the one before: years that overlap,
    or that a change of classification or a break of the series parts from the latest, are left out
    and named.
trend-reading-recent =
    The recent trend is the marker of the Fingertips profiles of English public health: the latest
    five years, significant beyond 99.8%, and only where no single year makes it so.
trend-reading-change =
    The yearly change is that of one line through all years that the trend rests on, on a
    logarithmic scale; its limits allow for more scatter than chance.
trend-chart = { $subject }, by period
trend-chart-words = The { $indicator } by period with its limits, { $unit }.
trend-chart-overlaps = A hollow mark is of a period that shares years with the one before.
trend-chart-no-line =
    No line crosses a change of classification or a break of the series.
trend-chart-empty = No rate of any period can be shown.
trend-axis = { $indicator }, { $unit }
trend-break-version = now { $classification }
trend-break-series = break of the series
trend-line-version = { $name }, { $classification }
trend-line-length = { $name }, { $count } × { $unit }
trend-title-none = no yearly change can be given for { $group }
trend-title-cannot-tell =
    from { $first } to { $last } a yearly change of the rate of { $group } cannot be told from none
trend-title-fell =
    from { $first } to { $last } the rate of { $group } fell by { $percent }% a year
trend-title-rose =
    from { $first } to { $last } the rate of { $group } rose by { $percent }% a year
trend-table = { $subject }; rates { $unit }
trend-column-group = Group
trend-column-rate = Rate
trend-column-remark = Remark
trend-column-used = In the trend
trend-used = yes
trend-not-used = no: { $why }
trend-tests = Recent trends and yearly changes
trend-column-of = Of
trend-column-from = From
trend-column-to = To
trend-column-recent = Recent trend
trend-column-change = Change a year, %
trend-column-p = p
trend-ratio = rate of { $group } over that of { $against }
trend-marker-not-told = not told: { $why }
