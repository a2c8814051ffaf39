### The pages of how an area stands

## How a figure stands

scorecard-better = better
scorecard-worse = worse
scorecard-differs = differs
scorecard-cannot-tell = cannot tell
scorecard-not-compared = not compared
scorecard-told =
    { $standing ->
        [better] { $count } better
        [worse] { $count } worse
        [differs] { $count } differs
        [cannot-tell] { $count } cannot tell
       *[not-compared] { $count } not compared
    }
scorecard-told-weighed = { $told } (weight { $weight })
scorecard-domain-mortality = Mortality and what babies are born with
scorecard-domain-risk-factors = Risk factors
scorecard-domain-services = Services
scorecard-domain-wider-determinants = Wider determinants
scorecard-domain-inequality = Inequality
scorecard-domain-other = Other

## Scorecards

scorecard-reading =
    Each row is judged by its own limits, and no score is made of them: an area that is better on
    ten easy things and worse on deaths is not doing well. Cannot tell is an answer: the figures do
    not say which way it is.
scorecard-rule-value =
    A row is better or worse where the figure of { $comparator } in the same period lies outside the
    limits of the area's; that figure is taken as known.
scorecard-rule-overlap =
    A row is better or worse where its limits and those of { $comparator } in the same period do not
    overlap: fewer rows are told apart than by the limits of the area alone.
scorecard-of-domain = { $domain } { $told }
scorecard-sums =
    { $area } on { $count } { $many ->
        [one] indicator
       *[other] indicators
    }: { $domains }.
scorecard-sums-against =
    { $area } against { $comparator } on { $count } { $many ->
        [one] indicator
       *[other] indicators
    }: { $domains }.
scorecard-gaps-within = Between groups within it: { $domain }.
scorecard-no-comparator = Nothing is compared: the scorecard names no comparator.
scorecard-none-compared =
    Nothing is compared: { $comparator } has no figure in the period of any row. Check its code.
scorecard-by-chance =
    Of the { $compared } that are compared about { $expected } would seem apart by chance alone.
scorecard-few-by-chance =
    { $many ->
        [one] { $compared } is compared; by chance few would seem apart.
       *[other] { $compared } are compared; by chance few would seem apart.
    }
scorecard-lacking = { $area } has no figures of { $indicators }.
scorecard-undefined =
    { $count } { $many ->
        [one] indicator of the files is
       *[other] indicators of the files are
    } left out, as nobody says which way is good: { $names }. A [[definition]] says it.
scorecard-undefined-some =
    { $count } { $many ->
        [one] indicator of the files is
       *[other] indicators of the files are
    } left out, as nobody says which way is good: { $names } and others. A [[definition]] says it.
scorecard-stands =
    { $standing ->
        [better] { $indicator }: better than { $comparator }, { $figure } against { $other } in { $period }.
        [worse] { $indicator }: worse than { $comparator }, { $figure } against { $other } in { $period }.
        [higher] { $indicator }: higher than { $comparator }, { $figure } against { $other } in { $period }.
        [lower] { $indicator }: lower than { $comparator }, { $figure } against { $other } in { $period }.
       *[cannot-tell]
            { $indicator }: not to be told from { $comparator }, { $figure } against { $other } in
            { $period }.
    }
scorecard-target-unknown = { $target } by { $year }; no figure to hold against it
scorecard-target-met = { $target } by { $year }; met
scorecard-target-away = { $target } by { $year }; { $away } away
scorecard-target-missed = { $target } by { $year }; missed, { $away } away
scorecard-target-cannot-tell = { $target } by { $year }; cannot tell
scorecard-points = { $count } percentage points
scorecard-page = How does the area stand?
scorecard-page-short = Scorecard
scorecard-title-none = No indicator of { $area } could be compared with { $comparator }
scorecard-title-alike =
    { $area } cannot be told from { $comparator } on any of { $compared } { $many ->
        [one] indicator
       *[other] indicators
    }
scorecard-title =
    { $area } is { $told } of { $compared } { $many ->
        [one] indicator
       *[other] indicators
    } compared, by more than chance explains
scorecard-title-worse-than = worse than { $comparator } on { $count }
scorecard-title-worse = worse on { $count }
scorecard-title-better-than = better than { $comparator } on { $count }
scorecard-title-better = better on { $count }
scorecard-title-apart-from = apart from { $comparator } on { $count }
scorecard-title-apart = apart on { $count }
scorecard-chart = Each figure as a multiple of that of { $comparator }
scorecard-chart-words =
    A row for each indicator that is compared: the area's figure with its limits, divided by the
    figure of { $comparator } in the same period. Which way is good differs from row to row and is
    in the table, with every figure.
scorecard-chart-rows =
    Of { $count } { $many ->
        [one] row
       *[other] rows
    }: { $told }.
scorecard-chart-worse = Worse by more than chance explains, as a multiple: { $indicators }.
scorecard-chart-better = Better by more than chance explains, as a multiple: { $indicators }.
scorecard-chart-apart =
    Apart by more than chance explains, with no agreed good way, as a multiple: { $indicators }.
scorecard-chart-left-out =
    { $count } { $many ->
        [one] indicator is
       *[other] indicators are
    } not in the drawing: a figure of the area or of { $comparator } is missing, withheld or 0.
scorecard-chart-empty = No figure can be compared.
scorecard-axis = Times the figure of { $comparator }
scorecard-indicator = Indicator
scorecard-domain = Domain
scorecard-unit = Unit
scorecard-figure = Figure
scorecard-standing = Standing
scorecard-remark = Remark
scorecard-group = Group
scorecard-rate = Rate
scorecard-weight = { $standing }, weight
scorecard-table = { $name }: every indicator
scorecard-recent = Recent trend
scorecard-target = Target
scorecard-recommendations = Recommendations
scorecard-age = Age of the data
scorecard-course-table = { $name }: where each is going, and what was agreed
scorecard-recent-none = No significant change
scorecard-recent-up = Increasing
scorecard-recent-down = Decreasing
scorecard-recent-up-better = Increasing and getting better
scorecard-recent-up-worse = Increasing and getting worse
scorecard-recent-down-better = Decreasing and getting better
scorecard-recent-down-worse = Decreasing and getting worse
scorecard-recent-cannot-tell = cannot tell: { $why }
scorecard-ends-later = ends after the day of the project
scorecard-years = { $years } years
scorecard-no-day = the project names no day
scorecard-linked = { $made }: { $told }
scorecard-linked-no-day = { $made }: the project names no day
scorecard-linked-done = { $count } done
scorecard-linked-not-closed = { $count } not closed
scorecard-linked-overdue = { $count } not closed ({ $overdue } overdue)
scorecard-linked-stopped = { $count } stopped
scorecard-printed = as published: its counts give another rate, so it may be standardised
scorecard-mixed = one side may be standardised and the other is not: not compared
scorecard-lacks-years = { $years } years are to be added up, and there is no run of so many
scorecard-weighs = weight { $weight }
scorecard-against = Against
scorecard-relative-gap = Relative gap, %
scorecard-since-first = Since the first
scorecard-wider = wider
scorecard-narrower = narrower
scorecard-not-held = not held against it
scorecard-gap-table = { $name }: gaps between groups
scorecard-sum-table = { $name }: how many rows stand in which way

## The profile of an area

area-profile-reading =
    Each spine goes from the worst area on the left to the best on the right, on a scale of its own,
    with the comparator in the middle: two spines cannot be held against each other. Of many
    indicators some stand out by chance. A place among areas is no rank: where few events are
    counted most places are noise.
area-profile-at-risk = { $area } had { $count } { $atrisk } in { $period }.
area-profile-at-risk-same =
    { $area } had { $count } { $atrisk } in { $period }, as many as in { $earlier }.
area-profile-at-risk-fewer =
    { $area } had { $count } { $atrisk } in { $period }, { $percent }% fewer than in { $earlier }.
area-profile-at-risk-more =
    { $area } had { $count } { $atrisk } in { $period }, { $percent }% more than in { $earlier }.
area-profile-alike = Half or more of { $areas } areas have the same figure.
area-profile-highest = It lies in the highest quarter of { $areas } areas.
area-profile-lowest = It lies in the lowest quarter of { $areas } areas.
area-profile-middle = It lies in the middle half of { $areas } areas.
area-profile-years =
    The { $indicator } adds up { $period }; other figures are those of their latest period, unless
    the project adds years up.
area-profile-no-neighbours = There are no statistical neighbours: { $why }.
area-profile-beside-neighbours =
    The { $indicator } of its { $count } { $many ->
        [one] statistical neighbour
       *[other] statistical neighbours
    } together was { $rate } in { $period }: that of { $area } is { $ratio } times as high
    { $limits }, { $verdict ->
        [higher] higher by more than chance explains
        [lower] lower by more than chance explains
       *[cannot-tell] which cannot be told from theirs
    }.
area-profile-beside-neighbours-without-limits =
    The { $indicator } of its { $count } { $many ->
        [one] statistical neighbour
       *[other] statistical neighbours
    } together was { $rate } in { $period }: that of { $area } is { $ratio } times as high,
    { $verdict ->
        [higher] higher by more than chance explains
        [lower] lower by more than chance explains
       *[cannot-tell] which cannot be told from theirs
    }.
area-profile-nearly-sure = more than 99%
area-profile-hardly = less than 1%
area-profile-given = The neighbours are those of { $source }.
area-profile-nearest =
    The neighbours are the areas that are nearest in { $indicators }: the distance is in standard
    deviations of each.
area-profile-weighed = { $indicator } (weight { $weight })
area-profile-lacking =
    { $count } { $many ->
        [one] area lacks a figure of one, and is none.
       *[other] areas lack a figure of one, and are none.
    }
area-profile-by-choice =
    { $indicator } is among what they are chosen by, so that their figures of it are like the area's
    by choice: being near them in it says nothing.
area-profile-steadied =
    { $chance }% of the variation between areas of this size is chance. Drawn to the mean of
    { $areas } areas by as much, the { $indicator } of { $area } in { $period } is { $rate }.
area-profile-steadied-above =
    { $chance }% of the variation between areas of this size is chance. Drawn to the mean of
    { $areas } areas by as much, the { $indicator } of { $area } in { $period } is { $rate }; the
    probability that it lies above { $comparator } is { $probability }.
area-profile-page = What is known of this area?
area-profile-page-short = Area profile
area-profile-stands-out = What stands out
area-profile-over-time = { $indicator } over time
area-profile-neighbours = Statistical neighbours
area-profile-chart = { $area } among { $among }
area-profile-chart-words =
    A spine for each indicator from the worst to the best of { $among }, their middle half darker,
    { $comparator } in the middle, and { $area } on it with its limits.
area-profile-more-apart =
    { $count } more { $many ->
        [one] indicator stands
       *[other] indicators stand
    } apart.
area-profile-chart-empty = No figure can be shown among those of other areas.
area-profile-its-neighbours = its statistical neighbours
area-profile-rug = { $area } and { $whom }, each figure against { $comparator }
area-profile-rug-title =
    { $worse } of { $compared } { $manycompared ->
        [one] figure compared
       *[other] figures compared
    } { $manyworse ->
        [one] is
       *[other] are
    } worse than the comparator by more than chance explains ({ $areas } { $manyareas ->
        [one] area
       *[other] areas
    }, { $indicators } { $manyindicators ->
        [one] indicator
       *[other] indicators
    })
area-profile-rug-words =
    A row for each indicator and a column for { $area } and each of { $whom }: the figure, and a sign
    for how it stands to { $comparator }, a triangle up for better, one down for worse, a diamond
    where neither is better, a hollow circle where chance could make the difference, a hollow square
    where nothing is compared. Of so many cells some stand apart by chance.
area-profile-rug-areas = By area: { $areas }.
area-profile-rug-area = { $area } ({ $told })
area-profile-rug-end = Every cell is in the table.
area-profile-rug-empty = No figure can be shown.
area-profile-share = % of all
area-profile-groups-table = { $atrisk } by { $groups }, { $period }
area-profile-distance = Distance
area-profile-distance-given = given
area-profile-neighbours-table = { $indicator } of the neighbours
area-profile-neighbours-table-of = { $indicator } of the neighbours, { $period }

## Self-assessment

self-assessment-caution =
    A level is what those who judged say of themselves. Levels are an order and no quantity: they are
    counted here and never averaged, and areas that judge themselves more strictly are not behind. A
    high level beside an indicator that is worse is a question to ask, not a contradiction: what is
    done may be new, or something else may move the indicator.
self-assessment-none =
    { $area }: none of the { $count } { $many ->
        [one] statement
       *[other] statements
    } of the matrix was judged.
self-assessment-at-level = { $count } { $level }
self-assessment-levels =
    { $area }, last judged on { $day }: of { $count } { $many ->
        [one] statement
       *[other] statements
    } of the matrix it says of { $told }.
self-assessment-levels-some =
    { $area }, last judged on { $day }: of { $count } { $many ->
        [one] statement
       *[other] statements
    } of the matrix it says of { $told }; { $unjudged } { $manyunjudged ->
        [one] was
       *[other] were
    } never judged.
self-assessment-since =
    Since each was first judged { $higher } { $many ->
        [one] is
       *[other] are
    } higher, { $lower } lower and { $same } the same.
self-assessment-question =
    To ask about: “{ $statement }” is claimed in full, and { $indicators } { $many ->
        [one] is
       *[other] are
    } worse than elsewhere.
self-assessment-page = How far does the area say it is?
self-assessment-page-short = Self-assessment
self-assessment-matrix = Matrix: { $matrix } ({ $source }).
self-assessment-theme = Theme
self-assessment-statement = Statement
self-assessment-matrix-table = { $name }: statements by level, with the days
self-assessment-now = now: { $day }
self-assessment-not-judged = not judged
self-assessment-theme-not-judged = Not judged
self-assessment-theme-table = { $name }: how many statements stand at which level
self-assessment-column-now = Now
self-assessment-rests-on = Rests on
self-assessment-judged-by = Judged by
self-assessment-areas-at = Areas, { $level }
self-assessment-open = Recommendations on the theme, open
self-assessment-done = done
self-assessment-from = From
self-assessment-not-told = not told
self-assessment-once = judged once
self-assessment-same = the same
self-assessment-higher = higher
self-assessment-lower = lower
self-assessment-stated = stated: { $source }
self-assessment-inferred = inferred: { $source }
self-assessment-detail-table = { $name }: what each level rests on
self-assessment-level = Level
self-assessment-indicator-table = { $name }: the indicators beside the statements

## Use of a service against need

equity-reading =
    Use is held against need, and not against people: a group can use a service more than others do
    and still less for its need. Need is what the figures count, which is need that somebody saw:
    groups whom services do not reach may have more.
equity-everyone-else = everyone else
equity-highest = { $indicator }, { $period }: highest in { $groups }, { $rate }.
equity-highest-shown =
    { $indicator }, { $period }: highest of those that are shown in { $groups }, { $rate }.
equity-holds = It holds { $share }% of all in need.
equity-all-among = Of all in need { $rate }% use the service { $limits }.
equity-all-uses = There are { $rate } uses for each 100 in need { $limits }.
equity-less =
    { $group }: it is used less for the need than by { $against }, { $ratio } times as much
    { $limits }.
equity-more =
    { $group }: it is used more for the need than by { $against }, { $ratio } times as much
    { $limits }.
equity-would =
    If it were used as by { $against }, { $count } more would use it { $limits }.
equity-none-held = No group is held against others: counts are missing or withheld.
equity-none-held-of =
    No group is held against others: use or need of { $groups } is missing or withheld.
equity-by-chance =
    Of { $compared } { $many ->
        [one] group
       *[other] groups
    } held against others about { $expected } would seem apart by chance alone.
equity-slope-lower =
    Across the order of the groups use over need is { $points } percentage points lower at the most
    disadvantaged end than at the other { $limits }.
equity-slope-higher =
    Across the order of the groups use over need is { $points } percentage points higher at the most
    disadvantaged end than at the other { $limits }.
equity-slope-doubt = Chance alone could make as much, either way.
equity-no-slope = No slope across the groups: { $why }.
equity-more-users =
    { $groups } { $many ->
        [one] has
       *[other] have
    } more users than there are in need, so that users cannot all be among these: nothing is told of
    their use. Write users = "per-need" where they may be others.
equity-title-none = For its need no group can be told from { $against } in its use
equity-title = For their need { $told } than { $against }, by more than chance explains
equity-title-less =
    { $groups } { $many ->
        [one] uses
       *[other] use
    } it less
equity-title-more =
    { $groups } { $many ->
        [one] uses
       *[other] use
    } it more
equity-quoted = ‘{ $group }’
equity-page = Who uses services, and who needs them?
equity-page-short = Use and need
equity-need-and-service = { $need }, and { $service }
equity-not-audited = Not audited: { $named }: { $why }.
equity-axis = Users for each 100 in need
equity-title-unknown = No need of any group is known
equity-chart-use = Use over need by { $groups }, { $period }
equity-chart-need = Need by { $groups }, { $period }
equity-chart-words = A row for each group with its limits.
equity-chart-words-line = A row for each group with its limits, and a line for everyone.
equity-chart-apart =
    A group stands apart where its use over need differs from that of those whom it is held against
    by more than chance explains.
equity-chart-counts = The table has how many they are.
equity-chart-groups = From the first group on: { $groups }.
equity-chart-missing = { $group } ({ $missing })
equity-chart-everyone = The line is that of { $everyone }.
equity-chart-empty = No figure can be shown.
equity-in-need = In need
equity-share-of-need = Share of all in need, %
equity-users = Users
equity-per-100 = For each 100 in need
equity-share-of-use = Share of all users, %
equity-unmet = In need, without the service
equity-use-table = { $service }: use, { $period }
equity-times = Times as much
equity-shortfall = More who would use it
equity-less-for-need = less for its need
equity-more-for-need = more for its need
equity-standing-table = { $service }: use over need against { $against }
