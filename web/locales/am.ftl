# አማርኛ

## አጻጻፍ
quote = «{ $text }»
quote-in = «{ $text }» ({ $lang })
fact = { $label }፦ { $value }
aside = { $text } ({ $aside })
between = { "፤ " }
differs = በ{ $asked } ፈንታ { $offered }
counted = { $amount } { $unit }
counted-things = { $amount } { $unit }
each = { $period ->
    [day] በቀን { $amount }
    [week] በሳምንት { $amount }
    [month] በወር { $amount }
    [quarter] በሩብ ዓመት { $amount }
   *[year] በዓመት { $amount }
}
content = በ{ $unit } { $amount }
money = { $amount } { $currency }
span-days = { $count ->
    [one] { $number } ቀን
   *[other] { $number } ቀናት
}
period-from = ከ{ $date } ጀምሮ
yes = አለ

## የመስኮች ስም
label-goods = ዕቃ
label-property = ባሕርይ
label-codes = ደረጃ
label-hs = የHS ኮድ
label-quantity = ብዛት
label-moq = ዝቅተኛ የትዕዛዝ መጠን
label-capacity = የማቅረብ አቅም
label-price = ዋጋ
label-max-price = ከፍተኛ ዋጋ
label-incoterm = የማስረከቢያ ውል
label-place = ቦታ
label-destination = መድረሻ
label-origins = የምርት አገር
label-refused-origins = የማይፈለግ መነሻ አገር
label-certifications = የምስክር ወረቀቶች
label-payment = ክፍያ
label-channels = የቻይና ጉምሩክ ሥርዓት
label-sample = ናሙና
label-valid-until = የሚያገለግለው እስከ
label-needed-by = የሚፈለገው እስከ
label-window = የጭነት ጊዜ
label-harvest = የምርት ዘመን
label-lead-time = የማስረከቢያ ጊዜ
label-packing = አስተሻሸግ
label-load = የኮንቴይነር ጭነት
label-tolerance = የሚፈቀድ ልዩነት

## የክፍያ መንገዶች
pay-lc = ኤልሲ
pay-lc-sight = በእይታ የሚከፈል ኤልሲ
pay-lc-usance = በጊዜ የሚከፈል ኤልሲ
pay-advance = ቅድሚያ ክፍያ
pay-open-account = ክፍት ሂሳብ
pay-cod = በርክክብ ጊዜ ክፍያ
pay-escrow = በሦስተኛ ወገን ዋስትና ክፍያ

## ተስማሚነት
status-fits = ይስማማል
status-near = ይቀራረባል
status-conflicts = አይስማማም
status-unknown = ይጠየቅ
fit-agrees = { $label }፦ { $offered }፣ እንደተጠየቀው
fit-near = { $label }፦ { $offered }፣ ለተጠየቀው ({ $asked }) ቅርብ
fit-differs = { $label }፦ { $offered }፣ የተጠየቀው ግን { $asked }
fit-refused = { $label }፦ { $offered }፣ ገዢው የማይፈልገው
fit-silent = { $label }፦ አልተገለጸም (የተጠየቀው፦ { $asked })
fit-units = { $label }፦ { $offered } እና { $asked } በተለያየ መለኪያ ስለሆኑ ማነጻጸር አይቻልም
fit-moq-fits = ዝቅተኛ የትዕዛዝ መጠን { $least }፣ ይስማማል (የተፈለገው { $asked })
fit-moq-above = ዝቅተኛ የትዕዛዝ መጠን { $least }፣ ከተፈለገው ({ $asked }) ይበልጣል
fit-supply-enough = ያለው { $offered }፣ ለተፈለገው ({ $asked }) ይበቃል
fit-supply-short = ያለው { $offered }፣ ከተፈለገው ({ $asked }) ያንሳል
fit-price-within = ዋጋ { $offered }፣ ከታለመው ዋጋ { $ceiling } ጋር እኩል
fit-price-below = ዋጋ { $offered }፣ ከታለመው ዋጋ { $ceiling } በ{ $percent } ያነሰ
fit-price-above = ዋጋ { $offered }፣ ከታለመው ዋጋ { $ceiling } በ{ $percent } የበለጠ
fit-price-terms = ዋጋ { $offered } { $theirs }፣ የታለመው { $ceiling } { $asked }፦ { $theirs } እና { $asked } የተለያዩ ውሎች ስለሆኑ ቁጥሮቹ አይነጻጸሩም
fit-price-places = ዋጋ { $offered } ({ $theirs })፣ የታለመው { $ceiling } ({ $asked })፦ የማስረከቢያ ቦታዎቹ ስለሚለያዩ ቁጥሮቹ አይነጻጸሩም
fit-price-one-term = ዋጋ { $offered }፣ የታለመው { $ceiling }፦ የማስረከቢያ ውል የገለጸው አንዱ ወገን ብቻ ስለሆነ ({ $term }) ቁጥሮቹ አይነጻጸሩም
fit-price-rate = ዋጋ { $offered }፣ የታለመው { $ceiling }፦ ከ{ $from } ወደ { $to } የምንዛሪ ተመን የለም
fit-price-stale = ዋጋ { $offered }፣ የታለመው { $ceiling }፦ የመጨረሻው የምንዛሪ ተመን ({ $date }) ያረጀ ስለሆነ ማነጻጸር አይቻልም
fit-price-unlike = ዋጋ { $offered }፣ የታለመው { $ceiling }፦ መለኪያቸው ስለሚለያይ ማነጻጸር አይቻልም
converted = በ{ $date } ተመን { $price }
fit-certificates-held = ያለው፦ { $list }
fit-certificates-near = { $held } አለ፣ ለ{ $asked } ቅርብ ነው
fit-certificates-scheme = { $held } አለ፣ በመድረሻው ተቀባይነት እንዳለው መረጋገጥ አለበት
fit-certificates-missing = ያልቀረበ፦ { $list }
fit-terms-differ = ውሎቹ ይለያያሉ፦ የቀረበው { $offered }፣ የተጠየቀው { $asked }
fit-in-time = { $ready } ይደርሳል፣ ከ{ $needed } በፊት
fit-late = { $ready } ይደርሳል፣ ከ{ $needed } በኋላ

## ለምን ተገኘ
reason-same = { $offer } ማለት { $label } ነው፣ ከ{ $request } ጋር አንድ ነው
reason-narrower = { $offer } ማለት { $label } ነው፣ የተፈለገው { $asked } ({ $request }) ዓይነት
reason-wider = { $offer } ማለት { $label } ነው፣ ከ{ $asked } ({ $request }) የሰፋ
reason-related = { $offer } ማለት { $label } ነው፣ ለ{ $asked } ({ $request }) ቅርብ
reason-hs = ዕቃው በHS ኮድ { $code } ስር ይመደባል
reason-facets-agree = የሚስማሙ ባሕርያት፦ { $list }
reason-facets-conflict = የሚለያዩ ባሕርያት፦ { $list }
reason-words = ከተጠየቁት ሌሎች ቃላት { $percent } ይገኛሉ
reason-wording = ከተጠየቁት ቃላት { $percent } እንደተጻፉ ይገኛሉ
reason-fresh = { $count ->
    [0] ዛሬ የታደሰ
    [one] ከ{ $number } ቀን በፊት የታደሰ
   *[other] ከ{ $number } ቀናት በፊት የታደሰ
}
reason-chosen = በመድረኩ የተመረጠ

## ምን ማድረግ ይቻላል
hints = እንዲስማማ
hint-raise-quantity = ብዛቱን ወደ ዝቅተኛው የትዕዛዝ መጠን { $amount } ያሳድጉ
hint-lower-moq = ዝቅተኛውን የትዕዛዝ መጠን ወደ { $amount } ይቀንሱ
hint-lower-quantity = ብዛቱን ወደ { $amount } ይቀንሱ፣ ወይም ቀሪውን ከሌላ አቅራቢ ይግዙ
hint-raise-supply = ብቻዎን ወይም ከሌሎች ጋር { $amount } ያቅርቡ
hint-raise-ceiling = የታለመውን ዋጋ ወደ { $price } ያሳድጉ
hint-lower-price = ዋጋውን ወደ { $price } ይቀንሱ
hint-ask-price = በ{ $basis } ዋጋ ይጠይቁ
hint-quote-price = በ{ $basis } ዋጋ ያቅርቡ
hint-ask-certificate = የምስክር ወረቀት ይጠይቁ፦ { $list }
hint-give-certificate = የምስክር ወረቀት ያሳዩ፦ { $list }
hint-accept = { $label }፦ { $value } ይቀበሉ
hint-move-date = የማስረከቢያ ቀኑን ወደ { $date } ያራዝሙ
hint-deliver-by = እስከ { $date } ያስረክቡ
hint-ask = { $label }፦ ሌላኛውን ወገን ይጠይቁ
hint-state = { $label }፦ በማቅረቢያዎ ላይ ይግለጹ

## የትዕዛዝ መስመር
found = { $count ->
    [one] { $number } ውጤት
   *[other] { $number } ውጤቶች
}
more-from = ከዚሁ ድርጅት ሌሎች ውጤቶች
stage-all = የተጠየቀው ሁሉ
stage-some = ከተጠየቀው ከፊሉ፣ ቅርቡ መጀመሪያ
stage-spelling = በትክክል የተገኘ የለም፣ ተመሳሳይ ቃላት
