# বাংলা

## লেখার ধরন
quote = “{ $text }”
quote-in = “{ $text }” ({ $lang })
fact = { $label }: { $value }
aside = { $text } ({ $aside })
between = { "; " }
differs = { $asked }-এর বদলে { $offered }
counted = { $amount } { $unit }
counted-things = { $amount } { $unit }
each = { $period ->
    [day] দিনে { $amount }
    [week] সপ্তাহে { $amount }
    [month] মাসে { $amount }
    [quarter] প্রতি তিন মাসে { $amount }
   *[year] বছরে { $amount }
}
content = প্রতি { $unit } { $amount }
money = { $amount } { $currency }
span-days = { $count ->
   *[other] { $number } দিন
}
period-from = { $date } থেকে
yes = হ্যাঁ

## ঘর
label-goods = পণ্য
label-property = বৈশিষ্ট্য
label-codes = গ্রেড
label-hs = এইচএস কোড
label-quantity = পরিমাণ
label-moq = সর্বনিম্ন অর্ডার
label-capacity = সরবরাহ ক্ষমতা
label-price = দাম
label-max-price = সর্বোচ্চ দাম
label-incoterm = ডেলিভারি শর্ত
label-place = স্থান
label-destination = গন্তব্য
label-origins = উৎস দেশ
label-refused-origins = বাদ দেওয়া উৎস দেশ
label-certifications = সনদ
label-payment = পেমেন্ট
label-channels = চীনা কাস্টমস মোড
label-sample = নমুনা
label-valid-until = মেয়াদ শেষ
label-needed-by = প্রয়োজনের তারিখ
label-window = শিপমেন্টের সময়
label-harvest = ফসলের মৌসুম
label-lead-time = ডেলিভারির সময়
label-packing = প্যাকিং
label-load = কনটেইনারে মাল
label-tolerance = কমবেশি

## পেমেন্টের ধরন
pay-lc = এলসি
pay-lc-sight = অ্যাট সাইট এলসি
pay-lc-usance = ডেফার্ড এলসি
pay-advance = অগ্রিম পেমেন্ট
pay-open-account = ওপেন অ্যাকাউন্ট
pay-cod = মাল পেয়ে পেমেন্ট
pay-escrow = এসক্রো

## মিল
status-fits = মেলে
status-near = কাছাকাছি
status-conflicts = মেলে না
status-unknown = জানতে হবে
fit-agrees = { $label }: { $offered }, চাহিদামতো
fit-near = { $label }: { $offered }, চাহিদার ({ $asked }) কাছাকাছি
fit-differs = { $label }: { $offered }, কিন্তু চাওয়া হয়েছে { $asked }
fit-refused = { $label }: { $offered }, ক্রেতা যা চান না
fit-silent = { $label }: উল্লেখ নেই (চাওয়া হয়েছে: { $asked })
fit-units = { $label }: { $offered } ও { $asked } আলাদা এককে, তুলনা করা যায় না
fit-moq-fits = সর্বনিম্ন অর্ডার { $least }, মেলে (চাহিদা { $asked })
fit-moq-above = সর্বনিম্ন অর্ডার { $least }, চাহিদার ({ $asked }) চেয়ে বেশি
fit-supply-enough = { $offered } পাওয়া যাবে, চাহিদার ({ $asked }) জন্য যথেষ্ট
fit-supply-short = { $offered } পাওয়া যাবে, চাহিদার ({ $asked }) চেয়ে কম
fit-price-within = দাম { $offered }, লক্ষ্যমূল্য { $ceiling }-এর সমান
fit-price-below = দাম { $offered }, লক্ষ্যমূল্য { $ceiling } থেকে { $percent } কম
fit-price-above = দাম { $offered }, লক্ষ্যমূল্য { $ceiling } থেকে { $percent } বেশি
fit-price-terms = দাম { $offered } { $theirs }, লক্ষ্যমূল্য { $ceiling } { $asked }: { $theirs } ও { $asked } আলাদা শর্ত, সরাসরি তুলনা করা যায় না
fit-price-places = দাম { $offered } ({ $theirs }), লক্ষ্যমূল্য { $ceiling } ({ $asked }): ডেলিভারির স্থান আলাদা, সরাসরি তুলনা করা যায় না
fit-price-one-term = দাম { $offered }, লক্ষ্যমূল্য { $ceiling }: শুধু এক পক্ষ ডেলিভারি শর্ত ({ $term }) জানিয়েছে, সরাসরি তুলনা করা যায় না
fit-price-rate = দাম { $offered }, লক্ষ্যমূল্য { $ceiling }: { $from } থেকে { $to }-এর বিনিময় হার জানা নেই
fit-price-stale = দাম { $offered }, লক্ষ্যমূল্য { $ceiling }: { $date } তারিখের বিনিময় হার পুরোনো, তুলনা করা যায় না
fit-price-unlike = দাম { $offered }, লক্ষ্যমূল্য { $ceiling }: একক আলাদা, তুলনা করা যায় না
converted = { $date } তারিখের হারে { $price }
fit-certificates-held = আছে: { $list }
fit-certificates-near = { $held } আছে, যা { $asked }-এর কাছাকাছি
fit-certificates-scheme = { $held } আছে; গন্তব্যে তা স্বীকৃত কি না যাচাই করতে হবে
fit-certificates-missing = দেখানো হয়নি: { $list }
fit-terms-differ = শর্ত আলাদা: প্রস্তাব { $offered }, চাহিদা { $asked }
fit-in-time = { $ready } তারিখে প্রস্তুত, { $needed }-এর আগেই
fit-late = { $ready } তারিখে প্রস্তুত, { $needed }-এর পরে

## কেন পাওয়া গেল
reason-same = { $offer } মানে { $label }, { $request }-এর সঙ্গে এক
reason-narrower = { $offer } মানে { $label }, যা চাওয়া { $asked } ({ $request })-এর একটি ধরন
reason-wider = { $offer } মানে { $label }, যা { $asked } ({ $request })-এর চেয়ে ব্যাপক
reason-related = { $offer } মানে { $label }, যা { $asked } ({ $request })-এর কাছাকাছি
reason-hs = পণ্যটি এইচএস কোড { $code }-এর অধীনে
reason-facets-agree = একই বৈশিষ্ট্য: { $list }
reason-facets-conflict = আলাদা বৈশিষ্ট্য: { $list }
reason-words = চাহিদার বাকি শব্দের { $percent } আছে
reason-wording = চাহিদার { $percent } শব্দ হুবহু আছে
reason-fresh = { $count ->
    [0] আজ হালনাগাদ
   *[other] { $number } দিন আগে হালনাগাদ
}
reason-chosen = প্ল্যাটফর্মের বাছাই

## কী করা যায়
hints = মেলাতে হলে
hint-raise-quantity = পরিমাণ বাড়িয়ে { $amount } (সর্বনিম্ন অর্ডার) করুন
hint-lower-moq = সর্বনিম্ন অর্ডার কমিয়ে { $amount } করুন
hint-lower-quantity = পরিমাণ কমিয়ে { $amount } করুন, অথবা বাকিটা অন্য সরবরাহকারীর কাছে নিন
hint-raise-supply = একা বা অন্যদের সঙ্গে মিলে { $amount } দিন
hint-raise-ceiling = লক্ষ্যমূল্য বাড়িয়ে { $price } করুন
hint-lower-price = দাম কমিয়ে { $price } করুন
hint-ask-price = { $basis } হিসেবে দর চান
hint-quote-price = { $basis } হিসেবে দর দিন
hint-ask-certificate = সনদ চান: { $list }
hint-give-certificate = সনদ দেখান: { $list }
hint-accept = { $label }: { $value } মেনে নিন
hint-move-date = ডেলিভারির তারিখ পিছিয়ে { $date } করুন
hint-deliver-by = { $date }-এর মধ্যে ডেলিভারি দিন
hint-ask = { $label }: অন্য পক্ষকে জিজ্ঞাসা করুন
hint-state = { $label }: আপনার প্রস্তাবে উল্লেখ করুন

## কমান্ড লাইন
found = { $count ->
   *[other] { $number }টি ফলাফল
}
more-from = একই প্রতিষ্ঠানের আরও ফলাফল
stage-all = সব চাহিদা মেলে
stage-some = কিছু চাহিদা মেলে, সবচেয়ে কাছেরটি আগে
stage-spelling = হুবহু কিছু নেই, কাছাকাছি শব্দ
