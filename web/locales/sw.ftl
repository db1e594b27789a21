# Kiswahili

## Uandishi
quote = “{ $text }”
quote-in = “{ $text }” ({ $lang })
fact = { $label }: { $value }
aside = { $text } ({ $aside })
between = { "; " }
differs = { $offered } badala ya { $asked }
counted = { $unit } { $amount }
counted-things = { $unit } { $amount }
each = { $period ->
    [day] { $amount } kwa siku
    [week] { $amount } kwa wiki
    [month] { $amount } kwa mwezi
    [quarter] { $amount } kwa robo mwaka
   *[year] { $amount } kwa mwaka
}
content = { $amount } kwa kila { $unit }
money = { $amount } { $currency }
span-days = { $count ->
    [one] siku { $number }
   *[other] siku { $number }
}
period-from = kuanzia { $date }
yes = ndiyo

## Vipengele
label-goods = Bidhaa
label-property = Sifa
label-codes = Daraja
label-hs = Msimbo wa HS
label-quantity = Kiasi
label-moq = Kiwango cha chini cha oda
label-capacity = Uwezo wa kusambaza
label-price = Bei
label-max-price = Bei ya juu kabisa
label-incoterm = Sharti la uwasilishaji
label-place = Mahali
label-destination = Mahali pa kufikisha
label-origins = Asili
label-refused-origins = Asili zisizotakiwa
label-certifications = Vyeti
label-payment = Malipo
label-channels = Utaratibu wa forodha ya China
label-sample = Sampuli
label-valid-until = Halali hadi
label-needed-by = Inahitajika kabla ya
label-window = Kipindi cha usafirishaji
label-harvest = Mavuno
label-lead-time = Muda wa kuwasilisha
label-packing = Ufungaji
label-load = Mzigo wa kontena
label-tolerance = Tofauti inayokubalika

## Njia za malipo
pay-lc = L/C
pay-lc-sight = L/C ya malipo ya papo hapo
pay-lc-usance = L/C ya malipo ya baadaye
pay-advance = malipo ya awali
pay-open-account = malipo kwa akaunti wazi
pay-cod = malipo wakati wa kupokea
pay-escrow = malipo kupitia mdhamini

## Jinsi mahitaji yanavyotimizwa
status-fits = inafaa
status-near = inakaribia
status-conflicts = haifai
status-unknown = ithibitishwe
fit-agrees = { $label }: { $offered }, kama ilivyoombwa
fit-near = { $label }: { $offered }, karibu na iliyoombwa ({ $asked })
fit-differs = { $label }: { $offered } badala ya { $asked }
fit-refused = { $label }: { $offered }, nchi isiyotakiwa na mnunuzi
fit-silent = { $label }: haijatajwa (iliyoombwa: { $asked })
fit-units = { $label }: { $offered } na { $asked } ni vipimo tofauti, haviwezi kulinganishwa
fit-moq-fits = Kiwango cha chini cha oda { $least }, kinafaa (kinachohitajika { $asked })
fit-moq-above = Kiwango cha chini cha oda { $least }, ni zaidi ya kinachohitajika ({ $asked })
fit-supply-enough = Zilizopo { $offered }, zinatosha mahitaji ({ $asked })
fit-supply-short = Zilizopo { $offered }, ni chini ya mahitaji ({ $asked })
fit-price-within = Bei { $offered }, sawa na bei lengwa { $ceiling }
fit-price-below = Bei { $offered }, chini ya bei lengwa { $ceiling } kwa { $percent }
fit-price-above = Bei { $offered }, juu ya bei lengwa { $ceiling } kwa { $percent }
fit-price-terms = Bei { $offered } { $theirs }, bei lengwa { $ceiling } { $asked }: { $theirs } na { $asked } ni masharti tofauti, takwimu hazilinganishwi
fit-price-places = Bei { $offered } ({ $theirs }), bei lengwa { $ceiling } ({ $asked }): mahali pa kuwasilisha ni tofauti, takwimu hazilinganishwi
fit-price-one-term = Bei { $offered }, bei lengwa { $ceiling }: upande mmoja tu umetaja sharti ({ $term }), takwimu hazilinganishwi
fit-price-rate = Bei { $offered }, bei lengwa { $ceiling }: hakuna kiwango cha kubadilisha { $from } kuwa { $to }
fit-price-stale = Bei { $offered }, bei lengwa { $ceiling }: kiwango cha mwisho cha kubadilisha fedha, cha { $date }, ni cha zamani mno
fit-price-unlike = Bei { $offered }, bei lengwa { $ceiling }: ni za vipimo tofauti, hazilinganishwi
converted = { $price } kwa kiwango cha { $date }
fit-certificates-held = Anavyo: { $list }
fit-certificates-near = Ana { $held }, karibu na { $asked }
fit-certificates-scheme = Ana { $held }; ihakikishwe kama mfumo wake unatambuliwa mahali pa kufikisha
fit-certificates-missing = Haijaonyeshwa: { $list }
fit-terms-differ = Masharti ni tofauti: inatolewa { $offered }, inaombwa { $asked }
fit-in-time = Itakuwa tayari { $ready }, kabla ya { $needed }
fit-late = Itakuwa tayari { $ready }, baada ya { $needed }

## Kwa nini imepatikana
reason-same = { $offer } maana yake { $label }, sawa na { $request }
reason-narrower = { $offer } maana yake { $label }, aina ya { $asked } iliyoombwa ({ $request })
reason-wider = { $offer } maana yake { $label }, pana kuliko { $asked } ({ $request })
reason-related = { $offer } maana yake { $label }, karibu na { $asked } ({ $request })
reason-hs = Bidhaa iko chini ya msimbo wa HS { $code }
reason-facets-agree = Sifa zinazolingana: { $list }
reason-facets-conflict = Sifa zinazotofautiana: { $list }
reason-words = { $percent } ya maneno mengine yaliyoombwa yapo
reason-wording = { $percent } ya maneno yaliyoombwa yapo kama yalivyoandikwa
reason-fresh = { $count ->
    [0] Imesasishwa leo
    [one] Imesasishwa siku { $number } iliyopita
   *[other] Imesasishwa siku { $number } zilizopita
}
reason-chosen = Imechaguliwa na jukwaa

## Nini kifanyike
hints = Ili ifae
hint-raise-quantity = Ongeza kiasi hadi { $amount }, kiwango cha chini cha oda
hint-lower-moq = Punguza kiwango cha chini cha oda hadi { $amount }
hint-lower-quantity = Punguza kiasi hadi { $amount }, au nunua kilichobaki kwa msambazaji mwingine
hint-raise-supply = Sambaza { $amount }, peke yako au pamoja na wengine
hint-raise-ceiling = Ongeza bei lengwa hadi { $price }
hint-lower-price = Punguza bei hadi { $price }
hint-ask-price = Omba bei kwa { $basis }
hint-quote-price = Toa bei kwa { $basis }
hint-ask-certificate = Omba cheti: { $list }
hint-give-certificate = Onyesha cheti: { $list }
hint-accept = { $label }: kubali { $value }
hint-move-date = Sogeza tarehe ya kuwasilisha hadi { $date }
hint-deliver-by = Wasilisha kabla ya { $date }
hint-ask = { $label }: uliza upande wa pili
hint-state = { $label }: taja katika ofa yako

## Mstari wa amri
found = { $count ->
    [one] Tokeo { $number }
   *[other] Matokeo { $number }
}
more-from = Matokeo mengine ya kampuni hiyo hiyo
stage-all = yote yaliyoombwa
stage-some = si yote yaliyoombwa, yaliyo karibu kwanza
stage-spelling = hakuna yenye maneno hayo hasa, maneno yanayofanana
