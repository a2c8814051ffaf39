### The pages of deaths looked into one by one

## Periods of risk

ppor-page = In which period of life do more die?
ppor-page-short = Periods of risk
ppor-map =
    Deaths below 1,500 g, at any age, point to the health of mothers before and in pregnancy and to
    prematurity; those from 1,500 g before birth to care in pregnancy and at birth, in the first 28
    days to care of the newborn, later to the health and safety of infants. An excess says where to
    look, not what went wrong. The approach leaves out births below 500 g and fetal deaths before 24
    weeks, which published bands of birthweight may hold.
ppor-parts =
    Distribution is the part of the excess from more births at weights of higher mortality;
    mortality is that from more deaths at the same weight, each at the average of the two
    populations, so that they add up.
ppor-maternal-health = maternal health and prematurity
ppor-maternal-care = maternal care
ppor-newborn-care = newborn care
ppor-infant-health = infant health
ppor-all-periods = all periods
ppor-heading = { $group } against { $reference }
ppor-population = { $name } ({ $area }, { $period })
ppor-refused = Periods of risk of { $group } against { $reference } are not shown: { $why }.
ppor-excess =
    Of 1,000 live births and fetal deaths of { $group }, { $deaths } died before birth or in the
    first year; of { $reference }, { $others }. The excess is { $excess }{ $limits }.
ppor-chance = Chance alone could explain the whole excess.
ppor-by-period = By period of risk: { $periods }.
ppor-period-excess = { $period } { $excess }
ppor-beyond-none = In no period is the excess more than chance explains.
ppor-beyond = The excess is more than chance explains in { $periods }.
ppor-by-weight =
    By birthweight: { $distribution } from its distribution and { $mortality } from mortality at the
    same weight.
ppor-no-parts = The excess is not taken apart by birthweight: { $why }.
ppor-left-out-unknown = { $side }: how many deaths have no birthweight is not known.
ppor-left-out =
    { $count ->
        [one]
            { $side }: { $ages } death, { $share }% of all, without a usable birthweight, in no
            period.
       *[other]
            { $side }: { $ages } deaths, { $share }% of all, without a usable birthweight, in no
            period.
    }
ppor-fetal = { $deaths } fetal
ppor-neonatal = { $deaths } neonatal
ppor-post-neonatal = { $deaths } post-neonatal
ppor-chart-words =
    A bar for each period of risk with its limits: to the right of 0 where more of { $group } die,
    to the left where fewer do.
ppor-chart-figure = { $period }: { $excess }{ $limits }.
ppor-chart-empty = No period can be shown.
ppor-axis = Excess deaths per 1,000 live births and fetal deaths
ppor-map-table =
    Map of the four periods: excess deaths per 1,000 live births and fetal deaths. Below 1,500 g is
    one period. { $heading }
ppor-rates-table = Deaths per 1,000 live births and fetal deaths. { $heading }
ppor-parts-table =
    Excess deaths per 1,000 live births and fetal deaths, by birthweight distribution and mortality.
    { $heading }
ppor-counts-table = Births and deaths by birthweight. { $heading }
ppor-birthweight = Birthweight
ppor-head-fetal = Fetal
ppor-head-neonatal = Neonatal
ppor-head-post-neonatal = Post-neonatal
ppor-below = Below 1,500 g
ppor-from = From 1,500 g
ppor-all-weights = All
ppor-period-head = Period of risk
ppor-excess-head = Excess
ppor-distribution = Distribution
ppor-mortality = Mortality
ppor-live-births = Live births, { $side }
ppor-fetal-deaths = Fetal deaths, { $side }
ppor-neonatal-deaths = Neonatal deaths, { $side }
ppor-post-neonatal-deaths = Post-neonatal deaths, { $side }

## A review of deaths: what takes most

deaths-page = What did the review of deaths find?
deaths-page-short = Review of deaths
deaths-first = { $area }, { $period }: { $died }.
deaths-died =
    { $count ->
        [one] { $written } infant death
       *[other] { $written } infant deaths
    }
deaths-died-withheld = how many died is withheld
deaths-died-not-whole = how many died is not given of every year and age
deaths-died-not-given = how many died is not given
deaths-most =
    { $count ->
        [one] The most were due to { $causes }: { $deaths }.
       *[other] The most were due to { $causes }: { $deaths } each.
    }
deaths-most-share =
    { $count ->
        [one] The most were due to { $causes }: { $deaths }, { $share }% { $limits }.
       *[other] The most were due to { $causes }: { $deaths } each, { $share }% { $limits }.
    }
deaths-could-stand-higher =
    { $hidden ->
        [withheld] Causes that are withheld could stand higher.
        [absent] Causes that are not given could stand higher.
       *[both] Causes that are withheld or not given could stand higher.
    }
deaths-all-hidden =
    { $hidden ->
        [withheld] The number of each cause with deaths is withheld: { $number } of { $all } causes.
        [absent] The number of each cause with deaths is not given: { $number } of { $all } causes.
       *[both]
            The number of each cause with deaths is withheld or not given: { $number } of { $all }
            causes.
    }
deaths-single-ages = Numbers at single ages are in the table.
deaths-in-no-group = None is in a group of causes.
deaths-no-cause = No cause has a figure.
deaths-rate = All deaths: { $rate } { $unit }{ $limits }.
deaths-rate-higher =
    All deaths: { $rate } { $unit }{ $limits }, higher than that of { $area }, { $other }.
deaths-rate-lower =
    All deaths: { $rate } { $unit }{ $limits }, lower than that of { $area }, { $other }.
deaths-rate-chance =
    All deaths: { $rate } { $unit }{ $limits }; that of { $area } is { $other }, and chance alone
    could set the two apart.
deaths-not-given = Not given, so that nobody can say whether any died of it: { $causes }.
deaths-not-whole = Not given of every year and age: { $causes }.

## What takes more than elsewhere

deaths-nothing-held = Nothing is held against { $area }: { $why }.
deaths-lacks-version =
    its deaths are given by other causes, { $version }, and those here by { $own }
deaths-lacks-periods = its deaths by cause are not given at every age for { $periods }
deaths-lacks-parts =
    its deaths by cause are not given at every age for { $periods }, so that { $period } cannot be
    added up
deaths-lacks-figures = no deaths by cause of it are given
deaths-more-than =
    { $cause }: more than at the rate of { $area }, { $deaths } against { $expected } expected.
deaths-fewer-than =
    { $cause }: fewer than at the rate of { $area }, { $deaths } against { $expected } expected.
deaths-kept-back =
    The published number of { $area } is not repeated beside that of the area for { $causes }: the
    two would leave a small number of deaths elsewhere.
deaths-none-held = No cause is held against { $area }: { $why }.
deaths-by-chance =
    { $count ->
        [one]
            Of { $written } cause held against { $area } about { $chance } would seem apart by
            chance alone.
       *[other]
            Of { $written } causes held against { $area } about { $chance } would seem apart by
            chance alone.
    }
deaths-own-withheld = numbers of the area are withheld
deaths-own-absent = numbers or births of the area are not given
deaths-other-withheld = numbers of { $area } are withheld
deaths-other-absent = numbers or births of { $area } are not given
deaths-no-number = no cause has a number

## Factors

deaths-caution =
    A factor that was found is no cause: whether a baby would have lived without it, the review of
    one death cannot say, and how often babies who live have it stands in no review. A death may
    have several, so that factors do not add up.
deaths-no-factors = Factors were asked for, and none are given for { $period }.
deaths-factors-not-whole =
    Not given of every year of { $period }, and so not added up: { $factors }.
deaths-factors-above =
    Found in more deaths than “{ $any }”, which cannot be: { $factors }. One of the numbers is
    wrong.
deaths-reviewed-of =
    Reviewed were { $reviewed } of { $n ->
        [one] { $died } death: of it
       *[other] the { $died } deaths: of the others
    } no factor is known.
deaths-reviewed-more =
    Deaths reviewed: { $reviewed }, more than the { $died } counted by cause: the two are of other
    deaths, or one of both is wrong.
deaths-factor-found = { $factor } in { $found } of { $reviewed }
deaths-factors = Factors that could be changed, in deaths reviewed: { $factors }.
deaths-no-factor-found = No factor that could be changed is shown to have been found.
deaths-factors-hidden = Of { $number } the number is not shown.

## The chart and the tables of a review

deaths-chart = Deaths by cause and age at death, { $area }, { $period }
deaths-chart-title-none = No number of deaths is known
deaths-chart-words =
    A bar for the number of deaths of each cause at each age, from the figures of the table.
deaths-chart-whole = Where ages are not shown and their sum is, one bar stands for all ages.
deaths-chart-most =
    { $count ->
        [one] { $age }: the longest bar is that of { $causes }, { $deaths }.
       *[other] { $age }: the longest bars are those of { $causes }, { $deaths } each.
    }
deaths-chart-longest-whole =
    { $count ->
        [one] The longest of these is that of { $causes }, { $deaths }.
       *[other] The longest of these are those of { $causes }, { $deaths } each.
    }
deaths-chart-zero = { $age }: no cause whose number is shown has a death.
deaths-chart-no-bar = { $age }: no number is shown.
deaths-chart-withheld =
    { $count ->
        [one] { $written } number at a single age is withheld.
       *[other] { $written } numbers at single ages are withheld.
    }
deaths-chart-not-reported =
    { $count ->
        [one] { $written } number at a single age is not reported.
       *[other] { $written } numbers at single ages are not reported.
    }
deaths-chart-empty = No number of deaths can be shown.
deaths-axis = Number of deaths
deaths-age-not-shown = age not shown
deaths-cause-table = { $review }: deaths by cause and age
deaths-rate-table = { $review }: each cause among births
deaths-factor-table = { $review }: factors that could be changed, { $area }
deaths-cause = Cause
deaths-all-ages = All ages
deaths-share = Share of all deaths, %
deaths-expected = Deaths at that rate
deaths-standing = Standing
deaths-standing-higher = higher
deaths-standing-lower = lower
deaths-standing-cannot-tell = cannot tell
deaths-standing-not-compared = not compared
deaths-remainder = { $cause } (in no group)
deaths-factor = Factor
deaths-found-in = Found in
deaths-reviewed = Deaths reviewed
deaths-share-of-reviewed = Share of those reviewed, %
