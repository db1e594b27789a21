# Русский

## Написание
quote = «{ $text }»
quote-in = «{ $text }» ({ $lang })
fact = { $label }: { $value }
aside = { $text } ({ $aside })
between = { "; " }
differs = { $offered } (в запросе: { $asked })
counted = { $amount } { $unit }
counted-things = { $amount } × { $unit }
each = { $period ->
    [day] { $amount } в день
    [week] { $amount } в неделю
    [month] { $amount } в месяц
    [quarter] { $amount } в квартал
   *[year] { $amount } в год
}
content = { $unit } по { $amount }
money = { $amount } { $currency }
span-days = { $count ->
    [one] { $number } день
    [few] { $number } дня
   *[many] { $number } дней
}
period-from = с { $date }
yes = есть

## Поля
label-goods = Товар
label-property = Свойство
label-codes = Сорт, марка
label-hs = Код ТН ВЭД
label-quantity = Количество
label-moq = Минимальный заказ
label-capacity = Объём поставок
label-price = Цена
label-max-price = Предельная цена
label-incoterm = Условия поставки
label-place = Место
label-destination = Пункт назначения
label-origins = Происхождение
label-refused-origins = Исключённые страны
label-certifications = Сертификаты
label-payment = Оплата
label-channels = Режим таможни Китая
label-sample = Образец
label-valid-until = Действует до
label-needed-by = Нужно к
label-window = Период отгрузки
label-harvest = Урожай
label-lead-time = Срок поставки
label-packing = Упаковка
label-load = Загрузка контейнера
label-tolerance = Допуск

## Формы оплаты
pay-lc = аккредитив
pay-lc-sight = аккредитив по предъявлении
pay-lc-usance = аккредитив с отсрочкой платежа
pay-advance = предоплата
pay-open-account = открытый счёт
pay-cod = оплата при получении
pay-escrow = эскроу

## Насколько подходит
status-fits = подходит
status-near = близко
status-conflicts = не подходит
status-unknown = уточнить
fit-agrees = { $label }: { $offered }, как в запросе
fit-near = { $label }: { $offered }, близко к запросу ({ $asked })
fit-differs = { $label }: { $offered }, а в запросе { $asked }
fit-refused = { $label }: { $offered } — исключено покупателем
fit-silent = { $label }: не указано (в запросе: { $asked })
fit-units = { $label }: { $offered } и { $asked } — разные единицы, сравнить нельзя
fit-moq-fits = Минимальный заказ { $least }, подходит (в запросе { $asked })
fit-moq-above = Минимальный заказ { $least }, больше запроса ({ $asked })
fit-supply-enough = В наличии { $offered }, хватает на запрос ({ $asked })
fit-supply-short = В наличии { $offered }, меньше запроса ({ $asked })
fit-price-within = Цена { $offered }, равна целевой ({ $ceiling })
fit-price-below = Цена { $offered }, на { $percent } ниже целевой ({ $ceiling })
fit-price-above = Цена { $offered }, на { $percent } выше целевой ({ $ceiling })
fit-price-terms = Цена { $offered } { $theirs }, целевая { $ceiling } { $asked }: { $theirs } и { $asked } — разные условия, числа не сравниваются
fit-price-places = Цена { $offered } ({ $theirs }), целевая { $ceiling } ({ $asked }): разные места поставки, числа не сравниваются
fit-price-one-term = Цена { $offered }, целевая { $ceiling }: условия поставки указала только одна сторона ({ $term }), числа не сравниваются
fit-price-rate = Цена { $offered }, целевая { $ceiling }: нет курса { $from } к { $to }, сравнить нельзя
fit-price-stale = Цена { $offered }, целевая { $ceiling }: последний курс от { $date } устарел, сравнить нельзя
fit-price-unlike = Цена { $offered }, целевая { $ceiling }: цены за разные единицы, сравнить нельзя
converted = { $price } по курсу на { $date }
fit-certificates-held = Есть: { $list }
fit-certificates-near = Есть { $held }, близко к нужному ({ $asked })
fit-certificates-scheme = Есть { $held }; признаётся ли эта система на рынке назначения, надо уточнить
fit-certificates-missing = Не предоставлено: { $list }
fit-terms-differ = Разные условия: предлагают { $offered }, просят { $asked }
fit-in-time = Готовность { $ready }, в срок (нужно к { $needed })
fit-late = Готовность { $ready }, позже срока (нужно к { $needed })

## Почему найдено
reason-same = { $offer } — это { $label }, то же, что { $request }
reason-narrower = { $offer } — это { $label }, вид нужного товара: { $asked } ({ $request })
reason-wider = { $offer } — это { $label }, шире, чем { $asked } ({ $request })
reason-related = { $offer } — это { $label }, близко к товару из запроса: { $asked } ({ $request })
reason-hs = Товар относится к коду ТН ВЭД { $code }
reason-facets-agree = Свойства совпадают: { $list }
reason-facets-conflict = Свойства расходятся: { $list }
reason-words = Из прочих слов запроса встречается { $percent }
reason-wording = Из слов запроса дословно встречается { $percent }
reason-fresh = { $count ->
    [0] Обновлено сегодня
    [one] Обновлено { $number } день назад
    [few] Обновлено { $number } дня назад
   *[many] Обновлено { $number } дней назад
}
reason-chosen = Выбрано платформой

## Что можно сделать
hints = Чтобы подошло
hint-raise-quantity = Увеличить количество до минимального заказа: { $amount }
hint-lower-moq = Снизить минимальный заказ до { $amount }
hint-lower-quantity = Снизить количество до { $amount } или взять остальное у другого поставщика
hint-raise-supply = Поставить { $amount } — самим или вместе с другими
hint-raise-ceiling = Поднять целевую цену до { $price }
hint-lower-price = Снизить цену до { $price }
hint-ask-price = Запросить цену в { $basis }
hint-quote-price = Дать цену в { $basis }
hint-ask-certificate = Запросить сертификат: { $list }
hint-give-certificate = Предъявить сертификат: { $list }
hint-accept = { $label }: принять { $value }
hint-move-date = Перенести срок на { $date }
hint-deliver-by = Поставить до { $date }
hint-ask = { $label }: уточнить у другой стороны
hint-state = { $label }: укажите в предложении

## Командная строка
found = { $count ->
    [one] Найден { $number } результат
    [few] Найдено { $number } результата
   *[many] Найдено { $number } результатов
}
more-from = Ещё от той же компании
stage-all = есть всё из запроса
stage-some = есть не всё, сначала ближайшие
stage-spelling = дословно ничего нет, похожие слова
