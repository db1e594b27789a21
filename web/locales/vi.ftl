# Tiếng Việt

## Cách viết
quote = “{ $text }”
quote-in = “{ $text }” ({ $lang })
fact = { $label }: { $value }
aside = { $text } ({ $aside })
between = { "; " }
differs = { $offered } thay vì { $asked }
counted = { $amount } { $unit }
counted-things = { $amount } { $unit }
each = { $period ->
    [day] { $amount } mỗi ngày
    [week] { $amount } mỗi tuần
    [month] { $amount } mỗi tháng
    [quarter] { $amount } mỗi quý
   *[year] { $amount } mỗi năm
}
content = { $amount } mỗi { $unit }
money = { $amount } { $currency }
span-days = { $count ->
   *[other] { $number } ngày
}
period-from = từ { $date }
yes = có

## Tên mục
label-goods = Hàng hóa
label-property = Đặc tính
label-codes = Phẩm cấp
label-hs = Mã HS
label-quantity = Số lượng
label-moq = Đơn hàng tối thiểu
label-capacity = Khả năng cung ứng
label-price = Giá
label-max-price = Giá cao nhất
label-incoterm = Điều kiện giao hàng
label-place = Địa điểm
label-destination = Nơi đến
label-origins = Xuất xứ
label-refused-origins = Xuất xứ không nhận
label-certifications = Chứng nhận
label-payment = Thanh toán
label-channels = Loại hình hải quan Trung Quốc
label-sample = Hàng mẫu
label-valid-until = Có hiệu lực đến
label-needed-by = Cần trước ngày
label-window = Khoảng thời gian giao hàng
label-harvest = Niên vụ
label-lead-time = Thời gian giao hàng
label-packing = Quy cách đóng gói
label-load = Lượng xếp container
label-tolerance = Dung sai

## Hình thức thanh toán
pay-lc = L/C
pay-lc-sight = L/C trả ngay
pay-lc-usance = L/C trả chậm
pay-advance = trả trước
pay-open-account = ghi sổ (O/A)
pay-cod = thanh toán khi nhận hàng
pay-escrow = ký quỹ qua bên thứ ba

## Mức độ phù hợp
status-fits = phù hợp
status-near = gần đúng
status-conflicts = không phù hợp
status-unknown = cần hỏi lại
fit-agrees = { $label }: { $offered }, đúng yêu cầu
fit-near = { $label }: { $offered }, gần với yêu cầu ({ $asked })
fit-differs = { $label }: { $offered }, yêu cầu là { $asked }
fit-refused = { $label }: { $offered }, người mua không nhận
fit-silent = { $label }: chưa nêu (yêu cầu: { $asked })
fit-units = { $label }: { $offered } và { $asked } khác đơn vị, không so sánh được
fit-moq-fits = Đơn hàng tối thiểu { $least }, phù hợp (nhu cầu { $asked })
fit-moq-above = Đơn hàng tối thiểu { $least }, cao hơn nhu cầu { $asked }
fit-supply-enough = Có sẵn { $offered }, đủ cho nhu cầu { $asked }
fit-supply-short = Có sẵn { $offered }, ít hơn nhu cầu { $asked }
fit-price-within = Giá { $offered }, bằng giá mục tiêu { $ceiling }
fit-price-below = Giá { $offered }, thấp hơn { $percent } so với giá mục tiêu { $ceiling }
fit-price-above = Giá { $offered }, cao hơn { $percent } so với giá mục tiêu { $ceiling }
fit-price-terms = Giá { $offered } { $theirs }, giá mục tiêu { $ceiling } { $asked }: { $theirs } và { $asked } khác điều kiện, không so sánh trực tiếp được
fit-price-places = Giá { $offered } ({ $theirs }), giá mục tiêu { $ceiling } ({ $asked }): khác nơi giao hàng, không so sánh trực tiếp được
fit-price-one-term = Giá { $offered }, giá mục tiêu { $ceiling }: chỉ một bên nêu điều kiện giao hàng ({ $term }), không so sánh trực tiếp được
fit-price-rate = Giá { $offered }, giá mục tiêu { $ceiling }: không có tỷ giá { $from } sang { $to }
fit-price-stale = Giá { $offered }, giá mục tiêu { $ceiling }: tỷ giá gần nhất, { $date }, đã quá cũ để so sánh
fit-price-unlike = Giá { $offered }, giá mục tiêu { $ceiling }: khác đơn vị tính, không so sánh được
converted = { $price } theo tỷ giá { $date }
fit-certificates-held = Đã có: { $list }
fit-certificates-near = Có { $held }, gần với { $asked }
fit-certificates-scheme = Có { $held }; cần kiểm tra hệ chứng nhận này có được công nhận ở nơi đến không
fit-certificates-missing = Chưa cung cấp: { $list }
fit-terms-differ = Khác điều kiện: chào { $offered }, yêu cầu { $asked }
fit-in-time = Sẵn hàng { $ready }, kịp hạn { $needed }
fit-late = Sẵn hàng { $ready }, muộn hơn hạn { $needed }

## Vì sao tìm thấy
reason-same = { $offer } là { $label }, giống { $request }
reason-narrower = { $offer } là { $label }, một loại { $asked } cần tìm ({ $request })
reason-wider = { $offer } là { $label }, rộng hơn { $asked } ({ $request })
reason-related = { $offer } là { $label }, gần với { $asked } ({ $request })
reason-hs = Hàng hóa thuộc mã HS { $code }
reason-facets-agree = Đặc tính giống nhau: { $list }
reason-facets-conflict = Đặc tính khác nhau: { $list }
reason-words = Có { $percent } các từ còn lại trong yêu cầu
reason-wording = Có { $percent } các từ yêu cầu đúng nguyên văn
reason-fresh = { $count ->
    [0] Cập nhật hôm nay
   *[other] Cập nhật { $number } ngày trước
}
reason-chosen = Do nền tảng chọn

## Có thể làm gì
hints = Để phù hợp
hint-raise-quantity = Tăng số lượng lên { $amount }, mức đơn hàng tối thiểu
hint-lower-moq = Giảm đơn hàng tối thiểu xuống { $amount }
hint-lower-quantity = Giảm số lượng xuống { $amount }, hoặc mua phần còn lại của nhà cung cấp khác
hint-raise-supply = Cung ứng { $amount }, một mình hoặc cùng bên khác
hint-raise-ceiling = Nâng giá mục tiêu lên { $price }
hint-lower-price = Hạ giá xuống { $price }
hint-ask-price = Xin báo giá theo { $basis }
hint-quote-price = Báo giá theo { $basis }
hint-ask-certificate = Yêu cầu chứng nhận: { $list }
hint-give-certificate = Xuất trình chứng nhận: { $list }
hint-accept = { $label }: chấp nhận { $value }
hint-move-date = Lùi ngày giao hàng đến { $date }
hint-deliver-by = Giao hàng trước { $date }
hint-ask = { $label }: hỏi bên kia
hint-state = { $label }: nêu rõ trong chào hàng

## Dòng lệnh
found = { $count ->
   *[other] { $number } kết quả
}
more-from = Kết quả khác của cùng doanh nghiệp
stage-all = đủ mọi yêu cầu
stage-some = đáp ứng một phần, gần nhất trước
stage-spelling = không có từ đúng hẳn, từ gần giống
