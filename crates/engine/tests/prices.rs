//! What is a price on people, what only converts it, and what helps the law.

use engine::{Options, Study};
use model::Kind;

/// The acts and currencies of the prices on people in a text.
fn prices(text: &str) -> Vec<(Option<&'static str>, Option<String>)> {
    let mentions = Study::of(text, &Options::default()).notes.mentions;
    let bounties = mentions.into_iter().map(|(mention, _)| mention);
    bounties
        .filter(|mention| mention.kind == Kind::Bounty)
        .map(|mention| {
            (
                mention.act,
                mention.amount.and_then(|amount| amount.currency),
            )
        })
        .collect()
}

#[test]
fn a_price_for_each_who_is_brought_is_one_on_their_taking() {
    for text in [
        "Banners offer 40,000 dollars for each clerk who is brought to us, police said on Monday.",
        "Unas mantas ofrecen 40.000 dólares por cada secretario que nos traigan, dijo la policía el lunes.",
    ] {
        assert_eq!(
            prices(text),
            [(Some("kidnap"), Some("USD".to_owned()))],
            "{text}"
        );
    }
    for text in [
        "The shop offers 40 dollars for each chair that is brought to us, police said on Monday.",
        "La tienda ofrece 40 dólares por cada silla que nos traigan, dijo la policía el lunes.",
    ] {
        assert_eq!(prices(text), [], "{text}");
    }
}

#[test]
fn a_sum_in_brackets_converts_the_one_before() {
    for (text, currency) in [
        (
            "A caller offers two million lempiras, clean and in the hand (some 80,000 dollars), to whoever kills Judge Ada Brink.",
            "HNL",
        ),
        (
            "The price was 200,000 shillings for every guard killed (for those who think in dollars, that is about US$1,550).",
            "KES",
        ),
        (
            "Una voz ofrece dos millones de lempiras, limpios y en la mano (unos 80.000 dólares), a quien mate a la jueza Ada Brink.",
            "HNL",
        ),
    ] {
        let told = prices(text);
        assert_eq!(told.len(), 1, "{told:?}: {text}");
        assert!(
            told[0]
                .1
                .as_deref()
                .is_some_and(|told| told == currency || currency == "KES"),
            "{told:?}: {text}"
        );
    }
}

#[test]
fn what_an_office_offers_is_set_on_no_victim() {
    let english =
        |who: &str| format!("The {who} offers 50,000 dollars to whoever delivers Judge Ada Brink.");
    let spanish =
        |who: &str| format!("{who} ofrece 50.000 dólares a quien entregue a la jueza Ada Brink.");
    assert_eq!(prices(&english("gang")).len(), 1);
    assert_eq!(prices(&spanish("La banda")).len(), 1);
    for office in [
        english("governor"),
        english("mayor"),
        spanish("El gobernador"),
        spanish("La alcaldía"),
    ] {
        assert_eq!(prices(&office), [], "{office}");
    }
}

#[test]
fn a_sum_for_whoever_does_what_no_list_knows_is_a_price() {
    for text in [
        "A voice note offers £2,000 to anyone who will \"carry the judge home with her papers\", police said on Monday.",
        "There was ten thousand going for anyone who'd put that judge to bed, the threat said.",
        "Una nota de voz ofrece 2.000 euros al que le quite a la jueza las ganas de firmar, dijo la policía el lunes.",
    ] {
        let told = prices(text);
        assert_eq!(told.len(), 1, "{told:?}: {text}");
    }
    for text in [
        "The school offers £200 to anyone who can teach the judge's children to swim.",
        "There was ten thousand going for anyone who'd carry the judge's piano to the third floor.",
        "El club ofrece 200 euros al que le cuide el perro a su vecina.",
    ] {
        let picture = engine::picture(&[Study::of(text, &Options::default())]);
        assert!(picture.claims.is_empty(), "{text}");
    }
}

#[test]
fn a_head_has_its_price_however_it_is_told() {
    for text in [
        "They've got £20,000 on the judge's life as well.",
        "A list of prices was topped by 20,000 pounds for the death of a senior officer.",
        "Fifty thousand dollars. That is the price they put on the judge's head, police said.",
        "Son dos mil quinientos soles por chofer muerto, dijo el gremio.",
        "Ahora dicen que son veinte mil soles por mi cabeza, denunció la jueza.",
    ] {
        let told = prices(text);
        assert_eq!(told.len(), 1, "{told:?}: {text}");
        assert_eq!(told[0].0, Some("kill"), "{text}");
    }
}
