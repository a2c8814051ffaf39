### The pages of areas

## What areas are held against, and how they stand

areas-comparator = comparator
areas-higher = higher
areas-lower = lower
areas-cannot-tell = cannot tell
areas-not-compared = not compared
areas-name-period = { $name }, { $period }
areas-code = Code
areas-rate = Rate
areas-remark = Remark

## Areas against a comparator

areas-finding =
    Of { $compared } { $manycompared ->
        [one] area
       *[other] areas
    } compared with it ({ $name }), { $higher } { $manyhigher ->
        [one] is
       *[other] are
    } { $higheris ->
        [better] higher (better) and { $lower } lower (worse)
        [worse] higher (worse) and { $lower } lower (better)
       *[neither] higher and { $lower } lower
    } than chance explains; { $same } cannot be told from it.
areas-none-compared = No area could be compared with it.
areas-by-chance =
    With so many comparisons, about { $expected } would differ by chance alone if none truly did.
areas-left-out =
    { $count } { $many ->
        [one] area is
       *[other] areas are
    } not compared, because a figure is missing or withheld.
areas-marked = The publisher marks { $count } of the rates as of low reliability.
areas-kept-back =
    For { $count } { $many ->
        [one] area no rate is published: ours is made from the counts, and says little.
       *[other] areas no rate is published: ours are made from the counts, and say little.
    }
areas-reading =
    Areas are in order of their code, not of their rate: with small numbers a league table is
    mostly chance.
areas-rule =
    An area is called higher or lower when the limits of its own rate leave out the rate of the
    comparator. This one-level rule takes the comparator's rate as exact: it leaves out the
    comparator's own uncertainty, and that the area may be a part of it. It is not a test of two
    areas against each other.
areas-page = Which areas differ by more than chance?
areas-page-short = Areas
areas-title-none = No area could be compared with { $name }
areas-title =
    { $higher } of { $compared } { $manycompared ->
        [one] area
       *[other] areas
    } { $manyhigher ->
        [one] is
       *[other] are
    } higher than { $name } by more than chance explains, and { $lower } lower
areas-part = { $title }: part { $part } of { $parts }
areas-chart = { $indicator }: { $name }, { $period }
areas-chart-words =
    The rate of each area with its limits, in order of the areas' codes, beside the rate of
    { $against }.
areas-chart-part =
    This is part { $part } of { $parts }, from { $first } to { $last } in order of the areas' codes.
areas-chart-empty = No rate of any area can be shown.
areas-on-map = On the map
areas-against = Against { $against }
areas-table = { $indicator }, { $unit }, { $name }, { $period }

## What a drawing of areas shows, for those who do not see it

areas-classes-none = No area could be compared with { $against }.
areas-classes = There are { $classes }.
areas-class-higher = { $count } higher than { $against }
areas-class-lower = { $count } lower
areas-class-cannot-tell = { $count } not to be told from it
areas-class-not-compared = { $count } not compared
areas-class-withheld = { $count } withheld
areas-class-absent = { $count } without a figure
areas-all-higher = Higher, from the highest rate on: { $areas }.
areas-all-lower = Lower, from the lowest rate on: { $areas }.
areas-highest-shown = The highest rate that is shown is that of { $areas }.
areas-lowest-shown = The lowest rate that is shown is that of { $areas }.
areas-zero = No event was counted, so that the rate is 0: { $areas }.

## The map

areas-map =
    { $indicator }: { $name }, { $period }, on a map by how they stand to { $against }
areas-map-words =
    The map shows how { $many ->
        [one] each of { $count } area stands
       *[other] each of { $count } areas stands
    } to { $against }, and not its raw rate: with small numbers the highest and the lowest raw
    rates of a map are mostly chance.
areas-map-left-out =
    { $count } { $many ->
        [one] area has
       *[other] areas have
    } no place on the map.
areas-map-empty = No area of the comparison is on the map.
areas-map-no-figure = no figure

## Areas by their size

funnel-reading =
    Each area stands at its size and its rate. The lines are the limits between which chance alone
    keeps an area of that size, if its true rate is the comparator's: small areas may lie far from
    it and mean nothing. Areas are not ranked.
funnel-rule =
    An area outside the lines differs by more than chance explains at that level. It is not said
    why: how mothers and births are made up, how deaths are counted and the care that was given are
    all in it. The comparator's rate is taken as exact.
funnel-not-made = No limits could be made: { $why }.
funnel-outside =
    Of { $compared } { $manycompared ->
        [one] area
       *[other] areas
    } compared ({ $name }), { $outside } { $manyoutside ->
        [one] lies
       *[other] lie
    } outside the 95% lines, { $far } of them outside the 99.8% lines. Chance alone would put up to
    about { $expected } outside the 95% lines and { $expectedfar } outside the 99.8% lines if none
    truly differed.
funnel-all-far-above =
    { $is ->
        [better] Above the 99.8% line (better): { $areas }.
        [worse] Above the 99.8% line (worse): { $areas }.
       *[neither] Above the 99.8% line: { $areas }.
    }
funnel-all-above =
    { $is ->
        [better] Above the 95% line (better): { $areas }.
        [worse] Above the 95% line (worse): { $areas }.
       *[neither] Above the 95% line: { $areas }.
    }
funnel-all-below =
    { $is ->
        [better] Below the 95% line (better): { $areas }.
        [worse] Below the 95% line (worse): { $areas }.
       *[neither] Below the 95% line: { $areas }.
    }
funnel-all-far-below =
    { $is ->
        [better] Below the 99.8% line (better): { $areas }.
        [worse] Below the 99.8% line (worse): { $areas }.
       *[neither] Below the 99.8% line: { $areas }.
    }
funnel-scatter =
    The areas scatter { $phi } times as much as chance alone lets them (the mean squared distance φ,
    with the outermost tenth at either end drawn in). What is left beyond chance is a spread of
    their true rates with a standard deviation τ of { $tau }.
funnel-no-scatter =
    The areas scatter no more than chance alone lets them (the mean squared distance φ, with the
    outermost tenth at either end drawn in, is { $phi }; no variance τ² is left beyond chance).
funnel-lines-not-widened =
    The lines are those of chance alone: where all areas differ a little, some lie outside without
    being exceptions.
funnel-lines-widened =
    The lines are widened by that spread, so that an area outside differs by more than areas usually
    do.
funnel-lines = The lines are those of chance alone.
funnel-left-out =
    { $count } { $many ->
        [one] area is
       *[other] areas are
    } not in the drawing, because a count is missing or withheld.
funnel-far-above = above the 99.8% line
funnel-above = above the 95% line
funnel-within = within the lines
funnel-below = below the 95% line
funnel-far-below = below the 99.8% line
funnel-page = Which areas lie outside what chance allows their size?
funnel-page-short = Funnel
funnel-title-none = No area could be held against the lines of chance
funnel-title =
    { $outside } of { $compared } { $manycompared ->
        [one] area
       *[other] areas
    } { $manyoutside ->
        [one] lies
       *[other] lie
    } outside the 95% lines, { $far } of them outside the 99.8% lines
funnel-chart = { $indicator } by size: { $name }, { $period }
funnel-chart-words =
    Each area at its number of { $atrisk } and its rate, between lines that narrow towards the rate
    of { $against } as areas become larger.
funnel-chart-lines =
    For an area of { $smallest } { $atrisk } the 95% lines stand at { $lower } and { $upper }, for one
    of { $largest } at { $largelower } and { $largeupper }.
funnel-chart-empty = No area can be shown at its size.
funnel-line-95-below = 95% line below
funnel-line-95-above = 95% line above
funnel-line-998-below = 99.8% line below
funnel-line-998-above = 99.8% line above
funnel-place = Place
funnel-table = { $indicator } by size, { $unit }, { $name }, { $period }

## Small areas

small-areas-reading =
    Where few events are counted, an area's rate moves from year to year by chance, and its place in
    a league table moves with it: the top and the bottom are mostly the smallest areas. Here each
    rate is drawn to a mean by as much as chance blurs it, and each rank stands with all the ranks
    that the area may well have.
small-areas-rule =
    A rate drawn to the mean is the better guess of an area's true rate, on average over the areas;
    one area that is truly far from all others is drawn in too far. Reliability is the share of the
    differences between own rates of areas of that size that is true: at 20%, four fifths are
    chance.
small-areas-not-drawn = No rate could be drawn to a mean: { $why }.
small-areas-none-above = No area lies above { $against } with a probability of 95% or more.
small-areas-none-below = No area lies below { $against } with a probability of 95% or more.
small-areas-above =
    { $many ->
        [one] One area lies above { $against } with a probability of 95% or more: { $areas }.
       *[other] These areas lie above { $against } with a probability of 95% or more: { $areas }.
    }
small-areas-below =
    { $many ->
        [one] One area lies below { $against } with a probability of 95% or more: { $areas }.
       *[other] These areas lie below { $against } with a probability of 95% or more: { $areas }.
    }
small-areas-ranks =
    There are { $ranks } ranks, and half of the areas have a { $confidence } interval of their rank
    that spans { $span } of them or more. For half of the areas the reliability of the own rate is
    { $reliability }% or less: the rest of the variation between such rates is chance.
small-areas-towards-mean = Rates are drawn to the mean of the areas shown.
small-areas-towards-comparator = Rates are drawn to the rate of { $against }.
small-areas-draws =
    Ranks come from { $draws } draws of all areas (generator { $generator }, seed { $seed }): the
    same seed gives the same ranks. Rank 1 is the highest rate.
small-areas-left-out =
    { $count } { $many ->
        [one] area has
       *[other] areas have
    } no rank, because a count is missing or withheld.
small-areas-page = What do small areas really say?
small-areas-page-short = Small areas
small-areas-title =
    With a probability of 95% or more { $above } of { $all } areas { $manyabove ->
        [one] lies
       *[other] lie
    } above { $against }, and { $below } below
small-areas-chart = { $indicator } and ranks: { $name }, { $period }
small-areas-chart-words =
    For each area, in order of the areas' codes, its own rate with its limits, below it the rate
    drawn to the mean with its narrower limits, and to the right the ranks that it may have.
small-areas-chart-ends =
    Drawn to the mean, the rates reach from that of { $lowest } to that of { $highest }.
small-areas-chart-empty = No rate of any area can be shown.
small-areas-rank-label = Rank; 1 is the highest rate
small-areas-own-label = own rate
small-areas-drawn-label = rate drawn to the mean
small-areas-own = Own rate
small-areas-drawn = Rate drawn to the mean
small-areas-probability = Probability of lying above { $against }, %
small-areas-rank = Rank
small-areas-reliability = Reliability of the own rate, %
small-areas-table = { $indicator } and ranks, { $unit }, { $name }, { $period }

## Which areas first

selection-reading =
    A list of areas by their number of events finds most of the deaths, and so mostly large areas; a
    list by excess finds those with most beyond what they would have at the comparator's rate; a
    probability finds those that are surely higher, however few. None of them says why.
selection-chance =
    Chosen again is how probably an area would be on the list had the same years come anew: its true
    rate is what its count and those of the others make probable, and its count is chance. An area
    of which it is middling is on the list, or not, by luck.
selection-at-least =
    { $chosen } of { $all } areas { $many ->
        [one] has
       *[other] have
    } { $least } or more { $events }.
selection-at-least-again =
    { $chosen } of { $all } areas { $many ->
        [one] has
       *[other] have
    } { $least } or more { $events }; had the same years come anew, { $again } of them would be so
    again, on average.
selection-not-worked-out =
    Excess and what chance has in the list are not worked out: { $why }.
selection-excess =
    Of as many areas with most excess { $events }, { $both } { $many ->
        [one] is
       *[other] are
    } on that list too.
selection-excess-again =
    Of as many areas with most excess { $events }, { $both } { $many ->
        [one] is
       *[other] are
    } on that list too; had the same years come anew, { $again } of them would be so again, on
    average.
selection-unknown =
    Of { $count } { $many ->
        [one] area the counts are not known or not shown: it is on no list, which does not say that
              it has no need.
       *[other] areas the counts are not known or not shown: they are on no list, which does not say
                that they have no need.
    }
selection-page = Which areas first?
selection-page-short = Which areas first
selection-how-to-read = How to read it
selection-none = No rule chooses an area.
selection-chart = Excess events of areas that a rule chooses: { $title }
selection-chart-words =
    A bar for each area that a rule chooses, in order of the areas' codes, with its limits: to the
    right of 0 where more { $events } are counted than at the rate of { $against }.
selection-chart-most = From the most excess on: { $areas }.
selection-axis = { $events } beyond those at the rate of { $against }
selection-least = { $least } or more
selection-again = Again, %
selection-excess-head = Excess
selection-most-excess = Most excess
selection-yes = yes
selection-no = no
selection-table =
    Areas that a rule chooses, in order of their codes; the download has all. { $title }
