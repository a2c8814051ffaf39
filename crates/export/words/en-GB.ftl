### The words of reports, in British English. Other languages translate this file.
###
### Figures come with their signs and separators; a name in braces is put in as it is.

## The frame of every page

frame-skip = Skip to the content
frame-menu = All pages
frame-pages = Pages of the report
frame-turn = Page before and after
frame-before = Before
frame-next = Next
frame-sources = Sources
frame-no-source = The project names no source.
frame-download = Download at full precision
frame-method = Method
frame-methods = Methods
frame-source = Source
frame-explained = Figures and how to read them
frame-table = Table
frame-chart = Chart
frame-more = More on this
frame-all-findings = All findings
frame-no-finding = The report has no finding on this.
frame-words = Words on this page
frame-glossary = Glossary
frame-see-also = See also
frame-in-english = This page stands in English: it is not translated yet.
frame-draft = The words of this page are a draft and have not been reviewed yet.
switch-areas = Other areas
switch-whole = Whole report
switch-all = All areas
switch-previous = Previous
switch-next = Next
question-gap = How big is the gap?
question-who = Who does it fall on?
question-help = What would help?
question-agreed = What was agreed?
question-pathways = Do the pathways work?
question-figures = About the figures

## What the script shows: it puts numbers for N and ALL

script-copy = Copy table
script-copied = Copied
script-not-copied = Could not copy
script-filter = Show rows with
script-shown = { $n } of { $all } rows

## Figures

interval = { $confidence } interval { $lower } to { $upper }
interval-none = (no interval can be given)
withheld = withheld
not-reported = not reported
not-applicable = not applicable
not-known = not known
none = none

## Days and periods

day = { $day } { $month } { $year }
span = { $from } to { $to }
financial-years =
    { $count ->
        [one] financial year { $period }
       *[other] financial years { $period }
    }
academic-years =
    { $count ->
        [one] academic year { $period }
       *[other] academic years { $period }
    }
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December

## A gap between a group and those it is held against

gap-subject = The gap of { $group } against { $against }
gap-subject-by = The gap of { $group } against { $against } (by { $classification })
gap-was = { $subject } was { $value } in { $period } { $limits }.
gap-below-0 = Below 0, the group has the lower rate.
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

## What stands of a denominator that is a sample

sample =
    The { $denominator } are a { $percent }% sample multiplied up. The limits of gaps, of shares
    above a reference group, of slopes and of yearly changes allow for the sampling; those of
    single rates and of areas, and the lines of charts, do not.

## The page of gaps

gap-page = How wide is the gap, and is it real?
gap-page-short = Gap
gap-heading = { $group } against { $against }
gap-meaning =
    The gap is the { $indicator } of the group minus that of those it is held against, as a
    percentage of the latter. Above 0, the group has the higher rate.
gap-how-to-read = How to read it
gap-pair = { $earlier } and { $later }: { $basis }
gap-printed-rates =
    Rates printed beside a published gap are rounded: the gap is as published, and is not made from
    them.
gap-against-varies = all that each classification covers
gap-chart = Gap of { $group } against { $against }, by period
gap-chart-words =
    The relative gap in percent by period, with its limits where they are known, by { $series }.
gap-chart-no-line = No line crosses a change of classification.
figures-in-table = Every figure is in the table.
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
in-percent = in percent
then-by = , then by

## Heads of columns

column-period = Period
column-classification = Classification
column-area = Area
column-held-against = Held against
column-rate-group = Rate of the group
column-rate-against = Rate held against
column-gap = Gap, %
column-lower = { $name }, lower limit
column-upper = { $name }, upper limit
column-origin = How it came about
column-marks = Marks of the publisher
rate-of-group = rate of the group
rate-held-against = rate held against
