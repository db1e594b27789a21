# Français

## Écriture
quote = « { $text } »
quote-in = « { $text } » ({ $lang })
fact = { $label } : { $value }
aside = { $text } ({ $aside })
between = { " ; " }
differs = { $offered } (demandé : { $asked })
counted = { $amount } { $unit }
counted-things = { $amount } × { $unit }
each = { $period ->
    [day] { $amount } par jour
    [week] { $amount } par semaine
    [month] { $amount } par mois
    [quarter] { $amount } par trimestre
   *[year] { $amount } par an
}
content = { $amount } par { $unit }
money = { $amount } { $currency }
span-days = { $count ->
    [one] { $number } jour
   *[other] { $number } jours
}
period-from = à partir du { $date }
yes = oui

## Champs
label-goods = Marchandise
label-property = Caractéristique
label-codes = Grade
label-hs = Code SH
label-quantity = Quantité
label-moq = Commande minimum
label-capacity = Capacité
label-price = Prix
label-max-price = Prix maximum
label-incoterm = Incoterm
label-place = Lieu
label-destination = Destination
label-origins = Origine
label-refused-origins = Origines exclues
label-certifications = Certificats
label-payment = Paiement
label-channels = Régime douanier chinois
label-sample = Échantillon
label-valid-until = Valable jusqu’au
label-needed-by = À livrer avant le
label-window = Période d’expédition
label-harvest = Récolte
label-lead-time = Délai de livraison
label-packing = Conditionnement
label-load = Charge par conteneur
label-tolerance = Tolérance

## Moyens de paiement
pay-lc = crédit documentaire
pay-lc-sight = crédit documentaire à vue
pay-lc-usance = crédit documentaire à terme
pay-advance = paiement d’avance
pay-open-account = compte ouvert
pay-cod = paiement à la livraison
pay-escrow = séquestre

## Comment une demande est satisfaite
status-fits = conforme
status-near = proche
status-conflicts = non conforme
status-unknown = à vérifier
fit-agrees = { $label } : { $offered }, comme demandé
fit-near = { $label } : { $offered }, proche de la demande ({ $asked })
fit-differs = { $label } : { $offered } (demandé : { $asked })
fit-refused = { $label } : { $offered }, exclue par l’acheteur
fit-silent = { $label } : non précisé (demandé : { $asked })
fit-units = { $label } : { $offered } et { $asked } sont en unités différentes et ne se comparent pas
fit-moq-fits = Commande minimum { $least }, conforme (demande : { $asked })
fit-moq-above = Commande minimum { $least }, supérieure à la demande ({ $asked })
fit-supply-enough = { $offered } disponibles, suffisant pour la demande ({ $asked })
fit-supply-short = { $offered } disponibles, moins que la demande ({ $asked })
fit-price-within = Prix { $offered }, égal au prix cible de { $ceiling }
fit-price-below = Prix { $offered }, inférieur de { $percent } au prix cible de { $ceiling }
fit-price-above = Prix { $offered }, supérieur de { $percent } au prix cible de { $ceiling }
fit-price-terms = Prix { $offered } { $theirs }, prix cible { $ceiling } { $asked } : { $theirs } et { $asked } sont des conditions différentes, les chiffres ne se comparent pas
fit-price-places = Prix { $offered } ({ $theirs }), prix cible { $ceiling } ({ $asked }) : lieux de livraison différents, les chiffres ne se comparent pas
fit-price-one-term = Prix { $offered }, prix cible { $ceiling } : un seul côté indique l’Incoterm ({ $term }), les chiffres ne se comparent pas
fit-price-rate = Prix { $offered }, prix cible { $ceiling } : aucun taux de change connu entre { $from } et { $to }
fit-price-stale = Prix { $offered }, prix cible { $ceiling } : le dernier taux de change ({ $date }) est trop ancien pour comparer
fit-price-unlike = Prix { $offered }, prix cible { $ceiling } : les unités diffèrent, les prix ne se comparent pas
converted = { $price } au taux du { $date }
fit-certificates-held = Détenu : { $list }
fit-certificates-near = Détenu : { $held }, proche de { $asked }
fit-certificates-scheme = Détenu : { $held } ; à vérifier si ce référentiel est reconnu à destination
fit-certificates-missing = Non fourni : { $list }
fit-terms-differ = Conditions différentes : { $offered } proposé, { $asked } demandé
fit-in-time = Prêt le { $ready }, à temps pour le { $needed }
fit-late = Prêt le { $ready }, après le { $needed }

## Pourquoi ce résultat
reason-same = { $offer } désigne : { $label }, comme { $request }
reason-narrower = { $offer } désigne : { $label }, un type du produit demandé, { $asked } ({ $request })
reason-wider = { $offer } désigne : { $label }, plus général que { $asked } ({ $request })
reason-related = { $offer } désigne : { $label }, proche du produit demandé, { $asked } ({ $request })
reason-hs = La marchandise relève du code SH { $code }
reason-facets-agree = Caractéristiques conformes : { $list }
reason-facets-conflict = Caractéristiques différentes : { $list }
reason-words = { $percent } des autres mots demandés s’y trouvent
reason-wording = { $percent } des mots demandés s’y trouvent tels quels
reason-fresh = { $count ->
    [0] Mis à jour aujourd’hui
    [one] Mis à jour il y a { $number } jour
   *[other] Mis à jour il y a { $number } jours
}
reason-chosen = Choisi par la plateforme

## Que faire
hints = Pour que cela convienne
hint-raise-quantity = Porter la quantité à { $amount }, la commande minimum
hint-lower-moq = Abaisser la commande minimum à { $amount }
hint-lower-quantity = Réduire la quantité à { $amount }, ou acheter le reste ailleurs
hint-raise-supply = Fournir { $amount }, seul ou avec d’autres
hint-raise-ceiling = Porter le prix cible à { $price }
hint-lower-price = Baisser le prix à { $price }
hint-ask-price = Demander un prix en { $basis }
hint-quote-price = Proposer un prix en { $basis }
hint-ask-certificate = Demander le certificat : { $list }
hint-give-certificate = Présenter le certificat : { $list }
hint-accept = { $label } : accepter { $value }
hint-move-date = Repousser la livraison au { $date }
hint-deliver-by = Livrer avant le { $date }
hint-ask = { $label } : à demander à l’autre partie
hint-state = { $label } : à préciser dans votre offre

## Ligne de commande
found = { $count ->
    [one] { $number } résultat
   *[other] { $number } résultats
}
more-from = Autres résultats de la même entreprise
stage-all = tout ce qui est demandé
stage-some = une partie de la demande, les plus proches d’abord
stage-spelling = rien à l’identique, mots voisins
