### Geiriau adroddiadau yn Gymraeg. Drafft: i'w adolygu gan siaradwr Cymraeg cyn ei ddefnyddio.
### The words of reports in Welsh. A draft, for review by a speaker of Welsh before it is used.

## Ffrâm pob tudalen

frame-skip = Neidio i'r cynnwys
frame-menu = Pob tudalen
frame-pages = Tudalennau'r adroddiad
frame-turn = Y dudalen flaenorol a'r nesaf
frame-before = Blaenorol
frame-next = Nesaf
frame-sources = Ffynonellau
frame-no-source = Nid yw'r prosiect yn enwi ffynhonnell.
frame-download = Lawrlwytho'n llawn fanwl
frame-method = Dull
frame-methods = Dulliau
frame-source = Ffynhonnell
frame-explained = Ffigurau a sut i'w darllen
frame-table = Tabl
frame-chart = Siart
frame-more = Mwy am hyn
frame-all-findings = Pob canfyddiad
frame-no-finding = Nid oes gan yr adroddiad ganfyddiad ar hyn.
frame-words = Geiriau ar y dudalen hon
frame-glossary = Geirfa
frame-see-also = Gweler hefyd
frame-in-english = Mae'r dudalen hon yn Saesneg: nid yw wedi'i chyfieithu eto.
frame-draft = Drafft yw geiriau'r dudalen hon ac nid ydynt wedi'u hadolygu eto.
switch-areas = Ardaloedd eraill
switch-whole = Yr adroddiad cyfan
switch-all = Pob ardal
switch-previous = Blaenorol
switch-next = Nesaf
question-gap = Pa mor fawr yw'r bwlch?
question-who = Ar bwy y mae'n syrthio?
question-help = Beth fyddai'n helpu?
question-agreed = Beth a gytunwyd?
question-pathways = A yw'r llwybrau'n gweithio?
question-figures = Am y ffigurau

## Geiriau'r sgript

script-copy = Copïo'r tabl
script-copied = Wedi'i gopïo
script-not-copied = Methwyd â chopïo
script-filter = Dangos rhesi gyda
script-shown = { $n } o { $all } rhes

## Enwau tudalennau yn y llywio

nav-index = Trosolwg
nav-gap = Bwlch
nav-trend = Tuedd
nav-spc = Siartiau rheoli
nav-scorecard = Cerdyn sgorio
nav-area-profile = Proffil ardal
nav-deprivation = Amddifadedd
nav-ns-sec = Galwedigaeth (NS-SEC)
nav-mother-age = Oedran y fam
nav-ethnic-group = Grŵp ethnig
nav-areas = Ardaloedd
nav-funnel = Twndis
nav-small-areas = Ardaloedd bach
nav-causes = Achosion
nav-decomposition = Pam mae cyfraddau'n wahanol
nav-ppor = Cyfnodau risg
nav-scenario = Beth fyddai'n culhau'r bwlch
nav-drivers = Beth sydd y tu ôl iddo
nav-selection = Pa ardaloedd yn gyntaf
nav-evaluation = Gwerthuso
nav-board = Papur i'r bwrdd
nav-recommendations = Argymhellion
nav-learning = Beth a ddilynodd
nav-self-assessment = Hunanasesu
nav-equity-audit = Archwiliad tegwch
nav-deaths-review = Adolygiad o farwolaethau
nav-methods = Dulliau
nav-glossary = Geirfa
nav-data-quality = Ansawdd data
nav-downloads = Lawrlwythiadau

## Ffigurau

interval = cyfwng { $confidence } { $lower } i { $upper }
interval-none = (ni ellir rhoi cyfwng)
withheld = wedi'i atal
not-reported = heb ei adrodd
not-applicable = ddim yn berthnasol
not-known = ddim yn hysbys
none = dim

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

## Bwlch rhwng grŵp a'r rhai y cymherir ef â hwy

gap-subject = Y bwlch rhwng { $group } a { $against }
gap-subject-by = Y bwlch rhwng { $group } a { $against } (yn ôl { $classification })
gap-was = { $subject }: { $value } yn { $period } { $limits }.
gap-below-0 = O dan 0, y grŵp sydd â'r gyfradd is.
gap-is-missing = { $subject }: { $missing } ar gyfer { $period }.
gap-no-period = Nid oes ffigur ar gyfer unrhyw gyfnod yn ôl { $classification }.
gap-of-not-known = Nid yw bwlch { $period } yn hysbys.
gap-no-interval-from-counts = (ni ellir rhoi cyfwng, gan nad yw'r cyfrifon yn rhoi un)
gap-no-interval-without-counts = (ni ellir rhoi cyfwng, gan nad yw'r cyfrifon yn hysbys)
gap-across-break = Rhwng y ddau mae newid yn y dosbarthiad, o { $from } i { $to }.
gap-earlier-value = { $value } ({ $period })
gap-earlier = bwlch { $period }
gap-cannot-tell = Ni ellir dweud a yw'n wahanol i { $earlier }.
gap-overlapping =
    Ni chaiff ei gymharu â { $earlier }: mae'r cyfnodau'n gorgyffwrdd, felly nid yw'r ddau yn
    annibynnol.
gap-without-limits = Ni chaiff ei gymharu â { $earlier }: nid oes terfynau i'r naill na'r llall.
gap-without-figure = Ni chaiff ei gymharu â { $earlier }: mae ffigur ar goll neu wedi'i atal.
gap-higher-across-break =
    Mae'n uwch na { $earlier }, ond mae'r ddau ddosbarthiad yn diffinio'r grŵp a'r rhai y cymherir
    ef â hwy yn wahanol: ni ellir dweud ohonynt a newidiodd y bwlch.
gap-lower-across-break =
    Mae'n is na { $earlier }, ond mae'r ddau ddosbarthiad yn diffinio'r grŵp a'r rhai y cymherir ef
    â hwy yn wahanol: ni ellir dweud ohonynt a newidiodd y bwlch.
gap-higher = Mae'n uwch na { $earlier } o fwy nag y gall hap ei egluro{ $change }{ $judged }.
gap-lower = Mae'n is na { $earlier } o fwy nag y gall hap ei egluro{ $change }{ $judged }.
gap-widened = : mae'r bwlch wedi lledu
gap-narrowed = : mae'r bwlch wedi culhau
gap-better = , sy'n well i'r grŵp
gap-worse = , sy'n waeth i'r grŵp
gap-absolute = Y gwahaniaeth rhwng y ddwy gyfradd oedd { $value } yn { $period }.
gap-basis-difference =
    Mae terfynau i'r ddau fwlch: profwyd cymhareb y ddwy gymhareb cyfraddau yn erbyn 1.
gap-basis-within-limits =
    Mae terfynau i un o'r ddau fwlch ar y mwyaf: lle mae terfynau i un, y cwestiwn yw a yw'r llall
    yn gorwedd rhyngddynt.
gap-basis-overlapping = Mae'r cyfnodau'n rhannu dyddiau, felly nid oes prawf dilys o'r ddau.
gap-overlap =
    Mae rhai o gyfnodau { $classification } yn gorgyffwrdd: maent yn rhannu blynyddoedd â'r un o'u
    blaen, felly nid yw ffigurau cyfagos yn annibynnol. Maent wedi'u marcio, ac ni chânt eu cymharu
    â'i gilydd.

## Enwadur sy'n sampl

sample =
    Mae { $denominator } yn sampl { $percent }% wedi'i luosi. Mae terfynau bylchau, cyfrannau
    uwchlaw grŵp cyfeirio, goleddfau a newidiadau blynyddol yn caniatáu ar gyfer y samplu; nid felly
    derfynau cyfraddau unigol ac ardaloedd, na llinellau siartiau.

## Tudalen y bylchau

gap-page = Pa mor fawr yw'r bwlch, ac a yw'n real?
gap-page-short = Bwlch
gap-heading = { $group } o gymharu â { $against }
gap-meaning =
    Y bwlch yw { $indicator } y grŵp llai un y rhai y cymherir ef â hwy, fel canran o'r olaf.
    Uwchlaw 0, y grŵp sydd â'r gyfradd uwch.
gap-how-to-read = Sut i'w ddarllen
gap-pair = { $earlier } a { $later }: { $basis }
gap-printed-rates =
    Mae'r cyfraddau a argreffir wrth ymyl bwlch cyhoeddedig wedi'u talgrynnu: mae'r bwlch fel y'i
    cyhoeddwyd, ac ni chaiff ei wneud ohonynt.
gap-against-varies = pawb y mae pob dosbarthiad yn eu cwmpasu
gap-chart = Bwlch rhwng { $group } a { $against }, fesul cyfnod
gap-chart-words =
    Y bwlch cymharol mewn canran fesul cyfnod, gyda'i derfynau lle maent yn hysbys, yn ôl
    { $series }.
gap-chart-no-line = Nid oes llinell yn croesi newid dosbarthiad.
figures-in-table = Mae pob ffigur yn y tabl.
gap-chart-empty = Ni ellir dangos bwlch unrhyw gyfnod.
gap-axis = Bwlch cymharol, %
gap-break = bellach { $classification }
gap-table = Bwlch rhwng { $group } a { $against }; cyfraddau { $unit }
gap-title-none = Nid oes bwlch hysbys rhwng { $group } ac eraill
gap-title-missing = Bwlch { $period }: { $missing }
gap-title = Y bwlch oedd { $value } yn { $period }
gap-title-cannot-tell = , na ellir dweud a yw'n wahanol i un { $earlier }
gap-title-overlapping =
    ; mae'r cyfnod yn gorgyffwrdd ag un { $earlier }, felly ni chaiff y ddau eu cymharu
gap-title-not-compared = ; ni chaiff ei gymharu ag un { $earlier }
gap-title-across-break =
    ; ni ellir dweud ar draws newid dosbarthiad a newidiodd ers { $earlier }
gap-title-higher = , yn uwch nag yn { $earlier } o fwy nag y gall hap ei egluro
gap-title-lower = , yn is nag yn { $earlier } o fwy nag y gall hap ei egluro
gap-rates-none = Nid oes cyfnod â'r ddwy gyfradd ar gyfer { $group }
gap-rates-title = Yn { $period } y gyfradd oedd { $rate } i { $group }, o gymharu â { $other }
gap-rates-subtitle = { $indicator } dwy ochr y bwlch, fesul cyfnod
gap-rates-words =
    Rhes ar gyfer pob cyfnod y mae ei gyfraddau'n hysbys: nod llawn ar gyfer { $group }, nod gwag ar
    gyfer { $against }, gyda'u terfynau lle mae rhai, a llinell rhwng y ddau. Mae'r bwlch wrth ei
    ymyl. Ni ellir cymharu rhesi o dan ddosbarthiadau gwahanol.
gap-rates-empty = Nid oes cyfnod â'r ddwy gyfradd.
gap-published = cyhoeddwyd: { $origin }
gap-computed = wedi'i wneud o gyfrifon
gap-overlaps-before = yn gorgyffwrdd â'r cyfnod blaenorol
in-percent = mewn canran
then-by = , yna yn ôl

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
