# العربية

## طريقة الكتابة
quote = «{ $text }»
quote-in = «{ $text }» ({ $lang })
fact = { $label }: { $value }
aside = { $text } ({ $aside })
between = { "؛ " }
differs = { $offered } بدلًا من { $asked }
counted = { $amount } { $unit }
counted-things = { $amount } × { $unit }
each = { $period ->
    [day] { $amount } يوميًا
    [week] { $amount } أسبوعيًا
    [month] { $amount } شهريًا
    [quarter] { $amount } كل ثلاثة أشهر
   *[year] { $amount } سنويًا
}
content = { $amount } لكل { $unit }
money = { $amount } { $currency }
span-days = { $count ->
    [zero] { $number } يوم
    [one] يوم واحد
    [two] يومان
    [few] { $number } أيام
    [many] { $number } يومًا
   *[other] { $number } يوم
}
period-from = ابتداءً من { $date }
yes = متوفرة

## الحقول
label-goods = البضاعة
label-property = الصفة
label-codes = الدرجة
label-hs = رمز النظام المنسق
label-quantity = الكمية
label-moq = الحد الأدنى للطلب
label-capacity = القدرة على التوريد
label-price = السعر
label-max-price = أعلى سعر
label-incoterm = شرط التسليم
label-place = المكان
label-destination = الوجهة
label-origins = المنشأ
label-refused-origins = مناشئ مستبعدة
label-certifications = الشهادات
label-payment = الدفع
label-channels = نظام جمارك الصين
label-sample = العينة
label-valid-until = صالح حتى
label-needed-by = مطلوب قبل
label-window = فترة الشحن
label-harvest = موسم الحصاد
label-lead-time = مدة التسليم
label-packing = التعبئة
label-load = حمولة الحاوية
label-tolerance = نسبة السماح

## طرق الدفع
pay-lc = اعتماد مستندي
pay-lc-sight = اعتماد مستندي بالاطلاع
pay-lc-usance = اعتماد مستندي مؤجل
pay-advance = دفع مقدم
pay-open-account = حساب مفتوح
pay-cod = الدفع عند الاستلام
pay-escrow = حساب ضمان

## مدى المطابقة
status-fits = مطابق
status-near = قريب
status-conflicts = غير مطابق
status-unknown = يحتاج إلى تأكيد
fit-agrees = { $label }: { $offered }، كما هو مطلوب
fit-near = { $label }: { $offered }، قريب من المطلوب ({ $asked })
fit-differs = { $label }: { $offered }، والمطلوب { $asked }
fit-refused = { $label }: { $offered }، وقد استبعده المشتري
fit-silent = { $label }: غير مذكور (المطلوب: { $asked })
fit-units = { $label }: { $offered } و{ $asked } بوحدتين مختلفتين ولا تمكن المقارنة
fit-moq-fits = الحد الأدنى للطلب { $least }، مناسب (المطلوب { $asked })
fit-moq-above = الحد الأدنى للطلب { $least }، أعلى من الكمية المطلوبة ({ $asked })
fit-supply-enough = المتوفر { $offered }، يكفي الكمية المطلوبة ({ $asked })
fit-supply-short = المتوفر { $offered }، أقل من الكمية المطلوبة ({ $asked })
fit-price-within = السعر { $offered }، يساوي السعر المستهدف { $ceiling }
fit-price-below = السعر { $offered }، أقل من السعر المستهدف { $ceiling } بنسبة { $percent }
fit-price-above = السعر { $offered }، أعلى من السعر المستهدف { $ceiling } بنسبة { $percent }
fit-price-terms = السعر { $offered } { $theirs } والمستهدف { $ceiling } { $asked }: شرطا التسليم { $theirs } و{ $asked } مختلفان ولا تصح المقارنة بالأرقام
fit-price-places = السعر { $offered } ({ $theirs }) والمستهدف { $ceiling } ({ $asked }): مكانا التسليم مختلفان ولا تصح المقارنة بالأرقام
fit-price-one-term = السعر { $offered } والمستهدف { $ceiling }: طرف واحد فقط ذكر شرط التسليم ({ $term }) ولا تصح المقارنة بالأرقام
fit-price-rate = السعر { $offered } والمستهدف { $ceiling }: لا يتوفر سعر صرف من { $from } إلى { $to }
fit-price-stale = السعر { $offered } والمستهدف { $ceiling }: آخر سعر صرف بتاريخ { $date } قديم ولا يصلح للمقارنة
fit-price-unlike = السعر { $offered } والمستهدف { $ceiling }: لوحدتين مختلفتين ولا تمكن المقارنة
converted = { $price } بسعر صرف { $date }
fit-certificates-held = متوفر: { $list }
fit-certificates-near = متوفر { $held }، وهو قريب من المطلوب { $asked }
fit-certificates-scheme = متوفر { $held }، ويلزم التأكد من الاعتراف به في بلد الوصول
fit-certificates-missing = غير مقدَّم: { $list }
fit-terms-differ = شروط التسليم مختلفة: المعروض { $offered } والمطلوب { $asked }
fit-in-time = جاهز في { $ready }، قبل الموعد المطلوب { $needed }
fit-late = جاهز في { $ready }، بعد الموعد المطلوب { $needed }

## سبب الظهور
reason-same = { $offer } تعني { $label }، مثل { $request }
reason-narrower = { $offer } تعني { $label }، وهو نوع من { $asked } المطلوب بعبارة { $request }
reason-wider = { $offer } تعني { $label }، وهو أعم من { $asked } ({ $request })
reason-related = { $offer } تعني { $label }، وهو قريب من { $asked } ({ $request })
reason-hs = البضاعة تندرج تحت رمز النظام المنسق { $code }
reason-facets-agree = صفات متطابقة: { $list }
reason-facets-conflict = صفات مختلفة: { $list }
reason-words = ورد { $percent } من بقية الكلمات المطلوبة
reason-wording = ورد { $percent } من الكلمات المطلوبة بنصها
reason-fresh = { $count ->
    [0] تم التحديث اليوم
    [zero] تم التحديث قبل { $number } يوم
    [one] تم التحديث قبل يوم واحد
    [two] تم التحديث قبل يومين
    [few] تم التحديث قبل { $number } أيام
    [many] تم التحديث قبل { $number } يومًا
   *[other] تم التحديث قبل { $number } يوم
}
reason-chosen = من اختيار المنصة

## ما يمكن عمله
hints = لتتم المطابقة
hint-raise-quantity = ارفع الكمية إلى الحد الأدنى للطلب: { $amount }
hint-lower-moq = اخفض الحد الأدنى للطلب إلى { $amount }
hint-lower-quantity = اخفض الكمية إلى { $amount } أو اشترِ الباقي من مورد آخر
hint-raise-supply = ورّد { $amount } وحدك أو مع غيرك
hint-raise-ceiling = ارفع السعر المستهدف إلى { $price }
hint-lower-price = اخفض السعر إلى { $price }
hint-ask-price = اطلب عرض سعر على أساس { $basis }
hint-quote-price = قدّم عرض سعر على أساس { $basis }
hint-ask-certificate = اطلب الشهادة: { $list }
hint-give-certificate = قدّم الشهادة: { $list }
hint-accept = { $label }: اقبل { $value }
hint-move-date = أجّل موعد التسليم إلى { $date }
hint-deliver-by = سلّم قبل { $date }
hint-ask = { $label }: اسأل الطرف الآخر
hint-state = { $label }: اذكره في عرضك

## سطر الأوامر
found = { $count ->
    [zero] لا توجد نتائج
    [one] نتيجة واحدة
    [two] نتيجتان
    [few] { $number } نتائج
    [many] { $number } نتيجة
   *[other] { $number } نتيجة
}
more-from = نتائج أخرى من الجهة نفسها
stage-all = كل ما هو مطلوب
stage-some = بعض ما هو مطلوب، الأقرب أولًا
stage-spelling = لا شيء بالنص نفسه، كلمات قريبة
