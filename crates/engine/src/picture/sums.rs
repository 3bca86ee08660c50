//! Which sums are one: as they stand, as reports convert them, and in the currency that goes without saying.

use std::collections::BTreeMap;

use crate::claim::Notes;

use super::event::same_amount;
use super::types::Amount;

/// A sum, and the same in another currency.
type Converted = (Amount, Amount);

/// Conversions that a picture knows of one incident.
const CONVERTED: usize = 64;

/// What the reports of an incident say of sums together.
pub(crate) struct Sums<'n> {
    converted: Vec<&'n Converted>,
    /// That in which nearly all prices are told: a sum that names none is in it too.
    currency: Option<&'n str>,
}

impl<'n> Sums<'n> {
    pub(crate) fn of(reports: &[usize], notes: &[&'n Notes]) -> Self {
        let converted = (reports.iter())
            .flat_map(|&report| &notes[report].converted)
            .take(CONVERTED)
            .collect();
        let mut told: BTreeMap<&str, usize> = BTreeMap::new();
        let mentions = reports.iter().flat_map(|&report| &notes[report].mentions);
        for amount in mentions.filter_map(|(mention, _)| mention.amount.as_ref()) {
            if let Some(currency) = amount.currency.as_deref() {
                *told.entry(currency).or_default() += 1;
            }
        }
        let all: usize = told.values().sum();
        let commonest = told.into_iter().max_by_key(|&(_, times)| times);
        Sums {
            converted,
            currency: commonest
                .filter(|(_, times)| 5 * times >= 4 * all)
                .map(|(currency, _)| currency),
        }
    }

    /// Whether two sums are one, as they stand or as some report converts them.
    pub(crate) fn same(&self, a: Option<&Amount>, b: Option<&Amount>) -> bool {
        let both = |x: &Amount, y: &Amount| same_amount(a, Some(x)) && same_amount(b, Some(y));
        let mut converted = self.converted.iter();
        same_amount(a, b) || converted.any(|(x, y)| both(x, y) || both(y, x))
    }

    /// A sum that names no currency, in the one that goes without saying.
    pub(crate) fn with_currency(&self, amount: &Amount) -> Amount {
        let known = amount.currency.clone();
        Amount {
            currency: known.or_else(|| self.currency.map(str::to_owned)),
            ..amount.clone()
        }
    }
}
