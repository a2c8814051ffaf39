### The page of causes: what do babies die of, and when?

causes-none-known = { $deaths }, { $period }: no cause has a figure.
causes-none-happened = { $deaths }, { $period }: none in any group of causes.
causes-most = { $deaths }, { $period }: the most were due to { $causes }, { $count }.
causes-most-of = { $deaths }, { $period }: the most were due to { $causes }, { $count } of { $total }.
causes-hidden = Some causes are withheld or not reported and could stand higher.

causes-page = What do babies die of, and when?
causes-page-short = Causes
causes-heading = { $classification }, { $area }, { $period }
causes-chart = Deaths by cause and age at death, { $area }, { $period }
causes-chart-words =
    A bar for the number of deaths of each cause at each age, from the figures of the table.
causes-chart-fewest =
    { $deaths }: of the causes with a figure, the fewest were from { $causes }, { $count }.
causes-chart-fewest-many =
    { $deaths }: of the causes with a figure, the fewest were from { $causes } of them, { $count }
    each.
causes-chart-missing =
    { $deaths }: { $count ->
        [one] { $missing } cause is withheld or not reported and has no bar.
       *[other] { $missing } causes are withheld or not reported and have no bar.
    }
causes-chart-empty = No number of deaths can be shown.
causes-axis = Number of deaths
causes-column = Cause
causes-in-no-group = { $cause } (in no group)
