# English. Messages that every language has, with the same arguments.
# Numbers, days, lists and names come ready to be read; $count alone decides between singular and plural.

## How things are written
quote = “{ $text }”
quote-in = “{ $text }” ({ $lang })
fact = { $label }: { $value }
aside = { $text } ({ $aside })
between = { "; " }
differs = { $offered } instead of { $asked }
counted = { $amount } { $unit }
counted-things = { $amount } × { $unit }
each = { $period ->
    [day] { $amount } a day
    [week] { $amount } a week
    [month] { $amount } a month
    [quarter] { $amount } a quarter
   *[year] { $amount } a year
}
content = { $amount } per { $unit }
money = { $amount } { $currency }
span-days = { $count ->
    [one] { $number } day
   *[other] { $number } days
}
period-from = from { $date }
yes = yes

## Names of fields
label-goods = Goods
label-property = Property
label-codes = Grade
label-hs = HS code
label-quantity = Quantity
label-moq = Minimum order
label-capacity = Capacity
label-price = Price
label-max-price = Highest price
label-incoterm = Delivery term
label-place = Place
label-destination = Destination
label-origins = Origin
label-refused-origins = Not from
label-certifications = Certificates
label-payment = Payment
label-channels = China customs mode
label-sample = Sample
label-valid-until = Valid until
label-needed-by = Needed by
label-window = Shipment period
label-harvest = Crop year
label-lead-time = Delivery time
label-packing = Packing
label-load = Container load
label-tolerance = Tolerance

## Means of payment
pay-lc = L/C
pay-lc-sight = L/C at sight
pay-lc-usance = usance L/C
pay-advance = advance payment
pay-open-account = open account
pay-cod = cash on delivery
pay-escrow = escrow

## How a wish is met
status-fits = fits
status-near = near
status-conflicts = conflicts
status-unknown = open
fit-agrees = { $label }: { $offered }, as asked
fit-near = { $label }: { $offered }, close to the { $asked } asked for
fit-differs = { $label }: { $offered }, not the { $asked } asked for
fit-refused = { $label }: { $offered }, which was ruled out
fit-silent = { $label }: not stated (asked for: { $asked })
fit-units = { $label }: { $offered } and { $asked } are in different units and cannot be compared
fit-moq-fits = Minimum order { $least }, within the { $asked } asked for
fit-moq-above = Minimum order { $least }, above the { $asked } asked for
fit-supply-enough = { $offered } available, enough for the { $asked } asked for
fit-supply-short = { $offered } available, less than the { $asked } asked for
fit-price-within = Price { $offered }, exactly at the target of { $ceiling }
fit-price-below = Price { $offered }, { $percent } below the target of { $ceiling }
fit-price-above = Price { $offered }, { $percent } above the target of { $ceiling }
fit-price-terms = Price { $offered } { $theirs }, target { $ceiling } { $asked }: { $theirs } and { $asked } are different terms and the figures do not compare
fit-price-places = Price { $offered } ({ $theirs }), target { $ceiling } ({ $asked }): for delivery to different places, the figures do not compare
fit-price-one-term = Price { $offered }, target { $ceiling }: only one side states a delivery term ({ $term }), the figures do not compare
fit-price-rate = Price { $offered }, target { $ceiling }: no exchange rate from { $from } to { $to } is known
fit-price-stale = Price { $offered }, target { $ceiling }: the last exchange rate, of { $date }, is too old to compare by
fit-price-unlike = Price { $offered }, target { $ceiling }: they are for different units and do not compare
converted = { $price } at the rate of { $date }
fit-certificates-held = Holds: { $list }
fit-certificates-near = Holds { $held }, close to { $asked }
fit-certificates-scheme = Holds { $held }; whether its scheme counts at the destination has to be checked
fit-certificates-missing = Not provided: { $list }
fit-terms-differ = Terms differ: { $offered } offered, { $asked } asked for
fit-in-time = Ready on { $ready }, in time for { $needed }
fit-late = Ready on { $ready }, later than { $needed }

## Why something was found
reason-same = { $offer } means { $label }, the same as { $request }
reason-narrower = { $offer } means { $label }, a kind of { $asked }, as { $request } asks for
reason-wider = { $offer } means { $label }, broader than { $asked } ({ $request })
reason-related = { $offer } means { $label }, related to { $asked } ({ $request })
reason-hs = The goods fall under HS code { $code }
reason-facets-agree = Properties agree: { $list }
reason-facets-conflict = Properties differ: { $list }
reason-words = { $percent } of the other words asked for also occur
reason-wording = { $percent } of the words asked for occur as written
reason-fresh = { $count ->
    [0] Updated today
    [one] Updated { $number } day ago
   *[other] Updated { $number } days ago
}
reason-chosen = Chosen by the platform

## What can be done
hints = To make it fit
hint-raise-quantity = Raise the quantity to { $amount }, the minimum order
hint-lower-moq = Lower the minimum order to { $amount }
hint-lower-quantity = Lower the quantity to { $amount }, or take the rest from another supplier
hint-raise-supply = Supply { $amount }, alone or together with others
hint-raise-ceiling = Raise the target price to { $price }
hint-lower-price = Lower the price to { $price }
hint-ask-price = Ask for a quotation in { $basis }
hint-quote-price = Quote in { $basis }
hint-ask-certificate = Ask for the certificate: { $list }
hint-give-certificate = Show the certificate: { $list }
hint-accept = { $label }: accept { $value }
hint-move-date = Move the delivery date to { $date }
hint-deliver-by = Deliver by { $date }
hint-ask = { $label }: ask the other side
hint-state = { $label }: state it in your offer

## On the command line
found = { $count ->
    [one] { $number } found
   *[other] { $number } found
}
more-from = More of the same firm
stage-all = everything asked for
stage-some = not everything asked for, nearest first
stage-spelling = nothing as written, similar words
