//! Names and signs of currencies.

use super::walk::{glued, is_hyphen, kind, next, word};
use crate::text::{Case, Class, Doc, TokenKind};

/// A currency, as far as the words next to the figure tell it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    /// ISO 4217 code, or `BTC` and the like.
    Code(&'static str),
    /// `$` alone.
    Sign,
    /// `pesos` alone.
    Pesos,
}

/// A unit that was read, and one past its last token.
#[derive(Clone, Copy, Debug)]
pub(super) struct Named {
    pub(super) unit: Unit,
    pub(super) end: usize,
    /// The word has other meanings, so that only from so much on it surely is money: pounds, soles.
    pub(super) from: f64,
}

/// Whether amounts in it have decimals rather than thousands.
pub(super) fn is_coin(unit: Unit) -> bool {
    matches!(unit, Unit::Code("BTC" | "ETH" | "XMR" | "LTC"))
}

/// `$`, `US$`, `USD`, `MXN $` before a figure that starts at `end`.
pub(super) fn prefix(doc: &Doc, at: usize) -> Option<Named> {
    let named = |unit, end| Named {
        unit,
        end,
        from: 0.0,
    };
    match kind(doc, at)? {
        TokenKind::Currency => Some(named(sign(word(doc, at))?, at + 1)),
        TokenKind::Word if doc.tokens[at].case != Case::Lower => {
            let sign_at = at + 1;
            let signed = kind(doc, sign_at) == Some(TokenKind::Currency);
            let tag = country_tag(word(doc, at))
                .filter(|_| signed && (glued(doc, sign_at) || word(doc, at).starts_with('u')));
            if let Some(code) = tag.filter(|_| word(doc, sign_at) == "$") {
                return Some(named(Unit::Code(code), sign_at + 1));
            }
            if let Some(found) = mark(doc, at) {
                return Some(found);
            }
            let code = code(word(doc, at)).filter(|_| doc.tokens[at].case == Case::Upper)?;
            Some(named(
                Unit::Code(code),
                if signed { sign_at + 1 } else { at + 1 },
            ))
        }
        _ => None,
    }
}

fn sign(text: &str) -> Option<Unit> {
    Some(match text {
        "$" => Unit::Sign,
        "€" => Unit::Code("EUR"),
        "£" => Unit::Code("GBP"),
        "¥" => Unit::Code("JPY"),
        "₿" => Unit::Code("BTC"),
        "₡" => Unit::Code("CRC"),
        "₲" => Unit::Code("PYG"),
        "₱" => Unit::Code("PHP"),
        "₹" => Unit::Code("INR"),
        "₦" => Unit::Code("NGN"),
        "₵" => Unit::Code("GHS"),
        _ => return None,
    })
}

/// Letters before a currency sign.
pub(super) const TAGS: &[(&str, &str)] = &[
    ("us", "USD"),
    ("u.s.", "USD"),
    ("usd", "USD"),
    ("mx", "MXN"),
    ("mex", "MXN"),
    ("mxn", "MXN"),
    ("a", "AUD"),
    ("au", "AUD"),
    ("aud", "AUD"),
    ("c", "CAD"),
    ("ca", "CAD"),
    ("cad", "CAD"),
    ("nz", "NZD"),
    ("hk", "HKD"),
    ("s", "SGD"),
    ("r", "BRL"),
    ("ar", "ARS"),
    ("rd", "DOP"),
    ("col", "COP"),
    ("j", "JMD"),
    ("tt", "TTD"),
    ("bz", "BZD"),
    ("bds", "BBD"),
    ("ec", "XCD"),
    ("fj", "FJD"),
];

fn country_tag(text: &str) -> Option<&'static str> {
    look_up(TAGS, text)
}

/// Codes that are written instead of a name.
pub(super) const CODES: &[(&str, &str)] = &[
    ("usd", "USD"),
    ("eur", "EUR"),
    ("gbp", "GBP"),
    ("mxn", "MXN"),
    ("ars", "ARS"),
    ("cop", "COP"),
    ("clp", "CLP"),
    ("pen", "PEN"),
    ("brl", "BRL"),
    ("chf", "CHF"),
    ("cad", "CAD"),
    ("aud", "AUD"),
    ("jpy", "JPY"),
    ("inr", "INR"),
    ("gtq", "GTQ"),
    ("hnl", "HNL"),
    ("crc", "CRC"),
    ("dop", "DOP"),
    ("uyu", "UYU"),
    ("btc", "BTC"),
    ("xbt", "BTC"),
    ("eth", "ETH"),
    ("xmr", "XMR"),
    ("ltc", "LTC"),
    ("usdt", "USDT"),
    ("usdc", "USDC"),
    ("zar", "ZAR"),
    ("kes", "KES"),
    ("ngn", "NGN"),
    ("ghs", "GHS"),
    ("nzd", "NZD"),
    ("pkr", "PKR"),
    ("php", "PHP"),
    ("bob", "BOB"),
    ("pyg", "PYG"),
    ("nio", "NIO"),
    ("pab", "PAB"),
    ("ugx", "UGX"),
    ("tzs", "TZS"),
    ("bdt", "BDT"),
    ("ttd", "TTD"),
    ("jmd", "JMD"),
    ("xcd", "XCD"),
];

/// Short forms that stand before a figure as a sign does: `Rs 50,000`.
pub(super) const MARKS: &[(&str, &str)] = &[
    ("rs", "INR"),
    ("rs.", "INR"),
    ("ksh", "KES"),
    ("kshs", "KES"),
    ("gs.", "PYG"),
    ("bs.", "BOB"),
];

/// Letters that mean a currency only where the figure is glued to them: `R50,000`, `Q5,000`.
pub(super) const GLUED: &[(&str, &str)] = &[
    ("r", "ZAR"),
    ("q", "GTQ"),
    ("n", "NGN"),
    ("l", "HNL"),
    ("sh", "KES"),
    ("shs", "KES"),
    ("bs", "BOB"),
    ("gs", "PYG"),
    ("tk", "BDT"),
];

/// `Rs 50,000`, `Kshs. 150,000`, `Q5,000`, `S/ 5,000`, `B/.80,000`: letters that stand before a figure as a sign does.
fn mark(doc: &Doc, at: usize) -> Option<Named> {
    let ends = |end: usize| {
        let end = end + usize::from(word(doc, end) == "." && glued(doc, end));
        let number = matches!(kind(doc, end), Some(TokenKind::Number | TokenKind::Mixed));
        number.then_some(end)
    };
    let slashed = match word(doc, at) {
        "s" => Some("PEN"),
        "b" => Some("PAB"),
        _ => None,
    };
    let slashed = slashed.filter(|_| word(doc, at + 1) == "/" && glued(doc, at + 1));
    let glued_to = || glued(doc, at + 1).then(|| ends(at + 1)).flatten();
    let (unit, end) = if let Some(code) = slashed {
        (Unit::Code(code), ends(at + 2)?)
    } else if let Some(code) = look_up(MARKS, word(doc, at)) {
        (Unit::Code(code), ends(at + 1)?)
    } else if word(doc, at) == "p" {
        (Unit::Pesos, glued_to()?)
    } else {
        (Unit::Code(look_up(GLUED, word(doc, at))?), glued_to()?)
    };
    Some(Named {
        unit,
        end,
        from: 0.0,
    })
}

fn code(text: &str) -> Option<&'static str> {
    look_up(CODES, text)
}

fn look_up(table: &[(&str, &'static str)], text: &str) -> Option<&'static str> {
    table
        .iter()
        .find(|(known, _)| *known == text)
        .map(|&(_, code)| code)
}

/// The currency named by letters glued to digits: `0.5btc`, `500usd`.
pub(super) fn of_letters(letters: &str) -> Option<Unit> {
    code(letters).map(Unit::Code)
}

/// The currency of a name, and from how much on it surely is one.
fn name(text: &str) -> Option<(Unit, f64)> {
    const LARGE: f64 = 1e3;
    const HUGE: f64 = 1e6;
    let plain = |code| Some((Unit::Code(code), 0.0));
    let ambiguous = |code, from| Some((Unit::Code(code), from));
    match text {
        "dollar" | "dollars" | "bucks" | "dolar" | "dolares" => plain("USD"),
        "euro" | "euros" => plain("EUR"),
        "quid" | "sterling" => plain("GBP"),
        "pound" | "pounds" | "libra" | "libras" => ambiguous("GBP", f64::INFINITY),
        "peso" | "pesos" => Some((Unit::Pesos, 0.0)),
        "bitcoin" | "bitcoins" => plain("BTC"),
        "ether" | "ethereum" => plain("ETH"),
        "monero" | "moneros" => plain("XMR"),
        "litecoin" | "litecoins" => plain("LTC"),
        "tether" => plain("USDT"),
        "francs" => plain("CHF"),
        "yen" => plain("JPY"),
        "reais" => plain("BRL"),
        "reales" => ambiguous("BRL", HUGE),
        "rupee" | "rupees" => plain("INR"),
        "quetzal" | "quetzales" => plain("GTQ"),
        "soles" => ambiguous("PEN", LARGE),
        "lempira" | "lempiras" => plain("HNL"),
        "colones" => ambiguous("CRC", LARGE),
        "guaranies" => ambiguous("PYG", HUGE),
        "bolivares" => ambiguous("VES", LARGE),
        "bolivianos" => ambiguous("BOB", HUGE),
        "cordobas" => ambiguous("NIO", LARGE),
        "balboas" => ambiguous("PAB", LARGE),
        "rand" => ambiguous("ZAR", LARGE),
        "naira" | "nairas" => plain("NGN"),
        "shilling" | "shillings" => plain("KES"),
        "kwacha" => plain("ZMW"),
        "birr" => plain("ETB"),
        "taka" => plain("BDT"),
        "ringgit" => plain("MYR"),
        "baht" => plain("THB"),
        "dirham" | "dirhams" => plain("AED"),
        "riyal" | "riyals" => plain("SAR"),
        "cedi" | "cedis" => plain("GHS"),
        "varo" | "varos" => Some((Unit::Pesos, LARGE)),
        _ => None,
    }
}

/// A nationality beside a currency: `Mexican pesos`, `pesos mexicanos`.
fn nationality(text: &str) -> Option<&'static str> {
    const STEMS: &[(&str, &str)] = &[
        ("mexican", "MX"),
        ("argentin", "AR"),
        ("colombian", "CO"),
        ("chilen", "CL"),
        ("chilean", "CL"),
        ("uruguay", "UY"),
        ("dominican", "DO"),
        ("philippine", "PH"),
        ("filipino", "PH"),
        ("canad", "CA"),
        ("australian", "AU"),
        ("american", "US"),
        ("estadounidens", "US"),
        ("esterlina", "GB"),
    ];
    match text {
        "us" | "u.s." => Some("US"),
        _ => STEMS
            .iter()
            .find(|(stem, _)| text.starts_with(stem))
            .map(|&(_, country)| country),
    }
}

fn of_nation(unit: Unit, country: &str) -> Unit {
    let code = match (unit, country) {
        (Unit::Pesos | Unit::Sign, "MX") => "MXN",
        (Unit::Pesos | Unit::Sign, "AR") => "ARS",
        (Unit::Pesos | Unit::Sign, "CO") => "COP",
        (Unit::Pesos | Unit::Sign, "CL") => "CLP",
        (Unit::Pesos, "UY") => "UYU",
        (Unit::Pesos, "DO") => "DOP",
        (Unit::Pesos, "PH") => "PHP",
        (Unit::Code("USD"), "CA") => "CAD",
        (Unit::Code("USD"), "AU") => "AUD",
        _ => return unit,
    };
    Unit::Code(code)
}

/// The currency named after a figure that ends before `at`.
pub(super) fn suffix(doc: &Doc, at: usize) -> Option<Named> {
    let start = if is_hyphen(doc, at) {
        at + 1
    } else {
        next(doc, at.checked_sub(1)?)
    };
    let mut found = bare(doc, start).or_else(|| {
        let country = nationality(word(doc, start))?;
        let mut named = bare(doc, next(doc, start))?;
        named.unit = of_nation(named.unit, country);
        named.from = 0.0;
        Some(named)
    })?;
    let after = next(doc, found.end - 1);
    if let Some(country) =
        nationality(word(doc, after)).filter(|c| *c != "US" || doc.lang != crate::reading::Lang::En)
    {
        found.unit = of_nation(found.unit, country);
        found.from = 0.0;
        found.end = after + 1;
    } else if word(doc, after) == "sterling" {
        found.from = 0.0;
        found.end = after + 1;
    }
    Some(moneda_nacional(doc, found))
}

/// `pesos 00/100 M.N.`: Mexican pesos.
fn moneda_nacional(doc: &Doc, found: Named) -> Named {
    if !matches!(found.unit, Unit::Pesos | Unit::Sign) {
        return found;
    }
    let mut at = found.end;
    if word(doc, at + 1) == "/" && word(doc, at + 2) == "100" {
        at += 3;
    }
    if matches!(word(doc, at), "m.n." | "m.n" | "mn") {
        return Named {
            unit: Unit::Code("MXN"),
            end: at + 1,
            from: 0.0,
        };
    }
    found
}

/// One word or sign that names a currency.
fn bare(doc: &Doc, at: usize) -> Option<Named> {
    let token = doc.tokens.get(at)?;
    let (unit, from) = match token.kind {
        TokenKind::Currency => (sign(word(doc, at))?, 0.0),
        TokenKind::Word => {
            let text = word(doc, at);
            let lower_code = matches!(
                text,
                "usd" | "eur" | "btc" | "eth" | "xmr" | "mxn" | "gbp" | "usdt"
            );
            name(text)
                .filter(|_| doc.is(at, Class::CurrencyWord))
                .or_else(|| {
                    let code = code(text).filter(|_| lower_code || token.case == Case::Upper)?;
                    Some((Unit::Code(code), 0.0))
                })?
        }
        _ => return None,
    };
    Some(Named {
        unit,
        end: at + 1,
        from,
    })
}

/// Whether a token is one coin of its kind after `a`: `a bitcoin`.
pub(super) fn coin(doc: &Doc, at: usize) -> Option<Named> {
    bare(doc, at).filter(|named| is_coin(named.unit))
}
