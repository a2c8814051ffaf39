### The page of printed tables, and whether their arithmetic agrees

## What does not agree

printed-totals =
    { $n ->
        [one] { $count } total
       *[other] { $count } totals
    }
printed-parts =
    { $n ->
        [one] { $count } row with parts
       *[other] { $count } rows with parts
    }
printed-percents =
    { $n ->
        [one] { $count } percentage
       *[other] { $count } percentages
    }
printed-results =
    { $n ->
        [one] { $count } statement
       *[other] { $count } statements
    }
printed-all-agree = all agree
printed-listed-agree = all that are listed agree
printed-do-not-agree =
    { $n ->
        [one] { $count } figure does not agree
       *[other] { $count } figures do not agree
    }
printed-checked =
    Of what is printed, { $totals }, { $parts }, { $percents } and { $results } were recomputed:
    { $outcome }.
printed-not-listed =
    { $n ->
        [one] { $count } printed table or statement of restricted sources is not listed.
       *[other] { $count } printed tables and statements of restricted sources are not listed.
    }
printed-total-fewer =
    { $table }: the rows add up to { $rows }, and the printed total is { $total }; not accounted for
    by a row: { $by }. Which of the two is right cannot be told.
printed-total-more =
    { $table }: the rows add up to { $rows }, and the printed total is { $total }; more in the rows
    than in the total: { $by }. Which of the two is right cannot be told.
printed-percent-sum = The printed percentages add up to { $sum }.
printed-place = { $table }, { $row }
printed-row-parts =
    { $place }: the parts add up to { $sum }, and the printed count is { $printed }. Which of the two
    is right cannot be told.
printed-row-percent =
    { $place }: the printed percentage is { $percent }, and { $count } of { $total } is
    { $recomputed }.
printed-digit-for-bracket =
    { $place }: printed as { $printed }, where a digit stands where the bracket should close; read as
    { $read }.
printed-bracket-open =
    { $place }: printed as { $printed }, where the bracket is not closed; read as { $read }.
printed-too-many-decimals =
    { $place }: printed as { $printed }, where it has more decimals than its column; read as
    { $read }.
printed-too-long = a number too long to print
printed-statement =
    Section { $section }, { $about }: printed is { $result }, and { $operation } is { $gives }.
printed-within-rounding =
    Figures that were rounded before they were printed could explain it.
printed-beyond-rounding = No figures that round to the printed ones give it.
printed-difference = { $first } less { $second }
printed-percent-of = { $first } in percent of { $second }
printed-ratio = { $first } over { $second }
printed-sum = the sum of { $list }
printed-name = { $table } ({ $title })

## The page

printed-page = What is printed, and does its arithmetic agree?
printed-page-short = Printed tables
printed-caption = { $table }: as printed, and recomputed
printed-row-sum = Sum of the rows, recomputed
printed-row-total = Total, as printed
printed-part = of which: { $part }
printed-column-row = Row
printed-column-count = Count as printed
printed-column-parts = Sum of its parts
printed-column-percent = Percentage as printed
printed-column-recomputed-percent = Percentage from the count
printed-column-remark = Remark
printed-more-in-parts = { $count } more in its parts
printed-more-in-rows = { $count } more in the rows
printed-fewer = not accounted for: { $count }
printed-misprint = misprint, read as { $read }
printed-percent-differs = percentage differs from the count
printed-statements = Statements
printed-statements-caption =
    Statements: results as printed, and recomputed from the printed figures
printed-operation = { $operation } ({ $unit })
printed-column-section = Section
printed-column-about = About
printed-column-from = From the figures as printed
printed-column-result = Result as printed
printed-column-recomputed = Result recomputed
printed-column-unit = Unit of the result
printed-not-computed = not computed
printed-agrees = agrees
printed-differs = differs
printed-differs-by-rounding = differs; rounding could explain it
printed-notes-of-project = Notes on other figures of the project
printed-notes-of-others = Notes on no figure of the project
printed-note-of = { $of }: { $note }
printed-note-on = Note on { $of }: { $note }
printed-note =
    section { $section }, { $kind } ({ $weight ->
        [high] high
        [medium] medium
        [low] low
       *[info] info
    }). Printed: { $printed }. Odd about it: { $odd }. Handling: { $handling }.
