### The pages of dimensions: who does it fall on, and how steeply?

## Groups

profile-no-group = In { $period } the { $indicator } in { $area } is not known for any group.
profile-no-firm-group =
    In { $period } the { $indicator } in { $area } is not known well enough for any group.
profile-one = In { $period } the { $indicator } in { $area } was { $value } for ‘{ $group }’.
profile-one-missing =
    In { $period } the { $indicator } in { $area } is { $missing } for ‘{ $group }’.
profile-ends =
    In { $period } the { $indicator } in { $area } { $firstIs ->
        [known] was { $first } for ‘{ $firstGroup }’
       *[missing] is { $first } for ‘{ $firstGroup }’
    }, and { $lastIs ->
        [known] was { $last } for ‘{ $lastGroup }’
       *[missing] is { $last } for ‘{ $lastGroup }’
    }.
profile-lowest-highest =
    In { $period } the { $indicator } in { $area } was lowest for ‘{ $low }’, { $lowest }, and
    highest for ‘{ $high }’, { $highest }.
profile-range =
    In { $period } the { $indicator } in { $area } ran from { $lowest } for ‘{ $low }’ to
    { $highest } for ‘{ $high }’.
profile-unknown = No rate is known for { $groups }.
profile-left-out = Left out of this comparison: { $groups }.
profile-group-why = ‘{ $group }’ ({ $why })
profile-few-events = fewer than { $count } events
profile-no-slope = No slope was computed: { $why }.
profile-no-share = No share above a reference group was computed: { $why }.
profile-no-slope-no-share =
    No slope and no share above a reference group were computed: { $why }.

## Slope and share

profile-slope =
    The fitted rate was { $most } at the most disadvantaged end and { $least } at the least
    disadvantaged end. The difference, the slope index of inequality, was { $sii }; the ratio, the
    relative index of inequality, was { $rii }.
profile-slope-none = The limits hold 0: a slope cannot be told from none.
profile-slope-reverse = Below 0, the least disadvantaged end has the higher fitted rate.
profile-slope-scatter =
    The groups scatter round the slope: their variance is { $times } times what chance alone would
    make it; the limits allow for it.
profile-slope-caution =
    The slope is fitted to groups, not to people: it describes the pattern across groups and does
    not show what would change for a family that moved from one group to another.
profile-share-negative =
    The share of { $events } above the rate of the group ‘{ $group }’ was { $share }. It is
    negative because all groups together have a lower rate than that group: nothing lies above it,
    and it is no group to hold the others against.
profile-share =
    The rate of all groups together lay { $risk } above that of the group ‘{ $group }’, the
    population attributable risk. Had every group had that rate, { $share } of { $events } would
    not have been expected, the population attributable fraction: { $number } in number { $limits }.
profile-share-none = The limits hold 0: it cannot be told whether there are any.
profile-break =
    Between { $earlier } and { $later } the classification changes, from { $from } to { $to }: the
    figures before and after are two series and are not compared.
profile-left-over =
    { $count ->
        [one] { $years } was read but makes no full period, and is not shown.
       *[other] { $years } were read but make no full period, and are not shown.
    }
profile-overlap =
    Some periods overlap: they share years with the one before, so that neighbouring figures are
    not independent.

## Titles of charts

profile-title-flat =
    In { $period } the two ends cannot be told apart: the slope is { $slope }
profile-title-most =
    In { $period } the rate was higher at the most disadvantaged end, by { $slope }
profile-title-least =
    In { $period } the rate was higher at the least disadvantaged end, by { $slope }
profile-title-no-slope = No period has a slope
profile-title-no-course = No group is known in two periods
profile-title-course = Between { $earlier } and { $later } the rate went { $courses }
profile-title-course-group = from { $then } to { $now } for ‘{ $group }’

## The pages

profile-deprivation = Deprivation
profile-ns-sec = Occupation (NS-SEC)
profile-mother-age = Mother’s age
profile-ethnic-group = Ethnic group
profile-page = { $name }: { $indicator } in { $area }
profile-no-period = No period has a figure for { $area }.
profile-latest = The latest period, { $period }
profile-over-time = Over time
profile-axis = { $indicator }, { $unit }
profile-column-group = Group
profile-chart = { $indicator } by { $classification }, { $area }, { $period }
profile-chart-words = The { $indicator } of each group with its limits, { $unit }.
profile-chart-words-slope =
    The { $indicator } of each group with its limits, { $unit }, and the slope fitted to them.
profile-chart-extremes =
    Of the groups with a firm figure, ‘{ $low }’ has the lowest, { $lowest }, and ‘{ $high }’ the
    highest, { $highest }.
profile-chart-total = For ‘{ $group }’ it is { $value }.
profile-chart-slope =
    The fitted slope runs from { $most } at the most disadvantaged end to { $least } at the least
    disadvantaged end: a difference of { $sii }.
profile-chart-empty = No rate of any group can be shown.
profile-most = most disadvantaged
profile-least = least disadvantaged
profile-fitted-slope = Fitted slope: { $slope } ({ $limits })
profile-no-limits = no limits
profile-in-no-group = { $group } (in no group)
profile-groups-table = { $indicator }, { $unit }, by { $classification }, { $area }, { $period }
profile-panels = { $indicator } of each group by period, { $area }
profile-panels-words =
    A small panel for each group with its rate by period and its limits, { $unit }. All have one
    scale, so that heights compare from panel to panel. No line crosses a change of classification.
profile-panels-courses = From { $first } to { $last }, by { $classification }: { $courses }.
profile-panels-at = In { $period }, by { $classification }: { $figures }.
profile-panels-course = ‘{ $group }’ from { $then } to { $now }
profile-panels-figure = ‘{ $group }’ { $value }
profile-panels-limits = { $value } ({ $lower } to { $upper })
profile-panels-interval = In brackets stand { $confidence } intervals.
profile-slopes = Slope index of inequality by period, { $indicator }
profile-slopes-words =
    The difference between the fitted rates at the two ends, { $unit }, with its limits. No line
    crosses a change of classification.
profile-slopes-empty = No slope of any period can be shown.
profile-slopes-axis = Slope index, { $unit }
profile-slopes-table = Slope index, { $unit }, and relative index of inequality, by period
profile-column-slope = Slope index
profile-column-relative = Relative index
profile-column-reference = Reference group
profile-column-risk = Attributable risk
profile-column-share = Share, %
profile-column-why = Why not computed
profile-shares-table =
    Attributable risk, { $unit }, and share of { $events }, above the rate of the reference group,
    by period
profile-rates-table = { $indicator }, { $unit }, by period
