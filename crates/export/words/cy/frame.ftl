### Drafft: i'w adolygu gan siaradwr Cymraeg. A draft, for review by a speaker of Welsh.

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
frame-chart-in-words = Y siart mewn geiriau
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
script-keys = Mae'r bysellau saeth i'r chwith ac i'r dde yn dangos y gwerthoedd.

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

## Troed pob tudalen

frame-not-for-release = Nid i'w ryddhau: yn cynnwys ffigurau na ddylid eu cyhoeddi.
frame-made = Gwnaed gan firstyear { $version }.
frame-made-as-of = Gwnaed gan firstyear { $version }. Ffigurau fel yr oeddent ar { $day }.
disclosure-open =
    Mae o leiaf un o ffynonellau'r adroddiad yn gyfyngedig, ac ni chuddiwyd dim ohoni. Rhaid peidio
    â chyhoeddi'r adroddiad.
disclosure-restricted =
    Mae o leiaf un ffynhonnell yn gyfyngedig. Ataliwyd ei chyfrifon o { $from } i { $to }, y
    cyfraddau, y bylchau a'r terfynau a wnaed ohonynt, a grwpiau eraill mewn tabl y gellid dod o hyd
    iddynt drwy dynnu, ar y dudalen hon neu ochr yn ochr ag un arall. Ni ddiogelir yr hyn y gellir
    ei gyfrifo gyda ffigurau a gyhoeddwyd mewn mannau eraill, neu gydag adroddiad arall ar yr un
    ffynhonnell: gwiriwch hyn cyn trosglwyddo'r adroddiad.
disclosure-few-hidden =
    O { $source } ni ddangosir unrhyw gyfradd ar lai na { $least } digwyddiad.
disclosure-few-marked =
    O { $source } nodir bod cyfradd ar lai na { $reliable } yn annibynadwy.
disclosure-few-both =
    O { $source } ni ddangosir unrhyw gyfradd ar lai na { $least } digwyddiad, a nodir bod cyfradd
    ar lai na { $reliable } yn annibynadwy.
disclosure-published =
    Mae pob ffynhonnell wedi'i chyhoeddi: dangosir ffigurau fel y mae eu cyhoeddwyr yn eu rhyddhau,
    gyda rheolau'r cyhoeddwyr eu hunain ar niferoedd bach.
