### The page of files to take away, of methods and of sources

## The page of files

data-page = Downloads
data-about =
    Every result of the report, at full precision: as comma-separated values, one figure a row, and
    as JSON. Indicators, areas, periods and groups have their ids, and each figure its status, so
    that a missing one is neither 0 nor a word among numbers. The program describes the documents:
    firstyear schema
data-xlsx = Every table of the report as an Excel workbook
data-ods = Every table of the report as an OpenDocument spreadsheet
data-pdf = The whole report to print (PDF)
data-markdown = The whole report as Markdown, without the drawings
data-as-csv = { $title } (CSV)
data-as-json = { $title } (JSON)
data-as-parquet = { $title } (Parquet)
data-package = Every table and document, described for programs (Data Package 2.0)
data-measure-report = Rates by group as FHIR R4 (MeasureReport)
data-dcat = The report as an entry of a data catalogue (DCAT 3, JSON-LD)
data-citation = How to cite the report (Citation File Format)
data-manifest = The hash of every file that was read and written, for firstyear verify

## What a file holds

data-gap = Gap of { $group } against { $against }
data-profile = { $name }: groups, slopes and shares of every period
data-of-period = { $name }, { $period }
data-funnel = { $name } by their size, { $period }
data-small-areas = { $name }, steadied, { $period }
data-themes = Recommendations by theme
data-became = What became of recommendations
data-printed = What is printed, beside what it gives when it is recomputed
data-quality = What was read, and what does not agree with itself
data-problems = Problems in the files, at most { $count } of each kind
data-rates = Rates by group

## A report in which nothing is hidden

data-not-for-release =
    Nothing of a restricted source was hidden in this report and in its data, as --disclosure none
    asks. Keep every file of it with those who may see the source. A report that can be passed on is
    made without that option.

## The page of methods

methods-page = How the figures were made
methods-page-short = Methods
methods-limits =
    Every figure that is made from counts has limits, printed as a { $confidence } interval: made
    this way, limits hold the true value { $confidence } of the time. Where limits are wide, few
    events were counted.
methods-missing =
    Zero, withheld, not reported and not applicable are four different facts, and are kept apart in
    every table.
methods-cannot-tell =
    Two figures ‘cannot be told apart’ when chance alone could explain their difference. It does not
    mean that they are equal.
methods-breaks =
    Nothing is drawn, tested or added up across a change of classification without saying so, and
    periods that overlap are not compared.
methods-heading-used = Methods used
methods-used =
    { $explanation } Source: { $source }. The program says more: firstyear explain { $id }
methods-heading-measured = What is measured
