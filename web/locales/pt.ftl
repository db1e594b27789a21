# Português

## Escrita
quote = “{ $text }”
quote-in = “{ $text }” ({ $lang })
fact = { $label }: { $value }
aside = { $text } ({ $aside })
between = { "; " }
differs = { $offered } (pedido: { $asked })
counted = { $amount } { $unit }
counted-things = { $amount } × { $unit }
each = { $period ->
    [day] { $amount } por dia
    [week] { $amount } por semana
    [month] { $amount } por mês
    [quarter] { $amount } por trimestre
   *[year] { $amount } por ano
}
content = { $amount } por { $unit }
money = { $amount } { $currency }
span-days = { $count ->
    [one] { $number } dia
   *[other] { $number } dias
}
period-from = a partir de { $date }
yes = sim

## Campos
label-goods = Mercadoria
label-property = Característica
label-codes = Classificação
label-hs = Código SH
label-quantity = Quantidade
label-moq = Pedido mínimo
label-capacity = Capacidade
label-price = Preço
label-max-price = Preço máximo
label-incoterm = Incoterm
label-place = Local
label-destination = Destino
label-origins = Origem
label-refused-origins = Origens excluídas
label-certifications = Certificados
label-payment = Pagamento
label-channels = Regime aduaneiro da China
label-sample = Amostra
label-valid-until = Válido até
label-needed-by = Entregar até
label-window = Período de embarque
label-harvest = Safra
label-lead-time = Prazo de entrega
label-packing = Embalagem
label-load = Carga por contêiner
label-tolerance = Tolerância

## Formas de pagamento
pay-lc = carta de crédito
pay-lc-sight = carta de crédito à vista
pay-lc-usance = carta de crédito a prazo
pay-advance = pagamento antecipado
pay-open-account = conta aberta
pay-cod = pagamento na entrega
pay-escrow = conta-garantia

## Como o pedido é atendido
status-fits = atende
status-near = próximo
status-conflicts = não atende
status-unknown = a confirmar
fit-agrees = { $label }: { $offered }, conforme pedido
fit-near = { $label }: { $offered }, perto do pedido ({ $asked })
fit-differs = { $label }: { $offered } (pedido: { $asked })
fit-refused = { $label }: { $offered }, excluída pelo comprador
fit-silent = { $label }: não informado (pedido: { $asked })
fit-units = { $label }: { $offered } e { $asked } estão em unidades diferentes e não se comparam
fit-moq-fits = Pedido mínimo { $least }, atende à quantidade pedida ({ $asked })
fit-moq-above = Pedido mínimo { $least }, acima da quantidade pedida ({ $asked })
fit-supply-enough = { $offered } disponíveis, suficiente para a quantidade pedida ({ $asked })
fit-supply-short = { $offered } disponíveis, menos que a quantidade pedida ({ $asked })
fit-price-within = Preço { $offered }, igual ao preço-alvo de { $ceiling }
fit-price-below = Preço { $offered }, { $percent } abaixo do preço-alvo de { $ceiling }
fit-price-above = Preço { $offered }, { $percent } acima do preço-alvo de { $ceiling }
fit-price-terms = Preço { $offered } { $theirs }, preço-alvo { $ceiling } { $asked }: { $theirs } e { $asked } são condições diferentes e os valores não se comparam
fit-price-places = Preço { $offered } ({ $theirs }), preço-alvo { $ceiling } ({ $asked }): locais de entrega diferentes, os valores não se comparam
fit-price-one-term = Preço { $offered }, preço-alvo { $ceiling }: só um lado informa o Incoterm ({ $term }) e os valores não se comparam
fit-price-rate = Preço { $offered }, preço-alvo { $ceiling }: não há taxa de câmbio conhecida de { $from } para { $to }
fit-price-stale = Preço { $offered }, preço-alvo { $ceiling }: a última taxa de câmbio ({ $date }) é antiga demais para comparar
fit-price-unlike = Preço { $offered }, preço-alvo { $ceiling }: são por unidades diferentes e não se comparam
converted = { $price } ao câmbio de { $date }
fit-certificates-held = Possui: { $list }
fit-certificates-near = Possui { $held }, próximo de { $asked }
fit-certificates-scheme = Possui { $held }; é preciso verificar se o sistema é reconhecido no destino
fit-certificates-missing = Não apresentado: { $list }
fit-terms-differ = Condições diferentes: oferta { $offered }, pedido { $asked }
fit-in-time = Pronto em { $ready }, a tempo para { $needed }
fit-late = Pronto em { $ready }, depois de { $needed }

## Por que aparece
reason-same = { $offer } significa { $label }, o mesmo que { $request }
reason-narrower = { $offer } significa { $label }, um tipo de { $asked }, como pede { $request }
reason-wider = { $offer } significa { $label }, mais amplo que { $asked } ({ $request })
reason-related = { $offer } significa { $label }, próximo de { $asked } ({ $request })
reason-hs = A mercadoria corresponde ao código SH { $code }
reason-facets-agree = Características que coincidem: { $list }
reason-facets-conflict = Características diferentes: { $list }
reason-words = { $percent } das outras palavras pedidas aparecem
reason-wording = { $percent } das palavras pedidas aparecem como foram escritas
reason-fresh = { $count ->
    [0] Atualizado hoje
    [one] Atualizado há { $number } dia
   *[other] Atualizado há { $number } dias
}
reason-chosen = Escolhido pela plataforma

## O que fazer
hints = Para atender
hint-raise-quantity = Aumentar a quantidade para { $amount }, o pedido mínimo
hint-lower-moq = Reduzir o pedido mínimo para { $amount }
hint-lower-quantity = Reduzir a quantidade para { $amount }, ou comprar o restante de outro fornecedor
hint-raise-supply = Fornecer { $amount }, sozinho ou com outros
hint-raise-ceiling = Aumentar o preço-alvo para { $price }
hint-lower-price = Baixar o preço para { $price }
hint-ask-price = Pedir cotação em { $basis }
hint-quote-price = Cotar em { $basis }
hint-ask-certificate = Pedir o certificado: { $list }
hint-give-certificate = Apresentar o certificado: { $list }
hint-accept = { $label }: aceitar { $value }
hint-move-date = Adiar a entrega para { $date }
hint-deliver-by = Entregar até { $date }
hint-ask = { $label }: perguntar à outra parte
hint-state = { $label }: informe na sua oferta

## Linha de comando
found = { $count ->
    [one] { $number } resultado
   *[other] { $number } resultados
}
more-from = Mais resultados da mesma empresa
stage-all = tudo o que foi pedido
stage-some = parte do pedido, os mais próximos primeiro
stage-spelling = nada igual, palavras parecidas
