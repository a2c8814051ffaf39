### Figures, days, periods and heads of columns

## Figures

interval = { $confidence } interval { $lower } to { $upper }
interval-none = (no interval can be given)
withheld = withheld
not-reported = not reported
not-applicable = not applicable
not-known = not known
none = none

list-and = { $first } and { $last }
list-or = { $first } or { $last }

## What publishers say of figures

flag-low-reliability = of low reliability
flag-provisional = provisional
flag-revised = revised
flag-estimated = estimated
flag-series-break = not comparable with the one before
remark-as-published = as published, its counts are not all known
remark-no-rate = no rate published

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

## What stands of a denominator that is a sample

sample =
    The { $denominator } are a { $percent }% sample multiplied up. The limits of gaps, of shares
    above a reference group, of slopes and of yearly changes allow for the sampling; those of
    single rates and of areas, and the lines of charts, do not.

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
not-computed = not computed
confidence-interval = { $confidence } confidence interval

## Rates of those that areas are held against

comparator-rate = In { $period } the { $indicator } in { $area } was { $value }.
comparator-rate-missing = For { $period } the { $indicator } in { $area } is { $missing }.
judged-better = (better)
judged-worse = (worse)

## Indicators and groups without a name

measured-events = events
measured-at-risk = denominators
measured-unit = in the unit of its source
everyone = Everyone
