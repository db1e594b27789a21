# ไทย

## การเขียน
quote = “{ $text }”
quote-in = “{ $text }” ({ $lang })
fact = { $label }: { $value }
aside = { $text } ({ $aside })
between = { "; " }
differs = { $offered } แทน { $asked }
counted = { $amount } { $unit }
counted-things = { $amount } { $unit }
each = { $period ->
    [day] { $amount } ต่อวัน
    [week] { $amount } ต่อสัปดาห์
    [month] { $amount } ต่อเดือน
    [quarter] { $amount } ต่อไตรมาส
   *[year] { $amount } ต่อปี
}
content = { $amount } ต่อ{ $unit }
money = { $amount } { $currency }
span-days = { $count ->
   *[other] { $number } วัน
}
period-from = ตั้งแต่ { $date }
yes = มี

## ชื่อช่อง
label-goods = สินค้า
label-property = คุณสมบัติ
label-codes = เกรด
label-hs = พิกัดศุลกากร (HS)
label-quantity = ปริมาณ
label-moq = สั่งขั้นต่ำ
label-capacity = กำลังการผลิต
label-price = ราคา
label-max-price = ราคาสูงสุด
label-incoterm = เงื่อนไขส่งมอบ
label-place = สถานที่
label-destination = ปลายทาง
label-origins = แหล่งกำเนิด
label-refused-origins = แหล่งกำเนิดที่ไม่รับ
label-certifications = ใบรับรอง
label-payment = การชำระเงิน
label-channels = รูปแบบศุลกากรจีน
label-sample = ตัวอย่างสินค้า
label-valid-until = ใช้ได้ถึง
label-needed-by = ต้องการภายใน
label-window = ช่วงเวลาจัดส่ง
label-harvest = ปีการผลิต
label-lead-time = ระยะเวลาส่งมอบ
label-packing = บรรจุภัณฑ์
label-load = น้ำหนักบรรทุกต่อตู้
label-tolerance = ค่าคลาดเคลื่อน

## วิธีชำระเงิน
pay-lc = L/C
pay-lc-sight = L/C at sight
pay-lc-usance = L/C แบบมีกำหนดเวลา
pay-advance = ชำระล่วงหน้า
pay-open-account = เปิดบัญชีเชื่อ (O/A)
pay-cod = ชำระเมื่อรับสินค้า
pay-escrow = ชำระผ่านคนกลาง (escrow)

## ความตรงกัน
status-fits = ตรง
status-near = ใกล้เคียง
status-conflicts = ไม่ตรง
status-unknown = ต้องสอบถาม
fit-agrees = { $label }: { $offered } ตรงตามที่ต้องการ
fit-near = { $label }: { $offered } ใกล้เคียงกับที่ต้องการ ({ $asked })
fit-differs = { $label }: { $offered } แต่ที่ต้องการคือ { $asked }
fit-refused = { $label }: { $offered } ซึ่งผู้ซื้อไม่รับ
fit-silent = { $label }: ไม่ได้ระบุ (ที่ต้องการ: { $asked })
fit-units = { $label }: { $offered } กับ { $asked } คนละหน่วย เทียบกันไม่ได้
fit-moq-fits = สั่งขั้นต่ำ { $least } ตรงตามความต้องการ ({ $asked })
fit-moq-above = สั่งขั้นต่ำ { $least } มากกว่าที่ต้องการ ({ $asked })
fit-supply-enough = มีสินค้า { $offered } เพียงพอสำหรับ { $asked } ที่ต้องการ
fit-supply-short = มีสินค้า { $offered } น้อยกว่า { $asked } ที่ต้องการ
fit-price-within = ราคา { $offered } เท่ากับราคาเป้าหมาย { $ceiling }
fit-price-below = ราคา { $offered } ต่ำกว่าราคาเป้าหมาย { $ceiling } อยู่ { $percent }
fit-price-above = ราคา { $offered } สูงกว่าราคาเป้าหมาย { $ceiling } อยู่ { $percent }
fit-price-terms = ราคา { $offered } { $theirs } ราคาเป้าหมาย { $ceiling } { $asked }: { $theirs } กับ { $asked } เป็นคนละเงื่อนไข เทียบตัวเลขกันตรง ๆ ไม่ได้
fit-price-places = ราคา { $offered } ({ $theirs }) ราคาเป้าหมาย { $ceiling } ({ $asked }): คนละสถานที่ส่งมอบ เทียบตัวเลขกันตรง ๆ ไม่ได้
fit-price-one-term = ราคา { $offered } ราคาเป้าหมาย { $ceiling }: มีเพียงฝ่ายเดียวที่ระบุเงื่อนไขส่งมอบ ({ $term }) เทียบตัวเลขกันตรง ๆ ไม่ได้
fit-price-rate = ราคา { $offered } ราคาเป้าหมาย { $ceiling }: ไม่มีอัตราแลกเปลี่ยนจาก { $from } เป็น { $to }
fit-price-stale = ราคา { $offered } ราคาเป้าหมาย { $ceiling }: อัตราแลกเปลี่ยนล่าสุดของวันที่ { $date } เก่าเกินไปที่จะใช้เทียบ
fit-price-unlike = ราคา { $offered } ราคาเป้าหมาย { $ceiling }: คนละหน่วย เทียบกันไม่ได้
converted = { $price } ตามอัตราวันที่ { $date }
fit-certificates-held = มีแล้ว: { $list }
fit-certificates-near = มี { $held } ใกล้เคียงกับ { $asked }
fit-certificates-scheme = มี { $held } ต้องตรวจสอบว่าระบบรับรองนี้ใช้ได้ที่ปลายทางหรือไม่
fit-certificates-missing = ยังไม่ได้แสดง: { $list }
fit-terms-differ = คนละเงื่อนไข: เสนอ { $offered } ต้องการ { $asked }
fit-in-time = พร้อมส่ง { $ready } ทันกำหนด { $needed }
fit-late = พร้อมส่ง { $ready } ช้ากว่ากำหนด { $needed }

## เหตุที่พบ
reason-same = { $offer } คือ { $label } ตรงกับ { $request }
reason-narrower = { $offer } คือ { $label } เป็น{ $asked }ชนิดหนึ่งตามที่ต้องการ ({ $request })
reason-wider = { $offer } คือ { $label } กว้างกว่า { $asked } ({ $request })
reason-related = { $offer } คือ { $label } ใกล้เคียงกับ { $asked } ({ $request })
reason-hs = สินค้าอยู่ในพิกัดศุลกากร HS { $code }
reason-facets-agree = คุณสมบัติตรงกัน: { $list }
reason-facets-conflict = คุณสมบัติต่างกัน: { $list }
reason-words = พบคำอื่นที่ต้องการ { $percent }
reason-wording = พบคำที่ต้องการตรงตัว { $percent }
reason-fresh = { $count ->
    [0] อัปเดตวันนี้
   *[other] อัปเดตเมื่อ { $number } วันก่อน
}
reason-chosen = แพลตฟอร์มเป็นผู้เลือก

## ทำอะไรได้บ้าง
hints = เพื่อให้ตรงกัน
hint-raise-quantity = เพิ่มปริมาณเป็น { $amount } ตามยอดสั่งขั้นต่ำ
hint-lower-moq = ลดยอดสั่งขั้นต่ำเป็น { $amount }
hint-lower-quantity = ลดปริมาณเป็น { $amount } หรือซื้อส่วนที่เหลือจากรายอื่น
hint-raise-supply = จัดหาให้ได้ { $amount } เองหรือร่วมกับรายอื่น
hint-raise-ceiling = เพิ่มราคาเป้าหมายเป็น { $price }
hint-lower-price = ลดราคาเป็น { $price }
hint-ask-price = ขอใบเสนอราคาแบบ { $basis }
hint-quote-price = เสนอราคาแบบ { $basis }
hint-ask-certificate = ขอใบรับรอง: { $list }
hint-give-certificate = แสดงใบรับรอง: { $list }
hint-accept = { $label }: ยอมรับ { $value }
hint-move-date = เลื่อนกำหนดส่งเป็น { $date }
hint-deliver-by = ส่งมอบภายใน { $date }
hint-ask = { $label }: สอบถามอีกฝ่าย
hint-state = { $label }: ระบุในข้อเสนอของคุณ

## บรรทัดคำสั่ง
found = { $count ->
   *[other] พบ { $number } รายการ
}
more-from = ผลลัพธ์อื่นจากบริษัทเดียวกัน
stage-all = ครบทุกอย่างที่ต้องการ
stage-some = ตรงบางส่วน ใกล้เคียงที่สุดก่อน
stage-spelling = ไม่พบคำที่ตรงตัว แสดงคำใกล้เคียง
