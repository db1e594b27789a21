# Bahasa Indonesia

## Penulisan
quote = “{ $text }”
quote-in = “{ $text }” ({ $lang })
fact = { $label }: { $value }
aside = { $text } ({ $aside })
between = { "; " }
differs = { $offered }, bukan { $asked }
counted = { $amount } { $unit }
counted-things = { $amount } { $unit }
each = { $period ->
    [day] { $amount } per hari
    [week] { $amount } per minggu
    [month] { $amount } per bulan
    [quarter] { $amount } per triwulan
   *[year] { $amount } per tahun
}
content = { $amount } per { $unit }
money = { $amount } { $currency }
span-days = { $count ->
   *[other] { $number } hari
}
period-from = mulai { $date }
yes = ada

## Nama isian
label-goods = Barang
label-property = Sifat
label-codes = Mutu
label-hs = Kode HS
label-quantity = Jumlah
label-moq = Pesanan minimum
label-capacity = Kapasitas pasok
label-price = Harga
label-max-price = Harga tertinggi
label-incoterm = Syarat penyerahan
label-place = Tempat
label-destination = Tujuan
label-origins = Asal
label-refused-origins = Asal yang tidak diterima
label-certifications = Sertifikat
label-payment = Pembayaran
label-channels = Skema bea cukai Tiongkok
label-sample = Sampel
label-valid-until = Berlaku sampai
label-needed-by = Dibutuhkan sebelum
label-window = Periode pengiriman
label-harvest = Panen
label-lead-time = Waktu pengiriman
label-packing = Kemasan
label-load = Muatan kontainer
label-tolerance = Toleransi

## Cara pembayaran
pay-lc = L/C
pay-lc-sight = L/C at sight
pay-lc-usance = L/C berjangka
pay-advance = bayar di muka
pay-open-account = open account
pay-cod = bayar di tempat
pay-escrow = rekening bersama (escrow)

## Kecocokan
status-fits = cocok
status-near = mendekati
status-conflicts = tidak cocok
status-unknown = perlu ditanyakan
fit-agrees = { $label }: { $offered }, sesuai permintaan
fit-near = { $label }: { $offered }, mendekati permintaan ({ $asked })
fit-differs = { $label }: { $offered }, yang diminta { $asked }
fit-refused = { $label }: { $offered }, tidak diterima pembeli
fit-silent = { $label }: tidak disebutkan (diminta: { $asked })
fit-units = { $label }: { $offered } dan { $asked } berbeda satuan, tidak bisa dibandingkan
fit-moq-fits = Pesanan minimum { $least }, sesuai (diminta { $asked })
fit-moq-above = Pesanan minimum { $least }, di atas permintaan { $asked }
fit-supply-enough = Tersedia { $offered }, cukup untuk permintaan { $asked }
fit-supply-short = Tersedia { $offered }, kurang dari permintaan { $asked }
fit-price-within = Harga { $offered }, sama dengan harga target { $ceiling }
fit-price-below = Harga { $offered }, { $percent } di bawah harga target { $ceiling }
fit-price-above = Harga { $offered }, { $percent } di atas harga target { $ceiling }
fit-price-terms = Harga { $offered } { $theirs }, harga target { $ceiling } { $asked }: { $theirs } dan { $asked } berbeda syarat, angkanya tidak bisa dibandingkan
fit-price-places = Harga { $offered } ({ $theirs }), harga target { $ceiling } ({ $asked }): tempat penyerahan berbeda, angkanya tidak bisa dibandingkan
fit-price-one-term = Harga { $offered }, harga target { $ceiling }: hanya satu pihak menyebut syarat penyerahan ({ $term }), angkanya tidak bisa dibandingkan
fit-price-rate = Harga { $offered }, harga target { $ceiling }: kurs { $from } ke { $to } tidak diketahui
fit-price-stale = Harga { $offered }, harga target { $ceiling }: kurs terakhir tanggal { $date } sudah terlalu lama untuk membandingkan
fit-price-unlike = Harga { $offered }, harga target { $ceiling }: satuannya berbeda, tidak bisa dibandingkan
converted = { $price } dengan kurs { $date }
fit-certificates-held = Ada: { $list }
fit-certificates-near = Ada { $held }, mendekati { $asked }
fit-certificates-scheme = Ada { $held }; perlu dipastikan apakah skemanya diakui di negara tujuan
fit-certificates-missing = Belum ditunjukkan: { $list }
fit-terms-differ = Syarat berbeda: ditawarkan { $offered }, diminta { $asked }
fit-in-time = Siap { $ready }, tepat waktu untuk { $needed }
fit-late = Siap { $ready }, lewat dari { $needed }

## Mengapa ditemukan
reason-same = { $offer } berarti { $label }, sama dengan { $request }
reason-narrower = { $offer } berarti { $label }, salah satu jenis { $asked } yang diminta ({ $request })
reason-wider = { $offer } berarti { $label }, lebih luas dari { $asked } ({ $request })
reason-related = { $offer } berarti { $label }, berdekatan dengan { $asked } ({ $request })
reason-hs = Barang termasuk kode HS { $code }
reason-facets-agree = Sifat yang sama: { $list }
reason-facets-conflict = Sifat yang berbeda: { $list }
reason-words = { $percent } dari kata lain yang diminta juga ada
reason-wording = { $percent } dari kata yang diminta ada persis
reason-fresh = { $count ->
    [0] Diperbarui hari ini
   *[other] Diperbarui { $number } hari lalu
}
reason-chosen = Dipilih oleh platform

## Yang bisa dilakukan
hints = Supaya cocok
hint-raise-quantity = Naikkan jumlah menjadi { $amount }, pesanan minimumnya
hint-lower-moq = Turunkan pesanan minimum menjadi { $amount }
hint-lower-quantity = Turunkan jumlah menjadi { $amount }, atau beli sisanya dari pemasok lain
hint-raise-supply = Pasok { $amount }, sendiri atau bersama yang lain
hint-raise-ceiling = Naikkan harga target menjadi { $price }
hint-lower-price = Turunkan harga menjadi { $price }
hint-ask-price = Minta penawaran harga { $basis }
hint-quote-price = Ajukan harga { $basis }
hint-ask-certificate = Minta sertifikat: { $list }
hint-give-certificate = Tunjukkan sertifikat: { $list }
hint-accept = { $label }: terima { $value }
hint-move-date = Undurkan tanggal pengiriman ke { $date }
hint-deliver-by = Kirim sebelum { $date }
hint-ask = { $label }: tanyakan ke pihak lain
hint-state = { $label }: sebutkan dalam penawaran Anda

## Baris perintah
found = { $count ->
   *[other] { $number } hasil
}
more-from = Hasil lain dari perusahaan yang sama
stage-all = semua yang diminta
stage-some = sebagian yang diminta, yang terdekat lebih dulu
stage-spelling = tidak ada yang persis, kata yang mirip
