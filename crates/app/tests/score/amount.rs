//! Amounts compared by their figures and currency.

use serde_json::Value;

use super::words::plain;

/// An amount of money. Without `min` it means "up to".
#[derive(Clone, Debug, PartialEq)]
pub struct Amount {
    min: Option<f64>,
    max: Option<f64>,
    currency: Option<String>,
}

/// How two amounts stand to each other, worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Agreement {
    Contradicts,
    Overlaps,
    Same,
}

impl Amount {
    /// `None` where there is no figure.
    pub fn of(value: &Value) -> Option<Self> {
        if let Some(exactly) = value.as_f64() {
            return Some(Amount {
                min: Some(exactly),
                max: Some(exactly),
                currency: None,
            });
        }
        let (min, max) = (value["min"].as_f64(), value["max"].as_f64());
        (min.is_some() || max.is_some()).then(|| Amount {
            min: min.filter(|figure| *figure > 0.0),
            max,
            currency: value["currency"].as_str().and_then(currency),
        })
    }

    pub fn has_currency(&self) -> bool {
        self.currency.is_some()
    }

    pub fn agreement(&self, other: &Amount) -> Agreement {
        if let (Some(one), Some(two)) = (&self.currency, &other.currency)
            && one != two
        {
            return Agreement::Contradicts;
        }
        let same_ceiling = match (self.max, other.max) {
            (Some(one), Some(two)) => near(one, two),
            (None, None) => true,
            _ => false,
        };
        let (Some(from), Some(other_from)) = (self.min, other.min) else {
            return if same_ceiling && self.max.is_some() {
                Agreement::Same
            } else {
                Agreement::Contradicts
            };
        };
        let up_to = |amount: &Amount| amount.max.unwrap_or(f64::INFINITY);
        if from.max(other_from) > up_to(self).min(up_to(other)) * 1.01 {
            Agreement::Contradicts
        } else if same_ceiling && near(from, other_from) {
            Agreement::Same
        } else {
            Agreement::Overlaps
        }
    }
}

/// Figures a hundredth apart are the same: conversions are rounded.
fn near(one: f64, other: f64) -> bool {
    (one - other).abs() <= 0.01 * one.abs().max(other.abs())
}

/// A code for the currency; all pesos are one, since texts seldom say which.
fn currency(name: &str) -> Option<String> {
    let name = plain(name.trim());
    let any = |parts: &[&str]| parts.iter().any(|part| name.contains(part));
    let code = if any(&["peso", "mxn", "cop", "ars", "clp", "uyu"]) {
        "PESO"
    } else if any(&["btc", "xbt", "bitcoin"]) {
        "BTC"
    } else if any(&["usd", "us$", "dollar", "dolar"]) || name == "$" {
        "USD"
    } else if any(&["eur", "€"]) {
        "EUR"
    } else {
        return (!name.is_empty()).then(|| name.to_uppercase());
    };
    Some(code.to_owned())
}
