### The page of the state of the data

## What was read

quality-read =
    { $rows ->
        [one] { $rowsWritten } row
       *[other] { $rowsWritten } rows
    } and { $gaps ->
        [one] { $gapsWritten } published gap
       *[other] { $gapsWritten } published gaps
    } were read from { $sources ->
        [one] { $sourcesWritten } source
       *[other] { $sourcesWritten } sources
    }.
quality-documents =
    { $recommendations ->
        [one] { $recommendationsWritten } recommendation
       *[other] { $recommendationsWritten } recommendations
    } and { $visits ->
        [one] { $visitsWritten } visit
       *[other] { $visitsWritten } visits
    } were read.

## Published rates, and what their counts give

quality-rates-none = No published rate stands beside its counts, so none was recomputed.
quality-rates =
    { $count ->
        [one] { $written } published rate was recomputed from the counts beside it: { $agreement }.
       *[other] { $written } published rates were recomputed from the counts beside them: { $agreement }.
    }
quality-rates-agree = every one agrees as printed
quality-rates-wrong =
    { $wrong ->
        [one] { $wrongWritten } does not agree as printed
       *[other] { $wrongWritten } do not agree as printed
    }
quality-rates-none-listed =
    { $agree ->
        [one] { $agreeWritten } agrees as printed
       *[other] { $agreeWritten } agree as printed
    }, { $wrong ->
        [one] { $wrongWritten } does not and is not listed
       *[other] { $wrongWritten } do not and are not listed
    }
quality-rates-some-listed =
    { $agree ->
        [one] { $agreeWritten } agrees as printed
       *[other] { $agreeWritten } agree as printed
    }, { $wrong ->
        [one] { $wrongWritten } does not
       *[other] { $wrongWritten } do not
    }, of which { $hidden ->
        [one] { $hiddenWritten } is not listed
       *[other] { $hiddenWritten } are not listed
    }

## Printed totals, and what their parts give

quality-totals-none = No printed total stands beside all its parts, so none was added up.
quality-totals =
    { $count ->
        [one] { $written } printed total was added up from its parts: { $agreement }.
       *[other] { $written } printed totals were added up from their parts: { $agreement }.
    }
quality-totals-agree = every one agrees
quality-totals-wrong =
    { $wrong ->
        [one] { $wrongWritten } does not agree
       *[other] { $wrongWritten } do not agree
    }
quality-totals-kinds =
    { $wrong ->
        [one] { $wrongWritten } does not agree
       *[other] { $wrongWritten } do not agree
    }, in { $kinds ->
        [one] { $kindsWritten } kind of figures
       *[other] { $kindsWritten } kinds of figures
    }
quality-totals-none-listed =
    { $agree ->
        [one] { $agreeWritten } agrees
       *[other] { $agreeWritten } agree
    }, { $wrong ->
        [one] { $wrongWritten } does not and is not listed
       *[other] { $wrongWritten } do not and are not listed
    }
quality-totals-some-listed =
    { $agree ->
        [one] { $agreeWritten } agrees
       *[other] { $agreeWritten } agree
    }, { $wrong ->
        [one] { $wrongWritten } does not
       *[other] { $wrongWritten } do not
    }, of which { $hidden ->
        [one] { $hiddenWritten } is not listed
       *[other] { $hiddenWritten } are not listed
    }
quality-not-listed =
    { $count ->
        [one] { $written } disagreement is not listed, because its source is restricted and the figures could give counts away.
       *[other] { $written } disagreements are not listed, because their sources are restricted and the figures could give counts away.
    }

## Why they differ

quality-reason-sample =
    { $people } are a sample multiplied up: parts and total are estimated apart
quality-reason-parts-leave-out = the parts leave out some whom the total counts
quality-reason-total-leaves-out =
    the total leaves out some whom the parts count, or parts count some twice
quality-reason-mixed = some parts give more than their total and some less
quality-reason-rounded = rounded the other way, or made from other counts
quality-reason-whole = printed as a whole number
quality-reason-whole-rounded =
    printed as a whole number, and rounded the other way or added up from rounded rates
quality-reason-unknown = the figures do not tell

## Problems of files

quality-problems-none = The files were read without a problem.
quality-problems = Reading the files gave { $found }.
quality-problems-left-out =
    Reading the files gave { $found }. What an error is about was not used.
quality-errors =
    { $count ->
        [one] { $written } error
       *[other] { $written } errors
    }
quality-warnings =
    { $count ->
        [one] { $written } warning
       *[other] { $written } warnings
    }
quality-notes =
    { $count ->
        [one] { $written } note
       *[other] { $written } notes
    }

## The page

quality-page = What was read, and does it agree with itself?
quality-page-short = Data quality
quality-heading-read = What was read
quality-heading-rates = Rates against their counts
quality-heading-totals = Totals against their parts
quality-heading-problems = Problems in the files
quality-heading-unanswered = Questions without an answer
quality-heading-no-group = Those in no group
quality-whole-state = The state of all that was read
quality-unanswered =
    The project asks these of other areas, and there is no answer for this one.
quality-no-group =
    They count in no group and in no slope. If they were spread unevenly over the groups, the rates
    of the groups would move.

## Its tables

quality-sources = Sources: rows, and cells of counts and values by state
quality-first-and-last = first { $first }, last { $last }
quality-column-periods = First and last period
quality-column-rows = Rows
quality-column-gaps = Published gaps
quality-column-known = Cells known
quality-column-withheld = Withheld
quality-column-not-reported = Not reported
quality-column-not-applicable = Not applicable
quality-column-low-reliability = Marked as of low reliability
quality-table-rates = Published rates that their own counts do not give
quality-column-indicator = Indicator
quality-column-group = Group
quality-column-published = As published
quality-column-recomputed = From the counts
quality-column-reason = Reason, as far as the figures tell
quality-table-totals =
    Printed totals that their parts do not give, by table and reason; differences are the sum of
    the parts minus the total
quality-all-totals = Every printed total that its parts do not give
quality-everyone = everyone
quality-of-events = events
quality-of-at-risk = those at risk
quality-column-over = Added up over
quality-column-within = Among the groups of
quality-column-count = Count
quality-column-totals = Totals
quality-column-indicators = Indicators
quality-column-smallest = Smallest difference
quality-column-largest = Largest difference
quality-table-no-group = Those in no group, latest period of each classification
quality-column-remainder = Remainder
quality-column-events = Events
quality-column-at-risk = At risk
quality-table-problems = Problems by kind, with place and help
quality-column-code = Code
quality-column-severity = Severity
quality-column-place = Place
quality-column-wrong = What is wrong
quality-column-right = What would be right
quality-error = error
quality-warning = warning
quality-note = note
quality-more = and { $count } more like it
quality-question = { $question }: { $why }.
