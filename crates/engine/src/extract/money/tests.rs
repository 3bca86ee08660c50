use super::*;

fn said(text: &str) -> Vec<String> {
    let doc = Doc::new(text);
    money(&doc)
        .into_iter()
        .map(|money| {
            let side = |value: Option<f64>| value.map_or(String::new(), |v| v.to_string());
            let Amount { min, max, currency } = &money.amount;
            let sum = if min == max {
                side(*min)
            } else {
                format!("{}..{}", side(*min), side(*max))
            };
            let vague = if money.vague { "~" } else { "" };
            format!("{vague}{sum} {}", currency.as_deref().unwrap_or("-"))
        })
        .collect()
}

#[test]
fn english() {
    for (text, expected) in [
        ("They offered $2,000 for it.", &["2000 USD"][..]),
        ("They offered R50,000 for it.", &["50000 ZAR"]),
        (
            "They offered Q5,000 and S/5,000 for it.",
            &["5000 GTQ", "5000 PEN"],
        ),
        ("They offered Sh20,000 for it.", &["20000 KES"]),
        ("They offered J$2,000 for it.", &["2000 JMD"]),
        ("They offered US$2.900 for it.", &["2900 USD"]),
        ("They offered US $2,000 for it.", &["2000 USD"]),
        ("They offered USD 5,000 for it.", &["5000 USD"]),
        ("They offered USD$5,000 for it.", &["5000 USD"]),
        ("They offered $50K for it.", &["50000 USD"]),
        ("They offered $1.5 million for it.", &["1500000 USD"]),
        ("They offered a $2-million reward.", &["2000000 USD"]),
        (
            "They offered five thousand dollars for the address.",
            &["5000 USD"],
        ),
        (
            "They offered forty-five hundred dollars for it.",
            &["4500 USD"],
        ),
        ("It is twelve thousand\ndollars.", &["12000 USD"]),
        ("They pay half a bitcoin for a murder.", &["0.5 BTC"]),
        (
            "They pay four tenths of a bitcoin for a murder.",
            &["0.4 BTC"],
        ),
        ("They pay a quarter of a bitcoin.", &["0.25 BTC"]),
        ("They pay a bitcoin for a murder.", &["1 BTC"]),
        ("They pay 0.4 BTC, or 0.4 bitcoin.", &["0.4 BTC", "0.4 BTC"]),
        ("They pay 1.250 BTC.", &["1.25 BTC"]),
        ("They pay $5,000-$10,000 for it.", &["5000..10000 USD"]),
        ("They pay $5,000 to $10,000 for it.", &["5000..10000 USD"]),
        (
            "They pay between $5,000 and $10,000 for it.",
            &["5000..10000 USD"],
        ),
        (
            "They pay from 5,000 to 10,000 euros for it.",
            &["5000..10000 EUR"],
        ),
        ("They pay $5-10k for it.", &["5000..10000 USD"]),
        (
            "They pay $5 to $10 million for it.",
            &["5000000..10000000 USD"],
        ),
        (
            "It rose from $2,000 to $12,500.",
            &["2000 USD", "12500 USD"],
        ),
        ("They pay up to $50,000 for it.", &["..50000 USD"]),
        ("They pay as much as $50,000 for it.", &["..50000 USD"]),
        ("They pay no more than $50,000 for it.", &["..50000 USD"]),
        ("They pay at least £500.", &["500.. GBP"]),
        ("They pay more than 500 pounds.", &["500.. GBP"]),
        ("They pay $500 or more.", &["500.. USD"]),
        ("They pay $10,000+ for it.", &["10000.. USD"]),
        ("They pay a few thousand dollars.", &["~2000..9999 USD"]),
        ("They pay thousands of dollars.", &["~1000.. USD"]),
        (
            "They pay hundreds of thousands of dollars.",
            &["~100000.. USD"],
        ),
        ("They pay a couple of thousand dollars.", &["~2000 USD"]),
        (
            "Somebody was dangling money, 4.5k for her home address.",
            &["4500 -"],
        ),
        (
            "Somebody offered 4.5k for it, not $6,000.",
            &["4500 USD", "6000 USD"],
        ),
        (
            "It was fifty-four hundred dollars. The figure is forty-five hundred.",
            &["5400 USD", "4500 USD"],
        ),
        (
            "It is 0.4 bitcoin, some 24,000 euros at the rate of that day.",
            &["0.4 BTC", "24000 EUR"],
        ),
        ("They pay 200,000 Mexican pesos.", &["200000 MXN"]),
        (
            "They pay MXN 50,000 or MX$40,000.",
            &["50000 MXN", "40000 MXN"],
        ),
        ("They pay 300 Canadian dollars.", &["300 CAD"]),
        ("I was worth fifteen hundred bucks.", &["1500 USD"]),
        ("They pay 12 XMR for it.", &["12 XMR"]),
        ("They got $5,000 and $6,000.", &["5000 USD", "6000 USD"]),
        (
            "They pay ten grand for it, she said of the money.",
            &["10000 -"],
        ),
        (
            "They pay Rs 50,000, or Rs 5 lakh, or ₹2,000.",
            &["50000 INR", "500000 INR", "2000 INR"],
        ),
        ("They pay two crore rupees for it.", &["20000000 INR"]),
        (
            "They pay ₦300,000 or 40,000 naira.",
            &["300000 NGN", "40000 NGN"],
        ),
        ("They pay KSh 20,000 for the photo.", &["20000 KES"]),
    ] {
        assert_eq!(said(text), expected, "{text}");
    }
}

#[test]
fn spanish() {
    for (text, expected) in [
        (
            "Se ofrecen 50 mil pesos por los nombres.",
            &["50000 pesos"][..],
        ),
        (
            "Se ofrecen cincuenta mil pesos por los nombres.",
            &["50000 pesos"],
        ),
        ("Se ofrecen 2.000 € por los nombres.", &["2000 EUR"]),
        ("Se pagan 300 lucas por los nombres.", &["300000 -"]),
        ("Se pagan 5.000 bolivianos por los nombres.", &["5000 BOB"]),
        ("Se ofrecen €4,600 por los nombres.", &["4600 EUR"]),
        ("Se ofrecen 20.000 euros por la foto.", &["20000 EUR"]),
        ("Se ofrecen 20 000 euros por la foto.", &["20000 EUR"]),
        (
            "Se ofrecen entre 5.000 y 10.000 euros por la foto.",
            &["5000..10000 EUR"],
        ),
        (
            "Se ofrecen de 5.000 a 10.000 euros por la foto.",
            &["5000..10000 EUR"],
        ),
        ("Se ofrecen hasta 20.000 € por la foto.", &["..20000 EUR"]),
        (
            "Se ofrecen hasta 20.000 euros; por las fotos de la casa, de 5.000 a 10.000.",
            &["..20000 EUR", "5000..10000 EUR"],
        ),
        ("Se ofrece medio bitcoin por la foto.", &["0.5 BTC"]),
        (
            "Se ofrece un millón de pesos por la foto.",
            &["1000000 pesos"],
        ),
        (
            "Se ofrecen 1,5 millones de euros por la foto.",
            &["1500000 EUR"],
        ),
        ("Se ofrecen $50.000 pesos por la foto.", &["50000 pesos"]),
        ("Se ofrecen $2.000 dólares por la foto.", &["2000 USD"]),
        ("Se ofrecen $2.000 por la foto.", &["2000 pesos"]),
        ("Se ofrecen $2,000 por la foto.", &["2000 USD"]),
        (
            "Se ofrecen $2,000 por la foto, dicen en México.",
            &["2000 pesos"],
        ),
        ("Se ofrecen MXN 50,000 por la foto.", &["50000 MXN"]),
        (
            "Se ofrecen 200,000 pesos mexicanos por la foto.",
            &["200000 MXN"],
        ),
        (
            "Se ofrecen $50,000 (cincuenta mil pesos 00/100 M.N.) por la foto.",
            &["50000 MXN", "50000 MXN"],
        ),
        ("Se ofrecen miles de euros por la foto.", &["~1000.. EUR"]),
        (
            "Se ofrecen decenas de miles de pesos por la foto.",
            &["~10000.. pesos"],
        ),
        (
            "Se ofrecen más de 300 dólares y al menos 200 euros.",
            &["300.. USD", "200.. EUR"],
        ),
        (
            "Se prometen 2.000 euros por las fotos de la casa. Dos mil, no más.",
            &["2000 EUR", "2000 EUR"],
        ),
        (
            "La recompensa era de 200.000 euros. La cifra que figura es de 20.000.",
            &["200000 EUR", "20000 EUR"],
        ),
        (
            "Se ofrecen 200 euros (unos 210 dólares) por atacarla y de entre 5.000 y 10.000 por la foto.",
            &["200 EUR", "210 USD", "5000..10000 EUR"],
        ),
        (
            "Le dieron 5 mil por la foto, en un pago que le hicieron.",
            &["5000 -"],
        ),
    ] {
        assert_eq!(said(text), expected, "{text}");
    }
}

#[test]
fn not_money() {
    for text in [
        "The county has some 41,000 residents and pays four judges.",
        "He was paid to run a 10k race in 2019.",
        "They pay for hundreds of people and earn it.",
        "They offered 200 pages in May 2024 and were paid.",
        "The release was 26-031 of March 4, 2026.",
        "Recibió las 4.200 firmas reunidas y pagó el café.",
        "El proyectil pesaba 50 libras y voló a 200 metros.",
        "Call 555-1234 at 10.30 for the offer.",
        "The bitcoin wallet and a bitcoin address were examined.",
        "",
    ] {
        assert_eq!(said(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn tokens_are_the_words() {
    for (text, expected) in [
        ("They pay up to $50,000 for it.", "up to $50,000"),
        (
            "They pay between $5,000 and $10,000 for it.",
            "between $5,000 and $10,000",
        ),
        ("They pay US$ 5,000 for it.", "US$ 5,000"),
        (
            "Se ofrecen de entre 5.000 y 10.000 euros por la foto.",
            "entre 5.000 y 10.000 euros",
        ),
        ("They pay a thousand dollars.", "a thousand dollars"),
    ] {
        let doc = Doc::new(text);
        let found = money(&doc).swap_remove(0);
        assert_eq!(doc.slice(found.tokens), expected, "{text}");
    }
}

#[test]
fn sums_of_the_world() {
    for (text, expected) in [
        ("They asked for N60 million for him.", &["60000000 NGN"][..]),
        ("They want R1,2 million for her.", &["1200000 ZAR"]),
        (
            "The price is N20m, or R30k.",
            &["20000000 NGN", "30000 ZAR"],
        ),
        (
            "They want Sh2.5 million and Rs10 million.",
            &["2500000 KES", "10000000 INR"],
        ),
        (
            "They offered P150,000, then P6 million.",
            &["150000 pesos", "6000000 pesos"],
        ),
        (
            "They offered KSh250,000 or UGX 5 million.",
            &["250000 KES", "5000000 UGX"],
        ),
        (
            "Piden Q1.2 millones y L50 mil.",
            &["1200000 GTQ", "50000 HNL"],
        ),
        ("Exigen 4,3 millones de colones por él.", &["4300000 CRC"]),
        (
            "Reclaman mil quinientos millones de guaraníes por ella.",
            &["1500000000 PYG"],
        ),
        ("Exigen B/.80,000.00 por los dos.", &["80000 PAB"]),
        (
            "Le piden quince mil soles, luego 150 mil soles.",
            &["15000 PEN", "150000 PEN"],
        ),
        ("Ofrecen Gs. 80.000.000 por la fiscal.", &["80000000 PYG"]),
    ] {
        assert_eq!(said(text), expected, "{text}");
    }
    for text in [
        "The N20 bus, the R2 road and the Q3 figures.",
        "They found 12 soles and 300 colones statues.",
        "Unos 210.000 bolivianos viven allí.",
        "P2 million is a code name, M20 is a road.",
    ] {
        let left = said(text).into_iter().filter(|sum| !sum.contains("pesos"));
        assert_eq!(left.count(), 0, "{text}: {:?}", said(text));
    }
}
