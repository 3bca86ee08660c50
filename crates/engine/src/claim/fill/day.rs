//! On which day it was, by what the model of figures says of the days in its sentence.

use model::Kind;

use crate::claim::context::Context;
use crate::claim::figure::{self, Figures, Says};
use crate::claim::mention::{Mention, When};
use crate::claim::{VIOLENT, is_held};

/// The day in the sentence of a mention that is likely the one of what it tells, the nearest of several.
pub(super) fn said(context: &Context, figures: &Figures, mention: &Mention) -> Option<When> {
    let says = its_day(mention)?;
    let range = context.sentence(mention.sentence);
    let here = figures.within(range.clone()).iter();
    let days = here.filter(|figure| figure.says(&[says]).is_some());
    let days = days.filter_map(|figure| figure::date(context, figure));
    let told = days.filter(|day| !context.is_denied(day, range.start));
    let nearest = told.min_by_key(|day| day.tokens.start.abs_diff(mention.at))?;
    Some(context.dated(nearest, true, mention.at))
}

/// What a figure says that is the day of what a mention tells; of most answers nobody marked it.
pub(crate) fn its_day(mention: &Mention) -> Option<Says> {
    match mention.kind {
        Kind::Response => is_held(mention).then_some(Says::Arrest),
        kind if VIOLENT.contains(&kind) || kind == Kind::Swatting => Some(Says::Violence),
        _ => Some(Says::Message),
    }
}

/// A weekday of its sentence hardly is the one of what a mention tells: that of a statement, or of what came of it.
pub(super) fn is_another(
    context: &Context,
    figures: &Figures,
    mention: &Mention,
    when: &When,
) -> bool {
    let says = its_day(mention).filter(|_| !when.has_number());
    let Some(says) = says else {
        return false;
    };
    let here = figures.within(context.sentence(mention.sentence));
    let mut same = here
        .iter()
        .filter(|figure| figure::date(context, figure).is_some_and(|day| day.start == when.start));
    let known = same.clone().next().is_some();
    known && same.all(|figure| figure.hardly(says))
}
