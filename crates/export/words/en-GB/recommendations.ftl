### Recommendations, the visits that made them, their tracker, and the board paper

## What was recommended, and what became of it

recommendations-reading =
    A count of recommendations says what was seen and written down, not what matters most: areas,
    visits and writers differ in how finely they split what they say.
recommendations-progress-reading =
    Overdue is what is neither done nor stopped after its day; stalled is what has not changed for {
    $days } days. Shares done within some time follow what is open until the day of the report, and
    count what was stopped as never done. Done is what its owner says: whether it moved an indicator
    is another question.
recommendations-areas =
    { $n ->
        [one] { $count } area
       *[other] { $count } areas
    }
recommendations-on =
    { $n ->
        [one] { $count } theme
       *[other] { $count } themes
    }
recommendations-from-visits =
    { $n ->
        [one] , from { $count } visit
       *[other] , from { $count } visits
    }
recommendations-themes =
    { $n ->
        [one] { $count } recommendation was
       *[other] { $count } recommendations were
    } made to { $areas }{ $visits }, on { $themes }: most on { $names } ({ $most }, { $percent }%{
    $tied ->
        [1] { "" }
       *[other] { " " }each
    }).
recommendations-progress =
    Of { $n ->
        [one] { $made } recommendation
       *[other] { $made } recommendations
    } made by { $day }, { $done }, { $started } started, { $agreed } agreed, { $open } open and
    { $stopped } stopped.
recommendations-done =
    { $n ->
        [one] { $count } is done
       *[other] { $count } are done
    }
recommendations-done-share =
    { $n ->
        [one] { $count } is done ({ $percent })
       *[other] { $count } are done ({ $percent })
    }
recommendations-done-limits =
    { $n ->
        [one] { $count } is done ({ $percent }, { $limits })
       *[other] { $count } are done ({ $percent }, { $limits })
    }
recommendations-limits = { $confidence } interval { $lower } to { $upper }%
recommendations-share = { $percent } ({ $limits })
recommendations-late =
    { $n ->
        [one] { $overdue } is
       *[other] { $overdue } are
    } overdue, and { $nstalled ->
        [one] { $stalled } has
       *[other] { $stalled } have
    } stalled: nothing has changed for { $days } days.
recommendations-within = Within { $days } days of being made { $share } are done; { $half }.
recommendations-half = half of those not stopped within { $n ->
        [one] { $days } day
       *[other] { $days } days
    }
recommendations-half-between =
    half of those not stopped within { $n ->
        [one] { $days } day
       *[other] { $days } days
    } (interval { $lower } to { $upper })
recommendations-half-from =
    half of those not stopped within { $n ->
        [one] { $days } day
       *[other] { $days } days
    } (interval from { $lower } on)
recommendations-half-not-done = half of those not stopped are not done yet
recommendations-later =
    { $n ->
        [one] { $count } was made later, and in no figure here.
       *[other] { $count } were made later, and in no figure here.
    }
recommendations-compared-none =
    { $name }: nothing is compared, as there are no recommendations of { $side }.
recommendations-compared-shared =
    { $n ->
        [one]
            { $name }: no difference is worked out, as { $count } recommendation is on both sides:
            limits take them to be apart.
       *[other]
            { $name }: no difference is worked out, as { $count } recommendations are on both sides:
            limits take them to be apart.
    }
recommendations-compared-alike =
    { $name }: of { $n ->
        [one] { $count } row
       *[other] { $count } rows
    } no share differs between { $first } and { $second } by more than chance may explain.
recommendations-compared-apart =
    { $name }: of { $n ->
        [one] { $count } row
       *[other] { $count } rows
    }, { $first } has against { $second }: { $apart }. Of rows that do not differ about { $chance }%
    would seem to.
recommendations-more =
    { $name } { $points } points more ({ $confidence } interval { $lower } to { $upper })
recommendations-fewer =
    { $name } { $points } points fewer ({ $confidence } interval { $lower } to { $upper })

## The page of recommendations

recommendations-page = What was recommended, and is it happening?
recommendations-page-short = Recommendations
recommendations-no-day =
    The project names no day (as_of), so that nothing can be said of progress.
recommendations-none-read = No recommendation was read.
recommendations-none-made = No recommendation had been made.
recommendations-what = What was recommended
recommendations-happening = Is it happening?
recommendations-by-theme = By theme: what became of recommendations
recommendations-by-area = By area: what became of recommendations
recommendations-by-lead = By the agency that leads: what became of recommendations
recommendations-nobody = Nobody
recommendations-series-done = Done
recommendations-series-started = Started
recommendations-series-agreed = Agreed
recommendations-series-open = Open
recommendations-series-stopped = Stopped
recommendations-became = What became of recommendations by { $day }
recommendations-axis = Recommendations
recommendations-chart-words =
    A bar for each theme, in five parts: done, started, agreed, open and stopped.
recommendations-chart-longest =
    The longest bar is that of { $theme }, with { $n ->
        [one] { $made } recommendation
       *[other] { $made } recommendations
    }: { $done } done, { $started } started, { $agreed } agreed, { $open } open and { $stopped }
    stopped.
recommendations-not-closed = Neither done nor stopped, overdue ones first
recommendations-not-closed-first =
    Neither done nor stopped: the first { $listed } of { $all }, overdue ones first; { $place ->
        [download] the download of the tracker
       *[tracker] the tracker
    } has all
recommendations-theme-caption = Recommendations on { $theme }
recommendations-all-parts = all parts
recommendations-total = Total
recommendations-per-area = Themes, and how many recommendations an area has of each
recommendations-together = Themes that are recommended to the same areas
recommendations-compared = { $name }: { $first } less { $second }
recommendations-compared-on = { $name }, { $theme }: { $first } less { $second }
recommendations-half-are-not = half are not done
recommendations-column-theme = Theme
recommendations-column-made = Made
recommendations-column-overdue = Overdue
recommendations-column-stalled = Stalled
recommendations-column-done = Done, %
recommendations-column-median = Median days to done
recommendations-column-category = Category
recommendations-column-part = Part
recommendations-column-of-all = % of all
recommendations-column-areas = Areas
recommendations-column-median-area = Median of an area
recommendations-column-fewest = Fewest
recommendations-column-most = Most
recommendations-column-and = And
recommendations-column-both = Areas with both
recommendations-column-either = Areas with either
recommendations-column-side = { $side } (of { $total })
recommendations-column-difference = Difference of shares, percentage points

## Visits

visits-heading = Visits
visits-caption = Visits, in the order of their days
visits-findings = Strengths and challenges
visits-participants = What those who took part said
visits-not-yet = not yet
visits-kind =
    { $kind ->
        [strength] strength
       *[challenge] challenge
    }
visits-column-visit = Visit
visits-column-days = Days
visits-column-groups = Discussion groups
visits-column-not-held = Core groups not held
visits-column-interviewed = Interviewed
visits-column-support = Days until support was agreed
visits-column-again = Days until last looked at again
visits-column-kind = Kind
visits-column-finding = What was found
visits-column-asked = Asked
visits-column-agreed = Agreed
visits-column-answered = Answered
visits-column-share = Agreed, %

## What others did

cases-heading = What others did
cases-caption = What others did on these themes
cases-note =
    Case studies: none of them is an effect estimate, and few were held against anything.
cases-note-of =
    Case studies as of { $year }: none of them is an effect estimate, and few were held against
    anything.
cases-column-what = What
cases-column-where = Where
cases-column-how = How
cases-column-known = What is known of it
cases-column-source = Source

## The tracker

tracker-page = Where does each recommendation stand?
tracker-page-short = Tracker
tracker-first =
    The first { $listed } of { $all }: those that are open, overdue ones first, then those that
    closed last. The download has all.
tracker-all =
    All { $all } that were made by { $day }: those that are open, overdue ones first, then those that
    closed last.
tracker-caption = Recommendations on { $day }
tracker-status =
    { $status ->
        [agreed] agreed
        [started] started
        [done] done
        [stopped] stopped
       *[open] open
    }
tracker-done-late = done, after its day
tracker-priority =
    { $priority ->
        [high] high
        [medium] medium
       *[low] low
    }
tracker-nobody = nobody
tracker-no-day = no day is named
tracker-not-overdue = not overdue
tracker-not-told = not told
tracker-column-recommendation = Recommendation
tracker-column-text = What should be done
tracker-column-lead = Led by
tracker-column-priority = Priority
tracker-column-status = Status
tracker-column-due = Due
tracker-column-since = Since
tracker-column-overdue = Days overdue

## The board paper

board-page = Board paper
board-heading-on = { $name }, { $day }
board-gaps = Gaps between groups
board-agreed = What was agreed, and is it happening?
board-indicators-left-out =
    These are { $listed } of { $all } indicators, worse ones before others; { $n ->
        [one] the other { $others } is
       *[other] the other { $others } are
    } in the scorecard.
board-gaps-left-out =
    These are { $listed } of { $all } gaps, worse ones before others; { $n ->
        [one] the other { $others } is
       *[other] the other { $others } are
    } in the scorecard.
board-no-recommendations =
    The project has no recommendations, or names no day (as_of): nothing can be said of what became
    of them.
board-named =
    { $n ->
        [one] { $count } recommendation names
       *[other] { $count } recommendations name
    } an indicator of this paper. Done is what its owner says; whether it moved the indicator is
    another question.
board-others =
    { $n ->
        [one] { $count } open recommendation to the area names none, and stands
       *[other] { $count } open recommendations to the area name none, and stand
    } in { $place ->
        [download] the download of the tracker
       *[tracker] the tracker
    } alone.
board-open-left-out =
    The first { $listed } of { $all } that are open, overdue ones first; { $n ->
        [one] the other { $others } is
       *[other] the other { $others } are
    } in { $place ->
        [download] the download of the tracker
       *[tracker] the tracker
    }.
board-open-caption = Not closed, overdue ones first
board-overdue = { $status }, overdue
board-caption = Where we stand, with { $confidence } limits
board-indicator = { $name }, { $unit }
board-with-limits = { $value } ({ $lower } to { $upper })
board-gap = { $name }, { $group } against { $against } in { $period }: { $told }.
board-gap-never = { $name }, { $group } against { $against }: { $told }.
board-gap-stands = { $value }, { $standing }
board-better = better
board-worse = worse
board-differs = differs
board-cannot-tell = cannot tell
board-not-compared = not compared
board-column-indicator = Indicator
board-column-now = Now
board-column-standing = Standing
board-column-recent = Recent trend
board-column-target = Target
board-column-recommended = Recommended
board-column-moves = Should move
