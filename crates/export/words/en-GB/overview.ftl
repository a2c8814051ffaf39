### The first page

overview-page-short = Overview
overview-nothing = No question of the project has an answer.
overview-heading-untold = What cannot be told
overview-heading-basis = What it rests on

## What cannot be told

overview-gap-cannot-tell =
    Whether the gap of { $group } differs between { $earlier } and { $later }: chance could explain
    it.
overview-gap-not-compared =
    How the gaps of { $earlier } and { $later } compare: they were not compared.
overview-gap-across-break =
    Whether the gap of { $group } changed between { $earlier } and { $later }: the two
    classifications define the group and those it is held against differently.
overview-of-dimension = { $name }: { $why }
overview-areas =
    { $name }: whether { $count ->
        [one] { $written } area differs
       *[other] { $written } areas differ
    } from { $comparator }: chance could explain the difference.

## The list of areas that have a report of their own

each-area-page = A report for each area
each-area-page-short = Each area
each-area-about =
    { $count ->
        [one] { $written } area has a report of its own, with what the figures of this report say of it.
       *[other] { $written } areas have a report of their own, with what the figures of this report say of them.
    }
each-area-others = Others
each-area-remark = { $area } ({ $remark })
each-area-nothing = no question has an answer
each-area-not-made = not made: { $why }
each-area-not-made-page = This report was not made: { $why }.
