### The page of what lies behind infant deaths

drivers-page = What lies behind it?
drivers-page-short = What lies behind it
drivers-reading =
    An arrow is an association as its source words it. It is not the size of an effect, and no
    figure of this report is computed from it: what measures would do is worked out from their own
    inputs, on the page of scenarios.
drivers-found =
    { $count ->
        [one] { $all } driver lies behind it
       *[other] { $all } drivers lie behind it
    }; { $actedCount ->
        [one] { $acted } of them has a measure in the catalogue.
       *[other] { $acted } of them have a measure in the catalogue.
    }
drivers-passed-on = Passed on to the next generation: { $drivers }.
drivers-circumstances = What a family lives in
drivers-pregnancy = Before and in pregnancy
drivers-baby = The baby
drivers-cause-of-death = Cause of death
drivers-outcome = What follows
drivers-chart = What leads to what
drivers-chart-title-none = No drivers are known
drivers-chart-empty = No drivers are known.
drivers-chart-words =
    Boxes in { $columns } columns, from what a family lives in to infant death, with arrows from
    each to what it leads to.
drivers-chart-column = { $stage }: { $drivers }.
drivers-chart-arrows =
    { $count ->
        [one] { $all } arrow is drawn
       *[other] { $all } arrows are drawn
    }, { $inferredCount ->
        [0] each as its source states it.
        [one] { $inferred } of them dashed: it is inferred, and its source does not state it.
       *[other] { $inferred } of them dashed: they are inferred, and their sources do not state them.
    }
drivers-chart-rows = Every arrow is a row of the table, with what its source says.
drivers-next-generation = in the next generation
drivers-measures =
    { $count ->
        [one] { $all } measure
       *[other] { $all } measures
    }
drivers-indicators =
    { $count ->
        [one] { $all } indicator
       *[other] { $all } indicators
    }
drivers-measured-by = measured by { $indicators }
drivers-changed-by = changed by { $measures }
drivers-published-points =
    { $n ->
        [one] { $measure } ({ $points } point as published)
       *[other] { $measure } ({ $points } points as published)
    }
drivers-table = What measures each driver, and what changes it
drivers-column = Driver
drivers-column-stage = When in life
drivers-column-indicators = Indicators
drivers-column-measures = Measures
