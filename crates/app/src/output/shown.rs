//! A picture as it stands on a page of the desk: its sections, when what happened, and where.

use model::Credibility;

use super::view::{ClaimView, View, flat};
use super::words::Words;
use super::{Analysis, Language, Options, format, html, json};

/// What a page shows of a picture.
pub(crate) struct Shown {
    /// How many reports, and how many origins stand behind them.
    pub headline: String,
    /// The sections below the headline, as markup.
    pub sections: String,
    /// What has a day, the earliest first.
    pub moments: Vec<Moment>,
    /// The places that claims name, with the claims that do.
    pub places: Vec<(String, Vec<String>)>,
}

/// Something that has a day.
pub(crate) struct Moment {
    /// ISO 8601.
    pub day: String,
    /// As people write it.
    pub date: String,
    /// The report's or claim's name within the sections, to lead there.
    pub anchor: String,
    /// Its sentence, or what the report is called.
    pub text: String,
    /// Whether it is the publication of a report.
    pub is_report: bool,
}

/// A picture, to be shown.
pub(crate) fn shown(analysis: &Analysis, language: Language) -> Shown {
    let options = options(language);
    let view = View::new(analysis, &options);
    Shown {
        moments: moments(analysis, &view, Words::of(language)),
        places: places(analysis),
        sections: html::sections(&view, language),
        headline: view.headline,
    }
}

/// A claim by itself.
pub(crate) struct ClaimLine {
    /// In a sentence, with what else is to be said of it.
    pub statement: String,
    /// The words of the first report that says it, with personal data masked.
    pub quote: String,
    /// That report, by its index.
    pub report: usize,
    /// What it is called.
    pub name: String,
    /// On whose word it says so.
    pub voice: Option<String>,
    /// How many reports say it.
    pub reports: usize,
    /// How many independent origins stand behind it.
    pub origins: usize,
    /// Whether other reports contradict it.
    pub is_contested: bool,
    /// How far it can be believed.
    pub credibility: Credibility,
}

/// The claims of a picture that stand in the words of a report, as its table has them.
pub(crate) fn claims(analysis: &Analysis, language: Language) -> Vec<ClaimLine> {
    let view = View::new(analysis, &options(language));
    let views = view.sections.iter().flat_map(|section| &section.claims);
    let line = |view: &ClaimView| {
        let mut all = analysis.picture.claims.iter().enumerate();
        let (_, claim) = all.find(|(at, _)| json::id('c', *at) == view.id)?;
        let mut evidence: Vec<_> = claim.evidence.iter().collect();
        evidence.sort_by_key(|one| (one.report, one.quote.start));
        let (first, quote) = (evidence.first()?, view.quotes.first()?);
        let details: Vec<&str> = view.details.iter().map(|one| one.value.as_str()).collect();
        let statement = match details.as_slice() {
            [] => view.statement.clone(),
            details => format!("{} ({})", view.statement, details.join(" · ")),
        };
        let voice = first.attributed_to.map(|at| {
            let named = analysis.named.iter().find(|one| one.origin == at);
            let label = analysis.picture.origins.get(at).map(|one| &one.name);
            let name = named.map(|one| &one.name).or(label);
            format::short(name.map_or("", String::as_str), 200)
        });
        Some(ClaimLine {
            statement,
            quote: flat(&quote.pieces),
            report: first.report,
            name: quote.report.name.clone(),
            voice: voice.filter(|voice| !voice.is_empty()),
            reports: claim.reports.len(),
            origins: claim.independent_origins,
            is_contested: !view.conflicts.is_empty(),
            credibility: claim.credibility,
        })
    };
    views.filter_map(line).collect()
}

/// What is known, for a document.
pub(crate) struct Known {
    /// How many reports, and how many origins stand behind them.
    pub headline: String,
    /// The claims that weigh most, a line each, with how far they can be believed and from how many origins.
    pub claims: Vec<String>,
    /// What it rests on: reports, origins as they are called, how far the sources can be relied on.
    pub sources: Vec<String>,
}

/// What is known, in lines.
pub(crate) fn known(analysis: &Analysis, language: Language) -> Known {
    let options = options(language);
    let view = View::new(analysis, &options);
    let claims = view
        .sections
        .iter()
        .flat_map(super::view::Section::key_claims);
    let line = |claim: &ClaimView| {
        format!(
            "{}. {} {}",
            claim.statement, claim.credibility_line, claim.confidence_line
        )
    };
    Known {
        claims: claims.map(line).collect(),
        headline: view.headline,
        sources: view.summary,
    }
}

fn options(language: Language) -> Options {
    Options {
        language,
        tlp: model::Tlp::AmberStrict,
        width: 0,
        colour: false,
        generated: jiff::civil::Date::default(),
    }
}

fn moments(analysis: &Analysis, view: &View, words: &Words) -> Vec<Moment> {
    let reports = view.reports.iter().filter_map(|report| {
        Some(Moment {
            day: report.day.clone()?,
            date: report.is.date.clone(),
            anchor: report.is.anchor.clone(),
            text: report.is.name.clone(),
            is_report: true,
        })
    });
    let statements = view.sections.iter().flat_map(|section| &section.claims);
    let claims = statements.filter_map(|claim| {
        let mut all = analysis.picture.claims.iter().enumerate();
        let (_, found) = all.find(|(at, _)| json::id('c', *at) == claim.id)?;
        let date = found.slots.date.as_deref()?;
        let from = date.split('/').next().unwrap_or(date);
        Some(Moment {
            day: format::day(from)?.to_string(),
            date: format::date(words, date),
            anchor: claim.id.clone(),
            text: claim.statement.clone(),
            is_report: false,
        })
    });
    let mut moments: Vec<Moment> = claims.chain(reports).collect();
    moments.sort_by(|one, other| one.day.cmp(&other.day));
    moments
}

/// Places as claims name them, in the order of claims.
fn places(analysis: &Analysis) -> Vec<(String, Vec<String>)> {
    let mut places: Vec<(String, Vec<String>)> = Vec::new();
    for (at, claim) in analysis.picture.claims.iter().enumerate() {
        let Some(place) = &claim.slots.place else {
            continue;
        };
        let (place, id) = (format::short(place, 80), json::id('c', at));
        match places.iter_mut().find(|(known, _)| *known == place) {
            Some((_, claims)) => claims.push(id),
            None => places.push((place, vec![id])),
        }
    }
    places
}
