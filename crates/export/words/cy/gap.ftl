### Drafft: i'w adolygu gan siaradwr Cymraeg. A draft, for review by a speaker of Welsh.

## Bwlch rhwng grŵp a'r rhai y cymherir ef â hwy

gap-subject = Y bwlch rhwng { $group } a { $against }
gap-subject-by = Y bwlch rhwng { $group } a { $against } (yn ôl { $classification })
gap-was = { $subject }: { $value } yn { $period } { $limits }.
gap-below-0 = O dan 0, y grŵp sydd â'r gyfradd is.
gap-is-real = Mae'n fwy nag y gall hap ei egluro.
gap-may-be-chance = Gallai hap yn unig ei egluro: mae 0 rhwng ei derfynau.
gap-real-not-known = Heb derfynau ni ellir dweud a yw hap yn ei egluro.
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

## Tudalen y bylchau

gap-page = Pa mor fawr yw'r bwlch, ac a yw'n real?
gap-page-short = Bwlch
gap-heading = { $group } o gymharu â { $against }
gap-meaning =
    Y bwlch yw { $indicator } y grŵp llai un y rhai y cymherir ef â hwy, fel canran o'r olaf.
    Uwchlaw 0, y grŵp sydd â'r gyfradd uwch.
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
