### Drafft: i'w adolygu gan siaradwr Cymraeg. A draft, for review by a speaker of Welsh.

## Ffigurau

interval = cyfwng { $confidence } { $lower } i { $upper }
interval-none = (ni ellir rhoi cyfwng)
withheld = wedi'i atal
not-reported = heb ei adrodd
not-applicable = ddim yn berthnasol
not-known = ddim yn hysbys
none = dim
figures-in-table = Mae pob ffigur yn y tabl.
in-percent = mewn canran
then-by = , yna yn ôl
gap-how-to-read = Sut i'w ddarllen

## Enwau dangosyddion, ynghyd â'r hyn a gyfrifir, ymhlith pwy, a'r uned

indicator-infant-mortality-rate = cyfradd marwolaethau babanod
    .events = marwolaethau dan 1 oed
    .at-risk = genedigaethau byw
    .unit = fesul 1,000 o enedigaethau byw
indicator-neonatal-mortality = cyfradd marwolaethau newyddenedigol
    .events = marwolaethau dan 28 diwrnod oed
    .at-risk = genedigaethau byw
    .unit = fesul 1,000 o enedigaethau byw
indicator-post-neonatal-mortality = cyfradd marwolaethau ôl-newyddenedigol
    .events = marwolaethau o 28 diwrnod i dan 1 oed
    .at-risk = genedigaethau byw
    .unit = fesul 1,000 o enedigaethau byw

## Dyddiau a chyfnodau

day = { $day } { $month } { $year }
span = { $from } i { $to }
financial-years =
    { $count ->
        [one] blwyddyn ariannol { $period }
       *[other] blynyddoedd ariannol { $period }
    }
academic-years =
    { $count ->
        [one] blwyddyn academaidd { $period }
       *[other] blynyddoedd academaidd { $period }
    }
month-1 = Ionawr
month-2 = Chwefror
month-3 = Mawrth
month-4 = Ebrill
month-5 = Mai
month-6 = Mehefin
month-7 = Gorffennaf
month-8 = Awst
month-9 = Medi
month-10 = Hydref
month-11 = Tachwedd
month-12 = Rhagfyr

## Enwadur sy'n sampl

sample =
    Mae { $denominator } yn sampl { $percent }% wedi'i luosi. Mae terfynau bylchau, cyfrannau
    uwchlaw grŵp cyfeirio, goleddfau a newidiadau blynyddol yn caniatáu ar gyfer y samplu; nid felly
    derfynau cyfraddau unigol ac ardaloedd, na llinellau siartiau.

## Pennau colofnau

column-period = Cyfnod
column-classification = Dosbarthiad
column-area = Ardal
column-held-against = O gymharu â
column-rate-group = Cyfradd y grŵp
column-rate-against = Cyfradd y gymhariaeth
column-gap = Bwlch, %
column-lower = { $name }, terfyn isaf
column-upper = { $name }, terfyn uchaf
column-origin = O ble y daeth
column-marks = Nodau'r cyhoeddwr
rate-of-group = cyfradd y grŵp
rate-held-against = cyfradd y gymhariaeth
confidence-interval = cyfwng hyder { $confidence }
measured-events = digwyddiadau
measured-at-risk = enwaduron
measured-unit = yn uned ei ffynhonnell
everyone = Pawb
