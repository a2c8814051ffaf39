### The frame of every page, and what stands on no page of its own

## The frame of every page

frame-skip = Skip to the content
frame-menu = All pages
frame-pages = Pages of the report
frame-turn = Page before and after
frame-before = Previous
frame-next = Next
frame-sources = Sources
frame-no-source = The project names no source.
frame-download = Download at full precision
frame-method = Method
frame-methods = Methods
frame-source = Source
frame-explained = Figures and how to read them
frame-table = Table
frame-chart-in-words = The chart in words
frame-chart = Chart
frame-more = More on this
frame-all-findings = All findings
frame-no-finding = The report has no finding on this.
frame-words = Words on this page
frame-glossary = Glossary
frame-see-also = See also
frame-in-english = This page stands in English: it is not translated yet.
frame-draft = The words of this page are a draft and have not been reviewed yet.
switch-areas = Other areas
switch-whole = Whole report
switch-all = All areas
switch-previous = Previous
switch-next = Next
question-gap = How big is the gap?
question-who = Who does it fall on?
question-help = What would help?
question-agreed = What was agreed?
question-pathways = Do the pathways work?
question-figures = About the figures

## What the script shows: it puts numbers for N and ALL

script-copy = Copy table
script-copied = Copied
script-not-copied = Could not copy
script-filter = Show rows with
script-shown = { $n } of { $all } rows
script-keys = The arrow keys left and right show the values.

## The foot of every page

frame-not-for-release = Not for release: contains figures that must not be published.
frame-made = Made by firstyear { $version }.
frame-made-as-of = Made by firstyear { $version }. Figures as of { $day }.
frame-source-line = { $publisher }: { $title }. { $licence }.
frame-source-released = { $publisher }: { $title }, released { $day }. { $licence }.
disclosure-open =
    At least one source of the report is restricted, and nothing of it is hidden. The report must
    not be published.
disclosure-restricted =
    At least one source is restricted. Withheld are its counts from { $from } to { $to }, the rates,
    gaps and limits made from them, and further groups of a table from which they could be found by
    subtraction, on this page or beside another. Not protected is what can be worked out with
    figures published elsewhere, or with another report on the same source: check this before the
    report is passed on.
disclosure-few-hidden = Of { $source } no rate on fewer than { $least } events is shown.
disclosure-few-marked =
    Of { $source } a rate on fewer than { $reliable } is marked as of low reliability.
disclosure-few-both =
    Of { $source } no rate on fewer than { $least } events is shown, a rate on fewer than
    { $reliable } is marked as of low reliability.
disclosure-published =
    All sources are published: figures are shown as their publishers release them, with the
    publishers' own rules on small numbers.
glossary-about =
    The words of the field that this report uses. On every page the first use of each is marked, and
    opens its meaning.
