### What stands within charts: legends, notes and heads of their tables

## Figures, and why there is none

chart-figures = { $value } ({ $lower } to { $upper })
chart-from-to = { $from } to { $to }
chart-of = { $name }: { $figures }
chart-of-with = { $name }: { $figures }, { $remark }
chart-not-given = not given
chart-no-reason = no reason given
chart-not-a-number = not a number
chart-too-large = too large to show
chart-no-figure = no figure
chart-split = split
chart-too-few-areas = too few areas
chart-all-the-same = all the same
chart-not-of-people = not a number of people

## How a figure stands

chart-higher = higher
chart-lower = lower
chart-similar = similar
chart-better = better
chart-worse = worse
chart-differs = differs
chart-cannot-tell = cannot tell
chart-not-compared = not compared
chart-higher-than = higher than { $against }
chart-lower-than = lower than { $against }
chart-cannot-be-told-from = cannot be told from { $against }
chart-far-above = above the 99.8% line
chart-above = above the 95% line
chart-within = within the lines
chart-below = below the 95% line
chart-far-below = below the 99.8% line

## Heads of columns

chart-lower-end = Lower end, { $interval }
chart-upper-end = Upper end, { $interval }
chart-lower-limit = Lower limit
chart-upper-limit = Upper limit
chart-note = Note
chart-standing = Standing
chart-against = Against { $name }
chart-group = Group
chart-stage = Stage
chart-series = Series
chart-unit = Unit
chart-figure = Figure
chart-place = Place
chart-class = Class
chart-on-the-map = On the map
chart-centre = Centre
chart-change = Change
chart-level = Level
chart-what-begins = Of
chart-percent = % { $name }
chart-lowest-area = Lowest area
chart-lower-quarter = A quarter lie below
chart-upper-quarter = A quarter lie above
chart-highest-area = Highest area
chart-begins = Begins
chart-complete = Complete
chart-works-in-full = Works in full
chart-input-lower = Input at its lower limit
chart-input-upper = Input at its upper limit
chart-what-became = What became of them
chart-from = From
chart-to = To
chart-when = When
chart-statement = What the source says
chart-source = Source

## Cells

chart-comparator = comparator
chart-reference-line = reference line
chart-target = target
chart-fitted-end = Fitted end, { $end }
chart-came-so-far = came so far
chart-next-generation = { $name }, in the next generation
chart-stated = stated
chart-inferred = inferred
chart-open = open
chart-shares-years = shares years with the period before
chart-after-break = after a break: { $begins }

## Legends and words beside marks

chart-interval-of = { $name }, { $interval }
chart-reaches-figures = reaches further: see the figures
chart-reaches-table = reaches further: see the table
chart-note-number = note { $number }
chart-no-figure-below = no figure, named below
chart-hollow = hollow, thin line: shares years with the period before
chart-slope = { $name } (fitted ends { $first } and { $last })
chart-pooled = made of the rows above, { $interval }
chart-expected-rank = expected rank
chart-95-lines = 95% lines
chart-998-lines = 99.8% lines
chart-size = { $name }: { $value }, size { $size }, { $place }
chart-better-change = change for the better
chart-worse-change = change for the worse
chart-upward-change = change upwards
chart-downward-change = change downwards
chart-chance = chance
chart-centre-line = centre
chart-limits-of-chance = limits of chance
chart-centre-at = centre { $value }
chart-lower-at = lower { $value }
chart-upper-at = upper { $value }
chart-worse-side = worse, or lower
chart-better-side = better, or higher
chart-all-areas = all areas
chart-middle-half = the middle half of them
chart-zero = a rate of 0: { $count }
chart-falls-by = Falls by
chart-rises-by = Rises by
chart-at-lower = input at its lower limit
chart-at-upper = input at its upper limit
chart-taken-up = taken up
chart-until-it-works = until it works in full
chart-some-may-come = some may yet come
chart-reached = { $count } { $unit }, { $percent }%
chart-stated-by-source = Stated by the source
chart-inferred-from-it = Inferred from it
chart-leads-too = Leads to { $outcome } by itself too
chart-begins-again = Begins again in the next generation

## Notes under charts

chart-axis-without-zero =
    The value axis does not begin at 0 but at { $from }: compare positions, not lengths.
chart-missing-one = { $name } ({ $reason })
chart-missing-of = { $name } { $of } ({ $reason })
chart-missing = Without a figure: { $missing }.
chart-breaks = Where figures before and after do not compare: { $breaks }.
chart-without-time = Without a time, and not drawn: { $measures }.
chart-outside-unnamed = Outside, without room for a name: { $areas }.
chart-not-drawn =
    { $count ->
        [one] { $written } is not drawn, because a figure is missing: see the table.
       *[other] { $written } are not drawn, because a figure is missing: see the table.
    }
chart-stage-not-drawn = How many came to { $stage } is not drawn: { $reason }.
chart-no-place = Without a place on this map: { $areas }.
chart-names-shortened = Names are shortened: the table has both forms.
chart-hexagons =
    Each hexagon is one area. All are of one size, so that a small area with many births is as easy
    to see as a large one.
chart-enlarged =
    { $count ->
        [one] The marked part, enlarged: { $written } area
       *[other] The marked part, enlarged: { $written } areas
    }

## Drawings of pathways

chart-flow-step = a step
chart-flow-decision = a decision: its rows say who goes where
chart-flow-end = a way out
chart-flow-goes-on = goes on at box 5
chart-flow-stated = stated by a source
chart-flow-inferred = dashed: inferred, for review
chart-flow-open = dotted: open, judges nothing
chart-flow-joins = lines join; without a dot they only cross
chart-flow-must = must be done
chart-flow-should = should be done
chart-flow-may = may be done
chart-flow-owed-open = open: how it is owed is not settled
chart-flow-then = then
chart-flow-lanes =
    { $count ->
        [one] Lane: { $lanes }.
       *[other] Lanes from left to right: { $lanes }.
    }
chart-flow-is-step = step
chart-flow-is-decision = decision
chart-flow-is-end = way out
chart-flow-way = { $label } to { $number }
chart-flow-way-back = { $label }, back to { $number }
chart-flow-way-standing = { $way } ({ $standing })
