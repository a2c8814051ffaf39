# Why something that was asked for is not worked out, within a sentence or as one.

refusal-sampled-births = the births are a sample: their error would be left out of the limits

## Whether something worked

refusal-effect-no-denominators =
    no denominators: the figures are stated without the counts behind them, so nobody can tell a
    change from chance
refusal-effect-unequal-baselines =
    unequal baselines: { $visited } in { $visitedWhen } against { $comparison } in { $comparisonWhen },
    so the same change is another share of each, and one that starts worse comes back towards the
    others by itself
refusal-effect-unequal-periods =
    unequal periods: the visited areas are seen from { $visited }, the comparison from { $comparison }
refusal-effect-holds-visited =
    the comparison holds the visited areas: what changed in them changed it as well
refusal-effect-no-area = no area of { $side } has counts both before and after
refusal-effect-no-rest =
    the rest of { $whole } is not known: it, and every visited area, must have counts both before and
    after
refusal-effect-sampled = those at risk are a sample: their error would be left out of the limits
refusal-effect-no-events = { $side } have no events at all, so chance cannot be told
refusal-effect-disclosive = a count is too small to be shown, and the change would tell it

## Periods of risk

refusal-ppor-not-counted = deaths or births of { $population } at { $band } are not known
refusal-ppor-sampled =
    the births of { $population } are a sample: their error would be left out of the limits
refusal-ppor-other-births =
    the births of { $population } at { $band } do not fit: fetal deaths must be held against live
    births and fetal deaths, the others against live births
refusal-ppor-in-common =
    { $group } and { $reference } have births in common: the reference must be others
refusal-ppor-disclosive = a count is too small to be shown, and the map would tell it

## Scenarios

refusal-scenario-not-counted =
    the deaths or births of the group, or of all, are not known: give their counts, or state the gap
    in [scenario.baseline]
refusal-scenario-sampled =
    the births are a sample: their error would be left out of the limits; state the gap and the share
    of births in [scenario.baseline]
refusal-scenario-not-a-part =
    the group has as many births or more deaths than all: it must be a part of them
refusal-scenario-nothing-to-model =
    no measure can be worked out from its inputs: give what each lacks in [[scenario.measure]]
refusal-scenario-not-steadied =
    the rates are not steadied by other areas: { $why }; leave out `steadied_by`
refusal-scenario-others = measures reach other groups, and the deaths of each are asked for: { $why }
refusal-scenario-more-than-all =
    the groups have more deaths together than all have: they must make up all
refusal-scenario-disclosive =
    a count is too small to be shown, and what is made of it would tell it

refusal-across-stated = the gap is stated, and the counts of the groups are not
refusal-across-steadied =
    the rates of the group and of the others are steadied by other areas, and those of each group are
    not
refusal-across-an-area = the group is an area, and no group of a dimension
refusal-across-not-counted = the counts of group { $group } are not known
refusal-across-not-a-group = { $group } is no group of the dimension that stands beside the others
refusal-across-disclosive =
    a count of a group is too small to be shown, and what is made of it would tell it

refusal-steadied-stated = the gap is stated, and has no counts to steady
refusal-steadied-an-area = the group is an area: [[small_areas]] steadies the rates of areas
refusal-steadied-no-total = the dimension has no total that the others could be told from
refusal-steadied-proportion = the indicator is a proportion, and rates of events are steadied
refusal-steadied-not-counted = the counts of the area itself are not known
refusal-steadied-restricted =
    counts of a restricted source are among those of the areas, and a small one could be worked out

refusal-path-nothing-dated =
    no measure that can be worked out is dated: say when each is taken up in [[scenario.uptake]]
refusal-path-before-start =
    the path begins in { $first }, before the gap that it starts from, of { $start }: let it begin
    later
refusal-path-disclosive = a count is too small to be shown, and the path would tell it
