# Español

## Escritura
quote = «{ $text }»
quote-in = «{ $text }» ({ $lang })
fact = { $label }: { $value }
aside = { $text } ({ $aside })
between = { "; " }
differs = { $offered } (solicitado: { $asked })
counted = { $amount } { $unit }
counted-things = { $amount } × { $unit }
each = { $period ->
    [day] { $amount } al día
    [week] { $amount } a la semana
    [month] { $amount } al mes
    [quarter] { $amount } al trimestre
   *[year] { $amount } al año
}
content = { $amount } por { $unit }
money = { $amount } { $currency }
span-days = { $count ->
    [one] { $number } día
   *[other] { $number } días
}
period-from = a partir del { $date }
yes = sí

## Campos
label-goods = Mercancía
label-property = Característica
label-codes = Grado
label-hs = Código SA
label-quantity = Cantidad
label-moq = Pedido mínimo
label-capacity = Capacidad
label-price = Precio
label-max-price = Precio máximo
label-incoterm = Incoterm
label-place = Lugar
label-destination = Destino
label-origins = Origen
label-refused-origins = Orígenes excluidos
label-certifications = Certificados
label-payment = Pago
label-channels = Régimen aduanero de China
label-sample = Muestra
label-valid-until = Válido hasta
label-needed-by = Fecha límite de entrega
label-window = Período de embarque
label-harvest = Cosecha
label-lead-time = Plazo de entrega
label-packing = Embalaje
label-load = Carga por contenedor
label-tolerance = Tolerancia

## Formas de pago
pay-lc = carta de crédito
pay-lc-sight = carta de crédito a la vista
pay-lc-usance = carta de crédito a plazo
pay-advance = pago anticipado
pay-open-account = cuenta abierta
pay-cod = pago contra entrega
pay-escrow = depósito en garantía

## Cómo se cumple lo pedido
status-fits = cumple
status-near = se acerca
status-conflicts = no cumple
status-unknown = por confirmar
fit-agrees = { $label }: { $offered }, como se pide
fit-near = { $label }: { $offered }, cerca de lo pedido ({ $asked })
fit-differs = { $label }: { $offered } (solicitado: { $asked })
fit-refused = { $label }: { $offered }, excluido por el comprador
fit-silent = { $label }: no se indica (se pide: { $asked })
fit-units = { $label }: { $offered } y { $asked } están en unidades distintas y no se pueden comparar
fit-moq-fits = Pedido mínimo { $least }, cumple (se piden { $asked })
fit-moq-above = Pedido mínimo { $least }, por encima de lo pedido ({ $asked })
fit-supply-enough = { $offered } disponibles, suficiente para lo pedido ({ $asked })
fit-supply-short = { $offered } disponibles, menos de lo pedido ({ $asked })
fit-price-within = Precio { $offered }, igual al precio objetivo de { $ceiling }
fit-price-below = Precio { $offered }, un { $percent } por debajo del precio objetivo de { $ceiling }
fit-price-above = Precio { $offered }, un { $percent } por encima del precio objetivo de { $ceiling }
fit-price-terms = Precio { $offered } { $theirs }, precio objetivo { $ceiling } { $asked }: { $theirs } y { $asked } son condiciones distintas y las cifras no se comparan
fit-price-places = Precio { $offered } ({ $theirs }), precio objetivo { $ceiling } ({ $asked }): lugares de entrega distintos, las cifras no se comparan
fit-price-one-term = Precio { $offered }, precio objetivo { $ceiling }: solo una parte indica el Incoterm ({ $term }) y las cifras no se comparan
fit-price-rate = Precio { $offered }, precio objetivo { $ceiling }: no se conoce el tipo de cambio de { $from } a { $to }
fit-price-stale = Precio { $offered }, precio objetivo { $ceiling }: el último tipo de cambio ({ $date }) es demasiado antiguo para comparar
fit-price-unlike = Precio { $offered }, precio objetivo { $ceiling }: son por unidades distintas y no se comparan
converted = { $price } al cambio del { $date }
fit-certificates-held = Cuenta con: { $list }
fit-certificates-near = Cuenta con { $held }, cercano a { $asked }
fit-certificates-scheme = Cuenta con { $held }; hay que comprobar si ese sistema se reconoce en destino
fit-certificates-missing = Sin presentar: { $list }
fit-terms-differ = Condiciones distintas: se ofrece { $offered }, se pide { $asked }
fit-in-time = Listo el { $ready }, a tiempo para el { $needed }
fit-late = Listo el { $ready }, después del { $needed }

## Por qué aparece
reason-same = { $offer } significa { $label }, lo mismo que { $request }
reason-narrower = { $offer } significa { $label }, un tipo de { $asked }, como se pide con { $request }
reason-wider = { $offer } significa { $label }, más general que { $asked } ({ $request })
reason-related = { $offer } significa { $label }, afín a { $asked } ({ $request })
reason-hs = La mercancía corresponde al código SA { $code }
reason-facets-agree = Características que coinciden: { $list }
reason-facets-conflict = Características distintas: { $list }
reason-words = Aparece el { $percent } de las demás palabras pedidas
reason-wording = Aparece el { $percent } de las palabras pedidas tal cual
reason-fresh = { $count ->
    [0] Actualizado hoy
    [one] Actualizado hace { $number } día
   *[other] Actualizado hace { $number } días
}
reason-chosen = Elegido por la plataforma

## Qué se puede hacer
hints = Para que encaje
hint-raise-quantity = Subir la cantidad a { $amount }, el pedido mínimo
hint-lower-moq = Bajar el pedido mínimo a { $amount }
hint-lower-quantity = Bajar la cantidad a { $amount }, o comprar el resto a otro proveedor
hint-raise-supply = Suministrar { $amount }, solo o junto con otros
hint-raise-ceiling = Subir el precio objetivo a { $price }
hint-lower-price = Bajar el precio a { $price }
hint-ask-price = Pedir cotización en { $basis }
hint-quote-price = Cotizar en { $basis }
hint-ask-certificate = Pedir el certificado: { $list }
hint-give-certificate = Presentar el certificado: { $list }
hint-accept = { $label }: aceptar { $value }
hint-move-date = Aplazar la entrega al { $date }
hint-deliver-by = Entregar antes del { $date }
hint-ask = { $label }: preguntar a la otra parte
hint-state = { $label }: indíquelo en su oferta

## Línea de órdenes
found = { $count ->
    [one] { $number } resultado
   *[other] { $number } resultados
}
more-from = Más resultados de la misma empresa
stage-all = todo lo pedido
stage-some = parte de lo pedido, lo más cercano primero
stage-spelling = nada tal cual, palabras parecidas
