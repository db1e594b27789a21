# 中文

## 写法
quote = 「{ $text }」
quote-in = 「{ $text }」（{ $lang }）
fact = { $label }：{ $value }
aside = { $text }（{ $aside }）
between = { "；" }
differs = { $offered }（需求为{ $asked }）
counted = { $amount } { $unit }
counted-things = { $amount } { $unit }
each = { $period ->
    [day] 每天 { $amount }
    [week] 每周 { $amount }
    [month] 每月 { $amount }
    [quarter] 每季度 { $amount }
   *[year] 每年 { $amount }
}
content = 每{ $unit } { $amount }
money = { $amount } { $currency }
span-days = { $count ->
   *[other] { $number } 天
}
period-from = { $date }起
yes = 有

## 字段
label-goods = 商品
label-property = 特征
label-codes = 规格等级
label-hs = HS 编码
label-quantity = 数量
label-moq = 起订量
label-capacity = 供货能力
label-price = 价格
label-max-price = 最高价
label-incoterm = 贸易条款
label-place = 地点
label-destination = 目的地
label-origins = 产地
label-refused-origins = 不接受的产地
label-certifications = 认证
label-payment = 付款方式
label-channels = 海关监管方式
label-sample = 样品
label-valid-until = 有效期至
label-needed-by = 交货期限
label-window = 装运期
label-harvest = 产季
label-lead-time = 交货周期
label-packing = 包装
label-load = 装柜量
label-tolerance = 溢短装

## 付款方式
pay-lc = 信用证
pay-lc-sight = 即期信用证
pay-lc-usance = 远期信用证
pay-advance = 预付款
pay-open-account = 赊销（O/A）
pay-cod = 货到付款
pay-escrow = 第三方担保付款

## 是否符合
status-fits = 符合
status-near = 接近
status-conflicts = 不符
status-unknown = 待确认
fit-agrees = { $label }：{ $offered }，符合需求
fit-near = { $label }：{ $offered }，接近所需的{ $asked }
fit-differs = { $label }：{ $offered }，与所需的{ $asked }不符
fit-refused = { $label }：{ $offered }，买方不接受
fit-silent = { $label }：未说明（需求：{ $asked }）
fit-units = { $label }：{ $offered } 与 { $asked } 单位不同，无法比较
fit-moq-fits = 起订量 { $least }，符合（需求 { $asked }）
fit-moq-above = 起订量 { $least }，高于需求 { $asked }
fit-supply-enough = 可供 { $offered }，满足需求 { $asked }
fit-supply-short = 可供 { $offered }，少于需求 { $asked }
fit-price-within = 价格 { $offered }，与目标价 { $ceiling } 持平
fit-price-below = 价格 { $offered }，低于目标 { $percent }（目标价 { $ceiling }）
fit-price-above = 价格 { $offered }，高于目标 { $percent }（目标价 { $ceiling }）
fit-price-terms = 报价 { $theirs } { $offered }，目标价 { $asked } { $ceiling }：{ $theirs } 与 { $asked } 条款不同，不能直接比较
fit-price-places = 价格 { $offered }（{ $theirs }），目标价 { $ceiling }（{ $asked }）：交货地点不同，不能直接比较
fit-price-one-term = 价格 { $offered }，目标价 { $ceiling }：只有一方注明贸易条款（{ $term }），不能直接比较
fit-price-rate = 价格 { $offered }，目标价 { $ceiling }：没有{ $from }对{ $to }的汇率，无法比较
fit-price-stale = 价格 { $offered }，目标价 { $ceiling }：汇率为 { $date } 的旧数据，不宜比较
fit-price-unlike = 价格 { $offered }，目标价 { $ceiling }：计价单位不同，无法比较
converted = 按 { $date } 汇率折合 { $price }
fit-certificates-held = 已具备：{ $list }
fit-certificates-near = 具备{ $held }，与所需的{ $asked }相近
fit-certificates-scheme = 具备{ $held }，是否为目的市场认可的体系有待确认
fit-certificates-missing = 未提供：{ $list }
fit-terms-differ = { $offered } 与 { $asked } 条款不同
fit-in-time = { $ready } 可交货，赶得上 { $needed } 的期限
fit-late = { $ready } 可交货，晚于 { $needed } 的期限

## 匹配理由
reason-same = { $offer }即{ $label }，与{ $request }一致
reason-narrower = { $offer }即{ $label }，属于所需的{ $asked }（{ $request }）
reason-wider = { $offer }即{ $label }，范围比所需的{ $asked }（{ $request }）更宽
reason-related = { $offer }即{ $label }，与所需的{ $asked }（{ $request }）相近
reason-hs = 商品属于 HS 编码 { $code }
reason-facets-agree = 特征一致：{ $list }
reason-facets-conflict = 特征不符：{ $list }
reason-words = 其余需求词中有 { $percent } 出现
reason-wording = 需求原词中有 { $percent } 出现
reason-fresh = { $count ->
    [0] 今天更新
   *[other] { $number } 天前更新
}
reason-chosen = 由平台选定

## 可以怎么做
hints = 达成匹配的办法
hint-raise-quantity = 把数量提高到起订量 { $amount }
hint-lower-moq = 把起订量降到 { $amount }
hint-lower-quantity = 把数量减到 { $amount }，其余向别家采购
hint-raise-supply = 单独或与他人联合供货 { $amount }
hint-raise-ceiling = 把目标价提高到 { $price }
hint-lower-price = 把价格降到 { $price }
hint-ask-price = 请对方按 { $basis } 报价
hint-quote-price = 按 { $basis } 报价
hint-ask-certificate = 请对方提供：{ $list }
hint-give-certificate = 出示证书：{ $list }
hint-accept = { $label }：接受 { $value }
hint-move-date = 把交货期限推迟到 { $date }
hint-deliver-by = 在 { $date } 前交货
hint-ask = { $label }：向对方确认
hint-state = { $label }：请在报价中注明

## 命令行
found = { $count ->
   *[other] 共 { $number } 条
}
more-from = 同一商家的更多结果
stage-all = 全部条件符合
stage-some = 部分条件符合，按接近程度排列
stage-spelling = 没有完全相同的词，按近似词查找
