### Siartiau: drafft, for review by a speaker of Welsh
### Words of the charts that stand on pages in Welsh; the others are said in English.

## Ffigurau

chart-of = { $name }: { $figures }
chart-of-with = { $name }: { $figures }, { $remark }
chart-figures = { $value } ({ $lower } i { $upper })
chart-no-reason = ni roddwyd rheswm
chart-not-a-number = nid yw'n rhif
chart-too-large = rhy fawr i'w ddangos
chart-no-figure = dim ffigur

## Pennau colofnau

chart-lower-end = Pen isaf, { $interval }
chart-upper-end = Pen uchaf, { $interval }
chart-note = Nodyn
chart-series = Cyfres
chart-unit = Uned
chart-what-begins = O

## Celloedd

chart-reference-line = llinell gyfeirio
chart-shares-years = yn rhannu blynyddoedd â'r cyfnod blaenorol
chart-after-break = ar ôl toriad: { $begins }

## Allweddau

chart-no-figure-below = dim ffigur, enwir isod
chart-hollow = gwag, llinell denau: yn rhannu blynyddoedd â'r cyfnod blaenorol

## Nodiadau

chart-axis-without-zero =
    Nid yw echel y gwerthoedd yn dechrau ar 0 ond ar { $from }: cymharwch safleoedd, nid hydoedd.
chart-missing = Heb ffigur: { $missing }.
