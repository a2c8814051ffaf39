### The page of decompositions: why do the rates differ?

## What the parts are

decomposition-mix-and-risk =
    Mix is the difference there would be if only the shares of births in each category differed;
    risk is that if only the rates within categories differed; each at the average of the two
    populations, so that they add up. The mix of one category hangs on those of the others: it says
    what the category adds, not what would happen if it alone changed. Neither part is a cause:
    births of one category differ in much else, and another classification gives other parts.
decomposition-by-cause =
    The part of a cause is its rate in the first population minus that in the second, over all
    births of each, so that the parts add up. It says of what more or fewer died, not why, nor what
    would follow if a cause were prevented. How deaths are certified and coded can differ between
    places and over time.
decomposition-limits =
    Limits of parts do not add up to those of the difference. They take the two populations as
    apart: where one area is a part of the other, they are too wide.

## The difference

decomposition-population = { $area }, { $period }
decomposition-refused =
    The { $rate } of { $first }, less that of { $second }, is not taken apart: { $why }.
decomposition-difference =
    The { $rate } of { $first }, less that of { $second }, is { $difference } { $unit }: { $parts }.
decomposition-difference-limits =
    The { $rate } of { $first }, less that of { $second }, is { $difference } { $unit }
    ({ $confidence } interval { $lower } to { $upper }): { $parts }.
decomposition-may-be-chance = Chance alone could explain the whole difference.
decomposition-part = { $name } { $value }
decomposition-from-mix = from another mix of births
decomposition-from-risk = from other rates within categories
decomposition-value = { $value } ({ $confidence } interval { $lower } to { $upper })
decomposition-rate-of-ages = rate of deaths at all these ages
decomposition-most-category =
    The category, mix and risk together, that adds most to it is ‘{ $category }’: { $value }.
decomposition-most-cause = The cause that adds most to it is ‘{ $category }’: { $value }.
decomposition-left-out =
    { $count ->
        [one] { $population }: { $left } is in no category, and in no part.
       *[other] { $population }: { $left } are in no category, and in no part.
    }
decomposition-left-out-count = { $count } { $what }
decomposition-left-out-unknown = { $population }: how many are in no category is not known.

## Why a difference is not taken apart

decomposition-why-versions =
    the first population is classified by { $first } and the second by { $second }: a category of
    one is not that of the other
decomposition-why-category = only one of the two populations has the category ‘{ $category }’
decomposition-why-withheld = a count of the category ‘{ $category }’ is withheld
decomposition-why-disclosive =
    a count is too small to be shown, and the parts would help to find it
decomposition-why-absent = a count of the category ‘{ $category }’ is not reported
decomposition-why-overlap =
    the periods { $first } and { $second } overlap without being the same
decomposition-why-same = both populations are the same area in the same period
decomposition-why-sampled =
    the births of at least one population are a sample multiplied up, while deaths are all counted:
    limits would leave the sampling out
decomposition-why-more-than-total =
    the categories of { $period } add up to more than their total
decomposition-why-births =
    the births behind the deaths of { $period } are not known, or differ between ages
decomposition-why-units = the indicators of the ages at death have different units
decomposition-why-no-rate = no rate can be formed: { $why }

## The page

decomposition-page = Why do the rates differ?
decomposition-page-short = Why rates differ
decomposition-heading = { $classification }: { $first }, less { $second }
decomposition-title-refused =
    The difference between { $first } and { $second } is not taken apart
decomposition-title-chance =
    Chance alone could explain the difference of { $difference } { $unit } between { $first } and
    { $second }
decomposition-title = { $first } less { $second }: { $difference } { $unit }
decomposition-title-most = { $first } less { $second }: { $difference } { $unit }. { $most }
decomposition-chart-words =
    A bar for each part of the difference with its limits: to the right of 0 where { $first } has
    more, to the left where { $second } has.
decomposition-chart-right =
    The longest bar of a category to the right is that of ‘{ $category }’ ({ $part }): { $value }.
decomposition-chart-left =
    The longest bar of a category to the left is that of ‘{ $category }’ ({ $part }): { $value }.
decomposition-chart-told =
    Of { $all } bars of categories, { $above } lie right of 0 with their limits and { $below } left;
    of { $same } it cannot be told.
decomposition-chart-empty = No part of the difference can be shown.
decomposition-axis = Parts of the difference, { $unit }; right of 0: more in { $first }
decomposition-category = Category
decomposition-cause = Cause
decomposition-mix = Mix of births
decomposition-risk = Risk
decomposition-all-categories = All categories
decomposition-all-causes = All causes listed
decomposition-together = Together
decomposition-parts-table = Parts of the difference, { $unit }. { $heading }
decomposition-counts-table = Counts and rates, { $unit }. { $heading }
decomposition-age = Age at death
decomposition-deaths = Deaths
decomposition-of = { $column }, { $population }
decomposition-total = Total
