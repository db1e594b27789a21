# हिन्दी

## लिखने का ढंग
quote = “{ $text }”
quote-in = “{ $text }” ({ $lang })
fact = { $label }: { $value }
aside = { $text } ({ $aside })
between = { "; " }
differs = { $asked } की जगह { $offered }
counted = { $amount } { $unit }
counted-things = { $amount } { $unit }
each = { $period ->
    [day] { $amount } प्रतिदिन
    [week] { $amount } प्रति सप्ताह
    [month] { $amount } प्रति माह
    [quarter] { $amount } प्रति तिमाही
   *[year] { $amount } प्रति वर्ष
}
content = प्रति { $unit } { $amount }
money = { $amount } { $currency }
span-days = { $count ->
   *[other] { $number } दिन
}
period-from = { $date } से
yes = हाँ

## खाने
label-goods = माल
label-property = गुण
label-codes = ग्रेड
label-hs = एचएस कोड
label-quantity = मात्रा
label-moq = न्यूनतम ऑर्डर
label-capacity = आपूर्ति क्षमता
label-price = भाव
label-max-price = अधिकतम भाव
label-incoterm = डिलीवरी शर्त
label-place = स्थान
label-destination = गंतव्य
label-origins = मूल देश
label-refused-origins = अस्वीकार्य मूल देश
label-certifications = प्रमाणपत्र
label-payment = भुगतान
label-channels = चीन कस्टम्स मोड
label-sample = नमूना
label-valid-until = वैधता तिथि
label-needed-by = ज़रूरत की तिथि
label-window = शिपमेंट अवधि
label-harvest = फसल वर्ष
label-lead-time = डिलीवरी में समय
label-packing = पैकिंग
label-load = कंटेनर में माल
label-tolerance = घट-बढ़

## भुगतान के तरीके
pay-lc = एलसी
pay-lc-sight = साइट एलसी
pay-lc-usance = यूज़ेंस एलसी
pay-advance = अग्रिम भुगतान
pay-open-account = ओपन अकाउंट
pay-cod = माल मिलने पर भुगतान
pay-escrow = एस्क्रो

## मेल
status-fits = मेल खाता है
status-near = करीब है
status-conflicts = मेल नहीं
status-unknown = पूछना होगा
fit-agrees = { $label }: { $offered }, माँग के अनुसार
fit-near = { $label }: { $offered }, माँग ({ $asked }) के करीब
fit-differs = { $label }: { $offered }, जबकि माँग { $asked } की है
fit-refused = { $label }: { $offered }, जिसे खरीदार ने मना किया है
fit-silent = { $label }: बताया नहीं गया (माँग: { $asked })
fit-units = { $label }: { $offered } और { $asked } की इकाइयाँ अलग हैं, तुलना नहीं हो सकती
fit-moq-fits = न्यूनतम ऑर्डर { $least }, ठीक है (माँग { $asked })
fit-moq-above = न्यूनतम ऑर्डर { $least }, माँग { $asked } से ज़्यादा
fit-supply-enough = { $offered } उपलब्ध, माँग { $asked } के लिए काफ़ी
fit-supply-short = { $offered } उपलब्ध, माँग { $asked } से कम
fit-price-within = भाव { $offered }, लक्ष्य भाव { $ceiling } के बराबर
fit-price-below = भाव { $offered }, लक्ष्य भाव { $ceiling } से { $percent } कम
fit-price-above = भाव { $offered }, लक्ष्य भाव { $ceiling } से { $percent } ज़्यादा
fit-price-terms = भाव { $offered } { $theirs }, लक्ष्य { $ceiling } { $asked }: { $theirs } और { $asked } अलग शर्तें हैं, सीधी तुलना नहीं हो सकती
fit-price-places = भाव { $offered } ({ $theirs }), लक्ष्य { $ceiling } ({ $asked }): डिलीवरी के स्थान अलग हैं, सीधी तुलना नहीं हो सकती
fit-price-one-term = भाव { $offered }, लक्ष्य { $ceiling }: डिलीवरी शर्त ({ $term }) केवल एक पक्ष ने बताई है, सीधी तुलना नहीं हो सकती
fit-price-rate = भाव { $offered }, लक्ष्य { $ceiling }: { $from } से { $to } की विनिमय दर उपलब्ध नहीं
fit-price-stale = भाव { $offered }, लक्ष्य { $ceiling }: { $date } की विनिमय दर पुरानी हो चुकी है, तुलना नहीं हो सकती
fit-price-unlike = भाव { $offered }, लक्ष्य { $ceiling }: इकाइयाँ अलग हैं, तुलना नहीं हो सकती
converted = { $date } की दर पर { $price }
fit-certificates-held = उपलब्ध: { $list }
fit-certificates-near = { $held } उपलब्ध, जो { $asked } के करीब है
fit-certificates-scheme = { $held } उपलब्ध है; गंतव्य पर यह मान्य है या नहीं, जाँचना होगा
fit-certificates-missing = नहीं दिया गया: { $list }
fit-terms-differ = शर्तें अलग हैं: पेशकश { $offered }, माँग { $asked }
fit-in-time = { $ready } को तैयार, { $needed } से पहले
fit-late = { $ready } को तैयार, { $needed } के बाद

## क्यों मिला
reason-same = { $offer } यानी { $label }, वही जो { $request } है
reason-narrower = { $offer } यानी { $label }, जो { $asked } ({ $request }) का एक प्रकार है
reason-wider = { $offer } यानी { $label }, जो { $asked } ({ $request }) से व्यापक है
reason-related = { $offer } यानी { $label }, जो { $asked } ({ $request }) से मिलता-जुलता है
reason-hs = माल एचएस कोड { $code } में आता है
reason-facets-agree = समान गुण: { $list }
reason-facets-conflict = अलग गुण: { $list }
reason-words = माँग के बाकी शब्दों में से { $percent } मौजूद
reason-wording = माँग के { $percent } शब्द ज्यों के त्यों मौजूद
reason-fresh = { $count ->
    [0] आज अपडेट हुआ
   *[other] { $number } दिन पहले अपडेट हुआ
}
reason-chosen = प्लेटफ़ॉर्म द्वारा चुना गया

## क्या किया जा सकता है
hints = मेल बिठाने के लिए
hint-raise-quantity = मात्रा बढ़ाकर { $amount } (न्यूनतम ऑर्डर) करें
hint-lower-moq = न्यूनतम ऑर्डर घटाकर { $amount } करें
hint-lower-quantity = मात्रा घटाकर { $amount } करें, या बाकी किसी और से लें
hint-raise-supply = अकेले या औरों के साथ { $amount } दें
hint-raise-ceiling = लक्ष्य भाव बढ़ाकर { $price } करें
hint-lower-price = भाव घटाकर { $price } करें
hint-ask-price = { $basis } में भाव माँगें
hint-quote-price = { $basis } में भाव दें
hint-ask-certificate = प्रमाणपत्र माँगें: { $list }
hint-give-certificate = प्रमाणपत्र दिखाएँ: { $list }
hint-accept = { $label }: { $value } स्वीकार करें
hint-move-date = डिलीवरी की तिथि { $date } तक बढ़ाएँ
hint-deliver-by = { $date } तक माल दें
hint-ask = { $label }: दूसरे पक्ष से पूछें
hint-state = { $label }: अपने प्रस्ताव में बताएँ

## कमांड लाइन
found = { $count ->
    [one] { $number } परिणाम
   *[other] { $number } परिणाम
}
more-from = उसी कंपनी के और परिणाम
stage-all = सारी माँग पूरी
stage-some = कुछ माँग पूरी, सबसे करीबी पहले
stage-spelling = ठीक वही शब्द नहीं मिले, मिलते-जुलते शब्द
