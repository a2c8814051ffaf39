### The pages of what would help

## A scenario: where it starts

scenario-page = What would narrow the gap?
scenario-page-short = What would narrow the gap
scenario-model =
    A scenario is arithmetic, not a forecast: it holds if the effects are causal, are in this group
    what they were where they were estimated, and all else stays as it is. Points are percentage
    points of the relative gap. All contain the group, so that their rate falls with it, and the gap
    narrows by less than the group's rate falls.
scenario-how-parts-read =
    Alone is what a measure would take from the gap by itself. Its part is its share in what all
    together take, on average over every order in which they could come: parts add up to the whole.
    Two measures never prevent one death twice.
scenario-limits =
    Limits come of the published limits of the inputs and of the counts, by seeded draws. An input
    without published limits is taken as known, which makes the limits too narrow; assumptions of
    the model are in none of them.
scenario-start-missing =
    The gap between { $group } and all in { $area }, { $period } is { $missing }.
scenario-start =
    The scenario starts from a relative gap of { $gap }% between { $group } and all in { $area },
    { $period }; { $share }% of all births are in the group ({ $origin }).
scenario-start-stated = as stated: { $source }
scenario-start-steadied = its rates steadied by those of other areas
scenario-start-counted = counted: { $deaths } of { $all } deaths
scenario-start-counted-alone = counted
scenario-steadied =
    The deaths are few: the group's rate is drawn to those of { $areas } areas by as much as chance
    blurs it, and that of the others likewise.
scenario-steadied-from =
    The deaths are few: the group's rate is drawn to those of { $areas } areas by as much as chance
    blurs it, from { $own } to { $steadied }, and that of the others likewise.
scenario-steadied-share =
    Of the differences between own rates of such an area { $group }% is true in the group,
    { $others }% in the others. Deaths are those that the steadied rate gives.

## What all measures do

scenario-not-worked-out = What would narrow this gap is not worked out: { $why }.
scenario-together =
    { $change ->
        [adds]
            All measures together would add { $points } points{ $limits } to the gap and leave
            { $left }%; added up as if none touched another, they are { $sum }.
       *[takes]
            All measures together would take { $points } points{ $limits } from the gap and leave
            { $left }%; added up as if none touched another, they are { $sum }.
    }
scenario-deaths-of-group =
    { $change ->
        [more] In these years the group would have had { $deaths } more deaths{ $limits }.
       *[fewer] In these years the group would have had { $deaths } fewer deaths{ $limits }.
    }
scenario-deaths-of-all =
    { $change ->
        [more] In these years all groups would have had { $deaths } more deaths{ $limits }.
       *[fewer] In these years all groups would have had { $deaths } fewer deaths{ $limits }.
    }
scenario-absolute =
    The absolute gap goes from { $before } to { $after }: the group's rate from { $own } to
    { $ownafter }, that of all from { $all } to { $allafter }.
scenario-no-limits = There are no limits: no input has published limits.
scenario-no-limits-calibrated =
    { $count ->
        [one]
            There are no limits: { $written } of the measures is calibrated to the published figure,
            and says nothing new about it.
       *[other]
            There are no limits: { $written } of the measures are calibrated to the published
            figure, and say nothing new about it.
    }
scenario-overlap-ignored =
    Overlap ignored: measures that act through one another are counted as if they acted apart, for
    comparison with figures made this way.
scenario-all-held =
    The rate of all is held where it was, although the group is a part of it: contributions come out
    too large, for comparison with figures made this way.
scenario-by-timescale = By when measures are expected to show: { $points }.
scenario-timescale-points =
    { $when } { $part } points ({ $alone } added up as if none touched another)

## What to know of a measure

scenario-lacks = not worked out, as it lacks { $lacks }
scenario-lacks-all-but-product =
    not worked out, as it lacks { $lacks }; its published contribution tells their product alone, a
    fall of the group's rate by { $fall }%
scenario-caution-adjusted =
    the relative risk is adjusted for confounders, and this formula is right for a crude one: with
    the share exposed among those who died, method `miettinen` takes adjusted ones
scenario-caution-outcome =
    the effect was estimated for { $outcome }, and is used for all infant deaths
scenario-caution-group =
    the share exposed is that of another group (`{ $group }` of the catalogue): give your
    own in [[scenario.measure]]
scenario-caution-no-risk-ratio =
    a ratio of odds or hazards stands for one of risks, which are close where deaths are few
scenario-caution-widens = it widens the gap
scenario-caution-overlaps = counted as if it acted apart from what it overlaps with: { $others }
scenario-calibrated = calibrated to the published figure
scenario-acts-through = acts through { $other }, and counts once with it
scenario-reaches = reaches { $others } too
scenario-by-2011 = by 2011
scenario-beyond-2011 = beyond 2011
scenario-nothing-to-know = nothing

## Inputs

scenario-input-exposed-before = share exposed before
scenario-input-exposed-after = share exposed afterwards
scenario-input-exposure-fall = fall of the share exposed
scenario-input-relative-fall = fall over the share exposed
scenario-input-relative-risk = relative risk
scenario-input-odds-ratio = odds ratio
scenario-input-hazard-ratio = hazard ratio
scenario-input-cause-share = share of deaths of the cause
scenario-input-income-rise = rise of income
scenario-input-fall-per-income = fall of mortality per rise of income
scenario-input-rate-fall = fall of the rate
scenario-input-other = another input
scenario-input-in-group = { $input } in { $group }
scenario-origin-stated = stated by the report
scenario-origin-external = another publication
scenario-origin-assumed = assumed
scenario-origin-solved = solved for

## Titles

scenario-title-together =
    { $change ->
        [adds] All measures together would add { $points } points to the gap and leave { $left }%
       *[takes]
            All measures together would take { $points } points from the gap and leave { $left }%
    }
scenario-title-largest-part =
    The largest part of all together is that of ‘{ $measure }’: { $points } points
scenario-title-swings =
    ‘{ $measure }’ matters most: its { $input } moves all together from { $low } to { $high } points

## Charts

scenario-timescales-chart = When measures are expected to show. { $scenario }
scenario-timescales-words =
    A pair of bars for each timescale: what its measures take from the gap as their part of all
    together, and added up as if none touched another.
scenario-timescales-empty = No measure has a timescale.
scenario-cascade-chart =
    From the gap at the start to the one that is left, percent. { $scenario }
scenario-cascade-words =
    A bar for the gap at the start, one for what each measure takes from it after those above it,
    with the limits of what is left then, and one for the gap that is left.
scenario-cascade-ends =
    The gap at the start is { $start }%, the one that is left { $left }%{ $limits }.
scenario-cascade-steps =
    The largest step is that of ‘{ $most }’, { $mostpoints } points; the smallest that of
    ‘{ $least }’, { $leastpoints } points.
scenario-cascade-step = The only step is that of ‘{ $measure }’, { $points } points.
scenario-cascade-empty = The gap is not known.
scenario-points-chart = Each measure alone, and its part of all together. { $scenario }
scenario-points-words =
    A bar for each measure alone, and one for its part in what all together take from the gap: to
    the right of 0 where the gap narrows. Of all together, the first bar is the sum of those alone.
scenario-points-together =
    All together take { $points } points{ $limits }; those alone add up to { $sum }.
scenario-points-parts =
    The largest part is that of ‘{ $most }’, { $mostpoints } points{ $mostlimits }; the smallest
    that of ‘{ $least }’, { $leastpoints } points{ $leastlimits }.
scenario-points-part = The only part is that of ‘{ $measure }’, { $points } points{ $limits }.
scenario-points-empty = No measure can be worked out.
scenario-measures-left-out =
    { $count ->
        [one] { $written } measure is not worked out and has no bar.
       *[other] { $written } measures are not worked out and have no bar.
    }
scenario-tornado-chart = Which input matters. { $scenario }
scenario-tornado-words =
    A pair of bars for each uncertain input, from the points of all together as they are to those
    with the input at its lower and at its upper limit, the widest first. Nothing else is changed.
scenario-tornado-centre =
    { $count ->
        [one] { $written } input is drawn; all together are { $points } points.
       *[other] { $written } inputs are drawn; all together are { $points } points.
    }
scenario-tornado-widest =
    The widest pair is that of ‘{ $input }’, { $lower } points at its lower limit and { $upper } at
    its upper.
scenario-tornado-narrowest =
    The narrowest is that of ‘{ $input }’, { $lower } points at its lower limit and { $upper } at
    its upper.
scenario-tornado-empty = No input has limits.
scenario-axis-points = Percentage points
scenario-axis-gap = Relative gap, %
scenario-axis-together = Points of all measures together
scenario-axis-narrows = Percentage points of the relative gap; right of 0: it narrows
scenario-gap-at-start = Gap at the start
scenario-gap-left = Gap that is left
scenario-measure-input = { $measure }: { $input }

## Tables

scenario-points-table =
    Percentage points that each measure takes from the relative gap; alone, the last row is the sum.
    { $scenario }
scenario-swings-table =
    Which input matters: points of all together when one input is at its limits, the widest swing
    first. { $scenario }
scenario-remarks-table = What to know before a figure is used. { $scenario }
scenario-inputs-table = Every number that was put in, and where it comes from. { $scenario }
scenario-measure = Measure
scenario-measure-in-group = { $measure }, in { $group }
scenario-published = Published
scenario-alone = Alone
scenario-alone-added = Alone, added up
scenario-part = Part
scenario-part-of-all = Part of all together
scenario-in-turn = In turn
scenario-rate-fall = Fall of the group’s rate, %
scenario-expected = Expected to show
scenario-all-together = All together
scenario-not-worked-out-cell = not worked out
scenario-not-said = not said
scenario-input = Input
scenario-at-lower = At its lower limit
scenario-at-upper = At its upper limit
scenario-what-is-done = What is done
scenario-what-to-know = What to know
scenario-value = Value
scenario-lower = Lower limit
scenario-upper = Upper limit
scenario-origin = Origin

## Every group

scenario-across-not-worked-out = Inequality across every group is not worked out: { $why }.
scenario-across = Across every group, the { $measure } goes from { $before } to { $after }.
scenario-across-difference = difference between most and least disadvantaged
scenario-across-ratio = ratio of most to least disadvantaged
scenario-across-slope = slope index of inequality
scenario-across-relative = relative index of inequality
scenario-across-risk = population attributable risk
scenario-across-fraction = population attributable fraction
scenario-across-table =
    Inequality across every group before and after: rates in the indicator's unit, ratios and
    fractions. { $scenario }
scenario-before = Before
scenario-after = After
scenario-change = Change
scenario-groups-table = Every group before and after. { $scenario }
scenario-group = Group
scenario-events = Events
scenario-at-risk = At risk
scenario-rate-before = Rate before
scenario-rate-after = Rate after
scenario-events-avoided = Events avoided
scenario-not-reached = not reached

## A target

scenario-how-far = How far, and when
scenario-target =
    The target is a gap of { $gap }% in { $year }, { $points } points below where the scenario
    starts: the group's rate would have to fall by { $fall }% while those of the others stay as they
    are.
scenario-target-of =
    The target ({ $source }) is a gap of { $gap }% in { $year }, { $points } points below where the
    scenario starts: the group's rate would have to fall by { $fall }% while those of the others
    stay as they are.
scenario-target-no-fall =
    The target is a gap of { $gap }% in { $year }, { $points } points below where the scenario
    starts, which no fall of the group's rate takes from it.
scenario-target-of-no-fall =
    The target ({ $source }) is a gap of { $gap }% in { $year }, { $points } points below where the
    scenario starts, which no fall of the group's rate takes from it.
scenario-target-no-more =
    The target is a gap of { $gap }% in { $year }, and the scenario starts from no more.
scenario-target-of-no-more =
    The target ({ $source }) is a gap of { $gap }% in { $year }, and the scenario starts from no
    more.
scenario-target-left = With all measures in full, { $points } points would be left to it.
scenario-target-met = All measures in full would meet it.
scenario-target-no-measure = No measure that changes an exposure could meet it alone.
scenario-target-no-measure-of-group =
    No measure that changes an exposure of this group only could meet it alone.
scenario-target-alone = Alone it would be met by { $measures }.
scenario-target-exposed = { $measure } with { $after }% exposed
scenario-target-reaching =
    What { $measures } would have to reach is not worked out: other groups would gain too.

## A path over years

scenario-path-reading =
    The path is no forecast: it says what the gap would be if measures were taken up as dated, each
    evenly, and nothing else moved it but a drift that goes either way. Limits hold that drift, the
    error of the counts and that of inputs with published limits; a measure that is calibrated is
    taken at its value.
scenario-path-refused = The gap is not followed over time: { $why }.
scenario-path-end =
    Taken up as dated, the measures leave a gap of { $gap }%{ $limits } in { $year }.
scenario-path-target =
    In { $year }, the year of the target, it would be { $gap }%, and met with a probability of
    { $probability }%.
scenario-path-target-above =
    In { $year }, the year of the target, it would be { $gap }%, above the { $target }% aimed at.
scenario-path-target-within =
    In { $year }, the year of the target, it would be { $gap }%, within the { $target }% aimed at.
scenario-undated = Not dated, and in no year of it: { $measures }.
scenario-drift = Its drift is a standard deviation of { $points } points a year: { $source }.
scenario-path-chart = The gap as measures are taken up, percent. { $scenario }
scenario-path-words =
    The relative gap in the middle of each year, with limits that widen where a drift is told, and a
    line for the target where there is one.
scenario-path-year = The gap is { $gap }%{ $limits } in { $year }.
scenario-path-ends =
    The gap is { $first }%{ $firstlimits } in { $from } and { $last }%{ $lastlimits } in { $to }.
scenario-path-line = The line of the target is at { $target }%, for { $year }.
scenario-path-empty = No year can be shown.
scenario-of-draws = { $confidence } of the draws
scenario-year = Year
scenario-gap = Gap
scenario-target-line = target for { $year }
scenario-years-table = The gap as measures are taken up. { $scenario }
scenario-target-met-share = Target met, %
scenario-nothing-uncertain = nothing uncertain

## When measures are taken up

scenario-dates-chart = When each measure is taken up, and works. { $scenario }
scenario-dates-title =
    { $count ->
        [one] { $written } measure is dated
       *[other] { $written } measures are dated
    }
scenario-dates-title-none-late =
    No dated measure works in full only after { $year }, the year of the target
scenario-dates-title-late =
    { $count ->
        [one]
            { $late } of { $written } dated measure works in full only after { $year }, the year of
            the target
       *[other]
            { $late } of { $written } dated measures work in full only after { $year }, the year of
            the target
    }
scenario-dates-words =
    A bar for each dated measure from the year in which its uptake begins to that in which it is
    complete, and a dotted line on to when it works in full.
scenario-dates-first = ‘{ $measure }’ is the first to work in full, from { $full }.
scenario-dates-last = ‘{ $measure }’ is the last, from { $full }.
scenario-dates-only =
    ‘{ $measure }’ is taken up from { $from } to { $to } and works in full from { $full }.
scenario-dates-aim = A line marks the end of { $year }, the year of the target.
scenario-dates-undated =
    { $count ->
        [one] { $written } measure has no dates, and no bar.
       *[other] { $written } measures have no dates, and no bars.
    }
scenario-dates-empty = No measure is dated.
scenario-dates-row = { $from } to { $to }, in full { $full }
scenario-dates-target = end of { $year }, year of the target
scenario-dates-table = When each measure is taken up. { $scenario }
scenario-begins = Begins in
scenario-complete = Complete in
scenario-years-to-effect = Years to effect

## Costs

scenario-at-what-cost = At what cost
scenario-costs-deaths-full =
    Costs are in { $currency } of { $year }; later costs count { $percent }% less a year, and later
    deaths count in full.
scenario-costs-deaths-less =
    Costs are in { $currency } of { $year }; later costs count { $percent }% less a year, and later
    deaths count { $deaths }% less a year.
scenario-costs-reading =
    Each measure stands by itself: what two prevent together is not divided. Cost of a point is that
    of all years paid for over what the measure takes from the gap in full. Limits are those of the
    effect alone.
scenario-costs-table = What measures cost, each by itself. { $scenario }
scenario-cost-years = Years
scenario-cost-of-year = Cost of a year, { $currency }
scenario-cost-discounted = Discounted, { $currency }
scenario-deaths-avoided = Deaths avoided
scenario-cost-of-death = Cost of a death avoided, { $currency }
scenario-cost-of-point = Cost of a point, { $currency }
scenario-cost-source = Source of the cost
