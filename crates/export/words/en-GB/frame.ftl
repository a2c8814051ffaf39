### The frame of every page, and what stands on no page of its own

## The frame of every page

frame-skip = Skip to the content
frame-menu = All pages
frame-pages = Pages of the report
frame-turn = Page before and after
frame-before = Before
frame-next = Next
frame-sources = Sources
frame-no-source = The project names no source.
frame-download = Download at full precision
frame-method = Method
frame-methods = Methods
frame-source = Source
frame-explained = Figures and how to read them
frame-table = Table
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
