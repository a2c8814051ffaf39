### Workbooks, Markdown and PDF

## Names of worksheets: letters alone, as formulas use them

document-cover = Cover
document-contents = Contents
document-notes = Notes
document-table = Table_{ $number }

## The cover of a workbook

document-about = About this workbook
document-holds =
    { $count ->
        [one] { $written } table, each on a worksheet of its own behind the contents and the notes.
       *[other] { $written } tables, each on a worksheet of its own behind the contents and the notes.
    }
document-numbers =
    Numbers have every digit that they were worked out with, and are shown with fewer. A table
    starts in column A below its title and its notes.
document-missing-numbers =
    A cell of numbers is empty where there is no number: the next column whose heading begins with
    Status says why, in the shorthand of the worksheet Notes.
document-day-heading = Day
document-day-none = The report names no day.
document-day = The figures are those of { $day }.
document-sources = Sources and licences
document-disclosure = What is shown and what is hidden
document-made = Made by

## Contents and notes

document-notes-title = Shorthand and conventions
document-notes-page = Every table
document-column-worksheet = Worksheet
document-column-holds = What it holds
document-column-page = Page of the report
document-notes-heading = Notes: shorthand and conventions
document-column-note = Note
document-column-meaning = Meaning
document-note-known = In a column headed Status: the number beside it is there.
document-note-empty = Empty cell
document-break = Break in the series: not comparable with the figure before.
document-confidential = Confidential: there is a figure, and it is withheld.
document-estimated = Estimated, not counted.
document-provisional = Provisional: will be revised.
document-revised = Revised: differs from what was published before.
document-low-reliability = Low reliability: rests on few events.
document-not-available = Not available: not reported, or it could not be worked out.
document-not-applicable = Not applicable: there is nothing to say here.

## Tables

document-one-table = This worksheet contains one table.
document-no-rows = It has no rows: there is nothing to list.
document-page = Page of the report: { $place }.
document-unnamed = Column { $number }
document-known = known
document-status = Status: { $column }
document-status-of = Status: { $first } to { $last }

## The words of figures that cannot be, rather than are not known, between bars: each as it stands
## in a table of a page.

document-cannot-be =
    { not-applicable } | { none } | { cascade-against-each-other } | { recommendations-all-parts } |
    { area-profile-distance-given } | { tracker-not-overdue } | { visits-not-yet } |
    { scenario-nothing-uncertain } | { chart-split } | { recommendations-half-are-not } |
    { cascade-not-seen } | { cascade-nobody } | { cascade-nobody-came } | { pathway-nobody-decided }

## On paper

document-outline = Contents
document-note = Note.
document-page-number = Page { $at } of { $all }
document-explained = Figures and how to read them: { $page }
document-files = { $caption }: { $table } and { $document } of the report
